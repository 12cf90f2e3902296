#include "smo-report/punycode.h"

#include "lib/base/number.h"

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 0x80 };
enum { LABEL_MAX = 63 };

/* RFC 3492, 6.1 */
static uint32_t adapt(uint32_t delta, uint32_t points, bool is_first) {
    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / points;
    uint32_t k = 0;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static int digit_of(char byte) {
    if (number_is_digit(byte))
        return byte - '0' + 26;
    byte = span_lower_byte(byte);
    return byte >= 'a' && byte <= 'z' ? byte - 'a' : -1;
}

/* One variable-length integer, RFC 3492, 6.2. */
static bool read_delta(struct span *rest, uint32_t bias, uint32_t *delta) {
    uint32_t weight = 1;
    *delta = 0;
    for (uint32_t k = BASE;; k += BASE) {
        int digit = rest->size ? digit_of(rest->at[0]) : -1;
        if (digit < 0 || (uint32_t)digit > (UINT32_MAX / 2 - *delta) / weight)
            return false;
        *rest = span_skip(*rest, 1);
        *delta += (uint32_t)digit * weight;
        uint32_t least = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if ((uint32_t)digit < least)
            return true;
        if (weight > UINT32_MAX / 2 / (BASE - least))
            return false;
        weight *= BASE - least;
    }
}

/* The code points of a label without its `xn--`; their number, 0 if it is broken. */
static uint32_t decode(struct span label, uint32_t points[LABEL_MAX]) {
    size_t basic = label.size;
    while (basic && label.at[basic - 1] != '-')
        basic--;
    uint32_t count = 0;
    for (; basic && count < basic - 1; count++)
        points[count] = (unsigned char)label.at[count];
    struct span rest = span_skip(label, basic);
    uint32_t point = FIRST, place = 0, bias = BIAS, delta;
    bool is_first = true;
    while (rest.size) {
        if (count == LABEL_MAX || !read_delta(&rest, bias, &delta))
            return 0;
        bias = adapt(delta, ++count, is_first);
        is_first = false;
        point += (place + delta) / count;
        place = (place + delta) % count;
        if (point > 0xffff)
            return 0;
        memmove(points + place + 1, points + place, (count - 1 - place) * sizeof *points);
        points[place++] = point;
    }
    return count;
}

/* The scripts that registries sell names in, as far as their letters lie together. */
static int script_of(uint32_t point) {
    if (point < 0x80)
        return 0;
    if ((point >= 0xdf && point <= 0x24f && point != 0xf7))
        return 1; /* Latin with marks */
    if ((point >= 0x430 && point <= 0x45f) || point == 0x491)
        return 2; /* Cyrillic */
    if (point >= 0x3ac && point <= 0x3ce)
        return 3; /* Greek */
    if (point >= 0x561 && point <= 0x587)
        return 4; /* Armenian */
    if (point >= 0x10d0 && point <= 0x10f0)
        return 5; /* Georgian */
    return -1;
}

static bool is_honest(const uint32_t *points, uint32_t count) {
    int script = 0;
    bool has_latin = false;
    for (uint32_t i = 0; i < count; i++) {
        int own = script_of(points[i]);
        if (own < 0 || (own && script && own != script))
            return false;
        script = own ? own : script;
        has_latin |= points[i] >= 'a' && points[i] <= 'z';
    }
    return script == 1 || !has_latin;
}

static void add_points(struct buf *text, const uint32_t *points, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t point = points[i];
        if (point < 0x80) {
            buf_add_byte(text, (char)point);
        } else if (point < 0x800) {
            buf_add_byte(text, (char)(0xc0 | point >> 6));
            buf_add_byte(text, (char)(0x80 | (point & 0x3f)));
        } else {
            buf_add_byte(text, (char)(0xe0 | point >> 12));
            buf_add_byte(text, (char)(0x80 | (point >> 6 & 0x3f)));
            buf_add_byte(text, (char)(0x80 | (point & 0x3f)));
        }
    }
}

static bool is_host(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        char byte = span_lower_byte(text.at[i]);
        if (!number_is_digit(byte) && !(byte >= 'a' && byte <= 'z') && byte != '-' && byte != '.')
            return false;
    }
    return true;
}

bool punycode_show(struct buf *text, struct span host) {
    static const struct span prefix = SPAN("xn--");
    if (span_find_folded(host, prefix) == host.size || !is_host(host))
        return false;
    size_t start = text->size;
    uint32_t points[LABEL_MAX];
    for (bool is_first = true; host.at; is_first = false) {
        struct span label = span_cut(&host, '.');
        buf_add_string(text, is_first ? "" : ".");
        if (label.size < prefix.size || !span_equals_folded(span_take(label, 4), prefix)) {
            buf_add(text, label);
            continue;
        }
        uint32_t count = label.size <= LABEL_MAX ? decode(span_skip(label, 4), points) : 0;
        if (count == 0 || !is_honest(points, count)) {
            text->size = start;
            return false;
        }
        add_points(text, points, count);
    }
    return true;
}
