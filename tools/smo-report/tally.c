#include "smo-report/tally.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { TALLY_CELL_BYTES = 256, TALLY_KEY_BYTES = 6 * TALLY_CELL_BYTES };

void tally_init(struct tally *tally, const struct settings *settings) {
    *tally = (struct tally){.settings = settings};
    table_init(&tally->keys);
    table_init(&tally->currencies);
}

static uint32_t tally_number(struct tally *tally, struct span key) {
    uint32_t known = tally->keys.count;
    bool is_full = known >= tally->settings->max_keys ||
                   table_bytes(&tally->keys) > tally->settings->max_bytes;
    if (is_full && table_find(&tally->keys, key) == TABLE_NONE)
        key = (struct span)SPAN("(other)");
    uint32_t number = table_number(&tally->keys, key);
    mem_grow(&tally->rows, &tally->rows_capacity, (size_t)number + 1, sizeof *tally->rows);
    if (number == known)
        tally->rows[number] = (struct tally_row){0};
    return number;
}

static void count_visit(struct tally_row *row, struct table *currencies,
                        const struct visit *visit) {
    row->visits++;
    row->bounces += visit->pages <= 1;
    row->pages += visit->pages;
    row->orders += visit->orders;
    row->ordering_visits += visit->orders > 0;
    row->rendered += visit->is_rendered;
    purse_add_visit(&row->revenue, currencies, visit);
}

uint32_t tally_add(struct tally *tally, struct span key, const struct visit *visit) {
    uint32_t number = tally_number(tally, span_take(key, TALLY_KEY_BYTES));
    count_visit(&tally->rows[number], &tally->currencies, visit);
    count_visit(&tally->total, &tally->currencies, visit);
    return number;
}

uint32_t tally_add_by(struct tally *tally, const enum record_visit *columns, size_t count,
                      const struct visit *visit) {
    buf_clear(&tally->key);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(&tally->key, '\t');
        buf_add(&tally->key, span_take(visit->cells[columns[i]], TALLY_CELL_BYTES));
    }
    return tally_add(tally, buf_span(&tally->key), visit);
}

/* qsort_r(3) hands the tally through. */
static int compare_rows(const void *left, const void *right, void *tally_address) {
    const struct tally *tally = tally_address;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const struct tally_row *row_a = &tally->rows[a], *row_b = &tally->rows[b];
    if (tally->is_by_visits && row_a->visits != row_b->visits)
        return row_a->visits < row_b->visits ? 1 : -1;
    if (row_a->orders != row_b->orders)
        return row_a->orders < row_b->orders ? 1 : -1;
    int by_revenue = purse_compare(&row_b->revenue, &row_a->revenue);
    if (by_revenue)
        return by_revenue;
    if (row_a->visits != row_b->visits)
        return row_a->visits < row_b->visits ? 1 : -1;
    return span_compare(table_name(&tally->keys, a), table_name(&tally->keys, b));
}

uint32_t *tally_ranking(const struct tally *tally) {
    uint32_t *ranking = mem_alloc(tally->keys.count, sizeof *ranking);
    for (uint32_t i = 0; i < tally->keys.count; i++)
        ranking[i] = i;
    qsort_r(ranking, tally->keys.count, sizeof *ranking, compare_rows, (void *)(uintptr_t)tally);
    return ranking;
}

void tally_free(struct tally *tally) {
    for (uint32_t i = 0; i < tally->keys.count; i++)
        purse_free(&tally->rows[i].revenue);
    purse_free(&tally->total.revenue);
    free(tally->rows);
    table_free(&tally->keys);
    table_free(&tally->currencies);
    buf_free(&tally->key);
}

void tally_show_purse(const struct purse *purse, const struct table *currencies,
                      struct sheet *sheet, struct cell *cells) {
    if (!purse->count)
        return;
    struct buf names = {0}, amounts = {0};
    for (size_t i = 0; i < purse->count; i++) {
        if (i) {
            buf_add_byte(&names, ',');
            buf_add_byte(&amounts, ',');
        }
        buf_add(&names, table_name(currencies, purse->sums[i].currency));
        decimal_write(&amounts, purse->sums[i].amount);
    }
    cells[0] = sheet_money(purse->sums[0].amount);
    cells[0].text = arena_copy(&sheet->arena, buf_span(&amounts));
    cells[1] = sheet_text(sheet, buf_span(&names));
    buf_free(&names);
    buf_free(&amounts);
}

void tally_show(const struct tally *tally, const struct tally_row *row, const struct cover *cover,
                struct sheet *sheet, struct cell *cells) {
    cells[0] = sheet_count(row->visits);
    cells[1] = sheet_count(row->bounces);
    cells[2] = sheet_count(row->pages);
    cells[3] = sheet_count(row->orders);
    cells[4] = sheet_count(row->ordering_visits);
    cells[3].is_unseen = cells[4].is_unseen = !cover->shows_orders;
    if (!cover->shows_orders || row->visits == 0)
        return;
    struct interval conversion = interval_of_rate(row->ordering_visits, row->visits);
    cells[5] = sheet_fraction(conversion.value);
    cells[6] = sheet_fraction(conversion.low);
    cells[7] = sheet_fraction(conversion.high);
    tally_show_purse(&row->revenue, &tally->currencies, sheet, cells + 8);
}

void tally_add_row(struct tally_row *row, const struct tally_row *other) {
    row->visits += other->visits;
    row->bounces += other->bounces;
    row->pages += other->pages;
    row->orders += other->orders;
    row->ordering_visits += other->ordering_visits;
    row->rendered += other->rendered;
    purse_add(&row->revenue, &other->revenue);
}

void tally_show_key(const struct tally *tally, uint32_t number, struct sheet *sheet,
                    struct cell *cells, size_t columns) {
    struct span key = table_name(&tally->keys, number);
    for (size_t i = 0; i < columns && key.at; i++)
        cells[i] = sheet_text(sheet, span_cut(&key, '\t'));
}

/* One row more costs no more room than the row that tells of it. */
static void fill_rest(const struct tally *tally, const uint32_t *ranking, size_t key_columns,
                      const struct cover *cover, struct sheet *sheet) {
    size_t people_rows = tally->settings->people_rows;
    if (people_rows == 0 || tally->keys.count <= people_rows + 1)
        return;
    struct tally_row rest = {0};
    for (uint32_t i = (uint32_t)people_rows; i < tally->keys.count; i++)
        tally_add_row(&rest, &tally->rows[ranking[i]]);
    tally_show(tally, &rest, cover, sheet, sheet_add_rest(sheet, people_rows) + key_columns);
    purse_free(&rest.revenue);
}

void tally_fill(const struct tally *tally, size_t key_columns, const struct cover *cover,
                struct sheet *sheet) {
    uint32_t *ranking = tally_ranking(tally);
    for (uint32_t i = 0; i < tally->keys.count; i++) {
        struct cell *cells = sheet_add_row(sheet);
        tally_show_key(tally, ranking[i], sheet, cells, key_columns);
        tally_show(tally, &tally->rows[ranking[i]], cover, sheet, cells + key_columns);
    }
    fill_rest(tally, ranking, key_columns, cover, sheet);
    free(ranking);
    tally_show(tally, &tally->total, cover, sheet, sheet_add_total(sheet) + key_columns);
}
