#include "smo-report/costs.h"

#include "lib/base/mem.h"
#include "smo-report/tablefile.h"

#include <stdlib.h>

static const char *const source_names[] = {"source", "utm_source", NULL};
static const char *const campaign_names[] = {"campaign", "utm_campaign", NULL};
static const char *const cost_names[] = {"cost", "costs", "spend", "amount", NULL};
static const char *const currency_names[] = {"currency", NULL};

static struct span or_absent(struct span cell) {
    return span_is_empty(cell) ? SPAN_ABSENT : cell;
}

static bool take_row(struct costs *costs, const struct tablefile *table, struct buf *key,
                     struct fault *fault) {
    struct decimal cost;
    if (!tablefile_amount(tablefile_cell(table, tablefile_column(table, cost_names)), &cost)) {
        fault_set(fault, "the cost is no amount");
        fault->line = tablefile_line(table);
        return false;
    }
    buf_clear(key);
    buf_add(key, or_absent(tablefile_cell(table, tablefile_column(table, source_names))));
    buf_add_byte(key, '\t');
    buf_add(key, or_absent(tablefile_cell(table, tablefile_column(table, campaign_names))));
    uint32_t known = costs->keys.count, number = table_number(&costs->keys, buf_span(key));
    mem_grow(&costs->sums, &costs->capacity, (size_t)number + 1, sizeof *costs->sums);
    if (number == known)
        costs->sums[number] = (struct purse){0};
    struct span currency = tablefile_cell(table, tablefile_column(table, currency_names));
    purse_add_amount(&costs->sums[number], &costs->currencies, or_absent(currency), cost);
    return true;
}

struct costs *costs_load(const char *path, struct fault *fault) {
    struct tablefile *table = tablefile_open(path, fault);
    if (!table)
        return NULL;
    struct costs *costs = mem_zeroed(1, sizeof *costs);
    table_init(&costs->keys);
    table_init(&costs->currencies);
    struct buf key = {0};
    if (tablefile_column(table, source_names) < 0 || tablefile_column(table, cost_names) < 0)
        fault_set(fault, "the header lacks the column source or cost");
    else
        while (tablefile_next(table, fault) && take_row(costs, table, &key, fault))
            ;
    buf_free(&key);
    tablefile_close(table);
    if (!fault_is_set(fault))
        return costs;
    costs_free(costs);
    return NULL;
}

void costs_free(struct costs *costs) {
    if (!costs)
        return;
    for (uint32_t i = 0; i < costs->keys.count; i++)
        purse_free(&costs->sums[i]);
    free(costs->sums);
    table_free(&costs->keys);
    table_free(&costs->currencies);
    free(costs);
}
