# Counts what one test program printed (TAP) and prints "passed failed skipped", then a line "# why" per failure that the
# program itself did not print.
#
#   awk -f tests/tap.awk -v code=EXIT_CODE -v allowed=tests/allowed-skips OUTPUT
#
# Failed counts: each "not ok"; each test of the plan that did not report (a crash, an abort of a sanitizer); a plan that is
# missing or empty; a code other than 0 with no failed test; a skip whose reason is not in the file of allowed ones.
# cmocka prints a skipped test as "not ok N # SKIP name", its reason stands in a line "# SKIP reason" before (tests/harness.h);
# other programs print "ok N - name # SKIP reason".
BEGIN {
	passed = failed = skipped = seen = plan = plans = 0
	while ((getline line < allowed) > 0)
		if (line !~ /^(#|$)/)
			may_skip[line] = 1
}

function skip(name, reason) {
	if (reason in may_skip) {
		skipped++
	} else {
		failed++
		why = why "# skipped without leave: " name " (" (reason == "" ? "no reason given" : reason) ")\n"
	}
}

/^1\.\.[0-9]+/ {
	plans++
	plan += substr($1, 4)
	next
}

/^# SKIP / {
	reason = substr($0, 8)
	next
}

/^(not )?ok [0-9]+/ {
	seen++
	name = $0
	sub(/^(not )?ok [0-9]+( -)? */, "", name)
	if (/^not ok [0-9]+ # SKIP/) {
		sub(/^# SKIP */, "", name)
		skip(name, reason)
	} else if (/^ok/ && (at = index(name, "# SKIP "))) {
		skip(substr(name, 1, at - 2), substr(name, at + 7))
	} else if (/^ok/) {
		passed++
	} else {
		failed++
	}
	reason = ""
}

END {
	if (plans == 0) {
		failed++
		why = why "# printed no plan\n"
	} else if (plan == 0) {
		failed++
		why = why "# has no test\n"
	}
	if (seen < plan) {
		failed += plan - seen
		why = why "# " (plan - seen) " of " plan " tests did not report\n"
	}
	if (plans > 0 && seen > plan) {
		failed++
		why = why "# " seen " tests reported, " plan " were planned\n"
	}
	if (code != 0 && failed == 0)
		failed++
	if (code == 124 || code == 137)
		why = why "# took too long and was ended\n"
	else if (code != 0)
		why = why "# ended with code " code "\n"
	printf "%d %d %d\n%s", passed, failed, skipped, why
}
