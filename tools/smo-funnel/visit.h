/* A visit: what is kept of it while it runs, and what each hit adds to it. A visit is small and of
 * one size: cells are numbers of texts and words (names.h), lists are chains of links (list.h). */
#ifndef SMO_FUNNEL_VISIT_H
#define SMO_FUNNEL_VISIT_H

#include "lib/base/decimal.h"
#include "smo-funnel/list.h"
#include "smo-funnel/orders.h"
#include "smo-funnel/origin.h"
#include "smo-funnel/paths.h"
#include "smo-funnel/trails.h"

enum {
    VISIT_MAX_PATH = 32, /* page types that are shown */
    VISIT_MAX_OBSTACLES = 8,
    VISIT_MAX_ACTIONS = 64,
    VISIT_MAX_CURRENCIES = 15, /* more are summed as "?" */
    VISIT_MAX_HOPS = 20,       /* as many as browsers follow */
    VISIT_LOOP = 3             /* the third redirect from one path is a loop */
};

#define VISIT_NEVER INT64_MIN

/* What each hit looks at stands first, in as few cache lines as it takes. */
struct visit {
    struct key key;
    uint64_t serial;     /* in order of their first hits, 1 and up; 0: not in use */
    int64_t end;         /* nanoseconds; of the latest hit that kept it alive */
    int64_t checkout;    /* last time this step was reached, or VISIT_NEVER */
    uint64_t viewed_url; /* hash of the page last shown */
    uint32_t hits, pages, errors, orders;
    bool has_source : 1; /* from outside, or taken over from the last checkout: it stays */
    bool has_page_hit : 1;
    bool is_rendered : 1;
    bool shows_order_id : 1;
    bool has_idless_order : 1;
    bool is_closed : 1;
    uint8_t kind;   /* enum hit_kind */
    uint8_t medium; /* of the origin: enum medium */
    uint8_t start_digits, end_digits;
    uint8_t path_count, obstacles_count, actions_count, hops_count;
    uint16_t landing_status;
    /* lists: of words, places in --steps, and texts */
    uint32_t path, steps, actions, obstacles, order_ids, hops;
    uint32_t amounts, idless_amount; /* of struct visit_amount; the latter for orders without id */
    uint32_t attribution;            /* of struct visitors_attribution, once is_closed */
    /* words */
    uint32_t exit, offer_page, asked_page, landing_page;
    /* texts */
    uint32_t zone, device, geography; /* device: with app; geography: country, region, city */
    uint32_t origin, offer;
    uint32_t asked, landing; /* path of the first page hit, if that was a hop; of the first view */
    uint32_t last_path;      /* of the page last shown; only for trails */
    int64_t start;
    int64_t closing; /* when it closed, once is_closed */
};

/* A sum in one currency; the sums of a visit are a chain. */
struct visit_amount {
    struct decimal sum;
    uint32_t currency; /* text */
    uint32_t next;
};

/* What the visits share. */
struct visits {
    const struct settings *settings;
    struct names *names;
    struct paths *paths;
    struct orders *orders;
    struct trails *trails; /* or NULL */
    struct pool pool, links, amounts;
    uint64_t begun;         /* visits so far */
    uint64_t order_repeats; /* order hits whose id had counted before */
    struct buf room, item;  /* to work in */
};

void visits_init(struct visits *visits, const struct settings *settings, struct names *names,
                 struct paths *paths, struct orders *orders, struct trails *trails);
void visits_free(struct visits *visits);

static inline struct visit *visit_at(const struct visits *visits, uint32_t visit) {
    return pool_at_size(&visits->pool, visit, sizeof(struct visit));
}

static inline struct visit_amount *visit_amount_at(const struct visits *visits, uint32_t amount) {
    return pool_at(&visits->amounts, amount);
}

/* Begins a visit with its first hit, which visit_begin_source() and visit_take() must still be
 * given. Returns its place in the pool. */
uint32_t visit_begin(struct visits *visits, const struct hit *hit, struct key key);

/* True if a visit that begins with this hit belongs to that of the visitor's last checkout. */
static inline bool visit_follows_checkout(const struct hit *hit) {
    return hit->medium == MEDIUM_RETURN || (hit->nature.is_order && !hit_is_from_outside(hit));
}

/* Gives it an origin of that medium. */
static inline void visit_set_origin(struct visit *visit, uint32_t origin, enum medium medium) {
    visit->origin = origin;
    visit->medium = (uint8_t)medium;
}

/* Where it came from, by its first hit. `last_checkout_origin` is that of the visit with the
 * visitor's last checkout, if it follows one that is within 24 hours, or 0. */
void visit_begin_source(struct visits *visits, struct visit *visit, const struct hit *hit,
                        uint32_t last_checkout_origin);

/* Adds a hit to the visit that it belongs to. */
void visit_take(struct visits *visits, struct visit *visit, const struct hit *hit);

/* True if this hit, which keeps visits alive, starts a new one instead: another social source, or
 * another campaign from outside. */
bool visit_is_left_by(const struct visits *visits, const struct visit *visit,
                      const struct hit *hit);

/* Settles what is known only when all hits have come: the orders without id. */
void visit_settle(struct visit *visit);

/* Gives it back with all that belongs to it. */
void visit_release(struct visits *visits, uint32_t visit);

/* Adds to the sum in this currency (a text) of a chain of amounts, of VISIT_MAX_CURRENCIES at most
 * and one more for all others. */
void visit_add_amount(struct visits *visits, uint32_t *amounts, uint32_t currency,
                      struct decimal amount);

/* True if there is a sum in this currency. */
bool visit_has_amount(const struct visits *visits, uint32_t amounts, uint32_t currency);

/* A text that may stand in a list: a comma in it is written %2C. */
uint32_t visit_list_item(struct visits *visits, struct span cell);

#endif
