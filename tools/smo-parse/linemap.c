#include "smo-parse/linemap.h"

#include "lib/base/cpu.h"
#include "lib/base/mem.h"
#include "smo-parse/scan.h"

#include <stdlib.h>

/* The quotes that stand behind no backslash, or behind an even number of them. `carry` is 1 if the
 * first byte of this step is escaped, and is then set for the next step. A run of backslashes that
 * begins at an odd place carries, as a sum, over into the place behind it: so the parity of its
 * length is known without a loop (Langdale and Lemire, "Parsing Gigabytes of JSON per Second"). */
static inline uint64_t linemap_unescaped(uint64_t quotes, uint64_t backslashes, uint64_t *carry) {
    const uint64_t even_places = UINT64_C(0x5555555555555555);
    uint64_t escaping = backslashes & ~*carry, behind = escaping << 1 | *carry, sum;
    *carry = __builtin_add_overflow(escaping & ~even_places & ~behind, escaping, &sum);
    return quotes & ~((even_places ^ sum << 1) & behind);
}

/* Ends the map of a line behind its first `words` words. Without an LF the line ends with the text.
 * Its end is marked in both maps, so that linemap_find() always stops; the word behind is cleared,
 * for linemap_find() may read into it. */
static inline struct linemap_ends linemap_close(const struct linemap *map, size_t words,
                                                struct linemap_ends ends, size_t size) {
    if (ends.line > size)
        ends.line = size;
    uint64_t end = htole64(UINT64_C(1) << ends.line % 64);
    map->blanks[words] = map->quotes[words] = 0;
    map->blanks[ends.line / 64] |= end;
    map->quotes[ends.line / 64] |= end;
    return ends;
}

/* --- for every machine */

/* Of 64 bytes, a bit for each: is it this one; is it clean? */
#ifdef __SSE2__
static inline __m128i linemap_load(const char *at) {
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static inline uint64_t linemap_found(const char *at, char byte) {
    uint64_t found = 0;
    for (int i = 0; i < 64; i += 16) {
        __m128i is_found = _mm_cmpeq_epi8(linemap_load(at + i), _mm_set1_epi8(byte));
        found |= (uint64_t)(unsigned)_mm_movemask_epi8(is_found) << i;
    }
    return found;
}

static inline uint64_t linemap_clean(const char *at) {
    uint64_t clean = 0;
    for (int i = 0; i < 64; i += 16) {
        __m128i bytes = linemap_load(at + i);
        __m128i shifted = _mm_add_epi8(bytes, _mm_set1_epi8(SCAN_SHIFT));
        __m128i is_printed = _mm_cmplt_epi8(shifted, _mm_set1_epi8(SCAN_LAST_PRINTED + 1));
        __m128i is_clean = _mm_andnot_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')), is_printed);
        clean |= (uint64_t)(unsigned)_mm_movemask_epi8(is_clean) << i;
    }
    return clean;
}
#else
static inline uint64_t linemap_found(const char *at, char byte) {
    uint64_t found = 0;
    for (int i = 0; i < 64; i++)
        found |= (uint64_t)(at[i] == byte) << i;
    return found;
}

static inline uint64_t linemap_clean(const char *at) {
    uint64_t clean = 0;
    for (int i = 0; i < 64; i++)
        clean |= (uint64_t)scan_is_clean(at[i]) << i;
    return clean;
}
#endif

struct linemap_ends linemap_scan_anywhere(const struct linemap *map, struct span text) {
    struct linemap_ends ends = {SIZE_MAX, SIZE_MAX};
    uint64_t *blanks = map->blanks, *quotes = map->quotes, carry = 0;
    for (size_t i = 0, room = map->room; i + 1 < room; i++) {
        if (i * 64 >= text.size)
            return linemap_close(map, i, ends, text.size);
        const char *at = text.at + i * 64;
        uint64_t found = linemap_found(at, '"'), clean = linemap_clean(at);
        blanks[i] = htole64(linemap_found(at, ' '));
        quotes[i] = htole64(found);
        if (clean == UINT64_MAX && carry == 0)
            continue;
        quotes[i] = htole64(linemap_unescaped(found, linemap_found(at, '\\'), &carry));
        if (clean != UINT64_MAX && ends.clean == SIZE_MAX)
            ends.clean = i * 64 + (size_t)__builtin_ctzll(~clean);
        uint64_t lines = linemap_found(at, '\n');
        if (lines) {
            ends.line = i * 64 + (size_t)__builtin_ctzll(lines);
            return linemap_close(map, i + 1, ends, text.size);
        }
    }
    return ends;
}

/* --- by AVX2 */

#ifdef CPU_AVX2

CPU_AVX2 static inline uint64_t linemap_bits_by_avx2(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

CPU_AVX2 static inline __m256i linemap_is(__m256i bytes, char byte) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte));
}

CPU_AVX2 static inline __m256i linemap_is_clean(__m256i bytes) {
    __m256i shifted = _mm256_add_epi8(bytes, _mm256_set1_epi8(SCAN_SHIFT));
    __m256i is_printed = _mm256_cmpgt_epi8(_mm256_set1_epi8(SCAN_LAST_PRINTED + 1), shifted);
    return _mm256_andnot_si256(linemap_is(bytes, '\\'), is_printed);
}

CPU_AVX2 static struct linemap_ends linemap_scan_by_avx2(const struct linemap *map,
                                                         struct span text) {
    struct linemap_ends ends = {SIZE_MAX, SIZE_MAX};
    uint64_t *blanks = map->blanks, *quotes = map->quotes, carry = 0;
    for (size_t i = 0, room = map->room; i + 1 < room; i++) {
        if (i * 64 >= text.size)
            return linemap_close(map, i, ends, text.size);
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + i * 64));
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text.at + i * 64 + 32));
        blanks[i] = linemap_bits_by_avx2(linemap_is(low, ' '), linemap_is(high, ' '));
        quotes[i] = linemap_bits_by_avx2(linemap_is(low, '"'), linemap_is(high, '"'));
        uint64_t clean = linemap_bits_by_avx2(linemap_is_clean(low), linemap_is_clean(high));
        if (clean == UINT64_MAX && carry == 0)
            continue;
        uint64_t backslashes = linemap_bits_by_avx2(linemap_is(low, '\\'), linemap_is(high, '\\'));
        quotes[i] = linemap_unescaped(quotes[i], backslashes, &carry);
        if (clean != UINT64_MAX && ends.clean == SIZE_MAX)
            ends.clean = i * 64 + (size_t)_tzcnt_u64(~clean);
        uint64_t lines = linemap_bits_by_avx2(linemap_is(low, '\n'), linemap_is(high, '\n'));
        if (lines) {
            ends.line = i * 64 + (size_t)_tzcnt_u64(lines);
            return linemap_close(map, i + 1, ends, text.size);
        }
    }
    return ends;
}

struct linemap_ends linemap_scan(const struct linemap *map, struct span text) {
    return cpu_has_avx2() ? linemap_scan_by_avx2(map, text) : linemap_scan_anywhere(map, text);
}
#else
struct linemap_ends linemap_scan(const struct linemap *map, struct span text) {
    return linemap_scan_anywhere(map, text);
}
#endif

/* --- lines */

static void linemap_grow(struct linemap *map) {
    enum { LEAST_WORDS = 64 };
    size_t quotes_room = map->room;
    mem_grow(&map->blanks, &map->room, map->room + LEAST_WORDS, sizeof *map->blanks);
    mem_grow(&map->quotes, &quotes_room, map->room, sizeof *map->quotes);
}

static inline struct linemap_ends linemap_map(struct linemap *map, struct span text) {
    struct linemap_ends ends = linemap_scan(map, text);
    while (ends.line == SIZE_MAX) {
        linemap_grow(map);
        ends = linemap_scan(map, text);
    }
    map->start = text.at;
    map->text = span_take(text, ends.line);
    map->is_clean = ends.clean >= ends.line;
    return ends;
}

struct span linemap_trimmed(struct span line) {
    static const struct span mark = SPAN("\xef\xbb\xbf"); /* joined files have it anywhere */
    if (span_starts_with(line, mark))
        line = span_skip(line, mark.size);
    while (line.size && line.at[line.size - 1] == '\r')
        line.size--;
    return line;
}

bool linemap_next(struct linemap *map, struct span *rest) {
    if (span_is_empty(*rest))
        return false;
    struct linemap_ends ends = linemap_map(map, *rest);
    *rest = span_skip(*rest, ends.line + 1);
    if (!map->is_clean) {
        map->text = linemap_trimmed(map->text);
        map->is_clean = ends.clean >= map->text.size;
    }
    return true;
}

void linemap_draw(struct linemap *map, struct span line) {
    linemap_map(map, line);
}

void linemap_free(struct linemap *map) {
    free(map->blanks);
    free(map->quotes);
}
