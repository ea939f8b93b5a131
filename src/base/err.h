/* Errors: what a function tells its caller when it could not do its work.
 *
 * Three words with three meanings:
 *   enum err      an expected failure, returned; the caller must look at it (MUST, TRY).
 *   an own enum   a business outcome ("full", "closed"): not an error, each feature has its own.
 *   BUG()         the impossible: prints file and line and aborts. Never for input.
 *
 * The place that handles an error logs it, once; functions in between only pass it on. */
#ifndef TALKOOT_BASE_ERR_H
#define TALKOOT_BASE_ERR_H

#define MUST __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define NORETURN __attribute__((noreturn))

enum err {
	OK = 0,
	ERR_NOT_FOUND, /* no such thing, or the actor may not know that it exists: 404 */
	ERR_FORBIDDEN, /* the actor is known and may not: 403 */
	ERR_SIGN_IN,   /* the actor must sign in first: 401, or the sign-in page */
	ERR_INVALID,   /* the input breaks a stated rule: 400 / 422 */
	ERR_CONFLICT,  /* a unique or foreign key says no, or someone else was first: 409 */
	ERR_LIMIT,     /* larger or more often than a stated limit: 413 / 429 */
	ERR_BUSY,      /* try again: a queue is full, the database is locked or away: 503 */
	ERR_IO,        /* the disk, the network or another program failed: 500 */
	ERR_DB,        /* the database refused a statement that should have worked: 500 */
	ERR_MEMORY,    /* memory, or an arena's cap, is used up: 503 */
	ERR_AGAIN_SLOW /* a quick read passed its 20 ms: run the request in the slow pool */
};

/* The English name of an error for logs, e.g. "not_found". Never NULL. */
const char *err_name(enum err e);

#define TRY(call)                   \
	do {                        \
		enum err e_ = (call); \
		if (e_ != OK)       \
			return e_;  \
	} while (0)

/* The impossible happened: print where, and abort. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
NORETURN void bug_at(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);

/* Always-on assertion of an invariant. */
#define INVARIANT(condition)                               \
	do {                                               \
		if (!(condition))                          \
			BUG("broken invariant: %s", #condition); \
	} while (0)

#endif
