/* Zones against two foreign readers of the same data: zdump (transitions) and the C library (random instants). */
#include "harness.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/random.h"
#include "base/zone.h"

/* Ordinary ones, a half-hour daylight time, negative daylight time, a rule with times beyond 24 h, none at all. */
static const char *const zones[] = {
	"Europe/Helsinki", "Europe/Stockholm",	"America/New_York", "Australia/Lord_Howe", "UTC",	"Europe/Dublin",
	"America/Nuuk",	   "Africa/Casablanca", "Asia/Jerusalem",   "Pacific/Apia",	   "Etc/GMT+5", "Asia/Kathmandu"
};
enum { ZONES = sizeof zones / sizeof *zones };

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	return a == NULL;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static const struct zone *find(const char *name)
{
	const struct zone *z;

	assert_ok(zone_find(str_from(name), &z));
	return z;
}

static int month_number(const char *name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	return (int)(strstr(months, name) - months) / 3 + 1;
}

/* Reads a line of zdump -v, e.g.
 * "Europe/Helsinki  Sun Mar 28 00:59:59 2027 UT = Sun Mar 28 02:59:59 2027 EET isdst=0 gmtoff=7200" */
static bool read_zdump(const char *line, int64_t *utc, struct civil *local, struct zone_info *info,
		       char abbreviation[16])
{
	char month[4], local_month[4];
	struct civil u;
	int isdst, offset;

	if (sscanf(line, "%*s %*s %3s %d %d:%d:%d %d UT = %*s %3s %d %d:%d:%d %d %15s isdst=%d gmtoff=%d", month,
		   &u.day, &u.hour, &u.minute, &u.second, &u.year, local_month, &local->day, &local->hour,
		   &local->minute, &local->second, &local->year, abbreviation, &isdst, &offset) != 15)
		return false;
	u.month = month_number(month);
	local->month = month_number(local_month);
	*utc = time_from_civil(u);
	*info = (struct zone_info){ offset, isdst != 0, abbreviation };
	return true;
}

static void check_against_zdump(const char *name)
{
	static struct zone_transition ours[1000];
	const struct zone *z = find(name);
	const int64_t from = time_from_civil((struct civil){ 1850, 1, 1, 0, 0, 0 }),
		      to = time_from_civil((struct civil){ 2150, 1, 1, 0, 0, 0 });
	size_t n = zone_transitions(z, from, to, ours, 1000), lines = 0;
	char line[512], abbreviation[16];
	FILE *f = popen(str_format(a, "zdump -v -c 1850,2150 %s", name).p, "r");

	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		int64_t utc;
		struct civil local;
		struct zone_info want, got;

		if (!read_zdump(line, &utc, &local, &want, abbreviation) || utc < from || utc >= to)
			continue; /* the ends of the computable time, "NULL" lines */
		got = zone_at(z, utc);
		if (got.offset != want.offset || got.daylight != want.daylight ||
		    strcmp(got.abbreviation, want.abbreviation) != 0)
			fail_msg("%s: we say %d %d %s at %s", name, (int)got.offset, got.daylight, got.abbreviation,
				 line);
		assert_int_equal(civil_compare(zone_utc_to_local(z, utc), local), 0);
		/* Two lines for each transition: the second before and the one at it. */
		assert_true(lines / 2 < n);
		assert_int_equal(ours[lines / 2].at - (lines % 2 == 0), utc);
		assert_string_equal((lines % 2 == 0 ? ours[lines / 2].before : ours[lines / 2].after).abbreviation,
				    abbreviation);
		lines++;
	}
	assert_int_equal(pclose(f), 0);
	assert_int_equal(lines, 2 * n);
	printf("# %s: %zu transitions agree with zdump\n", name, n);
}

static void test_transitions_agree_with_zdump(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZONES; i++)
		check_against_zdump(zones[i]);
}

static void test_instants_agree_with_the_c_library(void **state)
{
	struct random_seeded seed;
	struct random r = random_seeded_start(&seed, 8536);

	(void)state;
	for (size_t i = 0; i < ZONES; i++) {
		const struct zone *z = find(zones[i]);

		setenv("TZ", zones[i], 1);
		tzset();
		for (int k = 0; k < 3000; k++) {
			time_t t = (time_t)random_below(&r, 8000000000) - 2000000000; /* 1906 .. 2160 */
			struct zone_info info = zone_at(z, t);
			struct tm tm;

			assert_non_null(localtime_r(&t, &tm));
			assert_int_equal(info.offset, tm.tm_gmtoff);
			assert_int_equal(info.daylight, tm.tm_isdst > 0);
			assert_string_equal(info.abbreviation, tm.tm_zone);
		}
	}
	unsetenv("TZ");
	tzset();
}

/* Every local time near a transition, compared with trying all instants around it. */
static void check_locals_near(const struct zone *z, int64_t at)
{
	for (int64_t wall = at - 100000; wall < at + 100000; wall += 900) {
		struct civil local = time_to_civil(wall);
		int64_t first, second, want_first = 0, want_second = 0;
		enum local_outcome outcome = zone_local_to_utc(z, local, &first, &second);
		int found = 0;

		for (int64_t t = wall - 50400; t <= wall + 50400; t += 900)
			if (t + zone_at(z, t).offset == wall) {
				want_first = found++ == 0 ? t : want_first;
				want_second = t;
			}
		if (found == 0) {
			assert_int_equal(outcome, LOCAL_GAP);
			assert_true(first < second);
			assert_true(civil_compare(zone_utc_to_local(z, first), local) < 0);
			assert_true(civil_compare(zone_utc_to_local(z, second), local) > 0);
		} else {
			assert_int_equal(outcome, found == 1 ? LOCAL_OK : LOCAL_FOLD);
			assert_int_equal(first, want_first);
			assert_int_equal(second, want_second);
		}
	}
}

static void test_local_times_by_trying_all(void **state)
{
	struct zone_transition t[16];

	(void)state;
	for (size_t i = 0; i < ZONES; i++) {
		const struct zone *z = find(zones[i]);
		size_t n = zone_transitions(z, 1293840000, 1388534400, t, 16); /* 2011-2013: Apia skips a day */

		for (size_t k = 0; k < n; k++)
			check_locals_near(z, t[k].at);
		n = zone_transitions(z, 4102444800, 4200000000, t, 4); /* from 2100 */
		for (size_t k = 0; k < n; k++)
			check_locals_near(z, t[k].at);
	}
}

static enum local_outcome ask(const char *zone, const char *local, const char *first, const char *second)
{
	struct civil c;
	int64_t t1, t2;
	enum local_outcome outcome;

	assert_true(time_read_local(str_from(local), &c));
	outcome = zone_local_to_utc(find(zone), c, &t1, &t2);
	assert_str(time_print_instant(a, t1), first);
	assert_str(time_print_instant(a, t2), second);
	return outcome;
}

static void test_known_local_times(void **state)
{
	(void)state;
	assert_int_equal(ask("Europe/Helsinki", "2026-11-27T09:00", "2026-11-27T07:00:00Z", "2026-11-27T07:00:00Z"),
			 LOCAL_OK);
	assert_int_equal(ask("Europe/Helsinki", "2027-03-28T03:30", "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"),
			 LOCAL_GAP);
	assert_int_equal(ask("Europe/Helsinki", "2027-03-28T04:00", "2027-03-28T01:00:00Z", "2027-03-28T01:00:00Z"),
			 LOCAL_OK);
	assert_int_equal(ask("Europe/Helsinki", "2027-10-31T03:30", "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"),
			 LOCAL_FOLD);
	assert_int_equal(ask("Europe/Helsinki", "2027-10-31T04:00", "2027-10-31T02:00:00Z", "2027-10-31T02:00:00Z"),
			 LOCAL_OK);
	assert_int_equal(ask("Australia/Lord_Howe", "2050-04-03T01:45", "2050-04-02T14:45:00Z", "2050-04-02T15:15:00Z"),
			 LOCAL_FOLD);
	assert_int_equal(ask("UTC", "9999-12-31T23:59:59", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"), LOCAL_OK);
	assert_int_equal(ask("Europe/Helsinki", "0001-01-01T12:00", "0001-01-01T10:20:11Z", "0001-01-01T10:20:11Z"),
			 LOCAL_OK);
}

static void test_names(void **state)
{
	static const char *const bad[] = { "",
					   "/Europe/Helsinki",
					   "../etc/passwd",
					   "Europe/../UTC",
					   "Europe//Helsinki",
					   "Europe/",
					   "europe/helsinki",
					   "posix/UTC",
					   "right/UTC",
					   "localtime",
					   "Europe/Hel sinki",
					   "Ä",
					   "A234567890123456789012345678901234567890123456789012345678901234567890" };
	const struct zone *z = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(zone_find(str_from(bad[i]), &z), ERR_INVALID);
	assert_int_equal(zone_find(S("Europe/Atlantis"), &z), ERR_NOT_FOUND);
	assert_int_equal(zone_find(S("Europe"), &z), ERR_NOT_FOUND);
	assert_int_equal(zone_find(str_null, &z), ERR_INVALID);
	assert_null(z);
	assert_ptr_equal(find("Europe/Helsinki"), find("Europe/Helsinki"));
	assert_str(zone_name(find("Etc/GMT+5")), "Etc/GMT+5");
	assert_true(zone_data_version(a).n >= 5);
}

static void test_damaged_files_are_refused(void **state)
{
	struct zone *z;
	str good, damaged;
	char *copy;

	(void)state;
	assert_ok(file_read(a, "/usr/share/zoneinfo/Europe/Helsinki", 65536, &good));
	for (size_t n = 0; n < good.n; n++)
		assert_int_equal(zone_parse(S("X"), str_sub(good, 0, n), &z), ERR_INVALID);
	copy = str_c(a, good);
	damaged = str_make(copy, good.n);
	/* Each byte once: what is still taken for a zone must answer without a fault. */
	for (size_t i = 0; i < good.n; i++) {
		copy[i] = (char)~copy[i];
		if (zone_parse(S("X"), damaged, &z) == OK) {
			int64_t t1, t2;

			(void)zone_at(z, 1795762800);
			(void)zone_at(z, 5000000000);
			assert_in_range(zone_local_to_utc(z, (struct civil){ 2040, 3, 25, 3, 30, 0 }, &t1, &t2),
					LOCAL_OK, LOCAL_FOLD);
			zone_free(z);
		}
		copy[i] = (char)~copy[i];
	}
	assert_ok(zone_parse(S("X"), good, &z));
	zone_free(z);
}

/* A file without transitions whose footer is the rule. */
static enum err parse_rule(const char *rule, struct zone **ret)
{
	static const unsigned char counts[24] = { [19] = 1, [23] = 4 }; /* one type, four characters */
	struct buf b;

	buf_init(&b, a, 1000);
	for (int k = 0; k < 2; k++) {
		buf_lit(&b, "TZif2");
		buf_add(&b, (const char[15]){ 0 }, 15);
		buf_add(&b, (const char *)counts, 24);
		buf_add(&b, "\0\0\0\0\0\0LMT", 10);
	}
	buf_lit(&b, "\n");
	buf_str(&b, str_from(rule));
	buf_lit(&b, "\n");
	return zone_parse(S("X"), buf_done(&b), ret);
}

static void test_posix_rules(void **state)
{
	static const char *const bad[] = { "EET",
					   "E-2",
					   "EET-2EEST",
					   "EET-25",
					   "EET-2EEST,M13.1.0,M10.5.0",
					   "EET-2EEST,M3.6.0,M10.5.0",
					   "EET-2EEST,M3.5.7,M10.5.0",
					   "EET-2EEST,M3.5.0",
					   "EET-2EEST,J0,J365",
					   "EET-2EEST,366,1",
					   "EET-2EEST,M3.5.0/168,M10.5.0",
					   "EET-2EEST,M3.5.0,M10.5.0,",
					   "<+03-3",
					   "<>-3",
					   "EET-2:60",
					   "EET-2x",
					   "EET-2EEST,M3.5.0/,M10.5.0",
					   "ABCDEFGHIJKLMNOP1" };
	static const struct {
		const char *rule, *at, *abbreviation;
		int offset;
	} good[] = { { "EET-2EEST,M3.5.0/3,M10.5.0/4", "2030-03-31T00:59:59Z", "EET", 7200 },
		     { "EET-2EEST,M3.5.0/3,M10.5.0/4", "2030-03-31T01:00:00Z", "EEST", 10800 },
		     { "EET-2EEST,M3.5.0/3,M10.5.0/4", "2030-10-27T01:00:00Z", "EET", 7200 },
		     { "<+0330>-3:30", "2030-01-01T00:00:00Z", "+0330", 12600 },
		     { "EST5", "2030-07-01T00:00:00Z", "EST", -18000 },
		     { "EST5EDT,0/0,J365/25", "2030-12-31T23:59:59Z", "EDT", -14400 }, /* daylight all the year */
		     { "EST5EDT,0/0,J365/25", "2031-01-01T05:00:00Z", "EDT", -14400 },
		     { "AAA0BBB,J60,J300", "2028-03-01T01:59:59Z", "AAA", 0 }, /* J60 is 1 March, leap year or not */
		     { "AAA0BBB,J60,J300", "2028-03-01T02:00:00Z", "BBB", 3600 },
		     { "AAA0BBB,J60,J300", "2027-03-01T02:00:00Z", "BBB", 3600 },
		     { "AAA0BBB,59,300", "2028-02-29T02:00:00Z", "BBB", 3600 }, /* counted from 0, 29 February counts */
		     { "AAA0BBB,M10.1.0,M4.1.0/3", "2028-01-01T00:00:00Z", "BBB", 3600 }, /* the southern summer */
		     { "AAA0BBB,M10.1.0,M4.1.0/3", "2028-07-01T00:00:00Z", "AAA", 0 },
		     { "IST-1GMT0,M10.5.0,M3.5.0/1", "2028-01-01T00:00:00Z", "GMT",
		       0 }, /* winter time as daylight time */
		     { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T00:59:59Z", "-02", -7200 },
		     { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T01:00:00Z", "-01", -3600 } };
	struct zone *z;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (parse_rule(bad[i], &z) != ERR_INVALID)
			fail_msg("taken for a rule: %s", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct zone_info info;
		int64_t at;

		assert_ok(parse_rule(good[i].rule, &z));
		assert_true(time_read_instant(str_from(good[i].at), &at));
		info = zone_at(z, at);
		if (info.offset != good[i].offset || strcmp(info.abbreviation, good[i].abbreviation) != 0)
			fail_msg("%s at %s: %s %d", good[i].rule, good[i].at, info.abbreviation, (int)info.offset);
		zone_free(z);
	}
}

/* Says arg when all was well, else NULL. */
static void *find_many(void *arg)
{
	for (int k = 0; k < 20; k++)
		for (size_t i = 0; i < ZONES; i++) {
			const struct zone *z;

			if (zone_find(str_from(zones[i]), &z) != OK || !str_eq_c(zone_name(z), zones[i]))
				return NULL;
			(void)zone_at(z, 4102444800);
		}
	return arg;
}

static void test_threads_find_zones_together(void **state)
{
	pthread_t t[4];
	void *result = NULL;

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&t[i], NULL, find_many, &result), 0);
	for (int i = 0; i < 4; i++) {
		pthread_join(t[i], &result);
		assert_non_null(result);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TEST_MAIN(T(test_threads_find_zones_together), T(test_transitions_agree_with_zdump),
	  T(test_instants_agree_with_the_c_library), T(test_local_times_by_trying_all), T(test_known_local_times),
	  T(test_names), T(test_damaged_files_are_refused), T(test_posix_rules))
