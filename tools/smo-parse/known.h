/* The formats that are known by name and described in a server's own words. */
#ifndef SMO_PARSE_KNOWN_H
#define SMO_PARSE_KNOWN_H

#include "smo-parse/format.h"

struct known {
    const char *name;
    const char *apache;    /* a LogFormat, or */
    const char *nginx;     /* a log_format */
    const char *otherwise; /* the name of what else a line may be */
    struct span no_status;
    bool has_tail, needs_status, needs_client, has_port, may_grow, has_host_in_url, has_no_method;
    enum format_sign sign;
    enum format_escapes escapes; /* if they are not those that the server's own words would have */
};

/* The format of that name, or NULL. */
const struct known *known_find(struct span name);

/* The names of all formats, those of other kinds too, for messages: joined by blanks. */
const char *known_names(void);

#endif
