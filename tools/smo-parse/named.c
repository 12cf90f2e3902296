/* Named pieces: which of several counts, the time of two halves, and the habits of those who write
 * them. */
#include "smo-parse/named.h"

#include "lib/base/number.h"
#include "smo-parse/undo.h"
#include "smo-parse/when.h"

/* `2025-11-22` and `14:30:05` apart, as CloudFront has them. False if it is none of these. */
static bool named_catch_half_time(struct named *named, struct span s) {
    if (s.size == 10 && s.at[4] == '-' && s.at[7] == '-')
        named->day = s;
    else if (s.size >= 8 && s.at[2] == ':' && s.at[5] == ':')
        named->clock = s;
    else
        return false;
    return true;
}

/* Some call the moment `request_time`: seconds since 1970 have ten digits, a day has a mark behind
 * two or four. */
static bool named_is_moment(struct span s) {
    size_t digits = 0;
    while (digits < s.size && number_is_digit(s.at[digits]))
        digits++;
    return digits >= 10 || (s.size > 10 && (digits == 2 || digits == 4) &&
                            (s.at[digits] == '/' || s.at[digits] == '-'));
}

/* What only some do, known by names that only they have. */
static void named_note_habits(struct named *named, const struct member *member) {
    switch (member->capture) {
    case CAPTURE_NOTHING:
        named->is_in_milliseconds = true;
        break;
    case CAPTURE_AGENT:
        named->is_encoded |= span_is(member->path, "UA") ||
                             span_is(member->path, "cs(User-Agent)") ||
                             span_is(member->path, "cs_user_agent");
        break;
    case CAPTURE_METHOD:
        named->is_quoted |= span_is(member->path, "verb");
        break;
    default:
        break;
    }
}

void named_catch(struct named *named, const struct member *member, struct span s) {
    static const struct member moment = {SPAN("request_time"), CAPTURE_TIME, 0};
    if (!member)
        return;
    named_note_habits(named, member);
    if (member->capture == CAPTURE_SECONDS && named_is_moment(s)) {
        member = &moment;
        named->is_in_milliseconds = true; /* Huawei's response_time */
    }
    if (named->ranks[member->capture] > member->rank)
        return;
    if (member->capture == CAPTURE_TIME && named_catch_half_time(named, s))
        return;
    bool is_told = !span_is_absent(s);
    if (member->capture == CAPTURE_TIME && !is_told)
        return;
    named->ranks[member->capture] = member->rank + is_told; /* null leaves it to one of its rank */
    if (member->capture == CAPTURE_TIME) {
        named->time = s;
        return;
    }
    named->caught |= HIT_BIT(member->capture);
    if (span_find(s, '\\') < s.size)
        s = undo_and_keep(&named->hit->scratch, s, named->escapes);
    named->hit->caught[member->capture] = s;
}

/* Agents and referers as Akamai and CloudFront write them: percent-encoded, with %20 for blanks, or
 * in agents + for a blank and %2B for a plus. */
static void named_decode(struct named *named, enum capture capture) {
    struct span *s = &named->hit->caught[capture];
    static const struct span http = SPAN("http%3a"), https = SPAN("https%3a");
    bool is_referer = capture == CAPTURE_REFERER;
    if (!(named->caught >> capture & 1) || span_find(*s, '%') == s->size ||
        span_find(*s, ' ') < s->size ||
        (is_referer && !span_equals_folded(span_take(*s, http.size), http) &&
         !span_equals_folded(span_take(*s, https.size), https)))
        return;
    bool has_blank = memmem(s->at, s->size, "%20", 3) || memmem(s->at, s->size, "%2520", 5);
    if (!is_referer && !has_blank)
        *s = undo_and_keep(&named->hit->scratch, *s, FORMAT_PLUS);
    *s = undo_and_keep(&named->hit->scratch, *s, FORMAT_PERCENT);
    named->hit->is_clean = false; /* %0A is a line feed now */
}

/* Logstash keeps the quotes that stand around a field of `combined`. */
static void named_unquote(struct named *named, enum capture capture) {
    struct span *s = &named->hit->caught[capture];
    if (named->caught >> capture & 1 && s->size >= 2 && s->at[0] == '"' &&
        s->at[s->size - 1] == '"')
        *s = span_between(s->at + 1, s->at + s->size - 1);
}

/* Both pieces that are text of the client's. */
static void named_undo_habits(struct named *named) {
    static const enum capture texts[] = {CAPTURE_REFERER, CAPTURE_AGENT};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (named->is_encoded)
            named_decode(named, texts[i]);
        if (named->is_quoted)
            named_unquote(named, texts[i]);
    }
}

static struct span named_time(struct named *named) {
    if (named->time.at || !named->day.at || !named->clock.at)
        return named->time.at ? named->time : named->day;
    size_t start = named->hit->scratch.size;
    buf_add(&named->hit->scratch, named->day);
    buf_add_byte(&named->hit->scratch, ' ');
    buf_add(&named->hit->scratch, named->clock);
    return (struct span){named->hit->scratch.at + start, named->hit->scratch.size - start};
}

enum outcome named_finish(struct named *named, uint32_t *caught) {
    enum {
        URL = HIT_BIT(CAPTURE_URL) | HIT_BIT(CAPTURE_URL_WHOLE) | HIT_BIT(CAPTURE_PATH),
        REQUEST = HIT_BIT(CAPTURE_REQUEST) | HIT_BIT(CAPTURE_METHOD) | URL,
    };
    *caught = named->caught;
    if (!(named->caught & REQUEST))
        return OUTCOME_OTHER;
    if (named->is_in_milliseconds)
        member_take_for_milliseconds(named->hit, caught);
    named_undo_habits(named);
    named->hit->stopped = named->time.at ? named->time.at : named->day.at;
    return when_read_any(named_time(named), named->hit);
}
