/* Words: what people read, in their language. The English texts of the program are the keys;
 * catalogues are GNU gettext's .mo files, made by msgfmt(1) from po/. They are read here and not by
 * gettext(3), which needs the locale to be installed: `--lang ru` works on every machine, and the
 * locale decides nothing else. */
#ifndef SMO_REPORT_WORDS_H
#define SMO_REPORT_WORDS_H

#include "lib/base/fault.h"
#include "lib/base/span.h"

struct words;

/* Marks a text for xgettext(1) where it stands in a table; words_say() translates it where it is
 * printed. Texts handed to words_say(), sheet_remark() and sheet_word() are found without it. */
#define N_(text) text

/* Reads a catalogue. NULL and a fault if it cannot be read or is none. */
struct words *words_load(const char *path, struct fault *fault);

/* The text in the language; the text itself where the catalogue lacks it, or without one (NULL). */
const char *words_say(const struct words *words, const char *english);

/* The form for a number: of n things. English has two, a catalogue up to four, by the rule of its
 * language: one for 1, 21, 31 ..., one for 2 to 4, 22 to 24 ..., and one for the rest in Russian.
 */
const char *words_plural(const struct words *words, const char *one, const char *many, uint64_t n);

/* A name that the rules gave, such as "product" or "network"; NULL where the catalogue lacks it. */
const char *words_term(const struct words *words, struct span name);

/* What stands between thousands ("," in English) and before decimals ("."). */
const char *words_thousands(const struct words *words);
const char *words_decimal(const struct words *words);

/* What stands behind a number of per cent ("%"). */
const char *words_percent(const struct words *words);

/* True where a date is day, month, year, and false where it is ISO 8601, as in English. */
bool words_has_day_first(const struct words *words);

/* The language's code, for HTML: "en" without a catalogue. */
const char *words_language(const struct words *words);

void words_free(struct words *words);

#endif
