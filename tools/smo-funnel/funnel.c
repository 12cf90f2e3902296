#include "smo-funnel/funnel.h"

#include "lib/base/date.h"
#include "smo-funnel/renewal.h"

/* It is not worth while to look for what can be forgotten below these, nor until what was left the
 * last time has doubled. */
enum { FUNNEL_FEW_VISITORS = 4096, FUNNEL_FEW_TEXTS_BYTES = 4 * 1024 * 1024 };

void funnel_init(struct funnel *funnel, const struct settings *settings, struct writer *writer,
                 struct trails *trails) {
    *funnel = (struct funnel){.settings = settings,
                              .writer = writer,
                              .trails = trails,
                              .many_visits = FUNNEL_MANY_VISITS,
                              .visitors_limit = FUNNEL_FEW_VISITORS,
                              .texts_limit = FUNNEL_FEW_TEXTS_BYTES};
    names_init(&funnel->names, settings);
    paths_init(&funnel->paths);
    orders_init(&funnel->orders);
    visits_init(&funnel->visits, settings, &funnel->names, &funnel->paths, &funnel->orders, trails);
    visitors_init(&funnel->visitors, settings, &funnel->names);
    pool_init(&funnel->attributions, sizeof(struct visitors_attribution));
    keys_init_like(&funnel->running, &funnel->visitors.keys);
}

void funnel_free(struct funnel *funnel) {
    names_free(&funnel->names);
    paths_free(&funnel->paths);
    orders_free(&funnel->orders);
    visits_free(&funnel->visits);
    visitors_free(&funnel->visitors);
    pool_free(&funnel->attributions);
    keys_free(&funnel->running);
    closings_free(&funnel->closings);
    row_free(&funnel->row);
}

/* --- the end of a visit */

static int64_t funnel_closing_of(const struct funnel *funnel, const struct visit *visit) {
    return visit->is_closed ? visit->closing : visit->end + funnel->settings->timeout;
}

static void funnel_add_closing(struct funnel *funnel, uint32_t number) {
    const struct visit *visit = visit_at(&funnel->visits, number);
    closings_add(&funnel->closings,
                 (struct closings_entry){.time = funnel_closing_of(funnel, visit),
                                         .start = visit->start,
                                         .serial = visit->serial,
                                         .visit = number,
                                         .spread = keys_spread(&funnel->running, visit->key)},
                 visit->is_closed ? CLOSINGS_CLOSED : CLOSINGS_RUNNING);
}

/* What a visit leaves with its visitor: nothing, most often. */
static struct visitors_touch funnel_touch_of(const struct visit *visit) {
    if (visit->kind != HIT_HUMAN || !medium_is_outside(visit->medium))
        return (struct visitors_touch){0};
    return (struct visitors_touch){.time = visit->start,
                                   .origin = visit->origin & INT32_MAX,
                                   .is_social = medium_is_social(visit->medium),
                                   .digits = visit->start_digits & 0xf};
}

static struct visitors_checkout funnel_checkout_of(const struct visit *visit) {
    struct visitors_checkout checkout = {visit->checkout, visit->origin};
    if (visit->checkout == VISIT_NEVER)
        checkout.origin = NAMES_ABSENT;
    return checkout;
}

/* The visit takes no more hits: it waits for its turn to be written. Returns what its row will say
 * of touches. */
static struct visitors_attribution funnel_close(struct funnel *funnel, struct visit *visit,
                                                int64_t closing) {
    keys_remove(&funnel->running, visit->key);
    visit_settle(visit);
    visit->is_closed = true;
    visit->closing = closing;
    return visitors_close(&funnel->visitors, visit->key, visit->start, funnel_touch_of(visit),
                          funnel_checkout_of(visit));
}

/* Closes a visit because its visitor begins another one at `next`. What its row will say of touches
 * is kept: others may come before it is written. Its entry among the closings may be due later than
 * that, so it gets a second one, and the first is stale when it comes up. */
static void funnel_close_for_next(struct funnel *funnel, uint32_t number, int64_t next) {
    struct visit *visit = visit_at(&funnel->visits, number);
    int64_t idle_end = visit->end + funnel->settings->timeout;
    int64_t closing = next > visit->end ? next : visit->end;
    visit->attribution = pool_take(&funnel->attributions);
    *funnel_attribution_of(funnel, visit) =
        funnel_close(funnel, visit, closing < idle_end ? closing : idle_end);
    funnel_add_closing(funnel, number);
}

static void funnel_count_written(struct funnel *funnel, const struct visit *visit) {
    funnel->counts.visits += visit->kind == HIT_HUMAN;
    funnel->counts.previews += visit->kind == HIT_PREVIEW;
    funnel->counts.bots += visit->kind == HIT_BOT;
    funnel->counts.orders += visit->orders;
}

static void funnel_write(struct funnel *funnel, uint32_t number,
                         const struct visitors_attribution *attribution) {
    const struct visit *visit = visit_at(&funnel->visits, number);
    funnel_count_written(funnel, visit);
    if (funnel->writer)
        row_write(&funnel->row, funnel->writer, &funnel->visits, visit, attribution);
    pool_give(&funnel->attributions, visit->attribution);
    visit_release(&funnel->visits, number);
}

/* Writes the visit whose entry is due, unless it went on or has been written. */
static void funnel_settle_first(struct funnel *funnel) {
    const struct closings_entry *due = closings_first(&funnel->closings);
    uint32_t number = due->visit;
    struct visit *visit = visit_at(&funnel->visits, number);
    if (visit->serial != due->serial) {
        closings_remove_first(&funnel->closings);
        return;
    }
    int64_t closing = funnel_closing_of(funnel, visit);
    if (closing > due->time) {
        closings_put_off_first(&funnel->closings, closing);
        return;
    }
    closings_remove_first(&funnel->closings);
    struct visitors_attribution attribution = {0};
    if (!visit->is_closed)
        attribution = funnel_close(funnel, visit, closing);
    else if (visit->attribution)
        attribution = *funnel_attribution_of(funnel, visit);
    funnel_write(funnel, number, &attribution);
}

/* Hits may be a little late, so nothing is written until they had time to come. */
static inline bool funnel_has_due(const struct funnel *funnel, int64_t now) {
    const struct closings_entry *first = closings_first(&funnel->closings);
    return first && first->time + SETTINGS_LATE < now;
}

SELDOM static void funnel_sweep(struct funnel *funnel, int64_t now) {
    for (unsigned settled = 1; funnel_has_due(funnel, now); settled++) {
        if (settled % CLOSINGS_DUE == 0)
            ahead_of_closings(funnel, now);
        funnel_settle_first(funnel);
    }
}

/* A hit that comes at the very moment would still belong to the visit. */
static bool funnel_is_over(const struct funnel *funnel, const struct closings_entry *due,
                           const struct moment_bound *until) {
    const struct visit *visit = visit_at(&funnel->visits, due->visit);
    int zone_seconds = 0;
    if (visit->serial != due->serial)
        return true;
    date_read_zone(names_text_of(&funnel->names, visit->zone), &zone_seconds);
    return due->time < moment_of_bound(until, zone_seconds);
}

void funnel_end(struct funnel *funnel, const struct moment_bound *until) {
    const struct closings_entry *due;
    while ((due = closings_first(&funnel->closings)) && funnel_is_over(funnel, due, until))
        funnel_settle_first(funnel);
}

void funnel_flush(struct funnel *funnel) {
    funnel_sweep(funnel, INT64_MAX);
}

/* --- the hits of people */

/* The place of the visit that runs by the key of the hit's visitor, or 0. */
static inline uint32_t funnel_number(const struct funnel *funnel, const struct hit *hit) {
    const struct visit *visit = visit_at(&funnel->visits, hit->guess);
    bool is_right = hit->guess && visit->serial && !visit->is_closed &&
                    visit->key.value == hit->visitor.value && visit->key.site == hit->visitor.site;
    return is_right ? hit->guess : keys_find(&funnel->running, hit->visitor);
}

/* The visit at that place, if there is one and it still runs; else NULL. */
static struct visit *funnel_running(const struct funnel *funnel, uint32_t number, int64_t now) {
    struct visit *visit = number ? visit_at(&funnel->visits, number) : NULL;
    return visit && now - visit->end <= funnel->settings->timeout ? visit : NULL;
}

/* A cookie or login appears: the visit, and all that is remembered of the client so far, turn out
 * to be this visitor's. */
static struct visit *funnel_take_over(struct funnel *funnel, const struct hit *hit) {
    uint32_t number = keys_find(&funnel->running, hit->client);
    struct visit *visit = funnel_running(funnel, number, hit->time);
    if (!visit)
        return NULL;
    uint32_t stale = keys_find(&funnel->running, hit->visitor);
    if (stale)
        funnel_close_for_next(funnel, stale, hit->time);
    keys_remove(&funnel->running, hit->client);
    keys_add(&funnel->running, hit->visitor, number);
    visit->key = hit->visitor;
    visitors_move(&funnel->visitors, hit->client, hit->visitor);
    funnel->counts.takeovers++;
    return visit;
}

/* The visit that the hit belongs to if it starts none, or NULL. */
static inline __attribute__((always_inline)) struct visit *funnel_find(struct funnel *funnel,
                                                                       const struct hit *hit) {
    uint32_t number = funnel_number(funnel, hit);
    struct visit *visit = funnel_running(funnel, number, hit->time);
    return visit || !hit->has_visitor ? visit : funnel_take_over(funnel, hit);
}

static struct visit *funnel_begin(struct funnel *funnel, const struct hit *hit) {
    uint32_t former = funnel_number(funnel, hit);
    if (former)
        funnel_close_for_next(funnel, former, hit->time);
    uint32_t number = visit_begin(&funnel->visits, hit, hit->visitor);
    struct visit *visit = visit_at(&funnel->visits, number);
    struct visitors_checkout last = {0};
    if (visit_follows_checkout(hit))
        last = visitors_last_checkout(&funnel->visitors, hit->visitor, hit->time);
    visit_begin_source(&funnel->visits, visit, hit, last.origin);
    keys_add(&funnel->running, hit->visitor, number);
    funnel_add_closing(funnel, number);
    return visit;
}

static inline __attribute__((always_inline)) void funnel_follow(struct funnel *funnel,
                                                                const struct hit *hit) {
    struct visit *visit = funnel_find(funnel, hit);
    if (hit->nature.keeps_alive && (!visit || visit_is_left_by(&funnel->visits, visit, hit)))
        visit = funnel_begin(funnel, hit);
    if (!visit) {
        funnel->counts.astray++;
        return;
    }
    funnel->counts.in_visits++;
    funnel->counts.late += visit->end - hit->time > SETTINGS_LATE;
    visit_take(&funnel->visits, visit, hit);
}

/* --- the hits of programs */

/* A visit of one hit: what a fetcher or robot did is no step, action or order. */
static void funnel_take_single(struct funnel *funnel, struct hit hit) {
    struct hit_nature *nature = &hit.nature;
    nature->is_step = nature->has_reached = nature->is_order = nature->is_checkout = false;
    nature->has_action = false;
    nature->keeps_alive = true;
    uint32_t number = visit_begin(&funnel->visits, &hit, hit.visitor);
    struct visit *visit = visit_at(&funnel->visits, number);
    visit_begin_source(&funnel->visits, visit, &hit, 0);
    visit_take(&funnel->visits, visit, &hit);
    visit->is_closed = true;
    visit->closing = hit.time;
    funnel_add_closing(funnel, number);
}

static void funnel_take_program(struct funnel *funnel, const struct hit *hit) {
    funnel->counts.preview += hit->kind == HIT_PREVIEW;
    funnel->counts.bot += hit->kind == HIT_BOT;
    funnel->counts.bot_orders += hit->nature.is_order;
    bool is_kept = hit->kind == HIT_PREVIEW ? hit->nature.is_page && !hit->nature.is_hop
                                            : funnel->settings->keeps_bots;
    if (is_kept)
        funnel_take_single(funnel, *hit);
}

/* --- what is forgotten */

static bool funnel_has_running(const void *asker, struct key key) {
    const struct funnel *funnel = asker;
    return keys_find(&funnel->running, key) != 0;
}

static void funnel_forget_visitors(struct funnel *funnel) {
    visitors_forget(&funnel->visitors, funnel->now, funnel_has_running, funnel);
    uint32_t left = funnel->visitors.keys.count;
    funnel->visitors_limit = left > FUNNEL_FEW_VISITORS / 2 ? left * 2 : FUNNEL_FEW_VISITORS;
}

/* The visitors have doubled. While nobody's last touch can have left the window, as in the first
 * weeks, only the limit is doubled: looking at all of them would find nothing. */
static void funnel_thin_visitors(struct funnel *funnel) {
    if (visitors_may_forget(&funnel->visitors, funnel->now))
        funnel_forget_visitors(funnel);
    else
        funnel->visitors_limit = funnel->visitors.keys.count * 2;
}

static void funnel_forget_texts(struct funnel *funnel) {
    renewal_run(funnel);
    size_t left = table_bytes(&funnel->names.texts);
    funnel->texts_limit = left > FUNNEL_FEW_TEXTS_BYTES / 2 ? left * 2 : FUNNEL_FEW_TEXTS_BYTES;
}

void funnel_forget(struct funnel *funnel) {
    funnel_forget_visitors(funnel);
    funnel_forget_texts(funnel);
}

/* Of what has doubled since the last time. */
static void funnel_forget_some(struct funnel *funnel) {
    if (funnel->visitors.keys.count > funnel->visitors_limit)
        funnel_thin_visitors(funnel);
    if (table_bytes(&funnel->names.texts) > funnel->texts_limit)
        funnel_forget_texts(funnel);
}

bool funnel_is_too_large(struct funnel *funnel) {
    uint64_t most = funnel->settings->max_memory_bytes;
    if (most == 0 || funnel_bytes(funnel) <= most)
        return false;
    funnel_forget(funnel);
    return funnel_bytes(funnel) > most;
}

/* --- all of it */

/* Takes a hit, or counts one without a time. */
static inline __attribute__((always_inline)) bool funnel_take(struct funnel *funnel,
                                                              const struct hit *hit) {
    funnel->counts.hits++;
    if (!hit->has_time) {
        funnel->counts.untimed++;
        return false;
    }
    funnel->now = hit->time;
    if (hit->time > funnel->latest)
        funnel->latest = hit->time;
    if (funnel_has_due(funnel, hit->time))
        funnel_sweep(funnel, hit->time);
    if (hit->kind == HIT_HUMAN)
        funnel_follow(funnel, hit);
    else
        funnel_take_program(funnel, hit);
    return true;
}

/* For what need not be done for each hit. */
SELDOM static void funnel_look_around(struct funnel *funnel) {
    funnel_forget_some(funnel);
    ahead_of_few(funnel, funnel->now);
}

bool funnel_take_row(struct funnel *funnel, const struct reader *reader) {
    struct hit hit;
    hit_read(&hit, reader, &funnel->names, &funnel->natures);
    hit.guess = 0;
    if (++funnel->ahead.hits % FUNNEL_HITS_AT_ONCE == 0)
        funnel_look_around(funnel);
    return funnel_take(funnel, &hit);
}

size_t funnel_read(struct funnel *funnel, struct reader *reader) {
    size_t count = 0;
    funnel_forget_some(funnel);
    do {
        struct hit *hit = &funnel->hits[count++];
        hit_read_for_later(hit, reader, &funnel->names, &funnel->natures);
        ahead_of_hit(funnel, hit);
    } while (count < FUNNEL_HITS_AT_ONCE && reader_next_split(reader));
    ahead_of_hits(funnel, funnel->hits, count);
    return count;
}

bool funnel_take_read(struct funnel *funnel, size_t place) {
    return funnel_take(funnel, &funnel->hits[place]);
}

void funnel_restore_visit(struct funnel *funnel, uint32_t number) {
    const struct visit *visit = visit_at(&funnel->visits, number);
    if (visit->serial > funnel->visits.begun)
        funnel->visits.begun = visit->serial;
    if (!visit->is_closed)
        keys_add(&funnel->running, visit->key, number);
    funnel_add_closing(funnel, number);
}

void funnel_account(const struct funnel *funnel, struct ledger *ledger) {
    struct funnel_counts counts = funnel->counts;
    counts.order_repeats = funnel->visits.order_repeats;
#define FUNNEL_ACCOUNT(name) ledger_add(ledger, "funnel." #name, counts.name);
    FUNNEL_COUNTS(FUNNEL_ACCOUNT)
#undef FUNNEL_ACCOUNT
}

size_t funnel_bytes(const struct funnel *funnel) {
    return names_bytes(&funnel->names) + orders_bytes(&funnel->orders) +
           pool_bytes(&funnel->visits.pool) + pool_bytes(&funnel->visits.links) +
           pool_bytes(&funnel->visits.amounts) + pool_bytes(&funnel->attributions) +
           keys_bytes(&funnel->running) + visitors_bytes(&funnel->visitors) +
           closings_bytes(&funnel->closings);
}
