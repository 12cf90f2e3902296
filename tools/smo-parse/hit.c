#include "smo-parse/hit.h"

#include "lib/base/number.h"
#include "smo-parse/request.h"
#include "smo-parse/scan.h"
#include "smo-parse/when.h"

uint32_t hit_columns_of(enum capture capture) {
    static const uint32_t columns[CAPTURE_COUNT] = {
        [CAPTURE_PEER] = HIT_BIT(HIT_IP),
        [CAPTURE_CLIENT] = HIT_BIT(HIT_IP),
        [CAPTURE_FORWARDED] = HIT_BIT(HIT_IP),
        [CAPTURE_USER] = HIT_BIT(HIT_USER),
        [CAPTURE_HOST] = HIT_BIT(HIT_HOST),
        [CAPTURE_SERVER] = HIT_BIT(HIT_HOST),
        [CAPTURE_REQUEST] = HIT_BIT(HIT_METHOD) | HIT_BIT(HIT_URL),
        [CAPTURE_METHOD] = HIT_BIT(HIT_METHOD),
        [CAPTURE_URL] = HIT_BIT(HIT_URL),
        [CAPTURE_URL_WHOLE] = HIT_BIT(HIT_URL) | HIT_BIT(HIT_HOST),
        [CAPTURE_PATH] = HIT_BIT(HIT_URL),
        [CAPTURE_STATUS] = HIT_BIT(HIT_STATUS),
        [CAPTURE_BYTES] = HIT_BIT(HIT_BYTES),
        [CAPTURE_BYTES_ALL] = HIT_BIT(HIT_BYTES),
        [CAPTURE_REFERER] = HIT_BIT(HIT_REFERER),
        [CAPTURE_AGENT] = HIT_BIT(HIT_AGENT),
        [CAPTURE_SECONDS] = HIT_BIT(HIT_SECONDS),
        [CAPTURE_MILLISECONDS] = HIT_BIT(HIT_SECONDS),
        [CAPTURE_MICROSECONDS] = HIT_BIT(HIT_SECONDS),
        [CAPTURE_NANOSECONDS] = HIT_BIT(HIT_SECONDS),
        [CAPTURE_DURATION] = HIT_BIT(HIT_SECONDS),
        [CAPTURE_UID_GOT] = HIT_BIT(HIT_COOKIE),
        [CAPTURE_UID_SET] = HIT_BIT(HIT_COOKIE),
        [CAPTURE_COOKIE] = HIT_BIT(HIT_COOKIE),
    };
    return capture < CAPTURE_COUNT ? columns[capture] : HIT_BIT(HIT_TIME) | HIT_BIT(HIT_ZONE);
}

void hit_keep_cells(struct hit *hit, uint32_t columns) {
    for (int column = HIT_IP; column < HIT_COUNT; column++)
        if (!(columns >> column & 1))
            hit->cells[column] = (struct span){NULL, 0};
}

void hit_clear(struct hit *hit, size_t line_bytes, bool captures) {
    hit->time_parts = 0;
    hit->is_afternoon = false;
    hit->decimals = (struct span){NULL, 0};
    hit->date = (struct date){0};
    if (captures) {
        memset(hit->caught, 0, sizeof hit->caught);
        memset(hit->cells, 0, sizeof hit->cells);
    }
    buf_clear(&hit->scratch);
    buf_reserve(&hit->scratch, 4 * line_bytes + 64);
}

void hit_free(struct hit *hit) {
    buf_free(&hit->scratch);
}

static enum outcome hit_fail(struct hit *hit, enum capture capture, enum outcome outcome) {
    hit->stopped = hit->caught[capture].at;
    return outcome;
}

/* The first capture that is there and not "-", in that order; the first of all if there is none. */
static enum capture hit_choose(const struct hit *hit, enum capture first, enum capture second) {
    return span_is_absent(hit->caught[first]) && !span_is_absent(hit->caught[second]) ? second
                                                                                      : first;
}

/* Apache writes an empty user as `""`, Fastly each one in quotes; Jetty pads one with blanks. */
static struct span hit_plain_user(struct span user) {
    user = span_trim(user);
    if (user.size >= 2 && user.at[0] == '"' && user.at[user.size - 1] == '"')
        user = span_between(user.at + 1, user.at + user.size - 1);
    return span_is_absent(user) ? SPAN_ABSENT : user;
}

/* A user may have blanks in its name, but where ident is given too they would be a sign that the
 * fields are not what they are taken for. */
static enum outcome hit_check_user(struct hit *hit) {
    struct span user = hit->caught[CAPTURE_USER], ident = hit->caught[CAPTURE_IDENT];
    if (!span_is_absent(ident) && span_find(user, ' ') < user.size)
        return hit_fail(hit, CAPTURE_USER, OUTCOME_USER);
    hit->cells[HIT_USER] = user.size > 1 ? hit_plain_user(user) : user;
    return OUTCOME_ACCEPTED;
}

static enum outcome hit_check_status(struct hit *hit) {
    struct span status = hit->caught[CAPTURE_STATUS];
    bool is_status = status.size == 3 && status.at[0] >= '1' && status.at[0] <= '5' &&
                     number_is_digit(status.at[1]) && number_is_digit(status.at[2]);
    hit->cells[HIT_STATUS] = status;
    return is_status || span_is_absent(status) ? OUTCOME_ACCEPTED
                                               : hit_fail(hit, CAPTURE_STATUS, OUTCOME_STATUS);
}

static enum outcome hit_check_bytes(struct hit *hit) {
    enum capture which = hit_choose(hit, CAPTURE_BYTES, CAPTURE_BYTES_ALL);
    struct span bytes = hit->caught[which];
    uint64_t number;
    bool is_usual = bytes.size > 1 && bytes.size <= 16 && scan_is_number(bytes.at, bytes.size);
    if (!is_usual && !span_is_absent(bytes) && !number_read(bytes, &number))
        return hit_fail(hit, which, OUTCOME_NUMBER);
    hit->cells[HIT_BYTES] = bytes;
    return OUTCOME_ACCEPTED;
}

static enum outcome hit_find_client(struct hit *hit, uint32_t caught,
                                    const struct hit_rules *rules) {
    enum capture which = CAPTURE_PEER;
    if (caught & HIT_BIT(CAPTURE_CLIENT))
        which = hit_choose(hit, CAPTURE_CLIENT, CAPTURE_PEER);
    struct span peer = hit->caught[which];
    if (caught & HIT_BIT(CAPTURE_FORWARDED) && !span_is_absent(hit->caught[CAPTURE_FORWARDED])) {
        struct span hop = client_forwarded(rules->client, peer, hit->caught[CAPTURE_FORWARDED]);
        if (hop.at)
            peer = hop;
    }
    if (client_is_known(&hit->known, peer)) {
        hit->cells[HIT_IP] = peer;
        return OUTCOME_ACCEPTED;
    }
    if (span_find(peer, ',') < peer.size) { /* Traefik, some nginx formats: all hops in one field */
        struct span hop = client_forwarded(rules->client, SPAN_ABSENT, peer);
        peer = hop.at ? hop : SPAN_ABSENT;
    }
    if (!client_read(&hit->known, peer, hit->client_text, &hit->cells[HIT_IP]))
        return hit_fail(hit, which, OUTCOME_CLIENT);
    return OUTCOME_ACCEPTED;
}

static struct span hit_joined(struct hit *hit, struct span a, struct span b, struct span c) {
    size_t start = hit->scratch.size;
    buf_add(&hit->scratch, a);
    buf_add(&hit->scratch, b);
    buf_add(&hit->scratch, c);
    return (struct span){hit->scratch.at + start, hit->scratch.size - start};
}

/* Path and query, from wherever the format has them. */
static struct span hit_target(struct hit *hit, uint32_t caught) {
    struct span nothing = {NULL, 0};
    if (caught & HIT_BIT(CAPTURE_URL) && !span_is_absent(hit->caught[CAPTURE_URL]))
        return hit->caught[CAPTURE_URL];
    struct span path = hit->caught[CAPTURE_PATH];
    if (caught & HIT_BIT(CAPTURE_URL_WHOLE) && !span_is_absent(hit->caught[CAPTURE_URL_WHOLE]))
        path = hit->caught[CAPTURE_URL_WHOLE];
    struct span query = hit->caught[CAPTURE_QUERY];
    if (span_is_absent(path) || span_is_absent(query) || span_find(path, '?') < path.size)
        return path;
    struct span mark = query.at[0] == '?' ? nothing : (struct span)SPAN("?");
    return hit_joined(hit, path, mark, query);
}

/* Method and target from wherever the format has them; "-" if there is no proper request. */
static void hit_find_words(struct hit *hit, uint32_t caught, struct span *method,
                           struct span *target) {
    *method = *target = SPAN_ABSENT;
    bool has_method = caught & HIT_BIT(CAPTURE_METHOD);
    if (caught & HIT_BIT(CAPTURE_REQUEST) && !span_is_absent(hit->caught[CAPTURE_REQUEST])) {
        struct span request = hit->caught[CAPTURE_REQUEST];
        if (request_split(request, method, target) || !has_method || request.at[0] != '/')
            return;
        hit->caught[CAPTURE_PATH] = request; /* some call the path so, who log the method apart */
    }
    struct span url = hit_target(hit, caught);
    if ((has_method && !request_is_method(hit->caught[CAPTURE_METHOD])) || span_is_absent(url))
        return;
    if (has_method)
        *method = hit->caught[CAPTURE_METHOD];
    *target = url;
}

/* `shop.example/path`, as Imperva writes cs-uri. */
static void hit_cut_host(struct hit *hit, struct span *target) {
    size_t slash = span_find(*target, '/');
    if (slash == target->size)
        return;
    if (span_is_absent(hit->caught[CAPTURE_HOST]))
        hit->caught[CAPTURE_HOST] = span_take(*target, slash);
    *target = span_skip(*target, slash);
}

static void hit_find_request(struct hit *hit, uint32_t caught) {
    struct span target, authority = {NULL, 0};
    bool needs_slash = false;
    hit_find_words(hit, caught, &hit->cells[HIT_METHOD], &target);
    if (target.at[0] != '/')
        target = request_origin_form(target, &authority, &needs_slash);
    /* A balancer logs the whole url; where no field of its log tells the host, that does. */
    if (caught & (HIT_BIT(CAPTURE_HOST) | HIT_BIT(CAPTURE_URL_WHOLE)) &&
        span_is_absent(hit->caught[CAPTURE_HOST]))
        hit->caught[CAPTURE_HOST] = authority;
    if (caught & HIT_BIT(CAPTURE_URL_WHOLE) && authority.size == 0 && target.at[0] != '/')
        hit_cut_host(hit, &target);
    if (needs_slash)
        target = hit_joined(hit, (struct span)SPAN("/"), target, (struct span){NULL, 0});
    hit->cells[HIT_URL] = target;
}

static enum outcome hit_find_seconds(struct hit *hit, uint32_t caught) {
    static const struct {
        enum capture capture;
        unsigned places; /* decimal places to move by */
    } units[] = {{CAPTURE_MICROSECONDS, 6}, {CAPTURE_NANOSECONDS, 9}, {CAPTURE_MILLISECONDS, 3}};
    struct span taken = hit->caught[CAPTURE_SECONDS];
    bool is_read = true;
    enum capture which = CAPTURE_SECONDS;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (caught & HIT_BIT(units[i].capture) && !span_is_absent(hit->caught[units[i].capture])) {
            which = units[i].capture;
            is_read = taken_shifted(hit->caught[which], units[i].places, hit->taken_text, &taken);
            break;
        }
    if (which == CAPTURE_SECONDS) {
        if (caught & HIT_BIT(CAPTURE_DURATION) && !span_is_absent(hit->caught[CAPTURE_DURATION]))
            is_read = taken_go(hit->caught[which = CAPTURE_DURATION], hit->taken_text, &taken);
        else
            is_read = taken_seconds(taken, hit->taken_text, &taken);
    }
    hit->cells[HIT_SECONDS] = taken;
    return is_read ? OUTCOME_ACCEPTED : hit_fail(hit, which, OUTCOME_NUMBER);
}

/* A visitor's id: what the client had, else what it was given just now, else a session's. */
static void hit_find_cookie(struct hit *hit) {
    struct span uid = hit->caught[hit_choose(hit, CAPTURE_UID_GOT, CAPTURE_UID_SET)];
    hit->cells[HIT_COOKIE] = span_is_absent(uid) ? hit->caught[CAPTURE_COOKIE] : uid;
}

enum outcome hit_finish(struct hit *hit, uint32_t caught, const struct hit_rules *rules) {
    enum {
        BYTES = HIT_BIT(CAPTURE_BYTES) | HIT_BIT(CAPTURE_BYTES_ALL),
        TAKEN = HIT_BIT(CAPTURE_SECONDS) | HIT_BIT(CAPTURE_MILLISECONDS) |
                HIT_BIT(CAPTURE_MICROSECONDS) | HIT_BIT(CAPTURE_NANOSECONDS) |
                HIT_BIT(CAPTURE_DURATION),
        CLIENT = HIT_BIT(CAPTURE_PEER) | HIT_BIT(CAPTURE_CLIENT) | HIT_BIT(CAPTURE_FORWARDED),
        COOKIE = HIT_BIT(CAPTURE_UID_GOT) | HIT_BIT(CAPTURE_UID_SET) | HIT_BIT(CAPTURE_COOKIE),
    };
    enum outcome outcome = when_finish(hit, rules->zone_seconds);
    if (outcome == OUTCOME_ACCEPTED && caught & HIT_BIT(CAPTURE_USER))
        outcome = hit_check_user(hit);
    if (outcome == OUTCOME_ACCEPTED && caught & HIT_BIT(CAPTURE_STATUS))
        outcome = hit_check_status(hit);
    if (outcome == OUTCOME_ACCEPTED && caught & BYTES)
        outcome = hit_check_bytes(hit);
    if (outcome == OUTCOME_ACCEPTED && caught & TAKEN)
        outcome = hit_find_seconds(hit, caught);
    if (outcome == OUTCOME_ACCEPTED && caught & CLIENT)
        outcome = hit_find_client(hit, caught, rules);
    if (outcome == OUTCOME_ACCEPTED)
        hit_find_request(hit, caught);
    if (outcome == OUTCOME_ACCEPTED && caught & COOKIE)
        hit_find_cookie(hit);
    hit->cells[HIT_REFERER] = hit->caught[CAPTURE_REFERER];
    hit->cells[HIT_AGENT] = hit->caught[CAPTURE_AGENT];
    return outcome;
}
