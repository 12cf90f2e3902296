/* Labelled fields with tabs between, `host:203.0.113.9<TAB>req:GET / HTTP/1.1`: LTSV.
 * http://ltsv.org */
#ifndef SMO_PARSE_LABELS_H
#define SMO_PARSE_LABELS_H

#include "smo-parse/hit.h"

/* Reads a line into hit->caught and the time: by the labels that LTSV recommends, and the names of
 * member.h. OUTCOME_FIELDS if a field has no label, OUTCOME_OTHER if the line tells of no request.
 * *caught is set to what was found, bits 1 << CAPTURE_*. */
enum outcome labels_read(struct span line, struct hit *hit, uint32_t *caught);

#endif
