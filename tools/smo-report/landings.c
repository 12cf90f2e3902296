#include "smo-report/landings.h"

#include "lib/base/mem.h"
#include "smo-report/losswords.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { LANDINGS_KEYS = 4, LANDINGS_LOST = LANDINGS_KEYS + TALLY_COLUMNS };

static const struct column landings_columns[] = {
    {.name = "source", .label = N_("source")},
    {.name = "medium"},
    {.name = "offered_page", .label = N_("promised")},
    {.name = "landing_page", .label = N_("landed on")},
    TALLY_SHOWN,
    {.name = "lost_orders"},
    {.name = "lost_orders_low"},
    {.name = "lost_orders_high"},
    {.name = "lost_revenue"},
    {.name = "lost_currency"},
};
enum { LANDINGS_COLUMNS = sizeof landings_columns / sizeof *landings_columns };

struct landings {
    struct tally tally;
    struct loss *loss;
};

static void *landings_new(const struct settings *settings) {
    struct landings *landings = mem_zeroed(1, sizeof *landings);
    tally_init(&landings->tally, settings);
    landings->tally.is_by_visits = true;
    landings->loss = loss_new(settings);
    return landings;
}

static void landings_take(void *state, const struct visit *visit) {
    struct landings *landings = state;
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM, VISIT_OFFERED_PAGE,
                                            VISIT_LANDING_PAGE};
    if (!visit->is_human)
        return;
    tally_add_by(&landings->tally, key, LANDINGS_KEYS, visit);
    loss_take(landings->loss, visit);
}

static void show_lost(const struct loss_found *found, struct sheet *sheet, struct cell *cells) {
    if (!found->is_enough)
        return;
    cells[0] = sheet_number(found->orders.value);
    cells[1] = sheet_number(found->orders.low);
    cells[2] = sheet_number(found->orders.high);
    if (found->has_revenue) {
        cells[3] = sheet_money(found->revenue);
        cells[4] = sheet_text(sheet, found->currency);
    }
}

/* The loss of a source stands in its row of those who were promised a product and saw the home
 * page. */
static void show_losses(const struct landings *landings, struct sheet *sheet) {
    uint32_t *ranking = tally_ranking(&landings->tally);
    for (size_t row = 0; row < sheet->rows_count; row++) {
        struct span key = table_name(&landings->tally.keys, ranking[row]);
        struct span source = span_cut(&key, '\t'), medium = span_cut(&key, '\t');
        struct span offered = span_cut(&key, '\t');
        if (!visit_medium_is_social(medium) || !span_is(offered, "product") ||
            !span_is(key, "home"))
            continue;
        struct loss_found found = loss_find(landings->loss, source);
        show_lost(&found, sheet, sheet->rows + row * LANDINGS_COLUMNS + LANDINGS_LOST);
    }
    free(ranking);
}

static void landings_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct landings *landings = state;
    sheet_init(sheet, landings_columns, LANDINGS_COLUMNS);
    tally_fill(&landings->tally, LANDINGS_KEYS, cover, sheet);
    if (cover->shows_orders) {
        struct loss_found found = loss_find(landings->loss, (struct span){NULL, 0});
        show_losses(landings, sheet);
        show_lost(&found, sheet, sheet->total + LANDINGS_LOST);
        losswords_say(sheet, &found);
    }
    sheet_remark(sheet, REMARK_NOTE,
                 "\"promised\" is the page that the post's address named before a redirect, or "
                 "that an `offer` rule names; \"-\": the page they landed on is the one they asked "
                 "for. See smo-rules(5).");
}

static void landings_free(void *state) {
    struct landings *landings = state;
    tally_free(&landings->tally);
    loss_free(landings->loss);
    free(landings);
}

const struct report landings_report = {
    .name = "landings",
    .title = N_("Where visitors land"),
    .question = N_("Do visitors land where the post promised, and what do wrong landings cost?"),
    .new = landings_new,
    .take = landings_take,
    .finish = landings_finish,
    .free = landings_free,
};
