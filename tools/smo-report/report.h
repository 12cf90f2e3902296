/* What every report offers: it takes visits one by one and in the end fills a sheet. */
#ifndef SMO_REPORT_REPORT_H
#define SMO_REPORT_REPORT_H

#include "smo-report/cover.h"
#include "smo-report/settings.h"
#include "smo-report/sheet.h"
#include "smo-report/visit.h"

struct report {
    const char *name;                              /* as -r names it */
    const char *title;                             /* its heading */
    const char *question;                          /* what it answers, one sentence */
    void *(*new)(const struct settings *settings); /* settings outlive the state */
    void (*take)(void *state, const struct visit *visit);
    void (*finish)(void *state, const struct cover *cover, struct sheet *sheet);
    /* Adds remarks REMARK_CHANGE on what changed since another period, whose state `before` is;
     * NULL: none. */
    void (*compare)(void *state, void *before, bool shows_orders, struct sheet *sheet);
    void (*free)(void *state);
};

#endif
