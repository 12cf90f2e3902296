#include "smo-parse/detect.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "smo-parse/batch.h"
#include "smo-parse/known.h"
#include "smo-parse/sign.h"
#include "smo-parse/w3c.h"

#include <stdlib.h>

enum {
    DETECT_WRAPPINGS = FORMAT_BOXED + 1,
    DETECT_LINES = 64 /* looked at together */
};

struct detector {
    struct arena *arena;
    struct format_reader *reader;
    size_t bare_count;             /* of the formats that stand bare, the first */
    size_t count;                  /* of all: then come the same, wrapped in each way */
    const struct format **formats; /* in `arena` */
};

struct detector *detector_new(struct arena *arena, const struct hit_rules *rules) {
    struct detector *detector = mem_zeroed(1, sizeof *detector);
    detector->arena = arena;
    detector->reader = format_reader_new(rules);
    while (known_sought(detector->bare_count))
        detector->bare_count++;
    size_t bare = detector->bare_count;
    detector->count = bare * DETECT_WRAPPINGS;
    detector->formats = arena_alloc(arena, detector->count * sizeof *detector->formats);
    for (size_t i = 0; i < bare; i++)
        detector->formats[i] = format_by_name(arena, span_of(known_sought(i)->name));
    for (size_t i = bare; i < detector->count; i++)
        detector->formats[i] =
            format_wrapped(arena, detector->formats[i % bare], (enum format_wrapping)(i / bare));
    return detector;
}

void detector_free(struct detector *detector) {
    if (!detector)
        return;
    format_reader_free(detector->reader);
    free(detector);
}

/* The header of smo-stream(5). */
static bool detect_is_stream(struct span line) {
    return span_starts_with(line, (struct span)SPAN("time\tzone\t"));
}

/* Takes the next lines that count. */
static size_t detect_take_lines(struct span *text, struct span lines[DETECT_LINES]) {
    size_t count = 0;
    struct span line;
    while (count < DETECT_LINES && batch_cut_line(text, &line))
        if (batch_look(line) == OUTCOME_ACCEPTED)
            lines[count++] = line;
    return count;
}

/* What the lines show that fit. */
static struct sign_tally detect_try(struct detector *detector, const struct format *format,
                                    const struct span *lines, size_t count) {
    struct sign_tally tally = {0};
    format_begin(detector->reader);
    for (size_t i = 0; i < count; i++)
        if (format_read(format, detector->reader, lines[i]) == OUTCOME_ACCEPTED)
            sign_add(&tally, format, &detector->reader->hit);
    return tally;
}

/* `sheet` is the one whose header begins the log, or NULL. */
static const struct format *detect_best(struct detector *detector, const struct format *sheet,
                                        const struct span *lines, size_t count) {
    const struct format *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < detector->count && most < count; i++) {
        struct sign_tally tally = detect_try(detector, detector->formats[i], lines, count);
        if (tally.lines > most && sign_is_borne_out(&tally)) {
            most = tally.lines;
            best = detector->formats[i];
        }
    }
    if (sheet && most < count && detect_try(detector, sheet, lines, count).lines > most)
        return sheet;
    return best;
}

/* The table whose header is this line, if by that it can be a log. */
static const struct format *detect_sheet(struct detector *detector, struct span line) {
    const struct sheet *sheet = detect_is_stream(line) ? NULL : sheet_begin(detector->arena, line);
    bool is_log = sheet && sheet->has_time && sheet->has_request;
    return is_log ? format_of_sheet(detector->arena, sheet) : NULL;
}

/* How much of the line a format fits, and what becomes of it. */
static size_t detect_fitting_bytes(struct detector *detector, const struct format *format,
                                   struct span line, enum outcome *outcome) {
    struct hit *hit = &detector->reader->hit;
    format_begin(detector->reader);
    hit->stopped = line.at;
    *outcome = format_read(format, detector->reader, line);
    bool is_inside = hit->stopped >= line.at && hit->stopped <= line.at + line.size;
    return is_inside ? (size_t)(hit->stopped - line.at) : 0;
}

/* `2025/11/22 14:30:05 [error] ` of nginx, `[Sat Nov 22 14:30:05.123456 2025] [` of Apache. */
static bool detect_is_error_log(struct span line) {
    static const char *const shapes[] = {"0000/00/00 00:00:00 [a", "[aaa aaa 00 00:00:00"};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t size = 0;
        for (const char *shape = shapes[i]; *shape && size < line.size; shape++, size++) {
            char byte = span_lower_byte(line.at[size]);
            if (*shape == '0'   ? !number_is_digit(byte)
                : *shape == 'a' ? byte < 'a' || byte > 'z'
                                : byte != *shape)
                break;
        }
        if (shapes[i][size] == '\0')
            return true;
    }
    return false;
}

/* `14:30:05`, or so many digits as seconds since 1970 have. */
static bool detect_has_time(struct span line) {
    static const char shape[] = "00:00:00";
    size_t digits = 0, shaped = 0;
    for (size_t i = 0; i < line.size && digits < 10 && shape[shaped]; i++) {
        bool is_digit = number_is_digit(line.at[i]);
        digits = is_digit ? digits + 1 : 0;
        if (shape[shaped] == '0' ? is_digit : line.at[i] == shape[shaped])
            shaped++;
        else
            shaped = is_digit && digits <= 2 ? digits : 0;
    }
    return digits >= 10 || !shape[shaped];
}

/* `GET /a`, `"GET /a`, `method=GET path=/a`: a request, and no time anywhere. */
static bool detect_is_timeless(struct span line) {
    static const char *const requests[] = {"GET /", "POST /", "HEAD /", "method=GET",
                                           "method=POST"};
    bool has_request = false;
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        has_request = has_request || memmem(line.at, line.size, requests[i], strlen(requests[i]));
    return has_request && !detect_has_time(line);
}

static void detect_explain_json(struct detector *detector, struct span line, struct fault *fault) {
    enum outcome outcome;
    const struct format *json = format_by_name(detector->arena, (struct span)SPAN("json"));
    size_t fitting = detect_fitting_bytes(detector, json, line, &outcome);
    const char *what = "that cannot be a hit from the mark on:";
    if (outcome == OUTCOME_TIME)
        what = fitting ? "with a time that cannot be read:"
                       : "without a time by a name that is known; see JSON in smo-parse(1):";
    if (outcome == OUTCOME_OTHER)
        what = "that tells of no request by a name that is known; see JSON in smo-parse(1):";
    if (outcome == OUTCOME_JSON)
        fault_set(fault, "is no whole JSON object on a line:");
    fault_set(fault, "is JSON %s", what);
    fault->column = outcome == OUTCOME_OTHER ? 1 : fitting + 1;
}

/* Whether the line names the columns of a table: why that is no log. */
static bool detect_explain_sheet(struct detector *detector, struct span line, struct fault *fault) {
    const struct sheet *sheet = sheet_begin(detector->arena, line);
    if (!sheet)
        return false;
    const char *what = sheet->has_time ? "what was requested" : "the time";
    if (detect_is_stream(line))
        fault_set(fault, "begins a stream, smo-stream(5): what follows are hits already:");
    else if (sheet->has_time && sheet->has_request)
        fault_set(fault, "names the columns of a table, but no line below fits them; -f csv says "
                         "why:");
    else
        fault_set(
            fault,
            "names the columns of a table, none of which tells %s by a name that is known; see "
            "JSON in smo-parse(1):",
            what);
    fault->column = 1;
    return true;
}

/* Whether the line is LTSV, but for something that a hit must have. */
static bool detect_explain_labels(struct detector *detector, struct span line,
                                  struct fault *fault) {
    const struct format *ltsv = format_by_name(detector->arena, (struct span)SPAN("ltsv"));
    enum outcome outcome;
    size_t fitting = detect_fitting_bytes(detector, ltsv, line, &outcome);
    bool is_timeless = outcome == OUTCOME_TIME, is_other = outcome == OUTCOME_OTHER;
    if (span_find(line, '\t') == line.size || (!is_timeless && !is_other))
        return false;
    fault_set(fault, "is LTSV %s; see ltsv in smo-parse(1):",
              is_timeless ? "without a time that can be read"
                          : "that tells of no request by a label that is known");
    fault->column = is_timeless ? fitting + 1 : 1;
    return true;
}

/* Whether the line is a row of a table, which would need a header. */
static bool detect_explain_row(struct span line, struct fault *fault) {
    if (!sheet_is_row(line))
        return false;
    fault_set(fault, "is a row of a table whose columns no line before it names; -f takes the "
                     "log_format or LogFormat of the server:");
    fault->column = 1;
    return true;
}

/* A line of the shape of a format, in which one piece cannot be what it would be there. */
static bool detect_is_odd(struct detector *detector, struct span line, struct fault *fault) {
    static const char *const names[CAPTURE_COUNT] = {
        [CAPTURE_IDENT] = "ident",     [CAPTURE_USER] = "user",   [CAPTURE_SERVER] = "host",
        [CAPTURE_REFERER] = "referer", [CAPTURE_AGENT] = "agent",
    };
    const struct hit *hit = &detector->reader->hit;
    for (size_t i = 0; i < detector->bare_count; i++) {
        const struct format *format = detector->formats[i];
        format_begin(detector->reader);
        if (format_read(format, detector->reader, line) != OUTCOME_ACCEPTED)
            continue;
        enum capture odd = sign_odd_piece(format, hit);
        if (odd == CAPTURE_NOTHING)
            continue;
        fault_set(fault,
                  "has the shape of %s, but at the mark is no %s; -f takes the log_format or "
                  "LogFormat of the server:",
                  format->name, names[odd]);
        fault->column = (size_t)(hit->caught[odd].at - line.at) + 1;
        return true;
    }
    return false;
}

/* The first of the lines, if there is one, that speaks against the format whose shape it has. */
static bool detect_explain_odd(struct detector *detector, struct span text, struct span *odd,
                               struct fault *fault) {
    struct span lines[DETECT_LINES];
    size_t count = detect_take_lines(&text, lines);
    for (size_t i = 0; i < count; i++)
        if (detect_is_odd(detector, lines[i], fault)) {
            *odd = lines[i];
            return true;
        }
    return false;
}

/* Of formats that fit equally far, the usual one is the best to name. */
static void detect_explain(struct detector *detector, struct span line, struct fault *fault) {
    enum outcome ignored;
    const struct format *nearest = format_by_name(detector->arena, (struct span)SPAN("combined"));
    size_t furthest = detect_fitting_bytes(detector, nearest, line, &ignored);
    if (line.at[0] == '{') {
        detect_explain_json(detector, line, fault);
        return;
    }
    if (detect_explain_sheet(detector, line, fault) ||
        detect_explain_labels(detector, line, fault) || detect_explain_row(line, fault))
        return;
    if (detect_is_error_log(line)) {
        fault_set(fault, "is of an error log, which tells of no visits:");
        fault->column = 1;
        return;
    }
    if (detect_is_timeless(line)) {
        fault_set(fault, "has no time: a log without times tells no visits:");
        fault->column = 1;
        return;
    }
    for (size_t i = 0; i < detector->bare_count; i++) {
        size_t fitting = detect_fitting_bytes(detector, detector->formats[i], line, &ignored);
        if (fitting > furthest) {
            furthest = fitting;
            nearest = detector->formats[i];
        }
    }
    fault_set(fault,
              "fits no format; %s fits as far as the mark; -f takes the log_format or LogFormat of "
              "the server:",
              nearest->name);
    fault->column = furthest + 1;
}

const struct format *detector_look(struct detector *detector, struct span text,
                                   struct fault *fault) {
    struct span lines[DETECT_LINES], rest = text;
    size_t count = detect_take_lines(&rest, lines);
    if (w3c_first_fields(text).at)
        return w3c_compile(detector->arena, w3c_first_fields(text));
    if (count == 0)
        return NULL;
    struct span first = lines[0];
    const struct format *sheet = detect_sheet(detector, first);
    size_t seen = 0;
    for (; count; seen += count, count = detect_take_lines(&rest, lines)) {
        const struct format *best = detect_best(detector, sheet, lines, count);
        if (best)
            return format_adapted(detector->arena, best, detector->reader, text);
    }
    if (sheet && seen == 1)
        return format_adapted(detector->arena, sheet, detector->reader, text); /* no rows yet */
    if (!detect_explain_odd(detector, text, &first, fault))
        detect_explain(detector, first, fault);
    fault->line = 1;
    for (const char *at = text.at; at < first.at; at++)
        fault->line += *at == '\n';
    return NULL;
}

const struct format *detector_unwrap(struct detector *detector, struct arena *arena,
                                     const struct format *format, struct span text) {
    struct span lines[DETECT_LINES];
    size_t count = detect_take_lines(&text, lines);
    const struct format *best = format;
    size_t most = detect_try(detector, format, lines, count).lines;
    for (int i = FORMAT_PREFIXED; i < DETECT_WRAPPINGS && most < count; i++) {
        const struct format *wrapped = format_wrapped(arena, format, (enum format_wrapping)i);
        size_t fitting = detect_try(detector, wrapped, lines, count).lines;
        if (fitting > most) {
            most = fitting;
            best = wrapped;
        }
    }
    return best;
}
