/* Pictures through the real child process (the program must be built: TALKOOT_BINARY_DIR/talkoot). */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

#include <stdlib.h>

#include <vips/vips.h>

#include "features/image/image.h"
#include "store/file_store.h"
#include "store/file_type.h"

/* A red picture of this size in the format of the suffix. */
static str picture(struct arena *a, int width, int height, const char *suffix)
{
	VipsImage *black = NULL, *image = NULL;
	void *bytes;
	size_t n;
	str s;

	assert_int_equal(vips_black(&black, width, height, "bands", 3, NULL), 0);
	assert_int_equal(vips_linear1(black, &image, 1, 200, "uchar", TRUE, NULL), 0);
	assert_int_equal(vips_image_write_to_buffer(image, suffix, &bytes, &n, NULL), 0);
	s = str_make(arena_copy(a, bytes, n), n);
	g_free(bytes);
	g_object_unref(image);
	g_object_unref(black);
	return s;
}

static enum err complete_body(struct ctx *c, struct tx *tx, void *arg)
{
	return image_complete(c, tx, arg);
}

static enum err delete_body(struct ctx *c, struct tx *tx, void *arg)
{
	return image_delete(c, tx, *(str *)arg);
}

static void test_three_sizes_are_made_and_deleted(void **state)
{
	static const char *const suffixes[] = { ".jpg", ".png", ".webp" };
	struct test_store store;
	struct ctx *ctx;

	(void)state;
	test_store_open(&store);
	ctx = test_ctx(&store);
	for (int i = 0; i < 3; i++) {
		enum image_answer answer;
		struct q_image_by_key_row row;
		struct q_file_by_id_row file;
		str key, bytes;
		bool found;

		struct image_ready ready;

		assert_ok(image_prepare(ctx, test_writer(&store), picture(ctx->a, 2000, 1000, suffixes[i]), IMAGE_PICTURE, "event", 7, &answer,
					&ready));
		assert_int_equal(answer, IMAGE_DONE);
		key = ready.key;
		assert_ok(q_image_by_key(ctx, key, &found, &row));
		assert_false(found); /* nobody sees it yet */
		assert_ok(db_write(ctx, test_writer(&store), complete_body, &ready));
		assert_ok(q_image_by_key(ctx, key, &found, &row));
		assert_true(found && row.width == 1920 && row.height == 960);
		assert_ok(q_file_by_id(ctx, row.small_id, &found, &file));
		assert_true(found);
		assert_str(file.type, "image/jpeg");
		assert_ok(file_bytes(ctx, row.small_id, &bytes));
		assert_str(file_type_of(bytes), "image/jpeg");
		assert_ok(db_write(ctx, test_writer(&store), delete_body, &key));
		assert_int_equal(test_number(ctx, "SELECT COUNT(*) FROM image") + test_number(ctx, "SELECT COUNT(*) FROM file"), 0);
	}
	test_store_close(&store);
}

static void test_what_is_no_picture_is_refused(void **state)
{
	struct test_store store;
	struct ctx *ctx;
	str good, cut;
	enum image_answer answer;
	struct image_ready ready;

	(void)state;
	test_store_open(&store);
	ctx = test_ctx(&store);
	good = picture(ctx->a, 300, 300, ".png");
	cut = str_sub(good, 0, 40);
	const str bad[] = { S("hello"), S("<svg xmlns='http://www.w3.org/2000/svg'/>"), S("GIF89a........"), cut,
			    S("\xff\xd8\xff\xe0 no picture at all"), S("\x89PNG\r\n\x1a\n"), S("RIFF....WEBPVP8 ") };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_ok(image_prepare(ctx, test_writer(&store), bad[i], IMAGE_PICTURE, "event", 7, &answer, &ready));
		assert_int_equal(answer, IMAGE_NOT_ONE);
	}
	assert_ok(image_prepare(ctx, test_writer(&store), picture(ctx->a, 12100, 10, ".png"), IMAGE_PICTURE, "event", 7, &answer, &ready));
	assert_int_equal(answer, IMAGE_TOO_LARGE);
	assert_ok(image_prepare(ctx, test_writer(&store), str_make(arena_alloc(ctx->a, IMAGE_BYTES_MAX + 1), IMAGE_BYTES_MAX + 1),
				IMAGE_PICTURE, "event", 7, &answer, &ready));
	assert_int_equal(answer, IMAGE_TOO_LARGE);
	test_store_close(&store);
}

/* ---- pictures of events --------------------------------------------------------------------------------------------- */

static struct test_web t;
static struct ctx *c;

static int set_up(void **state)
{
	(void)state;
	test_web_open(&t, all_route_tables, all_route_tables_count);
	c = test_ctx(&t.store);
	c->settings = &t.settings;
	test_exec(&t.store, "INSERT INTO account (id, key, email, name, lang, created_utc) VALUES "
			    "(1001, 'account000000001', 'kaisa@example.fi', 'Kaisa Koordinaattori', 'fi', 1);");
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_web_close(&t);
	return 0;
}

static void add_part(struct buf *b, const char *name, const char *filename, str value)
{
	buf_str(b, S("--cut\r\nContent-Disposition: form-data; name=\""));
	buf_str(b, str_from(name));
	if (filename != NULL) {
		buf_str(b, S("\"; filename=\""));
		buf_str(b, str_from(filename));
	}
	buf_str(b, S("\"\r\n\r\n"));
	buf_str(b, value);
	buf_str(b, S("\r\n"));
}

/* Sends a form with a file in it: pairs of name and value up to NULL, after the file. */
static struct test_reply *send_form(const char *target, const char *field, const char *filename, str file, const char *const *pairs)
{
	struct buf b;

	buf_init(&b, t.a, 32 << 20);
	if (field != NULL)
		add_part(&b, field, filename, file);
	for (size_t i = 0; pairs[i] != NULL; i += 2)
		add_part(&b, pairs[i], NULL, str_from(pairs[i + 1]));
	buf_str(&b, S("--cut--\r\n"));
	test_ctx_renew(&t.store, c);
	return post_multipart(&t, target, buf_done(&b), "cut");
}

/* The least that an event needs. */
#define EVENT "kind", "visit", "source_lang", "fi", "title.fi", "Kuusiharju", "starts_local", "2026-12-11T09:00", \
	"ends_local", "2026-12-11T11:00", "closes_local", "2026-12-09T16:00", "zone", "Europe/Helsinki", "seats_site", "20"
#define SEND(target, file, ...) \
	send_form(target, "picture", str_is_null(file) ? "" : "kuva.png", file, (const char *const[]){ EVENT, __VA_ARGS__, NULL })

static const char *path(const char *before, str key, const char *behind)
{
	return str_c(t.a, STR_CONCAT(t.a, str_from(before), key, str_from(behind)));
}

static str value(const char *sql)
{
	test_ctx_renew(&t.store, c);
	return str_copy(t.a, str_trim(test_texts(c, sql)));
}

static const char *version(str key)
{
	return str_c(t.a, value(path("SELECT CAST(version AS TEXT) FROM event WHERE key = '", key, "'")));
}

static void test_a_picture_stands_on_the_page(void **state)
{
	struct test_reply *r;
	str key, image;

	(void)state;
	assert_redirect(SEND("/fi/events/new", picture(t.a, 2000, 1000, ".png"), "image_alt.fi", "Tehdassali"), "/fi/events/");
	key = value("SELECT key FROM event");
	image = value("SELECT image_key FROM event");
	assert_int_equal(image.n, key.n);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM image i JOIN event e ON e.id = i.owner_id AND i.owner_kind = 'event'"), 1);
	r = assert_status(get(&t, path("/fi/events/", key, "/edit")), 200);
	assert_text(r, path("src=\"/images/", image, "/small\""));
	assert_text(r, "name=\"picture_remove\"");
	assert_text(r, "enctype=\"multipart/form-data\"");
	assert_text(r, "value=\"Tehdassali\"");
	assert_redirect(post(&t, path("/fi/events/", key, "/publish"), ""), "/fi/events/");
	as_nobody(&t);
	r = assert_status(get(&t, path("/fi/events/", key, "")), 200);
	assert_text(r, path("src=\"/images/", image, "/medium\""));
	assert_text(r, path("/images/", image, "/small 480w, "));
	assert_text(r, "width=\"960\" height=\"480\" alt=\"Tehdassali\"");
	assert_text(r, path("<meta property=\"og:image\" content=\"http://localhost:8080/images/", image, "/large\""));
	r = assert_status(get(&t, path("/images/", image, "/large")), 200);
	assert_str(test_reply_header(r, "Content-Type"), "image/jpeg");
	assert_str(test_reply_header(r, "Cache-Control"), "public, max-age=31536000, immutable");
	assert_str(file_type_of(r->body), "image/jpeg");
	assert_status(get(&t, path("/images/", image, "/huge")), 404);
	/* Nobody else puts one there. */
	assert_status(SEND(path("/fi/events/", key, "/edit"), picture(t.a, 20, 20, ".png"), "image_alt.fi", "x"), 401);
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(SEND(path("/fi/events/", key, "/edit"), picture(t.a, 20, 20, ".png"), "image_alt.fi", "x"), 403);
	assert_str(value("SELECT image_key FROM event"), str_c(t.a, image));
}

static void test_refusals_stand_at_the_picture(void **state)
{
	struct test_reply *r;
	const char *page = "/en/events/new";

	(void)state;
	r = assert_status(SEND(page, S("no picture at all"), "image_alt.fi", "Tehdassali"), 422);
	assert_text(r, "href=\"#event-picture\"");
	assert_text(r, "Choose a JPEG, PNG or WebP picture.");
	assert_text(r, "value=\"Kuusiharju\"");
	assert_text(r, "value=\"Tehdassali\"");
	r = assert_status(SEND(page, str_make(arena_alloc(t.a, IMAGE_BYTES_MAX + 1), IMAGE_BYTES_MAX + 1), "image_alt.fi", "x"), 422);
	assert_text(r, "href=\"#event-picture\"");
	assert_text(r, "at most 10 MB");
	assert_text(r, "value=\"Kuusiharju\"");
	r = assert_status(SEND(page, picture(t.a, 12100, 10, ".png"), "image_alt.fi", "x"), 422);
	assert_text(r, "50 million pixels");
	/* Without words in each language that has a text; the picture has to be chosen again then. */
	r = assert_status(SEND(page, picture(t.a, 300, 200, ".png"), "title.sv", "Granlund", "image_alt.fi", "x"), 422);
	assert_text(r, "href=\"#event-image_alt-sv\"");
	assert_no_text(r, "href=\"#event-image_alt-fi\"");
	assert_no_text(r, "href=\"#event-image_alt-en\"");
	assert_text(r, "Choose the picture again");
	/* What was refused leaves nothing that is seen, and no bytes that stay. */
	test_ctx_renew(&t.store, c);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM event"), 0);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM image"), 0);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file WHERE state = 'complete'"), 0);
}

static void test_a_picture_is_replaced_and_removed(void **state)
{
	const char *edit;
	str key, first, second;
	struct test_reply *r;

	(void)state;
	assert_redirect(SEND("/fi/events/new", picture(t.a, 700, 900, ".png"), "image_alt.fi", "A"), "/fi/events/");
	key = value("SELECT key FROM event");
	first = value("SELECT image_key FROM event");
	edit = path("/fi/events/", key, "/edit");
	/* A save without a file leaves it. */
	assert_redirect(SEND(edit, str_null, "version", version(key), "image_alt.fi", "B"), "/fi/events/");
	assert_str(value("SELECT image_key FROM event"), str_c(t.a, first));
	assert_redirect(SEND(edit, picture(t.a, 30, 20, ".jpg"), "version", version(key), "image_alt.fi", "C"), "/fi/events/");
	second = value("SELECT image_key FROM event");
	assert_false(str_eq(first, second));
	assert_status(get(&t, path("/images/", first, "/small")), 404);
	assert_status(get(&t, path("/images/", second, "/small")), 200);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file"), 3);
	/* Two at once: the later one is told so, and its picture is not kept. */
	r = assert_status(SEND(edit, picture(t.a, 40, 20, ".jpg"), "version", "1", "image_alt.fi", "D"), 422);
	assert_text(r, "href=\"#event-picture\"");
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file"), 3);
	assert_redirect(SEND(edit, str_null, "version", version(key), "picture_remove", "1"), "/fi/events/");
	assert_str(value("SELECT COALESCE(image_key, '-') FROM event"), "-");
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file"), 0);
}

static void test_a_copy_has_a_picture_of_its_own(void **state)
{
	str key, copy, image;

	(void)state;
	assert_redirect(SEND("/fi/events/new", picture(t.a, 700, 900, ".png"), "image_alt.fi", "A"), "/fi/events/");
	key = value("SELECT key FROM event");
	assert_redirect(post(&t, path("/fi/events/", key, "/copy"), ""), "/fi/events/");
	copy = value(path("SELECT key FROM event WHERE key <> '", key, "'"));
	image = value(path("SELECT image_key FROM event WHERE key <> '", key, "'"));
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file"), 6);
	assert_int_equal(test_number(c, "SELECT COUNT(DISTINCT i.owner_id) FROM image i"
					" JOIN event e ON e.id = i.owner_id AND e.image_key = i.key"),
			 2);
	assert_redirect(post(&t, path("/fi/events/", key, "/delete"), "sure=1"), "/fi/events");
	test_ctx_renew(&t.store, c);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file"), 3);
	assert_text(assert_status(get(&t, path("/fi/events/", copy, "")), 200), path("/images/", image, "/medium"));
	assert_status(get(&t, path("/images/", image, "/medium")), 200);
}

/* ---- marks ---------------------------------------------------------------------------------------------------------- */

static struct test_reply *send_mark(const char *target, str file, const char *words)
{
	return send_form(target, "picture", "lippu.jpg", file,
			 (const char *const[]){ "alt.fi", words, "alt.sv", words, "alt.en", words, NULL });
}

static void test_marks_are_added_ordered_and_removed(void **state)
{
	struct event_input in = test_event_input(10, 0);
	struct payer_share share = { 0, 100 };
	struct event_outcome out;
	struct event_payer *payers;
	struct pdf_picture *pictures;
	struct test_reply *r;
	const char *marks, *edit;
	str key, first, second;
	size_t count, pdf_count;

	(void)state;
	assert_redirect(post(&t, "/en/projects/new", "name=Kasvua&funder=Liitto&line.fi=EU&starts_on=2026-01-01&ends_on=2026-12-31"),
			"/en/projects");
	key = value("SELECT key FROM funding_project");
	marks = path("/en/projects/", key, "/marks");
	edit = path("/en/projects/", key, "/edit");
	assert_redirect(send_mark(marks, picture(t.a, 600, 100, ".jpg"), "Euroopan unioni"), "/en/projects/");
	assert_redirect(send_mark(marks, picture(t.a, 100, 100, ".png"), "Liitto"), "/en/projects/");
	first = value("SELECT file_key FROM funding_project_mark WHERE alt_fi = 'Euroopan unioni'");
	second = value("SELECT file_key FROM funding_project_mark WHERE alt_sv = 'Liitto'");
	/* Refused ones are told at their fields. */
	r = assert_status(send_mark(marks, S("none"), "Sana"), 422);
	assert_text(r, "href=\"#mark-picture\"");
	assert_text(r, "value=\"Sana\"");
	r = assert_status(send_mark(marks, picture(t.a, 10, 10, ".png"), ""), 422);
	assert_text(r, "href=\"#mark-alt-sv\"");
	/* The second goes first. */
	assert_redirect(post(&t, path(marks, STR_CONCAT(t.a, S("/"), second), "/raise"), ""), "/en/projects/");
	assert_str(value("SELECT file_key FROM funding_project_mark ORDER BY position LIMIT 1"), str_c(t.a, second));
	/* On the event's page, and as PNG for documents, also the one that came as JPEG. */
	share.project = test_number(c, "SELECT id FROM funding_project");
	in.payers = &share;
	in.payer_count = 1;
	assert_ok(event_create(c, test_writer(&t.store), &in, &out));
	assert_ok(event_publish(c, test_writer(&t.store), out.key, &out));
	assert_ok(project_payers(c, out.id, &payers, &count));
	assert_ok(project_mark_pictures(c, payers, count, 4, &pictures, &pdf_count));
	assert_int_equal(pdf_count, 2);
	assert_str(file_type_of(pictures[1].png), "image/png");
	assert_str(pictures[1].alternative, "Euroopan unioni");
	str event = str_copy(t.a, out.key);
	r = assert_status(get(&t, path("/fi/events/", event, "")), 200);
	assert_text(r, path("src=\"/images/", first, "/small\" width=\"480\" height=\"80\" alt=\"Euroopan unioni\""));
	assert_status(get(&t, path("/fi/events/", event, "/poster.pdf")), 200);
	/* Only coordinators change them. */
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(post(&t, path(marks, STR_CONCAT(t.a, S("/"), first), "/remove"), ""), 403);
	assert_status(send_mark(marks, picture(t.a, 10, 10, ".png"), "x"), 403);
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	assert_redirect(post(&t, path(marks, STR_CONCAT(t.a, S("/"), first), "/remove"), ""), "/en/projects/");
	assert_status(post(&t, path(marks, STR_CONCAT(t.a, S("/"), first), "/remove"), ""), 404);
	assert_status(get(&t, path("/images/", first, "/small")), 404);
	assert_no_text(assert_status(get(&t, edit), 200), "Euroopan unioni");
	test_ctx_renew(&t.store, c);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file WHERE state = 'complete'"), 3);
}

#define WEB_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_three_sizes_are_made_and_deleted),
						   cmocka_unit_test(test_what_is_no_picture_is_refused),
						   WEB_TEST(test_a_picture_stands_on_the_page),
						   WEB_TEST(test_refusals_stand_at_the_picture),
						   WEB_TEST(test_a_picture_is_replaced_and_removed),
						   WEB_TEST(test_a_copy_has_a_picture_of_its_own),
						   WEB_TEST(test_marks_are_added_ordered_and_removed) };

	setenv("TALKOOT_TEST_PROGRAM", TALKOOT_BINARY_DIR "/talkoot", 1);
	if (VIPS_INIT("image_test") != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
