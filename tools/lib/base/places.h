/* From bits to places: a scan of 64 bytes gives a word with a bit for each that was looked for;
 * here their offsets are written, one after the other. How many there are is not known beforehand,
 * and the processor would mispredict the end of a loop over just that many nearly every time: so
 * more are written than there are, and the caller counts the bits. */
#ifndef SMO_LIB_BASE_PLACES_H
#define SMO_LIB_BASE_PLACES_H

#include "lib/base/cpu.h"

#include <stddef.h>
#include <stdint.h>

/* Up to so many elements behind the last place are written too. */
enum { PLACES_SLACK = 32 };

#ifdef CPU_AVX2
/* So many at a time, which is a constant; `first` is what the lowest bit stands for. */
CPU_AVX2 static inline void places_write_by_avx2(uint32_t *places, uint32_t first, uint64_t bits,
                                                 int at_a_time) {
    for (; bits; places += at_a_time)
        for (int i = 0; i < at_a_time; i++, bits &= bits - 1)
            places[i] = first + (uint32_t)_tzcnt_u64(bits);
}

/* The offsets of the set bits are packed into bytes at once, and written 32 at a time. */
CPU_AVX512 static inline void places_write_by_avx512(uint32_t *places, uint32_t first,
                                                     uint64_t bits) {
    static const unsigned char offsets[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m512i packed = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(offsets));
    __m512i firsts = _mm512_set1_epi32((int)first);
    for (int i = 0; i < 2; i++, places += 32) {
        __m512i low = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed));
        __m512i high = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1));
        _mm512_storeu_si512(places, _mm512_add_epi32(firsts, low));
        _mm512_storeu_si512(places + 16, _mm512_add_epi32(firsts, high));
        if (__builtin_popcountll(bits) <= 32)
            return;
        packed = _mm512_shuffle_i64x2(packed, packed, 0xee);
    }
}
#endif

#endif
