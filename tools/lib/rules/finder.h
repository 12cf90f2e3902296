/* Finds which of many literals a text holds. At each place of the text the first bytes of a literal
 * that could begin there are looked up in a set of bits that stays in a processor's nearest cache;
 * only where they are there is anything compared. This is the search by fingerprints of Karp and
 * Rabin, "Efficient randomized pattern-matching algorithms", IBM J. R&D 31 (1987), with one
 * fingerprint for each size of a beginning. */
#ifndef SMO_LIB_RULES_FINDER_H
#define SMO_LIB_RULES_FINDER_H

#include "lib/base/span.h"

#include <stdint.h>

struct finder;

struct finder *finder_new(void);

/* A literal (not empty; ASCII case ignored) that stands for `meaning`. Several literals may mean
 * the same, one literal several things. */
void finder_add(struct finder *finder, struct span literal, uint32_t meaning);

/* After the last literal, and once. Afterwards threads may share the finder. */
void finder_close(struct finder *finder);

/* Sets bit `meaning` in `marks` for each literal that the text holds. Below 1 ns a byte for each
 * size of a beginning, of which there are four at most; more for what is made of beginnings. */
void finder_mark(const struct finder *finder, struct span text, uint64_t *marks);

void finder_free(struct finder *finder);

#endif
