/* Whole numbers to and from text, without the locale and with every overflow checked. */
#ifndef SMO_LIB_BASE_NUMBER_H
#define SMO_LIB_BASE_NUMBER_H

#include "lib/base/span.h"

#include <stdint.h>

/* As many bytes as number_write() can write. */
enum { NUMBER_DIGITS = 20 };

/* Writes the decimal digits at `at` (no terminator); returns their number. */
size_t number_write(char *at, uint64_t number);

/* Reads a span that is nothing but 1 or more decimal digits. False if it is anything else or does
 * not fit; *number is then left alone. */
bool number_read(struct span s, uint64_t *number);

static inline bool number_is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* 0 to 15 for a hexadecimal digit of either case, -1 for anything else. */
int number_hex_digit(char byte);

/* Writes 16 lower-case hexadecimal digits at `at` (no terminator). */
void number_write_hex64(char *at, uint64_t number);

#endif
