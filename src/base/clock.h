/* The clock as a thing that is handed in, so that tests decide what time it is.
 *
 * Invariants:
 *   - Domain code never asks the system for the time; it takes "now" from its context, which got it from here once.
 *   - now and now_ms are the wall clock in UTC (seconds and milliseconds since 1970; both tell the same moment) and may
 *     jump when an administrator sets the clock. mono_us only ever grows and is for measuring durations and deadlines;
 *     its zero means nothing.
 *   - A struct clock is a small value: copy it. What arg points to must outlive the copies. Safe over threads. */
#ifndef TALKOOT_BASE_CLOCK_H
#define TALKOOT_BASE_CLOCK_H

#include <stdatomic.h>
#include <stdint.h>

struct clock {
	int64_t (*now)(void *arg);
	int64_t (*now_ms)(void *arg);
	int64_t (*mono_us)(void *arg);
	void *arg;
};

static inline int64_t clock_now(const struct clock *c) { return c->now(c->arg); }
static inline int64_t clock_now_ms(const struct clock *c) { return c->now_ms(c->arg); }
static inline int64_t clock_mono_us(const struct clock *c) { return c->mono_us(c->arg); }

/* The system's clock. */
struct clock clock_system(void);

/* A clock that stands still until it is moved: for tests and for the demo's history. */
struct clock_manual {
	_Atomic int64_t wall_ms, mono_us;
};

/* Starts m at now (UTC seconds), its mono_us at 0, and returns the clock that reads it; m must outlive the clock. */
struct clock clock_manual_start(struct clock_manual *m, int64_t now);
/* Lets ms milliseconds (>= 0) pass: both readings go on. */
void clock_manual_pass(struct clock_manual *m, int64_t ms);
/* Sets the wall clock to now (UTC seconds), forward or back; mono_us stays, as when an administrator sets the clock. */
void clock_manual_set(struct clock_manual *m, int64_t now);

#endif
