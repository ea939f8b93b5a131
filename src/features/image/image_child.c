/* Runs the child that decodes pictures: pipes, a deadline, and a reader that believes nothing the child says. */
#include "features/image/image.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

enum { CHILDREN_MAX = 2, DEADLINE_MS = 20000, ANSWER_MAX = 3 * IMAGE_BYTES_MAX };

struct child {
	bool counted, started;
	pid_t pid;
	int in, out; /* our ends; in is -1 when closed */
};

static atomic_int children; /* how many run in this process */

static int64_t mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool start(const char *program, enum image_use use, struct child *ret)
{
	char picture[] = "picture", mark[] = "mark";
	char *const args[] = { (char[]){ "talkoot" }, (char[]){ "image-child" }, use == IMAGE_MARK ? mark : picture, NULL };
	char *const environment[] = { (char[]){ "PATH=/usr/bin:/bin" }, (char[]){ "MALLOC_ARENA_MAX=1" }, NULL };
	posix_spawn_file_actions_t actions;
	int in[2] = { -1, -1 }, out[2] = { -1, -1 };
	bool ok;

	if (pipe2(in, O_CLOEXEC) != 0)
		return false;
	if (pipe2(out, O_CLOEXEC) != 0) {
		close(in[0]);
		close(in[1]);
		return false;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	/* No socket, no database file of the server gets into the child. */
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	ok = posix_spawn(&ret->pid, program, &actions, NULL, args, environment) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(out[1]);
	ret->in = in[1];
	ret->out = out[0];
	if (!ok) {
		close(ret->in);
		close(ret->out);
	} else {
		fcntl(ret->in, F_SETFL, O_NONBLOCK);
		fcntl(ret->out, F_SETFL, O_NONBLOCK);
	}
	return ok;
}

/* A cleanup of the arena, since growing the answer may leave this file by a jump. */
static void stop(void *arg)
{
	struct child *child = arg;

	if (child->started) {
		if (child->in >= 0)
			close(child->in);
		close(child->out);
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (child->counted)
		atomic_fetch_sub(&children, 1);
	child->started = child->counted = false;
}

/* Feeds the picture; a child that does not want it all (it has seen enough) is no failure. */
static void feed(struct child *child, str *rest)
{
	ssize_t n = write(child->in, rest->p, rest->n);

	if (n > 0)
		*rest = str_sub(*rest, (size_t)n, rest->n);
	if (rest->n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		close(child->in);
		child->in = -1;
	}
}

/* Talks to the child until it closes its output or time is up. */
static void talk(struct child *child, str bytes, struct buf *answer)
{
	int64_t deadline = mono_ms() + DEADLINE_MS;
	char portion[8192];

	for (;;) {
		struct pollfd fds[2] = { { .fd = child->out, .events = POLLIN },
					 { .fd = child->in, .events = POLLOUT } };
		int64_t left = deadline - mono_ms();
		ssize_t n;

		if (left <= 0 || (poll(fds, 2, (int)left) < 0 && errno != EINTR))
			return;
		if (child->in >= 0 && fds[1].revents != 0)
			feed(child, &bytes);
		if (fds[0].revents == 0)
			continue;
		n = read(child->out, portion, sizeof portion);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			return;
		if (n > 0)
			buf_add(answer, portion, (size_t)n);
	}
}

static bool take_number(str *rest, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)rest->p;

	if (rest->n < 4)
		return false;
	*ret = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	*rest = str_sub(*rest, 4, rest->n);
	return true;
}

static bool read_answer(str answer, enum image_answer *ret, struct image_made *ret_made)
{
	uint32_t n;

	*ret = IMAGE_NOT_ONE; /* also what a child that died has told */
	if (answer.n < 1 || answer.p[0] < IMAGE_DONE || answer.p[0] > IMAGE_TOO_LARGE)
		return false;
	*ret = (enum image_answer)answer.p[0];
	answer = str_sub(answer, 1, answer.n);
	if (*ret != IMAGE_DONE)
		return true;
	*ret = IMAGE_NOT_ONE;
	if (!take_number(&answer, &ret_made->width) || !take_number(&answer, &ret_made->height))
		return false;
	for (int i = 0; i < IMAGE_SIZES; i++) {
		if (!take_number(&answer, &n) || n == 0 || n > answer.n)
			return false;
		ret_made->size[i] = str_sub(answer, 0, n);
		answer = str_sub(answer, n, answer.n);
	}
	*ret = answer.n == 0 ? IMAGE_DONE : IMAGE_NOT_ONE;
	return answer.n == 0;
}

enum err image_make(struct arena *a, const char *program, str bytes, enum image_use use, enum image_answer *ret,
		    struct image_made *ret_made)
{
	struct child *child = NEW(a, struct child);
	struct buf answer;

	arena_defer(a, stop, child);
	buf_init(&answer, a, ANSWER_MAX);
	child->counted = true;
	if (atomic_fetch_add(&children, 1) >= CHILDREN_MAX) {
		stop(child);
		return ERR_BUSY;
	}
	child->started = start(program == NULL ? "/proc/self/exe" : program, use, child);
	if (!child->started) {
		stop(child);
		return ERR_IO;
	}
	talk(child, bytes, &answer);
	stop(child);
	(void)read_answer(buf_ok(&answer) ? buf_done(&answer) : S(""), ret, ret_made);
	return OK;
}
