#include "smo-report/advice.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { ADVICE_SAID = 2 };

/* How many visits came at least so far: to the site, and to each step. */
struct advance {
    uint64_t visits;
    uint64_t beyond[STEPS_MAX];
};

struct advice {
    struct tally homes; /* promised a product, shown the home page: by source, campaign, product */
    struct advance social, others;
};

struct advice *advice_new(const struct settings *settings) {
    struct advice *advice = mem_zeroed(1, sizeof *advice);
    tally_init(&advice->homes, settings);
    advice->homes.is_by_visits = true;
    return advice;
}

void advice_take(struct advice *advice, const struct visit *visit) {
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_CAMPAIGN, VISIT_OFFERED};
    struct span medium = visit->cells[VISIT_MEDIUM];
    if (span_is(medium, "internal") || span_is(medium, "return"))
        return; /* their start was not seen, nor their first steps */
    struct advance *advance = visit->is_social ? &advice->social : &advice->others;
    advance->visits++;
    for (unsigned i = 0; visit->steps >> i; i++)
        advance->beyond[i]++;
    if (visit->is_social && span_is(visit->cells[VISIT_OFFERED_PAGE], "product") &&
        span_is(visit->cells[VISIT_LANDING_PAGE], "home"))
        tally_add_by(&advice->homes, key, 3, visit);
}

/* The number of the key with most visits, if they are enough; or else TABLE_NONE. What is counted
 * together is no key. */
static uint32_t most_visited(const struct tally *tally) {
    uint32_t *ranking = tally_ranking(tally), most = TABLE_NONE;
    for (uint32_t i = 0; i < tally->keys.count && most == TABLE_NONE; i++)
        if (!span_is(table_name(&tally->keys, ranking[i]), "(other)"))
            most = ranking[i];
    free(ranking);
    bool is_enough = most != TABLE_NONE && tally->rows[most].visits >= ADVICE_VISITS_MIN;
    return is_enough ? most : TABLE_NONE;
}

static bool say_naming(const struct cover *cover, struct sheet *sheet) {
    if (cover->shows_orders)
        return false;
    sheet_remark(sheet, REMARK_FIND,
                 "To do: name the shop's pages, the thanks for an order first, in a rules file; "
                 "\"smo suggest-rules\" proposes them.");
    return true;
}

static bool say_tagging(const struct advice *advice, struct sheet *sheet) {
    if (advice->social.visits)
        return false;
    sheet_remark(sheet, REMARK_FIND,
                 "To do: put utm_source into the links that are posted in social media, so that "
                 "their visits can be told from direct ones.");
    return true;
}

static bool say_homes(const struct advice *advice, const struct loss_found *loss,
                      struct sheet *sheet) {
    uint32_t worst = most_visited(&advice->homes);
    if (!loss->is_enough || loss->orders.low <= 0 || worst == TABLE_NONE)
        return false;
    struct cell cells[3] = {{0}};
    tally_show_key(&advice->homes, worst, sheet, cells, 3);
    if (cells[2].kind != CELL_TEXT)
        return false;
    const char *source = cells[0].kind == CELL_TEXT ? sheet_told_term(sheet, cells[0].text) : "-";
    const char *product = sheet_told_text(sheet, span_take(cells[2].text, 80));
    const char *visits = sheet_told_count(sheet, advice->homes.rows[worst].visits);
    if (cells[1].kind == CELL_TEXT)
        sheet_remark(sheet, REMARK_FIND,
                     "To do: make the links of %s, campaign %s, lead to %s; visits that landed on "
                     "the home page instead: %s.",
                     source, sheet_told_text(sheet, span_take(cells[1].text, 60)), product, visits);
    else
        sheet_remark(sheet, REMARK_FIND,
                     "To do: make the links of %s lead to %s; visits that landed on the home page "
                     "instead: %s.",
                     source, product, visits);
    return true;
}

static bool say_obstacle(const struct tally *obstacles, struct sheet *sheet) {
    uint32_t worst = most_visited(obstacles);
    if (worst == TABLE_NONE)
        return false;
    struct buf plain = {0};
    struct span page = visit_plain_item(&plain, table_name(&obstacles->keys, worst));
    struct span what = span_cut(&page, ':');
    const char *path = sheet_told_text(sheet, page.at ? span_take(page, 80) : what);
    const char *visits = sheet_told_count(sheet, obstacles->rows[worst].visits);
    if (span_is(what, "404") || span_is(what, "410"))
        sheet_remark(sheet, REMARK_FIND,
                     "To do: restore or redirect %s (missed by %s social visits).", path, visits);
    else if (span_is(what, "slow"))
        sheet_remark(sheet, REMARK_FIND,
                     "To do: make %s faster (social visits that waited for it: %s).", path, visits);
    else
        sheet_remark(sheet, REMARK_FIND, "To do: mend %s (%s; social visits that met this: %s).",
                     path, sheet_told_text(sheet, what), visits);
    buf_free(&plain);
    return true;
}

/* The step whose rate, of the step before, is furthest below that of the others; those that may be
 * so by chance are left out. The first step is not compared: robots and passers-by are many. */
static unsigned worst_step(const struct advice *advice, const struct cover *cover,
                           unsigned *before_worst) {
    unsigned worst = STEPS_MAX, before = STEPS_MAX;
    double furthest = 0;
    for (unsigned i = 0; i < cover->steps.count; i++) {
        if (!(cover->steps_seen >> i & 1))
            continue;
        unsigned from = before;
        before = i;
        if (from == STEPS_MAX || advice->social.beyond[from] < ADVICE_STEP_VISITS_MIN ||
            advice->others.beyond[from] < ADVICE_STEP_VISITS_MIN)
            continue;
        struct interval_pair pair = {advice->social.beyond[i], advice->social.beyond[from],
                                     advice->others.beyond[i], advice->others.beyond[from]};
        struct interval difference = interval_of_difference(&pair);
        if (difference.high < 0 && difference.value < furthest) {
            furthest = difference.value;
            worst = i;
            *before_worst = from;
        }
    }
    return worst;
}

static const char *told_rate_of_step(const struct advance *advance, unsigned step, unsigned before,
                                     struct sheet *sheet) {
    return sheet_told_rate(sheet, (double)advance->beyond[step] / (double)advance->beyond[before]);
}

static bool say_step(const struct advice *advice, const struct cover *cover, struct sheet *sheet) {
    unsigned before = 0, worst = worst_step(advice, cover, &before);
    if (worst == STEPS_MAX)
        return false;
    sheet_remark(sheet, REMARK_FIND,
                 "To do: walk from %s to %s in the networks' own browsers: %s of the social "
                 "visitors get there, and %s of the others.",
                 sheet_told_term(sheet, cover->steps.names[before]),
                 sheet_told_term(sheet, cover->steps.names[worst]),
                 told_rate_of_step(&advice->social, worst, before, sheet),
                 told_rate_of_step(&advice->others, worst, before, sheet));
    return true;
}

void advice_say(const struct advice *advice, const struct loss_found *loss,
                const struct tally *obstacles, const struct cover *cover, struct sheet *sheet) {
    if (cover->humans == 0)
        return;
    int said = say_naming(cover, sheet);
    said += say_tagging(advice, sheet);
    if (said < ADVICE_SAID)
        said += say_homes(advice, loss, sheet);
    if (said < ADVICE_SAID)
        said += say_obstacle(obstacles, sheet);
    if (said < ADVICE_SAID)
        said += say_step(advice, cover, sheet);
    if (said == 0)
        sheet_remark(sheet, REMARK_FIND,
                     "To do: nothing stands out in these figures; a longer time may show more.");
}

void advice_free(struct advice *advice) {
    if (!advice)
        return;
    tally_free(&advice->homes);
    free(advice);
}
