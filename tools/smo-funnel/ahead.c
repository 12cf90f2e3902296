#include "smo-funnel/ahead.h"

#include "smo-funnel/funnel.h"

/* These are in line: gcc leaves out the call of a function that does nothing but send for memory.
 * Where it costs little, more is sent for rather than asked what will be needed: what nobody can
 * foretell, the processor cannot either. */
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
    return has_ended & (visit->number == due->number);
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

/* Where the visit is found, and its visitor if it may be another one from now on. */
void ahead_of_hit(struct funnel *funnel, struct hit *hit) {
    hit->spread = keys_spread(&funnel->running, hit->visitor);
    keys_expect(&funnel->running, hit->spread);
    keys_expect(&funnel->visitors.keys, hit_is_from_outside(hit) ? hit->spread : 0);
}

/* Paths that will become texts. */
struct ahead_paths {
    uint32_t found[FUNNEL_HITS_AT_ONCE]; /* hashes, then texts */
    size_t count;
};

AHEAD void ahead_find_path(struct funnel *funnel, struct ahead_paths *paths,
                           const struct hit *hit) {
    struct span query = hit_cell(hit, CLASSIFIED_URL), path = span_cut(&query, '?');
    uint32_t hash = table_hash(&funnel->names.texts, path);
    table_expect(&funnel->names.texts, hash);
    paths->found[paths->count++] = hash;
}

/* The visit; of a hit that may begin another one, what is known of its visitor, too. */
AHEAD void ahead_open_hits(struct funnel *funnel, struct ahead_paths *paths, struct hit *hits,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct hit *hit = &hits[i];
        hit->guess = keys_guess(&funnel->running, hit->spread);
        ahead_visit(funnel, hit->guess);
        bool may_begin = (hit->guess == 0) | hit_is_from_outside(hit);
        if (!may_begin)
            continue;
        visitors_expect(&funnel->visitors, hit->spread);
        if (hit->nature.is_view)
            ahead_find_path(funnel, paths, hit);
    }
}

AHEAD void ahead_open_paths(const struct funnel *funnel, struct ahead_paths *paths) {
    for (size_t i = 0; i < paths->count; i++) {
        paths->found[i] = table_guess(&funnel->names.texts, paths->found[i]);
        ahead_text(funnel, paths->found[i]);
    }
}

/* What it refers to. */
AHEAD void ahead_finish_hits(const struct funnel *funnel, const struct hit *hits, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ahead_links(funnel, visit_at(&funnel->visits, hits[i].guess));
        if (hit_is_from_outside(&hits[i]))
            visitors_expect_touches(&funnel->visitors, hits[i].spread);
    }
}

AHEAD void ahead_finish_paths(const struct funnel *funnel, const struct ahead_paths *paths) {
    for (size_t i = 0; i < paths->count; i++)
        ahead_text_bytes(funnel, paths->found[i]);
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
    struct ahead_paths paths = {.count = 0};
    ahead_open_dues(funnel);
    ahead_open_hits(funnel, &paths, hits, count);
    ahead_open_paths(funnel, &paths);
    ahead_finish_dues(funnel);
    ahead_finish_hits(funnel, hits, count);
    ahead_finish_paths(funnel, &paths);
    ahead_of_next(funnel, ahead_last_time(hits, count));
}

void ahead_of_few(struct funnel *funnel, int64_t time) {
    ahead_open_dues(funnel);
    ahead_finish_dues(funnel);
    ahead_of_next(funnel, time);
}
