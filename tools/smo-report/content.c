#include "smo-report/content.h"

#include "lib/base/mem.h"
#include "smo-report/fetches.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { LANDING, PAGE, TALLIED, FETCHED = TALLIED + TALLY_COLUMNS, FIRST_WINDOW, WINDOWS = 4 };

static const double windows[WINDOWS] = {3600, 6 * 3600, 24 * 3600, 72 * 3600};

static const struct column content_columns[] = {
    {.name = "landing", .label = N_("page")},
    {.name = "landing_page", .label = N_("type"), .is_wide = true},
    TALLY_BRIEF,
    {.name = "fetches", .label = N_("previews")},
    {.name = "visits_1h"},
    {.name = "orders_1h"},
    {.name = "visits_6h"},
    {.name = "orders_6h"},
    {.name = "visits_24h", .label = N_("in 24 h")},
    {.name = "orders_24h"},
    {.name = "visits_72h"},
    {.name = "orders_72h"},
};
enum { CONTENT_COLUMNS = sizeof content_columns / sizeof *content_columns };

/* Of one page: social visits that landed on it so long after a preview, and their orders. */
struct after {
    uint64_t visits[WINDOWS], orders[WINDOWS];
};

struct content {
    struct tally tally;
    struct fetches fetches;
    struct after *after; /* by number in the tally */
    size_t capacity;
    struct after total;
    uint64_t fetched;
};

static void *content_new(const struct settings *settings) {
    struct content *content = mem_zeroed(1, sizeof *content);
    tally_init(&content->tally, settings);
    fetches_init(&content->fetches, settings);
    return content;
}

static void count_after(struct after *after, double lag, uint64_t orders) {
    for (size_t i = 0; i < WINDOWS; i++) {
        if (lag < 0 || lag > windows[i])
            continue;
        after->visits[i]++;
        after->orders[i] += orders;
    }
}

static void content_take(void *state, const struct visit *visit) {
    struct content *content = state;
    static const enum record_visit key[] = {VISIT_LANDING, VISIT_LANDING_PAGE};
    if (span_is(visit->cells[VISIT_KIND], "preview")) {
        fetches_add(&content->fetches, visit->cells[VISIT_LANDING], visit->time);
        content->fetched++;
    }
    if (!visit->is_human || !visit->is_social)
        return;
    uint32_t known = content->tally.keys.count;
    uint32_t number = tally_add_by(&content->tally, key, 2, visit);
    mem_grow(&content->after, &content->capacity, (size_t)number + 1, sizeof *content->after);
    if (number == known)
        content->after[number] = (struct after){{0}, {0}};
    double lag = fetches_lag(&content->fetches, visit->cells[VISIT_LANDING], visit->time);
    count_after(&content->after[number], lag, visit->orders);
    count_after(&content->total, lag, visit->orders);
}

static void show_after(const struct after *after, const struct cover *cover, struct cell *cells) {
    for (size_t i = 0; i < WINDOWS; i++) {
        cells[2 * i] = sheet_count(after->visits[i]);
        cells[2 * i + 1] = sheet_count(after->orders[i]);
        cells[2 * i + 1].is_unseen = !cover->shows_orders;
    }
}

/* Adds what became of the shares, row by row in the order of tally_fill(). */
static void fill_after(const struct content *content, const struct cover *cover,
                       struct sheet *sheet) {
    uint32_t *ranking = tally_ranking(&content->tally);
    for (size_t row = 0; row < sheet->rows_count; row++) {
        struct cell *cells = sheet->rows + row * CONTENT_COLUMNS;
        struct span key = table_name(&content->tally.keys, ranking[row]);
        uint32_t path = table_find(&content->fetches.paths, span_cut(&key, '\t'));
        cells[FETCHED] = sheet_count(path == TABLE_NONE ? 0 : content->fetches.of[path].fetches);
        show_after(&content->after[ranking[row]], cover, cells + FIRST_WINDOW);
    }
    free(ranking);
    sheet->total[FETCHED] = sheet_count(content->fetched);
    show_after(&content->total, cover, sheet->total + FIRST_WINDOW);
}

/* Paths that were fetched and that no social visit landed on, any type of page. */
static void say_dead_shares(const struct content *content, struct sheet *sheet) {
    const struct tally *tally = &content->tally;
    const struct fetches *fetches = &content->fetches;
    struct table landed;
    table_init(&landed);
    for (uint32_t i = 0; i < tally->keys.count; i++) {
        struct span key = table_name(&tally->keys, i);
        table_number(&landed, span_cut(&key, '\t'));
    }
    uint64_t dead = 0, most = 0;
    struct span worst = SPAN("");
    for (uint32_t i = 0; i < fetches->paths.count; i++) {
        if (table_find(&landed, table_name(&fetches->paths, i)) != TABLE_NONE)
            continue;
        dead++;
        if (fetches->of[i].fetches > most) {
            most = fetches->of[i].fetches;
            worst = table_name(&fetches->paths, i);
        }
    }
    if (dead)
        sheet_remark(sheet, REMARK_FIND,
                     "Dead shares: of %s pages that were shared, no social visitor came to %s; "
                     "most often shared of them: %s (%s).",
                     sheet_told_count(sheet, fetches->paths.count), sheet_told_count(sheet, dead),
                     sheet_told_text(sheet, span_take(worst, 80)), sheet_told_count(sheet, most));
    table_free(&landed);
}

static void content_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct content *content = state;
    sheet_init(sheet, content_columns, CONTENT_COLUMNS);
    tally_fill(&content->tally, 2, cover, sheet);
    fill_after(content, cover, sheet);
    say_dead_shares(content, sheet);
    sheet_remark(sheet, REMARK_NOTE,
                 "Social visits by the page they landed on. \"previews\": fetches of the page for "
                 "links that were shared; \"in 24 h\": social visits that landed on it within a "
                 "day after one.");
}

static void content_free(void *state) {
    struct content *content = state;
    tally_free(&content->tally);
    fetches_free(&content->fetches);
    free(content->after);
    free(content);
}

const struct report content_report = {
    .name = "content",
    .title = N_("Pages that social visitors land on"),
    .question = N_("Which pages bring social visitors, and do shares bring visits and orders?"),
    .new = content_new,
    .take = content_take,
    .finish = content_finish,
    .free = content_free,
};
