/* Sheets for people at a terminal. */
#ifndef SMO_REPORT_TEXT_H
#define SMO_REPORT_TEXT_H

#include "lib/base/buf.h"
#include "smo-report/cover.h"
#include "smo-report/sheet.h"

struct text_style {
    unsigned width;  /* of the terminal, in columns; 80 where there is none */
    bool is_utf8;    /* bars of block characters; else of # */
    bool has_colour; /* bold headings, red alarms */
};

/* The head of all reports: site, time, and the remarks of the cover. */
void text_cover(struct buf *page, const struct cover *cover, const struct sheet *remarks,
                const struct text_style *style);

void text_sheet(struct buf *page, const struct sheet *sheet, const struct text_style *style);

#endif
