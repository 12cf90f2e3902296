#include "smo-report/orders.h"

#include "lib/base/mem.h"
#include "smo-report/purse.h"
#include "smo-report/tablefile.h"

#include <stdlib.h>

struct order {
    struct decimal amount;
    struct span currency; /* empty: not told */
    bool has_amount, is_cancelled, is_seen;
};

struct orders {
    struct table ids;
    struct order *list; /* by number in ids */
    size_t capacity;
    struct arena arena;
    struct orders_found found;
    struct table currencies;
    struct purse purse; /* of the visit at hand */
    struct buf id, revenue, currency;
};

static const char *const id_names[] = {"id", "order", "order_id", "number", "номер", NULL};
static const char *const amount_names[] = {"amount", "total", "revenue", "sum", "сумма", NULL};
static const char *const currency_names[] = {"currency", "валюта", NULL};
static const char *const status_names[] = {"status", "статус", NULL};

static bool is_cancelled(struct span status) {
    static const char *const words[] = {
        "cancelled", "canceled", "refunded", "returned", "rejected",  "failed",
        "test",      "отменён",  "отменен",  "отменена", "возврат",   "возвращён",
        "Отменён",   "Отменен",  "Отменена", "Возврат",  "Возвращён",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_equals_folded(status, span_of(words[i])))
            return true;
    return false;
}

static bool take_row(struct orders *orders, const struct tablefile *table, struct fault *fault) {
    struct span id = tablefile_cell(table, tablefile_column(table, id_names));
    struct span amount = tablefile_cell(table, tablefile_column(table, amount_names));
    struct order order = {
        .currency = arena_copy(&orders->arena,
                               tablefile_cell(table, tablefile_column(table, currency_names))),
        .has_amount = !span_is_empty(amount),
        .is_cancelled = is_cancelled(tablefile_cell(table, tablefile_column(table, status_names))),
    };
    if (order.has_amount && !tablefile_amount(amount, &order.amount)) {
        fault_set(fault, "the amount is none");
        fault->line = tablefile_line(table);
        return false;
    }
    if (span_is_empty(id))
        return true;
    uint32_t number = table_number(&orders->ids, id);
    mem_grow(&orders->list, &orders->capacity, (size_t)number + 1, sizeof *orders->list);
    orders->list[number] = order; /* the last line of an id holds */
    return true;
}

struct orders *orders_load(const char *path, struct fault *fault) {
    struct tablefile *table = tablefile_open(path, fault);
    if (!table)
        return NULL;
    struct orders *orders = mem_zeroed(1, sizeof *orders);
    table_init(&orders->ids);
    table_init(&orders->currencies);
    if (tablefile_column(table, id_names) < 0)
        fault_set(fault, "the header has no column id");
    else
        while (tablefile_next(table, fault) && take_row(orders, table, fault))
            ;
    tablefile_close(table);
    if (!fault_is_set(fault))
        return orders;
    orders_free(orders);
    return NULL;
}

/* The order of an id, or NULL if it must leave the visit. */
static struct order *look_up(struct orders *orders, struct span id) {
    uint32_t number = table_find(&orders->ids, visit_plain_item(&orders->id, id));
    if (number == TABLE_NONE) {
        orders->found.forged++;
        return NULL;
    }
    struct order *order = &orders->list[number];
    orders->found.confirmed += !order->is_cancelled;
    orders->found.cancelled += order->is_cancelled;
    order->is_seen = true;
    return order->is_cancelled ? NULL : order;
}

/* The currency that the list tells, or the visit's own first one. */
static struct span currency_of(const struct order *order, const struct visit *visit) {
    struct span own = visit->cells[VISIT_CURRENCY];
    own = span_cut(&own, ',');
    if (!span_is_empty(order->currency))
        return order->currency;
    return span_is_empty(own) ? SPAN_ABSENT : own;
}

static void write_revenue(struct orders *orders, struct visit *visit) {
    const struct purse *purse = &orders->purse;
    buf_clear(&orders->revenue);
    buf_clear(&orders->currency);
    for (size_t i = 0; i < purse->count; i++) {
        buf_add_string(&orders->revenue, i ? "," : "");
        buf_add_string(&orders->currency, i ? "," : "");
        decimal_write(&orders->revenue, purse->sums[i].amount);
        buf_add(&orders->currency, table_name(&orders->currencies, purse->sums[i].currency));
    }
    visit->cells[VISIT_REVENUE] = purse->count ? buf_span(&orders->revenue) : SPAN_ABSENT;
    visit->cells[VISIT_CURRENCY] = purse->count ? buf_span(&orders->currency) : SPAN_ABSENT;
}

void orders_apply(struct orders *orders, struct visit *visit) {
    struct span ids = visit->cells[VISIT_ORDER_IDS];
    if (!visit->is_human)
        return;
    if (span_is_absent(ids)) {
        orders->found.without_id += visit->orders;
        return;
    }
    uint64_t kept = 0, left = 0, priced = 0;
    orders->purse.count = 0;
    while (ids.at) {
        const struct order *order = look_up(orders, span_cut(&ids, ','));
        left += !order;
        kept += order != NULL;
        if (!order || !order->has_amount)
            continue;
        priced++;
        purse_add_amount(&orders->purse, &orders->currencies, currency_of(order, visit),
                         order->amount);
    }
    visit->orders -= left < visit->orders ? left : visit->orders;
    if (priced || kept == 0 || left)
        write_revenue(orders, visit);
}

struct orders_found orders_found(const struct orders *orders) {
    struct orders_found found = orders->found;
    for (uint32_t i = 0; i < orders->ids.count; i++)
        found.unseen += !orders->list[i].is_seen && !orders->list[i].is_cancelled;
    return found;
}

void orders_free(struct orders *orders) {
    if (!orders)
        return;
    table_free(&orders->ids);
    table_free(&orders->currencies);
    free(orders->list);
    arena_free(&orders->arena);
    purse_free(&orders->purse);
    buf_free(&orders->id);
    buf_free(&orders->revenue);
    buf_free(&orders->currency);
    free(orders);
}
