#include "lib/base/arena.h"

#include "lib/base/mem.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

enum { ARENA_CHUNK_BYTES = 64 * 1024 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    alignas(max_align_t) char at[];
};

static void arena_add_chunk(struct arena *arena, size_t size) {
    size_t wanted = size > ARENA_CHUNK_BYTES ? size : ARENA_CHUNK_BYTES;
    if (wanted > SIZE_MAX - sizeof(struct arena_chunk) - ARENA_SLACK)
        mem_exhausted();
    struct arena_chunk *chunk = mem_alloc(1, sizeof *chunk + wanted + ARENA_SLACK);
    chunk->older = arena->newest;
    chunk->size = wanted;
    arena->newest = chunk;
    arena->used = 0;
    arena->bytes += wanted;
}

static char *arena_bump(struct arena *arena, size_t size, size_t alignment) {
    size_t start = (arena->used + alignment - 1) & ~(alignment - 1);
    if (!arena->newest || start > arena->newest->size || size > arena->newest->size - start) {
        arena_add_chunk(arena, size);
        start = 0;
    }
    arena->used = start + size;
    return arena->newest->at + start;
}

void *arena_alloc(struct arena *arena, size_t size) {
    return arena_bump(arena, size, alignof(max_align_t));
}

void *arena_zeroed(struct arena *arena, size_t size) {
    return memset(arena_alloc(arena, size), 0, size);
}

struct span arena_copy(struct arena *arena, struct span s) {
    if (s.size == SIZE_MAX)
        mem_exhausted();
    char *copy = arena_bump(arena, s.size + 1, 1);
    if (s.size)
        memcpy(copy, s.at, s.size);
    copy[s.size] = '\0';
    return (struct span){copy, s.size};
}

void arena_clear(struct arena *arena) {
    while (arena->newest && (arena->newest->older || arena->newest->size > ARENA_CHUNK_BYTES)) {
        struct arena_chunk *chunk = arena->newest;
        arena->newest = chunk->older;
        arena->bytes -= chunk->size;
        free(chunk);
    }
    arena->used = 0;
}

void arena_free(struct arena *arena) {
    arena_clear(arena);
    free(arena->newest);
    *arena = (struct arena){0};
}
