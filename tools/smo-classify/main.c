/* smo-classify(1): says of every hit who came, from where, and to which page.
 *
 *     main        parts are made, the run is done, parts are freed
 *     options     the command line
 *     shelf       where rules and databases lie
 *     rules       loads rules, for the shop engine too that engine finds
 *     run         reads, holds back while the site is learned (hold, learn), judges, writes (row)
 *     classifier  a hit in, a verdict out; asks, and most of these remember (cache):
 *       client      who it was, on one card each
 *         agent       person, preview fetcher or robot; device; app
 *         geo         the country
 *         keys        pseudonyms
 *       referer     its host, site and place
 *       page        page, action, order, revenue; tags: utm and click ids
 *       source      the order of evidence
 *     crew        classifiers in threads, for blocks of hits
 *     tally       what goes by order: thinning, counts, the ledger
 *     site        which hosts are one site
 *     crowd       does one address make a great part of all hits?
 *     thin        assets too many
 *     explain     why
 *     trial       one hit, of the command line, explained
 */
#include "smo-classify/rules.h"
#include "smo-classify/run.h"
#include "smo-classify/trial.h"

#include "lib/base/escape.h"
#include "lib/io/output.h"
#include "lib/rules/rulecheck.h"

#include <stdlib.h>
#include <unistd.h>

#ifndef SMO_DATADIR
#define SMO_DATADIR "/usr/local/share/smo"
#endif

static const char tool[] = "smo-classify";

/* --- where things lie */

static char *path_beside_program(void) {
    char program[4096];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0)
        return NULL;
    program[size] = '\0';
    for (int folders = 0; folders < 2; folders++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            return NULL;
        *slash = '\0';
    }
    struct buf path = {0};
    buf_addf(&path, "%s/share/smo", program);
    return (char *)buf_string(&path);
}

static char *path_of_user(void) {
    const char *share = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    struct buf path = {0};
    if (share && *share)
        buf_addf(&path, "%s/smo", share);
    else if (home && *home)
        buf_addf(&path, "%s/.local/share/smo", home);
    else
        return NULL;
    return (char *)buf_string(&path);
}

/* --- making the parts */

static void add_database(struct geo *geo, const char *path, const struct options *options,
                         struct complain *complain) {
    struct fault fault = {0};
    if (!geo_add(geo, path, &fault)) {
        complain_fault(complain, "database", path, &fault);
        exit(CLI_FAILED);
    }
    if (options->is_verbose)
        complain_say(complain, "verbose", "database: %s", path);
}

/* Those that were named; else the first usable one that lies where they usually do. */
static struct geo *open_databases(const struct options *options, const struct shelf *shelf,
                                  struct complain *complain) {
    struct geo *geo = geo_new();
    for (size_t i = 0; i < options->databases_count; i++)
        if (strcmp(options->databases[i], "none") != 0)
            add_database(geo, options->databases[i], options, complain);
    char *path;
    for (size_t i = 0; !options->databases_count && (path = shelf_database(shelf, i)); i++) {
        struct fault fault = {0};
        bool is_usable = geo_add(geo, path, &fault);
        if (!is_usable)
            complain_fault(complain, "database", path, &fault);
        else if (options->is_verbose)
            complain_say(complain, "verbose", "database: %s", path);
        free(path);
        if (is_usable)
            break;
    }
    return geo;
}

static struct sites *make_sites(const struct options *options) {
    struct sites *sites = sites_new();
    for (size_t i = 0; i < options->sites_count; i++)
        if (!sites_add(sites, span_of(options->sites[i])))
            cli_failed(tool, "-s: no host: '%s'; try shop.example, without https:// and path",
                       options->sites[i]);
    return sites;
}

static struct keys open_keys(const struct options *options, struct complain *complain) {
    struct keys keys = {.is_daily = options->has_daily_key, .client = options->client};
    struct fault fault = {0};
    if (!keys_open(&keys, options->key, &fault)) {
        complain_fault(complain, "key", options->key ? options->key : "-k", &fault);
        exit(CLI_FAILED);
    }
    return keys;
}

/* --- what is done with them */

static void say_oddity(void *listener, const struct rule *rule, const char *text) {
    struct buf line = {0};
    escape_add(&line, span_of(rule->file));
    buf_addf(&line, ":%u: %s: ", rule->line, text);
    escape_add(&line, rule->text);
    buf_add_byte(&line, '\n');
    output_add(listener, buf_span(&line));
    buf_free(&line);
}

static enum cli_status check_rules(const struct ruleset *rules) {
    struct output *output = output_standard(tool);
    uint32_t oddities = rulecheck_all(rules, say_oddity, output);
    output_close(output);
    return oddities ? CLI_INCOMPLETE : CLI_COMPLETE;
}

/* Judges hits with these rules: those of the run, or without a run the one of --test. */
static enum cli_status classify(const struct options *options, const struct shelf *shelf,
                                const struct ruleset *rules, const char *rules_name,
                                struct run *run, struct complain *complain) {
    struct geo *geo = open_databases(options, shelf, complain);
    struct sites *sites = make_sites(options);
    struct keys keys = open_keys(options, complain);
    struct classifier_parts parts = {.rules = rules,
                                     .rules_name = rules_name,
                                     .keys = &keys,
                                     .sites = sites,
                                     .geo = geo,
                                     .keeps_assets = options->keeps_assets,
                                     .explains = options->mode != OPTIONS_CLASSIFY};
    enum cli_status status = run ? run_stream(run, &parts) : trial_run(options, &parts);
    sites_free(sites);
    geo_free(geo);
    return status;
}

static const char *find_engine(const struct options *options, struct run *run) {
    if (!run || !options->finds_engine)
        return NULL;
    enum engine engine = run_find_engine(run);
    return engine < ENGINE_COUNT ? engine_name(engine) : NULL;
}

int main(int argc, char **argv) {
    struct options options;
    options_read(&options, argc, argv);
    char *beside = path_beside_program(), *home = path_of_user();
    struct shelf shelf = {.beside = beside, .installed = SMO_DATADIR, .home = home};
    struct complain *complain = complain_new(tool);
    bool reads_hits = options.mode == OPTIONS_CLASSIFY || options.mode == OPTIONS_EXPLAIN;

    /* Without -c auto rules are refused before any input is read. */
    struct run *run = options.finds_engine && reads_hits ? run_open(&options, complain) : NULL;
    const char *engine = find_engine(&options, run);
    struct ruleset *rules = rules_load(&options, &shelf, engine, complain);
    if (!rules)
        return CLI_FAILED;
    if (!run && reads_hits)
        run = run_open(&options, complain);
    char *identity = rules_identity(rules), *rules_name = rules_describe(&options, engine);
    options.row.identity = identity;
    options.row.has_offers = rules_have_offers(rules);
    enum cli_status status = options.mode == OPTIONS_CHECK
                                 ? check_rules(rules)
                                 : classify(&options, &shelf, rules, rules_name, run, complain);
    run_close(run);
    ruleset_free(rules);
    complain_free(complain);
    options_free(&options);
    free(identity);
    free(rules_name);
    free(beside);
    free(home);
    return (int)status;
}
