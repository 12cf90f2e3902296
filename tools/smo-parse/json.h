/* JSON lines, RFC 8259: a scanner for logs. One object on a line; only what a hit has is kept. */
#ifndef SMO_PARSE_JSON_H
#define SMO_PARSE_JSON_H

#include "smo-parse/hit.h"
#include "smo-parse/linemap.h"
#include "smo-parse/member.h"

/* What the members of the last line were, by their order: in the next line they are most likely the
 * same. Zero-initialise. */
enum { JSON_GUESSES = 64 };
struct json_guesses {
    struct json_guess {
        char path[MEMBER_PATH_BYTES];
        size_t size;
        const struct member *member;
    } members[JSON_GUESSES];
};

/* Reads a line, of which there is a map, into hit->caught and the time. Which member means what:
 * smo-parse(1), JSON. The first element of an array stands for it. OUTCOME_JSON if it is no whole
 * object, OUTCOME_OTHER if it is one and tells of no request. *caught is set to what was found,
 * bits 1 << CAPTURE_*. */
enum outcome json_read(struct span line, const struct linemap *map, struct json_guesses *guesses,
                       struct hit *hit, uint32_t *caught);

/* The line that another program put into the object as `log` (Docker), `message` (Logstash,
 * Filebeat), `MESSAGE` (journalctl -o json) or `textPayload` (Google), with its escapes.
 * OUTCOME_OTHER if there is none. */
enum outcome json_message(struct span line, const struct linemap *map, struct span *message);

#endif
