/* Undoes what a server does to the bytes of a client before it logs them. */
#ifndef SMO_PARSE_UNDO_H
#define SMO_PARSE_UNDO_H

#include "smo-parse/format.h"

/* The bytes as the client sent them: `s` itself if nothing had to be done, else in `undone`
 * (cleared first). Backslashes: \xHH, \" \\ \' \a \b \f \n \r \t \v; in JSON \/ and \uXXXX too (a
 * surrogate that stands alone becomes U+FFFD). A backslash that begins none of these stands for
 * itself. */
struct span undo_escapes(struct buf *undone, struct span s, enum format_escapes escapes);

/* The same of one piece of a line among others: what had to be undone is kept behind what `kept`
 * has already, and stays where it is while there is room. */
struct span undo_and_keep(struct buf *kept, struct span s, enum format_escapes escapes);

/* `s` in lower case (ASCII), in `undone`, where it may stand already. */
struct span undo_lower(struct buf *undone, struct span s);

#endif
