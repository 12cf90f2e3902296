#include "smo-funnel/visitors.h"

/* Numbers of things in a pool are small enough: these masks only tell the compiler so. */
enum { TOUCH_BITS = (1 << 28) - 1, MANY_BITS = (1 << 27) - 1 };

void visitors_init(struct visitors *visitors, const struct settings *settings,
                   struct names *names) {
    *visitors = (struct visitors){.settings = settings,
                                  .names = names,
                                  .oldest_last_touch = INT64_MAX,
                                  .oldest_touch = INT64_MAX};
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

const struct visitors_touch *visitors_next_touch(const struct visitors *visitors,
                                                 const struct visitors_one *one, uint32_t left,
                                                 uint32_t *place) {
    if (left == 1)
        return &one->last;
    *place = touch_at(visitors, *place ? *place : one->last.next)->next;
    return touch_at(visitors, *place);
}

/* --- visitors with many touches */

static struct visitors_many *many_at(const struct visitors *visitors,
                                     const struct visitors_one *one) {
    return pool_at_size(&visitors->manies, one->many, sizeof(struct visitors_many));
}

static void many_note_last(struct visitors_many *many, const struct visitors_touch *last) {
    if (last->time < many->oldest)
        many->oldest = last->time;
    many->shown[many->oldest_shown] = last->origin;
    many->oldest_shown = (many->oldest_shown + 1) % VISITORS_LAST_SHOWN;
}

/* The touch is the last of the ring now. */
static void many_note_ring(struct visitors_many *many, const struct visitors_touch *touch,
                           uint32_t number) {
    if (!touch->is_social)
        return;
    many->last_social = number;
    if (!many->first_social)
        many->first_social = number;
}

/* There are many from now on. */
static void visitors_begin_many(struct visitors *visitors, struct visitors_one *one) {
    one->many = pool_take(&visitors->manies) & MANY_BITS;
    struct visitors_many *many = many_at(visitors, one);
    many->oldest = INT64_MAX;
    for (uint32_t left = one->touches, place = 0; left; left--) {
        const struct visitors_touch *touch = visitors_next_touch(visitors, one, left, &place);
        many_note_last(many, touch);
        if (left == one->touches)
            many->first_shown = touch->origin;
        if (left > 1)
            many_note_ring(many, touch, place);
    }
}

static void visitors_end_many(struct visitors *visitors, struct visitors_one *one) {
    pool_give(&visitors->manies, one->many);
    one->many = 0;
}

/* The touch, the first or the second one of the ring, will go. */
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

/* --- the touches of a visitor */

/* Unlinks the touch that follows `before` in the ring. */
static void visitors_drop_after(struct visitors *visitors, struct visitors_one *one,
                                uint32_t before) {
    uint32_t dropped = touch_at(visitors, before)->next;
    if (one->many)
        visitors_note_dropped(visitors, one, dropped);
    touch_at(visitors, before)->next = touch_at(visitors, dropped)->next;
    if (one->many && before == one->last.next)
        many_at(visitors, one)->first_shown =
            touch_at(visitors, touch_at(visitors, before)->next)->origin;
    if (dropped == one->last.next)
        one->last.next = dropped == before ? 0 : before & TOUCH_BITS;
    pool_give(&visitors->touches, dropped);
    one->touches--;
    if (one->many && one->touches <= VISITORS_MANY_TOUCHES)
        visitors_end_many(visitors, one);
}

static void visitors_drop_first(struct visitors *visitors, struct visitors_one *one) {
    if (one->touches > 1) {
        visitors_drop_after(visitors, one, one->last.next);
    } else {
        one->last = (struct visitors_touch){0};
        one->touches = 0;
    }
}

/* The last touch joins those before it. Returns its number there. */
static uint32_t visitors_join_ring(struct visitors *visitors, const struct visitors_one *one) {
    uint32_t added = pool_take(&visitors->touches), last = one->last.next;
    struct visitors_touch *at = touch_at(visitors, added);
    *at = one->last;
    at->next = last ? touch_at(visitors, last)->next : added & TOUCH_BITS;
    if (last)
        touch_at(visitors, last)->next = added & TOUCH_BITS;
    return added;
}

static void visitors_append(struct visitors *visitors, struct visitors_one *one,
                            struct visitors_touch touch) {
    uint32_t before = one->touches ? visitors_join_ring(visitors, one) : 0;
    touch.next = before & TOUCH_BITS;
    one->last = touch;
    one->touches++;
    if (one->many) {
        many_note_ring(many_at(visitors, one), touch_at(visitors, before), before);
        many_note_last(many_at(visitors, one), &touch);
    } else if (one->touches > VISITORS_MANY_TOUCHES) {
        visitors_begin_many(visitors, one);
    }
    if (one->touches > VISITORS_MAX_TOUCHES)
        visitors_drop_after(visitors, one, touch_at(visitors, before)->next);
}

static void visitors_note_last_touch(struct visitors *visitors, int64_t time) {
    if (time < visitors->oldest_last_touch)
        visitors->oldest_last_touch = time;
}

static void visitors_give_touch(struct visitors *visitors, struct visitors_one *one,
                                struct visitors_touch touch) {
    visitors_note_last_touch(visitors, touch.time);
    visitors->oldest_touch =
        touch.time < visitors->oldest_touch ? touch.time : visitors->oldest_touch;
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
    while (one->touches)
        visitors_drop_first(visitors, one);
    pool_give(&visitors->checkouts, one->checkout);
    pool_give(&visitors->ones, number);
    keys_remove(&visitors->keys, key);
}

/* Adds all touches of `from` to `to`, by time; at equal times those of `to` come first. */
static void visitors_merge_touches(struct visitors *visitors, const struct visitors_one *from,
                                   struct visitors_one *to) {
    struct visitors_one merged = {0};
    uint32_t from_left = from->touches, to_left = to->touches, from_place = 0, to_place = 0;
    const struct visitors_touch *a = NULL, *b = NULL;
    for (;;) {
        if (!a && to_left)
            a = visitors_next_touch(visitors, to, to_left--, &to_place);
        if (!b && from_left)
            b = visitors_next_touch(visitors, from, from_left--, &from_place);
        if (!a && !b)
            break;
        const struct visitors_touch **next = !b || (a && a->time <= b->time) ? &a : &b;
        visitors_append(visitors, &merged, **next);
        *next = NULL;
    }
    while (to->touches)
        visitors_drop_first(visitors, to);
    merged.checkout = to->checkout;
    *to = merged;
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

/* Drops from the front the touches that even a visit that began a day earlier could not need. */
static void visitors_trim(struct visitors *visitors, struct visitors_one *one, int64_t start) {
    int64_t oldest = start - visitors->settings->window - MOMENT_DAY;
    if (visitors->oldest_touch >= oldest)
        return;
    for (; one->touches; visitors_drop_first(visitors, one)) {
        uint32_t place = 0;
        if (visitors_next_touch(visitors, one, one->touches, &place)->time >= oldest)
            return;
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
    int64_t known_oldest = INT64_MAX;
    for (uint32_t left = one->touches, place = 0; left; left--) {
        const struct visitors_touch *at = visitors_next_touch(visitors, one, left, &place);
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
    uint32_t behind_first = (uint32_t)one->touches - VISITORS_FIRST_SHOWN;
    uint32_t last = behind_first < VISITORS_LAST_SHOWN ? behind_first : VISITORS_LAST_SHOWN;
    uint32_t from = many->oldest_shown + VISITORS_LAST_SHOWN - last;
    attribution->touches = one->touches;
    attribution->shown[0] = many->first_shown;
    for (uint32_t i = 0; i < last; i++)
        attribution->shown[VISITORS_FIRST_SHOWN + i] =
            many->shown[(from + i) % VISITORS_LAST_SHOWN];
    if (many->first_social) {
        attribution->first = *touch_at(visitors, many->first_social);
        attribution->last = *touch_at(visitors, many->last_social);
    }
    visitors_note_social(&one->last, attribution);
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
    return visitors->oldest_last_touch != INT64_MAX &&
           visitors_is_out_of_window(visitors, visitors->oldest_last_touch, now);
}

static void visitors_forget_checkout(struct visitors *visitors, struct visitors_one *one,
                                     int64_t now) {
    const struct visitors_checkout *last =
        one->checkout ? pool_at(&visitors->checkouts, one->checkout) : NULL;
    if (last && now - last->time > SETTINGS_RETURN + MOMENT_DAY) {
        pool_give(&visitors->checkouts, one->checkout);
        one->checkout = 0;
    }
}

/* True if something that comes at `now` or later can ask for what is remembered of the visitor. */
static bool visitors_may_matter(const struct visitors *visitors, const struct visitors_one *one,
                                int64_t now) {
    return one->checkout ||
           (one->touches && !visitors_is_out_of_window(visitors, one->last.time, now));
}

void visitors_forget(struct visitors *visitors, int64_t now,
                     bool (*is_needed)(const void *asker, struct key key), const void *asker) {
    visitors->oldest_last_touch = INT64_MAX;
    for (size_t i = 0; i <= visitors->keys.mask; i++) {
        for (;;) { /* removing may bring another one to this place */
            struct keys_slot slot = visitors->keys.slots[i];
            struct key key = {slot.value, slot.site};
            if (slot.number == 0)
                break;
            struct visitors_one *one = one_at(visitors, slot.number);
            visitors_forget_checkout(visitors, one, now);
            if (visitors_may_matter(visitors, one, now) ||
                (one->touches && is_needed(asker, key))) {
                if (one->touches)
                    visitors_note_last_touch(visitors, one->last.time);
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
