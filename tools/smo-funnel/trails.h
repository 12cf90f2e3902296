/* From which page to which: counts for `--trails N`, shown as a graph for dot(1). */
#ifndef SMO_FUNNEL_TRAILS_H
#define SMO_FUNNEL_TRAILS_H

#include "lib/base/buf.h"
#include "lib/base/table.h"
#include "lib/io/output.h"

#include <stdint.h>

struct trails {
    struct table steps; /* source TAB from TAB to, cells as the stream has them */
    uint64_t *counts;   /* by number in `steps` */
    size_t counts_capacity;
    struct buf name; /* to work in */
};

void trails_init(struct trails *trails);

/* Counts one: a visit from `source` went from one page to another. */
void trails_add(struct trails *trails, struct span source, struct span from, struct span to);

/* Writes the `most` most frequent ones of each source as a digraph: by source in byte order, then
 * by count, then in byte order. */
void trails_write(const struct trails *trails, uint64_t most, struct output *output);

void trails_free(struct trails *trails);

#endif
