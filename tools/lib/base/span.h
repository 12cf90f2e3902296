/* A span: bytes that somebody else owns. Almost everything smo handles is a piece of a line in a
 * buffer; a span names it without copying. It may hold any byte, has no terminator, and lives as
 * long as what it points into: for a line that a reader gave, until the next read. */
#ifndef SMO_LIB_BASE_SPAN_H
#define SMO_LIB_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Marks a function for what happens seldom: it stays out of line, so that the one that calls it, at
 * each record, pays for none of the registers that it takes. */
#define SELDOM __attribute__((noinline))

struct span {
    const char *at;
    size_t size;
};

/* A span of a string literal, also in constant initialisers. */
#define SPAN(literal)                                                                              \
    { (literal), sizeof(literal) - 1 }

/* What a stream writes where there is nothing: "-". */
#define SPAN_ABSENT ((struct span)SPAN("-"))

/* A span of a C string, without its terminator. */
static inline struct span span_of(const char *string) {
    return (struct span){string, strlen(string)};
}

static inline struct span span_between(const char *from, const char *to) {
    return (struct span){from, (size_t)(to - from)};
}

static inline bool span_is_empty(struct span s) {
    return s.size == 0;
}

/* True for "-" and for nothing at all, the two spellings of "absent" in logs. */
static inline bool span_is_absent(struct span s) {
    return s.size == 0 || (s.size == 1 && s.at[0] == '-');
}

/* Cells are short, most below 16 bytes, nearly all below 64: they are compared, and copied, in
 * words of which the last may overlap the one before, for less than a call of memcmp() or memcpy()
 * costs. */
static inline uint64_t span_word(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t span_half_word(const char *at) {
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* The first and the last 8 bytes of a span of 8 or more; of 4 to 7 bytes, the first and the last 4;
 * of fewer, all of them in *first. Together with the size they tell a span of up to 16 bytes from
 * all others. */
static inline __attribute__((always_inline)) void span_ends(struct span s, uint64_t *first,
                                                            uint64_t *last) {
    *first = *last = 0;
    if (s.size >= 8) {
        *first = span_word(s.at);
        *last = span_word(s.at + s.size - 8);
    } else if (s.size >= 4) {
        *first = span_half_word(s.at);
        *last = span_half_word(s.at + s.size - 4);
    } else {
        for (size_t i = 0; i < s.size; i++)
            *first = *first << 8 | (unsigned char)s.at[i];
    }
}

static inline bool span_same_16(const char *a, const char *b) {
    return ((span_word(a) ^ span_word(b)) | (span_word(a + 8) ^ span_word(b + 8))) == 0;
}

static inline bool span_equals(struct span a, struct span b) {
    if (a.size != b.size)
        return false;
    if (a.size > 64)
        return memcmp(a.at, b.at, a.size) == 0;
    if (a.size > 16) {
        for (size_t i = 0; i + 16 < a.size; i += 16)
            if (!span_same_16(a.at + i, b.at + i))
                return false;
        return span_same_16(a.at + a.size - 16, b.at + a.size - 16);
    }
    if (a.size >= 8)
        return span_word(a.at) == span_word(b.at) &&
               span_word(a.at + a.size - 8) == span_word(b.at + b.size - 8);
    if (a.size >= 4)
        return span_half_word(a.at) == span_half_word(b.at) &&
               span_half_word(a.at + a.size - 4) == span_half_word(b.at + b.size - 4);
    for (size_t i = 0; i < a.size; i++)
        if (a.at[i] != b.at[i])
            return false;
    return true;
}

/* Copies the bytes to `at`, which they do not overlap; returns where they end. */
static inline char *span_copy(char *at, struct span s) {
    char *end = at + s.size;
    if (s.size > 64) {
        memcpy(at, s.at, s.size);
    } else if (s.size > 32) {
        memcpy(at, s.at, 32);
        memcpy(end - 32, s.at + s.size - 32, 32);
    } else if (s.size > 16) {
        memcpy(at, s.at, 16);
        memcpy(end - 16, s.at + s.size - 16, 16);
    } else if (s.size >= 8) {
        uint64_t first = span_word(s.at), last = span_word(s.at + s.size - 8);
        memcpy(at, &first, 8);
        memcpy(end - 8, &last, 8);
    } else if (s.size >= 4) {
        uint32_t first = span_half_word(s.at), last = span_half_word(s.at + s.size - 4);
        memcpy(at, &first, 4);
        memcpy(end - 4, &last, 4);
    } else {
        for (size_t i = 0; i < s.size; i++)
            at[i] = s.at[i];
    }
    return end;
}

/* Of a literal, size and words are constants. */
static inline __attribute__((always_inline)) bool span_is(struct span s, const char *string) {
    size_t size = strlen(string);
    return s.size == size && (size == 0 || memcmp(s.at, string, size) == 0);
}

static inline bool span_starts_with(struct span s, struct span prefix) {
    return s.size >= prefix.size && memcmp(s.at, prefix.at, prefix.size) == 0;
}

static inline bool span_ends_with(struct span s, struct span suffix) {
    return s.size >= suffix.size &&
           memcmp(s.at + (s.size - suffix.size), suffix.at, suffix.size) == 0;
}

/* What is left after the first `count` bytes (all of them, if it has fewer). */
static inline struct span span_skip(struct span s, size_t count) {
    if (count > s.size)
        count = s.size;
    return (struct span){s.at + count, s.size - count};
}

/* The first `count` bytes, or the whole. */
static inline struct span span_take(struct span s, size_t count) {
    return (struct span){s.at, count < s.size ? count : s.size};
}

/* The place of the first such byte, or s.size. */
static inline size_t span_find(struct span s, char byte) {
    const char *found = s.size ? memchr(s.at, byte, s.size) : NULL;
    return found ? (size_t)(found - s.at) : s.size;
}

/* Cuts *rest at the first `separator`: returns what stands before it, leaves in *rest what stands
 * behind it. Without a separator all is returned and *rest is empty with a null address, which
 * tells "no more" from "an empty last piece". */
static inline struct span span_cut(struct span *rest, char separator) {
    size_t place = span_find(*rest, separator);
    struct span piece = {rest->at, place};
    *rest = place < rest->size ? span_skip(*rest, place + 1) : (struct span){NULL, 0};
    return piece;
}

/* Lower case of ASCII letters, whatever the locale; other bytes stay. */
static inline char span_lower_byte(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

/* The same of eight bytes at once: the upper bit of a byte, once 'A' or what follows 'Z' was taken
 * from it, tells where it lies. */
static inline uint64_t span_lower_word(uint64_t word) {
    const uint64_t each = 0x0101010101010101, upper_bits = 0x80 * each, ascii = word & ~upper_bits;
    uint64_t from_a = ascii + (0x80 - 'A') * each, behind_z = ascii + (0x80 - 'Z' - 1) * each;
    return word | (from_a & ~behind_z & ~word & upper_bits) >> 2;
}

/* Writes the bytes in lower case to `at`, which is where they are or does not overlap them; returns
 * where they end. */
static inline char *span_lower(char *at, struct span s) {
    if (s.size < 8) {
        for (size_t i = 0; i < s.size; i++)
            at[i] = span_lower_byte(s.at[i]);
        return at + s.size;
    }
    uint64_t last = span_lower_word(span_word(s.at + s.size - 8));
    for (size_t i = 0; i + 8 < s.size; i += 8) {
        uint64_t word = span_lower_word(span_word(s.at + i));
        memcpy(at + i, &word, 8);
    }
    memcpy(at + s.size - 8, &last, 8);
    return at + s.size;
}

/* Equality and search with ASCII case ignored. span_find_folded() wants `needle` in lower case and
 * returns s.size when it is not there. Linear in practice: it looks for the first byte first. */
bool span_equals_folded(struct span a, struct span b);
size_t span_find_folded(struct span s, struct span needle);

/* Without leading and trailing blanks (space and tab). */
struct span span_trim(struct span s);

/* Byte-wise order, as LC_ALL=C sort has it: <0, 0, >0. */
int span_compare(struct span a, struct span b);

#endif
