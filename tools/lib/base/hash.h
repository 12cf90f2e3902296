/* Two hashes: a fast one for tables inside one run, a strong one for keys that leave the program.
 */
#ifndef SMO_LIB_BASE_HASH_H
#define SMO_LIB_BASE_HASH_H

#include "lib/base/span.h"

#include <stdint.h>

/* A fast 64-bit hash in the multiply-and-fold family (Wang Yi's wyhash, public domain, is its best
 * known member). Not for secrets; `seed` should come from hash_random_seed(), so that nobody can
 * write a log whose keys collide. About 1 ns for 8 bytes, 8 bytes per ns in long keys. */
uint64_t hash_bytes(struct span s, uint64_t seed);

/* A seed nobody can foretell, from getrandom(2). */
uint64_t hash_random_seed(void);

/* SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed pseudo-random function, for pseudonyms that
 * must not be turned back into addresses without the key. */
struct hash_key {
    uint64_t low, high;
};
uint64_t hash_keyed(struct span s, const struct hash_key *key);

/* The key as 16 bytes in a file or from getrandom(2), little-endian, low half first. */
struct hash_key hash_key_of(const unsigned char bytes[16]);

#endif
