/* The order ids that were seen: one counts once per site, over all nights, for 400 days. */
#ifndef SMO_FUNNEL_ORDERS_H
#define SMO_FUNNEL_ORDERS_H

#include "lib/base/buf.h"
#include "lib/base/table.h"

struct orders_entry {
    int64_t time;     /* of the hit that counted, nanoseconds */
    bool has_revenue; /* a hit has shown what it is worth */
};

struct orders {
    struct table ids;             /* site, TAB, id */
    struct orders_entry *entries; /* by number in `ids` */
    size_t entries_capacity;
    struct buf name;
};

void orders_init(struct orders *orders);

/* What an order hit with an id is worth. */
struct orders_verdict {
    bool is_new;         /* it counts: this id was not seen, or over 400 days ago */
    bool brings_revenue; /* it is the first hit of this id that shows a revenue */
};

/* Takes such a hit. `id` is a cell, as the stream has it. */
struct orders_verdict orders_take(struct orders *orders, struct span site, struct span id,
                                  int64_t time, bool shows_revenue);

/* Puts an id in that was seen before: from a state. */
void orders_restore(struct orders *orders, struct span site, struct span id,
                    struct orders_entry entry);

size_t orders_bytes(const struct orders *orders);
void orders_free(struct orders *orders);

#endif
