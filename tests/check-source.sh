#!/bin/bash
# House rules that the compiler does not check. Prints TAP; each failure names file and line.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8

number=0
# check NAME FAULTS: one test, failed when there are faults (a line each).
check() {
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		printf '%s\n' "$2" | head -n 30 | sed 's/^/# /'
	fi
}

# faults COMMAND...: what a search prints; finding nothing (code 1) is as good as finding something.
faults() {
	"$@" || [ $? = 1 ]
}

# What is looked at: the project's own text files, wherever they are.
mapfile -t files < <(find . \( -name .git -o -name node_modules -o -name '.npm-*' -o -name 'build*' -type d -o -path ./data \
	-o -path ./assets/dist \) -prune -o -type f -print | sed 's|^\./||' | sort)
named() {
	printf '%s\n' "${files[@]}" | grep -E "$1" || [ $? = 1 ]
}
mapfile -t code < <(named '^(src|tools|fuzz|bench|tests)/.*\.[ch]$')
mapfile -t product < <(printf '%s\n' "${code[@]}" | faults grep -vE '_test\.c$|^tests/support/|^tools/tests/')
mapfile -t layered < <(named '^src/.*\.(c|h|tpl)$')
mapfile -t frugal < <(named '^src/(features|text)/.*\.[ch]$' | faults grep -v '_test\.c$')
mapfile -t shell < <(named '\.sh$|^(run|test|\.ci/run)$')
mapfile -t ours < <(named '\.(c|h|tpl|sql|js|mjs|css|sh|awk|cmake)$|^(run|test|\.ci/run)$')

echo 1..7

# base < store, text < out < web < features < main; store and text do not see each other, nor does out see store.
# The test of a layer may include the support of the tests.
# shellcheck disable=SC2016 # awk's $0
check 'includes go down the layers only' "$(faults awk '
	BEGIN {
		may["base"] = " base "
		may["store"] = " base store "
		may["text"] = " base text "
		may["out"] = " base text out "
		may["web"] = " base store text out web "
		may["features"] = may["web"] " features "
		may["main"] = may["features"] " main "
	}
	FNR == 1 { split(FILENAME, part, "/"); layer = part[2] }
	/^[ \t]*[#{][ \t]*include[ \t]*"[a-z]+\// {
		split($0, quoted, "\""); split(quoted[2], of, "/")
		if (of[1] in may && index(may[layer], " " of[1] " ") == 0)
			print FILENAME ":" FNR ": " layer " may not include " quoted[2]
	}' "${layered[@]}")"

# Tests may start other programs to compare with.
check 'no function that is easily used wrongly' "$(faults grep -nHE \
	'(^|[^a-z_A-Z0-9.>])(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|atoi|atol|atoll|atof|gets|strtok|system|popen|alloca|tmpnam|mktemp|rand|srand|localtime|gmtime|asctime|ctime|setlocale)\(' \
	"${product[@]}" | faults grep -vE '^[^:]+:[0-9]+:[[:space:]]*(\*|/\*|//)')"

# Features and texts have their memory in an arena; main has things that live as long as the program.
check 'malloc and free only where memory is managed' "$(faults grep -nHE \
	'(^|[^a-z_A-Z0-9.>])(malloc|calloc|realloc|free|strdup|strndup|asprintf)\(' /dev/null "${frugal[@]}" |
	faults grep -vE '^[^:]+:[0-9]+:[[:space:]]*(\*|/\*|//)')"

check 'no file longer than 900 lines' "$(wc -l "${ours[@]}" | awk '$2 != "total" && $1 > 900 { print $2 ": " $1 " lines" }')"

# 120 is what we aim at.
check 'no C line has more than 150 columns' "$(awk '{
		line = $0; column = 0
		while ((at = index(line, "\t")) > 0) { column += at - 1; column += 8 - column % 8; line = substr(line, at + 1) }
		if (column + length(line) > 150) print FILENAME ":" FNR ": " column + length(line) " columns"
	}' "${code[@]}")"

# The path is of machines where the project was written; the lock file is to work with any registry.
check 'no place or registry of one machine is named' "$(
	faults grep -nHE '/wor[k]/' "${files[@]}"
	faults grep -nHE '"resolve[d]"' package-lock.json
)"

check 'shellcheck finds nothing in the shell programs' "$(faults shellcheck -x -f gcc "${shell[@]}")"
