/* A tally: visits counted by a key, as most reports need them. */
#ifndef SMO_REPORT_TALLY_H
#define SMO_REPORT_TALLY_H

#include "lib/base/table.h"
#include "smo-report/cover.h"
#include "smo-report/purse.h"
#include "smo-report/settings.h"
#include "smo-report/sheet.h"

struct tally_row {
    uint64_t visits;
    uint64_t bounces; /* visits of at most one page view */
    uint64_t pages;   /* page views */
    uint64_t orders;
    uint64_t ordering_visits; /* visits with an order: what a conversion rate counts */
    uint64_t rendered;        /* visits that asked for an asset */
    struct purse revenue;
};

/* Made by tally_init(). Keys are cells joined by TABs, as the stream has them. */
struct tally {
    struct table keys;
    struct table currencies;
    struct tally_row *rows; /* by number in keys */
    size_t rows_capacity;
    struct tally_row total;
    const struct settings *settings;
    bool is_by_visits; /* ranks by visits before orders */
    struct buf key;    /* the one being put together */
};

/* Further keys than settings->max_keys are counted under the key "(other)", and the cells of a key
 * are cut at 256 bytes, so that memory is bounded whatever strangers write. Totals still add up. */
void tally_init(struct tally *tally, const struct settings *settings);

/* Counts a visit under a key; returns the key's number. */
uint32_t tally_add(struct tally *tally, struct span key, const struct visit *visit);

/* Counts a visit under the cells of some of its columns. */
uint32_t tally_add_by(struct tally *tally, const enum record_visit *columns, size_t count,
                      const struct visit *visit);

/* The rows' numbers, best first: by orders, revenue and visits downwards, then by key upwards.
 * tally.keys.count of them; free with free(). */
uint32_t *tally_ranking(const struct tally *tally);

void tally_free(struct tally *tally);

/* The columns that show a tally's row, behind those of its key, and the cells for them:
 *     visits bounces pages orders ordering_visits conversion conversion_low conversion_high
 *     revenue currency */
enum { TALLY_COLUMNS = 10 };
#define TALLY_SHOWN                                                                                \
    {.name = "visits", .label = N_("visits"), .has_bar = true}, {.name = "bounces"},               \
        {.name = "pages"}, {.name = "orders", .label = N_("orders")}, {.name = "ordering_visits"}, \
        {.name = "conversion", .label = N_("conv.")},                                              \
        {.name = "conversion_low", .label = N_("from"), .is_spare = true},                         \
        {.name = "conversion_high", .label = N_("to"), .is_spare = true},                          \
        {.name = "revenue", .label = N_("revenue")}, {                                             \
        .name = "currency"                                                                         \
    }

/* The same for keys that need much room: no bar, no limits. */
#define TALLY_BRIEF                                                                                \
    {.name = "visits", .label = N_("visits")}, {.name = "bounces"}, {.name = "pages"},             \
        {.name = "orders", .label = N_("orders")}, {.name = "ordering_visits"},                    \
        {.name = "conversion", .label = N_("conv.")}, {.name = "conversion_low"},                  \
        {.name = "conversion_high"}, {.name = "revenue", .label = N_("revenue")}, {                \
        .name = "currency"                                                                         \
    }

/* Fills a sheet whose columns are `key_columns` for the key and then TALLY_SHOWN: a row for each
 * key, best first, what people see of the last ones, and the total. */
void tally_fill(const struct tally *tally, size_t key_columns, const struct cover *cover,
                struct sheet *sheet);

/* The cells of a key, one for each column. */
void tally_show_key(const struct tally *tally, uint32_t number, struct sheet *sheet,
                    struct cell *cells, size_t columns);

/* The cells of one row. Where the log shows no orders at all they tell nothing of orders. */
void tally_show(const struct tally *tally, const struct tally_row *row, const struct cover *cover,
                struct sheet *sheet, struct cell *cells);

/* Two cells, amounts and currencies: several stand in one cell as a comma list, in the same order.
 * Both are absent for an empty purse. */
void tally_show_purse(const struct purse *purse, const struct table *currencies,
                      struct sheet *sheet, struct cell *cells);

/* Adds a row to another one of the same tally. */
void tally_add_row(struct tally_row *row, const struct tally_row *other);

#endif
