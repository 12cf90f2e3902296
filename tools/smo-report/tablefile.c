#include "smo-report/tablefile.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/io/lines.h"

#include <stdlib.h>

enum { TABLEFILE_COLUMNS = 256 };

/* Cells lie in one buffer, one behind the other. */
struct cells {
    struct buf text;
    size_t ends[TABLEFILE_COLUMNS];
    int count;
};

struct tablefile {
    struct lines *lines;
    struct cells header, row;
    uint64_t line;
    char separator;
};

/* One cell, RFC 4180: the rest of the line begins behind its separator. False if a quote stays
 * open. */
static bool take_cell(struct buf *text, struct span *rest, char separator) {
    if (rest->size == 0 || rest->at[0] != '"') {
        buf_add(text, span_trim(span_cut(rest, separator)));
        return true;
    }
    struct span left = span_skip(*rest, 1);
    for (;;) {
        size_t quote = span_find(left, '"');
        if (quote == left.size)
            return false;
        buf_add(text, span_take(left, quote));
        left = span_skip(left, quote + 1);
        if (left.size == 0 || left.at[0] != '"')
            break;
        buf_add_byte(text, '"');
        left = span_skip(left, 1);
    }
    span_cut(&left, separator);
    *rest = left;
    return true;
}

static bool take_cells(struct cells *cells, struct span line, char separator) {
    buf_clear(&cells->text);
    cells->count = 0;
    while (line.at && cells->count < TABLEFILE_COLUMNS) {
        if (!take_cell(&cells->text, &line, separator))
            return false;
        cells->ends[cells->count++] = cells->text.size;
    }
    return true;
}

static struct span cell_of(const struct cells *cells, int column) {
    if (column < 0 || column >= cells->count)
        return (struct span){NULL, 0};
    size_t start = column ? cells->ends[column - 1] : 0;
    return (struct span){cells->text.at + start, cells->ends[column] - start};
}

static char separator_of(struct span header) {
    static const char separators[] = "\t;,";
    for (size_t i = 0; i < 3; i++)
        if (span_find(header, separators[i]) < header.size)
            return separators[i];
    return ',';
}

static struct span without_end(struct span line) {
    if (line.size && line.at[line.size - 1] == '\r')
        line.size--;
    return line;
}

/* The next line that holds anything. */
static bool next_line(struct tablefile *table, struct span *text, struct fault *fault) {
    struct line line;
    while (lines_next(table->lines, &line)) {
        *text = without_end(line.text);
        table->line = line.number;
        if (line.is_too_long) {
            fault_set(fault, "the line is too long");
            fault->line = line.number;
            return false;
        }
        if (!span_is_empty(span_trim(*text)))
            return true;
    }
    const struct fault *damage = input_fault(lines_input(table->lines));
    if (fault_is_set(damage))
        *fault = *damage;
    return false;
}

static bool unclosed(struct tablefile *table, struct fault *fault) {
    fault_set(fault, "a quote is not closed on its line");
    fault->line = table->line;
    return false;
}

static bool take_header(struct tablefile *table, struct fault *fault) {
    static const struct span mark = SPAN("\xEF\xBB\xBF"); /* which spreadsheets put before it */
    struct span text;
    if (!next_line(table, &text, fault))
        return fault_is_set(fault) ? false : fault_set(fault, "the file is empty");
    if (span_starts_with(text, mark))
        text = span_skip(text, mark.size);
    table->separator = separator_of(text);
    return take_cells(&table->header, text, table->separator) || unclosed(table, fault);
}

struct tablefile *tablefile_open(const char *path, struct fault *fault) {
    struct input *input = input_open(path, fault);
    if (!input)
        return NULL;
    struct tablefile *table = mem_zeroed(1, sizeof *table);
    table->lines = lines_open(input, LINES_MAX_LOG);
    if (take_header(table, fault))
        return table;
    tablefile_close(table);
    return NULL;
}

int tablefile_column(const struct tablefile *table, const char *const *names) {
    for (int i = 0; i < table->header.count; i++)
        for (size_t name = 0; names[name]; name++)
            if (span_equals_folded(cell_of(&table->header, i), span_of(names[name])))
                return i;
    return -1;
}

bool tablefile_next(struct tablefile *table, struct fault *fault) {
    struct span text;
    if (!next_line(table, &text, fault))
        return false;
    return take_cells(&table->row, text, table->separator) || unclosed(table, fault);
}

struct span tablefile_cell(const struct tablefile *table, int column) {
    return cell_of(&table->row, column);
}

bool tablefile_amount(struct span cell, struct decimal *amount) {
    static const struct span blanks[] = {SPAN(" "), SPAN("\xC2\xA0"), SPAN("\xE2\x80\xAF")};
    bool has_point = span_find(cell, '.') < cell.size;
    char text[DECIMAL_MAX_DIGITS + 2];
    size_t size = 0;
    while (cell.size) {
        size_t skipped = 0;
        for (size_t i = 0; i < 3 && !skipped; i++)
            skipped = span_starts_with(cell, blanks[i]) ? blanks[i].size : 0;
        if (!skipped) {
            if (size == sizeof text)
                return false;
            text[size++] = cell.at[0] == ',' && !has_point ? '.' : cell.at[0];
            skipped = 1;
        }
        cell = span_skip(cell, skipped);
    }
    return decimal_read((struct span){text, size}, amount);
}

uint64_t tablefile_line(const struct tablefile *table) {
    return table->line;
}

void tablefile_close(struct tablefile *table) {
    if (!table)
        return;
    lines_close(table->lines);
    buf_free(&table->header.text);
    buf_free(&table->row.text);
    free(table);
}
