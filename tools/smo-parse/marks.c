#include "smo-parse/marks.h"

#include "smo-parse/scan.h"

/* Marks behind the text, found in the last step, are none of it. */
static size_t marks_within(struct span text, const uint32_t *places, size_t count) {
    while (count && places[count - 1] >= text.size)
        count--;
    return count;
}

/* --- for every machine */

/* A bit for each of 64 bytes: set if it is a mark. */
#ifdef __SSE2__
static inline uint64_t marks_of_16(const char *at) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i shifted = _mm_add_epi8(bytes, _mm_set1_epi8(SCAN_SHIFT));
    __m128i is_marked = _mm_cmpgt_epi8(shifted, _mm_set1_epi8(SCAN_LAST_PRINTED));
    is_marked = _mm_or_si128(is_marked, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    is_marked = _mm_or_si128(is_marked, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return (unsigned)_mm_movemask_epi8(is_marked);
}

static inline uint64_t marks_of_64(const char *at) {
    return marks_of_16(at) | marks_of_16(at + 16) << 16 | marks_of_16(at + 32) << 32 |
           marks_of_16(at + 48) << 48;
}
#else
static inline uint64_t marks_of_64(const char *at) {
    uint64_t marks = 0;
    for (int i = 0; i < 64; i++)
        marks |= (uint64_t)(at[i] == '"' || !scan_is_clean(at[i])) << i;
    return marks;
}
#endif

size_t marks_scan_anywhere(struct span text, uint32_t *places) {
    size_t count = 0;
    for (size_t place = 0; place < text.size; place += 64)
        for (uint64_t marks = marks_of_64(text.at + place); marks; marks &= marks - 1)
            places[count++] = (uint32_t)place + (uint32_t)__builtin_ctzll(marks);
    return marks_within(text, places, count);
}

/* --- by AVX2 and AVX-512 */

#ifdef CPU_AVX2

CPU_AVX2 static inline uint32_t marks_of_32(const char *at) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i shifted = _mm256_add_epi8(bytes, _mm256_set1_epi8(SCAN_SHIFT));
    __m256i is_marked = _mm256_cmpgt_epi8(shifted, _mm256_set1_epi8(SCAN_LAST_PRINTED));
    is_marked = _mm256_or_si256(is_marked, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')));
    is_marked = _mm256_or_si256(is_marked, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\')));
    return (uint32_t)_mm256_movemask_epi8(is_marked);
}

CPU_AVX2 static size_t scan_by_avx2(struct span text, uint32_t *places) {
    size_t count = 0;
    for (size_t place = 0; place < text.size; place += 64) {
        const char *at = text.at + place;
        uint64_t marks = marks_of_32(at) | (uint64_t)marks_of_32(at + 32) << 32;
        places_write_by_avx2(places + count, (uint32_t)place, marks, 4);
        count += (size_t)__builtin_popcountll(marks);
    }
    return marks_within(text, places, count);
}

CPU_AVX512 static size_t scan_by_avx512(struct span text, uint32_t *places) {
    const __m512i shift = _mm512_set1_epi8(SCAN_SHIFT), last = _mm512_set1_epi8(SCAN_LAST_PRINTED);
    const __m512i quote = _mm512_set1_epi8('"'), backslash = _mm512_set1_epi8('\\');
    size_t count = 0;
    for (size_t place = 0; place < text.size; place += 64) {
        __m512i bytes = _mm512_loadu_si512(text.at + place);
        uint64_t marks = _mm512_cmpgt_epi8_mask(_mm512_add_epi8(bytes, shift), last) |
                         _mm512_cmpeq_epi8_mask(bytes, quote) |
                         _mm512_cmpeq_epi8_mask(bytes, backslash);
        places_write_by_avx512(places + count, (uint32_t)place, marks);
        count += (size_t)__builtin_popcountll(marks);
    }
    return marks_within(text, places, count);
}

size_t marks_scan(struct span text, uint32_t *places) {
    return cpu_has_avx512() ? scan_by_avx512(text, places) : marks_scan_by_avx2(text, places);
}

size_t marks_scan_by_avx2(struct span text, uint32_t *places) {
    return cpu_has_avx2() ? scan_by_avx2(text, places) : marks_scan_anywhere(text, places);
}
#else
size_t marks_scan(struct span text, uint32_t *places) {
    return marks_scan_anywhere(text, places);
}

size_t marks_scan_by_avx2(struct span text, uint32_t *places) {
    return marks_scan_anywhere(text, places);
}
#endif

void marks_draw(struct marks *marks, struct span text) {
    marks->start = text.at;
    marks->count = marks_scan(span_take(text, MARKS_TEXT_BYTES), marks->places);
    marks->next = 0;
}
