#include "smo-parse/json.h"

#include "smo-parse/undo.h"
#include "smo-parse/when.h"

enum { JSON_DEPTH = 32 };

struct json {
    const struct linemap *map;
    const char *at, *end;
    struct hit *hit;
    struct json_guesses *guesses;
    struct span *message; /* json_message(): nothing else is looked for */
    size_t order;         /* of the members so far */
    uint32_t caught;
    struct span time, day, clock; /* the time whole, or in two pieces */
    bool is_in_milliseconds, is_encoded, is_quoted;
    unsigned ranks[CAPTURE_COUNT + 1]; /* 1 + the rank of what was caught, 0: nothing yet */
    char path[MEMBER_PATH_BYTES];
    size_t path_size; /* may be more than fits: then nothing below is looked up */
};

static bool json_value(struct json *json, int depth);

static void json_blanks(struct json *json) {
    while (json->at < json->end && (*json->at == ' ' || *json->at == '\t'))
        json->at++;
}

/* Passes this byte, and blanks before and after it. */
static bool json_byte(struct json *json, char byte) {
    json_blanks(json);
    if (json->at >= json->end || *json->at != byte)
        return false;
    json->at++;
    json_blanks(json);
    return true;
}

/* A string at its opening quote: what is between the quotes, escapes and all. */
static bool json_string(struct json *json, struct span *s) {
    const char *start = json->at + 1, *end = linemap_find(json->map, json->map->quotes, start);
    json->at = end < json->end ? end + 1 : json->end;
    *s = span_between(start, end);
    return end < json->end;
}

static bool json_is_word_byte(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte == '-' ||
           byte == '+' || byte == '.' || byte == 'E';
}

/* A number, true, false or null. */
static bool json_word(struct json *json, struct span *s) {
    const char *start = json->at;
    while (json->at < json->end && json_is_word_byte(*json->at))
        json->at++;
    *s = span_between(start, json->at);
    if (span_is(*s, "null")) {
        *s = SPAN_ABSENT;
        return true;
    }
    return span_is(*s, "true") || span_is(*s, "false") ||
           (s->size && ((s->at[0] >= '0' && s->at[0] <= '9') || s->at[0] == '-'));
}

static const struct member *json_member(struct json *json) {
    struct span path = {json->path, json->path_size};
    if (json->order >= JSON_GUESSES)
        return member_find(path);
    struct json_guess *guess = &json->guesses->members[json->order++];
    if (guess->size != path.size || memcmp(guess->path, path.at, path.size) != 0) {
        memcpy(guess->path, path.at, path.size);
        guess->size = path.size;
        guess->member = member_find(path);
    }
    return guess->member;
}

static bool json_is_message(struct span path) {
    static const char *const names[] = {"log", "message", "MESSAGE", "textPayload"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_is(path, names[i]))
            return true;
    return false;
}

/* `2025-11-22` and `14:30:05` apart, as CloudFront has them. False if it is none of these. */
static bool json_catch_half_time(struct json *json, struct span s) {
    if (s.size == 10 && s.at[4] == '-' && s.at[7] == '-')
        json->day = s;
    else if (s.size >= 8 && s.at[2] == ':' && s.at[5] == ':')
        json->clock = s;
    else
        return false;
    return true;
}

/* What only some who write JSON do, known by names that only they have. */
static void json_note_habits(struct json *json, const struct member *member) {
    if (!member)
        return;
    if (member->capture == CAPTURE_NOTHING)
        json->is_in_milliseconds = true;
    if (span_is(member->path, "UA") || span_is(member->path, "cs(User-Agent)"))
        json->is_encoded = true;
    if (span_is(member->path, "verb"))
        json->is_quoted = true;
}

static void json_catch(struct json *json, struct span s) {
    if (json->path_size > sizeof json->path)
        return;
    if (json->message) {
        if (json_is_message((struct span){json->path, json->path_size}))
            *json->message = s;
        return;
    }
    const struct member *member = json_member(json);
    json_note_habits(json, member);
    if (!member || json->ranks[member->capture] > member->rank)
        return;
    if (member->capture == CAPTURE_TIME && json_catch_half_time(json, s))
        return;
    bool is_told = !span_is_absent(s);
    if (member->capture == CAPTURE_TIME && !is_told)
        return;
    json->ranks[member->capture] = member->rank + is_told; /* null leaves it to one of its rank */
    if (member->capture == CAPTURE_TIME) {
        json->time = s;
        return;
    }
    json->caught |= UINT32_C(1) << member->capture;
    json->hit->caught[member->capture] = undo_and_keep(&json->hit->scratch, s, FORMAT_JSON);
}

/* Makes the path longer by a key; returns what it was. */
static size_t json_enter(struct json *json, struct span key) {
    size_t before = json->path_size;
    size_t dot = before > 0;
    if (before + dot + key.size <= sizeof json->path) {
        if (dot)
            json->path[before] = '.';
        memcpy(json->path + before + dot, key.at, key.size);
    }
    json->path_size = before + dot + key.size;
    return before;
}

static bool json_object(struct json *json, int depth) {
    if (!json_byte(json, '{') || depth > JSON_DEPTH)
        return false;
    if (json_byte(json, '}'))
        return true;
    do {
        struct span key;
        if (json->at >= json->end || *json->at != '"' || !json_string(json, &key) ||
            !json_byte(json, ':'))
            return false;
        size_t before = json_enter(json, key);
        if (!json_value(json, depth + 1))
            return false;
        json->path_size = before;
    } while (json_byte(json, ','));
    return json_byte(json, '}');
}

static bool json_array(struct json *json, int depth) {
    if (!json_byte(json, '[') || depth > JSON_DEPTH)
        return false;
    if (json_byte(json, ']'))
        return true;
    size_t path_size = json->path_size;
    do {
        if (!json_value(json, depth + 1))
            return false;
        json->path_size = sizeof json->path + 1; /* the first element stands for all */
    } while (json_byte(json, ','));
    json->path_size = path_size;
    return json_byte(json, ']');
}

static bool json_value(struct json *json, int depth) {
    struct span s;
    if (json->at >= json->end)
        return false;
    switch (*json->at) {
    case '{':
        return json_object(json, depth);
    case '[':
        return json_array(json, depth);
    case '"':
        if (!json_string(json, &s))
            return false;
        break;
    default:
        if (!json_word(json, &s))
            return false;
    }
    json_catch(json, s);
    return true;
}

/* Agents and referers as Akamai and CloudFront write them: percent-encoded, with %20 for blanks, or
 * in agents + for a blank and %2B for a plus. */
static void json_decode(struct json *json, enum capture capture) {
    struct span *s = &json->hit->caught[capture];
    static const struct span http = SPAN("http%3a"), https = SPAN("https%3a");
    bool is_referer = capture == CAPTURE_REFERER;
    if (!(json->caught >> capture & 1) || span_find(*s, '%') == s->size ||
        span_find(*s, ' ') < s->size ||
        (is_referer && !span_equals_folded(span_take(*s, http.size), http) &&
         !span_equals_folded(span_take(*s, https.size), https)))
        return;
    bool has_blank = memmem(s->at, s->size, "%20", 3) || memmem(s->at, s->size, "%2520", 5);
    if (!is_referer && !has_blank)
        *s = undo_and_keep(&json->hit->scratch, *s, FORMAT_PLUS);
    *s = undo_and_keep(&json->hit->scratch, *s, FORMAT_PERCENT);
    json->hit->is_clean = false; /* %0A is a line feed now */
}

/* Logstash keeps the quotes that stand around a field of `combined`. */
static void json_unquote(struct json *json, enum capture capture) {
    struct span *s = &json->hit->caught[capture];
    if (json->caught >> capture & 1 && s->size >= 2 && s->at[0] == '"' && s->at[s->size - 1] == '"')
        *s = span_between(s->at + 1, s->at + s->size - 1);
}

/* Both pieces that are text of the client's. */
static void json_undo_habits(struct json *json) {
    static const enum capture texts[] = {CAPTURE_REFERER, CAPTURE_AGENT};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (json->is_encoded)
            json_decode(json, texts[i]);
        if (json->is_quoted)
            json_unquote(json, texts[i]);
    }
}

static struct span json_time(struct json *json) {
    if (json->time.at || !json->day.at || !json->clock.at)
        return json->time.at ? json->time : json->day;
    size_t start = json->hit->scratch.size;
    buf_add(&json->hit->scratch, json->day);
    buf_add_byte(&json->hit->scratch, ' ');
    buf_add(&json->hit->scratch, json->clock);
    return (struct span){json->hit->scratch.at + start, json->hit->scratch.size - start};
}

enum outcome json_read(struct span line, const struct linemap *map, struct json_guesses *guesses,
                       struct hit *hit, uint32_t *caught) {
    enum {
        URL = 1 << CAPTURE_URL | 1 << CAPTURE_URL_WHOLE | 1 << CAPTURE_PATH,
        REQUEST = 1 << CAPTURE_REQUEST | 1 << CAPTURE_METHOD | URL,
    };
    struct json json = {
        .map = map, .at = line.at, .end = line.at + line.size, .hit = hit, .guesses = guesses};
    json_blanks(&json);
    bool is_whole = json_object(&json, 0) && json.at == json.end;
    hit->stopped = json.at < json.end ? json.at : json.end;
    *caught = json.caught;
    if (!is_whole)
        return OUTCOME_JSON;
    if (!(json.caught & REQUEST))
        return OUTCOME_OTHER;
    if (json.is_in_milliseconds)
        member_take_for_milliseconds(hit, caught);
    json_undo_habits(&json);
    hit->stopped = json.time.at ? json.time.at : json.day.at;
    return when_read_any(json_time(&json), hit);
}

enum outcome json_message(struct span line, const struct linemap *map, struct span *message) {
    struct json json = {.map = map, .at = line.at, .end = line.at + line.size, .message = message};
    *message = (struct span){NULL, 0};
    json_blanks(&json);
    if (!json_object(&json, 0) || json.at != json.end)
        return OUTCOME_JSON;
    return span_is_empty(*message) ? OUTCOME_OTHER : OUTCOME_ACCEPTED;
}
