#include "smo-report/shown.h"

#include "smo-report/human.h"

/* Rows of the sheet that people see as they are. */
static size_t plain_rows(const struct sheet *sheet) {
    return sheet->rest ? sheet->people_rows : sheet->rows_count - sheet->people_first;
}

size_t shown_rows(const struct sheet *sheet) {
    return plain_rows(sheet) + (sheet->rest != NULL) + (sheet->total != NULL);
}

const struct cell *shown_row(const struct sheet *sheet, size_t row) {
    if (row < plain_rows(sheet))
        return sheet->rows + (sheet->people_first + row) * sheet->columns_count;
    return sheet->rest && row == plain_rows(sheet) ? sheet->rest : sheet->total;
}

/* Several currencies are told one by one: "5,990 RUB + 12.50 EUR". */
static void add_money(struct buf *text, const struct words *words, const struct cell *cell,
                      const struct cell *currency) {
    struct span amounts = cell->text;
    struct span names = currency->kind == CELL_TEXT ? currency->text : (struct span){NULL, 0};
    bool is_first = true;
    do {
        struct span name = names.at ? span_cut(&names, ',') : (struct span){NULL, 0};
        struct decimal amount = cell->money;
        if (amounts.at &&
            !decimal_read_sum(span_cut(&amounts, ','), DECIMAL_MAX_SUM_DIGITS, &amount))
            continue;
        buf_add_string(text, is_first ? "" : " + ");
        human_money(text, words, amount);
        if (!span_is_absent(name)) {
            buf_add_byte(text, ' ');
            human_text(text, name);
        }
        is_first = false;
    } while (amounts.at);
}

static void add_terms(struct buf *text, const struct words *words, struct span terms) {
    while (terms.at) {
        struct span name = span_cut(&terms, '>');
        const char *term = words_term(words, name);
        if (term)
            buf_add_string(text, term);
        else
            human_text(text, name);
        buf_add_string(text, terms.at ? ">" : "");
    }
}

void shown_cell(struct buf *text, const struct sheet *sheet, const struct cell *cell) {
    const struct words *words = sheet->words;
    switch (cell->is_unseen ? CELL_ABSENT : cell->kind) {
    case CELL_ABSENT:
        buf_add_byte(text, '-');
        break;
    case CELL_TEXT:
        if (cell->is_word)
            buf_add_string(text, words_say(words, cell->text.at));
        else if (cell->is_term)
            add_terms(text, words, cell->text);
        else
            human_text(text, cell->text);
        break;
    case CELL_COUNT:
        human_count(text, words, cell->count);
        break;
    case CELL_RATE:
        human_rate(text, words, cell->number);
        break;
    case CELL_MONEY:
        add_money(text, words, cell, cell + 1);
        break;
    case CELL_SECONDS:
        human_duration(text, words, cell->number);
        break;
    case CELL_NUMBER:
        human_number(text, words, cell->number, 1);
        break;
    }
}

static double size_of(const struct cell *cell) {
    return cell->kind == CELL_COUNT                               ? (double)cell->count
           : cell->kind == CELL_RATE || cell->kind == CELL_NUMBER ? cell->number
                                                                  : 0;
}

double shown_bar(const struct sheet *sheet, size_t row, size_t column) {
    double greatest = 0;
    if (!sheet->columns[column].has_bar || row >= plain_rows(sheet))
        return 0;
    for (size_t i = 0; i < plain_rows(sheet); i++)
        if (size_of(&shown_row(sheet, i)[column]) > greatest)
            greatest = size_of(&shown_row(sheet, i)[column]);
    double own = size_of(&shown_row(sheet, row)[column]);
    return greatest > 0 && own > 0 ? own / greatest : 0;
}

bool shown_is_text(const struct sheet *sheet, size_t column) {
    for (size_t row = 0; row < shown_rows(sheet); row++)
        if (shown_row(sheet, row)[column].kind == CELL_TEXT)
            return true;
    return column == 0;
}
