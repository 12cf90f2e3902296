/* Lines of pairs, `method=GET path=/ status=200`: logfmt, Heroku's router. */
#ifndef SMO_PARSE_PAIRS_H
#define SMO_PARSE_PAIRS_H

#include "smo-parse/hit.h"
#include "smo-parse/linemap.h"

/* Reads a line, of which there is a map, into hit->caught and the time: by the names of member.h,
 * and a few that Heroku has. Where no pair tells a time, that counts which stands before the pairs.
 * OUTCOME_OTHER if the line tells of no request. *caught is set to what was found, bits
 * 1 << CAPTURE_*. */
enum outcome pairs_read(struct span line, const struct linemap *map, struct hit *hit,
                        uint32_t *caught);

#endif
