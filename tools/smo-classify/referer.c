#include "smo-classify/referer.h"

#include "smo-classify/cache.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { REFERER_CACHE_BYTES = 3 * 1024 * 1024 };

/* What is kept of a cell. Most pages of a host tell the same: these are one. */
struct referer_known {
    const struct referer *referer;
};

struct referers {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct sites *sites;
    /* The first points to the second, so both are forgotten at once. */
    struct cache cells;
    struct cache common; /* by kind, rule, site and host */
    struct buf decoded, scratch, key;
};

struct referers *referers_new(const struct ruleset *rules, struct pattern_matcher *matcher,
                              struct sites *sites) {
    struct referers *referers = mem_zeroed(1, sizeof *referers);
    referers->rules = rules;
    referers->matcher = matcher;
    referers->sites = sites;
    cache_init(&referers->cells, sizeof(struct referer_known), REFERER_CACHE_BYTES); /* for both */
    cache_init(&referers->common, sizeof(struct referer), REFERER_CACHE_BYTES);
    return referers;
}

/* As a cell; lives until the next call. */
static struct span referer_host(struct referers *referers, struct span host) {
    static const struct span www = SPAN("www.");
    char lower[URL_HOST_BYTES];
    host = span_take(host, sizeof lower);
    span_lower(lower, host);
    struct span name = {lower, host.size};
    buf_clear(&referers->scratch);
    escape_add(&referers->scratch, span_starts_with(name, www) ? span_skip(name, www.size) : name);
    return buf_span(&referers->scratch);
}

static struct span referer_place(const struct referers *referers, const struct rule *rule,
                                 struct span target) {
    if (!rule || rule->kind != RULE_MEDIUM)
        return SPAN_ABSENT;
    return ruleset_place(referers->rules, referers->matcher, rule->id, target).place;
}

uint64_t referer_expect(const struct referers *referers, struct span cell) {
    uint64_t hash = cache_hash(&referers->cells, cell);
    cache_expect(&referers->cells, hash);
    return hash;
}

void referer_fetch(const struct referers *referers, uint64_t hash) {
    cache_fetch(&referers->cells, hash);
}

/* Copies what is found of a referer; its place is none. */
static void referer_set(struct referer *referer, struct arena *arena, const struct referer *found) {
    *referer = *found;
    referer->host = arena_copy(arena, found->host);
    referer->site = arena_copy(arena, found->site);
    referer->place = SPAN_ABSENT;
}

static const struct referer *referer_common(struct referers *referers,
                                            const struct referer *found) {
    struct buf *key = &referers->key;
    buf_clear(key);
    buf_add(key, (struct span){(const char *)&found->kind, sizeof found->kind});
    buf_add(key, (struct span){(const char *)&found->rule, sizeof found->rule});
    buf_add(key, found->site);
    buf_add_byte(key, '\t'); /* which is in neither of the cells */
    buf_add(key, found->host);
    uint64_t hash = cache_hash(&referers->common, buf_span(key));
    struct referer *referer = cache_get(&referers->common, buf_span(key), hash);
    if (!referer) {
        referer = cache_add(&referers->common, buf_span(key), hash);
        referer_set(referer, &referers->common.arena, found);
    }
    return referer;
}

static const struct referer *referer_judge(struct referers *referers, struct span cell) {
    static const struct referer none = {.kind = URL_NO_REFERER};
    struct url_referer split;
    if (span_is_absent(cell) || !url_split_referer(escape_undo(&referers->decoded, cell), &split))
        return &none;
    uint64_t limits = pattern_limit_hits(referers->matcher);
    struct referer found = {.kind = split.kind, .rule = ruleset_host(referers->rules, &split)};
    struct span place = referer_place(referers, found.rule, split.target);
    limits = pattern_limit_hits(referers->matcher) - limits;
    found.host = referer_host(referers, split.host);
    if (split.kind == URL_WEB_REFERER)
        found.site = site_of_host(referers->sites, split.host)->name;
    if (!limits && span_is_absent(place))
        return referer_common(referers, &found);
    struct arena *arena = &referers->cells.arena;
    struct referer *referer = arena_alloc(arena, sizeof *referer);
    referer_set(referer, arena, &found);
    referer->limits = (uint32_t)limits;
    if (!span_is_absent(place)) {
        buf_clear(&referers->scratch);
        escape_add(&referers->scratch, place);
        referer->place = arena_copy(arena, buf_span(&referers->scratch));
    }
    return referer;
}

SELDOM static const struct referer *referer_new(struct referers *referers, struct span cell,
                                                uint64_t hash) {
    if (cache_bytes(&referers->cells) + cache_bytes(&referers->common) >
        referers->cells.round_bytes)
        referers_forget(referers);
    struct referer_known *known = cache_add(&referers->cells, cell, hash);
    known->referer = referer_judge(referers, cell);
    return known->referer;
}

const struct referer *referer_of_cell(struct referers *referers, struct span cell, uint64_t hash) {
    const struct referer_known *known = cache_get(&referers->cells, cell, hash);
    return known ? known->referer : referer_new(referers, cell, hash);
}

void referers_forget(struct referers *referers) {
    cache_clear(&referers->cells);
    cache_clear_behind(&referers->common, &referers->cells);
}

void referers_free(struct referers *referers) {
    if (!referers)
        return;
    cache_free(&referers->cells);
    cache_free(&referers->common);
    buf_free(&referers->decoded);
    buf_free(&referers->scratch);
    buf_free(&referers->key);
    free(referers);
}
