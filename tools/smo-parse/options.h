/* What the user asked for. */
#ifndef SMO_PARSE_OPTIONS_H
#define SMO_PARSE_OPTIONS_H

#include "smo-parse/batch.h"

struct options {
    const char *format;  /* NULL: auto */
    const char *rejects; /* NULL: not kept */
    double max_rejects;  /* percent */
    unsigned jobs;
    bool is_verbose, shows_progress;
    bool needs_now, has_now;
    struct batch_plan plan;
    struct client_rules client_rules;
    struct buf host, only_host; /* lower case */
    const char *const *paths;
    size_t path_count;
};

extern const char options_usage[];

/* Reads the arguments; ends the program if they are wrong, or ask for help. */
void options_read(struct options *options, int argc, char **argv);

/* Settles what is relative to now: --now, or `clock`. */
void options_set_now(struct options *options, int64_t clock);

void options_free(struct options *options);

#endif
