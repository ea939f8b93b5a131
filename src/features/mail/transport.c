/* Choosing the transport, and the one that writes files. */
#include "features/mail/transport.h"

#include <errno.h>

#include "base/file.h"
#include "base/time.h"
#include "features/mail/smtp.h"

static const char *const fate_names[] = { "sent",            "later",        "server_away", "not_let_in",
					  "address_refused", "mail_refused", "stopped" };

const char *mail_fate_name(enum mail_fate fate) { return fate_names[fate]; }

struct folder {
	str path;
};

static enum err write_file(struct arena *a, const struct folder *folder, const struct mail_letter *letter)
{
	struct civil at = time_to_civil(letter->now);
	str path;

	TRY(folder_make(str_c(a, folder->path), 0700));
	TRY(path_join(a, folder->path,
		      str_format(a, "%04d%02d%02dT%02d%02d%02dZ-%lld.eml", at.year, at.month, at.day, at.hour, at.minute,
				 at.second, (long long)letter->id),
		      &path));
	return file_write_atomic(str_c(a, path), letter->bytes, 0600);
}

static void put_file(void *arg, struct arena *a, const struct mail_letter *letter, struct mail_outcome *ret)
{
	*ret = (struct mail_outcome){ .fate = FATE_SENT, .words = str_null };
	if (write_file(a, arg, letter) != OK)
		*ret = (struct mail_outcome){ .fate = FATE_SERVER_AWAY,
					      .words = str_format(a, "The mail cannot be kept as a file: %s", strerror(errno)) };
}

struct mail_transport mail_folder_transport(struct arena *a, str folder)
{
	struct folder *f = NEW(a, struct folder);

	f->path = folder;
	return (struct mail_transport){ .send = put_file, .arg = f };
}

str mail_folder(struct arena *a, const struct settings *settings) { return STR_CONCAT(a, settings->data, S("/mail")); }

struct mail_transport mail_transport_of(struct arena *a, const struct settings *settings, const atomic_bool *stopping)
{
	if (settings->smtp_url.n == 0)
		return mail_folder_transport(a, mail_folder(a, settings));
	return smtp_transport(a, &(struct smtp_options){
		.url = settings->smtp_url, .hello = smtp_hello_name(a, settings->public_url), .user = settings->smtp_user,
		.password = settings->smtp_password, .auth = (enum smtp_auth)settings->smtp_auth, .token = settings->smtp_token,
		.tls = (enum smtp_tls)settings->smtp_tls, .ca = settings->smtp_ca, .stopping = stopping });
}
