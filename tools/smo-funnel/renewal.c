#include "smo-funnel/renewal.h"

#include "lib/base/mem.h"

#include <stdlib.h>

struct renewal {
    uint32_t *numbers; /* by old number; TABLE_NONE: not met yet */
    uint32_t count;    /* of new numbers */
};

/* The new number of a text. */
static uint32_t renewal_number(struct renewal *renewal, uint32_t text) {
    uint32_t *number = &renewal->numbers[text];
    if (*number == TABLE_NONE)
        *number = renewal->count++;
    return *number;
}

static void renewal_take_text(struct renewal *renewal, uint32_t *text) {
    *text = renewal_number(renewal, *text);
}

static void renewal_take_touch(struct renewal *renewal, struct visitors_touch *touch) {
    touch->origin = renewal_number(renewal, touch->origin) & INT32_MAX;
}

static void renewal_take_list(struct renewal *renewal, const struct pool *links, uint32_t list) {
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link))
        renewal_take_text(renewal, &list_at(links, link)->value);
}

static void renewal_take_amounts(struct renewal *renewal, const struct visits *visits,
                                 uint32_t amount) {
    for (; amount; amount = visit_amount_at(visits, amount)->next)
        renewal_take_text(renewal, &visit_amount_at(visits, amount)->currency);
}

static void renewal_take_attribution(struct renewal *renewal,
                                     struct visitors_attribution *attribution) {
    renewal_take_text(renewal, &attribution->path);
    for (size_t i = 0; i < VISITORS_SHOWN; i++)
        renewal_take_text(renewal, &attribution->shown[i]);
    renewal_take_touch(renewal, &attribution->first);
    renewal_take_touch(renewal, &attribution->last);
}

static void renewal_take_visit(struct renewal *renewal, const struct funnel *funnel,
                               struct visit *visit) {
    const struct visits *visits = &funnel->visits;
    uint32_t *texts[] = {&visit->zone,  &visit->device, &visit->geography, &visit->origin,
                         &visit->offer, &visit->asked,  &visit->landing,   &visit->last_path};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        renewal_take_text(renewal, texts[i]);
    const uint32_t lists[] = {visit->actions, visit->obstacles, visit->order_ids, visit->hops};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        renewal_take_list(renewal, &visits->links, lists[i]);
    renewal_take_amounts(renewal, visits, visit->amounts);
    renewal_take_amounts(renewal, visits, visit->idless_amount);
    if (visit->attribution)
        renewal_take_attribution(renewal, funnel_attribution_of(funnel, visit));
}

/* In the order in which they were made, which is that of their texts: by visitor they would lie all
 * over the memory. Those given back hold no origin. */
static void renewal_take_visitors(struct renewal *renewal, const struct visitors *visitors) {
    for (uint32_t i = 1; i < visitors->ones.used; i++) {
        struct visitors_one *one = pool_at(&visitors->ones, i);
        renewal_take_touch(renewal, &one->last);
    }
    for (uint32_t i = 1; i < visitors->touches.used; i++)
        renewal_take_touch(renewal, pool_at(&visitors->touches, i));
    for (uint32_t i = 1; i < visitors->checkouts.used; i++) {
        struct visitors_checkout *at = pool_at(&visitors->checkouts, i);
        renewal_take_text(renewal, &at->origin);
    }
    for (uint32_t i = 1; i < visitors->manies.used; i++) {
        struct visitors_many *many = pool_at(&visitors->manies, i);
        renewal_take_text(renewal, &many->first_shown);
        for (size_t shown = 0; shown < VISITORS_LAST_SHOWN; shown++)
            renewal_take_text(renewal, &many->shown[shown]);
    }
}

static void renewal_take_all(struct renewal *renewal, struct funnel *funnel) {
    uint32_t absent = NAMES_ABSENT;
    renewal_take_text(renewal, &absent);
    for (uint32_t i = 1; i < funnel->visits.pool.used; i++)
        if (visit_at(&funnel->visits, i)->serial)
            renewal_take_visit(renewal, funnel, visit_at(&funnel->visits, i));
    renewal_take_visitors(renewal, &funnel->visitors);
}

void renewal_run(struct funnel *funnel) {
    uint32_t old_count = funnel->names.texts.count;
    struct renewal renewal = {.numbers = mem_alloc(old_count, sizeof *renewal.numbers)};
    memset(renewal.numbers, 0xff, old_count * sizeof *renewal.numbers); /* TABLE_NONE */
    renewal_take_all(&renewal, funnel);
    names_renumber_texts(&funnel->names, renewal.numbers, renewal.count);
    free(renewal.numbers);
    paths_forget(&funnel->paths);
}
