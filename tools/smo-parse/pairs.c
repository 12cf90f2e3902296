/* Pairs of names and values. There is no standard: values with blanks stand between quotes, with
 * the escapes of JSON. https://brandur.org/logfmt,
 * https://devcenter.heroku.com/articles/http-routing */
#include "smo-parse/pairs.h"

#include "lib/base/number.h"
#include "smo-parse/named.h"
#include "smo-parse/when.h"

struct pairs {
    struct span rest;
    const struct linemap *map;
    struct named named;
    struct span time_before; /* of the words before the pairs */
};

/* What Heroku's router calls by names that mean something else in JSON. */
static const struct member *pairs_member(struct span name) {
    static const struct member forwarded = {SPAN("fwd"), CAPTURE_FORWARDED, 3};
    static const struct member service = {SPAN("service"), CAPTURE_DURATION, 1};
    if (span_equals(name, forwarded.path))
        return &forwarded;
    if (span_equals(name, service.path))
        return &service;
    return name.size <= MEMBER_PATH_BYTES ? member_find(name) : NULL;
}

/* The value at the start of what is left. False if its quote is not closed. */
static bool pairs_value(struct pairs *pairs, struct span *value) {
    struct span rest = pairs->rest;
    if (rest.size == 0 || rest.at[0] != '"') {
        *value = span_take(rest, span_find(rest, ' '));
        pairs->rest = span_skip(rest, value->size);
        return true;
    }
    const char *end = linemap_find(pairs->map, pairs->map->quotes, rest.at + 1);
    if (end >= rest.at + rest.size)
        return false;
    *value = span_between(rest.at + 1, end);
    pairs->rest = span_between(end + 1, rest.at + rest.size);
    return true;
}

/* A word that is no pair: it may begin a time, `2025-11-22T14:30:05Z` or `2025/11/22 14:30:05`. */
static void pairs_look_for_time(struct pairs *pairs, struct span word, struct span behind) {
    bool is_day = word.size >= 10 && number_is_digit(word.at[0]) &&
                  (word.at[4] == '-' || word.at[4] == '/') && word.at[7] == word.at[4];
    if (!is_day || pairs->time_before.at)
        return;
    size_t clock = span_find(span_skip(behind, 1), ' ');
    bool is_apart = word.size == 10 && behind.size > 1;
    pairs->time_before = (struct span){word.at, word.size + (is_apart ? 1 + clock : 0)};
}

/* The next pair, or word. */
static bool pairs_next(struct pairs *pairs) {
    struct span rest = span_trim(pairs->rest), value;
    size_t blank = span_find(rest, ' '), mark = span_find(span_take(rest, blank), '=');
    struct span name = span_take(rest, mark);
    pairs->rest = span_skip(rest, mark + (mark < blank));
    if (mark == blank) {
        pairs_look_for_time(pairs, name, pairs->rest);
        return true;
    }
    if (!pairs_value(pairs, &value))
        return false;
    const struct member *member = pairs_member(name);
    if (!span_is_empty(value) || (member && member->capture == CAPTURE_NOTHING))
        named_catch(&pairs->named, member, value);
    return true;
}

/* `time=12ms` is none: then that counts which stands before the pairs, if there is one. */
static enum outcome pairs_finish(struct pairs *pairs, uint32_t *caught) {
    struct hit *hit = pairs->named.hit;
    enum outcome outcome = named_finish(&pairs->named, caught);
    if (outcome != OUTCOME_TIME)
        return outcome;
    hit->time_parts = 0;
    hit->decimals = (struct span){NULL, 0};
    return when_read_any(pairs->time_before, hit);
}

enum outcome pairs_read(struct span line, const struct linemap *map, struct hit *hit,
                        uint32_t *caught) {
    enum {
        METHOD = HIT_BIT(CAPTURE_REQUEST) | HIT_BIT(CAPTURE_METHOD),
        URL = HIT_BIT(CAPTURE_REQUEST) | HIT_BIT(CAPTURE_URL) | HIT_BIT(CAPTURE_URL_WHOLE) |
              HIT_BIT(CAPTURE_PATH)
    };
    struct pairs pairs = {.rest = line, .map = map, .named = {.hit = hit, .escapes = FORMAT_JSON}};
    bool is_whole = true;
    *caught = 0;
    while (is_whole && !span_is_empty(span_trim(pairs.rest)))
        is_whole = pairs_next(&pairs);
    hit->stopped = pairs.rest.at;
    if (!is_whole)
        return OUTCOME_QUOTE;
    hit->stopped = line.at;
    if (!(pairs.named.caught & METHOD) || !(pairs.named.caught & URL))
        return OUTCOME_OTHER;
    return pairs_finish(&pairs, caught);
}
