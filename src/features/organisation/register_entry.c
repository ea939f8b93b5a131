/* Reading entries of the business register: what all forms have in common, and CSV. JSON: register_json.c. */
#include "features/organisation/register_entry.h"

#include "base/business_id.h"
#include "base/time.h"
#include "features/organisation/register_read.h"
#include "out/clean.h"
#include "text/fold.h"

/* ---- fields --------------------------------------------------------------------------------------------------------- */

str register_field(struct arena *a, str s)
{
	s = clean_line(a, s);
	return str_empty(s) || s.n > REGISTER_FIELD_MAX ? str_null : s;
}

str register_date(str s)
{
	struct civil c;

	s = str_sub(s, 0, 10);
	return time_read_date(s, &c) ? s : str_null;
}

static bool is_digits(str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == n;
}

str register_municipality(str s) { return is_digits(s, 3) ? s : str_null; }

/* A capital of UTF-8 at *at that has a small letter 0x20 behind it: A-Z, and À-Þ in two bytes. */
static bool is_capital(str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at], next = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;

	return (c >= 'A' && c <= 'Z') || (c == 0xc3 && next >= 0x80 && next <= 0x9e && next != 0x97);
}

/* "NOKIA GROUP" -> "Nokia Group": the register writes post offices in capitals. */
str register_post_office(struct arena *a, str s)
{
	bool inside = false;
	char *p;

	s = register_field(a, s);
	if (str_is_null(s))
		return s;
	p = str_c(a, s);
	for (size_t i = 0; i < s.n; i++) {
		bool two = (unsigned char)s.p[i] == 0xc3;

		if (inside && is_capital(s, i))
			p[i + two] = (char)(p[i + two] + 0x20);
		inside = s.p[i] != ' ' && s.p[i] != '-';
		i += two;
	}
	return str_make(p, s.n);
}

/* Adds the scheme that the register leaves out. str_null for what is no address of a site: another scheme, a user name, no
 * dot, characters that no host or path has. */
str register_website(struct arena *a, str s)
{
	size_t scheme;
	str host;

	s = register_field(a, s);
	if (str_is_null(s))
		return s;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("\"'<>\\^`{|}@", s.p[i]) != NULL)
			return str_null;
	scheme = str_find_str(s, S("://"));
	if (scheme == s.n)
		s = STR_CONCAT(a, S("https://"), s);
	else if (!str_eq_nocase(str_sub(s, 0, scheme), S("http")) && !str_eq_nocase(str_sub(s, 0, scheme), S("https")))
		return str_null;
	host = str_sub(s, str_find_str(s, S("://")) + 3, s.n);
	host = str_sub(host, 0, str_find(host, '/'));
	return str_find(host, '.') < host.n && host.n > 3 && host.p[0] != '.' && str_find(host, ':') == host.n ? s : str_null;
}

void register_line(struct register_entry *e, struct arena *a, str code, str set, str since, str name)
{
	code = register_field(a, code);
	if (str_is_null(code))
		return;
	if (str_eq_c(set, "TOIMI2"))
		e->tol_scheme = S("TOL2002");
	else if (str_eq_c(set, "TOIMI3") || (str_empty(set) && str_cmp(since, S("2026-01-01")) < 0))
		e->tol_scheme = S("TOL2008");
	else if (str_eq_c(set, "TOIMI4") || str_empty(set))
		e->tol_scheme = S("TOL2025");
	else
		return; /* a code whose set nobody knows says nothing */
	e->tol_code = code;
	e->tol_name = register_name_text(a, name);
}

str register_name_text(struct arena *a, str s)
{
	s = clean_line(a, s);
	return str_empty(s) || str_points(s) > REGISTER_NAME_POINTS_MAX ? str_null : s;
}

/* ---- the whole entry ------------------------------------------------------------------------------------------------ */

enum err register_refuse(const char **ret_why, const char *why)
{
	*ret_why = why;
	return ERR_INVALID;
}

enum err register_begin(struct arena *a, str business_id, struct register_entry *e, const char **ret_why)
{
	str normal = str_is_null(business_id) ? str_null : business_id_normal(a, business_id);

	if (str_empty(str_trim(business_id)))
		return register_refuse(ret_why, "no business ID");
	e->business_id = str_is_null(normal) ? str_limit(clean_line(a, business_id), 40) : normal;
	return str_is_null(normal) ? register_refuse(ret_why, "no valid business ID: its digits or its check digit are wrong") : OK;
}

/* By the words of the form's name, since the numbers of forms are not told in any list we have but for two. */
static void set_form(struct arena *a, struct register_entry *e, str form)
{
	static const struct {
		const char *word, *code;
	} forms[] = { { "Osakeyhtiö", "OY" }, { "Julkinen osakeyhtiö", "OYJ" }, { "Kommandiittiyhtiö", "KY" }, { "Avoin yhtiö", "AY" },
		      { "Osuuskunta", "OSK" }, { "Asunto-osakeyhtiö", "ASOY" }, { "16", "OY" }, { "17", "OYJ" } };

	e->kind = S("company");
	e->form = register_field(a, form);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (str_eq_c(e->form, forms[i].word))
			e->form = str_from(forms[i].code);
	if (str_find_str(e->form, S("yhdistys")) < e->form.n)
		e->kind = S("association");
}

enum err register_finish(struct arena *a, str name, str form, struct register_entry *e, const char **ret_why)
{
	name = clean_line(a, name);
	if (str_empty(name))
		return register_refuse(ret_why, "no name");
	if (str_points(name) > REGISTER_NAME_POINTS_MAX)
		return register_refuse(ret_why, "the name has more than 200 characters");
	e->name = name;
	e->name_fold = text_fold(a, name);
	e->name_sort = text_sort_key(a, name);
	set_form(a, e, form);
	return OK;
}

/* ---- CSV ------------------------------------------------------------------------------------------------------------ */

enum column {
	BUSINESS_ID, NAME, LINE, LINE_SET, LINE_NAME, LINE_SINCE, STREET, POSTCODE, POST_OFFICE, MUNICIPALITY, WEBSITE, FORM,
	REGISTERED, ENDED, COLUMNS
};

static const char *const column_names[COLUMNS][4] = {
	[BUSINESS_ID] = { "businessId", "business_id", "y-tunnus", "ytunnus" },
	[NAME] = { "name", "nimi", "toiminimi", "yrityksen nimi" },
	[LINE] = { "mainBusinessLineType", "tol_code", "mainBusinessLine", "toimialakoodi" },
	[LINE_SET] = { "mainBusinessLineTypeCodeSet", "typeCodeSet" },
	[LINE_NAME] = { "mainBusinessLineDescription", "tol_name", "toimiala" },
	[LINE_SINCE] = { "mainBusinessLineRegDate", "mainBusinessLineRegistrationDate" },
	[STREET] = { "street", "katuosoite", "address" },
	[POSTCODE] = { "postCode", "postcode", "postinumero" },
	[POST_OFFICE] = { "city", "post_office", "postOffice", "postitoimipaikka" },
	[MUNICIPALITY] = { "municipalityCode", "municipality", "kuntakoodi" },
	[WEBSITE] = { "website", "kotisivu", "www" },
	[FORM] = { "companyForm", "form", "yritysmuoto" },
	[REGISTERED] = { "registrationDate", "registered_on", "rekisteröity" },
	[ENDED] = { "endDate", "ended_on", "lakannut" },
};
_Static_assert((int)COLUMNS == (int)REGISTER_COLUMNS, "register_entry.h counts the columns");

bool register_columns_find(struct arena *a, const str *cells, size_t count, struct register_columns *ret)
{
	for (int column = 0; column < COLUMNS; column++) {
		ret->at[column] = -1;
		for (size_t i = 0; i < count && ret->at[column] < 0; i++)
			for (size_t n = 0; n < 4 && column_names[column][n] != NULL; n++)
				if (str_eq_nocase(clean_line(a, cells[i]), str_from(column_names[column][n])))
					ret->at[column] = (int)i;
	}
	return ret->at[BUSINESS_ID] >= 0 && ret->at[NAME] >= 0;
}

bool register_columns_municipality(const struct register_columns *columns) { return columns->at[MUNICIPALITY] >= 0; }

enum err register_entry_from_cells(struct arena *a, const struct register_columns *columns, const str *cells, size_t count,
				   struct register_entry *ret, const char **ret_why)
{
	struct register_entry e = { .whole = false };
	str cell[COLUMNS];
	enum err fault;

	for (int i = 0; i < COLUMNS; i++)
		cell[i] = columns->at[i] >= 0 && (size_t)columns->at[i] < count ?
			str_copy(a, clean_cell_undo(cells[columns->at[i]])) : str_null;
	fault = register_begin(a, cell[BUSINESS_ID], &e, ret_why);
	if (fault == OK)
		fault = register_finish(a, cell[NAME], cell[FORM], &e, ret_why);
	e.street = register_field(a, cell[STREET]);
	e.postcode = register_field(a, cell[POSTCODE]);
	e.post_office = register_post_office(a, cell[POST_OFFICE]);
	e.municipality = register_municipality(cell[MUNICIPALITY]);
	e.website = register_website(a, cell[WEBSITE]);
	e.registered_on = register_date(cell[REGISTERED]);
	e.ended_on = register_date(cell[ENDED]);
	register_line(&e, a, cell[LINE], cell[LINE_SET], cell[LINE_SINCE], cell[LINE_NAME]);
	*ret = e;
	return fault;
}
