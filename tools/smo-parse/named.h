/* Pieces that come with names: members of JSON, pairs, labelled fields, columns of a table. What a
 * hit takes of them, whatever they stand in. */
#ifndef SMO_PARSE_NAMED_H
#define SMO_PARSE_NAMED_H

#include "smo-parse/format.h"
#include "smo-parse/hit.h"
#include "smo-parse/member.h"

/* What a line has told so far. Zero-initialise, but for the hit and the escapes. */
struct named {
    struct hit *hit;
    enum format_escapes escapes;  /* of the pieces, undone as they are caught */
    uint32_t caught;              /* bits 1 << CAPTURE_* */
    struct span time, day, clock; /* the time whole, or in two pieces */
    bool is_in_milliseconds, is_encoded, is_quoted;
    unsigned ranks[CAPTURE_COUNT + 1]; /* 1 + the rank of what was caught, 0: nothing yet */
};

/* A piece of that name; NULL: of none that is known. */
void named_catch(struct named *named, const struct member *member, struct span s);

/* The line is read to its end: sets *caught to what was found, bits 1 << CAPTURE_*, and reads the
 * time. OUTCOME_OTHER if nothing tells of a request. */
enum outcome named_finish(struct named *named, uint32_t *caught);

#endif
