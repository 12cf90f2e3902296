#include "lib/base/decimal.h"

#include "lib/base/number.h"

static __int128 power_of_ten(unsigned exponent) {
    __int128 power = 1;
    while (exponent--)
        power *= 10;
    return power;
}

bool decimal_read(struct span s, struct decimal *amount) {
    bool is_negative = s.size && s.at[0] == '-';
    struct span fraction = span_skip(s, is_negative);
    struct span whole = span_cut(&fraction, '.');
    bool has_point = fraction.at != NULL;
    if (span_is_empty(whole) || (has_point && span_is_empty(fraction)) ||
        fraction.size > DECIMAL_MAX_PLACES || whole.size + fraction.size > DECIMAL_MAX_DIGITS)
        return false;
    uint64_t before, after = 0;
    if (!number_read(whole, &before) || (has_point && !number_read(fraction, &after)))
        return false;
    __int128 units = (__int128)before * power_of_ten((unsigned)fraction.size) + after;
    *amount = (struct decimal){is_negative ? -units : units, (unsigned)fraction.size};
    return true;
}

bool decimal_read_sum(struct span s, unsigned whole_digits, struct decimal *amount) {
    bool is_negative = s.size && s.at[0] == '-';
    struct span fraction = span_skip(s, is_negative);
    struct span whole = span_cut(&fraction, '.');
    __int128 units = 0;
    if (span_is_empty(whole) || (fraction.at && span_is_empty(fraction)) ||
        whole.size > whole_digits || fraction.size > DECIMAL_MAX_PLACES)
        return false;
    for (size_t i = 0; i < whole.size + fraction.size; i++) {
        char digit = i < whole.size ? whole.at[i] : fraction.at[i - whole.size];
        if (!number_is_digit(digit))
            return false;
        units = units * 10 + (digit - '0');
    }
    *amount = (struct decimal){is_negative ? -units : units, (unsigned)fraction.size};
    return true;
}

static void decimal_align(struct decimal *a, struct decimal *b) {
    unsigned places = a->places > b->places ? a->places : b->places;
    a->units *= power_of_ten(places - a->places);
    b->units *= power_of_ten(places - b->places);
    a->places = b->places = places;
}

struct decimal decimal_add(struct decimal a, struct decimal b) {
    decimal_align(&a, &b);
    return (struct decimal){a.units + b.units, a.places};
}

int decimal_compare(struct decimal a, struct decimal b) {
    decimal_align(&a, &b);
    return (a.units > b.units) - (a.units < b.units);
}

void decimal_write(struct buf *buf, struct decimal amount) {
    bool is_negative = amount.units < 0;
    unsigned __int128 rest = (unsigned __int128)(is_negative ? -amount.units : amount.units);
    char text[48];
    size_t place = sizeof text;
    for (unsigned digits = 0; rest || digits <= amount.places; digits++, rest /= 10) {
        if (digits && digits == amount.places)
            text[--place] = '.';
        text[--place] = (char)('0' + (int)(rest % 10));
    }
    if (is_negative)
        text[--place] = '-';
    memcpy(buf_reserve(buf, sizeof text - place), text + place, sizeof text - place);
    buf->size += sizeof text - place;
}

double decimal_approximately(struct decimal amount) {
    return (double)amount.units / (double)power_of_ten(amount.places);
}
