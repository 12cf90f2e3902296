#include "smo-parse/w3c.h"

#include "smo-parse/scan.h"
#include "smo-parse/when.h"

/* Captures of their own kind, behind those of a hit. */
enum { W3C_DATE = CAPTURE_TIME, W3C_CLOCK, W3C_TAKEN };

static const struct span w3c_mark = SPAN("#Fields:");

/* IIS: https://learn.microsoft.com/windows/win32/http/w3c-logging; CloudFront:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
static const struct {
    struct span name;
    int capture;
} w3c_fields[] = {
    {SPAN("date"), W3C_DATE},
    {SPAN("time"), W3C_CLOCK},
    {SPAN("c-ip"), CAPTURE_PEER},
    {SPAN("cs-username"), CAPTURE_USER},
    {SPAN("cs-method"), CAPTURE_METHOD},
    {SPAN("cs-uri"), CAPTURE_URL_WHOLE},
    {SPAN("cs-uri-stem"), CAPTURE_PATH},
    {SPAN("cs-uri-query"), CAPTURE_QUERY},
    {SPAN("sc-status"), CAPTURE_STATUS},
    {SPAN("sc-bytes"), CAPTURE_BYTES_ALL},
    {SPAN("time-taken"), W3C_TAKEN},
    {SPAN("cs-host"), CAPTURE_HOST},
    {SPAN("x-host-header"), CAPTURE_HOST},
    {SPAN("cs(Host)"), CAPTURE_SERVER},
    {SPAN("cs(User-Agent)"), CAPTURE_AGENT},
    {SPAN("cs(Referer)"), CAPTURE_REFERER},
    {SPAN("cs(Referrer)"), CAPTURE_REFERER},
    {SPAN("cs(X-Forwarded-For)"), CAPTURE_FORWARDED},
    {SPAN("X-Forwarded-For"), CAPTURE_FORWARDED},
};

bool w3c_is_fields(struct span line) {
    return span_equals_folded(span_take(line, w3c_mark.size), w3c_mark);
}

/* The next such line at or behind *rest, which begins with a line and is then set behind this one.
 */
static bool w3c_next_fields(struct span *rest, struct span *line) {
    const char *at = rest->at, *end = at + rest->size;
    while (at < end && !span_starts_with(span_between(at, end), w3c_mark)) {
        at = scan_pair(at, end, "\n#");
        at += at < end;
    }
    *line = span_take(span_between(at, end), span_find(span_between(at, end), '\n'));
    *rest = span_skip(span_between(at, end), line->size);
    return at < end;
}

struct span w3c_first_fields(struct span text) {
    struct span line = {NULL, 0}, rest = text;
    return w3c_next_fields(&rest, &line) ? line : (struct span){NULL, 0};
}

struct span w3c_last_fields(struct span text) {
    struct span last = {NULL, 0}, line, rest = text;
    while (w3c_next_fields(&rest, &line))
        last = line;
    return last;
}

static int w3c_capture_of(struct span name) {
    for (size_t i = 0; i < sizeof w3c_fields / sizeof *w3c_fields; i++)
        if (span_equals_folded(name, w3c_fields[i].name))
            return w3c_fields[i].capture;
    return CAPTURE_NOTHING;
}

/* The next name of a #Fields line. */
static bool w3c_next_name(struct span *rest, struct span *name) {
    *rest = span_trim(*rest);
    if (span_is_empty(*rest))
        return false;
    size_t end = 0;
    while (end < rest->size && rest->at[end] != ' ' && rest->at[end] != '\t' &&
           rest->at[end] != '\r')
        end++;
    *name = span_take(*rest, end);
    *rest = span_skip(*rest, end + 1);
    return true;
}

const struct format *w3c_compile(struct arena *arena, struct span line) {
    struct format *format = arena_zeroed(arena, sizeof *format);
    struct span rest = span_skip(line, w3c_mark.size), name;
    size_t capacity = line.size / 2 + 1;
    int *fields = arena_alloc(arena, capacity * sizeof *fields);
    bool is_cloudfront = false;
    format->name = "w3c";
    format->kind = FORMAT_W3C;
    while (w3c_next_name(&rest, &name)) {
        is_cloudfront = is_cloudfront || span_is(name, "x-edge-location");
        int capture = w3c_capture_of(name);
        if (capture < CAPTURE_COUNT && format->caught >> capture & 1)
            capture = CAPTURE_NOTHING;
        if (capture == W3C_TAKEN) /* CloudFront has seconds, IIS milliseconds */
            capture = is_cloudfront ? CAPTURE_SECONDS : CAPTURE_MILLISECONDS;
        fields[format->field_count++] = capture;
        if (capture < CAPTURE_COUNT && capture != CAPTURE_NOTHING)
            format->caught |= HIT_BIT(capture);
    }
    format->fields = fields;
    format->escapes = is_cloudfront ? FORMAT_PERCENT : FORMAT_PLUS;
    if (is_cloudfront)
        format->name = "cloudfront";
    format_set_columns(format);
    return format;
}

const struct format *w3c_compile_cloudfront(struct arena *arena) {
    static const struct span fields =
        SPAN("#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem "
             "sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type "
             "x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for "
             "ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status "
             "fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type "
             "sc-content-type sc-content-len sc-range-start sc-range-end");
    return w3c_compile(arena, fields);
}

/* A field in quotes, in which a quote is doubled, may hold separators. */
static size_t w3c_field_size(struct span s, char separator) {
    size_t size = 0;
    if (s.size && s.at[0] == '"')
        for (size = 1; size < s.size; size++)
            if (s.at[size] == '"' && (size + 1 >= s.size || s.at[size + 1] == separator))
                return size + 1;
    return span_find(s, separator);
}

static enum outcome w3c_keep(struct hit *hit, int capture, struct span s) {
    const char *after;
    if (s.size >= 2 && s.at[0] == '"' && s.at[s.size - 1] == '"')
        s = span_between(s.at + 1, s.at + s.size - 1);
    if (capture != W3C_DATE && capture != W3C_CLOCK) {
        hit->caught[capture] = s;
        return OUTCOME_ACCEPTED;
    }
    struct span pattern =
        capture == W3C_DATE ? (struct span)SPAN("%Y-%m-%d") : (struct span)SPAN("%T");
    enum outcome outcome = when_read(pattern, s.at, s.at + s.size, hit, &after);
    if (outcome == OUTCOME_ACCEPTED && after != s.at + s.size)
        outcome = OUTCOME_TIME;
    return outcome;
}

enum outcome w3c_read(const struct format *format, struct span line, struct hit *hit) {
    char separator = span_find(line, '\t') < line.size ? '\t' : ' ';
    for (size_t i = 0; i < format->field_count; i++) {
        hit->stopped = line.at;
        if (span_is_empty(line))
            return OUTCOME_FIELDS;
        size_t size = w3c_field_size(line, separator);
        enum outcome outcome = w3c_keep(hit, format->fields[i], span_take(line, size));
        if (outcome != OUTCOME_ACCEPTED)
            return outcome;
        line = span_skip(line, size + 1);
    }
    hit->stopped = line.at;
    return span_is_empty(span_trim(line)) && format->field_count ? OUTCOME_ACCEPTED
                                                                 : OUTCOME_FIELDS;
}
