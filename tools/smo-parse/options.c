#include "smo-parse/options.h"

#include "lib/base/cli.h"
#include "lib/base/date.h"
#include "lib/base/number.h"
#include "lib/rules/url.h"
#include "lib/stream/record.h"

#include <getopt.h>
#include <sys/stat.h>

const char options_usage[] =
    "smo-parse [-hVv] [-f format] [-H host] [-j jobs] [-R rejects] [-s since]\n"
    "          [-u until] [--max-rejects percent] [--now time]\n"
    "          [--only-host host] [--progress] [--trust network] [--zone zone]\n"
    "          [file ...]\n";

enum {
    OPTION_MAX_REJECTS = 256,
    OPTION_NOW,
    OPTION_ONLY_HOST,
    OPTION_PROGRESS,
    OPTION_TRUST,
    OPTION_ZONE
};

static const struct option options_long[] = {
    {"format", required_argument, NULL, 'f'},
    {"help", no_argument, NULL, 'h'},
    {"host", required_argument, NULL, 'H'},
    {"jobs", required_argument, NULL, 'j'},
    {"max-rejects", required_argument, NULL, OPTION_MAX_REJECTS},
    {"now", required_argument, NULL, OPTION_NOW},
    {"only-host", required_argument, NULL, OPTION_ONLY_HOST},
    {"progress", no_argument, NULL, OPTION_PROGRESS},
    {"rejects", required_argument, NULL, 'R'},
    {"since", required_argument, NULL, 's'},
    {"trust", required_argument, NULL, OPTION_TRUST},
    {"until", required_argument, NULL, 'u'},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, 'V'},
    {"zone", required_argument, NULL, OPTION_ZONE},
    {NULL, 0, NULL, 0},
};

#define REFUSE(...) cli_misused("smo-parse", options_usage, __VA_ARGS__)

static void options_read_host(struct buf *host, const char *name, const char *text) {
    buf_clear(host);
    host->size = url_read_host(buf_reserve(host, URL_HOST_BYTES), span_of(text));
    if (host->size == 0)
        REFUSE("%s: '%s' is no host: try shop.example, without https:// and path", name, text);
}

static void options_read_bound(struct options *options, struct period_bound *bound,
                               const char *name, const char *text) {
    struct fault fault = {0};
    if (!period_read(span_of(text), bound, &options->needs_now, &fault))
        REFUSE("%s: '%s' %s", name, text, fault.text);
}

static void options_read_now(struct options *options, const char *text) {
    struct period_bound now;
    bool is_relative = false;
    struct fault fault = {0};
    if (!period_read(span_of(text), &now, &is_relative, &fault) || is_relative)
        REFUSE("--now: '%s' is no time: try 2025-11-22T14:30+0300", text);
    options->plan.period.now = now.seconds;
    options->has_now = true;
}

/* A percentage, with at most three decimals. */
static void options_read_percent(struct options *options, const char *text) {
    struct span whole = span_of(text), decimals;
    uint64_t number, fraction = 0;
    if (span_ends_with(whole, (struct span)SPAN("%")))
        whole.size--;
    decimals = whole;
    whole = span_cut(&decimals, '.');
    if (!number_read(whole, &number) || number > 100 ||
        (decimals.at && (decimals.size > 3 || !number_read(decimals, &fraction))))
        REFUSE("--max-rejects: '%s' is no percentage", text);
    options->max_rejects = (double)fraction;
    for (size_t i = 0; i < decimals.size; i++)
        options->max_rejects /= 10;
    options->max_rejects += (double)number;
}

static void options_read_jobs(struct options *options, const char *text) {
    uint64_t jobs;
    if (!number_read(span_of(text), &jobs) || jobs < 1 || jobs > 64)
        REFUSE("-j: '%s' is not a number from 1 to 64", text);
    options->jobs = (unsigned)jobs;
}

static void options_read_trust(struct options *options, const char *text) {
    struct span rest = span_of(text);
    struct fault fault = {0};
    while (rest.at)
        if (!client_trust(&options->client_rules, span_cut(&rest, ','), &fault))
            REFUSE("--trust: %s", fault.text);
}

static void options_read_zone(struct options *options, const char *text) {
    if (!date_read_zone(span_of(text), &options->plan.rules.zone_seconds))
        REFUSE("--zone: '%s' is no offset: try +0300 or UTC", text);
}

static void options_read_one(struct options *options, int letter, const char *text) {
    switch (letter) {
    case 'f':
        options->format = strcmp(text, "auto") == 0 ? NULL : text;
        break;
    case 'H':
        options_read_host(&options->host, "-H", text);
        break;
    case 'j':
        options_read_jobs(options, text);
        break;
    case 'R':
        if (strcmp(text, "-") == 0)
            REFUSE("-R: rejects go to a file, not to standard output");
        options->rejects = text;
        break;
    case 's':
        options_read_bound(options, &options->plan.period.since, "-s", text);
        break;
    case 'u':
        options_read_bound(options, &options->plan.period.until, "-u", text);
        break;
    case 'v':
        options->is_verbose = true;
        break;
    case OPTION_MAX_REJECTS:
        options_read_percent(options, text);
        break;
    case OPTION_NOW:
        options_read_now(options, text);
        break;
    case OPTION_ONLY_HOST:
        options_read_host(&options->only_host, "--only-host", text);
        break;
    case OPTION_PROGRESS:
        options->shows_progress = true;
        break;
    case OPTION_TRUST:
        options_read_trust(options, text);
        break;
    case OPTION_ZONE:
        options_read_zone(options, text);
        break;
    case 'h':
        cli_help(options_usage);
    case 'V':
        cli_version("smo-parse");
    default:
        REFUSE("see smo-parse(1)");
    }
}

/* A reject file replaces what had its name: that must not be a log. */
static void options_check_rejects(const struct options *options) {
    struct stat rejects, log;
    if (!options->rejects || stat(options->rejects, &rejects) != 0 || !S_ISREG(rejects.st_mode))
        return;
    for (size_t i = 0; i < options->path_count; i++)
        if (stat(options->paths[i], &log) == 0 && log.st_dev == rejects.st_dev &&
            log.st_ino == rejects.st_ino)
            REFUSE("-R %s is one of the logs, and would be replaced", options->rejects);
}

void options_read(struct options *options, int argc, char **argv) {
    static const char *const standard_input[] = {"-"};
    *options = (struct options){.max_rejects = 5, .jobs = 1};
    opterr = 0;
    for (int letter;
         (letter = getopt_long(argc, argv, "f:hH:j:R:s:u:vV", options_long, NULL)) != -1;) {
        if (letter == '?')
            REFUSE("%s: no such option, or what it needs is missing", argv[optind - 1]);
        options_read_one(options, letter, optarg);
    }
    options->paths = optind < argc ? (const char *const *)(argv + optind) : standard_input;
    options->path_count = optind < argc ? (size_t)(argc - optind) : 1;
    options->plan.row.host = buf_span(&options->host);
    options->plan.only_host = buf_span(&options->only_host);
    options->plan.rules.client = &options->client_rules;
    options_check_rejects(options);
}

static void options_settle(struct period_bound *bound, int64_t now) {
    /* What was read as `-7d` is still a distance: no log is as old as that. */
    if (bound->kind == PERIOD_MOMENT && bound->seconds <= 0)
        bound->seconds += now;
}

void options_set_now(struct options *options, int64_t clock) {
    struct period *period = &options->plan.period;
    if (!options->has_now)
        period->now = clock;
    options_settle(&period->since, period->now);
    options_settle(&period->until, period->now);
}

void options_free(struct options *options) {
    buf_free(&options->host);
    buf_free(&options->only_host);
    client_rules_free(&options->client_rules);
}
