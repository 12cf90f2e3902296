#include "smo-parse/taken.h"

#include "lib/base/number.h"

#include <stdint.h>

static bool taken_is_none(struct span s) {
    return span_is_absent(s) || (s.size > 1 && s.at[0] == '-' && number_is_digit(s.at[1]));
}

/* Reads digits[.digits] as a number of 10^-places seconds; decimals below a nanosecond are cut.
 * Returns the size read, 0 if there is no number or it does not fit. */
static size_t taken_scan(struct span s, unsigned places, uint64_t *nanoseconds) {
    uint64_t number = 0;
    size_t i = 0, digits = 0;
    unsigned missing = 9 - places;
    bool is_behind_point = false;
    for (; i < s.size; i++) {
        if (s.at[i] == '.' && !is_behind_point) {
            is_behind_point = true;
            continue;
        }
        if (!number_is_digit(s.at[i]))
            break;
        digits++;
        if (is_behind_point && missing == 0)
            continue;
        missing -= is_behind_point;
        if (__builtin_mul_overflow(number, UINT64_C(10), &number) ||
            __builtin_add_overflow(number, (uint64_t)(s.at[i] - '0'), &number))
            return 0;
    }
    for (; missing; missing--)
        if (__builtin_mul_overflow(number, UINT64_C(10), &number))
            return 0;
    *nanoseconds = number;
    return digits ? i : 0;
}

static struct span taken_write(char text[TAKEN_TEXT_BYTES], uint64_t nanoseconds) {
    size_t size = number_write(text, nanoseconds / 1000000000);
    uint64_t fraction = nanoseconds % 1000000000;
    if (fraction) {
        text[size++] = '.';
        for (uint64_t unit = 100000000; fraction; unit /= 10) {
            text[size++] = (char)('0' + fraction / unit);
            fraction %= unit;
        }
    }
    return (struct span){text, size};
}

bool taken_seconds(struct span s, char text[TAKEN_TEXT_BYTES], struct span *taken) {
    *taken = SPAN_ABSENT;
    if (taken_is_none(s))
        return true;
    size_t end = 0;
    while (end < s.size && s.at[end] != ',' && s.at[end] != ' ')
        end++;
    struct span first = span_take(s, end);
    if (taken_is_none(first))
        return true;
    uint64_t nanoseconds;
    size_t size = taken_scan(first, 0, &nanoseconds);
    if (size == 0)
        return false;
    *taken = first;
    if (size == first.size && number_is_digit(first.at[0]))
        return true;
    *taken = taken_write(text, nanoseconds);
    return size == first.size;
}

bool taken_shifted(struct span s, unsigned places, char text[TAKEN_TEXT_BYTES],
                   struct span *taken) {
    *taken = SPAN_ABSENT;
    if (taken_is_none(s))
        return true;
    uint64_t nanoseconds;
    if (taken_scan(s, places, &nanoseconds) != s.size)
        return false;
    *taken = taken_write(text, nanoseconds);
    return true;
}

bool taken_go(struct span s, char text[TAKEN_TEXT_BYTES], struct span *taken) {
    static const struct {
        struct span name;
        unsigned places;
        unsigned seconds;
    } units[] = {
        {SPAN("ms"), 3, 1},        {SPAN("us"), 6, 1},   {SPAN("\xc2\xb5s"), 6, 1},
        {SPAN("\xce\xbcs"), 6, 1}, {SPAN("ns"), 9, 1},   {SPAN("s"), 0, 1},
        {SPAN("m"), 0, 60},        {SPAN("h"), 0, 3600},
    };
    enum { UNITS = sizeof units / sizeof *units };
    *taken = SPAN_ABSENT;
    if (taken_is_none(s))
        return true;
    uint64_t whole;
    if (number_read(s, &whole))
        return taken_shifted(s, 3, text, taken);
    uint64_t sum = 0;
    while (!span_is_empty(s)) {
        uint64_t part;
        size_t size = taken_scan(s, 0, &part), unit = 0;
        if (size == 0)
            return false;
        struct span number = span_take(s, size);
        s = span_skip(s, size);
        if (!span_is_empty(s)) {
            while (unit < UNITS && !span_starts_with(s, units[unit].name))
                unit++;
            if (unit == UNITS || taken_scan(number, units[unit].places, &part) == 0 ||
                __builtin_mul_overflow(part, (uint64_t)units[unit].seconds, &part))
                return false;
            s = span_skip(s, units[unit].name.size);
        }
        if (__builtin_add_overflow(sum, part, &sum))
            return false;
    }
    *taken = taken_write(text, sum);
    return true;
}
