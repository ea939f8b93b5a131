/* talkoot import organisations: options, files, what is printed. The work: features/organisation/organisation_import.h. */
#include "main/import_command.h"

#include <errno.h>
#include <string.h>

#include "base/time.h"
#include "features/organisation/municipality.h"
#include "features/organisation/organisation_import.h"

enum { LINE_EVERY = 50000, LIVE_EVERY = 500, FILES_MAX = 1000 };

struct importing {
	struct command_run *r;
	struct ctx *c;
	struct writer *w;
	FILE *out, *progress;
	bool live;
	struct organisation_import how;
	const char *file;
	int64_t told; /* entries read when the last line of progress was written */
};

/* ---- what is printed ------------------------------------------------------------------------------------------------ */

static void tell_refusal(void *arg, const struct import_refusal *refusal)
{
	struct importing *m = arg;

	fprintf(m->out, "%s:%zu: entry %zu%s%.*s: %s\n", m->file, refusal->line, refusal->number,
		str_empty(refusal->business_id) ? "" : ", ", STR_ARG(refusal->business_id), refusal->why);
}

static void tell_progress(void *arg, const struct import_count *count)
{
	struct importing *m = arg;

	if (count->read - m->told < (m->live ? LIVE_EVERY : LINE_EVERY))
		return;
	m->told = count->read;
	fprintf(m->progress, "%s%s: %lld read, %lld refused%s", m->live ? "\r" : "", m->file, (long long)count->read,
		(long long)count->refused, m->live ? "" : "\n");
	fflush(m->progress);
}

static void tell_result(const struct importing *m, const struct import_count *n)
{
	if (m->live && m->told > 0)
		fputc('\n', m->progress);
	fprintf(m->out, "%s: %lld read, %lld %s, %lld %s, %lld unchanged", m->file, (long long)n->read, (long long)n->made,
		m->how.dry_run ? "would be new" : "new", (long long)n->updated, m->how.dry_run ? "would be changed" : "changed",
		(long long)n->unchanged);
	if (n->older > 0)
		fprintf(m->out, ", %lld left alone (newer data are stored)", (long long)n->older);
	if (n->elsewhere > 0)
		fprintf(m->out, ", %lld elsewhere", (long long)n->elsewhere);
	fprintf(m->out, ", %lld refused\n", (long long)n->refused);
	fflush(m->out);
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */

static enum err read_file(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	FILE *f = arg;

	*ret_n = fread(bytes, 1, size, f);
	return ferror(f) ? ERR_IO : OK;
}

/* One file; *ret_status: 0, 1 or IMPORT_SOME_REFUSED. */
static str import_file(struct importing *m, int *ret_status)
{
	bool standard_input = strcmp(m->file, "-") == 0;
	FILE *f = standard_input ? stdin : fopen(m->file, "rb");
	struct import_count count;
	str why;
	enum err e;

	*ret_status = 1;
	if (f == NULL)
		return str_format(m->r->a, "%s cannot be read: %s", m->file, strerror(errno));
	m->told = 0;
	m->how.name = str_from(m->file);
	e = organisation_import_run(m->c, m->w, read_file, f, &m->how, &count, &why);
	if (!standard_input)
		fclose(f);
	tell_result(m, &count);
	if (e == ERR_INVALID)
		return str_format(m->r->a, "%s: %.*s", m->file, STR_ARG(why));
	if (e != OK)
		return str_format(m->r->a, "%s: %s (%s)", m->file,
				  e == ERR_IO ? "the file or the disk cannot be read or written" : "the database refused",
				  err_name(e));
	*ret_status = count.refused > 0 ? IMPORT_SOME_REFUSED : 0;
	return str_null;
}

/* ---- arguments ------------------------------------------------------------------------------------------------------ */

static const char usage[] = "say what to import from where: talkoot import organisations FILE...";

/* The value of "--name VALUE" or "--name=VALUE" at args[*at]; str_null when it is another argument. */
static str option(const struct command_run *r, size_t *at, const char *name, bool *ret_missing)
{
	str arg = str_from(r->args[*at]);
	size_t n = strlen(name);

	if (!str_starts(arg, str_from(name)) || (arg.n > n && arg.p[n] != '='))
		return str_null;
	if (arg.n > n)
		return str_sub(arg, n + 1, arg.n);
	if (*at + 1 == r->arg_count) {
		*ret_missing = true;
		return str_null;
	}
	return str_from(r->args[++*at]);
}

/* Fills how and the files; a sentence when something is wrong, else str_null. */
static str read_arguments(struct importing *m, const char **files, size_t *ret_count)
{
	struct command_run *r = m->r;
	struct civil date;

	*ret_count = 0;
	if (r->arg_count < 1 || strcmp(r->args[0], "organisations") != 0)
		return str_from(usage);
	for (size_t i = 1; i < r->arg_count; i++) {
		bool missing = false;
		const char *arg = r->args[i];
		str value;

		if (strcmp(arg, "--dry-run") == 0) {
			m->how.dry_run = true;
		} else if (!str_is_null(value = option(r, &i, "--municipality", &missing))) {
			m->how.municipality = municipality_code(r->a, value);
			if (str_is_null(m->how.municipality))
				return str_format(r->a, "there is no municipality \"%.*s\"", STR_ARG(value));
		} else if (!str_is_null(value = option(r, &i, "--date", &missing))) {
			if (!time_read_date(value, &date))
				return str_format(r->a, "\"%.*s\" is no date: write 2026-11-27", STR_ARG(value));
			m->how.date = value;
		} else if (missing) {
			return str_format(r->a, "%s wants a value", arg);
		} else if (arg[0] == '-' && arg[1] != '\0') {
			return str_format(r->a, "\"%s\" is not understood; talkoot import --help tells more", arg);
		} else if (*ret_count == FILES_MAX) {
			return S("too many files at once");
		} else {
			files[(*ret_count)++] = arg;
		}
	}
	return *ret_count == 0 ? str_from(usage) : str_null;
}

int import_command(struct command_run *r, struct ctx *c, struct writer *w, FILE *out, FILE *progress, bool live, str *ret_why)
{
	struct importing m = { .r = r, .c = c, .w = w, .out = out, .progress = progress, .live = live };
	const char **files = NEW_ARRAY(r->a, FILES_MAX, const char *);
	size_t count;
	int status = 0;

	m.how = (struct organisation_import){ .municipality = str_null, .date = time_print_date(r->a, time_to_civil(c->now)),
					      .refused = tell_refusal, .progress = tell_progress, .arg = &m };
	*ret_why = read_arguments(&m, files, &count);
	if (!str_is_null(*ret_why))
		return 2;
	for (size_t i = 0; i < count; i++) {
		int file_status;
		str why;

		m.file = files[i];
		why = import_file(&m, &file_status);
		if (!str_is_null(why))
			*ret_why = str_is_null(*ret_why) ? why : STR_CONCAT(r->a, *ret_why, S("\ntalkoot: "), why);
		if (file_status == 1 || status == 0)
			status = file_status;
	}
	return status;
}
