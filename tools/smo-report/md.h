/* Sheets as Markdown, for wikis, tickets and mail. */
#ifndef SMO_REPORT_MD_H
#define SMO_REPORT_MD_H

#include "lib/base/buf.h"
#include "smo-report/cover.h"
#include "smo-report/sheet.h"

void md_cover(struct buf *page, const struct cover *cover, const struct sheet *remarks);

void md_sheet(struct buf *page, const struct sheet *sheet);

#endif
