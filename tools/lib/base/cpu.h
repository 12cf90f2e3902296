/* Functions for processors that have more than every x86-64: AVX2 or AVX-512. Each is marked by
 * what it needs, called only where cpu_has_avx2() or cpu_has_avx512() says so, and has a twin that
 * does the same on every machine. On others than x86-64 none of this is defined. */
#ifndef SMO_LIB_BASE_CPU_H
#define SMO_LIB_BASE_CPU_H

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#include <stdbool.h>

#define CPU_AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define CPU_AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,popcnt")))

static inline bool cpu_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

static inline bool cpu_has_avx512(void) {
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512bw");
}
#endif

#endif
