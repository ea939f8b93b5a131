/* Data of the sample template. */
#ifndef TALKOOT_TOOLS_TESTS_TPLC_SAMPLE_H
#define TALKOOT_TOOLS_TESTS_TPLC_SAMPLE_H

#include "out/html.h"

struct sample_row {
	str name;
	const char *key;
	int seats;
};

struct sample {
	str title, tooltip, old_value;
	struct safe_url url;
	struct safe_html body;
	const struct sample_row *rows;
	size_t n;
	bool must;
	unsigned page;
};

#endif
