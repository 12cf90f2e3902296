/* Bytes that are safe within HTML and Markdown. */
#ifndef SMO_REPORT_MARKUP_H
#define SMO_REPORT_MARKUP_H

#include "lib/base/buf.h"

/* Text and attribute values of HTML: & < > " ' are named. The text must be harmless for a terminal
 * already (human_text()). */
void markup_html(struct buf *page, struct span text);

/* A cell of a Markdown table (CommonMark with the tables of GFM): what could begin markup has a
 * backslash before it, and what could begin HTML is named. */
void markup_markdown(struct buf *page, struct span text);

#endif
