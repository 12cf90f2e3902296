/* The shop's own list of orders, --orders FILE: a table with the columns id and perhaps amount,
 * currency and status. What it says of an order beats what the log says. */
#ifndef SMO_REPORT_ORDERS_H
#define SMO_REPORT_ORDERS_H

#include "lib/base/fault.h"
#include "smo-report/visit.h"

struct orders;

/* What the list made of the orders of the log. */
struct orders_found {
    uint64_t confirmed;  /* in both */
    uint64_t cancelled;  /* in both, and cancelled by the list: left out */
    uint64_t forged;     /* not in the list: left out */
    uint64_t without_id; /* cannot be looked up: kept */
    uint64_t unseen;     /* in the list, not cancelled, never seen in the log */
};

/* NULL and a fault if the file cannot be read, has no column id, or an amount that is none. */
struct orders *orders_load(const char *path, struct fault *fault);

/* Puts a visit right: cancelled orders and those that the shop does not know leave it, with their
 * revenue; amounts are the shop's, where it tells any. Cells changed live until the next call. */
void orders_apply(struct orders *orders, struct visit *visit);

struct orders_found orders_found(const struct orders *orders);

void orders_free(struct orders *orders);

#endif
