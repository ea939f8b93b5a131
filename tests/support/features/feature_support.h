/* What the tests of features share: figures and texts read past the feature's own statements, and the mails that wait.
 *
 * Failures end the test. */
#ifndef TALKOOT_TESTS_FEATURE_SUPPORT_H
#define TALKOOT_TESTS_FEATURE_SUPPORT_H

#include "support/store/store_support.h"

/* The first column of the first row, an integer. */
int64_t test_number(struct ctx *c, const char *sql);
/* The first column of all rows, a text, a line each. */
str test_texts(struct ctx *c, const char *sql);
/* All mails of the outbox, oldest first, as people read them: quoted-printable is decoded. */
str test_mails(struct ctx *c);
/* Does the text hold these words? */
bool test_has(str text, const char *words);
/* A published event with a title in Finnish that begins on 4 December 2026 at 9 in Helsinki, 20 seats. key: 16 characters. */
void test_event(struct test_store *t, int id, const char *key);

#endif
