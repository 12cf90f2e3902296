/* The formats that are known by name: most are described in a server's own words. */
#ifndef SMO_PARSE_KNOWN_H
#define SMO_PARSE_KNOWN_H

#include "smo-parse/format.h"

struct known {
    const char *name;
    enum format_kind kind;
    const char *apache;      /* FORMAT_FIELDS: a LogFormat, or */
    const char *nginx;       /* a log_format */
    const char *otherwise;   /* the name of what else a line may be */
    bool is_found_otherwise; /* as such, or by its own first lines: no log is tried for it */
    struct span no_status, no_referer;
    unsigned habits; /* bits FORMAT_* */
    enum format_sign sign;
    enum format_escapes escapes; /* if they are not those that the server's own words would have */
};

/* The format of that name, or NULL. */
const struct known *known_find(struct span name);

/* The formats that a log is tried for, from 0 on, in that order. NULL behind the last. */
const struct known *known_sought(size_t i);

#endif
