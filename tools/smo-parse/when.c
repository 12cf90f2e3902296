#include "smo-parse/when.h"

#include "lib/base/number.h"

/* Learns the day and the zone of a time of the common log format. */
static enum outcome when_learn(struct when *when, const char *at) {
    unsigned day = when_two_digits(at), century = when_two_digits(at + 7);
    unsigned year = when_two_digits(at + 9);
    int month = date_month((struct span){at + 3, 3}), zone_seconds;
    bool is_shape = at[2] == '/' && at[6] == '/' && at[11] == ':' && at[WHEN_ZONE] == ' ';
    if (!is_shape || day > 99 || century > 99 || year > 99 || month == 0 ||
        !date_read_zone((struct span){at + WHEN_ZONE + 1, 5}, &zone_seconds))
        return OUTCOME_TIME;
    year += century * 100;
    if (!date_day_exists((int)year, month, (int)day) || year < 1990 || year > 2099)
        return OUTCOME_DATE;
    when->day_seconds = date_days((int)year, month, (int)day) * 86400 - zone_seconds;
    when->zone_seconds = zone_seconds;
    memcpy(when->day, at, sizeof when->day);
    memcpy(when->zone, at + WHEN_CLF_BYTES - sizeof when->zone, sizeof when->zone);
    return OUTCOME_ACCEPTED;
}

static struct span when_guess(struct span s);

/* In another spelling: decimals, no zone; or any other time in its place, up to the bracket. */
static enum outcome when_read_odd_clf(const char *at, const char *end, struct hit *hit,
                                      const char **after) {
    struct span s = span_between(at, end);
    return when_read(when_guess(span_take(s, span_find(s, ']'))), at, end, hit, after);
}

enum outcome when_read_clf(struct when *when, const char *at, const char *end, struct hit *hit,
                           const char **after) {
    if (end - at < WHEN_CLF_BYTES)
        return when_read_odd_clf(at, end, hit, after);
    *after = at + WHEN_CLF_BYTES;
    if (when_read_known(when, at, hit))
        return OUTCOME_ACCEPTED;
    const char *clock = at + WHEN_CLOCK;
    bool is_clock = when_two_digits(clock) < 100 && when_two_digits(clock + 3) < 100 &&
                    when_two_digits(clock + 6) < 100 && clock[2] == ':' && clock[5] == ':';
    enum outcome outcome = is_clock ? when_learn(when, at) : OUTCOME_TIME;
    if (outcome == OUTCOME_TIME)
        return when_read_odd_clf(at, end, hit, after);
    if (outcome == OUTCOME_ACCEPTED && !when_read_known(when, at, hit))
        return OUTCOME_DATE; /* 24:00:00 */
    return outcome;
}

/* --- by pattern */

struct when_text {
    const char *at, *end;
};

/* Between `least` and `most` digits. */
static bool when_number(struct when_text *text, int least, int most, int *number) {
    int count = 0;
    *number = 0;
    while (count < most && text->at < text->end && number_is_digit(*text->at)) {
        *number = *number * 10 + (*text->at++ - '0');
        count++;
    }
    return count >= least;
}

static struct span when_digits(struct when_text *text) {
    const char *start = text->at;
    while (text->at < text->end && number_is_digit(*text->at))
        text->at++;
    return span_between(start, text->at);
}

static struct span when_letters(struct when_text *text) {
    const char *start = text->at;
    while (text->at < text->end && span_lower_byte(*text->at) >= 'a' &&
           span_lower_byte(*text->at) <= 'z')
        text->at++;
    return span_between(start, text->at);
}

static void when_decimals(struct when_text *text, struct span pattern, struct hit *hit) {
    if (text->end - text->at < 2 || (*text->at != '.' && *text->at != ',') ||
        !number_is_digit(text->at[1]) || (pattern.size && pattern.at[0] == *text->at))
        return;
    text->at++;
    hit->decimals = when_digits(text);
}

/* Seconds since 1970 in units of 10^-places; what is below a second becomes decimals. */
static bool when_epoch(struct when_text *text, size_t places, struct hit *hit) {
    struct span digits = when_digits(text);
    uint64_t seconds;
    if (digits.size <= places || digits.size > places + 11 ||
        !number_read(span_take(digits, digits.size - places), &seconds))
        return false;
    hit->seconds = (int64_t)seconds;
    hit->decimals = span_skip(digits, digits.size - places);
    hit->time_parts |= HIT_HAS_SECONDS;
    return true;
}

static bool when_zone(struct when_text *text, struct hit *hit) {
    struct span word = {text->at, 0};
    while (text->at < text->end &&
           (number_is_digit(*text->at) || *text->at == '+' || *text->at == '-' || *text->at == ':'))
        text->at++;
    word = span_between(word.at, text->at);
    if (span_is_empty(word))
        word = when_letters(text);
    if (!date_read_zone(word, &hit->date.zone_seconds))
        return false;
    hit->time_parts |= HIT_HAS_ZONE;
    return true;
}

static bool when_month(struct when_text *text, struct date *date) {
    struct span name = when_letters(text);
    date->month = date_month(span_take(name, 3));
    return date->month != 0;
}

static bool when_meridiem(struct when_text *text, struct hit *hit) {
    struct span name = when_letters(text);
    hit->is_afternoon = span_equals_folded(name, (struct span)SPAN("pm"));
    if (hit->date.hour == 12)
        hit->date.hour = 0;
    return hit->is_afternoon || span_equals_folded(name, (struct span)SPAN("am"));
}

static bool when_pattern(struct span pattern, struct when_text *text, struct hit *hit);

/* The second, and decimals that `rest`, the pattern behind it, leaves alone. */
static bool when_second(struct when_text *text, struct span rest, struct hit *hit) {
    if (!when_number(text, 2, 2, &hit->date.second))
        return false;
    when_decimals(text, rest, hit);
    return true;
}

static bool when_year(struct when_text *text, struct hit *hit) {
    hit->time_parts |= HIT_HAS_DATE;
    return when_number(text, 4, 4, &hit->date.year);
}

static bool when_short_year(struct when_text *text, struct hit *hit) {
    hit->time_parts |= HIT_HAS_DATE;
    if (!when_number(text, 2, 2, &hit->date.year))
        return false;
    hit->date.year += hit->date.year < 90 ? 2000 : 1900;
    return true;
}

static bool when_hour(struct when_text *text, struct hit *hit) {
    hit->time_parts |= HIT_HAS_CLOCK;
    return when_number(text, 1, 2, &hit->date.hour);
}

/* A day as `2025-11-22`: true if one stood there, and was taken. */
static bool when_usual_day(struct when_text *text, struct hit *hit) {
    const char *at = text->at;
    if (text->end - at < 10 || at[4] != '-' || at[7] != '-')
        return false;
    unsigned century = when_two_digits(at), year = when_two_digits(at + 2);
    unsigned month = when_two_digits(at + 5), day = when_two_digits(at + 8);
    if (century > 99 || year > 99 || month > 99 || day > 99)
        return false;
    hit->date.year = (int)(century * 100 + year);
    hit->date.month = (int)month;
    hit->date.day = (int)day;
    hit->time_parts |= HIT_HAS_DATE;
    text->at += 10;
    return true;
}

/* The same of a time of the day as `14:30:05`, and decimals that `rest`, the pattern behind it,
 * leaves alone. */
static bool when_usual_clock(struct when_text *text, struct span rest, struct hit *hit) {
    const char *at = text->at;
    if (text->end - at < 8 || at[2] != ':' || at[5] != ':')
        return false;
    unsigned hour = when_two_digits(at), minute = when_two_digits(at + 3);
    unsigned second = when_two_digits(at + 6);
    if (hour > 99 || minute > 99 || second > 99)
        return false;
    hit->date.hour = (int)hour;
    hit->date.minute = (int)minute;
    hit->date.second = (int)second;
    hit->time_parts |= HIT_HAS_CLOCK;
    text->at += 8;
    when_decimals(text, rest, hit);
    return true;
}

static void when_skip_blank(struct when_text *text) {
    text->at += text->at < text->end && *text->at == ' ';
}

/* Conversions that stand for several others. */
static bool when_convert_several(char letter, struct when_text *text, struct hit *hit) {
    static const struct {
        char letter;
        struct span pattern;
    } several[] = {
        {'c', SPAN("%a %b %d %H:%M:%S %Y")},
        {'r', SPAN("%I:%M:%S %p")},
        {'x', SPAN("%m/%d/%y")},
        {'D', SPAN("%m/%d/%y")},
        {'X', SPAN("%H:%M:%S")},
        {'R', SPAN("%H:%M")},
        {'F', SPAN("%Y-%m-%d")},
    };
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (several[i].letter == letter)
            return when_pattern(several[i].pattern, text, hit);
    return false;
}

/* Conversions of a whole time, or of the time of the day. */
static bool when_convert_whole(char letter, struct span rest, struct when_text *text,
                               struct hit *hit) {
    switch (letter) {
    case 'T':
        return when_usual_clock(text, rest, hit) ||
               (when_pattern((struct span)SPAN("%H:%M:"), text, hit) &&
                when_second(text, rest, hit));
    case 's':
        if (!when_epoch(text, 0, hit))
            return false;
        when_decimals(text, rest, hit);
        return true;
    case 'Q':
        return when_epoch(text, 3, hit);
    case 'f':
        return when_epoch(text, 6, hit);
    case 'N':
        return when_epoch(text, 9, hit);
    default:
        return when_convert_several(letter, text, hit);
    }
}

/* One conversion; `rest` is the pattern behind it. */
static bool when_convert(char letter, struct span rest, struct when_text *text, struct hit *hit) {
    int ignored;
    switch (letter) {
    case 'Y':
        return when_year(text, hit);
    case 'y':
        return when_short_year(text, hit);
    case 'm':
        return when_number(text, 1, 2, &hit->date.month);
    case 'd':
    case 'e':
        when_skip_blank(text);
        return when_number(text, 1, 2, &hit->date.day);
    case 'b':
    case 'h':
    case 'B':
        return when_month(text, &hit->date);
    case 'k':
    case 'l':
        when_skip_blank(text);
        return when_hour(text, hit);
    case 'H':
    case 'I':
        return when_hour(text, hit);
    case 'p':
        return when_meridiem(text, hit);
    case 'M':
        return when_number(text, 2, 2, &hit->date.minute);
    case 'S':
        return when_second(text, rest, hit);
    case 'z':
    case 'Z':
        when_skip_blank(text);
        return when_zone(text, hit);
    case 'a':
    case 'A':
        return when_letters(text).size > 0;
    case 'j':
        return when_number(text, 3, 3, &ignored);
    case 'L':
        hit->decimals = when_digits(text);
        return hit->decimals.size > 0;
    default:
        return when_convert_whole(letter, rest, text, hit);
    }
}

/* A zone that ends the pattern may be missing, with the blank before it. */
static bool when_is_done(struct span pattern, const struct when_text *text) {
    if (text->at < text->end && *text->at != ']' && *text->at != '"')
        return false;
    return span_is(pattern, "%z") || span_is(pattern, " %z");
}

/* Takes what several conversions together stand for, in its usual shape: the size of these, or 0.
 */
static size_t when_usual(struct span pattern, struct when_text *text, struct hit *hit) {
    static const struct span day = SPAN("%Y-%m-%d"), clock = SPAN("%H:%M:%S");
    if (span_starts_with(pattern, day))
        return when_usual_day(text, hit) ? day.size : 0;
    if (span_starts_with(pattern, clock))
        return when_usual_clock(text, span_skip(pattern, clock.size), hit) ? clock.size : 0;
    return 0;
}

static bool when_pattern(struct span pattern, struct when_text *text, struct hit *hit) {
    while (!span_is_empty(pattern)) {
        size_t usual = when_usual(pattern, text, hit);
        if (usual) {
            pattern = span_skip(pattern, usual);
            continue;
        }
        char byte = pattern.at[0];
        if (when_is_done(pattern, text))
            return true;
        if (byte == '%' && pattern.size > 1) {
            char letter = pattern.at[1];
            pattern = span_skip(pattern, 2);
            if (letter == 'n' || letter == 't' || letter == '%') {
                byte = letter == 'n' ? '\n' : letter == 't' ? '\t' : '%';
            } else {
                if (!when_convert(letter, pattern, text, hit))
                    return false;
                continue;
            }
        } else {
            pattern = span_skip(pattern, 1);
        }
        if (text->at >= text->end || *text->at != byte)
            return false;
        text->at++;
        while (byte == ' ' && text->at < text->end && *text->at == ' ') /* padding */
            text->at++;
    }
    return true;
}

enum outcome when_read(struct span pattern, const char *at, const char *end, struct hit *hit,
                       const char **after) {
    struct when_text text = {at, end};
    if (!when_pattern(pattern, &text, hit))
        return OUTCOME_TIME;
    *after = text.at;
    return OUTCOME_ACCEPTED;
}

/* The pattern that such a text looks like. */
static struct span when_guess(struct span s) {
    size_t digits = 0;
    while (digits < s.size && number_is_digit(s.at[digits]))
        digits++;
    if (digits >= 9 && digits <= 11)
        return (struct span)SPAN("%s");
    if (digits == s.size && digits >= 12 && digits <= 14)
        return (struct span)SPAN("%Q");
    if (digits == s.size && digits >= 15 && digits <= 17)
        return (struct span)SPAN("%f");
    if (digits == s.size && digits >= 18)
        return (struct span)SPAN("%N");
    char mark = s.size > 10 ? s.at[10] : '\0';
    if (digits == 0) /* of C, and of RFC 9110 */
        return s.size > 3 && s.at[3] == ',' ? (struct span)SPAN("%a, %d %b %Y %H:%M:%S %Z")
                                            : (struct span)SPAN("%a %b %d %H:%M:%S %Y");
    if (digits <= 2)
        return s.size > 11 && s.at[11] == ' ' ? (struct span)SPAN("%d/%b/%Y %H:%M:%S %z")
                                              : (struct span)SPAN("%d/%b/%Y:%H:%M:%S %z");
    if (s.size > 4 && s.at[4] == '/')
        return mark == 'T' ? (struct span)SPAN("%Y/%m/%dT%H:%M:%S%z")
                           : (struct span)SPAN("%Y/%m/%d %H:%M:%S%z");
    return mark == 'T' ? (struct span)SPAN("%Y-%m-%dT%H:%M:%S%z")
                       : (struct span)SPAN("%Y-%m-%d %H:%M:%S%z");
}

enum outcome when_read_any(struct span s, struct hit *hit) {
    const char *after;
    if (span_is_empty(s))
        return OUTCOME_TIME;
    if (s.size >= 2 && s.at[0] == '[' && s.at[s.size - 1] == ']')
        s = span_between(s.at + 1, s.at + s.size - 1);
    if (when_read(when_guess(s), s.at, s.at + s.size, hit, &after) != OUTCOME_ACCEPTED ||
        after != s.at + s.size)
        return OUTCOME_TIME;
    return OUTCOME_ACCEPTED;
}

static enum outcome when_finish_parts(struct hit *hit) {
    struct date *date = &hit->date;
    if (!(hit->time_parts & HIT_HAS_DATE) || !(hit->time_parts & HIT_HAS_CLOCK))
        return OUTCOME_TIME;
    if (hit->is_afternoon)
        date->hour += 12;
    if (!date_day_exists(date->year, date->month, date->day) || date->year < 1990 ||
        date->year > 2099 || date->hour > 23 || date->minute > 59 || date->second > 60)
        return OUTCOME_DATE;
    hit->seconds = date_seconds(date);
    return OUTCOME_ACCEPTED;
}

enum outcome when_finish(struct hit *hit, int zone_seconds) {
    static const int64_t first = INT64_C(631152000), last = INT64_C(4102444800);
    if (!(hit->time_parts & HIT_HAS_ZONE))
        hit->date.zone_seconds = zone_seconds;
    if (!(hit->time_parts & HIT_HAS_SECONDS))
        return when_finish_parts(hit);
    /* A day is left on either side for zones: those read by the calendar were checked there. */
    if (hit->seconds < first - 86400 || hit->seconds >= last + 86400)
        return OUTCOME_DATE;
    return OUTCOME_ACCEPTED;
}

/* Whether these digits, the first of `s`, may begin a time that when_find() knows. */
static bool when_may_begin(struct span s, size_t digits) {
    if (digits == s.size)
        return false;
    char mark = s.at[digits];
    return digits == 2 ? mark == '/' : digits == 4 && (mark == '-' || mark == '/');
}

bool when_find(struct span s, int zone_seconds, struct hit *hit) {
    static const struct span patterns[] = {
        SPAN("%d/%b/%Y:%H:%M:%S"),  SPAN("%Y-%m-%dT%H:%M:%S"), SPAN("%Y-%m-%d %H:%M:%S"),
        SPAN("%Y-%m-%d%t%H:%M:%S"), SPAN("%Y/%m/%dT%H:%M:%S"), SPAN("%Y/%m/%d %H:%M:%S"),
    };
    for (size_t digits; !span_is_empty(s); s = span_skip(s, digits ? digits : 1)) {
        for (digits = 0; digits < s.size && number_is_digit(s.at[digits]);)
            digits++;
        if (!when_may_begin(s, digits))
            continue;
        for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
            struct when_text text = {s.at, s.at + s.size};
            hit->time_parts = 0;
            hit->is_afternoon = false;
            if (!when_pattern(patterns[i], &text, hit))
                continue;
            when_pattern((struct span)SPAN("%z"), &text, hit); /* may be missing */
            if (when_finish(hit, zone_seconds) == OUTCOME_ACCEPTED)
                return true;
        }
    }
    return false;
}

uint32_t when_nanoseconds(struct span decimals) {
    uint32_t number = 0;
    for (size_t i = 0; i < 9; i++)
        number = number * 10 + (i < decimals.size ? (uint32_t)(decimals.at[i] - '0') : 0);
    return number;
}
