#include "smo-report/steps.h"

struct steps steps_of(struct span list) {
    struct steps steps = {.count = 0};
    while (list.at && steps.count < STEPS_MAX)
        steps.names[steps.count++] = span_cut(&list, ',');
    return steps;
}

struct steps steps_noted(const struct ledger *ledger) {
    struct span noted = ledger_noted(ledger, "funnel.steps");
    return steps_of(span_is_empty(noted) ? (struct span)SPAN("product,cart,checkout,order")
                                         : noted);
}

uint32_t steps_reached(const struct steps *steps, const struct visit *visit) {
    uint32_t reached = 0;
    struct span list = visit->cells[VISIT_STEPS];
    if (span_is_absent(list))
        return 0;
    while (list.at) {
        struct span name = span_cut(&list, ',');
        for (unsigned i = 0; i < steps->count; i++)
            if (span_equals(name, steps->names[i]))
                reached |= (uint32_t)1 << i;
    }
    return reached;
}

unsigned steps_in_order(const struct steps *steps, const struct visit *visit) {
    unsigned reached = 0;
    struct span list = visit->cells[VISIT_STEPS];
    if (span_is_absent(list))
        return 0;
    while (list.at && reached < steps->count) {
        struct span name = span_cut(&list, ',');
        reached += span_equals(name, steps->names[reached]);
    }
    return reached;
}

uint32_t steps_bit(const struct steps *steps, const char *name) {
    for (unsigned i = 0; i < steps->count; i++)
        if (span_is(steps->names[i], name))
            return (uint32_t)1 << i;
    return 0;
}

void steps_list_missing(const struct steps *steps, uint32_t seen, struct buf *list) {
    for (unsigned i = 0; i < steps->count; i++) {
        if (seen >> i & 1)
            continue;
        buf_add_string(list, list->size ? ", " : "");
        buf_add(list, steps->names[i]);
    }
}
