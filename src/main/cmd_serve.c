/* talkoot serve: database, web server, jobs, mails, until SIGTERM or SIGINT. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "features/access/access_hooks.h"
#include "features/access/sign_in.h"
#include "features/site/site.h"
#include "main/commands.h"
#include "main/job_runner.h"
#include "main/mail_runner.h"
#include "store/migrate.h"
#include "web/live.h"
#include "web/server.h"

enum { READERS_MAX = 10000 };

struct serving {
	struct command_run *r;
	struct store *store;
	struct live *live;
	struct web *web;
	struct server *server;
	struct job_runner *jobs;
	struct mail_runner *mails;
};

/* ---- hooks of the web ----------------------------------------------------------------------------------------------- */

static struct readiness ready(void *arg, struct ctx *c)
{
	struct serving *s = arg;
	struct readiness r = server_readiness(s->server);
	enum migrate_state state;
	str why;

	r.ready = r.ready && migrate_look(s->store, c->a, NULL, &state, &why) == OK && state == MIGRATE_CURRENT;
	return r;
}

/* ---- the service manager -------------------------------------------------------------------------------------------- */

/* Tells systemd "READY=1" and the like; does nothing without one. Protocol: sd_notify(3). */
static void notify(const char *what)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = path == NULL ? 0 : strlen(path);
	int fd;

	if (n == 0 || n >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, n);
	if (to.sun_path[0] == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, what, strlen(what), MSG_NOSIGNAL, (struct sockaddr *)&to,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}

/* ---- starting and stopping ----------------------------------------------------------------------------------------- */

static bool start_web(struct serving *s)
{
	struct command_run *r = s->r;
	struct web_options o = { .store = s->store, .settings = r->settings, .tables = all_route_tables,
				 .table_count = all_route_tables_count, .clock = r->clock, .random = r->random,
				 .load_actor = access_load_actor, .renew = sign_in_renew, .form_age_min = 1, .live = s->live,
				 .log = &r->log, .ready = ready, .ready_arg = s };
	str why;

	site_from_settings(&o.site, r->settings);
	if (!site_dress_up(&o.site, r->a, r->settings, &why)) {
		command_complain("%.*s", STR_ARG(why));
		return false;
	}
	o.dress = site_dress;
	if (!command_secret(r, s->store, o.secret))
		return false;
	if (web_new(&o, r->a, &s->web, &why) == OK)
		return true;
	command_complain("%.*s", STR_ARG(why));
	return false;
}

static bool start_server(struct serving *s)
{
	const struct settings *settings = s->r->settings;
	struct server_options o = { .web = s->web, .live = s->live, .host = settings->listen_host,
				    .port = settings->listen_port, .threads = settings->threads,
				    .connections = settings->max_connections, .head_timeout = settings->request_timeout,
				    .trusted = settings->trusted, .trusted_n = settings->trusted_n, .log = &s->r->log };
	str why;

	if (server_start(&o, s->r->a, &s->server, &why) == OK)
		return true;
	command_complain("%.*s", STR_ARG(why));
	return false;
}

static bool start(struct serving *s)
{
	struct command_run *r = s->r;
	struct job_runner_options jobs = { .settings = r->settings, .clock = r->clock, .random = r->random, .log = &r->log,
					   .tables = all_job_tables, .table_count = all_job_tables_count };
	struct mail_runner_options mails = { .settings = r->settings, .clock = r->clock, .random = r->random, .log = &r->log };

	if (!command_open_store(r, true, &s->store))
		return false;
	s->live = live_start(&r->random, READERS_MAX);
	if (s->live == NULL || !start_web(s) || !start_server(s))
		return false;
	jobs.store = mails.store = s->store;
	s->jobs = job_runner_start(r->a, &jobs);
	s->mails = s->jobs == NULL ? NULL : mail_runner_start(r->a, &mails);
	if (s->mails == NULL)
		command_complain("the system gives no more threads or memory");
	return s->mails != NULL;
}

static void stop(struct serving *s)
{
	server_stop(s->server);
	job_runner_stop(s->jobs);
	mail_runner_stop(s->mails);
	web_free(s->web);
	live_stop(s->live);
	store_close(s->store);
}

/* SIGHUP: the log file was moved away. */
static void reopen_log(struct command_run *r)
{
	if (r->log_fd != 2 && log_file_reopen(str_c(r->a, r->settings->log_file), r->log_fd) != OK)
		LOG0(&r->log, LEVEL_ERROR, "log.not_reopened");
}

static int serve(struct command_run *r)
{
	struct serving s = { .r = r };
	sigset_t signals;
	int signal_number = 0;

	/* Blocked here and so in all threads to come; this one waits for them. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (!start(&s)) {
		stop(&s);
		return 1;
	}
	printf("talkoot %s serves %.*s on %.*s port %d\n", TALKOOT_VERSION, STR_ARG(r->settings->public_url),
	       STR_ARG(r->settings->listen_host), server_port(s.server));
	fflush(stdout);
	notify("READY=1");
	while (sigwait(&signals, &signal_number) == 0 && signal_number == SIGHUP)
		reopen_log(r);
	notify("STOPPING=1");
	stop(&s);
	return 0;
}

const struct command command_serve = {
	.name = "serve",
	.usage = "serve [--data FOLDER] [--listen ADDRESS:PORT] [--db URL] [settings]",
	.summary = "Serves the pages, runs the jobs, sends the mails.",
	.help = "Makes the database when there is none, and brings an older one up to date. SIGTERM and SIGINT answer what is\n"
		"under way and end; SIGHUP opens the log file anew.",
	.run = serve,
};
