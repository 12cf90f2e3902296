/* Sheets for machines: tsv, csv and json. Names of columns are fixed, numbers are plain. */
#ifndef SMO_REPORT_MACHINE_H
#define SMO_REPORT_MACHINE_H

#include "lib/io/output.h"
#include "smo-report/cover.h"
#include "smo-report/sheet.h"

/* One header, one table; cells escaped as in smo-stream(5), absent ones "-". */
void machine_tsv(struct output *output, const struct sheet *sheet);

/* RFC 4180, with LF or CRLF quoted where they occur in a cell. A text that a spreadsheet would take
 * for a formula (it starts with = + - @ TAB or CR) gets an apostrophe before it: OWASP, "CSV
 * Injection". Absent cells are empty. */
void machine_csv(struct output *output, const struct sheet *sheet);

/* One object: report, columns, rows, total, remarks, quality. Amounts of money are strings, exact;
 * absent cells are null; bytes that are not UTF-8 show as smo-stream(5) escapes them. */
void machine_json(struct output *output, const struct sheet *sheet, const struct cover *cover);

#endif
