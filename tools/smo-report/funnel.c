#include "smo-report/funnel.h"

#include "lib/base/mem.h"
#include "smo-report/human.h"
#include "smo-report/tally.h"

#include <stdlib.h>

enum { FUNNEL_FIXED_COLUMNS = 3, FUNNEL_COLUMNS_A_STEP = 2 };

/* Visits at or beyond each step, for each number that the tally gives a medium. */
struct funnel {
    struct tally tally;
    uint64_t (*beyond)[STEPS_MAX];
    size_t beyond_capacity;
};

static void *funnel_new(const struct settings *settings) {
    struct funnel *funnel = mem_zeroed(1, sizeof *funnel);
    tally_init(&funnel->tally, settings);
    return funnel;
}

static void funnel_take(void *state, const struct visit *visit) {
    struct funnel *funnel = state;
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM};
    if (!visit->is_human)
        return;
    uint32_t known = funnel->tally.keys.count;
    uint32_t number = tally_add_by(&funnel->tally, key, 2, visit);
    mem_grow(&funnel->beyond, &funnel->beyond_capacity, (size_t)number + 1, sizeof *funnel->beyond);
    if (number == known)
        memset(funnel->beyond[number], 0, sizeof funnel->beyond[number]);
    bool is_strict = funnel->tally.settings->is_strict;
    /* The furthest step implies all before it: steps may be skipped. */
    for (unsigned i = 0; is_strict ? i < visit->steps_in_order : visit->steps >> i; i++)
        funnel->beyond[number][i]++;
}

/* source, medium, visits; then of each step the visits, and their share of the step before. */
static struct column *funnel_columns(const struct steps *steps, struct sheet *sheet,
                                     size_t *count) {
    struct arena *arena = &sheet->arena;
    *count = FUNNEL_FIXED_COLUMNS + (size_t)steps->count * FUNNEL_COLUMNS_A_STEP;
    struct column *columns = arena_zeroed(arena, *count * sizeof *columns);
    columns[0] = (struct column){.name = "source", .label = N_("source")};
    columns[1] = (struct column){.name = "medium"};
    columns[2] = (struct column){.name = "visits", .label = N_("visits"), .has_bar = true};
    struct buf name = {0};
    for (unsigned i = 0; i < steps->count; i++) {
        struct column *step = columns + FUNNEL_FIXED_COLUMNS + i * FUNNEL_COLUMNS_A_STEP;
        buf_clear(&name);
        human_text(&name, steps->names[i]);
        step[0].name = arena_copy(arena, buf_span(&name)).at;
        step[0].label = sheet_told_term(sheet, steps->names[i]);
        buf_clear(&name);
        buf_addf(&name, "%s_rate", step[0].name);
        step[1].name = arena_copy(arena, buf_span(&name)).at;
        step[1].label = N_("of it");
        step[1].is_wide = i == 0;
    }
    buf_free(&name);
    return columns;
}

static void funnel_fill(const struct cover *cover, uint64_t visits, const uint64_t *beyond,
                        struct cell *cells) {
    cells[0] = sheet_count(visits);
    uint64_t before = visits;
    for (unsigned i = 0; i < cover->steps.count; i++) {
        struct cell *step = cells + 1 + i * FUNNEL_COLUMNS_A_STEP;
        if (!(cover->steps_seen >> i & 1))
            continue; /* a step that nobody reached is no step of this shop: "-", not 0 */
        step[0] = sheet_count(beyond[i]);
        step[1] = sheet_rate(beyond[i], before);
        before = beyond[i];
    }
}

/* What people see of the media behind the first ones. */
static void funnel_fill_rest(const struct funnel *funnel, const uint32_t *ranking,
                             const struct cover *cover, struct sheet *sheet) {
    size_t people_rows = funnel->tally.settings->people_rows;
    if (people_rows == 0 || funnel->tally.keys.count <= people_rows + 1)
        return;
    uint64_t visits = 0, beyond[STEPS_MAX] = {0};
    for (uint32_t i = (uint32_t)people_rows; i < funnel->tally.keys.count; i++) {
        visits += funnel->tally.rows[ranking[i]].visits;
        for (unsigned step = 0; step < STEPS_MAX; step++)
            beyond[step] += funnel->beyond[ranking[i]][step];
    }
    funnel_fill(cover, visits, beyond, sheet_add_rest(sheet, people_rows) + 2);
}

static void funnel_finish(void *state, const struct cover *cover, struct sheet *sheet) {
    struct funnel *funnel = state;
    uint64_t total[STEPS_MAX] = {0};
    sheet_init(sheet, NULL, 0);
    sheet->columns = funnel_columns(&cover->steps, sheet, &sheet->columns_count);
    uint32_t *ranking = tally_ranking(&funnel->tally);
    for (uint32_t i = 0; i < funnel->tally.keys.count; i++) {
        const uint64_t *beyond = funnel->beyond[ranking[i]];
        struct cell *cells = sheet_add_row(sheet);
        tally_show_key(&funnel->tally, ranking[i], sheet, cells, 2);
        funnel_fill(cover, funnel->tally.rows[ranking[i]].visits, beyond, cells + 2);
        for (unsigned step = 0; step < STEPS_MAX; step++)
            total[step] += beyond[step];
    }
    funnel_fill_rest(funnel, ranking, cover, sheet);
    free(ranking);
    funnel_fill(cover, funnel->tally.total.visits, total, sheet_add_total(sheet) + 2);
    if (funnel->tally.settings->is_strict)
        sheet_remark(sheet, REMARK_NOTE,
                     "Each step counts the visits that reached it and every step before it, in "
                     "this order. \"of it\" is the share of the step before. An order counts once, "
                     "but every visit that looks at it comes to its step.");
    else
        sheet_remark(sheet, REMARK_NOTE,
                     "Each step counts the visits that came at least so far; steps may be "
                     "skipped. \"of it\" is the share of the step before. An order counts once, "
                     "but every visit that looks at it comes to its step.");
}

static void funnel_free(void *state) {
    struct funnel *funnel = state;
    tally_free(&funnel->tally);
    free(funnel->beyond);
    free(funnel);
}

const struct report funnel_report = {
    .name = "funnel",
    .title = N_("How far visits come"),
    .question = N_("At which step do the visitors of each medium leave?"),
    .new = funnel_new,
    .take = funnel_take,
    .finish = funnel_finish,
    .free = funnel_free,
};
