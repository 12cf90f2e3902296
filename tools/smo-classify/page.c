#include "smo-classify/page.h"

#include "smo-classify/cache.h"
#include "smo-classify/revenue.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/stream/cells.h"

#include <stdlib.h>

enum { PAGE_CACHE_BYTES = 6 * 1024 * 1024, PAGE_PLAIN_KINDS = 64 };

/* What is said of a page of which no rule caught anything: it follows from its rules, and is said
 * again and again. */
struct page_plain {
    const struct rule *page_rule, *action_rule;
    uint64_t era; /* 1 + how often the cache, in which the cells lie, was cleared */
    struct span cells, type, action;
    bool is_asset, is_api, is_return;
};

struct pages {
    const struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct cache cache;
    struct page_plain plain[PAGE_PLAIN_KINDS];
    struct buf key, url, bare, decoded, amount, cells;
    struct tags_scratch tags;
};

struct pages *pages_new(const struct ruleset *rules, struct pattern_matcher *matcher) {
    struct pages *pages = mem_zeroed(1, sizeof *pages);
    pages->rules = rules;
    pages->matcher = matcher;
    cache_init(&pages->cache, sizeof(struct page), PAGE_CACHE_BYTES);
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

/* Writes the cells; `caught` is NULL where nothing was. */
static void page_write_cells(struct pages *pages, struct page *page,
                             const struct ruleset_answer *caught) {
    static const struct span nothing_caught = SPAN("\t-\t-\t-\t-");
    buf_clear(&pages->cells);
    page_add_cell(pages, page->page_rule ? page->page_rule->id : span_of("other"));
    size_t type_end = pages->cells.size;
    size_t action = page_add_cell(pages, page->action_rule ? page->action_rule->id : SPAN_ABSENT);
    size_t action_end = pages->cells.size, order = 0, order_end = 0;
    if (caught) {
        page_add_network(pages, caught->network);
        order = page_add_cell(pages, page_decoded(pages, caught->order));
        order_end = pages->cells.size;
        page_add_revenue(pages, caught);
        page_add_currency(pages, caught->currency);
    } else {
        buf_add(&pages->cells, nothing_caught);
    }
    page->cells = arena_copy(&pages->cache.arena, buf_span(&pages->cells));
    page->type = span_take(page->cells, type_end);
    page->action = span_between(page->cells.at + action, page->cells.at + action_end);
    page->order =
        order ? span_between(page->cells.at + order, page->cells.at + order_end) : SPAN_ABSENT;
}

/* What its type and action say of a page. */
static void page_understand(struct page *page) {
    page->is_asset = span_is(page->type, "asset");
    page->is_api = span_is(page->type, "api");
    page->is_return = page_is_one_of(page, "checkout") || page_is_one_of(page, "order") ||
                      span_is(page->action, "login");
}

static void page_take_plain(struct pages *pages, struct page *page) {
    uint32_t numbers = (page->page_rule ? page->page_rule->number : 0) +
                       31 * (page->action_rule ? page->action_rule->number : 0);
    struct page_plain *plain = &pages->plain[numbers % PAGE_PLAIN_KINDS];
    uint64_t era = pages->cache.forgotten + 1;
    if (plain->page_rule != page->page_rule || plain->action_rule != page->action_rule ||
        plain->era != era) {
        page_write_cells(pages, page, NULL);
        page_understand(page);
        *plain = (struct page_plain){page->page_rule, page->action_rule, era,
                                     page->cells,     page->type,        page->action,
                                     page->is_asset,  page->is_api,      page->is_return};
        return;
    }
    page->cells = plain->cells;
    page->type = plain->type;
    page->action = plain->action;
    page->order = SPAN_ABSENT;
    page->is_asset = plain->is_asset;
    page->is_api = plain->is_api;
    page->is_return = plain->is_return;
}

static void page_judge(struct pages *pages, struct page *page, struct span method,
                       struct span url) {
    struct span bare = ruleset_bare_url(pages->rules, &pages->bare, url);
    struct ruleset_url answers = ruleset_url(pages->rules, pages->matcher, method, bare, url);
    page->page_rule = answers.page.rule;
    page->action_rule = answers.action.rule;
    page->return_rule = answers.back.rule;
    page->scan_rule = answers.scan.rule;
    struct ruleset_answer caught = page_joined(&answers.page, &answers.action);
    if (page_has_caught(&caught)) {
        page_write_cells(pages, page, &caught);
        page_understand(page);
    } else {
        page_take_plain(pages, page);
    }
    page->is_scan = page->scan_rule != NULL;
    page->is_return = page->is_return || page->return_rule;
}

static void page_read_offer(struct pages *pages, struct tags *tags) {
    static const struct span get = SPAN("GET");
    buf_clear(&pages->cells);
    page_add_cell(pages, tags->offer->path);
    tags->offer_path = arena_copy(&pages->cache.arena, buf_span(&pages->cells));
    const struct rule *page =
        ruleset_page(pages->rules, pages->matcher, get, tags->offer->path).rule;
    tags->offer_page = page ? page->id : span_of("other");
}

static void page_write_tags(struct pages *pages, struct tags *tags) {
    struct buf *cells = &pages->cells;
    buf_clear(cells);
    buf_add(cells, tags->campaign);
    buf_add_byte(cells, '\t');
    buf_add(cells, tags->content);
    buf_add_byte(cells, '\t');
    buf_add(cells, tags->offer_path);
    tags->cells = arena_copy(&pages->cache.arena, buf_span(cells));
}

static const struct tags *page_read_tags(struct pages *pages, struct span query) {
    struct arena *arena = &pages->cache.arena;
    struct tags read;
    if (span_is_empty(query) ||
        !tags_of_query(&read, pages->rules, pages->matcher, query, arena, &pages->tags))
        return &tags_none;
    struct tags *tags = arena_alloc(arena, sizeof *tags);
    *tags = read;
    if (tags->offer)
        page_read_offer(pages, tags);
    page_write_tags(pages, tags);
    return tags;
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
    uint64_t hash = cache_hash(&pages->cache, page_key(pages, method, url));
    cache_expect(&pages->cache, hash);
    return hash;
}

void page_fetch(const struct pages *pages, uint64_t hash) {
    cache_fetch(&pages->cache, hash);
}

/* Of a line without a proper request. */
static void page_set_none(struct page *page) {
    static const char asset[ARENA_SLACK] = "asset\t-\t-\t-\t-\t-";
    page->cells = span_of(asset);
    page->type = span_of("asset");
    page->action = page->order = SPAN_ABSENT;
    page->tags = &tags_none;
    page->is_asset = true;
}

SELDOM static const struct page *page_new(struct pages *pages, struct span method, struct span url,
                                          uint64_t hash) {
    struct page *page = cache_add(&pages->cache, page_key(pages, method, url), hash);
    if (span_is_absent(url)) {
        page_set_none(page);
        return page;
    }
    uint64_t limits = pattern_limit_hits(pages->matcher);
    struct span text = escape_undo(&pages->url, url);
    page_judge(pages, page, method, text);
    page->tags = page_read_tags(pages, url_query(text));
    page->limits = (uint32_t)(pattern_limit_hits(pages->matcher) - limits);
    page->may_be_thinned =
        page->is_asset && span_is_absent(page->action) && span_is_absent(page->order);
    return page;
}

const struct page *page_of_cells(struct pages *pages, struct span method, struct span url,
                                 uint64_t hash) {
    const struct page *page = cache_get(&pages->cache, page_key(pages, method, url), hash);
    return page ? page : page_new(pages, method, url, hash);
}

void pages_free(struct pages *pages) {
    if (!pages)
        return;
    cache_free(&pages->cache);
    buf_free(&pages->key);
    buf_free(&pages->url);
    buf_free(&pages->bare);
    buf_free(&pages->decoded);
    buf_free(&pages->amount);
    buf_free(&pages->cells);
    tags_scratch_free(&pages->tags);
    free(pages);
}
