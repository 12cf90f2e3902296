/* A sheet: what a report found, before it is dressed as text, tsv, csv, json, md or html. A report
 * fills one; every output can dress every sheet. */
#ifndef SMO_REPORT_SHEET_H
#define SMO_REPORT_SHEET_H

#include "lib/base/arena.h"
#include "lib/base/decimal.h"
#include "smo-report/interval.h"
#include "smo-report/words.h"

enum cell_kind {
    CELL_ABSENT, /* "-", null */
    CELL_TEXT,
    CELL_COUNT,
    CELL_RATE,  /* a share of a whole: a decimal fraction for machines, per cent for people */
    CELL_MONEY, /* an exact amount; its currency stands in a column of its own */
    CELL_SECONDS,
    CELL_NUMBER /* an estimate */
};

struct cell {
    enum cell_kind kind;
    bool is_word;     /* the text is the program's own, so people read it in their language */
    bool is_term;     /* the text is a name of the rules: people read it in their language */
    bool is_unseen;   /* a count of what this log never shows at all: people see "-", not 0 */
    struct span text; /* bytes as they are, not escaped; in the sheet's arena or a literal */
    union {
        uint64_t count;
        double number; /* of rate, seconds, number */
        struct decimal money;
    };
};

struct column {
    const char *name;  /* for machines, as in "ordering_visits" */
    const char *label; /* for people, short; NULL: only machines see the column */
    bool has_bar;      /* people see a small bar beside the number */
    bool is_wide;      /* people see it only where there is room */
    bool is_spare;     /* goes where nothing else helps */
};

enum { SHEET_HEAT_ROWS = 7, SHEET_HEAT_COLUMNS = 24 };

/* Figures that people see as a map of weekdays and hours, not as rows. */
struct heat {
    const char *title;
    const char *rows[SHEET_HEAT_ROWS];
    double values[SHEET_HEAT_ROWS][SHEET_HEAT_COLUMNS];
};

/* Why a remark is there decides where it stands. */
enum remark_weight {
    REMARK_ALARM,  /* first of all: what makes the figures untrue or meaningless */
    REMARK_CHANGE, /* first of the findings: what changed since another period */
    REMARK_FIND,   /* a finding in words */
    REMARK_NOTE    /* how to read the table */
};

struct remark {
    enum remark_weight weight;
    struct span text;
};

struct sheet {
    const struct words
        *words;           /* people's language; set before the sheet is filled; NULL: English */
    const char *report;   /* "networks" */
    const char *title;    /* "Visits and orders by medium" */
    const char *question; /* what it answers, one sentence */
    const struct column *columns;
    size_t columns_count;
    struct cell *rows; /* row by row, columns_count cells each */
    size_t rows_count, rows_capacity;
    struct heat *heat;   /* NULL: none */
    size_t people_first; /* rows before this one are only for machines */
    size_t people_rows;  /* people see so many rows and then `rest`; 0: all of them */
    struct cell *rest;   /* the rows that people do not see, put together; NULL: none */
    struct cell *total;  /* NULL: none */
    struct remark *remarks;
    size_t remarks_count, remarks_capacity;
    struct arena arena;
};

/* Empties a sheet that is all zero but for its words. */
void sheet_init(struct sheet *sheet, const struct column *columns, size_t columns_count);

/* A further row, all cells absent; the address holds until the next row. */
struct cell *sheet_add_row(struct sheet *sheet);

/* The total's cells, all absent at first but the first one, which says "all". */
struct cell *sheet_add_total(struct sheet *sheet);

/* The cells of a row that, for people, stands for all rows behind the first `people_rows`; the
 * first one tells how many. Call it when all rows are there. */
struct cell *sheet_add_rest(struct sheet *sheet, size_t people_rows);

/* A remark in words, printf-like, its format translated; bytes of a log must be made harmless by
 * the caller. */
void sheet_remark(struct sheet *sheet, enum remark_weight weight, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of so many things: one of two formats, in other languages of as many as they have. */
void sheet_remark_count(struct sheet *sheet, enum remark_weight weight, uint64_t count,
                        const char *one, const char *many, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* Figures as people read them, for remarks; they live as long as the sheet. */
const char *sheet_told_count(struct sheet *sheet, uint64_t count);
const char *sheet_told_number(struct sheet *sheet, double number, int places);
const char *sheet_told_rate(struct sheet *sheet, double rate);
const char *sheet_told_text(struct sheet *sheet, struct span text); /* made harmless */
const char *sheet_told_term(struct sheet *sheet, struct span name); /* a name of the rules */

/* Marks the cells of the columns that hold terms: media, types of pages, actions and the like. */
void sheet_mark_terms(struct sheet *sheet);

void sheet_free(struct sheet *sheet);

/* Cells. sheet_text() copies into the arena and undoes the stream's escapes; "-" is absent. */
struct cell sheet_text(struct sheet *sheet, struct span cell);
struct cell sheet_plain(struct sheet *sheet, struct span text); /* no escapes are undone */
struct cell sheet_word(const char *literal);                    /* kept by address */
struct cell sheet_count(uint64_t count);
struct cell sheet_rate(uint64_t part, uint64_t whole); /* absent if whole is 0 */
struct cell sheet_fraction(double fraction);
struct cell sheet_number(double number);
struct cell sheet_money(struct decimal amount);

#endif
