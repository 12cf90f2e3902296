/* Periods: the hour, day, week or month that a visit began in, by its own zone. */
#ifndef SMO_REPORT_PERIOD_H
#define SMO_REPORT_PERIOD_H

#include "lib/base/buf.h"

enum period { PERIOD_NONE, PERIOD_HOUR, PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH };

/* "hour", "day", "week", "month". False for any other word. */
bool period_read(struct span name, enum period *period);

/* "2026-10-01 13", "2026-10-01", "2026-W40" (ISO 8601) or "2026-10": sorted as bytes they are in
 * order of time. */
void period_write(struct buf *name, enum period period, double seconds, int zone_seconds);

#endif
