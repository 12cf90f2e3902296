/* Which format a log has, by its first lines. */
#ifndef SMO_PARSE_DETECT_H
#define SMO_PARSE_DETECT_H

#include "smo-parse/format.h"

struct detector;

/* The formats it knows are compiled into `arena`. */
struct detector *detector_new(struct arena *arena, const struct hit_rules *rules);

/* The format that most of the first lines of `text` fit (whole lines, the beginning of a log,
 * SCAN_SLACK readable bytes behind them); of equals the first in the order of smo-parse(1). Blank
 * lines and comments do not count. NULL if no line fits any; *fault then tells what the first
 * of them is, its number, and the column where the format that came nearest stopped to fit; or of
 * the first that speaks against the format whose shape it has, by what. A text without lines that
 * count has no format: NULL and no fault. */
const struct format *detector_look(struct detector *detector, struct span text,
                                   struct fault *fault);

/* A format that the user chose, for lines that are wrapped as most of the first of `text` are. */
const struct format *detector_unwrap(struct detector *detector, struct arena *arena,
                                     const struct format *format, struct span text);

void detector_free(struct detector *detector);

#endif
