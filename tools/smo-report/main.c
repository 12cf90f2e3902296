/* smo-report: visits in, reports out. See smo-report(1).
 *
 *     visit     a row of the stream           tally, purse   visits and money counted by a key
 *     cover     what all of it was            interval       how sure a figure is
 *     report    what every report offers      reports        all of them; one file a report
 *     sheet     what a report found           book           the sheets, for all and each period
 *     shown     what of it people see         human, words   numbers and words as they read them
 *     text, machine, md, html, dot            a sheet dressed
 *     costs, orders, compare, alert           what it is held against
 *     changes, advice                         what changed, what to do: the report summary
 */
#include "lib/base/cli.h"
#include "lib/io/complain.h"
#include "smo-report/costs.h"
#include "smo-report/orders.h"
#include "smo-report/print.h"

#include <getopt.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifndef SMO_DATADIR
#define SMO_DATADIR "/usr/local/share/smo"
#endif

static const char tool[] = "smo-report";

/* What one period's streams are read into. */
struct intake {
    struct reader *reader;
    struct book *book;
    struct cover cover;
    struct tally networks; /* for alerts */
};

static void say_warnings(struct reader *reader, struct complain *complain) {
    const char *file;
    struct fault fault;
    while (reader_next_warning(reader, &file, &fault))
        complain_fault(complain, "input", file, &fault);
}

static _Noreturn void refuse(struct reader *reader, struct complain *complain) {
    say_warnings(reader, complain);
    complain_fault(complain, "refused", reader_file(reader), reader_fault(reader));
    complain_free(complain);
    exit(CLI_FAILED);
}

static void take_visit(struct intake *intake, const struct options *options,
                       struct orders *orders) {
    static const enum record_visit key[] = {VISIT_SOURCE, VISIT_MEDIUM};
    struct cover *cover = &intake->cover;
    struct visit visit;
    visit_read(&visit, intake->reader);
    if (orders)
        orders_apply(orders, &visit);
    if (cover->rows == 0 && !options->steps)
        cover->steps = steps_noted(cover->ledger);
    visit.steps = steps_reached(&cover->steps, &visit);
    visit.steps_in_order = steps_in_order(&cover->steps, &visit);
    cover_take(cover, &visit);
    book_take(intake->book, &visit);
    if (visit.is_human && options->alerts_count)
        tally_add_by(&intake->networks, key, 2, &visit);
}

/* Reads all streams of one period. */
static void intake_open(struct intake *intake, const struct options *options, char *const *paths,
                        size_t count, struct orders *orders, struct complain *complain) {
    struct reader_plan plan = {
        .wanted = record_visit_names,
        .wanted_count = VISIT_COUNT,
        .needed = (uint64_t)1 << VISIT_TIME | (uint64_t)1 << VISIT_END | (uint64_t)1 << VISIT_KIND |
                  (uint64_t)1 << VISIT_SOURCE | (uint64_t)1 << VISIT_MEDIUM,
        .is_part = options->is_part,
    };
    *intake = (struct intake){.reader = reader_open(&plan, paths, count)};
    intake->cover.ledger = reader_ledger(intake->reader);
    intake->cover.steps =
        options->steps ? steps_of(span_of(options->steps)) : steps_noted(intake->cover.ledger);
    intake->book = book_new(options);
    tally_init(&intake->networks, &options->settings);
    enum reader_event event;
    while ((event = reader_next(intake->reader)) != READER_END) {
        if (event == READER_REFUSED)
            refuse(intake->reader, complain);
        if (event == READER_ROW)
            take_visit(intake, options, orders);
    }
    say_warnings(intake->reader, complain);
}

static void intake_close(struct intake *intake) {
    if (!intake->reader)
        return;
    book_free(intake->book);
    tally_free(&intake->networks);
    reader_close(intake->reader);
}

/* The first of these variables that says anything. */
static struct span variable(const char *const *names) {
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value)
            return span_of(value);
    }
    return (struct span){"", 0};
}

/* A terminal's own width and colours; a pipe gets 80 columns and neither. */
static struct text_style style_of_output(const struct options *options) {
    static const char *const locale[] = {"LC_ALL", "LC_CTYPE", "LANG", NULL};
    static const char *const no_colour[] = {"NO_COLOR", NULL}, *const terminal[] = {"TERM", NULL};
    bool is_terminal = !options->output && isatty(STDOUT_FILENO);
    struct span name = variable(locale), kind = variable(terminal);
    struct text_style style = {
        .width = 80,
        .is_utf8 = span_find_folded(name, (struct span)SPAN("utf-8")) < name.size ||
                   span_find_folded(name, (struct span)SPAN("utf8")) < name.size,
    };
    struct winsize size;
    if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        style.width = size.ws_col;
    if (options->width)
        style.width = options->width;
    bool wants_colour = is_terminal && span_is_empty(variable(no_colour)) && !span_is_empty(kind) &&
                        !span_is(kind, "dumb");
    style.has_colour =
        options->colour == COLOUR_ALWAYS || (options->colour == COLOUR_AUTO && wants_colour);
    return style;
}

/* ../share/smo/locale/ru.mo beside the program's folder. */
static void catalogue_beside(struct buf *path) {
    char program[4096];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program);
    for (int up = 0; up < 2 && size > 0; up++)
        while (size > 0 && program[--size] != '/')
            ;
    buf_add(path, (struct span){program, size > 0 ? (size_t)size : 0});
    buf_add_string(path, "/share/smo/locale/ru.mo");
}

/* Without a catalogue the reports are in English; only who asks for the other language by name is
 * told so. */
static struct words *words_of(const struct options *options, struct complain *complain) {
    static const char *const locale[] = {"LC_ALL", "LC_MESSAGES", "LANG", NULL};
    bool is_asked = options->language == LANGUAGE_RU;
    bool is_russian = is_asked || (options->language == LANGUAGE_OF_LOCALE &&
                                   span_starts_with(variable(locale), (struct span)SPAN("ru")));
    if (!is_russian || !options_is_for_people(options))
        return NULL;
    struct buf beside = {0};
    struct fault fault = {0};
    catalogue_beside(&beside);
    struct words *words = words_load(buf_string(&beside), &fault);
    if (!words)
        words = words_load(SMO_DATADIR "/locale/ru.mo", &fault);
    if (!words && is_asked)
        complain_fault(complain, "language", buf_string(&beside), &fault);
    buf_free(&beside);
    return words;
}

static _Noreturn void refuse_table(const char *path, const struct fault *fault) {
    if (fault->line)
        cli_failed(tool, "%s: line %llu: %s", path, (unsigned long long)fault->line, fault->text);
    cli_failed(tool, "%s: %s", path, fault->text);
}

static void load_tables(struct options *options, struct costs **costs, struct orders **orders) {
    struct fault fault = {0};
    if (options->costs && !(*costs = costs_load(options->costs, &fault)))
        refuse_table(options->costs, &fault);
    if (options->orders && !(*orders = orders_load(options->orders, &fault)))
        refuse_table(options->orders, &fault);
    options->settings.costs = *costs;
}

static bool tell_alerts(const struct options *options, const struct intake *now,
                        const struct intake *before, struct complain *complain) {
    bool any = false;
    struct buf told = {0};
    for (size_t i = 0; i < options->alerts_count; i++) {
        buf_clear(&told);
        if (!alert_holds(&options->alerts[i], &now->networks,
                         before->reader ? &before->networks : NULL, &told))
            continue;
        complain_say(complain, NULL, "alert: %s: %s", options->alert_texts[i], buf_string(&told));
        any = true;
    }
    buf_free(&told);
    return any;
}

int main(int argc, char **argv) {
    struct options options;
    struct costs *costs = NULL;
    struct orders *orders = NULL;
    struct intake now, before = {0};
    options_read(&options, argc, argv);
    load_tables(&options, &costs, &orders);
    struct complain *complain = complain_new(tool);
    struct words *words = words_of(&options, complain);

    if (options.compared_count)
        intake_open(&before, &options, options.compared, options.compared_count, NULL, complain);
    intake_open(&now, &options, argv + optind, (size_t)(argc - optind), orders, complain);
    now.cover.orders = orders;

    struct print print = {.options = &options,
                          .book = now.book,
                          .cover = &now.cover,
                          .book_before = before.book,
                          .cover_before = &before.cover,
                          .words = words,
                          .style = style_of_output(&options)};
    print_book(&print);
    bool is_alert = tell_alerts(&options, &now, &before, complain);
    bool is_complete =
        now.cover.ledger->is_complete && (!before.reader || before.cover.ledger->is_complete);

    intake_close(&now);
    intake_close(&before);
    costs_free(costs);
    orders_free(orders);
    words_free(words);
    complain_free(complain);
    return !is_complete ? CLI_INCOMPLETE : is_alert ? CLI_ALERT : CLI_COMPLETE;
}
