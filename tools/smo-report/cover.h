/* The cover of every report: which site and time it speaks of, and whether its input was whole. */
#ifndef SMO_REPORT_COVER_H
#define SMO_REPORT_COVER_H

#include "lib/stream/ledger.h"
#include "smo-report/days.h"
#include "smo-report/sheet.h"
#include "smo-report/steps.h"

struct orders;

struct cover {
    const struct ledger *ledger; /* of all input; not owned */
    double first, last;          /* start of the first visit, end of the last, in UTC seconds */
    int zone_seconds;            /* as the first visit was written in */
    struct steps steps;          /* of the funnel */
    uint32_t steps_seen;         /* those that any visit reached, a bit for each */
    uint64_t rows;               /* of the stream */
    uint64_t humans, previews, bots;
    uint64_t rendered;       /* visits that asked for an asset */
    uint64_t located;        /* visits whose country is known */
    uint64_t unread_amounts; /* of their revenue */
    struct days days;
    const struct orders *orders; /* the shop's own list, or NULL */
    bool shows_orders;           /* any order at all; without one, rates of orders mean nothing */
};

/* Zero-initialised before; takes one row. */
void cover_take(struct cover *cover, const struct visit *visit);

/* The site and the time it speaks of: "shop.example  2026-10-01 00:18 to 2026-10-31 23:18". */
void cover_head(const struct cover *cover, const struct words *words, struct buf *head);

/* A sheet without a table: what a reader must know before any figure. */
void cover_finish(const struct cover *cover, struct sheet *sheet);

#endif
