/* Money: exact decimal numbers, never binary fractions. */
#ifndef SMO_LIB_BASE_DECIMAL_H
#define SMO_LIB_BASE_DECIMAL_H

#include "lib/base/buf.h"
#include "lib/base/span.h"

#include <stdint.h>

/* units / 10^places. One amount as read has at most 18 digits and 9 places, so 10^11 of them can
 * be summed before an __int128 would overflow; of sums of DECIMAL_SUM_DIGITS, 10^8. {0} is zero. */
struct decimal {
    __extension__ __int128 units;
    unsigned places; /* 0 to 9 */
};

enum { DECIMAL_MAX_DIGITS = 18, DECIMAL_MAX_PLACES = 9 };
enum { DECIMAL_SUM_DIGITS = 21, DECIMAL_MAX_SUM_DIGITS = 28 }; /* before the point */

/* Reads `[-]digits[.digits]`, as streams spell amounts. False for anything else, also for more
 * digits or places than the type holds; *amount is then left alone. */
bool decimal_read(struct span s, struct decimal *amount);

/* The same of a sum, which may be longer than any one amount: up to `whole_digits` digits before
 * the point, at most DECIMAL_MAX_SUM_DIGITS. */
bool decimal_read_sum(struct span s, unsigned whole_digits, struct decimal *amount);

/* a + b, with the places of the one that has more. */
struct decimal decimal_add(struct decimal a, struct decimal b);

/* <0, 0, >0 as a is less than, equal to or greater than b. */
int decimal_compare(struct decimal a, struct decimal b);

/* Adds the digits to the buffer: all `places`, so 12.50 stays 12.50. */
void decimal_write(struct buf *buf, struct decimal amount);

/* The nearest double: for intervals and bars only, never for a sum that is printed. */
double decimal_approximately(struct decimal amount);

#endif
