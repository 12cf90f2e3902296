/* Hashes: fast ones for tables inside one run, a strong one for keys that leave the program. */
#ifndef SMO_LIB_BASE_HASH_H
#define SMO_LIB_BASE_HASH_H

#include "lib/base/span.h"

#include <stdint.h>

/* A fast 64-bit hash in the multiply-and-fold family (Wang Yi's wyhash, public domain, is its best
 * known member). Not for secrets; `seed` should come from hash_random_seed(), so that nobody can
 * write a log whose keys collide. About 1 ns for 8 bytes, 8 bytes per ns in long keys. */
uint64_t hash_bytes(struct span s, uint64_t seed);

/* A seed that nobody can predict, from getrandom(2). */
uint64_t hash_random_seed(void);

/* A key for the hashes below. */
struct hash_key {
    uint64_t low, high;
};

/* One that nobody can predict. */
struct hash_key hash_random_key(void);

/* The two halves of a 64 x 64 bit product, xored. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* 2^64 divided by the golden ratio, made odd: a product with it spreads neighbours. */
#define HASH_ODD UINT64_C(0x9e3779b97f4a7c15)

/* The same kind of hash, inline and with a key of 128 bits, for the cells that tables are asked
 * about at each record, some ten bytes long. The words of a text overlap rather than be filled up.
 * Both factors of each product hold a part of the key: nobody who writes a log can make one 0,
 * which would wipe out what came before. */
static inline uint64_t hash_cell(struct span s, const struct hash_key *key) {
    uint64_t state = key->low ^ s.size, first, last;
    if (s.size > 16) {
        const char *end = s.at + s.size;
        for (const char *at = s.at; at < end - 16; at += 16)
            state = hash_fold(span_word(at) ^ state, span_word(at + 8) ^ key->high);
        first = span_word(end - 16);
        last = span_word(end - 8);
    } else {
        span_ends(s, &first, &last);
    }
    state = hash_fold(first ^ state, last ^ key->high);
    return hash_fold(state ^ key->low, HASH_ODD);
}

/* SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed pseudo-random function, for pseudonyms that
 * must not be turned back into addresses without the key. */
uint64_t hash_keyed(struct span s, const struct hash_key *key);

/* The same of a byte and, behind it, `s`, which need not stand side by side. */
uint64_t hash_keyed_behind(unsigned char first, struct span s, const struct hash_key *key);

/* The same where many texts begin alike: of their head, whose size is a multiple of 8, once; then
 * of each with what follows the head. */
struct hash_begun {
    uint64_t state[4], before;
    size_t size; /* of the byte and the head */
};
struct hash_begun hash_keyed_begin(unsigned char first, struct span head,
                                   const struct hash_key *key);
uint64_t hash_keyed_end(const struct hash_begun *begun, struct span rest);

/* The key as 16 bytes in a file or from getrandom(2), little-endian, low half first. */
struct hash_key hash_key_of(const unsigned char bytes[16]);

#endif
