/* Finds the files that tools/assetc put into the program. */
#include "web/asset.h"

#include "web/asset_table.h"

static const struct asset_row *row_of(str name)
{
	size_t low = 0, high = asset_table_size;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(name, asset_table[middle].name);
		if (order == 0)
			return &asset_table[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static str span_str(struct asset_span span)
{
	return span.start == NULL ? str_null : str_make(span.start, (size_t)(span.end - span.start));
}

/* "app.3f2a9c0b1d2e.css" -> "app.css" in `name`; false when it does not look like that. */
static bool name_of_file(str file, char *name, size_t size, str *ret)
{
	size_t last = file.n, before = file.n;
	for (size_t i = 0; i < file.n; i++) {
		if (file.p[i] == '.') {
			before = last;
			last = i;
		}
	}
	if (last == file.n || before == file.n || file.n >= size)
		return false;
	memcpy(name, file.p, before);
	memcpy(name + before, file.p + last, file.n - last);
	*ret = str_make(name, before + file.n - last);
	return true;
}

bool asset_find(str file, struct asset *ret)
{
	char buffer[128];
	str name;
	if (!name_of_file(file, buffer, sizeof buffer, &name))
		return false;
	const struct asset_row *row = row_of(name);
	if (row == NULL || !str_eq(row->file, file))
		return false;
	*ret = (struct asset){
		.name = row->name,
		.type = row->type,
		.etag = row->etag,
		.bytes = span_str(row->bytes),
		.gz = span_str(row->gz),
		.br = span_str(row->br),
	};
	return true;
}

str asset_url(const char *name)
{
	const struct asset_row *row = row_of(str_from(name));
	return row == NULL ? S("/assets/missing") : row->url;
}

str asset_file(const char *name)
{
	return str_sub(asset_url(name), sizeof "/assets/" - 1, SIZE_MAX);
}
