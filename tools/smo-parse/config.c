#include "smo-parse/config.h"

#include "lib/base/buf.h"
#include "lib/io/input.h"

enum { CONFIG_MAX_BYTES = 4 * 1024 * 1024 };

static bool config_is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void config_skip_blanks(struct span *text) {
    while (text->size) {
        if (text->at[0] == '#') /* in nginx anywhere, in Apache at the start of a line */
            *text = span_skip(*text, span_find(*text, '\n'));
        else if (config_is_blank(text->at[0]) ||
                 (text->at[0] == '\\' && text->size > 1 && text->at[1] == '\n'))
            *text = span_skip(*text, 1);
        else
            return;
    }
}

/* What nginx makes of a backslash and this byte; 0 if it leaves both as they are. Of these, Apache
 * undoes the first three here, the others in its LogFormat. */
static char config_escaped(char byte) {
    switch (byte) {
    case '"':
    case '\'':
    case '\\':
        return byte;
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'n':
        return '\n';
    default:
        return '\0';
    }
}

struct span config_unescaped(struct span text, struct arena *arena) {
    struct buf plain = {0};
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i] == '\\' && i + 1 < text.size ? config_escaped(text.at[i + 1]) : '\0';
        buf_add_byte(&plain, byte ? byte : text.at[i]);
        i += byte != '\0';
    }
    struct span copy = arena_copy(arena, buf_span(&plain));
    buf_free(&plain);
    return copy;
}

/* A word, or what stands in quotes. */
static struct span config_word(struct span *text, struct arena *arena, bool *is_quoted) {
    char quote = text->size && (text->at[0] == '"' || text->at[0] == '\'') ? text->at[0] : '\0';
    struct buf word = {0};
    size_t i = quote != '\0';
    for (; i < text->size; i++) {
        char byte = text->at[i];
        if (quote ? byte == quote : config_is_blank(byte) || byte == ';' || byte == '{')
            break;
        char escaped =
            byte == '\\' && quote && i + 1 < text->size ? config_escaped(text->at[i + 1]) : '\0';
        i += escaped != '\0';
        buf_add_byte(&word, escaped ? escaped : byte);
    }
    *is_quoted = quote != '\0';
    *text = span_skip(*text, i + (quote != '\0'));
    struct span copy = arena_copy(arena, buf_span(&word));
    buf_free(&word);
    return copy;
}

/* Pieces in quotes, one after the other, or one word. */
static struct span config_pieces(struct span *text, struct arena *arena) {
    struct buf joined = {0};
    bool is_quoted = true;
    for (config_skip_blanks(text); text->size && text->at[0] != ';' && is_quoted;
         config_skip_blanks(text))
        buf_add_string(&joined, config_word(text, arena, &is_quoted).at);
    struct span copy = arena_copy(arena, buf_span(&joined));
    buf_free(&joined);
    return copy;
}

static void config_read_nginx(struct span *text, struct arena *arena,
                              struct config_format *format) {
    static const struct span escape = SPAN("escape=");
    bool is_quoted;
    config_skip_blanks(text);
    format->name = config_word(text, arena, &is_quoted);
    config_skip_blanks(text);
    if (span_starts_with(*text, escape)) {
        struct span word = span_skip(config_word(text, arena, &is_quoted), escape.size);
        format->escape = span_is(word, "json")   ? CONFIG_JSON
                         : span_is(word, "none") ? CONFIG_NONE
                                                 : CONFIG_DEFAULT;
    }
    format->text = config_pieces(text, arena);
}

static void config_read_apache(struct span *text, struct arena *arena,
                               struct config_format *format) {
    bool is_quoted;
    format->is_apache = true;
    config_skip_blanks(text);
    format->text = config_word(text, arena, &is_quoted);
    struct span rest = span_trim(span_take(*text, span_find(*text, '\n')));
    format->name = config_word(&rest, arena, &is_quoted);
    *text = span_skip(*text, span_find(*text, '\n'));
}

bool config_next(struct span *text, struct arena *arena, struct config_format *format) {
    bool is_quoted;
    *format = (struct config_format){0};
    for (config_skip_blanks(text); !span_is_empty(*text); config_skip_blanks(text)) {
        const char *start = text->at;
        struct span word = config_word(text, arena, &is_quoted);
        if (span_is(word, "log_format")) {
            config_read_nginx(text, arena, format);
            return true;
        }
        if (span_equals_folded(word, (struct span)SPAN("LogFormat"))) {
            config_read_apache(text, arena, format);
            return true;
        }
        if (text->at == start) /* a mark such as ; { } */
            *text = span_skip(*text, 1);
    }
    return false;
}

static bool config_read_file(const char *path, struct buf *text, struct fault *fault) {
    struct input *input = input_open(path, fault);
    if (!input)
        return false;
    size_t got = 1;
    while (got && text->size < CONFIG_MAX_BYTES) {
        got = input_read(input, buf_reserve(text, 64 * 1024), 64 * 1024);
        text->size += got;
    }
    bool is_whole = !fault_is_set(input_fault(input));
    if (!is_whole)
        *fault = *input_fault(input);
    input_close(input);
    return is_whole;
}

/* Without a name: one that everybody's logs are written by, if it is there. */
static bool config_is_usual(const struct config_format *format) {
    return span_is(format->name, "main") || span_is(format->name, "combined");
}

bool config_find(const char *place, struct arena *arena, struct config_format *format,
                 struct fault *fault) {
    struct span path = span_of(place), name = {NULL, 0};
    const char *colon = strrchr(place, ':');
    if (colon && !strchr(colon, '/')) {
        path = span_between(place, colon);
        name = span_of(colon + 1);
    }
    struct buf text = {0};
    struct config_format next;
    size_t seen = 0;
    bool is_found = false;
    if (!config_read_file(arena_copy(arena, path).at, &text, fault)) {
        buf_free(&text);
        return false;
    }
    for (struct span rest = buf_span(&text); config_next(&rest, arena, &next); seen++) {
        bool is_it = name.at ? span_equals(next.name, name) : config_is_usual(&next);
        if (is_it ? !is_found : seen == 0)
            *format = next;
        is_found = is_found || is_it;
    }
    buf_free(&text);
    if (seen == 0)
        return fault_set(fault, "has neither log_format nor LogFormat");
    if (name.at && !is_found)
        return fault_set(fault, "has no log format of that name");
    if (seen > 1 && !is_found)
        return fault_set(fault, "has %zu log formats: add :NAME", seen);
    return true;
}
