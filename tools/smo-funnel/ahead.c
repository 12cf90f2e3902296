#include "smo-funnel/ahead.h"

#include "smo-funnel/funnel.h"

/* Inline, because gcc drops the call of a function that has no effect but prefetching. Prefetching
 * a little too much is cheaper than a branch that the processor cannot predict. */
#define AHEAD static inline __attribute__((always_inline))

AHEAD void ahead_visit(const struct funnel *funnel, uint32_t number) {
    const char *at = (const char *)visit_at(&funnel->visits, number);
    for (size_t place = 0; place < sizeof(struct visit); place += 64)
        __builtin_prefetch(at + place);
    __builtin_prefetch(at + sizeof(struct visit) - 1);
}

AHEAD void ahead_text(const struct funnel *funnel, uint32_t text) {
    __builtin_prefetch(&funnel->names.texts.names[text]);
}

AHEAD void ahead_text_bytes(const struct funnel *funnel, uint32_t text) {
    __builtin_prefetch(names_text_of(&funnel->names, text).at);
}

AHEAD void ahead_attribution(const struct funnel *funnel, const struct visit *visit) {
    const char *at = (const char *)funnel_attribution_of(funnel, visit);
    __builtin_prefetch(at);
    __builtin_prefetch(at + sizeof(struct visitors_attribution) - 1);
}

/* --- visits that are due */

/* Where they are, and their visitors. */
static void ahead_find_dues(struct funnel *funnel, int64_t time) {
    struct ahead *ahead = &funnel->ahead;
    ahead->due_count = closings_due(&funnel->closings, time - SETTINGS_LATE, ahead->due);
    for (size_t i = 0; i < ahead->due_count; i++) {
        ahead_visit(funnel, ahead->due[i].visit);
        keys_expect(&funnel->running, ahead->due[i].spread);
        keys_expect(&funnel->visitors.keys, ahead->due[i].spread);
    }
}

/* True if the visit will be written: not put off, nor gone. */
AHEAD bool ahead_is_over(const struct funnel *funnel, const struct visit *visit,
                         const struct closings_entry *due) {
    bool has_ended = visit->is_closed | (visit->end + funnel->settings->timeout <= due->time);
    return has_ended & (visit->serial == due->serial);
}

AHEAD void ahead_links(const struct funnel *funnel, const struct visit *visit) {
    __builtin_prefetch(list_at(&funnel->visits.links, visit->path));
    __builtin_prefetch(list_at(&funnel->visits.links, visit->steps));
}

/* What is known of those that will be written. The others are left out from here on. */
static void ahead_open_dues(struct funnel *funnel) {
    struct ahead *ahead = &funnel->ahead;
    size_t left = 0;
    for (size_t i = 0; i < ahead->due_count; i++) {
        const struct visit *visit = visit_at(&funnel->visits, ahead->due[i].visit);
        if (!ahead_is_over(funnel, visit, &ahead->due[i]))
            continue;
        ahead->due[left] = ahead->due[i];
        ahead->due[left].spread = visit->is_closed ? 0 : ahead->due[i].spread;
        ahead_links(funnel, visit);
        ahead_text(funnel, visit->landing);
        ahead_attribution(funnel, visit);
        visitors_expect(&funnel->visitors, ahead->due[left++].spread);
    }
    ahead->due_count = left;
}

/* What that refers to. */
AHEAD void ahead_finish_dues(const struct funnel *funnel) {
    const struct ahead *ahead = &funnel->ahead;
    for (size_t i = 0; i < ahead->due_count; i++) {
        const struct visit *visit = visit_at(&funnel->visits, ahead->due[i].visit);
        ahead_text_bytes(funnel, visit->landing);
        __builtin_prefetch(
            list_at(&funnel->visits.links, list_first(&funnel->visits.links, visit->path)));
        visitors_expect_touches(&funnel->visitors, ahead->due[i].spread);
    }
}

void ahead_of_closings(struct funnel *funnel, int64_t time) {
    ahead_find_dues(funnel, time);
    ahead_open_dues(funnel);
    ahead_finish_dues(funnel);
}

/* --- hits */

/* Where the visit is found. */
void ahead_of_hit(struct funnel *funnel, struct hit *hit) {
    hit->spread = keys_spread(&funnel->running, hit->visitor);
    keys_expect(&funnel->running, hit->spread);
}

/* Of hits that may begin a visit: paths, which will become texts, and visitors whose former visit
 * will close. */
struct ahead_begun {
    uint32_t paths[FUNNEL_HITS_AT_ONCE];    /* hashes, then texts */
    uint32_t visitors[FUNNEL_HITS_AT_ONCE]; /* by the spreads of their keys */
    size_t paths_count, visitors_count;
};

AHEAD void ahead_find_path(const struct funnel *funnel, struct ahead_begun *begun,
                           const struct hit *hit) {
    struct span query = hit_cell(hit, CLASSIFIED_URL), path = span_cut(&query, '?');
    uint32_t hash = table_hash(&funnel->names.texts, path);
    table_expect(&funnel->names.texts, hash);
    begun->paths[begun->paths_count++] = hash;
}

AHEAD void ahead_find_visitor(const struct funnel *funnel, struct ahead_begun *begun,
                              const struct hit *hit) {
    keys_expect(&funnel->visitors.keys, hit->spread);
    begun->visitors[begun->visitors_count++] = hit->spread;
}

/* The visits. */
AHEAD void ahead_open_hits(const struct funnel *funnel, struct ahead_begun *begun, struct hit *hits,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct hit *hit = &hits[i];
        hit->guess = keys_guess(&funnel->running, hit->spread);
        ahead_visit(funnel, hit->guess);
        bool may_begin = (hit->guess == 0) | hit_is_from_outside(hit);
        if (!may_begin)
            continue;
        if (hit->guess)
            ahead_find_visitor(funnel, begun, hit);
        if (hit->nature.is_view)
            ahead_find_path(funnel, begun, hit);
    }
}

AHEAD void ahead_open_begun(const struct funnel *funnel, struct ahead_begun *begun) {
    for (size_t i = 0; i < begun->paths_count; i++) {
        begun->paths[i] = table_guess(&funnel->names.texts, begun->paths[i]);
        ahead_text(funnel, begun->paths[i]);
    }
    for (size_t i = 0; i < begun->visitors_count; i++)
        visitors_expect(&funnel->visitors, begun->visitors[i]);
}

/* What they refer to. */
AHEAD void ahead_finish_hits(const struct funnel *funnel, const struct hit *hits, size_t count) {
    for (size_t i = 0; i < count; i++)
        ahead_links(funnel, visit_at(&funnel->visits, hits[i].guess));
}

AHEAD void ahead_finish_begun(const struct funnel *funnel, const struct ahead_begun *begun) {
    for (size_t i = 0; i < begun->paths_count; i++)
        ahead_text_bytes(funnel, begun->paths[i]);
    for (size_t i = 0; i < begun->visitors_count; i++)
        visitors_expect_touches(&funnel->visitors, begun->visitors[i]);
}

static int64_t ahead_last_time(const struct hit *hits, size_t count) {
    int64_t last = 0;
    for (size_t i = 0; i < count; i++)
        last = hits[i].time > last ? hits[i].time : last;
    return last;
}

/* The next hits will take as long to come as these did, most likely. */
static void ahead_of_next(struct funnel *funnel, int64_t last) {
    struct ahead *ahead = &funnel->ahead;
    int64_t step = last - ahead->last_time;
    ahead_find_dues(funnel, last + (step > 0 ? step : 0));
    ahead->last_time = last;
}

void ahead_of_hits(struct funnel *funnel, struct hit *hits, size_t count) {
    struct ahead_begun begun;
    begun.paths_count = begun.visitors_count = 0;
    ahead_open_dues(funnel);
    ahead_open_hits(funnel, &begun, hits, count);
    ahead_finish_dues(funnel);
    ahead_open_begun(funnel, &begun);
    ahead_finish_hits(funnel, hits, count);
    ahead_finish_begun(funnel, &begun);
    ahead_of_next(funnel, ahead_last_time(hits, count));
}

void ahead_of_few(struct funnel *funnel, int64_t time) {
    ahead_open_dues(funnel);
    ahead_finish_dues(funnel);
    ahead_of_next(funnel, time);
}
