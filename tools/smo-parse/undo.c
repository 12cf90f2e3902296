#include "smo-parse/undo.h"

#include "lib/base/number.h"

static char *undo_write_utf8(char *at, uint32_t code) {
    if (code < 0x80) {
        *at++ = (char)code;
        return at;
    }
    if (code < 0x800) {
        *at++ = (char)(0xc0 | code >> 6);
    } else {
        if (code < 0x10000) {
            *at++ = (char)(0xe0 | code >> 12);
        } else {
            *at++ = (char)(0xf0 | code >> 18);
            *at++ = (char)(0x80 | (code >> 12 & 0x3f));
        }
        *at++ = (char)(0x80 | (code >> 6 & 0x3f));
    }
    *at++ = (char)(0x80 | (code & 0x3f));
    return at;
}

/* So many hexadecimal digits, or -1. */
static int32_t undo_hex(struct span s, size_t digits) {
    int32_t number = 0;
    if (s.size < digits)
        return -1;
    for (size_t i = 0; i < digits; i++) {
        int digit = number_hex_digit(s.at[i]);
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

/* \uXXXX, `s` behind the backslash; a pair of surrogates is one character (RFC 8259 section 7).
 * Returns the size, 0 if it is none; moves *to behind what it stands for. */
static size_t undo_unicode(char **to, struct span s) {
    int32_t code = undo_hex(span_skip(s, 1), 4);
    if (code < 0)
        return 0;
    size_t size = 5;
    if (code >= 0xd800 && code < 0xe000) {
        struct span next = span_skip(s, 5);
        int32_t low = next.size > 2 && next.at[0] == '\\' && next.at[1] == 'u'
                          ? undo_hex(span_skip(next, 2), 4)
                          : -1;
        if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            size = 11;
        } else {
            code = 0xfffd;
        }
    }
    *to = undo_write_utf8(*to, (uint32_t)code);
    return size;
}

/* What stands for a byte behind a backslash; 0: nothing does. */
static const char undo_letters[256] = {
    ['a'] = '\a', ['b'] = '\b', ['f'] = '\f',  ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
    ['v'] = '\v', ['"'] = '"',  ['\''] = '\'', ['\\'] = '\\', ['/'] = '/',
};

/* The same of any escape. */
static inline size_t undo_one(char **to, struct span s, bool is_json) {
    if (span_is_empty(s))
        return 0;
    if (s.at[0] == 'u' && is_json)
        return undo_unicode(to, s);
    bool is_hex = s.at[0] == 'x';
    int32_t hex = is_hex ? undo_hex(span_skip(s, 1), 2) : -1;
    char letter = undo_letters[(unsigned char)s.at[0]];
    if (is_hex ? hex < 0 : letter == '\0' || (letter == '/' && !is_json))
        return 0;
    *(*to)++ = is_hex ? (char)hex : letter;
    return is_hex ? 3 : 1;
}

/* What is undone is never longer than what it is made of. */
static void undo_backslashes(struct buf *undone, struct span s, bool is_json) {
    char *to = buf_reserve(undone, s.size);
    while (!span_is_empty(s)) {
        if (s.at[0] != '\\') {
            struct span plain = span_take(s, span_find(s, '\\'));
            to = span_copy(to, plain);
            s = span_skip(s, plain.size);
            continue;
        }
        size_t size = undo_one(&to, span_skip(s, 1), is_json);
        if (size == 0)
            *to++ = '\\';
        s = span_skip(s, 1 + size);
    }
    undone->size = (size_t)(to - undone->at);
}

static void undo_plus(struct buf *undone, struct span s) {
    char *to = buf_reserve(undone, s.size);
    for (size_t i = 0; i < s.size; i++)
        to[i] = s.at[i] == '+' ? ' ' : s.at[i];
    undone->size += s.size;
}

/* Of all bytes, or of the mark itself only. */
static void undo_percent(struct buf *undone, struct span s, char mark, bool is_url) {
    for (size_t i = 0; i < s.size; i++) {
        int32_t byte = s.at[i] == mark ? undo_hex(span_skip(s, i + 1), 2) : -1;
        bool is_undone = byte >= 0 && (!is_url || byte == mark);
        buf_add_byte(undone, is_undone ? (char)byte : s.at[i]);
        i += is_undone ? 2 : 0;
    }
}

/* CloudFront encodes blanks of agents twice. */
static void undo_percent_twice(struct buf *undone, struct span s) {
    undo_percent(undone, s, '%', false);
    if (memmem(undone->at, undone->size, "%20", 3)) {
        struct buf once = *undone;
        *undone = (struct buf){0};
        undo_percent(undone, buf_span(&once), '%', false);
        buf_free(&once);
    }
}

struct span undo_escapes(struct buf *undone, struct span s, enum format_escapes escapes) {
    static const char marks[] = {
        [FORMAT_BACKSLASH] = '\\', [FORMAT_JSON] = '\\',       [FORMAT_PLUS] = '+',
        [FORMAT_PERCENT] = '%',    [FORMAT_PERCENT_URL] = '%', [FORMAT_HASH] = '#',
    };
    if (escapes == FORMAT_PLAIN || span_find(s, marks[escapes]) == s.size)
        return s;
    buf_clear(undone);
    switch (escapes) {
    case FORMAT_BACKSLASH:
    case FORMAT_JSON:
        undo_backslashes(undone, s, escapes == FORMAT_JSON);
        break;
    case FORMAT_PLUS:
        undo_plus(undone, s);
        break;
    case FORMAT_PERCENT:
        undo_percent_twice(undone, s);
        break;
    case FORMAT_PERCENT_URL:
        undo_percent(undone, s, '%', true);
        break;
    case FORMAT_HASH:
        undo_percent(undone, s, '#', false);
        break;
    case FORMAT_PLAIN: /* returned above */
        break;
    }
    return buf_span(undone);
}

struct span undo_and_keep(struct buf *kept, struct span s, enum format_escapes escapes) {
    struct buf undone = {0};
    struct span plain = undo_escapes(&undone, s, escapes);
    if (plain.at != s.at) {
        size_t start = kept->size;
        buf_add(kept, plain);
        plain = span_skip(buf_span(kept), start);
    }
    buf_free(&undone);
    return plain;
}

struct span undo_lower(struct buf *undone, struct span s) {
    if (s.at != undone->at) {
        buf_clear(undone);
        buf_add(undone, s);
    }
    undone->size = s.size;
    for (size_t i = 0; i < s.size; i++)
        undone->at[i] = span_lower_byte(undone->at[i]);
    return buf_span(undone);
}
