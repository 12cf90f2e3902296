#include "smo-classify/referer.h"

#include "smo-classify/cache.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"

#include <stdlib.h>

enum { REFERER_CACHE_BYTES = 3 * 1024 * 1024 };

struct referers {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct sites *sites;
    struct cache cache;
    struct buf decoded, scratch;
};

struct referers *referers_new(const struct ruleset *rules, struct pattern_matcher *matcher,
                              struct sites *sites) {
    struct referers *referers = mem_zeroed(1, sizeof *referers);
    referers->rules = rules;
    referers->matcher = matcher;
    referers->sites = sites;
    cache_init(&referers->cache, sizeof(struct referer), REFERER_CACHE_BYTES);
    return referers;
}

static struct span referer_cell(struct referers *referers, struct span text) {
    buf_clear(&referers->scratch);
    escape_add(&referers->scratch, text);
    return arena_copy(&referers->cache.arena, buf_span(&referers->scratch));
}

static struct span referer_host(struct referers *referers, struct span host) {
    static const struct span www = SPAN("www.");
    char lower[URL_HOST_BYTES];
    host = span_take(host, sizeof lower);
    for (size_t i = 0; i < host.size; i++)
        lower[i] = span_lower_byte(host.at[i]);
    struct span name = {lower, host.size};
    return referer_cell(referers, span_starts_with(name, www) ? span_skip(name, www.size) : name);
}

static struct span referer_place(struct referers *referers, const struct rule *rule,
                                 struct span target) {
    if (!rule || rule->kind != RULE_MEDIUM)
        return SPAN_ABSENT;
    struct span place = ruleset_place(referers->rules, referers->matcher, rule->id, target).place;
    return span_is_absent(place) ? SPAN_ABSENT : referer_cell(referers, place);
}

uint64_t referer_expect(const struct referers *referers, struct span cell) {
    uint64_t hash = cache_hash(&referers->cache, cell);
    cache_expect(&referers->cache, hash);
    return hash;
}

void referer_fetch(const struct referers *referers, uint64_t hash) {
    cache_fetch(&referers->cache, hash);
}

SELDOM static const struct referer *referer_judge(struct referers *referers, struct span cell,
                                                  uint64_t hash) {
    struct referer *referer = cache_add(&referers->cache, cell, hash);
    struct url_referer split;
    if (span_is_absent(cell) || !url_split_referer(escape_undo(&referers->decoded, cell), &split)) {
        referer->kind = URL_NO_REFERER;
        return referer;
    }
    uint64_t limits = pattern_limit_hits(referers->matcher);
    referer->kind = split.kind;
    referer->rule = ruleset_host(referers->rules, &split);
    referer->place = referer_place(referers, referer->rule, split.target);
    referer->limits = (uint32_t)(pattern_limit_hits(referers->matcher) - limits);
    referer->host = referer_host(referers, split.host);
    if (split.kind == URL_WEB_REFERER)
        referer->site =
            arena_copy(&referers->cache.arena, site_of_host(referers->sites, split.host)->name);
    return referer;
}

const struct referer *referer_of_cell(struct referers *referers, struct span cell, uint64_t hash) {
    const struct referer *referer = cache_get(&referers->cache, cell, hash);
    return referer ? referer : referer_judge(referers, cell, hash);
}

void referers_forget(struct referers *referers) {
    cache_clear(&referers->cache);
}

void referers_free(struct referers *referers) {
    if (!referers)
        return;
    cache_free(&referers->cache);
    buf_free(&referers->decoded);
    buf_free(&referers->scratch);
    free(referers);
}
