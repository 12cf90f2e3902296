#include "smo-report/human.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/number.h"
#include "smo-report/punycode.h"

#include <math.h>

void human_count(struct buf *text, const struct words *words, uint64_t count) {
    char digits[NUMBER_DIGITS];
    size_t size = number_write(digits, count);
    for (size_t i = 0; i < size; i++) {
        if (i && (size - i) % 3 == 0)
            buf_add_string(text, words_thousands(words));
        buf_add_byte(text, digits[i]);
    }
}

/* The C library writes the point, whatever the locale: no tool calls setlocale(3). */
void human_number(struct buf *text, const struct words *words, double number, int places) {
    struct buf plain = {0};
    buf_addf(&plain, "%.*f", places, number);
    struct span decimals = buf_span(&plain);
    buf_add(text, span_cut(&decimals, '.'));
    if (decimals.at) {
        buf_add_string(text, words_decimal(words));
        buf_add(text, decimals);
    }
    buf_free(&plain);
}

void human_rate(struct buf *text, const struct words *words, double rate) {
    double per_cent = rate * 100, size = fabs(per_cent);
    int places = size >= 9.995 || size < 5e-7 ? 0 : size >= 0.995 ? 1 : size >= 0.0995 ? 2 : 3;
    human_number(text, words, per_cent, places);
    buf_add_string(text, words_percent(words));
}

static void add_exact(struct buf *text, const struct words *words, struct decimal amount) {
    struct buf plain = {0};
    decimal_write(&plain, amount);
    struct span decimals = buf_span(&plain);
    buf_add(text, span_cut(&decimals, '.'));
    if (decimals.at) {
        buf_add_string(text, words_decimal(words));
        buf_add(text, decimals);
    }
    buf_free(&plain);
}

void human_money(struct buf *text, const struct words *words, struct decimal amount) {
    static const struct decimal thousand = {1000, 0};
    bool is_negative = amount.units < 0;
    if (is_negative) {
        amount.units = -amount.units;
        buf_add_byte(text, '-');
    }
    if (decimal_compare(amount, thousand) < 0) {
        add_exact(text, words, amount);
        return;
    }
    for (; amount.places > 1; amount.places--)
        amount.units /= 10;
    if (amount.places)
        amount.units = (amount.units + 5) / 10;
    human_count(text, words, (uint64_t)amount.units);
}

void human_duration(struct buf *text, const struct words *words, double seconds) {
    static const struct {
        double below, unit;
        int places;
        const char *name;
    } units[] = {{100, 1, 1, N_("s")}, {100 * 60, 60, 0, N_("min")}, {48 * 3600, 3600, 0, N_("h")}};
    size_t i = 0;
    while (i < 3 && seconds >= units[i].below)
        i++;
    human_number(text, words, seconds / (i < 3 ? units[i].unit : 86400),
                 i < 3 ? units[i].places : 0);
    buf_add_byte(text, ' ');
    buf_add_string(text, words_say(words, i < 3 ? units[i].name : N_("d")));
}

void human_moment(struct buf *text, const struct words *words, double seconds, int zone_seconds) {
    struct date date = date_of((int64_t)seconds, zone_seconds);
    if (words_has_day_first(words))
        buf_addf(text, "%02d.%02d.%04d", date.day, date.month, date.year);
    else
        buf_addf(text, "%04d-%02d-%02d", date.year, date.month, date.day);
    buf_addf(text, " %02d:%02d", date.hour, date.minute);
}

/* "2026-10-01 13", "2026-10-01" and "2026-10"; weeks and "(other)" have no other form. */
void human_period(struct buf *text, const struct words *words, struct span name) {
    bool has_month = name.size >= 7 && name.at[4] == '-' && number_is_digit(name.at[5]);
    if (!words_has_day_first(words) || !has_month) {
        const char *term = words_term(words, name);
        buf_add(text, term ? span_of(term) : name);
        return;
    }
    if (name.size >= 10)
        buf_addf(text, "%.2s.", name.at + 8);
    buf_addf(text, "%.2s.%.4s", name.at + 5, name.at);
    if (name.size > 10)
        buf_add(text, span_skip(name, 10));
}

/* False if there is nothing to decode, or if what comes out could do harm. */
static bool decode_percents(struct buf *decoded, struct span plain) {
    bool has_any = false;
    for (size_t i = 0; i < plain.size; i++) {
        if (plain.at[i] != '%' || i + 2 >= plain.size) {
            buf_add_byte(decoded, plain.at[i]);
            continue;
        }
        int high = number_hex_digit(plain.at[i + 1]), low = number_hex_digit(plain.at[i + 2]);
        if (high < 0 || low < 0)
            return false;
        buf_add_byte(decoded, (char)(high * 16 + low));
        has_any = true;
        i += 2;
    }
    return has_any && escape_is_clean(buf_span(decoded));
}

void human_text(struct buf *text, struct span plain) {
    struct buf decoded = {0};
    if (span_find(plain, '%') < plain.size && decode_percents(&decoded, plain))
        buf_add(text, buf_span(&decoded));
    else if (!punycode_show(text, plain))
        escape_add(text, plain);
    buf_free(&decoded);
}

size_t human_width(struct span text) {
    size_t width = 0;
    for (size_t i = 0; i < text.size; i++)
        width += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return width;
}
