#include "smo-report/print.h"

#include "lib/base/cli.h"
#include "lib/io/output.h"
#include "smo-report/compare.h"
#include "smo-report/dot.h"
#include "smo-report/html.h"
#include "smo-report/machine.h"
#include "smo-report/md.h"

#include <errno.h>
#include <sys/stat.h>

static const char tool[] = "smo-report";

static void flush(struct output *output, struct buf *page) {
    output_add(output, buf_span(page));
    buf_clear(page);
}

/* What is on the page already goes out first. */
static void add_sheet(struct output *output, struct buf *page, const struct print *print,
                      const struct sheet *sheet) {
    flush(output, page);
    switch (print->options->format) {
    case FORMAT_TEXT:
        buf_add_byte(page, '\n');
        text_sheet(page, sheet, &print->style);
        break;
    case FORMAT_TSV:
        machine_tsv(output, sheet);
        break;
    case FORMAT_CSV:
        machine_csv(output, sheet);
        break;
    case FORMAT_JSON:
        machine_json(output, sheet, print->cover);
        break;
    case FORMAT_MD:
        md_sheet(page, sheet);
        break;
    case FORMAT_HTML:
        html_sheet(page, sheet);
        break;
    case FORMAT_DOT:
        dot_write(page, sheet);
        break;
    }
}

/* One report on the page, beside the other period's if there is one. */
static void add_report(struct output *output, struct buf *page, const struct print *print,
                       size_t number) {
    struct sheet sheet = {.words = print->words}, before = {.words = print->words};
    book_sheet(print->book, number, print->cover, &sheet);
    if (print->book_before && compare_is_possible(&sheet)) {
        book_sheet(print->book_before, number, print->cover_before, &before);
        compare_sheets(&sheet, &before);
        book_compare(print->book, print->book_before, number,
                     print->cover->shows_orders && print->cover_before->shows_orders, &sheet);
    }
    sheet_mark_terms(&sheet);
    add_sheet(output, page, print, &sheet);
    sheet_free(&sheet);
    sheet_free(&before);
}

static void add_head(struct buf *page, const struct print *print) {
    const struct options *options = print->options;
    struct sheet remarks = {.words = print->words};
    cover_finish(print->cover, &remarks);
    if (options->format == FORMAT_TEXT)
        text_cover(page, print->cover, &remarks, &print->style);
    else if (options->format == FORMAT_MD)
        md_cover(page, print->cover, &remarks);
    else if (options->format == FORMAT_HTML)
        html_open(page, print->cover, &remarks, options->reports, options->reports_count);
    else if (options->format == FORMAT_JSON && options->reports_count > 1)
        buf_add_byte(page, '[');
    sheet_free(&remarks);
}

static void add_end(struct buf *page, const struct options *options) {
    if (options->format == FORMAT_HTML)
        html_close(page);
    else if (options->format == FORMAT_JSON)
        buf_add_string(page, options->reports_count > 1 ? "]\n" : "\n");
}

static void print_one_file(const struct print *print) {
    const struct options *options = print->options;
    struct output *output = output_replace(tool, options->output ? options->output : "-");
    struct buf page = {0};
    add_head(&page, print);
    for (size_t i = 0; i < options->reports_count; i++) {
        buf_add_string(&page, i && options->format == FORMAT_JSON ? ",\n" : "");
        add_report(output, &page, print, i);
        flush(output, &page);
    }
    add_end(&page, options);
    flush(output, &page);
    output_close(output);
    buf_free(&page);
}

static void print_folder(const struct print *print) {
    const struct options *options = print->options;
    if (mkdir(options->output, 0777) < 0 && errno != EEXIST)
        cli_failed(tool, "%s: %s", options->output, strerror(errno));
    struct buf path = {0}, page = {0};
    for (size_t i = 0; i < options->reports_count; i++) {
        buf_clear(&path);
        buf_addf(&path, "%s/%s.%s", options->output, options->reports[i]->name,
                 options_ending(options));
        struct output *output = output_replace(tool, buf_string(&path));
        add_report(output, &page, print, i);
        flush(output, &page);
        output_close(output);
    }
    buf_free(&path);
    buf_free(&page);
}

void print_book(const struct print *print) {
    if (options_is_folder(print->options))
        print_folder(print);
    else
        print_one_file(print);
}
