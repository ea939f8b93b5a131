/* One line per happening: formed on the stack, written at once. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/civil.h"

/* Room kept at the end for " truncated=1\n". */
enum { TAIL = 14 };

struct line {
	size_t n;
	bool cut;
	char p[LOG_LINE_MAX];
};

const char *log_level_name(enum log_level level)
{
	switch (level) {
	case LEVEL_DEBUG: return "debug";
	case LEVEL_INFO: return "info";
	case LEVEL_WARNING: return "warning";
	case LEVEL_ERROR: return "error";
	}
	BUG("log level %d", (int)level);
}

struct log log_new(struct log_sink sink, struct clock clock, enum log_level least)
{
	return (struct log){ .sink = sink, .clock = clock, .least = least };
}

struct log log_for_request(const struct log *log, str id)
{
	struct log l = *log;

	l.request = id;
	return l;
}

/* All or nothing, so that an escape or a character is never cut in two. */
static void add(struct line *l, const char *p, size_t n)
{
	if (l->cut || n > sizeof l->p - TAIL - l->n) {
		l->cut = true;
		return;
	}
	memcpy(l->p + l->n, p, n);
	l->n += n;
}

static void add_c(struct line *l, const char *c)
{
	add(l, c, strlen(c));
}

static void add_number(struct line *l, int64_t v, int width)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	for (; u > 0 || width > 0 || at == sizeof digits; u /= 10, width--)
		digits[--at] = (char)('0' + u % 10);
	if (v < 0)
		digits[--at] = '-';
	add(l, digits + at, sizeof digits - at);
}

/* 2026-11-27T07:00:00.123Z */
static void add_time(struct line *l, int64_t ms)
{
	int64_t days = (ms >= 0 ? ms : ms - 86399999) / 86400000, rest = ms - days * 86400000;
	struct civil c = civil_from_days(days);

	add_number(l, c.year, 4);
	add_c(l, "-");
	add_number(l, c.month, 2);
	add_c(l, "-");
	add_number(l, c.day, 2);
	add_c(l, "T");
	add_number(l, rest / 3600000, 2);
	add_c(l, ":");
	add_number(l, rest / 60000 % 60, 2);
	add_c(l, ":");
	add_number(l, rest / 1000 % 60, 2);
	add_c(l, ".");
	add_number(l, rest % 1000, 3);
	add_c(l, "Z");
}

static bool is_bare(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      memchr("_.:/@+-,%*#;()[]", c, 16) != NULL))
			return false;
	}
	return s.n > 0;
}

/* Characters that a terminal or a reader's eye would take for something else. */
static bool is_deceiving(uint32_t point)
{
	return (point >= 0x7f && point <= 0x9f) || (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
	       (point >= 0xfff9 && point <= 0xfffb) || (point >= 0xe0000 && point <= 0xe007f);
}

static void add_escape(struct line *l, const char *start, uint32_t v, int digits)
{
	char text[10] = { start[0], start[1] };

	for (int i = 0; i < digits; i++)
		text[2 + i] = "0123456789abcdef"[v >> 4 * (digits - 1 - i) & 15];
	add(l, text, (size_t)digits + 2);
}

/* One character of s at *pos, escaped as needed. */
static void add_char(struct line *l, str s, size_t *pos)
{
	size_t start = *pos;
	uint32_t point = str_point(s, pos);
	unsigned char c = (unsigned char)s.p[start];
	char pair[2] = { '\\', (char)c };

	if (*pos - start == 1 && c >= 0x80)
		add_escape(l, "\\x", c, 2); /* not UTF-8 */
	else if (c == '"' || c == '\\')
		add(l, pair, 2);
	else if (c == '\n')
		add_c(l, "\\n");
	else if (c == '\r')
		add_c(l, "\\r");
	else if (c == '\t')
		add_c(l, "\\t");
	else if (c < 0x20)
		add_escape(l, "\\x", c, 2);
	else if (is_deceiving(point))
		add_escape(l, point > 0xffff ? "\\U" : "\\u", point, point > 0xffff ? 8 : 4);
	else
		add(l, s.p + start, *pos - start);
}

static void add_value(struct line *l, str s)
{
	if (str_is_null(s)) {
		add_c(l, "-");
	} else if (is_bare(s) && !str_eq(s, S("-"))) {
		add(l, s.p, s.n < sizeof l->p ? s.n : sizeof l->p);
	} else {
		add_c(l, "\"");
		for (size_t pos = 0; pos < s.n && !l->cut;)
			add_char(l, s, &pos);
		add_c(l, "\"");
	}
}

static void add_field(struct line *l, const struct log_field *f)
{
	char address[ADDRESS_TEXT_SIZE];

	add_c(l, " ");
	add_c(l, f->key);
	add_c(l, "=");
	switch (f->kind) {
	case LOG_STR: add_value(l, f->text); return;
	case LOG_INT: add_number(l, f->number, 1); return;
	case LOG_ADDRESS: add_value(l, address_print_short(&f->address, address)); return;
	}
	BUG("kind of log field %d", (int)f->kind);
}

void log_write(const struct log *log, enum log_level level, const char *what, const struct log_field *fields, size_t n)
{
	struct line l;
	int before = errno;

	if (level < log->least || log->sink.write == NULL)
		return;
	INVARIANT(n <= LOG_FIELDS_MAX);
	l.n = 0;
	l.cut = false;
	add_time(&l, clock_now_ms(&log->clock));
	add_c(&l, " ");
	add_c(&l, log_level_name(level));
	add_c(&l, " ");
	add_c(&l, what);
	if (!str_is_null(log->request))
		add_field(&l, &(struct log_field){ .key = "req", .kind = LOG_STR, .text = log->request });
	for (size_t i = 0; i < n; i++)
		add_field(&l, &fields[i]);
	/* TAIL bytes were kept free for this. */
	memcpy(l.p + l.n, " truncated=1", 12);
	if (l.cut)
		l.n += 12;
	l.p[l.n++] = '\n';
	log->sink.write(log->sink.arg, l.p, l.n);
	errno = before;
}

static void write_fd(void *arg, const char *line, size_t n)
{
	int fd = (int)(intptr_t)arg;
	ssize_t done;

	/* A rest after a short write (disk full) is not sent after it: another thread's line may stand in between. */
	do
		done = write(fd, line, n);
	while (done < 0 && errno == EINTR);
}

struct log_sink log_sink_fd(int fd)
{
	return (struct log_sink){ write_fd, (void *)(intptr_t)fd };
}

enum err log_file_open(const char *path, int *ret_fd)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0640);

	if (fd < 0)
		return ERR_IO;
	*ret_fd = fd;
	return OK;
}

enum err log_file_reopen(const char *path, int fd)
{
	int fresh;
	enum err e;

	TRY(log_file_open(path, &fresh));
	/* dup3 swaps the file under the number in one step, so that writers need no lock. */
	e = dup3(fresh, fd, O_CLOEXEC) < 0 ? ERR_IO : OK;
	close(fresh);
	return e;
}
