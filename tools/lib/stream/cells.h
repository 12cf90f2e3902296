/* Splits a row at its TABs, the inner loop of every tool but the first; and puts one together. */
#ifndef SMO_LIB_STREAM_CELLS_H
#define SMO_LIB_STREAM_CELLS_H

#include "lib/base/arena.h"
#include "lib/base/span.h"

#include <stdint.h>

/* Writes to ends[0 .. count-1] where each cell ends (the offset of its TAB, the row's size for the
 * last) and returns how many cells there are, which may be more than `room`: only that many are
 * written. */
size_t cells_split(struct span row, uint32_t *ends, size_t room);

/* The same for all rows that `text` begins with, in one pass: those of so many cells each, with an
 * LF behind them. Writes where each cell ends, row after row, as offsets in the text, and returns
 * how many rows these are: up to the end of the text, of which CELLS_TEXT_BYTES are looked at, or
 * to a row of another number of cells. There is room for CELLS_ROOM offsets; up to CELLS_SLACK
 * bytes behind the text are read. 64 bytes a step, by SSE2, or by AVX2 or AVX-512 if the machine
 * turns out to have it. */
enum {
    CELLS_TEXT_BYTES = 8192, /* the text, and the offsets found in it, stay in the first cache */
    CELLS_SLACK = 64,
    CELLS_ROOM = CELLS_TEXT_BYTES + CELLS_SLACK
};
size_t cells_scan(struct span text, size_t columns, uint32_t *ends);

/* Its twins: for every machine, and for one without AVX-512 (or less). */
size_t cells_scan_anywhere(struct span text, size_t columns, uint32_t *ends);
size_t cells_scan_by_avx2(struct span text, size_t columns, uint32_t *ends);

/* True if the second cell stands right behind the first one in a row: with the TAB between them
 * they are one piece. */
static inline bool cells_are_neighbours(struct span first, struct span second) {
    return first.at + first.size + 1 == second.at && second.at[-1] == '\t';
}

/* To write a row: each call puts a cell and its TAB at `at` and returns where the next one goes. */
static inline char *cells_put(char *at, struct span cell) {
    at = span_copy(at, cell);
    *at = '\t';
    return at + 1;
}

/* The same for one that is kept in an arena, as arena_put() has it: there must be room for
 * ARENA_SLACK bytes more. */
static inline __attribute__((always_inline)) char *cells_put_kept(char *at, struct span cell) {
    at = arena_put(at, cell);
    *at = '\t';
    return at + 1;
}

static inline char *cells_put_absent(char *at) {
    at[0] = '-';
    at[1] = '\t';
    return at + 2;
}

#endif
