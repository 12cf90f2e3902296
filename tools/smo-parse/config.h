/* Log formats out of a server's configuration: -f @/etc/nginx/nginx.conf[:name]. */
#ifndef SMO_PARSE_CONFIG_H
#define SMO_PARSE_CONFIG_H

#include "lib/base/arena.h"
#include "lib/base/fault.h"
#include "lib/base/span.h"

/* A format as it was written. */
struct config_format {
    struct span name; /* may be empty */
    struct span text; /* quotes and backslashes of the configuration undone */
    bool is_apache;   /* else nginx's */
    enum { CONFIG_DEFAULT, CONFIG_JSON, CONFIG_NONE } escape; /* nginx: escape= */
};

/* Reads the first `log_format name [escape=...] '...' '...';` or `LogFormat "..." name` from *text,
 * and leaves what is behind it; comments are passed over. Texts live in the arena. False if there
 * is none. */
bool config_next(struct span *text, struct arena *arena, struct config_format *format);

/* Finds `FILE[:NAME]`. Without a name the file must have one format only, or one called `main` or
 * `combined`. */
bool config_find(const char *place, struct arena *arena, struct config_format *format,
                 struct fault *fault);

/* A piece of an nginx configuration without its backslashes. */
struct span config_unescaped(struct span text, struct arena *arena);

#endif
