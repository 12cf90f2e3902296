#include "smo-report/compare.h"

#include "lib/base/mem.h"
#include "lib/base/table.h"

#include <stdlib.h>

enum {
    VISITS_BEFORE,
    VISITS_CHANGE,
    ORDERS_BEFORE,
    CONVERSION_BEFORE,
    CONVERSION_CHANGE,
    CHANGE_LOW,
    CHANGE_HIGH,
    COMPARE_COLUMNS
};

static const struct column compare_columns[COMPARE_COLUMNS] = {
    {.name = "visits_before", .label = N_("before")},
    {.name = "visits_change", .label = N_("change")},
    {.name = "orders_before", .label = N_("orders before"), .is_spare = true},
    {.name = "conversion_before", .label = N_("conv. before"), .is_spare = true},
    {.name = "conversion_change", .label = N_("change of it")},
    {.name = "conversion_change_low", .label = N_("least"), .is_spare = true},
    {.name = "conversion_change_high", .label = N_("most"), .is_spare = true},
};

/* Places of the columns that are compared; the key stands before `visits`. */
struct places {
    size_t visits, orders, ordering;
};

static size_t place_of(const struct sheet *sheet, const char *name) {
    size_t place = 0;
    while (place < sheet->columns_count && strcmp(sheet->columns[place].name, name) != 0)
        place++;
    return place;
}

static struct places places_of(const struct sheet *sheet) {
    return (struct places){place_of(sheet, "visits"), place_of(sheet, "orders"),
                           place_of(sheet, "ordering_visits")};
}

bool compare_is_possible(const struct sheet *sheet) {
    struct places places = places_of(sheet);
    return places.visits < places.orders && places.orders < sheet->columns_count &&
           places.ordering < sheet->columns_count;
}

static struct span key_of(struct buf *key, const struct cell *cells, size_t count) {
    buf_clear(key);
    for (size_t i = 0; i < count; i++) {
        buf_add(key, cells[i].kind == CELL_TEXT ? cells[i].text : SPAN_ABSENT);
        buf_add_byte(key, '\t');
    }
    return buf_span(key);
}

static void show_change(const struct sheet *sheet, struct places places, const struct cell *before,
                        struct cell *cells) {
    struct cell *shown = cells + sheet->columns_count - COMPARE_COLUMNS;
    uint64_t visits = cells[places.visits].count, ordering = cells[places.ordering].count;
    uint64_t old_visits = before ? before[places.visits].count : 0;
    uint64_t old_ordering = before ? before[places.ordering].count : 0;
    shown[VISITS_BEFORE] = sheet_count(old_visits);
    shown[ORDERS_BEFORE] = sheet_count(before ? before[places.orders].count : 0);
    shown[ORDERS_BEFORE].is_unseen = before && before[places.orders].is_unseen;
    if (old_visits)
        shown[VISITS_CHANGE] = sheet_fraction((double)visits / (double)old_visits - 1);
    if (old_visits == 0 || shown[ORDERS_BEFORE].is_unseen)
        return;
    shown[CONVERSION_BEFORE] = sheet_rate(old_ordering, old_visits);
    if (visits == 0 || cells[places.orders].is_unseen)
        return;
    struct interval_pair pair = {ordering, visits, old_ordering, old_visits};
    struct interval change = interval_of_difference(&pair);
    shown[CONVERSION_CHANGE] = sheet_fraction(change.value);
    shown[CHANGE_LOW] = sheet_fraction(change.low);
    shown[CHANGE_HIGH] = sheet_fraction(change.high);
}

/* Makes the sheet's rows wider. Labels of the limits go: people see those of the change. */
static void widen(struct sheet *sheet) {
    size_t old = sheet->columns_count, count = old + COMPARE_COLUMNS;
    struct column *columns = arena_zeroed(&sheet->arena, count * sizeof *columns);
    memcpy(columns, sheet->columns, old * sizeof *columns);
    memcpy(columns + old, compare_columns, sizeof compare_columns);
    for (size_t i = 0; i < old; i++) {
        columns[i].has_bar = false;
        if (columns[i].is_spare)
            columns[i].label = NULL;
    }
    struct cell *rows = mem_zeroed(sheet->rows_count * count, sizeof *rows);
    for (size_t row = 0; row < sheet->rows_count; row++)
        memcpy(rows + row * count, sheet->rows + row * old, old * sizeof *rows);
    free(sheet->rows);
    sheet->rows = rows;
    sheet->rows_capacity = sheet->rows_count * count;
    struct cell **ends[] = {&sheet->rest, &sheet->total};
    for (size_t i = 0; i < 2; i++) {
        if (!*ends[i])
            continue;
        struct cell *wide = arena_zeroed(&sheet->arena, count * sizeof *wide);
        memcpy(wide, *ends[i], old * sizeof *wide);
        *ends[i] = wide;
    }
    sheet->columns = columns;
    sheet->columns_count = count;
}

/* A row that is gone: its key, and nothing now. */
static void add_gone(struct sheet *sheet, struct places places, const struct cell *before) {
    struct cell *cells = sheet_add_row(sheet);
    memcpy(cells, before, places.visits * sizeof *cells);
    for (size_t i = places.visits; i <= places.ordering; i++)
        if (before[i].kind == CELL_COUNT)
            cells[i] = sheet_count(0);
    show_change(sheet, places, before, cells);
}

/* For people: of all that was before, what the rows that they see do not tell. */
static void show_rest(struct sheet *sheet, struct places places, const struct cell *total,
                      const bool *is_shown, const struct sheet *before) {
    struct cell *rest = arena_zeroed(&sheet->arena, before->columns_count * sizeof *rest);
    memcpy(rest, total, before->columns_count * sizeof *rest);
    for (size_t row = 0; row < before->rows_count; row++) {
        const struct cell *cells = before->rows + row * before->columns_count;
        if (!is_shown[row])
            continue;
        rest[places.visits].count -= cells[places.visits].count;
        rest[places.orders].count -= cells[places.orders].count;
        rest[places.ordering].count -= cells[places.ordering].count;
    }
    show_change(sheet, places, rest, sheet->rest);
}

void compare_sheets(struct sheet *sheet, const struct sheet *before) {
    struct places places = places_of(sheet);
    struct table keys;
    struct buf key = {0};
    table_init(&keys);
    widen(sheet);
    size_t rows = sheet->rows_count;
    for (size_t row = 0; row < rows; row++)
        table_number(&keys, key_of(&key, sheet->rows + row * sheet->columns_count, places.visits));
    const struct cell **olds = mem_zeroed(rows, sizeof *olds);
    bool *is_shown = mem_zeroed(before->rows_count, sizeof *is_shown);
    for (size_t row = 0; row < before->rows_count; row++) {
        const struct cell *cells = before->rows + row * before->columns_count;
        uint32_t now = table_find(&keys, key_of(&key, cells, places.visits));
        if (now == TABLE_NONE)
            add_gone(sheet, places, cells);
        else
            olds[now] = cells;
        is_shown[row] = now < sheet->people_rows;
    }
    for (size_t row = 0; row < rows; row++)
        show_change(sheet, places, olds[row], sheet->rows + row * sheet->columns_count);
    if (sheet->total)
        show_change(sheet, places, before->total, sheet->total);
    if (sheet->rest && before->total)
        show_rest(sheet, places, before->total, is_shown, before);
    free(olds);
    free(is_shown);
    table_free(&keys);
    buf_free(&key);
}
