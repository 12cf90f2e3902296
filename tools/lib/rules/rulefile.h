/* The text of a file of rules as lines and words, smo-rules(5). A blank and `#`, or `#` at the
 * start of a line, begin a comment, everywhere: no url has a blank in it, and a pattern that wants
 * one before `#` writes \x23. */
#ifndef SMO_LIB_RULES_RULEFILE_H
#define SMO_LIB_RULES_RULEFILE_H

#include "lib/base/span.h"

#include <stdint.h>

/* Where a reader of the text is. Begin with {.rest = text}. */
struct rulefile {
    struct span rest;
    uint32_t line; /* number of the line that rulefile_next_line() gave last */
};

/* The next line that has a rule, without comment and blanks around it; *indent is how many bytes
 * stand before it. LF or CR LF end lines; a byte order mark is passed over. */
bool rulefile_next_line(struct rulefile *file, struct span *line, uint32_t *indent);

/* Cuts the next word off *line, and the blanks behind it; empty if there is none. */
struct span rulefile_cut_word(struct span *line);

/* The same for a token of an agent or tag: a word, or, where it begins with `/` or `!/`, all up to
 * the next `/` that ends a word, blanks included. Without such an end, a word. */
struct span rulefile_cut_token(struct span *line);

#endif
