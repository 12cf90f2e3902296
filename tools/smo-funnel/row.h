/* Writes a visit as a row of the stream: 44 columns. */
#ifndef SMO_FUNNEL_ROW_H
#define SMO_FUNNEL_ROW_H

#include "lib/stream/writer.h"
#include "smo-funnel/visit.h"
#include "smo-funnel/visitors.h"

/* Room to work in. Zero-initialise. */
struct row {
    struct buf cell;
};

/* The cells of all columns up to and including `city`, and those from `hits` to `currency`: what a
 * visit and a state write alike. No end of row. */
void row_write_head(struct writer *writer, const struct visits *visits, const struct visit *visit);
void row_write_body(struct row *row, struct writer *writer, const struct visits *visits,
                    const struct visit *visit);

/* The whole row of a visit that has closed. */
void row_write(struct row *row, struct writer *writer, const struct visits *visits,
               const struct visit *visit, const struct visitors_attribution *attribution);

/* The cells from `touches` on. */
void row_write_touches(struct writer *writer, struct names *names,
                       const struct visitors_attribution *attribution);

/* One cell: a time. Two: the sums, then the currencies of a chain of amounts. */
void row_write_time(struct writer *writer, int64_t nanoseconds, unsigned digits);
void row_write_amounts(struct row *row, struct writer *writer, const struct visits *visits,
                       uint32_t amounts);

void row_free(struct row *row);

#endif
