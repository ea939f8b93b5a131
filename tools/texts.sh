#!/bin/sh
# Brings new messages of the sources into po/fi.po and po/sv.po and lists what is not translated yet.
#
#   tools/texts.sh [BUILD]      BUILD: a build folder made with -DTALKOOT_TEXTS_STRICT=ON (default: build-texts, made here)
#
# The .po files carry no places and no dates and are sorted by message, so that two branches that add messages merge.
# To translate: fill the empty msgstr, then build. Messages that left the sources are dropped.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build-texts}
[ -f "$build/build.ninja" ] || cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DTALKOOT_TEXTS_STRICT=ON > /dev/null
ninja -C "$build" texts_catalogue > /dev/null
pot=$build/gen/text/talkoot.pot
missing=0
for po in po/fi.po po/sv.po; do
	# A merge of two branches (merge=union) may leave a message twice, or an empty one beside a full one.
	msguniq --use-first --force-po --no-wrap -o "$po.one" "$po" && mv "$po.one" "$po"
	msgmerge --quiet --force-po --no-fuzzy-matching --no-location --sort-output --no-wrap -o "$po.new" "$po" "$pot"
	msgattrib --force-po --no-obsolete --no-location --sort-output --no-wrap -o "$po" "$po.new"
	rm -f "$po.new"
	untranslated=$(msgattrib --untranslated --no-wrap --no-location "$po" | awk '/^msgid ""/ { next } /^msgid / { print substr($0, 7) }')
	[ -z "$untranslated" ] || { missing=1; echo "$untranslated" | sed "s|^|$po: |"; }
done
exit $missing
