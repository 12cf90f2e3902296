#include "smo-parse/usual.h"

#include "smo-parse/request.h"
#include "smo-parse/scan.h"

bool usual_serves(const struct format *format, uint32_t columns) {
    return format && format->kind == FORMAT_FIELDS && format->program.is_combined &&
           columns == format->columns && !format->has_prefix && !format->otherwise &&
           !format->has_port && !format->may_grow && format->no_status.size == 0;
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

/* An address that was not seen lately: whether it stands there as streams spell it. */
static SELDOM bool usual_is_new_client(struct hit *hit, struct span peer) {
    struct span client;
    return client_read(&hit->known, peer, hit->client_text, &client) && client.at == peer.at &&
           client.size == peer.size;
}

/* `203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] "`: but for the address, each piece has its place
 * before the first quote. */
static inline bool usual_is_head(struct usual *usual, struct format_reader *reader,
                                 const char *line, const char *quote) {
    enum { NAMES = 6 /* ` - - [` */, LEAST_ADDRESS = 2 };
    const char *time = quote - 2 - WHEN_CLF_BYTES, *names = time - NAMES;
    if (quote - line < LEAST_ADDRESS + NAMES + WHEN_CLF_BYTES + 2 ||
        memcmp(names, " - - [", NAMES) != 0 || memcmp(quote - 2, "] \"", 3) != 0 ||
        !when_read_known(&reader->when, time, &reader->hit))
        return false;
    usual->client = span_between(line, names);
    return client_is_known(&reader->hit.known, usual->client) ||
           usual_is_new_client(&reader->hit, usual->client);
}

/* What stands between the agent and the line's end, its LF: mostly nothing, or `"-"`, the hops of
 * nginx's own format `main`. SIZE_MAX if it is something else. */
static inline size_t usual_tail_size(const char *agent_end, bool is_allowed) {
    static const struct span no_hops = SPAN(" \"-\"");
    if (agent_end[1] == '\n')
        return 0;
    bool is_no_hops = is_allowed && memcmp(agent_end + 1, no_hops.at, no_hops.size) == 0 &&
                      agent_end[1 + no_hops.size] == '\n';
    return is_no_hops ? no_hops.size : SIZE_MAX;
}

bool usual_read(struct usual *usual, const struct format *format, struct format_reader *reader,
                struct span rest) {
    enum { MARKS = 7 }; /* six quotes, and the LF or what is behind it */
    const uint32_t *marks = marks_from(&reader->marks, rest, MARKS);
    if (!marks)
        return false;
    const char *start = reader->marks.start;
    const char *request = start + marks[0], *request_end = start + marks[1];
    const char *referer = start + marks[2], *referer_end = start + marks[3];
    const char *agent = start + marks[4], *agent_end = start + marks[5];
    struct span numbers = span_between(request_end + 2, referer - 1);
    size_t tail = usual_tail_size(agent_end, format->program.allows_tail);
    if (memcmp(request_end, "\" ", 2) != 0 || memcmp(referer - 1, " \"", 2) != 0 ||
        memcmp(referer_end, "\" \"", 3) != 0 || *agent_end != '"' || tail == SIZE_MAX ||
        referer_end == referer + 1 || agent_end == agent + 1 ||
        agent_end + 1 + tail >= rest.at + rest.size || !usual_are_numbers(numbers) ||
        !usual_is_head(usual, reader, rest.at, request) ||
        !usual_is_request(usual, span_between(request + 1, request_end)))
        return false;
    usual->numbers = numbers;
    usual->referer = span_between(referer + 1, referer_end);
    usual->agent = span_between(agent + 1, agent_end);
    usual->end = agent_end + 1 + tail;
    reader->hit.decimals = (struct span){NULL, 0};
    reader->marks.next += MARKS;
    return true;
}
