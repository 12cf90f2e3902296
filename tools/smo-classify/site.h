/* Which site a host belongs to: what visits and the source `internal` go by. The only part of smo
 * that knows libpsl. */
#ifndef SMO_CLASSIFY_SITE_H
#define SMO_CLASSIFY_SITE_H

#include "lib/base/span.h"

#include <stdint.h>

struct sites;

struct sites *sites_new(void);
void sites_free(struct sites *sites);

/* The same sites for another thread. */
struct sites *sites_copy(const struct sites *sites);

/* Adds a site: `a.example,b.example`, called by the first, with all subdomains of each. Case,
 * blanks and a `www.` before a host do not matter, nor does a port, and names may be written in any
 * alphabet. False if there is no host in it, or something that is none. */
bool sites_add(struct sites *sites, struct span hosts);

struct site {
    struct span name; /* lower case, escaped; "-": none */
    uint64_t key;     /* tells sites apart within a run */
};

/* The site of a host (case ignored): that of sites_add(); else its registrable domain by the public
 * suffix list, a host without one being a site of its own. An absent host is of the site that was
 * added first; if there is none, of none. Lives until the next call with another host. */
const struct site *site_of_host(struct sites *sites, struct span host);

/* The site of hits that name no host: the first that was added, or empty. */
struct span site_unnamed(const struct sites *sites);

/* The name of a site that was added, in order; empty beyond the last. */
struct span site_added(const struct sites *sites, size_t number);

#endif
