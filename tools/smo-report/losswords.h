/* The loss by home-page landings in words. */
#ifndef SMO_REPORT_LOSSWORDS_H
#define SMO_REPORT_LOSSWORDS_H

#include "smo-report/loss.h"
#include "smo-report/sheet.h"

/* One remark: the figure with its interval and what it does not prove; or why there is none. */
void losswords_say(struct sheet *sheet, const struct loss_found *found);

#endif
