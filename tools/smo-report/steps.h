/* The funnel's steps, as smo-funnel(1) was told them. */
#ifndef SMO_REPORT_STEPS_H
#define SMO_REPORT_STEPS_H

#include "lib/stream/ledger.h"
#include "smo-report/visit.h"

enum { STEPS_MAX = 32 };

/* The names; spans live as long as the list they were read from: a note, for the whole run. */
struct steps {
    struct span names[STEPS_MAX];
    unsigned count;
};

/* From a comma list; "product,cart,checkout,order" is smo-funnel's default. Names beyond STEPS_MAX
 * are left out. */
struct steps steps_of(struct span list);

/* The steps that the stream's note `funnel.steps` names, or else the default. */
struct steps steps_noted(const struct ledger *ledger);

/* The steps that a visit reached, a bit for each. */
uint32_t steps_reached(const struct steps *steps, const struct visit *visit);

/* How many steps it reached without skipping any: the first, then the second, and so on. */
unsigned steps_in_order(const struct steps *steps, const struct visit *visit);

/* The bit of the step of a name; 0 if there is none. */
uint32_t steps_bit(const struct steps *steps, const char *name);

/* Those that are not in `seen`, joined by ", ". */
void steps_list_missing(const struct steps *steps, uint32_t seen, struct buf *list);

#endif
