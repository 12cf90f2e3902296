#include "smo-report/book.h"

#include "lib/base/mem.h"
#include "smo-report/human.h"
#include "smo-report/shown.h"

#include <stdlib.h>

/* The states of the reports, in the order of the options. */
struct chapter {
    void *states[REPORTS_MAX];
};

struct book {
    const struct options *options;
    struct chapter all;
    struct table periods;
    struct chapter *chapters; /* by number in periods */
    size_t chapters_capacity;
    struct buf period;
    struct sheet *parts; /* of which the sheets of periods were put together */
    size_t parts_count, parts_capacity;
};

static struct chapter chapter_new(const struct options *options) {
    struct chapter chapter = {{NULL}};
    for (size_t i = 0; i < options->reports_count; i++)
        chapter.states[i] = options->reports[i]->new (&options->settings);
    return chapter;
}

static void chapter_take(struct chapter *chapter, const struct options *options,
                         const struct visit *visit) {
    for (size_t i = 0; i < options->reports_count; i++)
        options->reports[i]->take(chapter->states[i], visit);
}

static void chapter_free(struct chapter *chapter, const struct options *options) {
    for (size_t i = 0; i < options->reports_count; i++)
        options->reports[i]->free(chapter->states[i]);
}

struct book *book_new(const struct options *options) {
    struct book *book = mem_zeroed(1, sizeof *book);
    book->options = options;
    book->all = chapter_new(options);
    table_init(&book->periods);
    return book;
}

static struct chapter *chapter_of(struct book *book, const struct visit *visit) {
    buf_clear(&book->period);
    period_write(&book->period, book->options->by, visit->time, visit->zone_seconds);
    struct span name = buf_span(&book->period);
    uint32_t known = book->periods.count;
    if (known >= book->options->settings.max_periods &&
        table_find(&book->periods, name) == TABLE_NONE)
        name = (struct span)SPAN("(other)");
    uint32_t number = table_number(&book->periods, name);
    mem_grow(&book->chapters, &book->chapters_capacity, (size_t)number + 1, sizeof *book->chapters);
    if (number == known)
        book->chapters[number] = chapter_new(book->options);
    return &book->chapters[number];
}

void book_take(struct book *book, const struct visit *visit) {
    chapter_take(&book->all, book->options, visit);
    if (book->options->by)
        chapter_take(chapter_of(book, visit), book->options, visit);
}

static int compare_periods(const void *left, const void *right, void *periods) {
    const struct table *table = periods;
    return span_compare(table_name(table, *(const uint32_t *)left),
                        table_name(table, *(const uint32_t *)right));
}

/* A row behind the period's name. */
static void copy_row(struct sheet *sheet, struct cell *to, struct span period,
                     const struct cell *from) {
    to[0] = sheet_text(sheet, period);
    memcpy(to + 1, from, (sheet->columns_count - 1) * sizeof *from);
}

/* People see each period as they would see a report of it alone; machines get all rows. */
static void add_part(struct book *book, struct sheet *part, struct span period,
                     struct sheet *sheet) {
    bool is_for_people = options_is_for_people(book->options);
    size_t rows = is_for_people ? shown_rows(part) : part->rows_count;
    for (size_t row = 0; row < rows; row++)
        copy_row(sheet, sheet_add_row(sheet), period,
                 is_for_people ? shown_row(part, row) : part->rows + row * part->columns_count);
    free(part->rows);
    part->rows = NULL;
}

static void begin_joined(const struct sheet *whole, struct sheet *sheet) {
    size_t count = whole->columns_count + 1;
    sheet_init(sheet, NULL, count);
    struct column *columns = arena_zeroed(&sheet->arena, count * sizeof *columns);
    columns[0] = (struct column){.name = "period", .label = N_("period")};
    memcpy(columns + 1, whole->columns, whole->columns_count * sizeof *columns);
    sheet->columns = columns;
    for (size_t i = 0; i < whole->remarks_count; i++)
        sheet_remark(sheet, whole->remarks[i].weight, "%s", whole->remarks[i].text.at);
}

/* Cells of parts are shared, so the parts stay until the next sheet. */
static struct sheet *keep_part(struct book *book, const struct words *words) {
    mem_grow(&book->parts, &book->parts_capacity, book->parts_count + 1, sizeof *book->parts);
    struct sheet *part = &book->parts[book->parts_count++];
    *part = (struct sheet){.words = words};
    return part;
}

static void free_parts(struct book *book) {
    for (size_t i = 0; i < book->parts_count; i++)
        sheet_free(&book->parts[i]);
    book->parts_count = 0;
}

static void fill_joined(struct book *book, size_t number, const struct cover *cover,
                        struct sheet *sheet) {
    const struct report *report = book->options->reports[number];
    free_parts(book);
    struct sheet *whole = keep_part(book, sheet->words);
    report->finish(book->all.states[number], cover, whole);
    begin_joined(whole, sheet);
    if (whole->total) {
        copy_row(sheet, sheet_add_total(sheet), (struct span)SPAN("all"), whole->total);
        sheet->total[0].is_word = true;
    }
    struct buf period = {0};
    uint32_t *order = mem_alloc(book->periods.count, sizeof *order);
    for (uint32_t i = 0; i < book->periods.count; i++)
        order[i] = i;
    qsort_r(order, book->periods.count, sizeof *order, compare_periods, &book->periods);
    for (uint32_t i = 0; i < book->periods.count; i++) {
        struct sheet *part = keep_part(book, sheet->words);
        report->finish(book->chapters[order[i]].states[number], cover, part);
        buf_clear(&period);
        human_period(&period, sheet->words, table_name(&book->periods, order[i]));
        add_part(book, part, buf_span(&period), sheet);
    }
    buf_free(&period);
    free(order);
}

void book_sheet(struct book *book, size_t number, const struct cover *cover, struct sheet *sheet) {
    const struct report *report = book->options->reports[number];
    if (book->options->by)
        fill_joined(book, number, cover, sheet);
    else
        report->finish(book->all.states[number], cover, sheet);
    sheet->report = report->name;
    sheet->title = report->title;
    sheet->question = report->question;
}

void book_compare(struct book *book, struct book *before, size_t number, bool shows_orders,
                  struct sheet *sheet) {
    const struct report *report = book->options->reports[number];
    if (report->compare)
        report->compare(book->all.states[number], before->all.states[number], shows_orders, sheet);
}

void book_free(struct book *book) {
    if (!book)
        return;
    chapter_free(&book->all, book->options);
    for (uint32_t i = 0; i < book->periods.count; i++)
        chapter_free(&book->chapters[i], book->options);
    free_parts(book);
    free(book->parts);
    free(book->chapters);
    table_free(&book->periods);
    buf_free(&book->period);
    free(book);
}
