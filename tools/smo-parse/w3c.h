/* W3C extended logs (IIS, CloudFront and others): `#Fields:` says what stands in the lines below
 * it. https://www.w3.org/TR/WD-logfile */
#ifndef SMO_PARSE_W3C_H
#define SMO_PARSE_W3C_H

#include "smo-parse/format.h"

/* True for `#Fields: ...`. */
bool w3c_is_fields(struct span line);

/* The format that such a line announces, in `arena`. */
const struct format *w3c_compile(struct arena *arena, struct span line);

/* CloudFront's standard one, for logs whose first lines are lost. */
const struct format *w3c_compile_cloudfront(struct arena *arena);

/* The first and the last such line in a block of a log, without LF; empty if there is none. */
struct span w3c_first_fields(struct span text);
struct span w3c_last_fields(struct span text);

/* Reads a line of that format. */
enum outcome w3c_read(const struct format *format, struct span line, struct hit *hit);

#endif
