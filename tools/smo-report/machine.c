#include "smo-report/machine.h"

#include "lib/base/escape.h"

#include <math.h>

/* Six decimals, without the zeros at their end: a share needs no more. */
static void add_double(struct buf *page, double number) {
    if (!isfinite(number))
        number = 0;
    buf_addf(page, "%.6f", number);
    while (page->at[page->size - 1] == '0')
        page->size--;
    if (page->at[page->size - 1] == '.')
        page->size--;
}

static void add_number(struct buf *page, const struct cell *cell) {
    if (cell->kind == CELL_COUNT)
        buf_add_number(page, cell->count);
    else
        add_double(page, cell->number);
}

/* An amount, or the list of amounts where there are several currencies. */
static void add_money(struct buf *page, const struct cell *cell) {
    if (!span_is_empty(cell->text))
        buf_add(page, cell->text);
    else
        decimal_write(page, cell->money);
}

static void add_tsv_cell(struct buf *page, const struct cell *cell) {
    if (cell->kind == CELL_ABSENT)
        buf_add_byte(page, '-');
    else if (cell->kind == CELL_TEXT)
        escape_add(page, cell->text);
    else if (cell->kind == CELL_MONEY)
        add_money(page, cell);
    else
        add_number(page, cell);
}

/* Tables may be long: each row goes out when it is there. */
static void pass_on(struct buf *page, struct output *output) {
    output_add(output, buf_span(page));
    buf_clear(page);
}

void machine_tsv(struct output *output, const struct sheet *sheet) {
    struct buf lines = {0}, *page = &lines;
    for (size_t i = 0; i < sheet->columns_count; i++) {
        buf_add_string(page, i ? "\t" : "");
        buf_add_string(page, sheet->columns[i].name);
    }
    buf_add_byte(page, '\n');
    for (size_t row = 0; row < sheet->rows_count; row++) {
        for (size_t i = 0; i < sheet->columns_count; i++) {
            buf_add_string(page, i ? "\t" : "");
            add_tsv_cell(page, &sheet->rows[row * sheet->columns_count + i]);
        }
        buf_add_byte(page, '\n');
        pass_on(page, output);
    }
    pass_on(page, output);
    buf_free(page);
}

static void add_csv_text(struct buf *page, struct span text) {
    struct buf harmless = {0};
    escape_add(&harmless, text);
    struct span cell = buf_span(&harmless);
    bool is_formula = cell.size && text.size && strchr("=+-@\t\r", text.at[0]) != NULL;
    bool is_quoted = span_find(cell, ',') < cell.size || span_find(cell, '"') < cell.size;
    buf_add_string(page, is_quoted ? "\"" : "");
    buf_add_string(page, is_formula ? "'" : "");
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.at[i] == '"')
            buf_add_byte(page, '"');
        buf_add_byte(page, cell.at[i]);
    }
    buf_add_string(page, is_quoted ? "\"" : "");
    buf_free(&harmless);
}

static void add_csv_cell(struct buf *page, const struct cell *cell) {
    struct buf amount = {0};
    switch (cell->kind) {
    case CELL_ABSENT:
        break;
    case CELL_TEXT:
        add_csv_text(page, cell->text);
        break;
    case CELL_MONEY:
        add_money(&amount, cell);
        add_csv_text(page, buf_span(&amount));
        break;
    default:
        add_number(page, cell);
    }
    buf_free(&amount);
}

void machine_csv(struct output *output, const struct sheet *sheet) {
    struct buf lines = {0}, *page = &lines;
    for (size_t i = 0; i < sheet->columns_count; i++) {
        buf_add_string(page, i ? "," : "");
        buf_add_string(page, sheet->columns[i].name);
    }
    buf_add_string(page, "\r\n");
    for (size_t row = 0; row < sheet->rows_count; row++) {
        for (size_t i = 0; i < sheet->columns_count; i++) {
            buf_add_string(page, i ? "," : "");
            add_csv_cell(page, &sheet->rows[row * sheet->columns_count + i]);
        }
        buf_add_string(page, "\r\n");
        pass_on(page, output);
    }
    pass_on(page, output);
    buf_free(page);
}

/* The text is first made harmless as in a stream, so that what is left for JSON to escape is the
 * quote and the backslash (RFC 8259). */
static void add_json_string(struct buf *page, struct span text) {
    struct buf harmless = {0};
    escape_add(&harmless, text);
    buf_add_byte(page, '"');
    for (size_t i = 0; i < harmless.size; i++) {
        if (harmless.at[i] == '"' || harmless.at[i] == '\\')
            buf_add_byte(page, '\\');
        buf_add_byte(page, harmless.at[i]);
    }
    buf_add_byte(page, '"');
    buf_free(&harmless);
}

static void add_json_cell(struct buf *page, const struct cell *cell) {
    struct buf amount = {0};
    switch (cell->kind) {
    case CELL_ABSENT:
        buf_add_string(page, "null");
        break;
    case CELL_TEXT:
        add_json_string(page, cell->text);
        break;
    case CELL_MONEY:
        add_money(&amount, cell);
        add_json_string(page, buf_span(&amount));
        break;
    default:
        add_number(page, cell);
    }
    buf_free(&amount);
}

static void add_json_row(struct buf *page, const struct sheet *sheet, const struct cell *cells) {
    buf_add_byte(page, '{');
    for (size_t i = 0; i < sheet->columns_count; i++) {
        buf_add_string(page, i ? "," : "");
        add_json_string(page, span_of(sheet->columns[i].name));
        buf_add_byte(page, ':');
        add_json_cell(page, &cells[i]);
    }
    buf_add_byte(page, '}');
}

static void add_json_quality(struct buf *page, const struct cover *cover) {
    const struct ledger *ledger = cover->ledger;
    buf_addf(page, "{\"status\":\"%s\",\"rows\":%llu,\"ledger\":{",
             ledger->is_complete ? "complete" : "incomplete", (unsigned long long)cover->rows);
    for (uint32_t i = 0; i < ledger->names.count; i++) {
        buf_add_string(page, i ? "," : "");
        add_json_string(page, table_name(&ledger->names, i));
        buf_add_byte(page, ':');
        buf_add_number(page, ledger->counts[i]);
    }
    buf_add_string(page, "},\"notes\":[");
    struct buf undone = {0};
    for (uint32_t i = 0; i < ledger->notes.count; i++) {
        buf_add_string(page, i ? "," : "");
        add_json_string(page, escape_undo(&undone, table_name(&ledger->notes, i)));
    }
    buf_free(&undone);
    buf_add_string(page, "]}");
}

void machine_json(struct output *output, const struct sheet *sheet, const struct cover *cover) {
    struct buf lines = {0}, *page = &lines;
    buf_addf(page, "{\"report\":\"%s\",\"columns\":[", sheet->report);
    for (size_t i = 0; i < sheet->columns_count; i++) {
        buf_add_string(page, i ? "," : "");
        add_json_string(page, span_of(sheet->columns[i].name));
    }
    buf_add_string(page, "],\n\"rows\":[");
    for (size_t row = 0; row < sheet->rows_count; row++) {
        buf_add_string(page, row ? ",\n" : "\n");
        add_json_row(page, sheet, sheet->rows + row * sheet->columns_count);
        pass_on(page, output);
    }
    buf_add_string(page, "],\n\"total\":");
    if (sheet->total)
        add_json_row(page, sheet, sheet->total);
    else
        buf_add_string(page, "null");
    buf_add_string(page, ",\n\"remarks\":[");
    for (size_t i = 0; i < sheet->remarks_count; i++) {
        buf_add_string(page, i ? "," : "");
        add_json_string(page, sheet->remarks[i].text);
    }
    buf_add_string(page, "],\n\"quality\":");
    add_json_quality(page, cover);
    buf_add_byte(page, '}');
    pass_on(page, output);
    buf_free(page);
}
