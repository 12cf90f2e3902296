/* Which member of a JSON line means what. */
#ifndef SMO_PARSE_MEMBER_H
#define SMO_PARSE_MEMBER_H

#include "smo-parse/hit.h"

/* The longest path that is looked up. */
enum { MEMBER_PATH_BYTES = 48 };

struct member {
    struct span path;     /* `request.headers.User-Agent` */
    enum capture capture; /* CAPTURE_NOTHING: says only that the log has times in milliseconds */
    unsigned rank; /* of several members for one capture the highest counts, of equals the first */
};

/* The member of that path, or NULL: most are. First as it is spelled, as Traefik's `Duration` is
 * nanoseconds, and others' `duration` seconds; then as if `userAgent` and `User-Agent` were
 * `user_agent`. */
const struct member *member_find(struct span path);

/* Takes seconds, or a duration, that were caught for milliseconds, if they have no unit of their
 * own: for logs of which a member says so. */
void member_take_for_milliseconds(struct hit *hit, uint32_t *caught);

#endif
