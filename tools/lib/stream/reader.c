#include "lib/stream/reader.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/io/lines.h"
#include "lib/stream/cells.h"
#include "lib/stream/columns.h"
#include "lib/stream/record.h"
#include "lib/stream/seal.h"

#include <stdlib.h>

enum { READER_WARNINGS_KEPT = 64 };

struct reader_warning {
    char *file;
    struct fault fault;
};

struct reader {
    struct reader_row row; /* first: reader_cell() finds it here */
    const struct reader_plan *plan;
    char standard_input[2]; /* "-", where no path is named */
    char *only_standard_input[1];
    char *const *paths;
    size_t path_count, next_path;
    size_t opened; /* files that could be used */
    struct lines *lines;
    char *file; /* the name of the last one opened */
    struct line line;
    struct columns columns;
    bool is_header_new;
    bool has_pending_row;            /* a row waits while its header is told */
    uint32_t bounds[1 + CELLS_ROOM]; /* where cells end, of a row or of some at once */
    size_t rows_ahead;               /* of these, not yet taken */
    const uint32_t *ends_ahead;      /* of the first of them */
    struct buf others;
    struct seal seal;
    struct ledger ledger;
    bool is_cut;
    struct reader_warning *warnings;
    size_t warnings_count, warnings_taken, warnings_capacity;
    struct fault fault;
};

struct reader *reader_open(const struct reader_plan *plan, char *const *paths, size_t count) {
    struct reader *reader = mem_zeroed(1, sizeof *reader);
    reader->plan = plan;
    memcpy(reader->standard_input, "-", sizeof reader->standard_input);
    reader->only_standard_input[0] = reader->standard_input;
    reader->paths = count ? paths : reader->only_standard_input;
    reader->path_count = count ? count : 1;
    columns_init(&reader->columns, plan->wanted, plan->wanted_count);
    reader->bounds[0] = UINT32_MAX; /* + 1 is where the first cell begins */
    reader->row.places = reader->columns.places;
    ledger_init(&reader->ledger);
    return reader;
}

/* Keeps a warning for the tool to say; what is not whole makes the result incomplete. */
static void reader_warn(struct reader *reader, const struct fault *fault) {
    reader->is_cut = true;
    reader->ledger.is_complete = false;
    if (reader->warnings_count - reader->warnings_taken == READER_WARNINGS_KEPT)
        return;
    mem_grow(&reader->warnings, &reader->warnings_capacity, reader->warnings_count + 1,
             sizeof *reader->warnings);
    reader->warnings[reader->warnings_count++] = (struct reader_warning){
        .file = mem_copy(reader->file, strlen(reader->file)), .fault = *fault};
}

static void reader_warn_line(struct reader *reader, const char *text) {
    struct fault fault = {0};
    fault_set(&fault, "%s", text);
    fault.line = reader->line.number;
    reader_warn(reader, &fault);
}

static enum reader_event reader_refuse(struct reader *reader) {
    reader->fault.line = reader->line.number;
    return READER_REFUSED;
}

/* Opens the next file that can be opened. False when there is none left. */
static bool reader_next_file(struct reader *reader) {
    while (reader->next_path < reader->path_count) {
        const char *path = reader->paths[reader->next_path++];
        struct fault fault = {0};
        struct input *input = input_open(path, &fault);
        free(reader->file);
        const char *name = input ? input_name(input) : path;
        reader->file = mem_copy(name, strlen(name));
        if (input) {
            reader->lines = lines_open(input, LINES_MAX_STREAM);
            reader->seal = (struct seal){0};
            reader->opened++;
            return true;
        }
        reader->fault = fault;
        reader_warn(reader, &fault);
    }
    return false;
}

/* Judges the file that has ended: damaged, cut, filtered or whole. */
static void reader_end_file(struct reader *reader) {
    const struct fault *damage = input_fault(lines_input(reader->lines));
    if (fault_is_set(damage))
        reader_warn(reader, damage);
    const char *problem = seal_problem(&reader->seal);
    if (problem && !reader->plan->is_part && !fault_is_set(damage)) {
        struct fault fault = {0};
        fault_set(&fault, "%s", problem);
        reader_warn(reader, &fault);
    }
    if (reader->seal.missing)
        ledger_add(&reader->ledger, "stream.filtered", reader->seal.missing);
    lines_close(reader->lines);
    reader->lines = NULL;
}

/* `#end<TAB>rows=N<TAB>status=S<TAB>name=count...`. Without rows and status it is no end line. */
static void reader_take_end(struct reader *reader, struct span pairs) {
    uint64_t rows = 0, count;
    bool has_rows = false, has_status = false, is_complete = false;
    for (struct span rest = pairs; rest.at;) {
        struct span value = span_cut(&rest, '\t');
        struct span name = span_cut(&value, '=');
        if (span_is(name, "rows")) {
            has_rows = number_read(value, &rows);
        } else if (span_is(name, "status")) {
            is_complete = span_is(value, "complete");
            has_status = is_complete || span_is(value, "incomplete");
        }
    }
    if (!has_rows || !has_status) {
        reader_warn_line(reader, "an #end line without its number of rows and status");
        return;
    }
    for (struct span rest = pairs; rest.at;) {
        struct span value = span_cut(&rest, '\t');
        struct span name = span_cut(&value, '=');
        if (span_find(name, '.') < name.size && number_read(value, &count))
            ledger_add_span(&reader->ledger, name, count);
    }
    seal_add_end(&reader->seal, rows);
    if (!is_complete)
        reader->ledger.is_complete = false;
}

static void reader_take_mark(struct reader *reader, struct span line) {
    static const struct span note = SPAN("#note\t"), end = SPAN("#end\t");
    if (span_starts_with(line, end))
        reader_take_end(reader, span_skip(line, end.size));
    else if (span_starts_with(line, note))
        table_number(&reader->ledger.notes, span_skip(line, note.size));
}

/* False if the header in force lacks a column without which the tool has nothing to do. */
static bool reader_check_needed(struct reader *reader) {
    for (size_t i = 0; i < reader->plan->wanted_count; i++) {
        if (!(reader->plan->needed >> i & 1) || reader->columns.places[i] >= 0)
            continue;
        const char *name = reader->plan->wanted[i], *maker = record_maker(name);
        return fault_set(&reader->fault, "the stream has no column \"%s\"%s%s%s", name,
                         maker ? " (" : "", maker ? maker : "", maker ? " makes it)" : "");
    }
    return true;
}

static bool reader_take_header(struct reader *reader, struct span header) {
    seal_add_header(&reader->seal);
    if (span_equals(header, buf_span(&reader->columns.header)))
        return true;
    if (!columns_set(&reader->columns, header))
        return fault_set(&reader->fault, "a header of more than %d columns", COLUMNS_MAX);
    reader->rows_ahead = 0;
    reader->is_header_new = true;
    return reader_check_needed(reader);
}

/* A row before any header: known by its number of fields, or a reason to stop. */
static bool reader_guess_header(struct reader *reader, size_t fields) {
    if (fields == 1)
        return fault_set(&reader->fault,
                         "a line without tabs and no header before it: this is no record stream; "
                         "logs are read by smo-parse");
    if (!columns_set_canonical(&reader->columns, fields))
        return fault_set(&reader->fault,
                         "a row of %zu fields and no header before it; keep the header "
                         "(grep -e ^time -e ...)",
                         fields);
    reader->is_header_new = true;
    return reader_check_needed(reader);
}

enum reader_line { LINE_ROW, LINE_PASSED, LINE_REFUSED };

/* A line that is no part of a stream: told, counted, and lost to the figures. */
static enum reader_line reader_pass_over(struct reader *reader, const char *what) {
    reader_warn_line(reader, what);
    ledger_add(&reader->ledger, "stream.malformed", 1);
    return LINE_PASSED;
}

static enum reader_line reader_take_row(struct reader *reader, struct span text) {
    size_t fields = cells_split(text, reader->bounds + 1, COLUMNS_MAX);
    if (!reader->columns.count && !reader_guess_header(reader, fields))
        return LINE_REFUSED;
    seal_add_row(&reader->seal);
    if (fields != reader->columns.count)
        return reader_pass_over(reader, "a row whose number of fields is not the header's");
    reader->row.text = text.at;
    reader->row.ends = reader->bounds + 1;
    return LINE_ROW;
}

static bool line_is_header(struct span text) {
    static const struct span time = SPAN("time\t");
    return span_starts_with(text, time) || span_is(text, "time");
}

static enum reader_line reader_take_line(struct reader *reader) {
    struct span text = reader->line.text;
    if (reader->line.is_cut) {
        reader->seal.has_torn_line = true;
        return LINE_PASSED;
    }
    if (reader->line.is_too_long)
        return reader_pass_over(reader, "a line of more than 8 MiB");
    if (span_is_empty(text))
        return LINE_PASSED;
    if (number_is_digit(text.at[0]))
        return reader_take_row(reader, text);
    if (text.at[0] == '#')
        reader_take_mark(reader, text);
    else if (line_is_header(text))
        return reader_take_header(reader, text) ? LINE_PASSED : LINE_REFUSED;
    else
        return reader_pass_over(reader, "neither a row nor a header nor a mark");
    return LINE_PASSED;
}

/* Nearly all lines are rows as the header in force has them, and these are split ahead:
 * reader_look_ahead() has cells_scan() split what lies in memory, some 8 KiB at once, and
 * reader_take_plain_row() takes one row after the other and tells lines.h how far it came. Any
 * other line (a header, a mark, an odd or torn row) comes from lines_next(), one by one.
 *
 * Cell k of a row is text[ends[k - 1] + 1] up to text[ends[k]], exclusively. Before the ends of the
 * first row stands bounds[0], UINT32_MAX: that and 1 is 0. */

/* Splits the rows that come next and are in memory. False: there is none as the header has it. */
static bool reader_look_ahead(struct reader *reader) {
    struct span waiting = lines_waiting(reader->lines);
    if (span_is_empty(waiting) || !number_is_digit(waiting.at[0]) || !reader->columns.count)
        return false;
    reader->rows_ahead = cells_scan(waiting, reader->columns.count, reader->bounds + 1);
    reader->ends_ahead = reader->bounds + 1;
    reader->row.text = waiting.at;
    return reader->rows_ahead > 0;
}

/* Takes the next line if it is a row as the header has it. One that has as many cells but is no row
 * is left to lines_next(), and what was split behind it is split anew. */
static inline __attribute__((always_inline)) bool reader_take_plain_row(struct reader *reader) {
    if (!reader->rows_ahead && !reader_look_ahead(reader))
        return false;
    const uint32_t *ends = reader->ends_ahead;
    uint32_t start = ends[-1] + 1;
    if (!number_is_digit(reader->row.text[start])) {
        reader->rows_ahead = 0;
        return false;
    }
    reader->ends_ahead += reader->columns.count;
    reader->rows_ahead--;
    reader->row.ends = ends;
    reader->line.number = lines_accept(reader->lines, reader->ends_ahead[-1] - start);
    seal_add_row(&reader->seal);
    return true;
}

/* Reads on to the next row, or to the end. */
static enum reader_event reader_read_on(struct reader *reader) {
    for (;;) {
        if (reader->lines && reader_take_plain_row(reader))
            return READER_ROW;
        if (!reader->lines && !reader_next_file(reader)) {
            reader->line.number = 0;
            return reader->opened ? READER_END : READER_REFUSED;
        }
        if (!lines_next(reader->lines, &reader->line)) {
            reader_end_file(reader);
            continue;
        }
        enum reader_line kind = reader_take_line(reader);
        if (kind == LINE_REFUSED)
            return reader_refuse(reader);
        if (kind == LINE_ROW)
            return READER_ROW;
    }
}

enum reader_event reader_next(struct reader *reader) {
    if (reader->has_pending_row) {
        reader->has_pending_row = false;
        return READER_ROW;
    }
    enum reader_event event = reader_read_on(reader);
    if (!reader->is_header_new || event == READER_REFUSED)
        return event;
    /* A header is told when the first row behind it is there, or the stream ends. */
    reader->is_header_new = false;
    reader->has_pending_row = event == READER_ROW;
    return READER_HEADER;
}

bool reader_next_near(struct reader *reader) {
    return reader->lines && !reader->columns.others_count && reader_take_plain_row(reader);
}

bool reader_next_split(struct reader *reader) {
    return reader->rows_ahead && reader_take_plain_row(reader);
}

bool reader_has(const struct reader *reader, size_t wanted) {
    return reader->columns.places[wanted] >= 0;
}

bool reader_has_others(const struct reader *reader) {
    return reader->columns.others_count > 0;
}

struct span reader_others_names(const struct reader *reader) {
    return buf_span(&reader->columns.others_names);
}

SELDOM struct span reader_others(struct reader *reader) {
    buf_clear(&reader->others);
    for (size_t i = 0; i < reader->columns.others_count; i++) {
        if (i)
            buf_add_byte(&reader->others, '\t');
        buf_add(&reader->others, reader_row_cell(&reader->row, reader->columns.others[i]));
    }
    return buf_span(&reader->others);
}

struct ledger *reader_ledger(struct reader *reader) {
    return &reader->ledger;
}

bool reader_is_cut(const struct reader *reader) {
    return reader->is_cut;
}

bool reader_next_warning(struct reader *reader, const char **file, struct fault *fault) {
    if (reader->warnings_taken == reader->warnings_count)
        return false;
    *file = reader->warnings[reader->warnings_taken].file;
    *fault = reader->warnings[reader->warnings_taken].fault;
    reader->warnings_taken++;
    return true;
}

const char *reader_file(const struct reader *reader) {
    return reader->file;
}

uint64_t reader_line(const struct reader *reader) {
    return reader->line.number;
}

const struct fault *reader_fault(const struct reader *reader) {
    return &reader->fault;
}

void reader_close(struct reader *reader) {
    if (!reader)
        return;
    for (size_t i = 0; i < reader->warnings_count; i++)
        free(reader->warnings[i].file);
    free(reader->warnings);
    lines_close(reader->lines);
    columns_free(&reader->columns);
    buf_free(&reader->others);
    ledger_free(&reader->ledger);
    free(reader->file);
    free(reader);
}
