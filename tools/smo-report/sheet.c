#include "smo-report/sheet.h"

#include "lib/base/buf.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "smo-report/human.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void sheet_init(struct sheet *sheet, const struct column *columns, size_t columns_count) {
    *sheet =
        (struct sheet){.words = sheet->words, .columns = columns, .columns_count = columns_count};
}

struct cell *sheet_add_row(struct sheet *sheet) {
    size_t start = sheet->rows_count * sheet->columns_count;
    mem_grow(&sheet->rows, &sheet->rows_capacity, start + sheet->columns_count,
             sizeof *sheet->rows);
    struct cell *row = sheet->rows + start;
    memset(row, 0, sheet->columns_count * sizeof *row);
    sheet->rows_count++;
    return row;
}

struct cell *sheet_add_total(struct sheet *sheet) {
    sheet->total = arena_zeroed(&sheet->arena, sheet->columns_count * sizeof *sheet->total);
    sheet->total[0] = sheet_word("all");
    return sheet->total;
}

struct cell *sheet_add_rest(struct sheet *sheet, size_t people_rows) {
    struct buf name = {0};
    size_t more = sheet->rows_count - people_rows;
    buf_addf(&name, words_say(sheet->words, "(%zu more)"), more);
    sheet->people_rows = people_rows;
    sheet->rest = arena_zeroed(&sheet->arena, sheet->columns_count * sizeof *sheet->rest);
    sheet->rest[0] =
        (struct cell){.kind = CELL_TEXT, .text = arena_copy(&sheet->arena, buf_span(&name))};
    buf_free(&name);
    return sheet->rest;
}

/* Takes over what a buffer holds. */
static const char *sheet_keep(struct sheet *sheet, struct buf *text) {
    const char *kept = arena_copy(&sheet->arena, buf_span(text)).at;
    buf_free(text);
    return kept;
}

const char *sheet_told_count(struct sheet *sheet, uint64_t count) {
    struct buf text = {0};
    human_count(&text, sheet->words, count);
    return sheet_keep(sheet, &text);
}

const char *sheet_told_number(struct sheet *sheet, double number, int places) {
    struct buf text = {0};
    human_number(&text, sheet->words, number, places);
    return sheet_keep(sheet, &text);
}

const char *sheet_told_rate(struct sheet *sheet, double rate) {
    struct buf text = {0};
    human_rate(&text, sheet->words, rate);
    return sheet_keep(sheet, &text);
}

const char *sheet_told_text(struct sheet *sheet, struct span plain) {
    struct buf text = {0};
    human_text(&text, plain);
    return sheet_keep(sheet, &text);
}

const char *sheet_told_term(struct sheet *sheet, struct span name) {
    const char *term = words_term(sheet->words, name);
    return term ? term : sheet_told_text(sheet, name);
}

static void add_remark(struct sheet *sheet, enum remark_weight weight, const char *format,
                       va_list arguments) {
    char text[2048];
    int size = vsnprintf(text, sizeof text, format, arguments);
    if (size < 0)
        return;
    struct span remark = {text, size < (int)sizeof text ? (size_t)size : sizeof text - 1};
    mem_grow(&sheet->remarks, &sheet->remarks_capacity, sheet->remarks_count + 1,
             sizeof *sheet->remarks);
    sheet->remarks[sheet->remarks_count++] =
        (struct remark){weight, arena_copy(&sheet->arena, remark)};
}

void sheet_remark(struct sheet *sheet, enum remark_weight weight, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_remark(sheet, weight, words_say(sheet->words, format), arguments);
    va_end(arguments);
}

void sheet_remark_count(struct sheet *sheet, enum remark_weight weight, uint64_t count,
                        const char *one, const char *many, ...) {
    va_list arguments;
    va_start(arguments, many);
    add_remark(sheet, weight, words_plural(sheet->words, one, many, count), arguments);
    va_end(arguments);
}

void sheet_mark_terms(struct sheet *sheet) {
    static const char *const names[] = {"source", "medium", "offered_page", "landing_page",
                                        "paid",   "action", "origin",       "path"};
    for (size_t column = 0; column < sheet->columns_count; column++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            for (size_t row = 0;
                 row < sheet->rows_count && strcmp(sheet->columns[column].name, names[i]) == 0;
                 row++)
                sheet->rows[row * sheet->columns_count + column].is_term = true;
}

void sheet_free(struct sheet *sheet) {
    free(sheet->rows);
    free(sheet->remarks);
    arena_free(&sheet->arena);
    *sheet = (struct sheet){0};
}

struct cell sheet_text(struct sheet *sheet, struct span cell) {
    if (span_is_absent(cell))
        return (struct cell){.kind = CELL_ABSENT};
    struct buf buf = {0};
    struct span text = arena_copy(&sheet->arena, escape_undo(&buf, cell));
    buf_free(&buf);
    return (struct cell){.kind = CELL_TEXT, .text = text};
}

struct cell sheet_plain(struct sheet *sheet, struct span text) {
    if (span_is_absent(text))
        return (struct cell){.kind = CELL_ABSENT};
    return (struct cell){.kind = CELL_TEXT, .text = arena_copy(&sheet->arena, text)};
}

struct cell sheet_word(const char *literal) {
    return (struct cell){.kind = CELL_TEXT, .is_word = true, .text = span_of(literal)};
}

struct cell sheet_count(uint64_t count) {
    return (struct cell){.kind = CELL_COUNT, .count = count};
}

struct cell sheet_rate(uint64_t part, uint64_t whole) {
    if (whole == 0)
        return (struct cell){.kind = CELL_ABSENT};
    return sheet_fraction((double)part / (double)whole);
}

struct cell sheet_fraction(double fraction) {
    return (struct cell){.kind = CELL_RATE, .number = fraction};
}

struct cell sheet_number(double number) {
    return (struct cell){.kind = CELL_NUMBER, .number = number};
}

struct cell sheet_money(struct decimal amount) {
    return (struct cell){.kind = CELL_MONEY, .money = amount};
}
