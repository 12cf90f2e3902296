#include "smo-classify/page.h"

#include "smo-classify/cache.h"
#include "smo-classify/revenue.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/stream/cells.h"

#include <stdlib.h>

enum { PAGE_CACHE_BYTES = 6 * 1024 * 1024 };

/* What is remembered, from the outside in:
 *
 *     urls     method and url -> page
 *     common   rules and tags -> page: most pages differ in nothing else
 *     queries  query that begins with utm_ -> tags: many urls carry the query of one campaign,
 *              while other queries hardly come again
 *     tags     what tags say -> tags, one copy each, so that `common` can tell them by address
 *
 * The answers of one point to those of another, so all are forgotten at once. */
struct page_known {
    const struct page *page;
};

struct page_query {
    const struct tags *tags;
};

/* What `common` has its pages by. The rules may be NULL. */
struct page_parts {
    const struct rule *page, *action, *back, *scan;
    const struct tags *tags;
};

struct pages {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct glimpse names; /* of parameters that are tags, or tracking */
    struct cache urls, common, queries, tags;
    struct buf key, url, bare, decoded, amount, cells;
    struct arena found; /* in a query */
    struct tags_scratch scratch;
};

struct pages *pages_new(const struct ruleset *rules, struct pattern_matcher *matcher) {
    struct pages *pages = mem_zeroed(1, sizeof *pages);
    pages->rules = rules;
    pages->matcher = matcher;
    pages->names = *ruleset_parameter_names(rules);
    tags_add_names(&pages->names);
    cache_init(&pages->urls, sizeof(struct page_known), PAGE_CACHE_BYTES); /* for all four */
    cache_init(&pages->common, sizeof(struct page), PAGE_CACHE_BYTES);
    cache_init(&pages->queries, sizeof(struct page_query), PAGE_CACHE_BYTES);
    cache_init(&pages->tags, sizeof(struct tags), PAGE_CACHE_BYTES);
    return pages;
}

/* --- cells: added to pages->cells, with a TAB before all but the first */

static size_t page_add_cell(struct pages *pages, struct span text) {
    if (pages->cells.size)
        buf_add_byte(&pages->cells, '\t');
    size_t start = pages->cells.size;
    if (span_is_absent(text))
        buf_add_byte(&pages->cells, '-');
    else
        escape_add(&pages->cells, text);
    return start;
}

static struct span page_decoded(struct pages *pages, struct span caught) {
    return span_trim(url_decode(&pages->decoded, caught));
}

/* `vk` for what a tag rule calls vk, else the word as it is, in lower case. */
static void page_add_network(struct pages *pages, struct span caught) {
    struct span text = page_decoded(pages, caught);
    struct buf lower = {0};
    for (size_t i = 0; i < text.size; i++)
        buf_add_byte(&lower, span_lower_byte(text.at[i]));
    const struct rule *tag =
        lower.size && ruleset_medium(pages->rules, buf_span(&lower)) == MEDIUM_COUNT
            ? ruleset_tag(pages->rules, pages->matcher, buf_span(&lower))
            : NULL;
    page_add_cell(pages, tag ? tag->id : buf_span(&lower));
    buf_free(&lower);
}

static void page_add_revenue(struct pages *pages, const struct ruleset_answer *caught) {
    buf_clear(&pages->amount);
    if (caught->revenue.size)
        revenue_read(&pages->amount, page_decoded(pages, caught->revenue));
    else if (caught->cents.size)
        revenue_read_cents(&pages->amount, page_decoded(pages, caught->cents));
    page_add_cell(pages, buf_span(&pages->amount));
}

static void page_add_currency(struct pages *pages, struct span caught) {
    struct span text = page_decoded(pages, caught);
    buf_clear(&pages->amount);
    for (size_t i = 0; i < text.size; i++)
        buf_add_byte(&pages->amount, text.at[i] >= 'a' && text.at[i] <= 'z'
                                         ? (char)(text.at[i] - 'a' + 'A')
                                         : text.at[i]);
    page_add_cell(pages, buf_span(&pages->amount));
}

/* --- what the rules say */

/* What the page rule did not catch, the action rule may have. */
static struct ruleset_answer page_joined(const struct ruleset_answer *page,
                                         const struct ruleset_answer *action) {
    struct ruleset_answer both = *page;
    both.order = page->order.size ? page->order : action->order;
    bool has_revenue = page->revenue.size || page->cents.size;
    both.revenue = has_revenue ? page->revenue : action->revenue;
    both.cents = has_revenue ? page->cents : action->cents;
    both.currency = page->currency.size ? page->currency : action->currency;
    both.network = page->network.size ? page->network : action->network;
    return both;
}

static bool page_is_one_of(const struct page *page, const char *name) {
    return span_is(page->type, name) || span_is(page->action, name);
}

static bool page_has_caught(const struct ruleset_answer *caught) {
    return caught->network.size || caught->order.size || caught->revenue.size ||
           caught->cents.size || caught->currency.size;
}

/* Joins the cells, and lets type, action and order point into them. */
static void page_keep_cells(struct pages *pages, struct page *page, struct arena *arena,
                            const struct ruleset_answer *caught) {
    static const struct span nothing_caught = SPAN("\t-\t-\t-\t-");
    buf_clear(&pages->cells);
    page_add_cell(pages, page->type);
    size_t action = page_add_cell(pages, page->action), action_end = pages->cells.size;
    size_t order = 0, order_end = 0;
    if (page_has_caught(caught)) {
        page_add_network(pages, caught->network);
        order = page_add_cell(pages, page_decoded(pages, caught->order));
        order_end = pages->cells.size;
        page_add_revenue(pages, caught);
        page_add_currency(pages, caught->currency);
    } else {
        buf_add(&pages->cells, nothing_caught);
    }
    page->cells = arena_copy(arena, buf_span(&pages->cells));
    page->type = span_take(page->cells, action - 1);
    page->action = span_between(page->cells.at + action, page->cells.at + action_end);
    page->order =
        order ? span_between(page->cells.at + order, page->cells.at + order_end) : SPAN_ABSENT;
}

static void page_set(struct pages *pages, struct page *page, struct arena *arena,
                     const struct page_parts *parts, const struct ruleset_answer *caught) {
    page->page_rule = parts->page;
    page->action_rule = parts->action;
    page->return_rule = parts->back;
    page->scan_rule = parts->scan;
    page->tags = parts->tags;
    page->type = page->page_rule ? page->page_rule->id : span_of("other");
    page->action = page->action_rule ? page->action_rule->id : SPAN_ABSENT;
    page_keep_cells(pages, page, arena, caught);
    page->is_asset = span_is(page->type, "asset");
    page->is_api = span_is(page->type, "api");
    page->is_scan = page->scan_rule != NULL;
    page->is_return = page->return_rule || page_is_one_of(page, "checkout") ||
                      page_is_one_of(page, "order") || span_is(page->action, "login");
    page->may_be_thinned =
        page->is_asset && span_is_absent(page->action) && span_is_absent(page->order);
}

/* The page that has these parts and nothing else. */
static const struct page *page_common(struct pages *pages, const struct page_parts *parts) {
    static const struct ruleset_answer nothing_caught = {0};
    struct span key = {(const char *)parts, sizeof *parts};
    uint64_t hash = cache_hash(&pages->common, key);
    struct page *page = cache_get(&pages->common, key, hash);
    if (!page) {
        page = cache_add(&pages->common, key, hash);
        page_set(pages, page, &pages->common.arena, parts, &nothing_caught);
    }
    return page;
}

static void page_read_offer(struct pages *pages, struct tags *tags) {
    static const struct span get = SPAN("GET");
    buf_clear(&pages->cells);
    page_add_cell(pages, tags->offer->path);
    tags->offer_path = arena_copy(&pages->found, buf_span(&pages->cells));
    const struct rule *page =
        ruleset_page(pages->rules, pages->matcher, get, tags->offer->path).rule;
    tags->offer_page = page ? page->id : span_of("other");
}

static void page_keep_tags(struct pages *pages, struct tags *tags, const struct tags *found) {
    struct arena *arena = &pages->tags.arena;
    *tags = *found;
    tags->source = arena_copy(arena, found->source);
    tags->campaign = arena_copy(arena, found->campaign);
    tags->content = arena_copy(arena, found->content);
    tags->content_text = arena_copy(arena, found->content_text);
    tags->offer_path = arena_copy(arena, found->offer_path);
    struct buf *cells = &pages->cells;
    buf_clear(cells);
    buf_add(cells, tags->campaign);
    buf_add_byte(cells, '\t');
    buf_add(cells, tags->content);
    buf_add_byte(cells, '\t');
    buf_add(cells, tags->offer_path);
    tags->cells = arena_copy(arena, buf_span(cells));
}

/* All that differs between tags; of the texts the last one alone may hold TABs. */
static struct span page_tags_key(struct pages *pages, const struct tags *tags) {
    const struct rule *const rules[] = {tags->tag, tags->click, tags->paid, tags->medium,
                                        tags->offer};
    const struct span texts[] = {tags->source, tags->campaign, tags->content, tags->content_text};
    struct buf *key = &pages->key;
    buf_clear(key);
    buf_add(key, (struct span){(const char *)rules, sizeof rules});
    buf_add_byte(key, tags->has_erid ? '1' : '0');
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_add_byte(key, '\t');
        buf_add(key, texts[i]);
    }
    return buf_span(key);
}

static const struct tags *page_common_tags(struct pages *pages, const struct tags *found) {
    struct span key = page_tags_key(pages, found);
    uint64_t hash = cache_hash(&pages->tags, key);
    struct tags *tags = cache_get(&pages->tags, key, hash);
    if (!tags) {
        tags = cache_add(&pages->tags, key, hash);
        page_keep_tags(pages, tags, found);
    }
    return tags;
}

static const struct tags *page_judge_query(struct pages *pages, struct span query) {
    struct tags found;
    arena_clear(&pages->found);
    if (!tags_of_query(&found, pages->rules, pages->matcher, query, &pages->found, &pages->scratch))
        return &tags_none;
    if (found.offer)
        page_read_offer(pages, &found);
    return page_common_tags(pages, &found);
}

static const struct tags *page_campaign_tags(struct pages *pages, struct span query) {
    uint64_t hash = cache_hash(&pages->queries, query);
    const struct page_query *known = cache_get(&pages->queries, query, hash);
    if (known)
        return known->tags;
    uint64_t limits = pattern_limit_hits(pages->matcher);
    const struct tags *tags = page_judge_query(pages, query);
    if (pattern_limit_hits(pages->matcher) == limits) {
        struct page_query *added = cache_add(&pages->queries, query, hash);
        added->tags = tags;
    }
    return tags;
}

static const struct tags *page_read_tags(struct pages *pages, struct span query) {
    static const struct span campaign = SPAN("utm_");
    return span_starts_with(query, campaign) ? page_campaign_tags(pages, query)
                                             : page_judge_query(pages, query);
}

/* Whether all of the query belongs to the bare url and none is a tag, as of most urls. */
static bool page_is_bare(const struct pages *pages, struct span query) {
    while (query.at) {
        struct span parameter = span_cut(&query, '&');
        if (span_is_empty(parameter))
            return false;
        char name[URL_NAME_BYTES];
        if (glimpse_may_have(&pages->names, url_name(name, span_cut(&parameter, '='))))
            return false;
    }
    return true;
}

static const struct page *page_judge(struct pages *pages, struct span method, struct span url) {
    uint64_t limits = pattern_limit_hits(pages->matcher);
    struct span text = escape_undo(&pages->url, url), query = url_query(text), bare = text;
    bool is_bare = page_is_bare(pages, query);
    if (!is_bare)
        bare = ruleset_bare_url(pages->rules, &pages->bare, text);
    struct ruleset_url answers = ruleset_url(pages->rules, pages->matcher, method, bare, text);
    struct ruleset_answer caught = page_joined(&answers.page, &answers.action);
    struct page_parts parts = {answers.page.rule, answers.action.rule, answers.back.rule,
                               answers.scan.rule,
                               is_bare ? &tags_none : page_read_tags(pages, query)};
    limits = pattern_limit_hits(pages->matcher) - limits;
    if (!limits && !page_has_caught(&caught))
        return page_common(pages, &parts);
    struct page *page = arena_zeroed(&pages->urls.arena, sizeof *page);
    page_set(pages, page, &pages->urls.arena, &parts, &caught);
    page->limits = (uint32_t)limits;
    return page;
}

/* Method and url stand side by side in most streams: then the key is where they are. */
static struct span page_key(struct pages *pages, struct span method, struct span url) {
    if (cells_are_neighbours(method, url))
        return span_between(method.at, url.at + url.size);
    buf_clear(&pages->key);
    buf_add(&pages->key, method);
    buf_add_byte(&pages->key, '\t');
    buf_add(&pages->key, url);
    return buf_span(&pages->key);
}

uint64_t page_expect(struct pages *pages, struct span method, struct span url) {
    uint64_t hash = cache_hash(&pages->urls, page_key(pages, method, url));
    cache_expect(&pages->urls, hash);
    return hash;
}

void page_fetch(const struct pages *pages, uint64_t hash) {
    cache_fetch(&pages->urls, hash);
}

/* Of a line without a proper request. */
static const char page_none_cells[ARENA_SLACK] = "asset\t-\t-\t-\t-\t-";
static const struct page page_none = {.cells = {page_none_cells, 15},
                                      .type = SPAN("asset"),
                                      .action = SPAN("-"),
                                      .order = SPAN("-"),
                                      .tags = &tags_none,
                                      .is_asset = true};

SELDOM static const struct page *page_new(struct pages *pages, struct span method, struct span url,
                                          uint64_t hash) {
    if (cache_bytes(&pages->urls) + cache_bytes(&pages->common) + cache_bytes(&pages->queries) +
            cache_bytes(&pages->tags) >
        pages->urls.round_bytes) {
        cache_clear(&pages->urls);
        cache_clear_behind(&pages->common, &pages->urls);
        cache_clear_behind(&pages->queries, &pages->urls);
        cache_clear_behind(&pages->tags, &pages->urls);
    }
    struct page_known *known = cache_add(&pages->urls, page_key(pages, method, url), hash);
    known->page = span_is_absent(url) ? &page_none : page_judge(pages, method, url);
    return known->page;
}

const struct page *page_of_cells(struct pages *pages, struct span method, struct span url,
                                 uint64_t hash) {
    const struct page_known *known = cache_get(&pages->urls, page_key(pages, method, url), hash);
    return known ? known->page : page_new(pages, method, url, hash);
}

void pages_free(struct pages *pages) {
    if (!pages)
        return;
    cache_free(&pages->urls);
    cache_free(&pages->common);
    cache_free(&pages->queries);
    cache_free(&pages->tags);
    arena_free(&pages->found);
    buf_free(&pages->key);
    buf_free(&pages->url);
    buf_free(&pages->bare);
    buf_free(&pages->decoded);
    buf_free(&pages->amount);
    buf_free(&pages->cells);
    tags_scratch_free(&pages->scratch);
    free(pages);
}
