#include "lib/rules/finder.h"

#include "lib/base/arena.h"
#include "lib/base/mem.h"

#include <endian.h>
#include <stdlib.h>

#define FINDER_NONE UINT32_MAX

/* Of most literals four bytes are looked at, of shorter ones all that they have. */
enum { FINDER_MOST_BYTES = 4, FINDER_HASH_BITS = 15, FINDER_CHAIN_BITS = 10 };

struct finder_literal {
    struct span text; /* lower case */
    uint32_t meaning;
    uint32_t next; /* of its chain */
};

/* The literals whose beginnings have one size. */
struct finder_size {
    unsigned other_bits;                         /* of a word: behind the beginning */
    uint64_t seen[(1 << FINDER_HASH_BITS) / 64]; /* hashes of their beginnings */
    uint32_t chains[1 << FINDER_CHAIN_BITS];     /* literals, by the upper bits of these */
};

struct finder {
    struct finder_literal *literals;
    size_t literal_count, literal_capacity;
    struct finder_size *sizes[FINDER_MOST_BYTES]; /* NULL: no literal has it */
    struct arena arena;
};

struct finder *finder_new(void) {
    return mem_zeroed(1, sizeof(struct finder));
}

void finder_free(struct finder *finder) {
    if (!finder)
        return;
    for (size_t i = 0; i < FINDER_MOST_BYTES; i++)
        free(finder->sizes[i]);
    free(finder->literals);
    arena_free(&finder->arena);
    free(finder);
}

void finder_add(struct finder *finder, struct span literal, uint32_t meaning) {
    char *lower = arena_alloc(&finder->arena, literal.size);
    for (size_t i = 0; i < literal.size; i++)
        lower[i] = span_lower_byte(literal.at[i]);
    mem_grow(&finder->literals, &finder->literal_capacity, finder->literal_count + 1,
             sizeof *finder->literals);
    finder->literals[finder->literal_count++] =
        (struct finder_literal){{lower, literal.size}, meaning, FINDER_NONE};
}

/* Letters hash as their lower case does; that other bytes are mixed up as well does no harm. */
static inline uint32_t finder_hash(uint32_t word, unsigned other_bits) {
    return ((le32toh(word) | 0x20202020) << other_bits) * 0x9e3779b1 >> (32 - FINDER_HASH_BITS);
}

/* The first bytes of a text, filled up. */
static uint32_t finder_beginning(struct span text) {
    char bytes[FINDER_MOST_BYTES] = {0};
    memcpy(bytes, text.at, span_take(text, sizeof bytes).size);
    return span_half_word(bytes);
}

static struct finder_size *finder_size_of(struct finder *finder, size_t bytes) {
    struct finder_size **size = &finder->sizes[bytes - 1];
    if (!*size) {
        *size = mem_zeroed(1, sizeof **size);
        (*size)->other_bits = (unsigned)(8 * (FINDER_MOST_BYTES - bytes));
        for (size_t i = 0; i < 1 << FINDER_CHAIN_BITS; i++)
            (*size)->chains[i] = FINDER_NONE;
    }
    return *size;
}

void finder_close(struct finder *finder) {
    for (size_t i = 0; i < finder->literal_count; i++) {
        struct finder_literal *literal = &finder->literals[i];
        size_t bytes = span_take(literal->text, FINDER_MOST_BYTES).size;
        struct finder_size *size = finder_size_of(finder, bytes);
        uint32_t hash = finder_hash(finder_beginning(literal->text), size->other_bits);
        uint32_t *chain = &size->chains[hash >> (FINDER_HASH_BITS - FINDER_CHAIN_BITS)];
        size->seen[hash / 64] |= (uint64_t)1 << hash % 64;
        literal->next = *chain;
        *chain = (uint32_t)i;
    }
}

static bool finder_begins_with(struct span text, struct span lower) {
    if (text.size < lower.size)
        return false;
    size_t i = 0;
    while (i < lower.size && span_lower_byte(text.at[i]) == lower.at[i])
        i++;
    return i == lower.size;
}

/* Marks the literals of a size that the text begins with, where a hash says there may be some. */
static void finder_mark_here(const struct finder *finder, const struct finder_size *size,
                             uint32_t hash, struct span text, uint64_t *marks) {
    uint32_t place = size->chains[hash >> (FINDER_HASH_BITS - FINDER_CHAIN_BITS)];
    for (; place != FINDER_NONE; place = finder->literals[place].next) {
        const struct finder_literal *literal = &finder->literals[place];
        if (finder_begins_with(text, literal->text))
            marks[literal->meaning / 64] |= (uint64_t)1 << literal->meaning % 64;
    }
}

static void finder_mark_size(const struct finder *finder, const struct finder_size *size,
                             size_t bytes, struct span text, uint64_t *marks) {
    const unsigned other_bits = size->other_bits;
    const char *end = text.at + text.size;
    for (size_t place = 0; place + bytes <= text.size; place++) {
        const char *at = text.at + place;
        uint32_t word = place + FINDER_MOST_BYTES <= text.size
                            ? span_half_word(at)
                            : finder_beginning(span_between(at, end));
        uint32_t hash = finder_hash(word, other_bits);
        if (size->seen[hash / 64] >> hash % 64 & 1)
            finder_mark_here(finder, size, hash, span_between(at, end), marks);
    }
}

void finder_mark(const struct finder *finder, struct span text, uint64_t *marks) {
    for (size_t bytes = 1; bytes <= FINDER_MOST_BYTES; bytes++)
        if (finder->sizes[bytes - 1])
            finder_mark_size(finder, finder->sizes[bytes - 1], bytes, text, marks);
}
