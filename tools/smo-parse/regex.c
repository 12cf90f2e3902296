#include "smo-parse/regex.h"

#include "lib/rules/pattern.h"
#include "smo-parse/blocks.h"
#include "smo-parse/nginx.h"
#include "smo-parse/when.h"

enum { REGEX_ZONE = CAPTURE_TIME + 1 };

static int regex_capture_of(struct span name) {
    static const struct {
        struct span name;
        int capture;
    } names[] = {
        {SPAN("time"), CAPTURE_TIME},     {SPAN("zone"), REGEX_ZONE},
        {SPAN("ip"), CAPTURE_PEER},       {SPAN("user"), CAPTURE_USER},
        {SPAN("method"), CAPTURE_METHOD}, {SPAN("url"), CAPTURE_URL},
        {SPAN("path"), CAPTURE_PATH},     {SPAN("query"), CAPTURE_QUERY},
        {SPAN("bytes"), CAPTURE_BYTES},   {SPAN("referer"), CAPTURE_REFERER},
        {SPAN("agent"), CAPTURE_AGENT},   {SPAN("seconds"), CAPTURE_SECONDS},
        {SPAN("cookie"), CAPTURE_COOKIE}, {SPAN("forwarded"), CAPTURE_FORWARDED},
    };
    struct span time_pattern;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equals(name, names[i].name))
            return names[i].capture;
    return (int)nginx_variable(name, &time_pattern);
}

const struct format *regex_compile(struct arena *arena, struct span text, struct fault *fault) {
    struct pattern *pattern = pattern_new(text, PATTERN_CASE_MATTERS, fault);
    if (!pattern)
        return NULL;
    struct format *format = arena_zeroed(arena, sizeof *format);
    size_t count = pattern_name_count(pattern);
    int *groups = arena_alloc(arena, (count ? count : 1) * sizeof *groups);
    bool has_time = false;
    for (size_t i = 0; i < count; i++) {
        groups[i] = regex_capture_of(pattern_name(pattern, i));
        has_time = has_time || groups[i] == CAPTURE_TIME;
        if (groups[i] < CAPTURE_COUNT && groups[i] != CAPTURE_NOTHING)
            format->caught |= HIT_BIT(groups[i]);
    }
    format->name = "regex";
    format->kind = FORMAT_PATTERN;
    format->escapes = FORMAT_BACKSLASH;
    format->pattern = pattern;
    format->fields = groups;
    format->field_count = count;
    format_set_columns(format);
    if (has_time)
        return format;
    pattern_free(pattern);
    fault_set(fault, "has no group of the name time: (?<time>...)");
    return NULL;
}

enum outcome regex_read(const struct format *format, struct pattern_matcher **matcher,
                        struct span line, struct hit *hit) {
    if (!*matcher)
        *matcher = pattern_matcher_new(BLOCKS_MAX_LINE);
    hit->stopped = line.at;
    if (pattern_search(format->pattern, *matcher, line) != PATTERN_MATCH)
        return OUTCOME_FIELDS;
    for (size_t i = 0; i < format->field_count; i++) {
        struct span s = pattern_caught(format->pattern, *matcher, i);
        if (format->fields[i] < CAPTURE_COUNT) {
            hit->caught[format->fields[i]] = s;
        } else if (format->fields[i] == REGEX_ZONE) {
            if (!span_is_absent(s) && !date_read_zone(s, &hit->date.zone_seconds))
                return OUTCOME_TIME;
            hit->time_parts |= HIT_HAS_ZONE;
        } else if (when_read_any(s, hit) != OUTCOME_ACCEPTED) {
            return OUTCOME_TIME;
        }
    }
    return OUTCOME_ACCEPTED;
}

void regex_release(const struct format *format) {
    if (format)
        pattern_free(format->pattern);
}
