/* What text a pattern cannot do without. `^/(product|item)/` matches nothing that does not begin
 * with `/product/` or `/item/`; so where none of these is seen, the pattern need not be tried, nor
 * `^/(?:en|de)?/?$` where a text has five bytes. This is what lets a hundred patterns cost hardly
 * more than the one that matches. */
#ifndef SMO_LIB_RULES_LITERALS_H
#define SMO_LIB_RULES_LITERALS_H

#include "lib/base/span.h"

enum { LITERALS_MAX = 128, LITERAL_BYTES = 13 };

enum { LITERALS_NO_LIMIT = 256 }; /* of a length */

struct literal {
    bool is_first, is_last; /* the text begins, or ends, with it */
    unsigned char size;
    char at[LITERAL_BYTES]; /* ASCII letters in lower case, white space as a blank */
};

struct literals {
    unsigned count;
    struct literal list[LITERALS_MAX];
};

/* How many bytes of a text it tells, where an end counts as one. */
static inline unsigned literals_size(const struct literal *literal) {
    return literal->size + (unsigned)literal->is_first + (unsigned)literal->is_last;
}

/* Literals of which each text that the pattern (valid PCRE2, not in extended mode) matches holds at
 * least one, ASCII case ignored and any white space taken for the other. None (count 0) where the
 * pattern says nothing of the kind, or says it in a way that is not looked into. *longest: the size
 * of the longest text that the pattern matches, or LITERALS_NO_LIMIT. */
void literals_find(struct literals *literals, unsigned *longest, struct span pattern);

/* How many bytes of a text, from its start, decide whether the pattern matches it;
 * LITERALS_NO_LIMIT where its end, or any number of bytes, may count. */
unsigned literals_reach(struct span pattern);

#endif
