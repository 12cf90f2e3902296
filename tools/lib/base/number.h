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

/* Reads, and writes, exactly eight decimal digits, all of them at once: for a number below 10^8.
 * Reading is false if there is anything else. */
bool number_read_eight(const char *at, uint32_t *number);
void number_write_eight(char *at, uint32_t number);

/* 0 to 15 for a hexadecimal digit of either case, -1 for anything else. */
int number_hex_digit(char byte);

/* Writes 16 lower-case hexadecimal digits at `at` (no terminator). */
void number_write_hex64(char *at, uint64_t number);

/* Reads them back. False if there is anything else, digits in upper case included. By SSE2 where
 * there is any, with a twin for every machine. */
bool number_read_hex64(const char *at, uint64_t *number);
bool number_read_hex64_anywhere(const char *at, uint64_t *number);

#endif
