/* Finds which of many literals a text holds, in one pass: the automaton of Aho and Corasick,
 * "Efficient string matching", CACM 18 (1975), made whole, so that each byte costs one look-up. */
#ifndef SMO_LIB_RULES_FINDER_H
#define SMO_LIB_RULES_FINDER_H

#include "lib/base/span.h"

#include <stdint.h>

struct finder;

struct finder *finder_new(void);

/* A literal (not empty; ASCII case ignored, any white space taken for a blank) that stands for
 * `meaning`. Several literals may mean the same, one literal several things. */
void finder_add(struct finder *finder, struct span literal, uint32_t meaning);

/* A literal, which may be empty, that counts only at the start of a text (is_first), at its end
 * (is_last), or as the whole of it (both). */
void finder_add_bound(struct finder *finder, struct span literal, bool is_first, bool is_last,
                      uint32_t meaning);

/* After the last literal, and once. Afterwards threads may share the finder. */
void finder_close(struct finder *finder);

/* Sets bit `meaning` in `marks` for each literal that the text holds. About 1 ns a byte. */
void finder_mark(const struct finder *finder, struct span text, uint64_t *marks);

/* The same in pieces: the state before a text; the state behind a piece of it; and the last piece,
 * to which the cost of above applies. A piece before costs several times as much. */
uint32_t finder_start(const struct finder *finder, uint64_t *marks);
uint32_t finder_go_on(const struct finder *finder, uint32_t state, struct span piece,
                      uint64_t *marks);
void finder_end(const struct finder *finder, uint32_t state, struct span piece, uint64_t *marks);

void finder_free(struct finder *finder);

#endif
