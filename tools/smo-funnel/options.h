/* The options of smo-funnel(1). */
#ifndef SMO_FUNNEL_OPTIONS_H
#define SMO_FUNNEL_OPTIONS_H

#include "smo-funnel/settings.h"

struct options {
    struct settings settings;
    const char *state; /* a file's name, or NULL */
    bool begins_state; /* --init-state */
    bool has_until;
    struct moment_bound until; /* the input has all hits from before */
    bool flushes;
    bool is_part;
    uint64_t trails; /* 0: visits are written */
    char **files;
    size_t files_count;
};

/* Reads the arguments. Prints and exits where they are wrong, or ask for help. */
struct options options_read(int count, char **arguments);

#endif
