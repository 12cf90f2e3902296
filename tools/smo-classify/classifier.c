#include "smo-classify/classifier.h"

#include "smo-classify/cache.h"
#include "smo-classify/crowd.h"
#include "smo-classify/thin.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

enum { CLASSIFIER_ADDRESS_BYTES = 5 * 1024 * 1024, CLASSIFIER_SITES_NOTED = 16 };

struct address {
    uint64_t key;
    struct span geo; /* country, region and city, joined by TABs */
};

/* Only what the hits decide: how many. */
struct counts {
    uint64_t kinds[AGENT_BOT + 1], thinned, agentless, conflicts, tag_click, tag_referer,
        click_referer;
};

struct classifier {
    struct classifier_parts parts;
    struct pattern_matcher *matcher;
    struct agents *agents;
    struct referers *referers;
    struct pages *pages;
    struct cache addresses; /* struct address by ip */
    struct thin *thin;
    struct crowd crowd;
    struct counts counts;
    struct table reasons; /* of bots */
    uint64_t *reason_counts;
    size_t reasons_capacity;
    struct table sites; /* the first ones seen */
    struct buf host, place, geo;
};

struct classifier *classifier_new(const struct classifier_parts *parts) {
    struct classifier *classifier = mem_zeroed(1, sizeof *classifier);
    classifier->parts = *parts;
    classifier->matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    classifier->agents = agents_new(parts->rules, classifier->matcher, parts->keys);
    classifier->referers = referers_new(parts->rules, classifier->matcher, parts->sites);
    classifier->pages = pages_new(parts->rules, classifier->matcher);
    cache_init(&classifier->addresses, sizeof(struct address), CLASSIFIER_ADDRESS_BYTES);
    classifier->thin = thin_new();
    table_init(&classifier->reasons);
    table_init(&classifier->sites);
    return classifier;
}

void classifier_free(struct classifier *classifier) {
    if (!classifier)
        return;
    agents_free(classifier->agents);
    referers_free(classifier->referers);
    pages_free(classifier->pages);
    cache_free(&classifier->addresses);
    thin_free(classifier->thin);
    table_free(&classifier->reasons);
    table_free(&classifier->sites);
    free(classifier->reason_counts);
    buf_free(&classifier->host);
    buf_free(&classifier->place);
    buf_free(&classifier->geo);
    pattern_matcher_free(classifier->matcher);
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
        address->key = keys_of_address(classifier->parts.keys, ip);
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
    struct keys *keys = classifier->parts.keys;
    int64_t day = keys->is_daily ? classifier_day(hit) : 0;
    verdict->client = keys_client(keys, day, address, verdict->evidence.agent->key);
    verdict->visitor = 0;
    if (!span_is_absent(hit->cookie))
        verdict->visitor = keys_visitor(keys, day, keys_of_cookie(keys, hit->cookie));
    else if (!span_is_absent(hit->user))
        verdict->visitor = keys_visitor(keys, day, keys_of_login(keys, hit->user));
}

/* Agents tell most robots; some betray themselves by what they claim or ask for. */
static void classifier_tell_kind(const struct hit *hit, struct verdict *verdict) {
    const struct agent *agent = verdict->evidence.agent;
    const struct rule *referer = verdict->evidence.referer->rule;
    verdict->evidence.kind = agent->kind;
    verdict->reason = agent->reason;
    verdict->kind_rule = agent->kind == AGENT_HUMAN ? NULL : agent->rule;
    if (agent->kind != AGENT_HUMAN)
        return;
    if (referer && referer->kind == RULE_SPAM) {
        verdict->evidence.kind = AGENT_BOT;
        verdict->reason = span_of("spam");
        verdict->kind_rule = referer;
    } else if (verdict->evidence.page->is_scan && hit->status.size == 3 &&
               hit->status.at[0] >= '4') {
        verdict->evidence.kind = AGENT_BOT;
        verdict->reason = span_of("scan");
        verdict->kind_rule = verdict->evidence.page->scan_rule;
    }
}

/* --- counting */

static void classifier_count_reason(struct classifier *classifier, struct span reason) {
    uint32_t number = table_number(&classifier->reasons, reason);
    size_t known = classifier->reasons_capacity;
    mem_grow(&classifier->reason_counts, &classifier->reasons_capacity, (size_t)number + 1,
             sizeof *classifier->reason_counts);
    for (size_t i = known; i < classifier->reasons_capacity; i++)
        classifier->reason_counts[i] = 0;
    classifier->reason_counts[number]++;
}

static void classifier_count(struct classifier *classifier, const struct hit *hit,
                             const struct verdict *verdict, uint64_t address) {
    struct counts *counts = &classifier->counts;
    const struct page *page = verdict->evidence.page;
    counts->kinds[verdict->evidence.kind]++;
    counts->agentless += !hit->has_agent;
    counts->thinned += verdict->is_dropped;
    if (verdict->evidence.kind == AGENT_BOT)
        classifier_count_reason(classifier, verdict->reason);
    if (verdict->evidence.kind != AGENT_HUMAN)
        return;
    if (!page->is_asset && !page->is_api)
        crowd_add(&classifier->crowd, address);
    if (verdict->is_dropped || (!page->tags->tag && !page->tags->click))
        return;
    unsigned conflicts = source_conflicts(&verdict->evidence, &verdict->source);
    counts->conflicts += conflicts != 0;
    counts->tag_click += (conflicts & SOURCE_TAG_CLICK) != 0;
    counts->tag_referer += (conflicts & SOURCE_TAG_REFERER) != 0;
    counts->click_referer += (conflicts & SOURCE_CLICK_REFERER) != 0;
}

static void classifier_see_site(struct classifier *classifier, struct span site) {
    if (classifier->sites.count < CLASSIFIER_SITES_NOTED)
        table_number(&classifier->sites, site);
}

/* --- judging */

/* An asset too many; never one that a rule makes an action or an order of, nor a line without a
 * proper request, which is no sign that a page was shown and must not stand for one. */
static bool classifier_thins(struct classifier *classifier, const struct hit *hit,
                             const struct verdict *verdict, uint64_t site) {
    const struct page *page = verdict->evidence.page;
    /* By --client ip a robot may share the key of a person: his assets are none of hers. */
    struct thin_owner owner = {verdict->client, verdict->visitor, site + verdict->evidence.kind};
    if (!page->is_asset) {
        thin_page(classifier->thin, &owner);
        return false;
    }
    if (span_is_absent(hit->url) || !span_is_absent(page->action) || !span_is_absent(page->order))
        return false;
    return !thin_is_first(classifier->thin, &owner) && !classifier->parts.keeps_assets;
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
    struct span host = escape_undo(&classifier->host, hit->host);
    const struct site *site = site_of_host(classifier->parts.sites, host);
    verdict->site = evidence->site = site->name;
    classifier_see_site(classifier, verdict->site);
    classifier_name_people(classifier, hit, address->key, verdict);
    classifier_tell_kind(hit, verdict);
    verdict->is_dropped = classifier_thins(classifier, hit, verdict, site->key);
    if (!verdict->is_dropped || classifier->parts.explains) {
        verdict->source = source_of_hit(evidence);
        verdict->place = source_place(evidence, &verdict->source, &classifier->place);
    }
    classifier_count(classifier, hit, verdict, address->key);
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

void classifier_forget_sites(struct classifier *classifier) {
    referers_forget(classifier->referers);
}

const char *classifier_damage(const struct classifier *classifier, const char **name) {
    return geo_damage(classifier->parts.geo, name);
}

/* --- the end */

static void classifier_note_crowd(const struct classifier *classifier, struct ledger *ledger) {
    uint64_t hits, total = classifier->crowd.total;
    uint64_t address = crowd_greatest(&classifier->crowd, &hits);
    if (hits * 5 <= total)
        return;
    struct buf text = {0};
    buf_addf(&text, "%d%%", (int)((double)hits * 100 / (double)total));
    const struct keys *keys = classifier->parts.keys;
    if (keys->is_kept && !keys->is_daily && keys->client == KEYS_OF_ADDRESS) {
        struct keys copy = *keys;
        char digits[16];
        number_write_hex64(digits, keys_client(&copy, 0, address, 0));
        buf_add_string(&text, " client ");
        buf_add(&text, (struct span){digits, sizeof digits});
    }
    ledger_note(ledger, "classify.crowd", buf_span(&text));
    buf_free(&text);
}

static void classifier_note_parts(const struct classifier *classifier, struct ledger *ledger) {
    for (uint32_t i = 0; i < classifier->sites.count; i++)
        ledger_note(ledger, "classify.site", table_name(&classifier->sites, i));
    if (*classifier->parts.rules_name)
        ledger_note(ledger, "classify.rules", span_of(classifier->parts.rules_name));
    const char *database = geo_name(classifier->parts.geo, 0);
    if (!database)
        ledger_note(ledger, "classify.geo", span_of("none"));
    for (size_t i = 0; (database = geo_name(classifier->parts.geo, i)); i++)
        ledger_note(ledger, "classify.geo", span_of(database));
    char fingerprint[KEYS_NOTE_BYTES];
    keys_fingerprint(classifier->parts.keys, fingerprint);
    ledger_note(ledger, "classify.key", span_of(fingerprint));
    if (classifier->parts.keys->client == KEYS_OF_ADDRESS)
        ledger_note(ledger, "classify.client", span_of("ip"));
    if (classifier->counts.agentless)
        ledger_note(ledger, "classify.agents", span_of("absent"));
}

/* Names in a ledger are of [a-z0-9_.], those of rules of anything. */
static void classifier_report_reasons(const struct classifier *classifier, struct ledger *ledger) {
    struct buf name = {0};
    for (uint32_t i = 0; i < classifier->reasons.count; i++) {
        struct span reason = table_name(&classifier->reasons, i);
        buf_clear(&name);
        buf_add_string(&name, "classify.bot.");
        for (size_t j = 0; j < reason.size; j++) {
            char byte = span_lower_byte(reason.at[j]);
            bool is_plain = (byte >= 'a' && byte <= 'z') || number_is_digit(byte);
            buf_add_byte(&name, is_plain ? byte : '_');
        }
        ledger_add(ledger, buf_string(&name), classifier->reason_counts[i]);
    }
    buf_free(&name);
}

void classifier_report(const struct classifier *classifier, struct ledger *ledger) {
    const struct counts *counts = &classifier->counts;
    uint64_t human = counts->kinds[AGENT_HUMAN], preview = counts->kinds[AGENT_PREVIEW],
             bot = counts->kinds[AGENT_BOT];
    ledger_add(ledger, "classify.hits", human + preview + bot);
    ledger_add(ledger, "classify.human", human);
    ledger_add(ledger, "classify.preview", preview);
    ledger_add(ledger, "classify.bot", bot);
    classifier_report_reasons(classifier, ledger);
    ledger_add(ledger, "classify.thinned", counts->thinned);
    ledger_add(ledger, "classify.agentless", counts->agentless);
    ledger_add(ledger, "classify.conflict", counts->conflicts);
    ledger_add(ledger, "classify.conflict.tag_click", counts->tag_click);
    ledger_add(ledger, "classify.conflict.tag_referer", counts->tag_referer);
    ledger_add(ledger, "classify.conflict.click_referer", counts->click_referer);
    ledger_add(ledger, "classify.limit", pattern_limit_hits(classifier->matcher));
    classifier_note_parts(classifier, ledger);
    classifier_note_crowd(classifier, ledger);
}
