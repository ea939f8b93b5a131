#!/bin/bash
# Runs the commands of docs/first-change.md in a copy, so that who follows it gets what it says.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d "${TMPDIR:-/tmp}/first-change-XXXXXX")
trap 'rm -rf "$copy"' EXIT
echo "1..1"

# What is here, committed or not, without what is ignored.
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
	[ ! -e "$file" ] || printf '%s\0' "$file"
done | tar --null -T - -cf - | tar -xf - -C "$copy"
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/first-change.md >"$copy/commands.sh"
lines=$(wc -l <"$copy/commands.sh")

(
	cd "$copy"
	export CCACHE_BASEDIR=$copy GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.com
	export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.com
	git init -q . && git add . && git commit -q -m start
	TALKOOT_TEST_DB=sqlite nice bash -e commands.sh
) >"$copy/log" 2>&1 && [ "$lines" -gt 50 ] && grep -q '^ok 1 - test_coming_events_are_counted' "$copy/log" && {
	echo "ok 1 - the commands of the first change work"
	exit 0
}
echo "not ok 1 - the commands of the first change work"
tail -n 40 "$copy/log" | sed 's/^/# /'
exit 1
