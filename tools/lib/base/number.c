#include "lib/base/number.h"

#include <endian.h>

size_t number_write(char *at, uint64_t number) {
    char digits[32]; /* what span_copy() moves at once */
    size_t place = sizeof digits;
    if (number < 10) {
        *at = (char)('0' + number);
        return 1;
    }
    for (; number >= 100; number /= 100) {
        unsigned pair = (unsigned)(number % 100);
        digits[--place] = (char)('0' + pair % 10);
        digits[--place] = (char)('0' + pair / 10);
    }
    digits[--place] = (char)('0' + number % 10);
    if (number >= 10)
        digits[--place] = (char)('0' + number / 10);
    span_copy(at, (struct span){digits + place, sizeof digits - place});
    return sizeof digits - place;
}

bool number_read(struct span s, uint64_t *number) {
    uint64_t sum = 0;
    if (span_is_empty(s))
        return false;
    for (size_t i = 0; i < s.size; i++) {
        if (!number_is_digit(s.at[i]))
            return false;
        if (__builtin_mul_overflow(sum, (uint64_t)10, &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(s.at[i] - '0'), &sum))
            return false;
    }
    *number = sum;
    return true;
}

int number_hex_digit(char byte) {
    if (number_is_digit(byte))
        return byte - '0';
    byte = span_lower_byte(byte);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Eight digits, the lowest in the lowest byte. */
static uint64_t hex_digits(uint64_t half) {
    const uint64_t each = 0x0101010101010101;
    half = (half << 16 | half) & 0x0000ffff0000ffff;
    half = (half << 8 | half) & 0x00ff00ff00ff00ff;
    half = (half << 4 | half) & 0x0f * each;
    uint64_t is_letter = (half + 6 * each) >> 4 & each;
    return half + '0' * each + is_letter * ('a' - '0' - 10);
}

void number_write_hex64(char *at, uint64_t number) {
    uint64_t halves[2] = {htobe64(hex_digits(number >> 32)),
                          htobe64(hex_digits(number & UINT32_MAX))};
    memcpy(at, halves, sizeof halves);
}
