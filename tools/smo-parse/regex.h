/* regex:PATTERN: a format by named groups. */
#ifndef SMO_PARSE_REGEX_H
#define SMO_PARSE_REGEX_H

#include "smo-parse/format.h"

/* Compiles the pattern (behind `regex:`). The names of its groups are columns of a stream, or
 * `request`, `path`, `query`, `forwarded`, or nginx's variables; others are passed over. NULL and a
 * fault with its column if it is no pattern, or has no group `time`. The pattern lives until
 * regex_release(). */
const struct format *regex_compile(struct arena *arena, struct span text, struct fault *fault);

/* Reads a line of that format. */
enum outcome regex_read(const struct format *format, struct pattern_matcher **matcher,
                        struct span line, struct hit *hit);

void regex_release(const struct format *format);

#endif
