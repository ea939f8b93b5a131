/* Who may: permissions, where a post comes from, and the signed tokens of forms.
 *
 * A form's token is base64url(time, 8 bytes | random, 10 bytes | MAC, 16 bytes). The MAC covers both and the sign-in (none
 * for a visitor), so a token of somebody else's sign-in does not fit. Each page has a new one, so nothing of it can be
 * guessed from the size of compressed pages (BREACH). It is also the proof of age against programs that fill in forms, and
 * the id by which a double click is known.
 *
 * A visitor has no cookie but the language, so a visitor's token can be had by anyone; that a visitor's post comes from a
 * page of ours is told by Origin, Sec-Fetch-Site or Referer, which a foreign page cannot choose. */
#include <sodium.h>

#include "web/chain.h"

enum { TOKEN_AGE_MAX = 24 * 3600, TOKEN_BYTES = 34, MAC_BYTES = 16 };

static bool has_role_anywhere(const struct actor *actor, enum access_role role)
{
	for (size_t i = 0; i < actor->grant_count; i++)
		if (actor->grants[i].role == role)
			return true;
	return false;
}

bool guard_permission(const struct actor *actor, enum permission p)
{
	switch (p) {
	case PERM_PUBLIC: case PERM_LINK: return true;
	case PERM_SIGNED_IN: return actor->account != 0;
	case PERM_HELPER:
		return has_role_anywhere(actor, ROLE_HELPER) || guard_permission(actor, PERM_EVENT_RUNNER);
	case PERM_READER:
		return actor_has(actor, ROLE_READER, SCOPE_INSTANCE, 0) || actor_is_coordinator(actor);
	case PERM_EVENT_RUNNER:
		return has_role_anywhere(actor, ROLE_COORDINATOR) || actor_is_coordinator(actor);
	case PERM_COORDINATOR: return actor_is_coordinator(actor);
	case PERM_ADMINISTRATOR: return actor_has(actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
	case PERM_UNSTATED: return false;
	}
	return false;
}

/* The first that the request carries decides. None at all (no browser of the last years) is a no. */
bool guard_same_origin(const struct req *rq)
{
	str ours = rq->web->o.site.public_url;
	str origin = http_header(rq->p->in, "Origin"), fetch = http_header(rq->p->in, "Sec-Fetch-Site");
	str referer = http_header(rq->p->in, "Referer");

	if (!str_is_null(fetch) && !str_eq(fetch, S("same-origin")) && !str_eq(fetch, S("none")))
		return false;
	if (!str_is_null(origin))
		return str_eq_nocase(origin, ours);
	if (!str_is_null(fetch))
		return true;
	return str_eq_nocase(str_sub(referer, 0, ours.n), ours) && (referer.n == ours.n || referer.p[ours.n] == '/');
}

void guard_mac(const struct web *w, const char *purpose, str a, str b, unsigned char out[16])
{
	crypto_generichash_state state;
	uint64_t lengths[2] = { a.n, b.n };

	crypto_generichash_init(&state, w->o.secret, sizeof w->o.secret, MAC_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&state, (const unsigned char *)lengths, sizeof lengths);
	if (a.n > 0)
		crypto_generichash_update(&state, (const unsigned char *)a.p, a.n);
	if (b.n > 0)
		crypto_generichash_update(&state, (const unsigned char *)b.p, b.n);
	crypto_generichash_final(&state, out, MAC_BYTES);
}

static void put_time(unsigned char *to, int64_t t)
{
	for (int i = 0; i < 8; i++)
		to[i] = (unsigned char)((uint64_t)t >> (56 - 8 * i));
}

static int64_t get_time(const char *from)
{
	uint64_t t = 0;

	for (int i = 0; i < 8; i++)
		t = t << 8 | (unsigned char)from[i];
	return (int64_t)t;
}

str guard_token_new(struct req *rq)
{
	unsigned char token[TOKEN_BYTES];

	put_time(token, rq->c->now);
	random_fill(rq->c->random, token + 8, 10);
	guard_mac(rq->web, "form", str_make((char *)token, 18), rq->p->sign_in, token + 18);
	return base64url_encode(rq->c->a, token, sizeof token);
}

static bool mac_fits(const struct req *rq, str token, str sign_in)
{
	unsigned char mac[MAC_BYTES];

	guard_mac(rq->web, "form", str_sub(token, 0, 18), sign_in, mac);
	return sodium_memcmp(mac, token.p + 18, MAC_BYTES) == 0;
}

enum token_state guard_token_check(struct req *rq, str token)
{
	str bytes;
	int64_t age;

	if (str_is_null(token) || base64url_decode(rq->c->a, token, &bytes) != OK || bytes.n != TOKEN_BYTES)
		return TOKEN_BAD;
	age = rq->c->now - get_time(bytes.p);
	if (!mac_fits(rq, bytes, rq->p->sign_in))
		return !str_is_null(rq->p->sign_in) && mac_fits(rq, bytes, str_null) ? TOKEN_OF_VISITOR : TOKEN_BAD;
	if (age > TOKEN_AGE_MAX || age < -60)
		return TOKEN_TOO_OLD;
	return age < rq->web->o.form_age_min ? TOKEN_TOO_YOUNG : TOKEN_GOOD;
}

str guard_seal(const struct req *rq, str purpose, str text)
{
	unsigned char head[8 + MAC_BYTES];
	str bytes, timed;

	if (text.n > NOTICE_MAX)
		return S("");
	put_time(head, rq->c->now);
	timed = STR_CONCAT(rq->c->a, str_make((char *)head, 8), text);
	guard_mac(rq->web, "seal", purpose, timed, head + 8);
	bytes = STR_CONCAT(rq->c->a, str_make((char *)head, sizeof head), text);
	return base64url_encode(rq->c->a, bytes.p, bytes.n);
}

str guard_unseal(const struct req *rq, str purpose, str sealed, int64_t age_max)
{
	unsigned char mac[MAC_BYTES];
	str bytes, text, timed;

	if (base64url_decode(rq->c->a, sealed, &bytes) != OK || bytes.n < 8 + MAC_BYTES)
		return str_null;
	text = str_sub(bytes, 8 + MAC_BYTES, bytes.n);
	timed = STR_CONCAT(rq->c->a, str_sub(bytes, 0, 8), text);
	guard_mac(rq->web, "seal", purpose, timed, mac);
	if (sodium_memcmp(mac, bytes.p + 8, MAC_BYTES) != 0 || rq->c->now - get_time(bytes.p) > age_max ||
	    !str_is_utf8(text))
		return str_null;
	return text;
}
