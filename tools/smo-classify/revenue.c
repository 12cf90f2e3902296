#include "smo-classify/revenue.h"

#include "lib/base/decimal.h"
#include "lib/base/number.h"

/* Space, tab, no-break space (U+00A0) and narrow no-break space (U+202F). */
static size_t revenue_blank(struct span text) {
    static const struct span wide = SPAN("\xc2\xa0"), narrow = SPAN("\xe2\x80\xaf");
    if (text.at[0] == ' ' || text.at[0] == '\t')
        return 1;
    if (span_starts_with(text, wide))
        return wide.size;
    return span_starts_with(text, narrow) ? narrow.size : 0;
}

/* Keeps digits and marks in the buffer. False if there is anything else, or no digit. */
static bool revenue_strip(struct buf *kept, struct span text) {
    bool has_digit = false;
    buf_clear(kept);
    while (text.size) {
        size_t blank = revenue_blank(text);
        char byte = text.at[0];
        text = span_skip(text, blank ? blank : 1);
        if (blank)
            continue;
        if (byte != '.' && byte != ',' && !number_is_digit(byte))
            return false;
        has_digit = has_digit || number_is_digit(byte);
        buf_add_byte(kept, byte);
    }
    return has_digit;
}

/* Where the decimal mark stands, the size if there is none, or SIZE_MAX if the marks make no
 * sense. */
static size_t revenue_mark(struct span text) {
    size_t dots = 0, commas = 0, last = text.size;
    for (size_t i = 0; i < text.size; i++) {
        dots += text.at[i] == '.';
        commas += text.at[i] == ',';
        if (!number_is_digit(text.at[i]))
            last = i;
    }
    if (dots && commas)
        return (text.at[last] == '.' ? dots : commas) == 1 ? last : SIZE_MAX;
    if (dots + commas != 1)
        return text.size;
    size_t following = text.size - last - 1;
    return dots || following == 1 || following == 2 ? last : text.size;
}

/* Digits without leading zeros, but at least one before the mark. False if it does not fit. */
static bool revenue_write(struct buf *amount, struct span whole, struct span fraction) {
    buf_clear(amount);
    for (size_t i = 0; i < whole.size; i++)
        if (number_is_digit(whole.at[i]) && (amount->size || whole.at[i] != '0'))
            buf_add_byte(amount, whole.at[i]);
    if (!amount->size)
        buf_add_byte(amount, '0');
    if (fraction.size) {
        buf_add_byte(amount, '.');
        buf_add(amount, fraction);
    }
    struct decimal unused;
    if (decimal_read(buf_span(amount), &unused))
        return true;
    buf_clear(amount);
    return false;
}

bool revenue_read(struct buf *amount, struct span text) {
    struct buf kept = {0};
    size_t mark = revenue_strip(&kept, text) ? revenue_mark(buf_span(&kept)) : SIZE_MAX;
    bool is_read = mark != SIZE_MAX && revenue_write(amount, span_take(buf_span(&kept), mark),
                                                     span_skip(buf_span(&kept), mark + 1));
    if (!is_read)
        buf_clear(amount);
    buf_free(&kept);
    return is_read;
}

bool revenue_read_cents(struct buf *amount, struct span text) {
    struct buf kept = {0};
    bool is_read = false;
    if (revenue_strip(&kept, text) && span_find(buf_span(&kept), '.') == kept.size &&
        span_find(buf_span(&kept), ',') == kept.size) {
        struct buf padded = {0};
        for (size_t i = kept.size; i < 2; i++)
            buf_add_byte(&padded, '0');
        buf_add(&padded, buf_span(&kept));
        size_t mark = padded.size - 2;
        is_read = revenue_write(amount, span_take(buf_span(&padded), mark),
                                span_skip(buf_span(&padded), mark));
        buf_free(&padded);
    }
    if (!is_read)
        buf_clear(amount);
    buf_free(&kept);
    return is_read;
}
