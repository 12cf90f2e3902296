/* What was asked for: the type of the page, the action, what a rule's named groups caught, and the
 * tags that came along. */
#ifndef SMO_CLASSIFY_PAGE_H
#define SMO_CLASSIFY_PAGE_H

#include "smo-classify/tags.h"

struct page {
    struct span cells;  /* page, action, network, order, revenue, currency: joined by TABs; for
                           arena_put() */
    struct span type;   /* the first of these cells */
    struct span action; /* the second */
    struct span order;  /* the fourth */
    bool is_asset;      /* also where no proper request was made */
    bool is_api;
    /* False for lines without a proper request, which are no sign that a page was shown and must
     * not stand for one, and for assets that a rule makes an action or an order of. */
    bool may_be_thinned;
    bool is_return; /* a checkout or order, a login callback, or by a return rule */
    bool is_scan;   /* what only scanners ask for, if it is not there */
    const struct rule *page_rule, *action_rule, *return_rule, *scan_rule; /* or NULL */
    const struct tags *tags;
    uint32_t limits; /* searches given up */
};

struct pages;

/* Both are kept by address. */
struct pages *pages_new(const struct ruleset *rules, struct pattern_matcher *matcher);

/* The hash of cells that will be asked for; the page is expected and fetched as in cache.h. */
uint64_t page_expect(struct pages *pages, struct span method, struct span url);
void page_fetch(const struct pages *pages, uint64_t hash);

/* The page of the cells `method` and `url`; lives until the next call. */
const struct page *page_of_cells(struct pages *pages, struct span method, struct span url,
                                 uint64_t hash);

void pages_free(struct pages *pages);

#endif
