/* Drawings for the HTML page: inline SVG, coloured by its style sheet, without scripts. Each has a
 * title for those who cannot see it; the figures stand in the tables. */
#ifndef SMO_REPORT_CHARTS_H
#define SMO_REPORT_CHARTS_H

#include "lib/base/buf.h"
#include "smo-report/days.h"
#include "smo-report/sheet.h"

/* Visits day by day, the social ones apart, and orders. Nothing for less than two days. */
void charts_trend(struct buf *page, const struct days *days, const struct words *words);

/* The steps of the largest media, from the sheet of the report "funnel". */
void charts_funnel(struct buf *page, const struct sheet *sheet);

/* On which types of pages visitors of the largest social media land, from "landings". */
void charts_landings(struct buf *page, const struct sheet *sheet);

/* Weekdays and hours. */
void charts_heat(struct buf *page, const struct sheet *sheet);

/* A bar as long as the share says. */
void charts_bar(struct buf *page, double share);

/* The place of a column by name; it must be there. */
size_t charts_column(const struct sheet *sheet, const char *name);

/* A piece of text in a drawing. */
void charts_text(struct buf *page, double x, double y, const char *look, struct span text);

#endif
