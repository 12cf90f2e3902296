#include "lib/base/escape.h"

#include "lib/base/number.h"

static const uint64_t every_byte = 0x0101010101010101, high_bits = 0x8080808080808080;

/* A bit set in every byte of the word that is zero (and perhaps above the lowest such byte). */
static uint64_t zero_bytes(uint64_t word) {
    return (word - every_byte) & ~word & high_bits;
}

/* Not 0 if any of eight bytes is a control character, beyond ASCII, DEL or a backslash. */
static uint64_t word_needs_care(uint64_t word) {
    return (word & high_bits) | ((word - 0x20 * every_byte) & ~word & high_bits) |
           zero_bytes(word ^ 0x7f * every_byte) | zero_bytes(word ^ (uint64_t)'\\' * every_byte);
}

static bool byte_needs_care(unsigned char byte) {
    return byte < 0x20 || byte >= 0x7f || byte == '\\';
}

/* How many bytes at the start of the span are plain printable ASCII, without backslash. */
static size_t plain_prefix(struct span s) {
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= s.size; i += sizeof word) {
        memcpy(&word, s.at + i, sizeof word);
        if (word_needs_care(word))
            break;
    }
    while (i < s.size && !byte_needs_care((unsigned char)s.at[i]))
        i++;
    return i;
}

/* The size of the valid UTF-8 sequence (RFC 3629: shortest form, no surrogates, at most U+10FFFF)
 * of two bytes or more at the start of the span, and its code point; 0 if there is none. */
static size_t sequence_at(struct span s, uint32_t *code) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)s.at[0];
    size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || s.size < size)
        return 0;
    *code = lead & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)s.at[i];
        if ((next & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (next & 0x3f);
    }
    bool is_surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < smallest[size] || *code > 0x10ffff || is_surrogate ? 0 : size;
}

/* C1 controls, and what Unicode has to turn text around or hide it: Trojan Source
 * (CVE-2021-42574) in a terminal. */
static bool code_is_deceptive(uint32_t code) {
    return code < 0xa0 || code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x2064) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

/* The size of the harmless sequence beyond ASCII at the start of the span; 0: escape a byte. Those
 * of U+00C0 to U+05FF, most letters of most alphabets, are known by their first byte. */
static inline size_t harmless_sequence(struct span s) {
    unsigned char lead = (unsigned char)s.at[0];
    uint32_t code;
    if (lead < 0x80)
        return 0;
    if (lead >= 0xc3 && lead <= 0xd7 && s.size >= 2 && (s.at[1] & 0xc0) == 0x80)
        return 2;
    size_t size = sequence_at(s, &code);
    return size && !code_is_deceptive(code) ? size : 0;
}

bool escape_is_clean(struct span s) {
    for (;;) {
        s = span_skip(s, plain_prefix(s));
        if (span_is_empty(s))
            return true;
        size_t size = harmless_sequence(s);
        if (!size)
            return false;
        s = span_skip(s, size);
    }
}

static inline char *escape_byte(char *at, unsigned char byte) {
    static const char hex[] = "0123456789ABCDEF";
    *at++ = '\\';
    switch (byte) {
    case '\t':
        *at++ = 't';
        break;
    case '\n':
        *at++ = 'n';
        break;
    case '\r':
        *at++ = 'r';
        break;
    case '\\':
        *at++ = '\\';
        break;
    default:
        *at++ = 'x';
        *at++ = hex[byte >> 4];
        *at++ = hex[byte & 15];
    }
    return at;
}

/* A deceptive sequence is escaped byte by byte: after its lead byte the rest is no longer valid. */
size_t escape_write(char *at, struct span s) {
    char *start = at;
    while (s.size) {
        size_t plain =
            byte_needs_care((unsigned char)s.at[0]) ? harmless_sequence(s) : plain_prefix(s);
        if (plain) {
            at = span_copy(at, span_take(s, plain));
            s = span_skip(s, plain);
        } else {
            at = escape_byte(at, (unsigned char)s.at[0]);
            s = span_skip(s, 1);
        }
    }
    return (size_t)(at - start);
}

void escape_add(struct buf *buf, struct span s) {
    buf->size += escape_write(buf_reserve(buf, s.size * ESCAPE_GROWTH), s);
}

/* Decodes the escape after a backslash at the start of the span; returns its size, 0 if none. */
static size_t escape_decode(struct span s, char *byte) {
    if (s.size < 2)
        return 0;
    switch (s.at[1]) {
    case 't':
        *byte = '\t';
        return 2;
    case 'n':
        *byte = '\n';
        return 2;
    case 'r':
        *byte = '\r';
        return 2;
    case '\\':
        *byte = '\\';
        return 2;
    }
    int high = s.size >= 4 && s.at[1] == 'x' ? number_hex_digit(s.at[2]) : -1;
    int low = high >= 0 ? number_hex_digit(s.at[3]) : -1;
    if (low < 0)
        return 0;
    *byte = (char)(high << 4 | low);
    return 4;
}

struct span escape_undo(struct buf *buf, struct span s) {
    if (span_find(s, '\\') == s.size)
        return s;
    buf_clear(buf);
    while (s.size) {
        size_t plain = span_find(s, '\\');
        buf_add(buf, span_take(s, plain));
        s = span_skip(s, plain);
        char byte = '\\';
        size_t size = s.size ? escape_decode(s, &byte) : 0;
        if (s.size)
            buf_add_byte(buf, byte);
        s = span_skip(s, size ? size : 1);
    }
    return buf_span(buf);
}
