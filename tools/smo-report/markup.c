#include "smo-report/markup.h"

static const char *named(char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    }
    return NULL;
}

void markup_html(struct buf *page, struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        const char *name = named(text.at[i]);
        if (name)
            buf_add_string(page, name);
        else
            buf_add_byte(page, text.at[i]);
    }
}

void markup_markdown(struct buf *page, struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        if (byte == '&' || byte == '<' || byte == '>') {
            buf_add_string(page, named(byte));
            continue;
        }
        /* What would let a bare address become a link: GFM, 6.9. */
        struct span before = span_take(text, i);
        bool is_scheme =
            byte == ':' && span_starts_with(span_skip(text, i), (struct span)SPAN(":/"));
        bool is_www = byte == '.' && span_ends_with(before, (struct span)SPAN("www"));
        if (is_scheme || is_www || byte == '@') {
            buf_addf(page, "&#%d;", byte);
            continue;
        }
        if (memchr("\\`*_{}[]()#|~!$", byte, 16))
            buf_add_byte(page, '\\');
        buf_add_byte(page, byte);
    }
}
