/* Time zones: the TZif reader, the questions asked of a zone, and the zones of this process. */
#include "base/zone.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/zone_rule.h"

static const char zone_folder[] = "/usr/share/zoneinfo";

enum { NAME_MAX_BYTES = 64, FILE_MAX = 64 * 1024, ZONES_MAX = 2048, HEADER = 44 };
/* RFC 8536 section 3.2: offsets lie between -25 and 26 hours. */
enum { OFFSET_LEAST = -89999, OFFSET_MOST = 93599 };
/* More than any offset: what is asked about a local time happens within this many seconds of it, read as UTC. */
enum { NEAR = 2 * 86400 };

struct zone {
	struct zone *next;
	char name[NAME_MAX_BYTES + 1];
	size_t n; /* transitions in the file */
	int64_t *at;
	unsigned char *type;	 /* after each of them */
	struct zone_info *types; /* type 0 holds before the first */
	char *abbreviations;
	bool has_rule; /* holds from the last transition on */
	struct zone_rule rule;
};

/* The zones found so far, newest first: entries are added under the lock and never changed or removed. */
static pthread_mutex_t cache_lock = PTHREAD_MUTEX_INITIALIZER;
static struct zone *cache;
static size_t cache_n;

/* -- reading a TZif file ------------------------------------------------------------------------------------------ */

struct header {
	char version;
	size_t isut, isstd, leap, times, types, chars;
};

static uint32_t big_32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t big_64(const char *p)
{
	return (int64_t)((uint64_t)big_32(p) << 32 | big_32(p + 4));
}

/* Takes n bytes from the start of *s; null if there are fewer. */
static const char *take(str *s, size_t n)
{
	const char *p = s->p;

	if (s->n < n)
		return NULL;
	*s = str_make(s->p + n, s->n - n);
	return p;
}

static bool take_header(str *s, struct header *h)
{
	const char *p = take(s, HEADER);

	if (p == NULL || memcmp(p, "TZif", 4) != 0)
		return false;
	h->version = p[4];
	h->isut = big_32(p + 20);
	h->isstd = big_32(p + 24);
	h->leap = big_32(p + 28);
	h->times = big_32(p + 32);
	h->types = big_32(p + 36);
	h->chars = big_32(p + 40);
	/* No file is larger than FILE_MAX, so larger counts are lies; and sums below cannot overflow. */
	return h->isut <= FILE_MAX && h->isstd <= FILE_MAX && h->leap <= FILE_MAX && h->times <= FILE_MAX &&
	       h->types <= FILE_MAX && h->chars <= FILE_MAX;
}

/* Bytes of the data block behind a header; times have `width` bytes. */
static size_t block_size(const struct header *h, size_t width)
{
	return h->times * (width + 1) + h->types * 6 + h->chars + h->leap * (width + 4) + h->isstd + h->isut;
}

static enum err read_transitions(struct zone *z, const struct header *h, str *s)
{
	const char *at = take(s, h->times * 8), *type = take(s, h->times);

	if (at == NULL || type == NULL)
		return ERR_INVALID;
	z->n = h->times;
	z->at = calloc(z->n + 1, sizeof *z->at);
	z->type = calloc(z->n + 1, sizeof *z->type);
	if (z->at == NULL || z->type == NULL)
		return ERR_MEMORY;
	for (size_t i = 0; i < z->n; i++) {
		z->at[i] = big_64(at + 8 * i);
		z->type[i] = (unsigned char)type[i];
		if (z->type[i] >= h->types || (i > 0 && z->at[i] <= z->at[i - 1]))
			return ERR_INVALID;
	}
	return OK;
}

static enum err read_types(struct zone *z, const struct header *h, str *s)
{
	const char *p = take(s, h->types * 6), *chars = take(s, h->chars);

	if (p == NULL || chars == NULL)
		return ERR_INVALID;
	z->types = calloc(h->types, sizeof *z->types);
	z->abbreviations = calloc(h->chars + 1, 1);
	if (z->types == NULL || z->abbreviations == NULL)
		return ERR_MEMORY;
	memcpy(z->abbreviations, chars, h->chars);
	for (size_t i = 0; i < h->types; i++, p += 6) {
		unsigned char is_daylight = (unsigned char)p[4], start = (unsigned char)p[5];

		z->types[i].offset = (int32_t)big_32(p);
		z->types[i].daylight = is_daylight == 1;
		if (is_daylight > 1 || start >= h->chars || z->types[i].offset < OFFSET_LEAST ||
		    z->types[i].offset > OFFSET_MOST)
			return ERR_INVALID;
		z->types[i].abbreviation = z->abbreviations + start;
	}
	return OK;
}

/* "\nEET-2EEST,M3.5.0/3,M10.5.0/4\n"; empty between the newlines: the last type holds for ever. */
static enum err read_footer(struct zone *z, str s)
{
	if (s.n < 2 || s.p[0] != '\n' || s.p[s.n - 1] != '\n')
		return ERR_INVALID;
	s = str_sub(s, 1, s.n - 2);
	if (s.n == 0)
		return OK;
	z->has_rule = true;
	return zone_rule_parse(s, &z->rule);
}

static enum err read_file(struct zone *z, str s)
{
	struct header h;

	/* The first block has 32-bit times for old readers: skipped. */
	if (!take_header(&s, &h) || h.version < '2' || take(&s, block_size(&h, 4)) == NULL)
		return ERR_INVALID;
	/* Leap seconds would mean that the system counts other seconds than we do ("right/..."). */
	if (!take_header(&s, &h) || h.types == 0 || h.types > 256 || h.chars == 0 || h.leap != 0 ||
	    (h.isut != 0 && h.isut != h.types) || (h.isstd != 0 && h.isstd != h.types))
		return ERR_INVALID;
	TRY(read_transitions(z, &h, &s));
	TRY(read_types(z, &h, &s));
	if (take(&s, h.isstd + h.isut) == NULL)
		return ERR_INVALID;
	return read_footer(z, s);
}

enum err zone_parse(str name, str file, struct zone **ret)
{
	struct zone *z;
	enum err e;

	if (name.n > NAME_MAX_BYTES || file.n > FILE_MAX)
		return ERR_LIMIT;
	z = calloc(1, sizeof *z);
	if (z == NULL)
		return ERR_MEMORY;
	if (name.n > 0)
		memcpy(z->name, name.p, name.n);
	e = read_file(z, file);
	if (e != OK) {
		zone_free(z);
		return e;
	}
	*ret = z;
	return OK;
}

void zone_free(struct zone *z)
{
	if (z == NULL)
		return;
	free(z->at);
	free(z->type);
	free(z->types);
	free(z->abbreviations);
	free(z);
}

/* -- the zones of this process ------------------------------------------------------------------------------------ */

bool zone_name_valid(str name)
{
	char before = '/';

	if (name.n == 0 || name.n > NAME_MAX_BYTES || name.p[0] < 'A' || name.p[0] > 'Z')
		return false;
	for (size_t i = 0; i < name.n; before = name.p[i++]) {
		char c = name.p[i];

		if (c == '/' ? before == '/'
			     : !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
				 c == '_' || c == '+' || c == '-'))
			return false;
	}
	return before != '/';
}

str zone_name(const struct zone *z)
{
	return str_from(z->name);
}

static struct zone *cache_search(str name)
{
	struct zone *z = cache;

	while (z != NULL && !str_eq_c(name, z->name))
		z = z->next;
	return z;
}

struct load {
	struct arena *a;
	str name;
	struct zone *zone;
};

static enum err load_body(void *arg)
{
	struct load *l = arg;
	str path, file;

	TRY(path_join(l->a, str_from(zone_folder), l->name, &path));
	TRY(file_read(l->a, path.p, FILE_MAX, &file));
	return zone_parse(l->name, file, &l->zone);
}

/* Puts a loaded zone among the others, unless another thread was faster. */
static enum err cache_add(struct zone *z, const struct zone **ret)
{
	struct zone *there;
	enum err e = OK;

	pthread_mutex_lock(&cache_lock);
	there = cache_search(zone_name(z));
	if (there == NULL && cache_n == ZONES_MAX) {
		e = ERR_LIMIT;
	} else if (there == NULL) {
		z->next = cache;
		cache = there = z;
		cache_n++;
	}
	pthread_mutex_unlock(&cache_lock);
	if (there != z)
		zone_free(z);
	if (e == OK)
		*ret = there;
	return e;
}

enum err zone_find(str name, const struct zone **ret)
{
	struct load l = { .name = name };
	enum err e;

	if (!zone_name_valid(name))
		return ERR_INVALID;
	pthread_mutex_lock(&cache_lock);
	l.zone = cache_search(name);
	pthread_mutex_unlock(&cache_lock);
	if (l.zone != NULL) {
		*ret = l.zone;
		return OK;
	}
	l.a = arena_new(4 * FILE_MAX);
	if (l.a == NULL)
		return ERR_MEMORY;
	e = arena_run(l.a, load_body, &l);
	arena_free(l.a);
	/* A folder of zones ("Europe") is no zone. */
	if (e == ERR_INVALID && l.zone == NULL && str_find(name, '/') == name.n)
		e = ERR_NOT_FOUND;
	TRY(e);
	return cache_add(l.zone, ret);
}

str zone_data_version(struct arena *a)
{
	char path[64], line[64] = "";
	str s, version;
	FILE *f;

	snprintf(path, sizeof path, "%s/tzdata.zi", zone_folder);
	f = fopen(path, "re");
	if (f != NULL) {
		if (fgets(line, sizeof line, f) == NULL)
			line[0] = '\0';
		fclose(f);
	}
	s = str_from(line);
	version = str_starts(s, S("# version ")) ? str_trim(str_sub(s, 10, s.n)) : S("unknown");
	return str_copy(a, version);
}

/* -- questions ---------------------------------------------------------------------------------------------------- */

/* How many of the file's transitions are at or before utc. */
static size_t passed(const struct zone *z, int64_t utc)
{
	size_t low = 0, high = z->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (z->at[middle] <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct zone_info zone_at(const struct zone *z, int64_t utc)
{
	size_t i = passed(z, utc);

	if (i == z->n && z->has_rule)
		return zone_rule_at(&z->rule, utc);
	return z->types[i == 0 ? 0 : z->type[i - 1]];
}

/* The first transition after utc, false when there is none. */
static bool next_transition(const struct zone *z, int64_t utc, int64_t *ret)
{
	size_t i = passed(z, utc);

	if (i < z->n) {
		*ret = z->at[i];
		return true;
	}
	return z->has_rule && zone_rule_next(&z->rule, utc, ret);
}

struct civil zone_utc_to_local(const struct zone *z, int64_t utc)
{
	return time_to_civil(utc + zone_at(z, utc).offset);
}

enum local_outcome zone_local_to_utc(const struct zone *z, struct civil local, int64_t *ret_first, int64_t *ret_second)
{
	int64_t wall, from = INT64_MIN, to, first = 0, second = 0, gap_first = 0, gap_second = 0;
	int32_t offset, next_offset;
	int found = 0;
	bool gap = false, more;

	INVARIANT(civil_valid(local));
	wall = time_from_civil(local);
	offset = zone_at(z, wall - NEAR).offset;
	/* Each stretch [from, to) between two transitions has one offset, hence at most one instant with this
	 * local time. */
	for (int64_t t = wall - NEAR;; from = t = to, offset = next_offset) {
		int64_t instant = wall - offset;

		more = next_transition(z, t, &to) && to <= wall + NEAR;
		if (instant >= from && (!more || instant < to)) {
			first = found++ == 0 ? instant : first;
			second = instant;
		}
		if (!more)
			break;
		next_offset = zone_at(z, to).offset;
		if (to + offset <= wall && wall < to + next_offset) {
			gap = true;
			gap_first = wall - next_offset;
			gap_second = wall - offset;
		}
	}
	INVARIANT(found > 0 || gap);
	*ret_first = found > 0 ? first : gap_first;
	*ret_second = found > 0 ? second : gap_second;
	return found == 0 ? LOCAL_GAP : first == second ? LOCAL_OK : LOCAL_FOLD;
}

static bool same_info(const struct zone_info *x, const struct zone_info *y)
{
	return x->offset == y->offset && x->daylight == y->daylight && strcmp(x->abbreviation, y->abbreviation) == 0;
}

size_t zone_transitions(const struct zone *z, int64_t from, int64_t to, struct zone_transition *ret, size_t max)
{
	size_t n = 0;
	int64_t at;

	for (int64_t t = from - 1; n < max && next_transition(z, t, &at) && at < to; t = at) {
		struct zone_transition x = { at, zone_at(z, at - 1), zone_at(z, at) };

		if (!same_info(&x.before, &x.after))
			ret[n++] = x;
	}
	return n;
}
