/* Splits a row at its TABs: the inner loop of every tool but the first. */
#ifndef SMO_LIB_STREAM_CELLS_H
#define SMO_LIB_STREAM_CELLS_H

#include "lib/base/span.h"

#include <stdint.h>

/* Writes to ends[0 .. count-1] where each cell ends (the offset of its TAB, the row's size for the
 * last) and returns how many cells there are, which may be more than `room`: only that many are
 * written. */
size_t cells_split(struct span row, uint32_t *ends, size_t room);

/* The same for the row that `text` begins with, and that ends with an LF: found in the same pass.
 * *size is the row's. 0 if there is no LF in the text, or `room` does not suffice. Up to
 * CELLS_SLACK bytes behind the text are read, and that many elements behind `room` written. 64
 * bytes a step, by SSE2, or by AVX2 or AVX-512 if the machine turns out to have it. */
enum { CELLS_SLACK = 64 };
size_t cells_scan(struct span text, uint32_t *ends, size_t room, size_t *size);

/* Its twins: for every machine, and for one without AVX-512 (or less). */
size_t cells_scan_anywhere(struct span text, uint32_t *ends, size_t room, size_t *size);
size_t cells_scan_by_avx2(struct span text, uint32_t *ends, size_t room, size_t *size);

/* True if the second cell stands right behind the first one in a row: with the TAB between them
 * they are one piece. */
static inline bool cells_are_neighbours(struct span first, struct span second) {
    return first.at + first.size + 1 == second.at && second.at[-1] == '\t';
}

#endif
