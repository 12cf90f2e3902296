#include "smo-parse/format.h"

#include "lib/base/mem.h"
#include "lib/rules/pattern.h"
#include "lib/stream/record.h"
#include "smo-parse/apache.h"
#include "smo-parse/batch.h"
#include "smo-parse/config.h"
#include "smo-parse/known.h"
#include "smo-parse/labels.h"
#include "smo-parse/nginx.h"
#include "smo-parse/pairs.h"
#include "smo-parse/regex.h"
#include "smo-parse/request.h"
#include "smo-parse/scan.h"
#include "smo-parse/syslog.h"
#include "smo-parse/undo.h"
#include "smo-parse/w3c.h"

#include <stdlib.h>

void format_set_columns(struct format *format) {
    format->columns = hit_columns_of(CAPTURE_TIME);
    for (enum capture capture = 0; capture < CAPTURE_COUNT; capture++)
        if (format->caught & HIT_BIT(capture))
            format->columns |= hit_columns_of(capture);
}

static struct format *format_new(struct arena *arena, const char *name) {
    struct format *format = arena_zeroed(arena, sizeof *format);
    format->name = arena_copy(arena, span_of(name)).at;
    return format;
}

/* A field program from a description that may be wrong. NULL and a fault if it is. */
static struct format *format_described(struct arena *arena, const char *name,
                                       const struct config_format *described, bool has_tail,
                                       struct fault *fault) {
    struct format *format = format_new(arena, name);
    bool is_json = described->escape == CONFIG_JSON ||
                   (!described->is_apache && described->text.size && described->text.at[0] == '{');
    format->escapes = described->escape == CONFIG_NONE ? FORMAT_PLAIN
                      : is_json                        ? FORMAT_JSON
                                                       : FORMAT_BACKSLASH;
    program_init(&format->program, arena, described->escape != CONFIG_NONE);
    if (!described->is_apache)
        nginx_compile(&format->program, described->text);
    else if (!apache_compile(&format->program, described->text, fault))
        return NULL;
    if (has_tail)
        program_allow_tail(&format->program);
    if (!program_finish(&format->program, fault))
        return NULL;
    format->caught = format->program.caught;
    format_set_columns(format);
    return format;
}

/* A known format, by its own description or one more telling than that. */
static struct format *format_by_words(struct arena *arena, const struct known *known,
                                      struct span words) {
    struct fault fault = {0};
    struct config_format described = {.text = words, .is_apache = known->apache != NULL};
    struct format *format =
        format_described(arena, known->name, &described, known->habits & FORMAT_HAS_TAIL, &fault);
    if (!format)
        return NULL;
    format->no_status = known->no_status;
    format->no_referer = known->no_referer;
    format->habits = known->habits;
    format->undoes_habits =
        (known->habits & (FORMAT_HAS_PORT | FORMAT_MAY_GROW | FORMAT_IS_PADDED)) ||
        known->no_status.size || known->no_referer.size;
    format->sign = known->sign;
    if (known->escapes)
        format->escapes = known->escapes;
    if (format->habits & FORMAT_HAS_HOST_IN_URL)
        format->caught |= HIT_BIT(CAPTURE_HOST);
    if (format->habits & FORMAT_HAS_NO_METHOD)
        format->caught |= HIT_BIT(CAPTURE_METHOD);
    if (format->habits & FORMAT_IS_PADDED)
        format->caught |= HIT_BIT(CAPTURE_DURATION); /* in the place of seconds */
    format_set_columns(format);
    if (known->otherwise)
        format->otherwise = format_by_name(arena, span_of(known->otherwise));
    return format;
}

/* One of those whose pieces have names, which a line may have or not. */
static struct format *format_of_names(struct arena *arena, const struct known *known) {
    struct format *format = format_new(arena, known->name);
    format->kind = known->kind;
    format->no_status = known->no_status;
    format->undoes_habits = true;
    format->caught = HIT_BIT(CAPTURE_COUNT) - 1;
    format_set_columns(format);
    return format;
}

const struct format *format_of_sheet(struct arena *arena, const struct sheet *sheet) {
    const char *name = sheet->separator == '\t' ? "tsv" : "csv";
    struct format *format = format_of_names(arena, known_find(span_of(name)));
    format->sheet = sheet;
    return format;
}

const struct format *format_by_name(struct arena *arena, struct span name) {
    const struct known *known = known_find(name);
    if (!known)
        return NULL;
    if (known->kind == FORMAT_FIELDS)
        return format_by_words(arena, known, span_of(known->apache ? known->apache : known->nginx));
    if (span_is(name, "w3c"))
        return w3c_compile(arena, (struct span)SPAN("#Fields:"));
    if (span_is(name, "cloudfront"))
        return w3c_compile_cloudfront(arena);
    return format_of_names(arena, known);
}

/* A log with the captured headers of the request, `{shop.example|Mozilla/5.0}`, given by their
 * names in that order. Those of the response may follow. */
static const struct format *format_haproxy(struct arena *arena, struct span headers,
                                           struct fault *fault) {
    static const struct span request = SPAN(" \"%r\"");
    struct buf words = {0};
    const struct known *known = known_find((struct span)SPAN("haproxy"));
    buf_add_string(&words, known->apache);
    words.size -= request.size;
    buf_add_string(&words, " {");
    while (headers.at) {
        struct span name = span_trim(span_cut(&headers, ','));
        if (!request_is_method(name) || span_find(name, '%') < name.size) {
            buf_free(&words);
            fault_set(fault, "needs names of headers: haproxy:Host,User-Agent,Referer");
            return NULL;
        }
        buf_addf(&words, "%%{%.*s}i%c", (int)name.size, name.at, headers.at ? '|' : '}');
    }
    size_t request_only = words.size;
    buf_add_string(&words, " {%p}");
    buf_add(&words, request);
    struct format *format = format_by_words(arena, known, arena_copy(arena, buf_span(&words)));
    words.size = request_only;
    buf_add(&words, request);
    format->otherwise = format_by_words(arena, known, arena_copy(arena, buf_span(&words)));
    buf_free(&words);
    return format;
}

/* Whether all of it stands between two quotes, and each within has a backslash before it. */
static bool format_is_quoted(struct span text) {
    size_t i = 1;
    while (i < text.size && text.at[i] != '"')
        i += text.at[i] == '\\' ? 2 : 1;
    return text.size > 1 && text.at[0] == '"' && i + 1 == text.size;
}

/* `'$remote_addr ' '$request'`, or the whole directive, or what it says. */
static void format_unwrap(struct arena *arena, const char *text, struct config_format *described) {
    struct span rest = span_of(text);
    struct buf directive = {0};
    bool is_apache = !strchr(text, '$');
    if (text[0] == '\'' || strncmp(text, "escape=", 7) == 0 || format_is_quoted(rest)) {
        buf_add_string(&directive, is_apache ? "LogFormat " : "log_format pasted ");
        buf_add_string(&directive, text);
        rest = buf_span(&directive);
    }
    if (!config_next(&rest, arena, described))
        *described = (struct config_format){
            .text = is_apache ? arena_copy(arena, span_of(text))
                              : config_unescaped(span_of(text), arena),
            .is_apache = is_apache,
        };
    buf_free(&directive);
}

const struct format *format_compile(struct arena *arena, const char *text, struct fault *fault) {
    static const struct span regex = SPAN("regex:"), haproxy = SPAN("haproxy:");
    struct config_format described;
    const struct format *known = format_by_name(arena, span_of(text));
    if (known)
        return known;
    if (span_starts_with(span_of(text), regex))
        return regex_compile(arena, span_of(text + regex.size), fault);
    if (span_starts_with(span_of(text), haproxy))
        return format_haproxy(arena, span_of(text + haproxy.size), fault);
    if (text[0] == '@') {
        if (!config_find(text + 1, arena, &described, fault))
            return NULL;
    } else if (strchr(text, '$') || strchr(text, '%')) {
        format_unwrap(arena, text, &described);
    } else {
        fault_set(fault, "is no format; FORMATS in smo-parse(1) lists those that have names");
        return NULL;
    }
    return format_described(arena, text, &described, false, fault);
}

const struct format *format_wrapped(struct arena *arena, const struct format *format,
                                    enum format_wrapping wrapping) {
    struct format *wrapped = arena_alloc(arena, sizeof *wrapped);
    *wrapped = *format;
    wrapped->wrapping = wrapping;
    return wrapped;
}

/* Formats whose pieces have names, which a line may have or not. */
static bool format_has_names(const struct format *format) {
    return format->kind == FORMAT_OBJECT || format->kind == FORMAT_PAIRS ||
           format->kind == FORMAT_LABELS || format->kind == FORMAT_SHEET;
}

/* Which columns a log has is not known before its lines are looked at. One whose agents are
 * logged would have shown the referers too, had there been any. */
const struct format *format_adapted(struct arena *arena, const struct format *format,
                                    struct format_reader *reader, struct span text) {
    struct span line;
    if (format->kind == FORMAT_W3C) {
        struct span fields = w3c_first_fields(text);
        return fields.at ? w3c_compile(arena, fields) : format;
    }
    if (!format_has_names(format))
        return format;
    struct format *adapted = arena_alloc(arena, sizeof *adapted);
    *adapted = *format;
    adapted->caught = 0;
    if (adapted->kind == FORMAT_SHEET && !adapted->sheet)
        adapted->sheet = sheet_find(arena, text);
    while (batch_cut_line(&text, &line))
        if (batch_look(line) == OUTCOME_ACCEPTED &&
            format_read(adapted, reader, line) == OUTCOME_ACCEPTED)
            adapted->caught |= reader->caught;
    if (!adapted->caught) /* no line tells: an empty log has columns, too */
        adapted->caught = format_by_name(arena, (struct span)SPAN("combined"))->caught;
    if (adapted->caught & HIT_BIT(CAPTURE_AGENT))
        adapted->caught |= HIT_BIT(CAPTURE_REFERER);
    format_set_columns(adapted);
    return adapted;
}

/* --- reading */

struct format_reader *format_reader_new(const struct hit_rules *rules) {
    struct format_reader *reader = mem_zeroed(1, sizeof *reader);
    reader->rules = *rules;
    return reader;
}

void format_reader_free(struct format_reader *reader) {
    if (!reader)
        return;
    pattern_matcher_free(reader->matcher);
    linemap_free(&reader->map);
    hit_free(&reader->hit);
    buf_free(&reader->boxed);
    free(reader);
}

void format_begin(struct format_reader *reader) {
    hit_clear(&reader->hit, 0, true);
    marks_clear(&reader->marks);
}

static enum outcome format_catch(const struct format *format, struct format_reader *reader,
                                 struct span line) {
    reader->caught = format->caught;
    if (format->kind == FORMAT_FIELDS)
        return program_run(&format->program, &reader->when, line, &reader->map, &reader->hit);
    switch (format->kind) {
    case FORMAT_OBJECT:
        return json_read(line, &reader->map, &reader->guesses, &reader->hit, &reader->caught);
    case FORMAT_PAIRS:
        return pairs_read(line, &reader->map, &reader->hit, &reader->caught);
    case FORMAT_LABELS:
        return labels_read(line, &reader->hit, &reader->caught);
    case FORMAT_SHEET:
        return sheet_read(format->sheet, line, &reader->hit, &reader->caught);
    case FORMAT_PATTERN:
        return regex_read(format, &reader->matcher, line, &reader->hit);
    default:
        return w3c_read(format, line, &reader->hit);
    }
}

/* What a format would not be itself without. */
static enum outcome format_check_needs(const struct format *format, struct hit *hit) {
    if ((format->habits & FORMAT_NEEDS_STATUS) && span_is_absent(hit->caught[CAPTURE_STATUS])) {
        hit->stopped = hit->caught[CAPTURE_STATUS].at;
        return OUTCOME_STATUS;
    }
    if ((format->habits & FORMAT_NEEDS_CLIENT) && span_is_absent(hit->cells[HIT_IP])) {
        hit->stopped = hit->caught[CAPTURE_PEER].at;
        return OUTCOME_CLIENT;
    }
    return OUTCOME_ACCEPTED;
}

static void format_undo_padding(struct hit *hit) {
    static const enum capture padded[] = {CAPTURE_STATUS, CAPTURE_SECONDS, CAPTURE_CLIENT,
                                          CAPTURE_METHOD};
    for (size_t i = 0; i < sizeof padded / sizeof *padded; i++)
        hit->caught[padded[i]] = span_trim(hit->caught[padded[i]]);
    hit->caught[CAPTURE_DURATION] = hit->caught[CAPTURE_SECONDS];
}

/* Undoes what a server writes in a way of its own. */
static void format_undo_habits(const struct format *format, struct hit *hit) {
    static const enum capture growing[] = {CAPTURE_BYTES, CAPTURE_MILLISECONDS};
    struct span *peer = &hit->caught[CAPTURE_PEER];
    size_t colon = format->habits & FORMAT_HAS_PORT ? span_find(*peer, ':') : peer->size;
    /* IPv6 without brackets: only the format tells 2001:db8::1 with port 80 from 2001:db8::1:80. */
    if (colon < peer->size && peer->at[0] != '[' &&
        span_find(span_skip(*peer, colon + 1), ':') < peer->size - colon - 1) {
        while (peer->at[peer->size - 1] != ':')
            peer->size--;
        peer->size--;
    }
    bool may_grow = format->habits & FORMAT_MAY_GROW;
    for (size_t i = 0; may_grow && i < sizeof growing / sizeof *growing; i++)
        if (span_starts_with(hit->caught[growing[i]], (struct span)SPAN("+")))
            hit->caught[growing[i]] = span_skip(hit->caught[growing[i]], 1);
    if (format->habits & FORMAT_IS_PADDED)
        format_undo_padding(hit);
    if (format->no_referer.size && span_equals(hit->caught[CAPTURE_REFERER], format->no_referer))
        hit->caught[CAPTURE_REFERER] = SPAN_ABSENT;
    if (format->no_status.size && span_equals(hit->caught[CAPTURE_STATUS], format->no_status))
        hit->caught[CAPTURE_STATUS] = SPAN_ABSENT;
}

static enum outcome format_read_one(const struct format *format, struct format_reader *reader,
                                    struct span line) {
    static const char presumed[3 + SCAN_SLACK] = "GET"; /* cells are copied in steps */
    struct hit *hit = &reader->hit;
    hit_clear(hit, line.size, format->kind != FORMAT_FIELDS);
    bool is_verbatim = (format->kind == FORMAT_FIELDS || format_has_names(format)) &&
                       format->escapes <= FORMAT_JSON;
    hit->is_clean = is_verbatim && reader->map.is_clean;
    if (format->habits & FORMAT_HAS_HOST_IN_URL)
        hit->caught[CAPTURE_HOST] = (struct span){NULL, 0};
    if (format->habits & FORMAT_HAS_NO_METHOD)
        hit->caught[CAPTURE_METHOD] = (struct span){presumed, 3};
    enum outcome outcome = format_catch(format, reader, line);
    if (outcome != OUTCOME_ACCEPTED)
        return outcome;
    if (format->undoes_habits)
        format_undo_habits(format, hit);
    outcome = hit_finish(hit, reader->caught, &reader->rules);
    if (format_has_names(format))
        hit_keep_cells(hit, format->columns);
    return outcome == OUTCOME_ACCEPTED ? format_check_needs(format, hit) : outcome;
}

enum outcome format_read(const struct format *format, struct format_reader *reader,
                         struct span line) {
    linemap_draw(&reader->map, line);
    return format_read_mapped(format, reader);
}

/* Takes a line out of the JSON object that is mapped, and maps it instead. */
static enum outcome format_unbox(struct format_reader *reader, struct span *line) {
    struct span message;
    enum outcome outcome = json_message(*line, &reader->map, &message);
    if (outcome != OUTCOME_ACCEPTED)
        return outcome;
    buf_clear(&reader->boxed);
    message = undo_escapes(&reader->boxed, message, FORMAT_JSON);
    if (message.at != reader->boxed.at)
        buf_add(&reader->boxed, message);
    memset(buf_reserve(&reader->boxed, SCAN_SLACK), 0, SCAN_SLACK);
    message = buf_span(&reader->boxed);
    size_t size = span_find(message, '\n');
    if (size + 1 < message.size)
        return OUTCOME_FIELDS; /* several lines */
    *line = linemap_trimmed(span_take(message, size));
    linemap_draw(&reader->map, *line);
    return batch_look(*line);
}

enum outcome format_read_mapped(const struct format *format, struct format_reader *reader) {
    struct span line = reader->map.text;
    enum outcome outcome = OUTCOME_ACCEPTED;
    if (format->wrapping == FORMAT_PREFIXED)
        line = syslog_message(line);
    else if (format->wrapping == FORMAT_BOXED)
        outcome = format_unbox(reader, &line);
    if (outcome != OUTCOME_ACCEPTED)
        return outcome;
    outcome = format_read_one(format, reader, line);
    if (outcome == OUTCOME_ACCEPTED || !format->otherwise)
        return outcome;
    const char *stopped = reader->hit.stopped;
    if (format_read_one(format->otherwise, reader, line) == OUTCOME_ACCEPTED)
        return OUTCOME_ACCEPTED;
    reader->hit.stopped = stopped;
    return outcome;
}
