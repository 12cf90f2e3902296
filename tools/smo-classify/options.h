/* What was asked for on the command line. */
#ifndef SMO_CLASSIFY_OPTIONS_H
#define SMO_CLASSIFY_OPTIONS_H

#include "smo-classify/keys.h"
#include "smo-classify/row.h"

enum options_mode { OPTIONS_CLASSIFY, OPTIONS_EXPLAIN, OPTIONS_TEST, OPTIONS_CHECK };

/* Paths and names stay in argv. */
struct options {
    enum options_mode mode;
    const char **rules, **databases, **sites;
    size_t rules_count, databases_count, sites_count;
    bool has_no_default_rules;
    bool finds_engine; /* -c auto */
    const char *key;
    enum keys_client client;
    bool has_daily_key;
    struct row_plan row;
    bool keeps_assets;
    bool is_part;
    bool is_verbose;
    unsigned jobs;   /* threads */
    char **operands; /* files; with OPTIONS_TEST url, referer and agent */
    size_t operands_count;
};

/* Reads the command line; ends the program where it asks for help, or makes no sense. */
void options_read(struct options *options, int argc, char **argv);

void options_free(struct options *options);

#endif
