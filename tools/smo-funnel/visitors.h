/* What is remembered of visitors between their visits: their touches, and their last checkout. A
 * visitor who came from nowhere and bought nothing is not remembered. A touch is a visit with an
 * outside source. */
#ifndef SMO_FUNNEL_VISITORS_H
#define SMO_FUNNEL_VISITORS_H

#include "smo-funnel/origin.h"
#include "smo-funnel/pool.h"

enum {
    VISITORS_MAX_TOUCHES = 256, /* kept of one visitor: then the second-oldest goes */
    VISITORS_FIRST_SHOWN = 1,   /* of many touches the first and the last 19 are shown */
    VISITORS_LAST_SHOWN = 19,
    VISITORS_SHOWN = VISITORS_FIRST_SHOWN + VISITORS_LAST_SHOWN,
    VISITORS_MANY_TOUCHES = 8 /* of one visitor: with more of them they are not walked through */
};

struct visitors_touch {
    int64_t time; /* when the visit began, nanoseconds */
    uint32_t origin : 31;
    uint32_t is_social : 1; /* the medium of the origin */
    uint32_t digits : 4;    /* of the time */
    uint32_t next : 28;     /* in a ring: the next touch; in visitors_one: see there */
};

struct visitors_checkout {
    int64_t time;
    uint32_t origin; /* of the visit that it belongs to */
};

/* Most visitors come once. So the last touch stands here; those before it are a ring in a pool, in
 * which each leads on to the next one, and the last of them to the first. */
struct visitors_one {
    struct visitors_touch last; /* its `next` is the last touch of the ring, or 0 */
    uint64_t checkout : 28;
    uint64_t touches : 9;
    uint64_t many : 27;
};

/* Numbers fit in their bits: a visitor with many touches has that many of them in the pool. */
_Static_assert(POOL_MAX_ITEMS <= 1 << 28, "numbers of touches and checkouts have 28 bits");
_Static_assert(POOL_MAX_ITEMS / VISITORS_MANY_TOUCHES <= 1 << 27, "those of `many` have 27");
_Static_assert(VISITORS_MAX_TOUCHES + 1 < 1 << 9,
               "a number of touches has 9, one too many included");

/* What is known of the touches of a visitor who has many, without walking through them. */
struct visitors_many {
    int64_t oldest;                      /* none of them is older */
    uint32_t first_social, last_social;  /* of the ring, or 0 */
    uint32_t first_shown;                /* origins: of the first one, and ... */
    uint32_t shown[VISITORS_LAST_SHOWN]; /* of the last ones; each takes the oldest's place */
    uint32_t oldest_shown;
};

/* What a visit's row says of touches. Zero: none. */
struct visitors_attribution {
    uint32_t touches;                  /* in the window, this visit included */
    uint32_t shown[VISITORS_SHOWN];    /* origins, in order; 0 behind the last */
    uint32_t path;                     /* in their place, from a state: a text */
    struct visitors_touch first, last; /* social ones; origin 0: none */
};

struct visitors {
    const struct settings *settings;
    struct names *names;
    struct keys keys;
    struct pool ones, touches, checkouts, manies;
    int64_t oldest_last_touch; /* no visitor's last touch is older; a lone checkout may be */
    int64_t oldest_touch;      /* no touch is older: for long, none can be forgotten */
};

/* Keys are spread as among the running visits. */
void visitors_init(struct visitors *visitors, const struct settings *settings, struct names *names);

/* Prefetches what is most likely remembered of the visitor, once the slot of keys_expect() has
 * arrived. */
static inline __attribute__((always_inline)) void visitors_expect(const struct visitors *visitors,
                                                                  uint32_t spread) {
    uint32_t number = keys_guess(&visitors->keys, spread);
    __builtin_prefetch(pool_at_size(&visitors->ones, number, sizeof(struct visitors_one)));
}

/* And what belongs to that, once that has arrived. */
static inline __attribute__((always_inline)) void
visitors_expect_touches(const struct visitors *visitors, uint32_t spread) {
    uint32_t number = keys_guess(&visitors->keys, spread);
    const struct visitors_one *one =
        pool_at_size(&visitors->ones, number, sizeof(struct visitors_one));
    const char *many = pool_at_size(&visitors->manies, one->many, sizeof(struct visitors_many));
    __builtin_prefetch(
        pool_at_size(&visitors->touches, one->last.next, sizeof(struct visitors_touch)));
    __builtin_prefetch(many);
    __builtin_prefetch(many + sizeof(struct visitors_many) - 1);
}

/* Walks through the touches, oldest first: call it with `left` = one->touches, ... 2, 1, and with
 * *place = 0 at the start. *place is where the walk stands in the ring. */
const struct visitors_touch *visitors_next_touch(const struct visitors *visitors,
                                                 const struct visitors_one *one, uint32_t left,
                                                 uint32_t *place);

/* Adds a touch: the visits of a visitor come in their order. */
void visitors_add_touch(struct visitors *visitors, struct key key, struct visitors_touch touch);

/* Remembers a checkout; an older one is forgotten. */
void visitors_add_checkout(struct visitors *visitors, struct key key,
                           struct visitors_checkout checkout);

/* The last checkout, if it is no more than 24 hours before `time`; else origin 0. */
struct visitors_checkout visitors_last_checkout(const struct visitors *visitors, struct key key,
                                                int64_t time);

/* A visitor turns out to be another: `to` takes over all that is remembered of `from`. */
void visitors_move(struct visitors *visitors, struct key from, struct key to);

/* The touches in the window before `start`, for the row of a visit that began then. Linear in the
 * touches that are shown, or have just left the window; forgets those that no later visit can need.
 */
struct visitors_attribution visitors_attribute(struct visitors *visitors, struct key key,
                                               int64_t start);

/* All three for a visit that closes: what it leaves, then what its row will say. A touch or
 * checkout of origin 0 is none. */
struct visitors_attribution visitors_close(struct visitors *visitors, struct key key, int64_t start,
                                           struct visitors_touch touch,
                                           struct visitors_checkout checkout);

/* True if at `now` there may be somebody whose last touch has left the window of whatever may still
 * come: else it is not worth while to look for them. */
bool visitors_may_forget(const struct visitors *visitors, int64_t now);

/* Forgets checkouts that nothing that comes at `now` can ask for, and then those without one whose
 * last touch has left the window; but no touch of whom `is_needed` names. Walks through all. */
void visitors_forget(struct visitors *visitors, int64_t now,
                     bool (*is_needed)(const void *asker, struct key key), const void *asker);

size_t visitors_bytes(const struct visitors *visitors);
void visitors_free(struct visitors *visitors);

#endif
