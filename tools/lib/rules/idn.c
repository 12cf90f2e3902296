#include "lib/rules/idn.h"

#include <stdint.h>

/* RFC 3492, 5. */
enum {
    PUNYCODE_BASE = 36,
    PUNYCODE_LOWEST = 1,
    PUNYCODE_HIGHEST = 26,
    PUNYCODE_SKEW = 38,
    PUNYCODE_DAMP = 700,
    PUNYCODE_FIRST_BIAS = 72,
    PUNYCODE_FIRST_CODE = 128
};

enum { LABEL_BYTES = 63 }; /* RFC 1035 */

/* Where the answer grows. */
struct idn_writer {
    char *at;
    size_t size;
    size_t room;
};

static bool idn_put(struct idn_writer *writer, char byte) {
    if (writer->size == writer->room)
        return false;
    writer->at[writer->size++] = byte;
    return true;
}

/* The next character of *text, or -1 if it is not UTF-8 (RFC 3629). */
static int32_t idn_next_character(struct span *text) {
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text->at[0];
    size_t size = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (size == 0 || size > text->size || first > 0xf4)
        return -1;
    int32_t code = size == 1 ? first : first & (0x7f >> size);
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)text->at[i] & 0xc0) != 0x80)
            return -1;
        code = code << 6 | ((unsigned char)text->at[i] & 0x3f);
    }
    *text = span_skip(*text, size);
    return code < least[size] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? -1 : code;
}

/* The alphabets whose small letters stand at a fixed distance from the capitals. */
static int32_t idn_lower(int32_t code) {
    if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde && code != 0xd7) ||
        (code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
        return code + 0x20;
    return code >= 0x400 && code <= 0x40f ? code + 0x50 : code;
}

/* RFC 3492, 6.1. */
static uint32_t idn_adapt(uint32_t delta, uint32_t points, bool is_first) {
    delta = is_first ? delta / PUNYCODE_DAMP : delta / 2;
    delta += delta / points;
    uint32_t k = 0;
    for (; delta > (PUNYCODE_BASE - PUNYCODE_LOWEST) * PUNYCODE_HIGHEST / 2; k += PUNYCODE_BASE)
        delta /= PUNYCODE_BASE - PUNYCODE_LOWEST;
    return k + (PUNYCODE_BASE - PUNYCODE_LOWEST + 1) * delta / (delta + PUNYCODE_SKEW);
}

/* A delta as digits of variable base: a-z, 0-9. */
static bool idn_put_delta(struct idn_writer *writer, uint32_t delta, uint32_t bias) {
    for (uint32_t k = PUNYCODE_BASE;; k += PUNYCODE_BASE) {
        uint32_t threshold = k <= bias                      ? PUNYCODE_LOWEST
                             : k >= bias + PUNYCODE_HIGHEST ? PUNYCODE_HIGHEST
                                                            : k - bias;
        bool is_last = delta < threshold;
        uint32_t digit =
            is_last ? delta : threshold + (delta - threshold) % (PUNYCODE_BASE - threshold);
        if (!idn_put(writer, "abcdefghijklmnopqrstuvwxyz0123456789"[digit]))
            return false;
        if (is_last)
            return true;
        delta = (delta - threshold) / (PUNYCODE_BASE - threshold);
    }
}

/* RFC 3492, 6.3: the plain characters first, then the others by code, each as the distance that the
 * decoder walks to it. With at most 63 characters no delta overflows. */
static bool idn_put_punycode(struct idn_writer *writer, const int32_t *codes, uint32_t count) {
    uint32_t plain = 0;
    for (uint32_t i = 0; i < count; i++)
        if (codes[i] < PUNYCODE_FIRST_CODE) {
            if (!idn_put(writer, (char)codes[i]))
                return false;
            plain++;
        }
    if (plain && !idn_put(writer, '-'))
        return false;
    uint32_t bias = PUNYCODE_FIRST_BIAS, delta = 0, done = plain;
    for (int32_t code = PUNYCODE_FIRST_CODE; done < count; code++, delta++) {
        int32_t next = INT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (codes[i] >= code && codes[i] < next)
                next = codes[i];
        delta += (uint32_t)(next - code) * (done + 1);
        code = next;
        for (uint32_t i = 0; i < count; i++) {
            delta += codes[i] < code;
            if (codes[i] != code)
                continue;
            if (!idn_put_delta(writer, delta, bias))
                return false;
            bias = idn_adapt(delta, done + 1, done == plain);
            delta = 0;
            done++;
        }
    }
    return true;
}

static bool idn_put_label(struct idn_writer *writer, struct span label) {
    int32_t codes[LABEL_BYTES];
    uint32_t count = 0;
    bool is_ascii = true;
    while (label.size) {
        int32_t code = idn_next_character(&label);
        if (code < 0 || count == LABEL_BYTES)
            return false;
        is_ascii &= code < PUNYCODE_FIRST_CODE;
        codes[count++] = idn_lower(code);
    }
    for (uint32_t i = 0; is_ascii && i < count; i++)
        if (!idn_put(writer, (char)codes[i]))
            return false;
    return is_ascii || (idn_put(writer, 'x') && idn_put(writer, 'n') && idn_put(writer, '-') &&
                        idn_put(writer, '-') && idn_put_punycode(writer, codes, count));
}

static bool idn_is_ascii(struct span host) {
    unsigned char bytes = 0;
    for (size_t i = 0; i < host.size; i++)
        bytes |= (unsigned char)host.at[i];
    return bytes < 0x80;
}

size_t idn_to_ascii(char *at, size_t room, struct span host) {
    struct idn_writer writer = {at, 0, room};
    if (host.size <= room && idn_is_ascii(host)) /* as nearly all are */
        return (size_t)(span_lower(at, host) - at);
    while (host.at) {
        if (!idn_put_label(&writer, span_cut(&host, '.')) || (host.at && !idn_put(&writer, '.')))
            return 0;
    }
    return writer.size;
}
