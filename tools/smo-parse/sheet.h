/* Tables, CSV (RFC 4180) and TSV, whose first line names the columns. */
#ifndef SMO_PARSE_SHEET_H
#define SMO_PARSE_SHEET_H

#include "lib/base/arena.h"
#include "smo-parse/hit.h"
#include "smo-parse/member.h"

/* Lives in an arena, and never changes. */
struct sheet {
    struct span header;                  /* its first line */
    char separator;                      /* tab, comma or semicolon */
    bool has_time, has_request;          /* by names that are known: without both it is no log */
    const struct member *const *columns; /* what each holds; NULL: nothing that a hit has */
    size_t column_count;
};

/* The table that begins with this line; NULL if that is no list of names, two of which are known:
 * those of member.h, with blanks for `_`, and with what Azure's exports put behind them (`_s`). */
const struct sheet *sheet_begin(struct arena *arena, struct span header);

/* The same for the first line of `text` that is neither blank nor a comment. */
const struct sheet *sheet_find(struct arena *arena, struct span text);

/* Whether a line, of which nothing else is known, looks like a row: of so many cells that sentences
 * and agents have not as many, none of which begins with a blank. */
bool sheet_is_row(struct span line);

/* Reads a row into hit->caught and the time. A cell in quotes may hold separators and doubled
 * quotes; it ends within the line. In a table with tabs, backslash escapes are undone.
 * OUTCOME_COMMENT for a header that recurs, OUTCOME_FIELDS for another number of cells than the
 * table has columns. *caught is set to what was found, bits 1 << CAPTURE_*. */
enum outcome sheet_read(const struct sheet *sheet, struct span line, struct hit *hit,
                        uint32_t *caught);

#endif
