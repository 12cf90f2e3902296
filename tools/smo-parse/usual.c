#include "smo-parse/usual.h"

#include "smo-parse/request.h"
#include "smo-parse/scan.h"

bool usual_serves(const struct format *format, uint32_t columns) {
    const uint32_t host = HIT_BIT(HIT_HOST); /* not taken from the line */
    return format && format->kind == FORMAT_FIELDS && format->program.is_combined &&
           (columns & ~host) == format->columns && format->wrapping == FORMAT_BARE &&
           !format->otherwise && !format->undoes_habits;
}

/* `200 5120`; a server may write no bytes as `-`. */
static inline bool usual_are_numbers(struct span numbers) {
    const char *status = numbers.at, *bytes = numbers.at + 4;
    return numbers.size >= 5 && numbers.size <= 20 && scan_is_number(status, 3) &&
           status[0] >= '1' && status[0] <= '5' && status[3] == ' ' &&
           (scan_is_number(bytes, numbers.size - 4) || (numbers.size == 5 && *bytes == '-'));
}

/* `GET /path?query HTTP/1.1`: method and url must stand side by side, and mean what they are. */
static inline bool usual_is_request(struct usual *usual, struct span request) {
    struct span method, url;
    if (!request_split(request, &method, &url) || url.at != method.at + method.size + 1 ||
        url.at[0] != '/')
        return false;
    usual->words = span_between(method.at, url.at + url.size);
    usual->method_size = method.size;
    return true;
}

/* For a client not seen lately: whether the line spells it as streams do, or has that as its part.
 */
static SELDOM bool usual_spells_client(struct hit *hit, struct span *client) {
    struct span peer = *client;
    return client_read(&hit->known, peer, hit->client_text, client) &&
           (uintptr_t)client->at - (uintptr_t)peer.at < peer.size;
}

static inline bool usual_has_client(struct usual *usual, struct format_reader *reader) {
    return scan_is_ipv4(usual->client.at, usual->client.size) ||
           scan_is_full_ipv6(usual->client.at, usual->client.size) ||
           client_is_known(&reader->hit.known, usual->client) ||
           usual_spells_client(&reader->hit, &usual->client);
}

/* `203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] "`: but for the address, each piece has its place
 * before the first quote. */
static inline bool usual_is_head(struct usual *usual, struct format_reader *reader,
                                 const char *line, const char *quote) {
    enum { NAMES = 6 /* ` - - [` */, BEHIND_ADDRESS = NAMES + WHEN_CLF_BYTES + 2 };
    if (quote - line <= BEHIND_ADDRESS)
        return false;
    const char *names = quote - BEHIND_ADDRESS, *time = names + NAMES;
    if (memcmp(names, " - - [", NAMES) != 0 || memcmp(quote - 2, "] \"", 3) != 0 ||
        !when_read_known(&reader->when, time, &reader->hit))
        return false;
    usual->client = span_between(line, names);
    return usual_has_client(usual, reader);
}

/* The LF that ends the line, if only quotes are marked from the mark at `i` up to it; else NULL. */
static inline const char *usual_end(const struct marks *marks, size_t i) {
    for (; i < marks->count; i++) {
        const char *at = marks->start + marks->places[i];
        if (*at != '"')
            return *at == '\n' ? at : NULL;
    }
    return NULL;
}

/* Whom the peer forwarded for stands behind the agent: that is the client if the peer is believed.
 */
static SELDOM bool usual_is_forwarded(struct usual *usual, struct format_reader *reader,
                                      struct span tail) {
    struct span hops = program_hops_of_tail(tail);
    struct span hop = {NULL, 0};
    if (hops.at)
        hop = client_forwarded(reader->rules.client, usual->client, hops);
    if (!hop.at)
        return true;
    usual->client = hop;
    return usual_has_client(usual, reader);
}

/* What stands behind the agent, where more fields are allowed: it may be the client's address only
 * if it is quoted, and no `-`. */
static inline bool usual_is_tail(struct usual *usual, struct format_reader *reader,
                                 struct span tail) {
    static const struct span no_address = SPAN(" \"-\"");
    if (tail.at[0] != ' ')
        return false;
    return tail.at[1] != '"' || span_equals(tail, no_address) ||
           usual_is_forwarded(usual, reader, tail);
}

/* True if the marks from 1 to 5 are the quotes that end the request and frame the referer and the
 * agent, neither of which is empty. */
static inline bool usual_is_framed(const char *request_end, const char *referer,
                                   const char *referer_end, const char *agent,
                                   const char *agent_end) {
    return memcmp(request_end, "\" ", 2) == 0 && memcmp(referer - 1, " \"", 2) == 0 &&
           memcmp(referer_end, "\" \"", 3) == 0 && *agent_end == '"' &&
           referer_end != referer + 1 && agent_end != agent + 1;
}

/* A line and its marks:
 *
 *     203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.1" 200 5120 "http://b/" "Opera"\n
 *                                                  0               1          2         3 4     56
 *
 * Mark 6 is the LF or, where fields follow, a quote before it. Every other mark is tested, together
 * with the bytes around it, so that none but a quote passes. Where one blank is all that stands
 * between marks 1 and 2, `numbers` has a wild size, which usual_are_numbers() refuses. */
bool usual_read(struct usual *usual, const struct format *format, struct format_reader *reader,
                struct span rest) {
    enum { MARKS = 7 };
    const uint32_t *marks = marks_from(&reader->marks, rest, MARKS);
    if (!marks)
        return false;
    const char *start = reader->marks.start;
    const char *request = start + marks[0], *request_end = start + marks[1];
    const char *referer = start + marks[2], *referer_end = start + marks[3];
    const char *agent = start + marks[4], *agent_end = start + marks[5];
    const char *end = usual_end(&reader->marks, reader->marks.next + MARKS - 1);
    if (!end || !usual_is_framed(request_end, referer, referer_end, agent, agent_end))
        return false;
    struct span numbers = span_between(request_end + 2, referer - 1);
    if (!usual_are_numbers(numbers) || !usual_is_head(usual, reader, rest.at, request) ||
        !usual_is_request(usual, span_between(request + 1, request_end)))
        return false;
    struct span tail = span_between(agent_end + 1, end);
    if (!span_is_empty(tail) &&
        !(format->program.allows_tail && usual_is_tail(usual, reader, tail)))
        return false;
    usual->line = span_between(rest.at, end);
    usual->numbers = numbers;
    usual->referer = span_between(referer + 1, referer_end);
    usual->agent = span_between(agent + 1, agent_end);
    reader->hit.decimals = (struct span){NULL, 0};
    reader->marks.next += MARKS;
    return true;
}
