/* The program's log: one line of key=value fields for one thing that happened.
 *
 *   struct log log = log_new(log_sink_fd(2), clock_system(), LEVEL_INFO);
 *   LOG(&log, LEVEL_WARNING, "mail.refused", log_str("host", host), log_int("code", 550));
 *   2026-11-27T07:00:00.123Z warning mail.refused req=4fk2 host=mx.example.fi code=550
 *
 * Invariants:
 *   - A line is one write(2), ends with the only newline in it, is valid UTF-8, and has at most LOG_LINE_MAX bytes
 *     (a pipe takes that many in one piece); what does not fit is cut and the line says truncated=1.
 *   - Values are data, never formats. What could be taken for another field, line or terminal command is quoted and
 *     escaped: "quoted \"text\"", \n, \x1b (other bytes), \u202e (invisible and direction-changing characters).
 *   - Logging never fails visibly and never allocates; a sink that cannot write loses the line.
 *   - Safe over threads. A struct log is a small value; copies share the sink.
 *   - NO PERSONAL DATA: that is the promise of every caller. Log ids and keys, never names, addresses of mail, texts
 *     that people wrote, or tokens. Network addresses go through log_address only, which shortens them.
 *   - Names of happenings and keys are literals: a-z, 0-9, '_' and '.'. */
#ifndef TALKOOT_BASE_LOG_H
#define TALKOOT_BASE_LOG_H

#include "base/address.h"
#include "base/clock.h"

enum { LOG_LINE_MAX = 4096, LOG_FIELDS_MAX = 32 };

/* DEBUG: for who looks for a fault. INFO: what happened. WARNING: somebody should look some day. ERROR: now. */
enum log_level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

/* The word of a level: "debug", "info", "warning", "error". */
const char *log_level_name(enum log_level level);

/* Where lines go. write gets a whole line with its newline; it must be safe over threads. */
struct log_sink {
	void (*write)(void *arg, const char *line, size_t n);
	void *arg;
};

struct log {
	struct log_sink sink;
	struct clock clock;
	enum log_level least;
	str request; /* written as req=... when not null; its bytes must outlive this struct */
};

enum log_kind { LOG_STR, LOG_INT, LOG_ADDRESS };

struct log_field {
	const char *key;
	enum log_kind kind;
	str text;
	int64_t number;
	struct address address;
};

/* Lines of level `least` and above go to sink. A sink without write function: nothing is written. */
struct log log_new(struct log_sink sink, struct clock clock, enum log_level least);
/* The same log, whose lines carry the id of a request or job. */
struct log log_for_request(const struct log *log, str id);

static inline struct log_field log_str(const char *key, str value)
{
	return (struct log_field){ .key = key, .kind = LOG_STR, .text = value };
}
static inline struct log_field log_int(const char *key, int64_t value)
{
	return (struct log_field){ .key = key, .kind = LOG_INT, .number = value };
}
/* Shortened to its network: IPv4 /24, IPv6 /48. */
static inline struct log_field log_address(const char *key, struct address value)
{
	return (struct log_field){ .key = key, .kind = LOG_ADDRESS, .address = value };
}
static inline struct log_field log_err(const char *key, enum err e)
{
	return (struct log_field){ .key = key, .kind = LOG_STR, .text = str_from(err_name(e)) };
}

/* Writes a line; `what` names the happening ("mail.refused"). At most LOG_FIELDS_MAX fields. errno is kept. */
void log_write(const struct log *log, enum log_level level, const char *what, const struct log_field *fields, size_t n);

/* LOG(&log, level, "what", fields...): with at least one field. LOG0(&log, level, "what"): with none. */
#define LOG(log, level, what, ...)                                                 \
	log_write((log), (level), (what), (const struct log_field[]){ __VA_ARGS__ }, \
		  sizeof((const struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))
#define LOG0(log, level, what) log_write((log), (level), (what), NULL, 0)

/* Lines to an open descriptor (2 = standard error), which must stay open. */
struct log_sink log_sink_fd(int fd);
/* Opens path for appending (made with mode 0640) and gives its descriptor. ERR_IO with errno. */
MUST enum err log_file_open(const char *path, int *ret_fd);
/* After the file was moved away (logrotate, SIGHUP): opens path anew under the same descriptor, while others may
 * write. */
MUST enum err log_file_reopen(const char *path, int fd);

#endif
