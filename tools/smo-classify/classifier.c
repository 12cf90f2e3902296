#include "smo-classify/classifier.h"

#include "smo-classify/cache.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

enum { CLASSIFIER_ADDRESS_BYTES = 5 * 1024 * 1024 };

struct address {
    uint64_t key;
    struct span geo; /* country, region and city, joined by TABs */
};

struct classifier {
    struct classifier_parts parts;
    bool is_twin; /* sites and geo are its own */
    struct keys keys;
    struct pattern_matcher *matcher;
    struct agents *agents;
    struct referers *referers;
    struct pages *pages;
    struct cache addresses; /* struct address by ip */
    struct buf host, place, geo;
};

struct classifier *classifier_new(const struct classifier_parts *parts) {
    struct classifier *classifier = mem_zeroed(1, sizeof *classifier);
    classifier->parts = *parts;
    classifier->keys = *parts->keys;
    classifier->matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    classifier->agents = agents_new(parts->rules, classifier->matcher, &classifier->keys);
    classifier->referers = referers_new(parts->rules, classifier->matcher, parts->sites);
    classifier->pages = pages_new(parts->rules, classifier->matcher);
    cache_init(&classifier->addresses, sizeof(struct address), CLASSIFIER_ADDRESS_BYTES);
    return classifier;
}

struct classifier *classifier_twin(const struct classifier *classifier) {
    struct classifier_parts parts = classifier->parts;
    parts.sites = sites_copy(classifier->parts.sites);
    parts.geo = geo_twin(classifier->parts.geo);
    struct classifier *twin = classifier_new(&parts);
    twin->is_twin = true;
    return twin;
}

void classifier_free(struct classifier *classifier) {
    if (!classifier)
        return;
    agents_free(classifier->agents);
    referers_free(classifier->referers);
    pages_free(classifier->pages);
    cache_free(&classifier->addresses);
    buf_free(&classifier->host);
    buf_free(&classifier->place);
    buf_free(&classifier->geo);
    pattern_matcher_free(classifier->matcher);
    if (classifier->is_twin) {
        sites_free(classifier->parts.sites);
        geo_free(classifier->parts.geo);
    }
    free(classifier);
}

/* --- who */

static struct span classifier_geo(struct classifier *classifier, struct span ip) {
    static const struct span nowhere = SPAN("-\t-\t-");
    struct geo_place place = geo_find(classifier->parts.geo, ip);
    struct buf *cells = &classifier->geo;
    buf_clear(cells);
    buf_add(cells, place.country);
    buf_add_byte(cells, '\t');
    buf_add(cells, place.region);
    buf_add_byte(cells, '\t');
    buf_add(cells, place.city);
    if (span_equals(buf_span(cells), nowhere))
        return nowhere;
    return arena_copy(&classifier->addresses.arena, buf_span(cells));
}

static const struct address *classifier_address(struct classifier *classifier, struct span ip) {
    bool is_new;
    struct address *address = cache_find(&classifier->addresses, ip, &is_new);
    if (is_new) {
        address->key = keys_of_address(&classifier->keys, ip);
        address->geo = classifier_geo(classifier, ip);
    }
    return address;
}

/* The hit's day in its own zone; only daily keys ask. */
static int64_t classifier_day(const struct hit *hit) {
    uint64_t seconds = 0;
    int zone_seconds = 0;
    number_read(span_take(hit->time, span_find(hit->time, '.')), &seconds);
    date_read_zone(hit->zone, &zone_seconds);
    return ((int64_t)seconds + zone_seconds) / 86400;
}

static void classifier_name_people(struct classifier *classifier, const struct hit *hit,
                                   uint64_t address, struct verdict *verdict) {
    struct keys *keys = &classifier->keys;
    int64_t day = keys->is_daily ? classifier_day(hit) : 0;
    struct mark *mark = &verdict->mark;
    mark->address = address;
    mark->client = keys_client(keys, day, address, verdict->evidence.agent->key);
    mark->visitor = 0;
    if (!span_is_absent(hit->cookie))
        mark->visitor = keys_visitor(keys, day, keys_of_cookie(keys, hit->cookie));
    else if (!span_is_absent(hit->user))
        mark->visitor = keys_visitor(keys, day, keys_of_login(keys, hit->user));
}

/* Agents tell most robots; some betray themselves by what they claim or ask for. */
static void classifier_tell_kind(const struct hit *hit, struct verdict *verdict) {
    const struct agent *agent = verdict->evidence.agent;
    const struct rule *referer = verdict->evidence.referer->rule;
    verdict->evidence.kind = agent->kind;
    verdict->mark.reason = agent->reason;
    verdict->kind_rule = agent->kind == AGENT_HUMAN ? NULL : agent->rule;
    if (agent->kind != AGENT_HUMAN)
        return;
    if (referer && referer->kind == RULE_SPAM) {
        verdict->evidence.kind = AGENT_BOT;
        verdict->mark.reason = span_of("spam");
        verdict->kind_rule = referer;
    } else if (verdict->evidence.page->is_scan && hit->status.size == 3 &&
               hit->status.at[0] >= '4') {
        verdict->evidence.kind = AGENT_BOT;
        verdict->mark.reason = span_of("scan");
        verdict->kind_rule = verdict->evidence.page->scan_rule;
    }
}

/* --- judging */

/* Never thinned is an asset that a rule makes an action or an order of, nor a line without a proper
 * request, which is no sign that a page was shown and must not stand for one. */
static bool classifier_may_thin(const struct hit *hit, const struct page *page) {
    return page->is_asset && !span_is_absent(hit->url) && span_is_absent(page->action) &&
           span_is_absent(page->order);
}

static void classifier_mark(struct classifier *classifier, const struct hit *hit,
                            struct verdict *verdict) {
    struct source_case *evidence = &verdict->evidence;
    const struct page *page = evidence->page;
    struct span host = escape_undo(&classifier->host, hit->host);
    const struct site *site = site_of_host(classifier->parts.sites, host);
    struct mark *mark = &verdict->mark;
    mark->site = evidence->site = site->name;
    mark->site_key = site->key;
    mark->kind = evidence->kind;
    mark->limits = evidence->agent->limits + evidence->referer->limits + page->limits;
    mark->place_limits = mark->conflicts = 0;
    mark->is_agentless = !hit->has_agent;
    mark->is_asset = page->is_asset;
    mark->is_page = !page->is_asset && !page->is_api;
    mark->may_be_thinned = classifier_may_thin(hit, page);
}

/* Sends for what the caches hold of a hit: waiting for memory costs more than all else. */
static void classifier_expect(struct classifier *classifier, const struct hit *hit) {
    cache_expect(&classifier->addresses, hit->ip);
    agent_expect(classifier->agents, hit->agent);
    referer_expect(classifier->referers, hit->referer);
    page_expect(classifier->pages, hit->method, hit->url);
    cache_fetch(&classifier->addresses);
    agent_fetch(classifier->agents);
    referer_fetch(classifier->referers);
    page_fetch(classifier->pages);
}

void classifier_judge(struct classifier *classifier, const struct hit *hit,
                      struct verdict *verdict) {
    classifier_expect(classifier, hit);
    const struct address *address = classifier_address(classifier, hit->ip);
    struct source_case *evidence = &verdict->evidence;
    evidence->rules = classifier->parts.rules;
    evidence->matcher = classifier->matcher;
    evidence->agent = hit->has_agent ? agent_of_cell(classifier->agents, hit->agent)
                                     : agent_not_logged(classifier->agents);
    evidence->referer = referer_of_cell(classifier->referers, hit->referer);
    evidence->page = page_of_cells(classifier->pages, hit->method, hit->url);
    verdict->geo = address->geo;
    classifier_name_people(classifier, hit, address->key, verdict);
    classifier_tell_kind(hit, verdict);
    classifier_mark(classifier, hit, verdict);
}

void classifier_trace(struct classifier *classifier, struct verdict *verdict) {
    const struct source_case *evidence = &verdict->evidence;
    uint64_t limits = pattern_limit_hits(classifier->matcher);
    verdict->source = source_of_hit(evidence);
    verdict->place = source_place(evidence, &verdict->source, &classifier->place);
    verdict->mark.place_limits = (uint32_t)(pattern_limit_hits(classifier->matcher) - limits);
    const struct tags *tags = evidence->page->tags;
    verdict->mark.conflicts =
        tags->tag || tags->click ? source_conflicts(evidence, &verdict->source) : 0;
}

bool classifier_is_asset(struct classifier *classifier, const struct hit *hit,
                         struct span *referer) {
    *referer = (struct span){NULL, 0};
    if (!page_of_cells(classifier->pages, hit->method, hit->url)->is_asset)
        return false;
    const struct referer *seen = referer_of_cell(classifier->referers, hit->referer);
    if (seen->kind == URL_WEB_REFERER && !seen->rule)
        *referer = seen->host;
    return true;
}

void classifier_add_site(struct classifier *classifier, struct span hosts) {
    sites_add(classifier->parts.sites, hosts);
    referers_forget(classifier->referers);
}

struct span classifier_site_unnamed(const struct classifier *classifier) {
    return site_unnamed(classifier->parts.sites);
}

const char *classifier_damage(const struct classifier *classifier, const char **name) {
    return geo_damage(classifier->parts.geo, name);
}
