/* An arena: many small things that live and die together. Allocation is a pointer bump; nothing
 * moves; all goes with arena_free() or arena_clear(). */
#ifndef SMO_LIB_BASE_ARENA_H
#define SMO_LIB_BASE_ARENA_H

#include "lib/base/span.h"

struct arena_chunk;

/* Zero-initialise. */
struct arena {
    struct arena_chunk *newest;
    size_t used;  /* of the newest chunk */
    size_t bytes; /* of all chunks: what the arena costs */
};

/* `size` bytes, aligned for any type, not initialised. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, all bytes zero. */
void *arena_zeroed(struct arena *arena, size_t size);

/* A copy of the bytes, with a NUL behind them that the span does not count. Not aligned.
 * ARENA_SLACK bytes can be read from its start, or from any place in it, even if it is shorter:
 * what lies behind it has no meaning, but short copies of it can be made in one step. */
enum { ARENA_SLACK = 32 };
struct span arena_copy(struct arena *arena, struct span s);

/* Writes such a copy, or a piece from its middle, to `at`, where there is room for ARENA_SLACK
 * bytes more than it has; returns where it ends. */
static inline __attribute__((always_inline)) char *arena_put(char *at, struct span copy) {
    memcpy(at, copy.at, ARENA_SLACK);
    if (copy.size > ARENA_SLACK)
        memcpy(at + ARENA_SLACK, copy.at + ARENA_SLACK, copy.size - ARENA_SLACK);
    return at + copy.size;
}

/* Forgets everything, keeps one chunk for the next use: none that was made for something huge. */
void arena_clear(struct arena *arena);

void arena_free(struct arena *arena);

#endif
