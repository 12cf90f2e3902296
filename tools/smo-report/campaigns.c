#include "smo-report/campaigns.h"

#include "lib/base/mem.h"
#include "smo-report/costs.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum {
    CAMPAIGNS_KEYS = 4,
    CAMPAIGNS_REVENUE = CAMPAIGNS_KEYS + 8,
    CAMPAIGNS_COST = CAMPAIGNS_KEYS + TALLY_COLUMNS
};

static const struct column campaigns_columns[] = {
    {.name = "source", .label = N_("source")},
    {.name = "medium"},
    {.name = "campaign", .label = N_("campaign")},
    {.name = "paid", .label = N_("paid"), .is_wide = true},
    TALLY_SHOWN,
    {.name = "cost", .label = N_("cost")},
    {.name = "cost_currency"},
    {.name = "cost_per_visit", .label = N_("a visit")},
    {.name = "cost_per_order", .label = N_("an order")},
    {.name = "return", .label = N_("return")},
};
enum { CAMPAIGNS_COLUMNS = sizeof campaigns_columns / sizeof *campaigns_columns };

static void *campaigns_new(const struct settings *settings) {
    struct tally *tally = mem_alloc(1, sizeof *tally);
    tally_init(tally, settings);
    return tally;
}

static void campaigns_take(void *state, const struct visit *visit) {
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM, VISIT_CAMPAIGN, VISIT_PAID};
    if (visit->is_human && (!span_is_absent(visit->cells[VISIT_CAMPAIGN]) ||
                            span_is(visit->cells[VISIT_PAID], "paid")))
        tally_add_by(state, key, CAMPAIGNS_KEYS, visit);
}

/* Cost for each of so many, rounded half up to two decimals. */
static struct cell cost_of_one(struct decimal cost, uint64_t count) {
    if (count == 0)
        return (struct cell){.kind = CELL_ABSENT};
    static const struct decimal hundredth = {0, 2};
    struct decimal aligned = decimal_add(cost, hundredth);
    __extension__ __int128 divisor = count;
    for (unsigned place = aligned.places; place > 2; place--)
        divisor *= 10;
    return sheet_money((struct decimal){(2 * aligned.units + divisor) / (2 * divisor), 2});
}

/* Figures for one only where cost and revenue are each of one currency, and the same. */
static void show_cost(const struct purse *cost, const struct table *currencies, struct cell *cells,
                      struct sheet *sheet) {
    struct cell *shown = cells + CAMPAIGNS_COST;
    tally_show_purse(cost, currencies, sheet, shown);
    if (cost->count != 1)
        return;
    struct decimal amount = cost->sums[0].amount;
    shown[2] = cost_of_one(amount, cells[CAMPAIGNS_KEYS].count);
    shown[3] = cost_of_one(amount, cells[CAMPAIGNS_KEYS + 3].count);
    const struct cell *revenue = &cells[CAMPAIGNS_REVENUE], *currency = revenue + 1;
    bool is_same = shown[1].kind == CELL_ABSENT || currency->kind == CELL_ABSENT ||
                   span_equals(shown[1].text, currency->text);
    bool is_one =
        currency->kind == CELL_ABSENT || span_find(currency->text, ',') == currency->text.size;
    if (revenue->kind == CELL_MONEY && is_same && is_one && amount.units > 0)
        shown[4] =
            sheet_number(decimal_approximately(revenue->money) / decimal_approximately(amount));
}

/* A campaign's cost goes to its paid row, or else to its best one. */
static size_t row_of_cost(const struct sheet *sheet, struct span key) {
    struct span source = span_cut(&key, '\t');
    size_t found = sheet->rows_count;
    for (size_t row = 0; row < sheet->rows_count; row++) {
        const struct cell *cells = sheet->rows + row * CAMPAIGNS_COLUMNS;
        struct span campaign = cells[2].kind == CELL_TEXT ? cells[2].text : SPAN_ABSENT;
        if (!span_equals(cells[0].text, source) || !span_equals(campaign, key))
            continue;
        if (cells[3].kind == CELL_TEXT && span_is(cells[3].text, "paid"))
            return row;
        if (found == sheet->rows_count)
            found = row;
    }
    return found;
}

static void add_costs(const struct costs *costs, const struct cover *cover, struct sheet *sheet) {
    struct purse total = {0};
    for (uint32_t i = 0; i < costs->keys.count; i++) {
        struct span key = table_name(&costs->keys, i), rest = key;
        size_t row = row_of_cost(sheet, key);
        if (row == sheet->rows_count) { /* paid for, and no visit came */
            struct cell *cells = sheet_add_row(sheet);
            cells[0] = sheet_text(sheet, span_cut(&rest, '\t'));
            cells[2] = sheet_text(sheet, rest);
            for (size_t count = 0; count < 5; count++)
                cells[CAMPAIGNS_KEYS + count] = sheet_count(0);
            cells[CAMPAIGNS_KEYS + 3].is_unseen = !cover->shows_orders;
        }
        show_cost(&costs->sums[i], &costs->currencies, sheet->rows + row * CAMPAIGNS_COLUMNS,
                  sheet);
        purse_add(&total, &costs->sums[i]);
    }
    show_cost(&total, &costs->currencies, sheet->total, sheet);
    purse_free(&total);
}

/* Without costs people see no columns of them. */
static void campaigns_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    const struct tally *tally = state;
    const struct costs *costs = tally->settings->costs;
    sheet_init(sheet, campaigns_columns, CAMPAIGNS_COLUMNS);
    if (!costs) {
        struct column *columns = arena_alloc(&sheet->arena, sizeof campaigns_columns);
        memcpy(columns, campaigns_columns, sizeof campaigns_columns);
        for (size_t i = CAMPAIGNS_COST; i < CAMPAIGNS_COLUMNS; i++)
            columns[i].label = NULL;
        sheet->columns = columns;
    }
    tally_fill(tally, CAMPAIGNS_KEYS, cover, sheet);
    if (costs)
        add_costs(costs, cover, sheet);
    sheet_remark(sheet, REMARK_NOTE,
                 "Visits with a campaign, or marked as paid. \"organic\" was told by its tags or "
                 "by a referer alone; \"-\": the log does not tell whether it was paid for.");
}

static void campaigns_free(void *state) {
    tally_free(state);
    free(state);
}

const struct report campaigns_report = {
    .name = "campaigns",
    .title = N_("Campaigns"),
    .question = N_("Which campaigns bring orders, and which are worth their cost?"),
    .new = campaigns_new,
    .take = campaigns_take,
    .finish = campaigns_finish,
    .free = campaigns_free,
};
