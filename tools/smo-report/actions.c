#include "smo-report/actions.h"

#include "lib/base/mem.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum {
    SOURCE,
    MEDIUM,
    ACTION,
    NETWORK,
    VISITS,
    WITH,
    RATE,
    RATE_LOW,
    RATE_HIGH,
    ORDERING,
    ACTIONS_COLUMNS
};

static const struct column actions_columns[ACTIONS_COLUMNS] = {
    {.name = "source", .label = N_("source")},
    {.name = "medium"},
    {.name = "action", .label = N_("action")},
    {.name = "network", .label = N_("of")},
    {.name = "visits"},
    {.name = "visits_with", .label = N_("visits with it"), .has_bar = true},
    {.name = "rate", .label = N_("share")},
    {.name = "rate_low", .label = N_("from"), .is_spare = true},
    {.name = "rate_high", .label = N_("to"), .is_spare = true},
    {.name = "ordering_visits", .label = N_("ordered")},
};

struct actions {
    struct tally sources; /* all visits, by source and medium */
    struct tally actions; /* visits with an action, by source, medium, action and network */
    struct buf key;
};

static void *actions_new(const struct settings *settings) {
    struct actions *actions = mem_zeroed(1, sizeof *actions);
    tally_init(&actions->sources, settings);
    tally_init(&actions->actions, settings);
    actions->actions.is_by_visits = true;
    return actions;
}

static void put_key(struct buf *key, struct span source, struct span medium) {
    buf_clear(key);
    buf_add(key, span_take(source, 256));
    buf_add_byte(key, '\t');
    buf_add(key, span_take(medium, 256));
}

static void actions_take(void *state, const struct visit *visit) {
    struct actions *actions = state;
    struct span list = visit->cells[VISIT_ACTIONS];
    if (!visit->is_human)
        return;
    put_key(&actions->key, visit->cells[VISIT_SOURCE], visit->cells[VISIT_MEDIUM]);
    tally_add(&actions->sources, buf_span(&actions->key), visit);
    size_t size = actions->key.size;
    while (!span_is_absent(list)) {
        struct span network = span_cut(&list, ',');
        struct span action = span_cut(&network, ':');
        actions->key.size = size;
        buf_add_byte(&actions->key, '\t');
        buf_add(&actions->key, span_take(action, 256));
        buf_add_byte(&actions->key, '\t');
        buf_add(&actions->key, network.at ? span_take(network, 256) : SPAN_ABSENT);
        tally_add(&actions->actions, buf_span(&actions->key), visit);
    }
}

/* Visits of the source that a row's key begins with; 0 if it was put among "(other)". */
static uint64_t visits_of_source(struct actions *actions, struct span key) {
    struct span rest = key, source = span_cut(&rest, '\t');
    put_key(&actions->key, source, span_cut(&rest, '\t'));
    uint32_t number = table_find(&actions->sources.keys, buf_span(&actions->key));
    return number == TABLE_NONE ? 0 : actions->sources.rows[number].visits;
}

static void actions_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct actions *actions = state;
    const struct tally *tally = &actions->actions;
    sheet_init(sheet, actions_columns, ACTIONS_COLUMNS);
    uint32_t *ranking = tally_ranking(tally);
    for (uint32_t i = 0; i < tally->keys.count; i++) {
        const struct tally_row *row = &tally->rows[ranking[i]];
        struct cell *cells = sheet_add_row(sheet);
        tally_show_key(tally, ranking[i], sheet, cells, 4);
        uint64_t visits = visits_of_source(actions, table_name(&tally->keys, ranking[i]));
        cells[WITH] = sheet_count(row->visits);
        cells[ORDERING] = sheet_count(row->ordering_visits);
        cells[ORDERING].is_unseen = !cover->shows_orders;
        if (visits == 0)
            continue;
        struct interval rate = interval_of_rate(row->visits, visits);
        cells[VISITS] = sheet_count(visits);
        cells[RATE] = sheet_fraction(rate.value);
        cells[RATE_LOW] = sheet_fraction(rate.low);
        cells[RATE_HIGH] = sheet_fraction(rate.high);
    }
    free(ranking);
    size_t people_rows = tally->settings->people_rows * 2;
    if (people_rows && sheet->rows_count > people_rows + 1)
        sheet_add_rest(sheet, people_rows);
    if (sheet->rows_count == 0)
        sheet_remark(sheet, REMARK_ALARM,
                     "No action was seen. Actions are named by rules, see smo-rules(5).");
    sheet_remark(sheet, REMARK_NOTE,
                 "A visit counts once for each action that it shows, so rows do not add up to "
                 "the visits. \"share\" is of all visits of the source.");
}

static void actions_free(void *state) {
    struct actions *actions = state;
    tally_free(&actions->sources);
    tally_free(&actions->actions);
    buf_free(&actions->key);
    free(actions);
}

const struct report actions_report = {
    .name = "actions",
    .title = N_("What visitors do beside buying"),
    .question = N_("How often do visitors of each medium share, log in, comment or subscribe?"),
    .new = actions_new,
    .take = actions_take,
    .finish = actions_finish,
    .free = actions_free,
};
