#include "smo-funnel/visitors.h"

void visitors_init(struct visitors *visitors, const struct settings *settings,
                   struct names *names) {
    *visitors = (struct visitors){.settings = settings, .names = names, .oldest = INT64_MAX};
    keys_init(&visitors->keys);
    pool_init(&visitors->ones, sizeof(struct visitors_one));
    pool_init(&visitors->touches, sizeof(struct visitors_touch));
    pool_init(&visitors->checkouts, sizeof(struct visitors_checkout));
    pool_init(&visitors->manies, sizeof(struct visitors_many));
}

static struct visitors_touch *touch_at(const struct visitors *visitors, uint32_t touch) {
    return pool_at_size(&visitors->touches, touch, sizeof(struct visitors_touch));
}

static struct visitors_one *one_at(const struct visitors *visitors, uint32_t one) {
    return pool_at_size(&visitors->ones, one, sizeof(struct visitors_one));
}

/* What is remembered of the key, or NULL. */
static struct visitors_one *visitors_find(const struct visitors *visitors, struct key key) {
    uint32_t number = keys_find(&visitors->keys, key);
    return number ? one_at(visitors, number) : NULL;
}

static struct visitors_one *visitors_meet(struct visitors *visitors, struct key key) {
    uint32_t number = keys_find(&visitors->keys, key);
    if (number == 0) {
        number = pool_take(&visitors->ones);
        keys_add(&visitors->keys, key, number);
    }
    return one_at(visitors, number);
}

/* --- who has many touches */

static struct visitors_many *many_at(const struct visitors *visitors,
                                     const struct visitors_one *one) {
    return pool_at_size(&visitors->manies, one->many, sizeof(struct visitors_many));
}

/* The touch is the last one of so many as are there now. */
static void visitors_note_last(const struct visitors *visitors, struct visitors_many *many,
                               uint32_t last) {
    const struct visitors_touch *at = touch_at(visitors, last);
    if (at->time < many->oldest)
        many->oldest = at->time;
    if (!at->is_social)
        return;
    many->last_social = last;
    if (!many->first_social)
        many->first_social = last;
}

/* There are many from now on. */
static void visitors_begin_many(struct visitors *visitors, struct visitors_one *one) {
    one->many = pool_take(&visitors->manies) & 0x7fffff;
    struct visitors_many *many = many_at(visitors, one);
    many->oldest = INT64_MAX;
    uint32_t touch = one->last_touch;
    for (uint32_t left = one->touches; left; left--) {
        touch = touch_at(visitors, touch)->next;
        visitors_note_last(visitors, many, touch);
        if (left == VISITORS_LAST_SHOWN)
            many->shown = touch;
    }
}

static void visitors_end_many(struct visitors *visitors, struct visitors_one *one) {
    pool_give(&visitors->manies, one->many);
    one->many = 0;
}

/* The touch, the first or the second one, will go. */
static void visitors_note_dropped(struct visitors *visitors, struct visitors_one *one,
                                  uint32_t dropped) {
    struct visitors_many *many = many_at(visitors, one);
    bool is_first = dropped == many->first_social;
    if (dropped == many->last_social) {
        many->first_social = is_first ? 0 : many->first_social;
        many->last_social = many->first_social;
    } else if (is_first) {
        do
            many->first_social = touch_at(visitors, many->first_social)->next;
        while (!touch_at(visitors, many->first_social)->is_social);
    }
}

/* --- the ring of a visitor's touches */

/* Unlinks the touch that follows `before` in the ring. */
static void visitors_drop_after(struct visitors *visitors, struct visitors_one *one,
                                uint32_t before) {
    uint32_t dropped = touch_at(visitors, before)->next;
    if (one->many)
        visitors_note_dropped(visitors, one, dropped);
    touch_at(visitors, before)->next = touch_at(visitors, dropped)->next;
    if (dropped == one->last_touch)
        one->last_touch = dropped == before ? 0 : before;
    pool_give(&visitors->touches, dropped);
    one->touches--;
    if (one->many && one->touches <= VISITORS_MANY_TOUCHES)
        visitors_end_many(visitors, one);
}

static void visitors_note_many(struct visitors *visitors, struct visitors_one *one) {
    if (!one->many) {
        visitors_begin_many(visitors, one);
    } else {
        struct visitors_many *many = many_at(visitors, one);
        many->shown = touch_at(visitors, many->shown)->next;
        visitors_note_last(visitors, many, one->last_touch);
    }
}

static void visitors_append(struct visitors *visitors, struct visitors_one *one,
                            struct visitors_touch touch) {
    uint32_t added = pool_take(&visitors->touches);
    struct visitors_touch *at = touch_at(visitors, added);
    *at = touch;
    at->next = added & 0xfffffff;
    if (one->last_touch) {
        struct visitors_touch *last = touch_at(visitors, one->last_touch);
        at->next = last->next;
        last->next = added & 0xfffffff;
    }
    one->last_touch = added;
    one->touches++;
    if (one->touches > VISITORS_MANY_TOUCHES)
        visitors_note_many(visitors, one);
    if (one->touches > VISITORS_MAX_TOUCHES)
        visitors_drop_after(visitors, one, at->next);
}

static void visitors_note_oldest(struct visitors *visitors, int64_t time) {
    if (time < visitors->oldest)
        visitors->oldest = time;
}

static void visitors_give_touch(struct visitors *visitors, struct visitors_one *one,
                                struct visitors_touch touch) {
    visitors_note_oldest(visitors, touch.time);
    visitors_append(visitors, one, touch);
}

static void visitors_give_checkout(struct visitors *visitors, struct visitors_one *one,
                                   struct visitors_checkout checkout) {
    if (!one->checkout)
        one->checkout = pool_take(&visitors->checkouts);
    struct visitors_checkout *known = pool_at(&visitors->checkouts, one->checkout);
    if (known->origin == NAMES_ABSENT || known->time <= checkout.time)
        *known = checkout;
}

void visitors_add_touch(struct visitors *visitors, struct key key, struct visitors_touch touch) {
    visitors_give_touch(visitors, visitors_meet(visitors, key), touch);
}

void visitors_add_checkout(struct visitors *visitors, struct key key,
                           struct visitors_checkout checkout) {
    visitors_give_checkout(visitors, visitors_meet(visitors, key), checkout);
}

struct visitors_checkout visitors_last_checkout(const struct visitors *visitors, struct key key,
                                                int64_t time) {
    const struct visitors_one *one = visitors_find(visitors, key);
    if (one && one->checkout) {
        const struct visitors_checkout *last = pool_at(&visitors->checkouts, one->checkout);
        if (time - last->time <= SETTINGS_RETURN)
            return *last;
    }
    return (struct visitors_checkout){0};
}

static void visitors_forget_one(struct visitors *visitors, struct key key) {
    uint32_t number = keys_find(&visitors->keys, key);
    struct visitors_one *one = one_at(visitors, number);
    while (one->last_touch)
        visitors_drop_after(visitors, one, one->last_touch);
    pool_give(&visitors->checkouts, one->checkout);
    pool_give(&visitors->ones, number);
    keys_remove(&visitors->keys, key);
}

/* Adds all touches of `from` to `to`, by time; at equal times those of `to` come first. */
static void visitors_merge_touches(struct visitors *visitors, const struct visitors_one *from,
                                   struct visitors_one *to) {
    struct visitors_one merged = {0};
    uint32_t a = to->last_touch ? touch_at(visitors, to->last_touch)->next : 0;
    uint32_t b = from->last_touch ? touch_at(visitors, from->last_touch)->next : 0;
    for (uint32_t left = to->touches + from->touches, used = 0; left; left--) {
        bool takes_a = b == 0 || (a && touch_at(visitors, a)->time <= touch_at(visitors, b)->time);
        uint32_t *next = takes_a ? &a : &b;
        struct visitors_touch touch = *touch_at(visitors, *next);
        used += takes_a;
        bool is_last = takes_a ? used == to->touches : *next == from->last_touch;
        *next = is_last ? 0 : touch.next;
        visitors_append(visitors, &merged, touch);
    }
    while (to->last_touch)
        visitors_drop_after(visitors, to, to->last_touch);
    to->last_touch = merged.last_touch;
    to->touches = merged.touches;
    to->many = merged.many;
}

void visitors_move(struct visitors *visitors, struct key from, struct key to) {
    uint32_t number = keys_find(&visitors->keys, from);
    if (!number)
        return;
    struct visitors_one *target = visitors_meet(visitors, to);
    const struct visitors_one *origin = one_at(visitors, number);
    visitors_merge_touches(visitors, origin, target);
    if (origin->checkout) {
        const struct visitors_checkout *last = pool_at(&visitors->checkouts, origin->checkout);
        visitors_add_checkout(visitors, to, *last);
    }
    visitors_forget_one(visitors, from);
}

static void visitors_note_social(const struct visitors_touch *at,
                                 struct visitors_attribution *attribution) {
    if (!at->is_social)
        return;
    if (attribution->first.origin == NAMES_ABSENT)
        attribution->first = *at;
    attribution->last = *at;
}

/* The ring's first touches that even a visit which began a day earlier cannot need. */
static void visitors_trim(struct visitors *visitors, struct visitors_one *one, int64_t start) {
    int64_t oldest = start - visitors->settings->window - MOMENT_DAY;
    while (one->last_touch) {
        uint32_t first = touch_at(visitors, one->last_touch)->next;
        if (touch_at(visitors, first)->time >= oldest)
            return;
        visitors_drop_after(visitors, one, one->last_touch);
    }
}

/* Shows the origin of the next touch in the window. Of the last ones, the latest takes the place of
 * the oldest. */
static void visitors_show(struct visitors_attribution *attribution, uint32_t origin) {
    uint32_t seen = attribution->touches++;
    uint32_t place = seen < VISITORS_SHOWN ? seen
                                           : VISITORS_FIRST_SHOWN + (seen - VISITORS_FIRST_SHOWN) %
                                                                        VISITORS_LAST_SHOWN;
    attribution->shown[place] = origin;
}

/* Puts the last ones in order again. */
static void visitors_order_shown(struct visitors_attribution *attribution) {
    uint32_t last[VISITORS_LAST_SHOWN], oldest = attribution->touches - VISITORS_SHOWN;
    if (attribution->touches <= VISITORS_SHOWN)
        return;
    for (uint32_t i = 0; i < VISITORS_LAST_SHOWN; i++)
        last[i] = attribution->shown[VISITORS_FIRST_SHOWN + (oldest + i) % VISITORS_LAST_SHOWN];
    memcpy(attribution->shown + VISITORS_FIRST_SHOWN, last, sizeof last);
}

/* Walks through all touches. */
static void visitors_look_through(struct visitors *visitors, const struct visitors_one *one,
                                  int64_t oldest, struct visitors_attribution *attribution) {
    uint32_t touch = one->last_touch;
    int64_t known_oldest = INT64_MAX;
    for (uint32_t left = one->touches; left; left--) {
        touch = touch_at(visitors, touch)->next;
        const struct visitors_touch *at = touch_at(visitors, touch);
        known_oldest = at->time < known_oldest ? at->time : known_oldest;
        if (at->time < oldest)
            continue;
        visitors_show(attribution, at->origin);
        visitors_note_social(at, attribution);
    }
    visitors_order_shown(attribution);
    if (one->many)
        many_at(visitors, one)->oldest = known_oldest;
}

/* Of many touches, all of which are in the window. */
static void visitors_look_at_many(const struct visitors *visitors, const struct visitors_one *one,
                                  struct visitors_attribution *attribution) {
    const struct visitors_many *many = many_at(visitors, one);
    uint32_t touch = touch_at(visitors, one->last_touch)->next;
    attribution->touches = one->touches;
    attribution->shown[0] = touch_at(visitors, touch)->origin;
    touch = many->shown;
    for (uint32_t i = VISITORS_FIRST_SHOWN; i < VISITORS_SHOWN; i++) {
        attribution->shown[i] = touch_at(visitors, touch)->origin;
        touch = touch_at(visitors, touch)->next;
    }
    if (many->first_social) {
        attribution->first = *touch_at(visitors, many->first_social);
        attribution->last = *touch_at(visitors, many->last_social);
    }
}

static struct visitors_attribution visitors_attribute_to(struct visitors *visitors,
                                                         struct visitors_one *one, int64_t start) {
    struct visitors_attribution attribution = {0};
    int64_t oldest = start - visitors->settings->window;
    visitors_trim(visitors, one, start);
    if (one->many && many_at(visitors, one)->oldest >= oldest)
        visitors_look_at_many(visitors, one, &attribution);
    else if (one->touches)
        visitors_look_through(visitors, one, oldest, &attribution);
    return attribution;
}

struct visitors_attribution visitors_attribute(struct visitors *visitors, struct key key,
                                               int64_t start) {
    struct visitors_one *one = visitors_find(visitors, key);
    return one ? visitors_attribute_to(visitors, one, start) : (struct visitors_attribution){0};
}

struct visitors_attribution visitors_close(struct visitors *visitors, struct key key, int64_t start,
                                           struct visitors_touch touch,
                                           struct visitors_checkout checkout) {
    bool leaves_any = touch.origin || checkout.origin;
    struct visitors_one *one =
        leaves_any ? visitors_meet(visitors, key) : visitors_find(visitors, key);
    if (!one)
        return (struct visitors_attribution){0};
    if (touch.origin)
        visitors_give_touch(visitors, one, touch);
    if (checkout.origin)
        visitors_give_checkout(visitors, one, checkout);
    return visitors_attribute_to(visitors, one, start);
}

/* True if nothing that comes at `now` or later can ask for a touch of that time. */
static bool visitors_is_out_of_window(const struct visitors *visitors, int64_t time, int64_t now) {
    return now - time > visitors->settings->window + MOMENT_DAY;
}

bool visitors_may_forget(const struct visitors *visitors, int64_t now) {
    return visitors->oldest != INT64_MAX &&
           visitors_is_out_of_window(visitors, visitors->oldest, now);
}

/* The same of all that is remembered of a visitor. */
static bool visitors_is_outdated(const struct visitors *visitors, const struct visitors_one *one,
                                 int64_t now) {
    const struct visitors_checkout *last =
        one->checkout ? pool_at(&visitors->checkouts, one->checkout) : NULL;
    if (last && now - last->time <= SETTINGS_RETURN + MOMENT_DAY)
        return false;
    return !one->last_touch ||
           visitors_is_out_of_window(visitors, touch_at(visitors, one->last_touch)->time, now);
}

void visitors_forget(struct visitors *visitors, int64_t now,
                     bool (*is_needed)(const void *asker, struct key key), const void *asker) {
    visitors->oldest = INT64_MAX;
    for (size_t i = 0; i <= visitors->keys.mask; i++) {
        for (;;) { /* removing may bring another one to this place */
            struct keys_slot slot = visitors->keys.slots[i];
            struct key key = {slot.value, slot.site};
            if (slot.number == 0)
                break;
            const struct visitors_one *one = one_at(visitors, slot.number);
            if (!visitors_is_outdated(visitors, one, now) || is_needed(asker, key)) {
                if (one->last_touch)
                    visitors_note_oldest(visitors, touch_at(visitors, one->last_touch)->time);
                break;
            }
            visitors_forget_one(visitors, key);
        }
    }
}

size_t visitors_bytes(const struct visitors *visitors) {
    return keys_bytes(&visitors->keys) + pool_bytes(&visitors->ones) +
           pool_bytes(&visitors->touches) + pool_bytes(&visitors->checkouts) +
           pool_bytes(&visitors->manies);
}

void visitors_free(struct visitors *visitors) {
    keys_free(&visitors->keys);
    pool_free(&visitors->ones);
    pool_free(&visitors->touches);
    pool_free(&visitors->checkouts);
    pool_free(&visitors->manies);
}
