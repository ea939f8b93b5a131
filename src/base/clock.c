/* The system's clock and one that tests move by hand. */
#include "base/clock.h"

#include <time.h>

#include "base/err.h"

static struct timespec read_clock(clockid_t id)
{
	struct timespec ts;

	if (clock_gettime(id, &ts) != 0)
		BUG("the system has no clock %d", (int)id);
	return ts;
}

static int64_t system_now(void *arg)
{
	(void)arg;
	return read_clock(CLOCK_REALTIME).tv_sec;
}

static int64_t system_now_ms(void *arg)
{
	struct timespec ts = read_clock(CLOCK_REALTIME);

	(void)arg;
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int64_t system_mono_us(void *arg)
{
	struct timespec ts = read_clock(CLOCK_MONOTONIC);

	(void)arg;
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

struct clock clock_system(void)
{
	return (struct clock){ system_now, system_now_ms, system_mono_us, NULL };
}

static int64_t manual_now_ms(void *arg)
{
	struct clock_manual *m = arg;

	return atomic_load(&m->wall_ms);
}

static int64_t manual_now(void *arg)
{
	int64_t ms = manual_now_ms(arg);

	return ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
}

static int64_t manual_mono_us(void *arg)
{
	struct clock_manual *m = arg;

	return atomic_load(&m->mono_us);
}

struct clock clock_manual_start(struct clock_manual *m, int64_t now)
{
	atomic_store(&m->wall_ms, now * 1000);
	atomic_store(&m->mono_us, 0);
	return (struct clock){ manual_now, manual_now_ms, manual_mono_us, m };
}

void clock_manual_pass(struct clock_manual *m, int64_t ms)
{
	INVARIANT(ms >= 0);
	atomic_fetch_add(&m->wall_ms, ms);
	atomic_fetch_add(&m->mono_us, ms * 1000);
}

void clock_manual_set(struct clock_manual *m, int64_t now)
{
	atomic_store(&m->wall_ms, now * 1000);
}
