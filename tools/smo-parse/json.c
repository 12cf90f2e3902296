#include "smo-parse/json.h"

#include "lib/base/number.h"
#include "smo-parse/named.h"

enum { JSON_DEPTH = 32 };

struct json {
    const struct linemap *map;
    const char *at, *end;
    struct json_guesses *guesses;
    struct span *message; /* json_message(): nothing else is looked for */
    size_t order;         /* of the members so far */
    struct named named;
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

static void json_catch(struct json *json, struct span s) {
    if (json->path_size > sizeof json->path)
        return;
    if (!json->message)
        named_catch(&json->named, json_member(json), s);
    else if (json_is_message((struct span){json->path, json->path_size}))
        *json->message = s;
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

/* `2025/11/22 11:30:05.123<TAB>INFO<TAB>http.log.access<TAB>handled request<TAB>{...}`: the
 * consoles of Caddy, and of others who log by zap; fluentd's files. */
static bool json_is_behind_time(struct span line) {
    enum { SHORTEST_TIME = 19, LONGEST_TIME = 36 };
    size_t size = line.size && number_is_digit(line.at[0])
                      ? span_find(span_take(line, LONGEST_TIME), '\t')
                      : 0;
    return size >= SHORTEST_TIME && size < LONGEST_TIME && line.size > LONGEST_TIME &&
           (line.at[4] == '/' || line.at[4] == '-') && line.at[7] == line.at[4];
}

/* Goes on to the object there; the time before it counts if no member tells one. */
static bool json_skip_to_object(struct json *json, struct span line) {
    const char *tab = memmem(line.at, line.size, "\t{", 2);
    json->named.time = span_take(line, span_find(line, '\t'));
    json->at = tab ? tab + 1 : json->end;
    return tab != NULL;
}

enum outcome json_read(struct span line, const struct linemap *map, struct json_guesses *guesses,
                       struct hit *hit, uint32_t *caught) {
    struct json json = {.map = map,
                        .at = line.at,
                        .end = line.at + line.size,
                        .guesses = guesses,
                        .named = {.hit = hit, .escapes = FORMAT_JSON}};
    *caught = 0;
    if (json_is_behind_time(line) && !json_skip_to_object(&json, line))
        return OUTCOME_OTHER;
    json_blanks(&json);
    bool is_whole = json_object(&json, 0) && json.at == json.end;
    hit->stopped = json.at < json.end ? json.at : json.end;
    if (is_whole)
        return named_finish(&json.named, caught);
    *caught = json.named.caught;
    return OUTCOME_JSON;
}

enum outcome json_message(struct span line, const struct linemap *map, struct span *message) {
    struct json json = {.map = map, .at = line.at, .end = line.at + line.size, .message = message};
    *message = (struct span){NULL, 0};
    json_blanks(&json);
    if (!json_object(&json, 0) || json.at != json.end)
        return OUTCOME_JSON;
    return span_is_empty(*message) ? OUTCOME_OTHER : OUTCOME_ACCEPTED;
}
