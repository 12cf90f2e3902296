#include "lib/base/hash.h"

#include <endian.h>
#include <sys/random.h>
#include <unistd.h>

/* 8 bytes, and the last 0 to 7 bytes of a text, as a number whose lowest byte comes first. The
 * loads of a tail overlap: bytes first copied together in memory would be waited for when they are
 * read as a word. */
static uint64_t load_64(const char *at) {
    return le64toh(span_word(at));
}

static uint64_t load_tail(const char *at, size_t size) {
    if (size >= 4) {
        uint64_t last = le32toh(span_half_word(at + size - 4));
        return le32toh(span_half_word(at)) | last << 8 * (size - 4);
    }
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++)
        word |= (uint64_t)(unsigned char)at[i] << 8 * i;
    return word;
}

static const uint64_t odd_a = HASH_ODD, odd_b = 0xc2b2ae3d27d4eb4f;

/* `secret` keeps a block that somebody chose from making a factor 0, which would wipe out the state
 * and all that came before it. */
uint64_t hash_bytes(struct span s, uint64_t seed) {
    const uint64_t secret = odd_b ^ hash_fold(seed ^ odd_b, odd_a);
    uint64_t state = seed ^ hash_fold(s.size ^ odd_a, odd_b);
    const char *at = s.at;
    size_t left = s.size;
    if (left >= 32) { /* two chains at once: a multiplication takes longer than it occupies */
        uint64_t second = state ^ secret;
        for (; left >= 32; at += 32, left -= 32) {
            state = hash_fold(span_word(at) ^ odd_a ^ state, span_word(at + 8) ^ secret);
            second = hash_fold(span_word(at + 16) ^ odd_b ^ second, span_word(at + 24) ^ secret);
        }
        state ^= second;
    }
    if (left >= 16)
        state = hash_fold(span_word(at) ^ odd_a ^ state, span_word(at + 8) ^ secret);
    uint64_t first, last;
    span_ends(s.size > 16 ? span_skip(s, s.size - 16) : s, &first, &last);
    state = hash_fold(first ^ odd_b ^ state, last ^ secret);
    return hash_fold(state ^ odd_a, secret);
}

uint64_t hash_random_seed(void) {
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        seed = hash_fold((uint64_t)getpid() ^ odd_a, (uint64_t)(uintptr_t)&seed ^ odd_b);
    return seed;
}

struct hash_key hash_random_key(void) {
    return (struct hash_key){hash_random_seed(), hash_random_seed()};
}

static uint64_t rotate(uint64_t word, int bits) {
    return word << bits | word >> (64 - bits);
}

static void sip_round(uint64_t v[4]) {
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word) {
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
}

static void sip_begin(uint64_t v[4], const struct hash_key *key) {
    v[0] = key->low ^ 0x736f6d6570736575;
    v[1] = key->high ^ 0x646f72616e646f6d;
    v[2] = key->low ^ 0x6c7967656e657261;
    v[3] = key->high ^ 0x7465646279746573;
}

/* `size` is that of all, `tail` its last bytes, fewer than 8. */
static uint64_t sip_end(uint64_t v[4], size_t size, uint64_t tail) {
    sip_word(v, (uint64_t)size << 56 | tail);
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Flat, as the next one: the state stays in registers. */
__attribute__((flatten)) uint64_t hash_keyed(struct span s, const struct hash_key *key) {
    uint64_t v[4];
    sip_begin(v, key);
    const char *at = s.at;
    size_t left = s.size;
    for (; left >= 8; at += 8, left -= 8)
        sip_word(v, load_64(at));
    return sip_end(v, s.size, load_tail(at, left));
}

/* Takes whole words in; `before` is a byte that goes into the next one. */
static struct span sip_words(uint64_t v[4], uint64_t *before, struct span s) {
    const char *at = s.at;
    size_t left = s.size;
    for (; left >= 8; at += 8, left -= 8) {
        uint64_t word = load_64(at);
        sip_word(v, *before | word << 8);
        *before = word >> 56;
    }
    return (struct span){at, left};
}

/* `size` is that of all, with the byte that stands first. */
static uint64_t sip_end_behind(uint64_t v[4], size_t size, uint64_t before, struct span left) {
    uint64_t tail = before | load_tail(left.at, left.size) << 8;
    if (left.size == 7) {
        sip_word(v, tail);
        tail = 0;
    }
    return sip_end(v, size, tail);
}

__attribute__((flatten)) uint64_t hash_keyed_behind(unsigned char first, struct span s,
                                                    const struct hash_key *key) {
    uint64_t v[4], before = first;
    sip_begin(v, key);
    struct span left = sip_words(v, &before, s);
    return sip_end_behind(v, s.size + 1, before, left);
}

struct hash_begun hash_keyed_begin(unsigned char first, struct span head,
                                   const struct hash_key *key) {
    struct hash_begun begun = {.before = first, .size = head.size + 1};
    sip_begin(begun.state, key);
    sip_words(begun.state, &begun.before, head);
    return begun;
}

__attribute__((flatten)) uint64_t hash_keyed_end(const struct hash_begun *begun, struct span rest) {
    uint64_t v[4], before = begun->before;
    memcpy(v, begun->state, sizeof v);
    struct span left = sip_words(v, &before, rest);
    return sip_end_behind(v, begun->size + rest.size, before, left);
}

struct hash_key hash_key_of(const unsigned char bytes[16]) {
    struct hash_key key;
    memcpy(&key.low, bytes, 8);
    memcpy(&key.high, bytes + 8, 8);
    key.low = le64toh(key.low);
    key.high = le64toh(key.high);
    return key;
}
