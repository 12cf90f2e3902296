/* What to do: at most two lines of the report "summary", drawn from its figures by fixed rules. The
 * first two that hold are said, in this order:
 *
 *     no order was seen            name the shop's pages
 *     no social visit came         tag the links
 *     home-page landings lose      make the links of the source and campaign whose visits
 *     orders for certain           land there most often lead to the product they promise
 *     an obstacle met by many      restore, redirect, mend or speed up the page met most often
 *     social visitors leave at a   look at the step where they fall furthest behind the others
 *     step more often than others
 *
 * and if none does, that nothing stands out. */
#ifndef SMO_REPORT_ADVICE_H
#define SMO_REPORT_ADVICE_H

#include "smo-report/loss.h"
#include "smo-report/tally.h"

struct advice;

/* Less is no ground for advice: visits of a home-page landing or an obstacle; visits at a step,
 * social and others each. */
enum { ADVICE_VISITS_MIN = 5, ADVICE_STEP_VISITS_MIN = 30 };

struct advice *advice_new(const struct settings *settings);

/* Takes every visit of people. */
void advice_take(struct advice *advice, const struct visit *visit);

/* `loss` is that of all sources; `obstacles` are tallied by visits. Says nothing without visits. */
void advice_say(const struct advice *advice, const struct loss_found *loss,
                const struct tally *obstacles, const struct cover *cover, struct sheet *sheet);

void advice_free(struct advice *advice);

#endif
