#include "smo-classify/site.h"

#include "smo-classify/cache.h"

#include "lib/base/escape.h"
#include "lib/base/glimpse.h"
#include "lib/base/hash.h"
#include "lib/base/mem.h"
#include "lib/base/table.h"
#include "lib/rules/idn.h"
#include "lib/rules/url.h"

#include <libpsl.h>
#include <stdlib.h>

enum { SITE_CACHE_BYTES = 512 * 1024 };

struct sites {
    const psl_ctx_t *suffixes; /* libpsl's own copy of the list */
    struct table hosts;        /* of the sites that were added */
    struct glimpse glimpse;    /* of these */
    struct span *names;        /* by number in `hosts` */
    size_t names_capacity;
    struct table added;   /* their names */
    struct cache answers; /* struct site by host */
    struct buf scratch, cell;
};

struct sites *sites_new(void) {
    struct sites *sites = mem_zeroed(1, sizeof *sites);
    sites->suffixes = psl_builtin();
    table_init(&sites->hosts);
    table_init(&sites->added);
    cache_init(&sites->answers, sizeof(struct site), SITE_CACHE_BYTES);
    return sites;
}

void sites_free(struct sites *sites) {
    if (!sites)
        return;
    table_free(&sites->hosts);
    table_free(&sites->added);
    cache_free(&sites->answers);
    buf_free(&sites->scratch);
    buf_free(&sites->cell);
    free(sites->names);
    free(sites);
}

struct sites *sites_copy(const struct sites *sites) {
    struct sites *copy = sites_new();
    for (uint32_t i = 0; i < sites->added.count; i++)
        table_number(&copy->added, table_name(&sites->added, i));
    for (uint32_t i = 0; i < sites->hosts.count; i++) {
        uint32_t number = table_number(&copy->hosts, table_name(&sites->hosts, i));
        glimpse_add(&copy->glimpse, table_name(&sites->hosts, i));
        mem_grow(&copy->names, &copy->names_capacity, (size_t)number + 1, sizeof *copy->names);
        copy->names[number] = table_name(&copy->added, table_find(&copy->added, sites->names[i]));
    }
    return copy;
}

/* As the DNS has it, or if it can be none, in lower case. */
static struct span site_spelled(struct buf *buf, struct span host) {
    size_t room = host.size > URL_HOST_BYTES ? host.size : URL_HOST_BYTES;
    buf_clear(buf);
    char *at = buf_reserve(buf, room);
    buf->size = idn_to_ascii(at, room, host);
    if (buf->size == 0) {
        span_lower(at, host);
        buf->size = host.size;
    }
    return buf_span(buf);
}

bool sites_add(struct sites *sites, struct span hosts) {
    static const struct span www = SPAN("www.");
    struct span name = {NULL, 0};
    char spelled[URL_HOST_BYTES];
    cache_clear(&sites->answers);
    while (hosts.at) {
        struct span text = span_trim(span_cut(&hosts, ','));
        if (span_is_absent(text))
            continue;
        struct span host = {spelled, url_read_host(spelled, text)};
        if (!host.size)
            return false;
        if (span_starts_with(host, www))
            host = span_skip(host, www.size);
        if (!name.at)
            name = table_name(&sites->added, table_number(&sites->added, host));
        uint32_t number = table_number(&sites->hosts, host);
        glimpse_add(&sites->glimpse, host);
        mem_grow(&sites->names, &sites->names_capacity, (size_t)number + 1, sizeof *sites->names);
        sites->names[number] = name;
    }
    return name.at != NULL;
}

/* The added site whose host is this one or above it, or empty. */
static struct span site_find_added(const struct sites *sites, struct span host) {
    while (host.size) {
        uint32_t number =
            glimpse_may_have(&sites->glimpse, host) ? table_find(&sites->hosts, host) : TABLE_NONE;
        if (number != TABLE_NONE)
            return sites->names[number];
        host = span_skip(host, span_find(host, '.') + 1);
    }
    return (struct span){NULL, 0};
}

/* Digits and dots, or a colon: a public suffix list has nothing to say about it. */
static bool site_is_address(struct span host) {
    for (size_t i = 0; i < host.size; i++)
        if (host.at[i] == ':')
            return true;
        else if (host.at[i] != '.' && (host.at[i] < '0' || host.at[i] > '9'))
            return false;
    return true;
}

/* One of one or two labels has nothing above it but, at best, a public suffix. */
static bool site_is_short(struct span host) {
    size_t dot = span_find(host, '.');
    return dot == host.size || span_find(span_skip(host, dot + 1), '.') == host.size - dot - 1;
}

static struct span site_registrable(const struct sites *sites, struct span host) {
    char string[URL_HOST_BYTES + 1];
    if (host.size > URL_HOST_BYTES || !sites->suffixes || site_is_short(host) ||
        site_is_address(host))
        return host;
    memcpy(string, host.at, host.size);
    string[host.size] = '\0';
    const char *domain = psl_registrable_domain(sites->suffixes, string);
    return domain ? span_skip(host, (size_t)(domain - string)) : host;
}

/* What an absent host belongs to changes only when a site is added, which forgets all answers. */
const struct site *site_of_host(struct sites *sites, struct span host) {
    uint64_t hash = cache_hash(&sites->answers, host);
    struct site *site = cache_get(&sites->answers, host, hash);
    if (site)
        return site;
    site = cache_add(&sites->answers, host, hash);
    struct span name;
    if (span_is_absent(host)) {
        name = site_unnamed(sites).size ? site_unnamed(sites) : SPAN_ABSENT;
    } else {
        host = site_spelled(&sites->scratch, host);
        name = site_find_added(sites, host);
        if (!name.size)
            name = site_registrable(sites, host);
    }
    buf_clear(&sites->cell);
    escape_add(&sites->cell, name);
    site->name = arena_copy(&sites->answers.arena, buf_span(&sites->cell));
    site->key = hash_bytes(site->name, 0);
    return site;
}

struct span site_unnamed(const struct sites *sites) {
    return site_added(sites, 0);
}

struct span site_added(const struct sites *sites, size_t number) {
    return number < sites->added.count ? table_name(&sites->added, (uint32_t)number)
                                       : (struct span){NULL, 0};
}
