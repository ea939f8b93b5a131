#!/bin/bash
# Shows that tests/tap.awk lets no failure pass for a success. Prints TAP.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo 'no camera' >"$scratch/allowed"

number=0
# expect NAME COUNTS CODE LINE...: a program that prints the lines and ends with the code counts so.
expect() {
	local name=$1 counts=$2 code=$3 got
	shift 3
	printf '%s\n' "$@" >"$scratch/output"
	got=$(awk -f tests/tap.awk -v code="$code" -v allowed="$scratch/allowed" "$scratch/output" | head -n 1)
	number=$((number + 1))
	if [ "$got" = "$counts" ]; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name: counted $got, not $counts"
	fi
}

echo 1..12
expect 'all passed' '2 0 0' 0 1..2 'ok 1 - a' 'hello' 'ok 2 - b'
expect 'one failed' '1 1 0' 1 1..2 'ok 1 - a' 'not ok 2 - b' '# t.c:3: error: Failure!'
expect 'a crash leaves tests without a report' '1 2 0' 139 1..3 'ok 1 - a'
expect 'a leak found at the end' '1 1 0' 1 1..1 'ok 1 - a'
expect 'a silent program' '0 1 0' 0 ''
expect 'an empty plan' '0 1 0' 0 1..0
expect 'too few reports with code 0' '1 1 0' 0 1..2 'ok 1 - a'
expect 'more reports than planned' '2 1 0' 0 1..1 'ok 1 - a' 'ok 2 - b'
expect 'an allowed skip, as cmocka prints it' '1 0 1' 0 1..2 'ok 1 - a' '# SKIP no camera' 'not ok 2 # SKIP b'
expect 'an allowed skip, as others print it' '0 0 1' 0 1..1 'ok 1 - a # SKIP no camera'
expect 'a skip without leave' '0 2 0' 0 1..2 '# SKIP no wish' 'not ok 1 # SKIP a' 'ok 2 - b # SKIP no wish'
expect 'a skip does not lend its reason to the next' '0 1 1' 0 1..2 '# SKIP no camera' 'not ok 1 # SKIP a' 'not ok 2 # SKIP b'
