#include "lib/base/number.h"

#include <endian.h>

static const uint64_t every_byte = 0x0101010101010101, high_bits = 0x8080808080808080;

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

/* How many decimal digits it has. */
static size_t number_size(uint64_t number) {
    static const uint64_t powers[NUMBER_DIGITS] = {
        0,
        10,
        100,
        1000,
        10000,
        100000,
        1000000,
        10000000,
        100000000,
        1000000000,
        10000000000,
        100000000000,
        1000000000000,
        10000000000000,
        100000000000000,
        1000000000000000,
        10000000000000000,
        100000000000000000,
        1000000000000000000,
        UINT64_C(10000000000000000000),
    };
    size_t size = 1;
    while (size < NUMBER_DIGITS && number >= powers[size])
        size++;
    return size;
}

size_t number_write(char *at, uint64_t number) {
    size_t size = number_size(number);
    for (char *end = at + size; number >= 10; number /= 100)
        memcpy(end -= 2, pairs + 2 * (number % 100), 2);
    if (size % 2)
        *at = (char)('0' + number);
    return size;
}

/* Two fours are taken apart at once, then four twos. The products are the quotients by 100 and 10
 * for numbers of so many digits. */
void number_write_eight(char *at, uint32_t number) {
    uint64_t fours = number / 10000 | (uint64_t)(number % 10000) << 32;
    uint64_t hundreds = (fours * 5243 >> 19) & 0x0000007f0000007f;
    uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    uint64_t tens = (twos * 103 >> 10) & 0x000f000f000f000f;
    uint64_t digits = tens | (twos - tens * 10) << 8;
    uint64_t word = htole64(digits + '0' * every_byte);
    memcpy(at, &word, sizeof word);
}

/* The high bit of each byte that is at least `low`: all bytes are below 0x80. */
static uint64_t bytes_from(uint64_t bytes, unsigned char low) {
    return (bytes + (uint64_t)(0x80 - low) * every_byte) & high_bits;
}

/* Neighbours are put together: digits to pairs, these to fours, and those to eight. */
bool number_read_eight(const char *at, uint32_t *number) {
    uint64_t bytes = le64toh(span_word(at));
    uint64_t digits = bytes - '0' * every_byte;
    uint64_t odd = (digits | (bytes + (0x80 - '9' - 1) * every_byte)) & high_bits;
    uint64_t twos = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ff;
    uint64_t fours = (twos * 100 + (twos >> 16)) & 0x0000ffff0000ffff;
    *number = (uint32_t)(fours * 10000 + (fours >> 32));
    return odd == 0;
}

bool number_read(struct span s, uint64_t *number) {
    enum { SAFE_DIGITS = 19 }; /* so many cannot overflow */
    uint64_t sum = 0;
    size_t safe = s.size < SAFE_DIGITS ? s.size : SAFE_DIGITS, i = 0;
    uint32_t head;
    if (span_is_empty(s))
        return false;
    if (s.size >= 8 && number_read_eight(s.at, &head)) {
        sum = head;
        i = 8;
    }
    for (; i < safe && number_is_digit(s.at[i]); i++)
        sum = sum * 10 + (uint64_t)(s.at[i] - '0');
    for (; i < s.size; i++) {
        if (!number_is_digit(s.at[i]) || __builtin_mul_overflow(sum, (uint64_t)10, &sum) ||
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
    half = (half << 16 | half) & 0x0000ffff0000ffff;
    half = (half << 8 | half) & 0x00ff00ff00ff00ff;
    half = (half << 4 | half) & 0x0f * every_byte;
    uint64_t is_letter = (half + 6 * every_byte) >> 4 & every_byte;
    return half + '0' * every_byte + is_letter * ('a' - '0' - 10);
}

void number_write_hex64(char *at, uint64_t number) {
    uint64_t high = htobe64(hex_digits(number >> 32));
    uint64_t low = htobe64(hex_digits(number & UINT32_MAX));
    memcpy(at, &high, sizeof high);
    memcpy(at + sizeof high, &low, sizeof low);
}

/* Eight hexadecimal digits; what is none sets a bit of *odd. Decimals are 0x30 and more, letters,
 * known by their seventh bit, 0x61 and more. */
static uint32_t number_of_hex(const char *at, uint64_t *odd) {
    uint64_t bytes = le64toh(span_word(at));
    uint64_t letters = bytes >> 6 & every_byte;
    uint64_t digits = (bytes & 0x0f * every_byte) + 9 * letters;
    *odd |= ((bytes & 0xf0 * every_byte) ^ 0x30 * (every_byte + letters)) |
            (bytes_from(digits, 10) ^ letters << 7) | (digits & 0xf0 * every_byte);
    uint64_t twos = (digits << 4 | digits >> 8) & 0x00ff00ff00ff00ff;
    uint64_t fours = (twos << 8 | twos >> 16) & 0x0000ffff0000ffff;
    return (uint32_t)(fours << 16 | fours >> 32);
}

bool number_read_hex64_anywhere(const char *at, uint64_t *number) {
    uint64_t odd = 0, high = number_of_hex(at, &odd);
    *number = high << 32 | number_of_hex(at + 8, &odd);
    return odd == 0;
}

#ifdef __SSE2__
#include <emmintrin.h>

/* The same steps for all sixteen. A byte above '9' is a letter, or none of both. */
bool number_read_hex64(const char *at, uint64_t *number) {
    const __m128i low_bits = _mm_set1_epi8(0x0f), high = _mm_set1_epi8((char)0xf0);
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i letters = _mm_cmpgt_epi8(bytes, _mm_set1_epi8('9'));
    __m128i digits =
        _mm_add_epi8(_mm_and_si128(bytes, low_bits), _mm_and_si128(letters, _mm_set1_epi8(9)));
    __m128i head = _mm_add_epi8(_mm_set1_epi8(0x30), _mm_and_si128(letters, _mm_set1_epi8(0x30)));
    __m128i has_head = _mm_cmpeq_epi8(_mm_and_si128(bytes, high), head);
    __m128i is_above_9 = _mm_cmpgt_epi8(digits, _mm_set1_epi8(9));
    __m128i is_below_16 = _mm_cmplt_epi8(digits, _mm_set1_epi8(16));
    __m128i right =
        _mm_and_si128(_mm_and_si128(has_head, is_below_16), _mm_cmpeq_epi8(is_above_9, letters));
    __m128i twos = _mm_and_si128(_mm_or_si128(_mm_slli_epi16(digits, 4), _mm_srli_epi16(digits, 8)),
                                 _mm_set1_epi16(0xff));
    uint64_t packed = (uint64_t)_mm_cvtsi128_si64(_mm_packus_epi16(twos, twos));
    *number = __builtin_bswap64(packed);
    return _mm_movemask_epi8(right) == 0xffff;
}
#else
bool number_read_hex64(const char *at, uint64_t *number) {
    return number_read_hex64_anywhere(at, number);
}
#endif
