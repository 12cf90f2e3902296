#include "smo-classify/options.h"

#include "lib/base/cli.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <getopt.h>
#include <stdlib.h>

static const char tool[] = "smo-classify";

static const char usage[] =
    "smo-classify [-v] [-c rules] [-g database] [-j jobs] [-k key] [-s site,host,...]\n"
    "             [--client what] [--daily-key] [--explain] [--keep columns]\n"
    "             [--keep-assets] [--no-default-rules] [--part] [file ...]\n"
    "smo-classify --test [-c rules] [-s site] [--no-default-rules] url referer agent\n"
    "smo-classify --check [-c rules] [--no-default-rules]\n"
    "smo-classify -h | -V\n";

enum {
    OPTION_CHECK = 256,
    OPTION_CLIENT,
    OPTION_DAILY_KEY,
    OPTION_EXPLAIN,
    OPTION_KEEP,
    OPTION_KEEP_ASSETS,
    OPTION_NO_DEFAULT_RULES,
    OPTION_PART,
    OPTION_TEST,
};

static const struct option long_options[] = {
    {"rules", required_argument, NULL, 'c'},
    {"geo", required_argument, NULL, 'g'},
    {"help", no_argument, NULL, 'h'},
    {"jobs", required_argument, NULL, 'j'},
    {"key", required_argument, NULL, 'k'},
    {"site", required_argument, NULL, 's'},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, 'V'},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"client", required_argument, NULL, OPTION_CLIENT},
    {"daily-key", no_argument, NULL, OPTION_DAILY_KEY},
    {"explain", no_argument, NULL, OPTION_EXPLAIN},
    {"keep", required_argument, NULL, OPTION_KEEP},
    {"keep-assets", no_argument, NULL, OPTION_KEEP_ASSETS},
    {"no-default-rules", no_argument, NULL, OPTION_NO_DEFAULT_RULES},
    {"part", no_argument, NULL, OPTION_PART},
    {"test", no_argument, NULL, OPTION_TEST},
    {NULL, 0, NULL, 0},
};

static void options_set_client(struct options *options, const char *what) {
    if (strcmp(what, "ip") == 0)
        options->client = KEYS_OF_ADDRESS;
    else if (strcmp(what, "agent") == 0)
        options->client = KEYS_OF_ADDRESS_AND_AGENT;
    else
        cli_misused(tool, usage, "--client: neither agent nor ip: %s", what);
}

static void options_set_mode(struct options *options, enum options_mode mode) {
    if (options->mode != OPTIONS_CLASSIFY && options->mode != mode)
        cli_misused(tool, usage, "only one of --check, --explain and --test");
    options->mode = mode;
}

static void options_keep(struct options *options, const char *names) {
    struct span name;
    if (!row_keep(&options->row, span_of(names), &name))
        cli_misused(tool, usage, "--keep: %.*s: not one of ip, user, bytes, referer, agent, cookie",
                    (int)name.size, name.at);
}

static unsigned options_jobs(const char *jobs) {
    uint64_t number;
    if (!number_read(span_of(jobs), &number) || number == 0 || number > 1024)
        cli_misused(tool, usage, "-j: not a number of threads: %s", jobs);
    return (unsigned)number;
}

static void options_take(struct options *options, int option, const char *word) {
    switch (option) {
    case 'c':
        if (strcmp(optarg, "auto") == 0)
            options->finds_engine = true;
        else
            options->rules[options->rules_count++] = optarg;
        break;
    case 'g':
        options->databases[options->databases_count++] = optarg;
        break;
    case 'j':
        options->jobs = options_jobs(optarg);
        break;
    case 'k':
        options->key = optarg;
        break;
    case 's':
        options->sites[options->sites_count++] = optarg;
        break;
    case 'v':
        options->is_verbose = true;
        break;
    case OPTION_CHECK:
        options_set_mode(options, OPTIONS_CHECK);
        break;
    case OPTION_CLIENT:
        options_set_client(options, optarg);
        break;
    case OPTION_DAILY_KEY:
        options->has_daily_key = true;
        break;
    case OPTION_EXPLAIN:
        options_set_mode(options, OPTIONS_EXPLAIN);
        break;
    case OPTION_KEEP:
        options_keep(options, optarg);
        break;
    case OPTION_KEEP_ASSETS:
        options->keeps_assets = true;
        break;
    case OPTION_NO_DEFAULT_RULES:
        options->has_no_default_rules = true;
        break;
    case OPTION_PART:
        options->is_part = true;
        break;
    case OPTION_TEST:
        options_set_mode(options, OPTIONS_TEST);
        break;
    case 'h':
        cli_help(usage);
    case 'V':
        cli_version(tool);
    default:
        cli_misused(tool, usage, "%s: no such option, or what it needs is missing", word);
    }
}

void options_read(struct options *options, int argc, char **argv) {
    *options = (struct options){.client = KEYS_OF_ADDRESS_AND_AGENT, .jobs = 1};
    options->rules = mem_zeroed((size_t)argc, sizeof(char *));
    options->databases = mem_zeroed((size_t)argc, sizeof(char *));
    options->sites = mem_zeroed((size_t)argc, sizeof(char *));
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, "c:g:hj:k:s:vV", long_options, NULL)) != -1)
        options_take(options, option, argv[optind - 1]);
    options->operands = argv + optind;
    options->operands_count = (size_t)(argc - optind);
    if (options->mode == OPTIONS_TEST && options->operands_count != 3)
        cli_misused(tool, usage, "--test wants a url, a referer and an agent");
    if (options->mode == OPTIONS_CHECK && options->operands_count != 0)
        cli_misused(tool, usage, "--check reads no input: %s", options->operands[0]);
}

void options_free(struct options *options) {
    free(options->rules);
    free(options->databases);
    free(options->sites);
}
