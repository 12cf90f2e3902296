#include "smo-report/reports.h"

#include "smo-report/actions.h"
#include "smo-report/attribution.h"
#include "smo-report/campaigns.h"
#include "smo-report/content.h"
#include "smo-report/dark.h"
#include "smo-report/funnel.h"
#include "smo-report/geo.h"
#include "smo-report/landings.h"
#include "smo-report/networks.h"
#include "smo-report/obstacles.h"
#include "smo-report/paths.h"
#include "smo-report/places.h"
#include "smo-report/previews.h"
#include "smo-report/quality.h"
#include "smo-report/summary.h"
#include "smo-report/timing.h"

static const struct report *const all[] = {
    &summary_report,     &networks_report,  &funnel_report,    &landings_report,
    &geo_report,         &campaigns_report, &places_report,    &content_report,
    &actions_report,     &paths_report,     &obstacles_report, &timing_report,
    &attribution_report, &previews_report,  &dark_report,      &quality_report,
};

const struct report *reports_at(size_t number) {
    return number < sizeof all / sizeof *all ? all[number] : NULL;
}

const struct report *reports_find(struct span name) {
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (span_is(name, all[i]->name))
            return all[i];
    return NULL;
}
