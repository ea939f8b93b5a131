/* Marks at the start of files, as their formats define them. */
#include "store/file_type.h"

enum { SVG_SEARCH = 4096 };

/* A zip's entries carry their names in clear; Office Open XML is told by its main folder. */
static str zip_type(str bytes)
{
	static const struct {
		str part, type;
	} kinds[] = {
		{ S_INIT("xl/workbook"), S_INIT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") },
		{ S_INIT("word/document"), S_INIT("application/vnd.openxmlformats-officedocument.wordprocessingml.document") },
		{ S_INIT("ppt/presentation"), S_INIT("application/vnd.openxmlformats-officedocument.presentationml.presentation") },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_find_str(bytes, kinds[i].part) < bytes.n)
			return kinds[i].type;
	return S("application/zip");
}

static bool is_text(str bytes)
{
	if (!str_is_utf8(bytes))
		return false;
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char b = (unsigned char)bytes.p[i];

		if (b < 0x20 && b != '\t' && b != '\n' && b != '\r')
			return false;
	}
	return true;
}

/* In any encoding that keeps ASCII, and in UTF-16 where every other byte is zero. */
static bool mentions_svg(str bytes)
{
	char letters[SVG_SEARCH];
	size_t n = 0;

	for (size_t i = 0; i < bytes.n && n < sizeof letters; i++) {
		char b = bytes.p[i];

		if (b != '\0')
			letters[n++] = b >= 'A' && b <= 'Z' ? (char)(b + 32) : b;
	}
	return str_find_str(str_make(letters, n), S("<svg")) < n || str_find_str(str_make(letters, n), S("<!doctype svg")) < n;
}

str file_type_of(str bytes)
{
	if (str_starts(bytes, S("\x89PNG\r\n\x1a\n")))
		return S("image/png");
	if (str_starts(bytes, S("\xff\xd8\xff")))
		return S("image/jpeg");
	if (str_starts(bytes, S("GIF87a")) || str_starts(bytes, S("GIF89a")))
		return S("image/gif");
	if (str_starts(bytes, S("RIFF")) && str_eq_c(str_sub(bytes, 8, 4), "WEBP"))
		return S("image/webp");
	if (str_starts(bytes, S("%PDF-")))
		return S("application/pdf");
	if (str_starts(bytes, S("PK\x03\x04")))
		return zip_type(bytes);
	if (mentions_svg(bytes))
		return str_null;
	return is_text(bytes) ? S("text/plain") : S("application/octet-stream");
}
