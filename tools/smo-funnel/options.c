#include "smo-funnel/options.h"

#include "lib/base/cli.h"
#include "lib/base/date.h"
#include "lib/base/number.h"

#include <getopt.h>

#define TOOL "smo-funnel"

static const char usage[] =
    "smo-funnel [-S state] [-t timeout] [-u until] [-w window] [--bots] [--flush]\n"
    "           [--init-state] [--max-memory size] [--part] [--slow duration]\n"
    "           [--steps list] [--trails number] [file ...]\n"
    "smo-funnel -h | -V\n";

enum options_long {
    OPTION_BOTS = 256,
    OPTION_FLUSH,
    OPTION_INIT_STATE,
    OPTION_MAX_MEMORY,
    OPTION_PART,
    OPTION_SLOW,
    OPTION_STEPS,
    OPTION_TRAILS
};

static const struct option long_options[] = {
    {"state", required_argument, NULL, 'S'},
    {"timeout", required_argument, NULL, 't'},
    {"until", required_argument, NULL, 'u'},
    {"window", required_argument, NULL, 'w'},
    {"bots", no_argument, NULL, OPTION_BOTS},
    {"flush", no_argument, NULL, OPTION_FLUSH},
    {"init-state", no_argument, NULL, OPTION_INIT_STATE},
    {"max-memory", required_argument, NULL, OPTION_MAX_MEMORY},
    {"part", no_argument, NULL, OPTION_PART},
    {"slow", required_argument, NULL, OPTION_SLOW},
    {"steps", required_argument, NULL, OPTION_STEPS},
    {"trails", required_argument, NULL, OPTION_TRAILS},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

/* Ten years: times and durations can then be added without a thought. */
#define OPTIONS_MAX_SECONDS (10 * INT64_C(366) * 24 * 60 * 60)

/* `30m`, `90`, and with decimals `0.5`. */
static int64_t options_duration(const char *name, const char *text) {
    int64_t nanoseconds, seconds;
    unsigned digits;
    struct span span = span_of(text);
    if (moment_read(span, &nanoseconds, &digits) &&
        nanoseconds <= OPTIONS_MAX_SECONDS * MOMENT_SECOND)
        return nanoseconds;
    if (!date_read_duration(span, &seconds) || seconds < 0 || seconds > OPTIONS_MAX_SECONDS)
        cli_misused(TOOL, usage, "%s: no duration of at most ten years: %s", name, text);
    return seconds * MOMENT_SECOND;
}

static uint64_t options_number(const char *name, const char *text) {
    uint64_t number;
    if (!number_read(span_of(text), &number) || number == 0)
        cli_misused(TOOL, usage, "%s: no number from 1 on: %s", name, text);
    return number;
}

/* `500M`: bytes. */
static uint64_t options_size(const char *name, const char *text) {
    static const char units[] = "KMGT";
    struct span digits = span_of(text);
    unsigned shift = 0;
    for (unsigned i = 0; units[i]; i++) {
        if (digits.size && digits.at[digits.size - 1] == units[i]) {
            shift = 10 * (i + 1);
            digits.size--;
            break;
        }
    }
    uint64_t number;
    if (!number_read(digits, &number) || number == 0 || number > UINT64_MAX >> shift)
        cli_misused(TOOL, usage, "%s: no size such as 500M: %s", name, text);
    return number << shift;
}

/* A step is a name that rules can give to pages and actions, and that can stand in a list. */
static bool options_is_step(struct span name) {
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.at[i];
        if (byte <= ' ' || byte == 0x7f || byte == '\\' || byte == '>')
            return false;
    }
    return !span_is_absent(name);
}

static void options_steps(struct settings *settings, const char *text) {
    struct span rest = span_of(text);
    settings->steps_count = 0;
    while (rest.at) {
        struct span step = span_cut(&rest, ',');
        if (!options_is_step(step) || settings->steps_count == SETTINGS_MAX_STEPS)
            cli_misused(TOOL, usage, "--steps: no list of 1 to %d names: %s", SETTINGS_MAX_STEPS,
                        text);
        for (unsigned i = 0; i < settings->steps_count; i++)
            if (span_equals(settings->steps[i], step))
                cli_misused(TOOL, usage, "--steps: a name stands there twice: %s", text);
        settings->steps[settings->steps_count++] = step;
    }
}

static struct options options_default(void) {
    struct options options = {.settings = {.timeout = 30 * MOMENT_MINUTE,
                                           .window = 30 * MOMENT_DAY,
                                           .slow = 3 * MOMENT_SECOND}};
    options_steps(&options.settings, "product,cart,checkout,order");
    return options;
}

static void options_take(struct options *options, int option, const char *value) {
    struct settings *settings = &options->settings;
    switch (option) {
    case 'S':
        options->state = value;
        break;
    case 't':
        settings->timeout = options_duration("--timeout", value);
        break;
    case 'u':
        options->has_until = true;
        if (!moment_read_bound(span_of(value), &options->until))
            cli_misused(TOOL, usage, "--until: no day such as 2025-11-22, nor seconds: %s", value);
        break;
    case 'w':
        settings->window = options_duration("--window", value);
        break;
    case OPTION_BOTS:
        settings->keeps_bots = true;
        break;
    case OPTION_FLUSH:
        options->flushes = true;
        break;
    case OPTION_INIT_STATE:
        options->begins_state = true;
        break;
    case OPTION_MAX_MEMORY:
        settings->max_memory_bytes = options_size("--max-memory", value);
        break;
    case OPTION_PART:
        options->is_part = true;
        break;
    case OPTION_SLOW:
        settings->slow = options_duration("--slow", value);
        break;
    case OPTION_STEPS:
        options_steps(settings, value);
        break;
    case OPTION_TRAILS:
        options->trails = options_number("--trails", value);
        break;
    case 'h':
        cli_help(usage);
    case 'V':
        cli_version(TOOL);
    default:
        cli_misused(TOOL, usage, "see the usage");
    }
}

struct options options_read(int count, char **arguments) {
    struct options options = options_default();
    int option;
    while ((option = getopt_long(count, arguments, "S:t:u:w:hV", long_options, NULL)) != -1)
        options_take(&options, option, optarg);
    if (options.begins_state && !options.state)
        cli_misused(TOOL, usage, "--init-state needs --state");
    if (options.has_until && !options.state)
        cli_misused(TOOL, usage, "--until needs --state: without it all visits are written");
    if (options.trails && options.state)
        cli_misused(TOOL, usage, "--trails writes no visits, and cannot be used with --state");
    options.files = arguments + optind;
    options.files_count = (size_t)(count - optind);
    return options;
}
