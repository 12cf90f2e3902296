/* One visit, as a row of the stream tells it. */
#ifndef SMO_REPORT_VISIT_H
#define SMO_REPORT_VISIT_H

#include "lib/base/decimal.h"
#include "lib/stream/reader.h"
#include "lib/stream/record.h"

/* Spans live until the next row is read. */
struct visit {
    struct span cells[VISIT_COUNT]; /* by VISIT_* of record.h, as they stand, escapes and all */
    double time, end;               /* seconds since 1970 UTC */
    int zone_seconds;
    uint64_t pages, orders, touches;
    uint32_t steps; /* of the funnel that it reached, a bit for each; set by steps_reached() */
    unsigned steps_in_order; /* how many of the first ones it reached one after the other */
    bool is_human;
    bool is_social; /* its medium is one of the nine social kinds */
    bool is_rendered;
    bool has_revenue;
};

/* Reads the row the reader stands at; its plan must want record_visit_names. A number that is none
 * counts as 0: a stranger's file may hold anything. */
void visit_read(struct visit *visit, const struct reader *reader);

/* True for the nine social media kinds of smo-stream(5). */
bool visit_medium_is_social(struct span medium);

/* An item of a list as the log had it: in lists the marks that part items are written %2C and %3E,
 * and in cells some bytes are escaped. Lives in the buffer. */
struct span visit_plain_item(struct buf *plain, struct span item);

/* The next currency and its amount: a visit may show several, "100,5.50" beside "RUB,EUR". Start
 * with *place = 0; false when there are no more, or no revenue at all. */
bool visit_next_revenue(const struct visit *visit, size_t *place, struct decimal *amount,
                        struct span *currency);

/* How many amounts of its revenue visit_next_revenue() passes over: they are no numbers, or have
 * more digits than a sum of orders can have. */
size_t visit_unread_amounts(const struct visit *visit);

#endif
