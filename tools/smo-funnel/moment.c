#include "smo-funnel/moment.h"

#include "lib/base/date.h"
#include "lib/base/number.h"

#define MOMENT_MAX_SECONDS UINT64_C(7258118400) /* 2200-01-01 */
enum { MOMENT_READ_DIGITS = 19 };               /* of seconds: so many do not overflow */

bool moment_read_any(struct span cell, int64_t *nanoseconds, unsigned *digits) {
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

/* Takes the digits that s begins with, up to a hyphen. -1 if these are not so many. */
static int moment_cut_number(struct span *s, size_t digits) {
    uint64_t number;
    struct span word = span_cut(s, '-');
    return word.size == digits && number_read(word, &number) ? (int)number : -1;
}

bool moment_read_bound(struct span s, struct moment_bound *bound) {
    unsigned digits;
    *bound = (struct moment_bound){0};
    if (s.size && s.at[0] == '@')
        return moment_read(span_skip(s, 1), &bound->nanoseconds, &digits);
    int year = moment_cut_number(&s, 4), month = moment_cut_number(&s, 2),
        day = moment_cut_number(&s, 2);
    if (s.at || year < 1970 || !date_day_exists(year, month, day))
        return false;
    *bound = (struct moment_bound){date_days(year, month, day) * MOMENT_DAY, true};
    return true;
}

int64_t moment_of_bound(const struct moment_bound *bound, int zone_seconds) {
    return bound->nanoseconds - (bound->is_local ? zone_seconds * MOMENT_SECOND : 0);
}

/* Ten digits, as in all times since 2001, are two and eight. */
static size_t moment_write_seconds(char *at, uint64_t seconds) {
    if (seconds < UINT64_C(1000000000) || seconds > MOMENT_MAX_SECONDS)
        return number_write(at, seconds);
    unsigned head = (unsigned)(seconds / 100000000);
    at[0] = (char)('0' + head / 10);
    at[1] = (char)('0' + head % 10);
    number_write_eight(at + 2, (uint32_t)(seconds % 100000000));
    return 10;
}

size_t moment_write(char *at, int64_t nanoseconds, unsigned digits) {
    size_t size = moment_write_seconds(at, (uint64_t)(nanoseconds / MOMENT_SECOND));
    if (digits == 0)
        return size;
    at[size++] = '.';
    int64_t unit = MOMENT_SECOND / 10;
    for (unsigned i = 0; i < digits; i++, unit /= 10)
        at[size++] = (char)('0' + nanoseconds / unit % 10);
    return size;
}
