/* Loops over the bytes of a line, beside those of linemap.h: at 16 bytes a step where the machine
 * has SSE2 (every x86-64), with portable twins that do the same elsewhere. */
#ifndef SMO_PARSE_SCAN_H
#define SMO_PARSE_SCAN_H

#include "lib/base/span.h"

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Lines are scanned in whole steps: this many bytes behind a line must be readable. What they hold
 * does not matter. */
enum {
    SCAN_SLACK = 64,
    SCAN_STEP = 64 /* clean cells are copied in steps of so many */
};

/* --- a byte, a pair of bytes */

/* The first such byte in [at, end), or end. */
static inline const char *scan_byte_portable(const char *at, const char *end, char byte) {
    while (at < end && *at != byte)
        at++;
    return at;
}

/* The first place in [at, end) where these two bytes stand, or end. */
static inline const char *scan_pair_portable(const char *at, const char *end, const char pair[2]) {
    while (at < end && (at + 1 == end || at[0] != pair[0] || at[1] != pair[1]))
        at++;
    return at;
}

#ifdef __SSE2__

/* For pieces of a few bytes. */
static inline const char *scan_byte(const char *at, const char *end, char byte) {
    for (; at < end; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)at);
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));
        if (mask) {
            at += __builtin_ctz(mask);
            return at < end ? at : end;
        }
    }
    return end;
}

static inline __m128i scan_equal(const char *at, char byte) {
    return _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)at), _mm_set1_epi8(byte));
}

static inline const char *scan_pair(const char *at, const char *end, const char pair[2]) {
    for (; at < end; at += 16) {
        __m128i both = _mm_and_si128(scan_equal(at, pair[0]), scan_equal(at + 1, pair[1]));
        unsigned mask = (unsigned)_mm_movemask_epi8(both);
        if (mask) {
            at += __builtin_ctz(mask);
            return at + 1 < end ? at : end;
        }
    }
    return end;
}

#else

static inline const char *scan_byte(const char *at, const char *end, char byte) {
    return scan_byte_portable(at, end, byte);
}

static inline const char *scan_pair(const char *at, const char *end, const char pair[2]) {
    return scan_pair_portable(at, end, pair);
}

#endif

/* --- numbers */

static inline bool scan_is_number_portable(const char *at, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (at[i] < '0' || at[i] > '9')
            return false;
    return true;
}

#ifdef __SSE2__

/* True if `size` bytes, at most 16, are digits. */
static inline bool scan_is_number(const char *at, size_t size) {
    __m128i digits = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)at), _mm_set1_epi8('0'));
    __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    return (~(unsigned)_mm_movemask_epi8(are_digits) & ((1u << size) - 1)) == 0;
}

#else

static inline bool scan_is_number(const char *at, size_t size) {
    return scan_is_number_portable(at, size);
}

#endif

/* --- addresses */

/* Reads dotted decimal as streams spell it: four numbers up to 255 without leading zeros, which
 * some read as octal. The size it takes, or 0. */
static inline size_t scan_ipv4(struct span s, uint8_t bytes[4]) {
    size_t i = 0;
    for (int part = 0; part < 4; part++) {
        if (part && (i >= s.size || s.at[i++] != '.'))
            return 0;
        size_t start = i;
        unsigned number = 0;
        for (; i < s.size && s.at[i] >= '0' && s.at[i] <= '9' && i - start < 3; i++)
            number = number * 10 + (unsigned)(s.at[i] - '0');
        if (i == start || number > 255 || (i - start > 1 && s.at[start] == '0'))
            return 0;
        bytes[part] = (uint8_t)number;
    }
    return i;
}

static inline bool scan_is_ipv4_portable(const char *at, size_t size) {
    uint8_t bytes[4];
    return size && scan_ipv4((struct span){at, size}, bytes) == size;
}

#ifdef __SSE2__

/* 1 if these digits, 1 to 3 of them, are such a number: compared as text, whose order is that of
 * the numbers. */
static inline unsigned scan_is_part(const char *digits, size_t size) {
    static const uint32_t least[4] = {0, '0', '1' << 8 | '0', '1' << 16 | '0' << 8 | '0'};
    static const uint32_t most[4] = {0, '9', '9' << 8 | '9', '2' << 16 | '5' << 8 | '5'};
    uint32_t text = __builtin_bswap32(span_half_word(digits)) >> (32 - 8 * size);
    return (unsigned)(text >= least[size]) & (unsigned)(text <= most[size]);
}

/* True if the text is an IPv4 address and nothing else. No branch depends on how long a number is:
 * among mixed visitors that cannot be predicted. 16 bytes must be readable. */
static inline bool scan_is_ipv4(const char *at, size_t size) {
    if (size < 7 || size > 15)
        return false;
    unsigned all = (1u << size) - 1;
    __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    __m128i digits = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    __m128i are_dots = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'));
    unsigned dots = (unsigned)_mm_movemask_epi8(are_dots) & all;
    unsigned from_second = dots & (dots - 1), from_third = from_second & (from_second - 1);
    if ((((unsigned)_mm_movemask_epi8(are_digits) | dots) & all) != all || from_third == 0 ||
        (from_third & (from_third - 1)) != 0)
        return false;
    size_t ends[4] = {(size_t)__builtin_ctz(dots), (size_t)__builtin_ctz(from_second),
                      (size_t)__builtin_ctz(from_third), size};
    size_t sizes[4] = {ends[0], ends[1] - ends[0] - 1, ends[2] - ends[1] - 1,
                       ends[3] - ends[2] - 1};
    if (sizes[0] - 1 > 2 || sizes[1] - 1 > 2 || sizes[2] - 1 > 2 || sizes[3] - 1 > 2)
        return false;
    return (scan_is_part(at, sizes[0]) & scan_is_part(at + ends[0] + 1, sizes[1]) &
            scan_is_part(at + ends[1] + 1, sizes[2]) & scan_is_part(at + ends[2] + 1, sizes[3])) !=
           0;
}

#else

static inline bool scan_is_ipv4(const char *at, size_t size) {
    return scan_is_ipv4_portable(at, size);
}

#endif

enum { SCAN_IPV6_BYTES = 48 }; /* looked at, where an address may stand */

/* Where in a text of at most 64 bytes, by bits, what stands. */
struct scan_ipv6_places {
    uint64_t digits, colons, zeros; /* hexadecimal ones, in small letters; `0` is among them */
};

static inline struct scan_ipv6_places scan_ipv6_places_portable(const char *at, size_t size) {
    struct scan_ipv6_places places = {0};
    for (size_t i = 0; i < size; i++) {
        bool is_digit = (at[i] >= '0' && at[i] <= '9') || (at[i] >= 'a' && at[i] <= 'f');
        places.digits |= (uint64_t)is_digit << i;
        places.colons |= (uint64_t)(at[i] == ':') << i;
        places.zeros |= (uint64_t)(at[i] == '0') << i;
    }
    return places;
}

#ifdef __SSE2__

static inline uint64_t scan_places_of(__m128i found) {
    return (uint64_t)_mm_movemask_epi8(found);
}

static inline struct scan_ipv6_places scan_ipv6_places(const char *at) {
    struct scan_ipv6_places places = {0};
    for (int i = 0; i < SCAN_IPV6_BYTES; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i));
        __m128i numbers = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
        __m128i letters = _mm_sub_epi8(bytes, _mm_set1_epi8('a'));
        __m128i are_numbers = _mm_cmpeq_epi8(_mm_min_epu8(numbers, _mm_set1_epi8(9)), numbers);
        __m128i are_letters = _mm_cmpeq_epi8(_mm_min_epu8(letters, _mm_set1_epi8(5)), letters);
        places.digits |= scan_places_of(_mm_or_si128(are_numbers, are_letters)) << i;
        places.colons |= scan_places_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(':'))) << i;
        places.zeros |= scan_places_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('0'))) << i;
    }
    return places;
}

#else

static inline struct scan_ipv6_places scan_ipv6_places(const char *at) {
    return scan_ipv6_places_portable(at, SCAN_IPV6_BYTES);
}

#endif

/* True if these are the places of eight groups of one to four digits, without leading zeros, and
 * with no two groups of 0 side by side, which streams spell `::`. */
static inline bool scan_are_groups(struct scan_ipv6_places places, size_t size) {
    uint64_t all = ((uint64_t)1 << size) - 1;
    uint64_t digits = places.digits & all, colons = places.colons & all;
    uint64_t starts = colons << 1 | 1, ends = (colons | (all + 1)) >> 1;
    uint64_t two = digits & digits >> 1, five = two & two >> 2 & digits >> 4;
    uint64_t zeros = places.zeros & starts, lone_zeros = zeros & ends;
    return (digits | colons) == all && (starts & ~digits) == 0 &&
           __builtin_popcountll(colons) == 7 && five == 0 && (zeros & ~ends) == 0 &&
           (lone_zeros & lone_zeros >> 2) == 0;
}

/* True if the text is an IPv6 address in full, as streams spell it (RFC 5952), and nothing else.
 * Most are; of those with a `::` this says no. SCAN_IPV6_BYTES must be readable. */
static inline bool scan_is_full_ipv6(const char *at, size_t size) {
    return size >= 15 && size <= 39 && scan_are_groups(scan_ipv6_places(at), size);
}

static inline bool scan_is_full_ipv6_portable(const char *at, size_t size) {
    return size >= 15 && size <= 39 && scan_are_groups(scan_ipv6_places_portable(at, size), size);
}

/* --- copies of clean text */

/* Copies `size` bytes, and up to SCAN_STEP - 1 more, in whole steps. Returns where they end. */
static inline char *scan_copy_steps(char *to, const char *from, size_t size) {
    for (size_t i = 0; i < size; i += SCAN_STEP)
        memcpy(to + i, from + i, SCAN_STEP);
    return to + size;
}

/* True for a byte that may stand in a cell of a stream as it is. (Bytes from 0x80 on may too, where
 * they are UTF-8, but that takes a closer look.) */
static inline bool scan_is_clean(char byte) {
    return (signed char)byte >= 0x20 && byte != 0x7f && byte != '\\';
}

/* The same where many bytes are looked at in one step: with SCAN_SHIFT added, the bytes from 0x20
 * to 0x7e are the lowest of all signed ones, up to SCAN_LAST_PRINTED. */
enum { SCAN_SHIFT = 0x60, SCAN_LAST_PRINTED = 0x7e + SCAN_SHIFT - 0x100 };

/* Not 0 if any of the 8 bytes is unclean: the usual tricks for "less than", "is zero" in a word. */
static inline uint64_t scan_unclean_word(uint64_t word) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t deletes = word ^ ones * 0x7f, backslashes = word ^ ones * '\\';
    uint64_t found = (word - ones * 0x20) | (deletes - ones) | (backslashes - ones);
    return ((found & ~word) | word) & highs;
}

/* The copies below write `size` bytes and tell whether all of them are clean; the source may end
 * anywhere. Pieces shorter than a step are copied as two that overlap. */
static inline bool scan_copy_short(char *to, const char *from, size_t size) {
    if (size >= 8) {
        uint64_t head = span_word(from), tail = span_word(from + size - 8);
        memcpy(to, &head, 8);
        memcpy(to + size - 8, &tail, 8);
        return !(scan_unclean_word(head) | scan_unclean_word(tail));
    }
    if (size >= 4) {
        uint32_t head = span_half_word(from), tail = span_half_word(from + size - 4);
        memcpy(to, &head, 4);
        memcpy(to + size - 4, &tail, 4);
        return !scan_unclean_word((uint64_t)head | (uint64_t)tail << 32);
    }
    if (size == 0)
        return true;
    char first = from[0], middle = from[size / 2], last = from[size - 1];
    to[0] = first;
    to[size / 2] = middle;
    to[size - 1] = last;
    return scan_is_clean(first) && scan_is_clean(middle) && scan_is_clean(last);
}

static inline bool scan_copy_portable(char *to, const char *from, size_t size) {
    uint64_t unclean = 0;
    if (size < 16)
        return scan_copy_short(to, from, size);
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t word = span_word(from + i);
        memcpy(to + i, &word, 8);
        unclean |= scan_unclean_word(word);
    }
    return scan_copy_short(to + size - 8, from + size - 8, 8) && !unclean;
}

#ifdef __SSE2__

static inline __m128i scan_copy_step(char *to, const char *from) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)from);
    _mm_storeu_si128((__m128i *)to, bytes);
    __m128i special = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f)),
                                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return _mm_or_si128(special, _mm_cmpgt_epi8(_mm_set1_epi8(0x20), bytes));
}

static inline bool scan_copy(char *to, const char *from, size_t size) {
    if (size < 16)
        return scan_copy_short(to, from, size);
    __m128i unclean = scan_copy_step(to + size - 16, from + size - 16);
    for (size_t i = 0; i + 16 <= size; i += 16)
        unclean = _mm_or_si128(unclean, scan_copy_step(to + i, from + i));
    return _mm_movemask_epi8(unclean) == 0;
}

#else

static inline bool scan_copy(char *to, const char *from, size_t size) {
    return scan_copy_portable(to, from, size);
}

#endif

#endif
