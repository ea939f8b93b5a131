#!/bin/bash
# Each message of the program is translated in po/fi.po and po/sv.po. Prints TAP.
set -euo pipefail
cd "$(dirname "$0")/.."
echo 1..1
if found=$(cmake --build build-test --target texts_check 2>&1); then
	echo 'ok 1 - every message is translated'
else
	echo 'not ok 1 - every message is translated'
	printf '%s\n' "$found" | sed 's/^/# /'
fi
