/* Tells which of many words a text is: the whole of it, unlike what a finder looks for. */
#ifndef SMO_LIB_RULES_WHOLES_H
#define SMO_LIB_RULES_WHOLES_H

#include "lib/base/span.h"

#include <stdint.h>

enum { WHOLES_MAX_BYTES = 256 }; /* of a word */

struct wholes;

struct wholes *wholes_new(void);

/* A word (of WHOLES_MAX_BYTES at most; ASCII case ignored, any white space taken for a blank) that
 * stands for `meaning`. Several words may mean the same, one word several things. */
void wholes_add(struct wholes *wholes, struct span word, uint32_t meaning);

/* Sets bit `meaning` in `marks` for all that the text means. Threads may share the words. */
void wholes_mark(const struct wholes *wholes, struct span text, uint64_t *marks);

void wholes_free(struct wholes *wholes);

#endif
