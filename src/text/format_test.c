/* Dates, times, numbers in three languages. */
#include "harness.h"

#include "text/format.h"

#define AT(y, mo, d, h, mi) ((struct civil){ (y), (mo), (d), (h), (mi), 0 })

static struct arena *a;

static int make_arena(void **state)
{
	(void)state;
	a = arena_new(1 << 16);
	return a == NULL;
}

static int free_arena(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static const struct {
	struct civil from, to;
	const char *text[LANG_COUNT];
} whens[] = {
	{ { 2022, 9, 16, 9, 0, 0 }, { 2022, 9, 16, 11, 0, 0 },
	  { "pe 16.9.2022 klo 9–11", "fre 16.9.2022 kl. 9–11", "Fri 16 Sep 2022, 9–11" } },
	{ { 2022, 9, 16, 9, 30, 0 }, { 2022, 9, 16, 11, 5, 0 },
	  { "pe 16.9.2022 klo 9.30–11.05", "fre 16.9.2022 kl. 9.30–11.05", "Fri 16 Sep 2022, 9:30–11:05" } },
	{ { 2026, 2, 1, 9, 0, 0 }, { 0, 0, 0, 0, 0, 0 }, { "su 1.2.2026 klo 9", "sön 1.2.2026 kl. 9", "Sun 1 Feb 2026, 9:00" } },
	{ { 2026, 2, 1, 9, 0, 0 }, { 2026, 2, 1, 9, 0, 0 },
	  { "su 1.2.2026 klo 9", "sön 1.2.2026 kl. 9", "Sun 1 Feb 2026, 9:00" } },
	{ { 2026, 12, 31, 18, 0, 0 }, { 2027, 1, 1, 0, 0, 0 },
	  { "to 31.12.2026 klo 18–24", "tors 31.12.2026 kl. 18–24", "Thu 31 Dec 2026, 18–24" } },
	{ { 2026, 12, 31, 18, 0, 0 }, { 2027, 1, 1, 2, 0, 0 },
	  { "to 31.12.2026 klo 18 – pe 1.1.2027 klo 2", "tors 31.12.2026 kl. 18 – fre 1.1.2027 kl. 2",
	    "Thu 31 Dec 2026, 18:00 – Fri 1 Jan 2027, 2:00" } },
};

static void test_when(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof whens / sizeof *whens; i++)
		for (int l = 0; l < LANG_COUNT; l++)
			assert_str(format_when(a, (enum lang)l, whens[i].from, whens[i].to), whens[i].text[l]);
}

static void test_days_and_months(void **state)
{
	(void)state;
	assert_str(format_days(a, LANG_FI, AT(2022, 9, 16, 0, 0), AT(2022, 9, 18, 0, 0)), "16.–18.9.2022");
	assert_str(format_days(a, LANG_SV, AT(2022, 9, 16, 0, 0), AT(2022, 9, 18, 0, 0)), "16–18.9.2022");
	assert_str(format_days(a, LANG_EN, AT(2022, 9, 16, 0, 0), AT(2022, 9, 18, 0, 0)), "16–18 Sep 2022");
	assert_str(format_days(a, LANG_FI, AT(2022, 9, 30, 0, 0), AT(2022, 10, 2, 0, 0)), "30.9.–2.10.2022");
	assert_str(format_days(a, LANG_SV, AT(2022, 9, 30, 0, 0), AT(2022, 10, 2, 0, 0)), "30.9–2.10.2022");
	assert_str(format_days(a, LANG_EN, AT(2022, 9, 30, 0, 0), AT(2022, 10, 2, 0, 0)), "30 Sep – 2 Oct 2022");
	assert_str(format_days(a, LANG_FI, AT(2022, 12, 30, 0, 0), AT(2023, 1, 2, 0, 0)), "30.12.2022–2.1.2023");
	assert_str(format_days(a, LANG_EN, AT(2022, 12, 30, 0, 0), AT(2023, 1, 2, 0, 0)), "30 Dec 2022 – 2 Jan 2023");
	assert_str(format_days(a, LANG_FI, AT(2022, 9, 16, 8, 0), AT(2022, 9, 16, 9, 0)), "16.9.2022");
	assert_str(format_day(a, LANG_SV, AT(2024, 2, 29, 0, 0)), "tors 29.2.2024");
	assert_str(format_date(a, LANG_EN, AT(2024, 2, 29, 0, 0)), "29 Feb 2024");
	assert_str(format_month(a, LANG_FI, 2026, 6), "kesäkuu 2026");
	assert_str(format_clock(a, LANG_FI, AT(2024, 1, 1, 9, 0)), "9.00");
	assert_str(format_clock(a, LANG_EN, AT(2024, 1, 1, 14, 5)), "14:05");
	assert_str(format_hours(a, LANG_SV, AT(2024, 1, 1, 9, 0), AT(2024, 1, 1, 11, 30)), "kl. 9–11.30");
}

static void test_numbers(void **state)
{
	(void)state;
	assert_str(format_number(a, LANG_FI, 1234567, 0), "1\u00a0234\u00a0567");
	assert_str(format_number(a, LANG_EN, 1234567, 0), "1,234,567");
	assert_str(format_number(a, LANG_SV, 999, 0), "999");
	assert_str(format_number(a, LANG_FI, -5, 2), "\u22120,05");
	assert_str(format_number(a, LANG_EN, INT64_MIN, 0), "\u22129,223,372,036,854,775,808");
	assert_str(format_percent(a, LANG_FI, 125, 1), "12,5\u00a0%");
	assert_str(format_percent(a, LANG_EN, 12, 0), "12%");
	assert_str(format_euros(a, LANG_FI, 123450), "1\u00a0234,50\u00a0€");
	assert_str(format_euros(a, LANG_EN, 123450), "€1,234.50");
	assert_str(format_euros(a, LANG_SV, 500000), "5\u00a0000\u00a0€");
	assert_str(format_euros(a, LANG_EN, -100), "\u2212€1");
}

#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, make_arena, free_arena)

TEST_MAIN(IN_ARENA(test_when), IN_ARENA(test_days_and_months), IN_ARENA(test_numbers))
