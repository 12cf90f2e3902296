#include "smo-funnel/moment.h"

#include "lib/base/number.h"

#define MOMENT_MAX_SECONDS UINT64_C(7258118400) /* 2200-01-01 */
enum { MOMENT_READ_DIGITS = 19 };               /* of seconds: so many do not overflow */

bool moment_read(struct span cell, int64_t *nanoseconds, unsigned *digits) {
    uint64_t seconds = 0, fraction = 0, unit = MOMENT_SECOND;
    size_t at = 0, most = cell.size < MOMENT_READ_DIGITS ? cell.size : MOMENT_READ_DIGITS;
    unsigned decimals = 0;
    for (; at < most && number_is_digit(cell.at[at]); at++)
        seconds = seconds * 10 + (uint64_t)(cell.at[at] - '0');
    if (at == 0 || seconds > MOMENT_MAX_SECONDS)
        return false;
    bool has_point = at < cell.size && cell.at[at] == '.';
    for (at += has_point; has_point && at < cell.size && number_is_digit(cell.at[at]); at++) {
        unit /= 10; /* 0 after the ninth */
        fraction += (uint64_t)(cell.at[at] - '0') * unit;
        decimals += unit != 0;
    }
    if (at != cell.size || (has_point && decimals == 0))
        return false;
    *nanoseconds = (int64_t)seconds * MOMENT_SECOND + (int64_t)fraction;
    *digits = decimals;
    return true;
}

size_t moment_write(char *at, int64_t nanoseconds, unsigned digits) {
    size_t size = number_write(at, (uint64_t)(nanoseconds / MOMENT_SECOND));
    if (digits == 0)
        return size;
    at[size++] = '.';
    int64_t unit = MOMENT_SECOND / 10;
    for (unsigned i = 0; i < digits; i++, unit /= 10)
        at[size++] = (char)('0' + nanoseconds / unit % 10);
    return size;
}
