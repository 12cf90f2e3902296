#include "smo-report/options.h"

#include "lib/base/cli.h"
#include "lib/base/number.h"

#include <getopt.h>

#define TOOL "smo-report"

static const char usage[] =
    "smo-report [-f text | tsv | csv | json | md | html | dot] [-o file]\n"
    "           [-r report,...] [--alert condition] [--by period] [--colour when]\n"
    "           [--compare file] [--costs file] [--lang en | ru] [--orders file]\n"
    "           [--part] [--rows number] [--steps list] [--strict]\n"
    "           [--width columns] [file ...]\n"
    "smo-report -h | -V\n";

enum options_long {
    OPTION_ALERT = 256,
    OPTION_BY,
    OPTION_COLOUR,
    OPTION_COMPARE,
    OPTION_COSTS,
    OPTION_LANG,
    OPTION_ORDERS,
    OPTION_PART,
    OPTION_ROWS,
    OPTION_STEPS,
    OPTION_STRICT,
    OPTION_WIDTH
};

static const struct option long_options[] = {
    {"alert", required_argument, NULL, OPTION_ALERT},
    {"by", required_argument, NULL, OPTION_BY},
    {"colour", required_argument, NULL, OPTION_COLOUR},
    {"compare", required_argument, NULL, OPTION_COMPARE},
    {"costs", required_argument, NULL, OPTION_COSTS},
    {"format", required_argument, NULL, 'f'},
    {"help", no_argument, NULL, 'h'},
    {"lang", required_argument, NULL, OPTION_LANG},
    {"orders", required_argument, NULL, OPTION_ORDERS},
    {"output", required_argument, NULL, 'o'},
    {"part", no_argument, NULL, OPTION_PART},
    {"report", required_argument, NULL, 'r'},
    {"rows", required_argument, NULL, OPTION_ROWS},
    {"steps", required_argument, NULL, OPTION_STEPS},
    {"strict", no_argument, NULL, OPTION_STRICT},
    {"version", no_argument, NULL, 'V'},
    {"width", required_argument, NULL, OPTION_WIDTH},
    {NULL, 0, NULL, 0},
};

static const char *const formats[] = {"text", "tsv", "csv", "json", "md", "html", "dot"};
static const char *const colours[] = {"auto", "always", "never"};
static const char *const languages[] = {"", "en", "ru"};

/* Where a table's keys may come from strangers, memory is bounded by their number: all reports
 * together keep so many. */
enum {
    OPTIONS_KEYS = 20000,
    OPTIONS_KEYS_A_REPORT = 10000,
    OPTIONS_KEY_BYTES = 6 * 1024 * 1024,
    OPTIONS_KEY_BYTES_A_TABLE = 2 * 1024 * 1024,
    OPTIONS_KEYS_LEAST = 20,
    OPTIONS_ROWS = 15,
    OPTIONS_ROWS_A_PERIOD = 5
};

/* With --by, these take their place: the more periods, the fewer keys of each. */
static const struct {
    size_t periods, keys;
} options_periods[] = {
    [PERIOD_HOUR] = {250, 30},
    [PERIOD_DAY] = {250, 30},
    [PERIOD_WEEK] = {110, 70},
    [PERIOD_MONTH] = {60, 120},
};

/* For messages: "text, tsv, csv". */
static void options_list(struct buf *list, const char *word) {
    if (list->size)
        buf_add_string(list, ", ");
    buf_add_string(list, word);
}

static unsigned options_word(const char *option, const char *text, const char *const *words,
                             unsigned count) {
    for (unsigned i = 0; i < count; i++)
        if (*text && strcmp(text, words[i]) == 0)
            return i;
    struct buf list = {0};
    for (unsigned i = 0; i < count; i++)
        options_list(&list, words[i]);
    cli_misused(TOOL, usage, "%s: '%s' is none of %.*s", option, text, (int)list.size, list.at);
}

static uint64_t options_number(const char *option, const char *text, uint64_t least,
                               uint64_t most) {
    uint64_t number;
    if (!number_read(span_of(text), &number) || number < least || number > most)
        cli_misused(TOOL, usage, "%s: no number from %llu to %llu: %s", option,
                    (unsigned long long)least, (unsigned long long)most, text);
    return number;
}

static void add_report(struct options *options, const struct report *report) {
    if (options->reports_count == REPORTS_MAX)
        cli_misused(TOOL, usage, "more than %d reports", REPORTS_MAX);
    options->reports[options->reports_count++] = report;
}

_Noreturn static void options_refuse_report(struct span name) {
    struct buf list = {0};
    for (size_t i = 0; reports_at(i); i++)
        options_list(&list, reports_at(i)->name);
    cli_misused(TOOL, usage, "-r: '%.*s' is none of %.*s, all", (int)name.size, name.at,
                (int)list.size, list.at);
}

/* "networks,funnel", or "all". */
static void options_reports(struct options *options, const char *list) {
    options->reports_count = 0;
    if (strcmp(list, "all") == 0) {
        for (size_t i = 0; reports_at(i); i++)
            add_report(options, reports_at(i));
        return;
    }
    for (struct span rest = span_of(list); rest.at;) {
        struct span name = span_cut(&rest, ',');
        const struct report *report = reports_find(name);
        if (!report)
            options_refuse_report(name);
        add_report(options, report);
    }
}

static void options_alert(struct options *options, const char *text) {
    if (options->alerts_count == OPTIONS_ALERTS)
        cli_misused(TOOL, usage, "more than %d alerts", OPTIONS_ALERTS);
    if (!alert_read(span_of(text), &options->alerts[options->alerts_count]))
        cli_misused(TOOL, usage, "--alert: '%s' is no condition: try 'orders{vk} < 10'", text);
    options->alert_texts[options->alerts_count++] = text;
}

static void options_compare(struct options *options, char *path) {
    if (options->compared_count == OPTIONS_COMPARED)
        cli_misused(TOOL, usage, "--compare more than %d times", OPTIONS_COMPARED);
    options->compared[options->compared_count++] = path;
}

static void options_take_long(struct options *options, int letter, char *argument) {
    switch (letter) {
    case OPTION_ALERT:
        options_alert(options, argument);
        break;
    case OPTION_BY:
        if (!period_read(span_of(argument), &options->by))
            cli_misused(TOOL, usage, "--by: '%s' is none of hour, day, week, month", argument);
        break;
    case OPTION_COLOUR:
        options->colour = options_word("--colour", argument, colours, 3);
        break;
    case OPTION_COMPARE:
        options_compare(options, argument);
        break;
    case OPTION_COSTS:
        options->costs = argument;
        break;
    case OPTION_LANG:
        options->language = options_word("--lang", argument, languages, 3);
        break;
    case OPTION_ORDERS:
        options->orders = argument;
        break;
    case OPTION_PART:
        options->is_part = true;
        break;
    case OPTION_ROWS:
        options->settings.people_rows = options_number("--rows", argument, 0, 1000000);
        break;
    case OPTION_STEPS:
        options->steps = argument;
        break;
    case OPTION_STRICT:
        options->settings.is_strict = true;
        break;
    case OPTION_WIDTH:
        options->width = (unsigned)options_number("--width", argument, 40, 1000);
        break;
    default:
        cli_misused(TOOL, usage, "see smo-report(1)");
    }
}

static void options_take(struct options *options, int letter, char *argument) {
    switch (letter) {
    case 'f':
        options->format = options_word("-f", argument, formats, sizeof formats / sizeof *formats);
        break;
    case 'h':
        cli_help(usage);
    case 'o':
        options->output = argument;
        break;
    case 'r':
        options_reports(options, argument);
        break;
    case 'V':
        cli_version(TOOL);
    default:
        options_take_long(options, letter, argument);
    }
}

/* What each format is made for: a page holds everything, a graph the ways, a screen the summary. */
static void options_settle_reports(struct options *options) {
    bool is_table = options->format == FORMAT_TSV || options->format == FORMAT_CSV;
    if (options->reports_count == 0)
        options_reports(options, options->format == FORMAT_HTML  ? "all"
                                 : options->format == FORMAT_DOT ? "paths"
                                                                 : "summary");
    if (is_table && options->reports_count > 1 && !options->output)
        cli_misused(TOOL, usage, "%s holds one table: several reports need -o FOLDER",
                    options_ending(options));
    if (options->format == FORMAT_DOT &&
        (options->reports_count > 1 || options->reports[0] != reports_find(span_of("paths"))))
        cli_misused(TOOL, usage, "dot draws the report paths, and no other");
}

static void options_settle(struct options *options) {
    struct settings *settings = &options->settings;
    options_settle_reports(options);
    if (options->by && (options->compared_count || options->format == FORMAT_DOT))
        cli_misused(TOOL, usage, "--by goes neither with --compare nor with dot");
    size_t share =
        (options->by ? options_periods[options->by].keys : OPTIONS_KEYS) / options->reports_count;
    settings->max_keys = share < OPTIONS_KEYS_A_REPORT ? share : OPTIONS_KEYS_A_REPORT;
    settings->max_periods = options_periods[options->by].periods / options->reports_count;
    size_t bytes = OPTIONS_KEY_BYTES / options->reports_count;
    settings->max_bytes = bytes < OPTIONS_KEY_BYTES_A_TABLE ? bytes : OPTIONS_KEY_BYTES_A_TABLE;
    if (settings->max_keys < OPTIONS_KEYS_LEAST)
        settings->max_keys = OPTIONS_KEYS_LEAST;
    if (settings->people_rows == SIZE_MAX)
        settings->people_rows = options->by ? OPTIONS_ROWS_A_PERIOD : OPTIONS_ROWS;
    for (size_t i = 0; i < options->alerts_count; i++)
        if (options->alerts[i].is_change && !options->compared_count)
            cli_misused(TOOL, usage, "an alert on a change needs --compare: %s",
                        options->alert_texts[i]);
}

void options_read(struct options *options, int argc, char **argv) {
    *options = (struct options){.settings.people_rows = SIZE_MAX};
    for (int letter; (letter = getopt_long(argc, argv, "f:ho:r:V", long_options, NULL)) != -1;)
        options_take(options, letter, optarg);
    options_settle(options);
}

bool options_is_for_people(const struct options *options) {
    return options->format == FORMAT_TEXT || options->format == FORMAT_MD ||
           options->format == FORMAT_HTML;
}

bool options_is_folder(const struct options *options) {
    return options->output && options->reports_count > 1 &&
           (options->format == FORMAT_TSV || options->format == FORMAT_CSV);
}

const char *options_ending(const struct options *options) {
    return formats[options->format];
}
