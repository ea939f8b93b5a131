#!/bin/sh
# Collects the messages of the sources: xgettext.sh LIST OUT.POT, where LIST names one file per line.
# The one place that knows which functions take a message; used by the strict build and by tools/texts.sh.
set -eu
xgettext --language=C --from-code=UTF-8 --sort-output --add-location=file --force-po \
	--keyword --keyword=N_:1 --keyword=tr:2 --keyword=trn:2,3 --keyword=trc:2c,3 --keyword=trf:3 --keyword=trnf:3,4 \
	--keyword=html_t:2 --keyword=html_tn:2,3 --keyword=html_tc:2c,3 \
	--files-from="$1" --output="$2.new"
# A date would change the catalogue, and through msgmerge the .po files, at each run.
sed -e '/^"POT-Creation-Date:/d' -e '/^"Report-Msgid-Bugs-To:/d' -e 's/charset=CHARSET/charset=UTF-8/' "$2.new" > "$2"
rm "$2.new"
