#include "smo-funnel/visit.h"

#include "lib/base/hash.h"

void visits_init(struct visits *visits, const struct settings *settings, struct names *names,
                 struct paths *paths, struct orders *orders, struct trails *trails) {
    *visits = (struct visits){
        .settings = settings, .names = names, .paths = paths, .orders = orders, .trails = trails};
    pool_init(&visits->pool, sizeof(struct visit));
    pool_init(&visits->amounts, sizeof(struct visit_amount));
    list_init(&visits->links);
}

void visits_free(struct visits *visits) {
    pool_free(&visits->pool);
    pool_free(&visits->links);
    pool_free(&visits->amounts);
    buf_free(&visits->room);
    buf_free(&visits->item);
}

/* --- its beginning */

static uint32_t visit_join(struct visits *visits, const struct hit *hit, size_t from, size_t to) {
    return names_text(visits->names, hit_join(&hit->row, from, to, &visits->room));
}

/* A url as a text, reduced. */
static uint32_t visit_path(struct visits *visits, struct span url) {
    return paths_text(visits->paths, visits->names, url);
}

static void visit_take_offer(struct visits *visits, struct visit *visit, const struct hit *hit) {
    struct span offer = hit_cell(hit, CLASSIFIED_OFFER);
    visit->offer = span_is_absent(offer) ? NAMES_ABSENT : visit_path(visits, offer);
    visit->offer_page = names_word(visits->names, hit_cell(hit, HIT_OFFER_PAGE));
}

uint32_t visit_begin(struct visits *visits, const struct hit *hit, struct key key) {
    uint32_t number = pool_take(&visits->pool);
    struct visit *visit = visit_at(visits, number);
    visit->key = key;
    visit->serial = ++visits->begun;
    visit->start = visit->end = hit->time;
    visit->start_digits = visit->end_digits = (uint8_t)hit->digits;
    visit->checkout = VISIT_NEVER;
    visit->kind = (uint8_t)hit->kind;
    visit->zone = names_text(visits->names, hit_cell(hit, CLASSIFIED_ZONE));
    visit->device = visit_join(visits, hit, CLASSIFIED_DEVICE, CLASSIFIED_APP);
    visit->geography = visit_join(visits, hit, CLASSIFIED_COUNTRY, CLASSIFIED_CITY);
    return number;
}

/* Its first hit's source; but a return, or an order out of nowhere, soon after a checkout belongs
 * to the visit of that checkout, and a visit that begins inside the site has an unseen start. */
void visit_begin_source(struct visits *visits, struct visit *visit, const struct hit *hit,
                        uint32_t last_checkout_origin) {
    bool is_inside = hit->medium == MEDIUM_RETURN || hit->medium == MEDIUM_INTERNAL;
    visit_take_offer(visits, visit, hit);
    if (last_checkout_origin) {
        visit_set_origin(visit, last_checkout_origin,
                         origin_medium(visits->names, last_checkout_origin));
        visit->has_source = true;
        return;
    }
    visit_set_origin(visit, origin_of_hit(visits->names, &visits->room, hit, is_inside),
                     is_inside ? MEDIUM_INTERNAL : hit->medium);
    visit->has_source = hit_is_from_outside(hit);
}

/* --- what hits add */

uint32_t visit_list_item(struct visits *visits, struct span cell) {
    if (span_find(cell, ',') == cell.size)
        return names_text(visits->names, cell);
    buf_clear(&visits->room);
    for (struct span rest = cell; rest.at;) {
        buf_add(&visits->room, span_cut(&rest, ','));
        if (rest.at)
            buf_add_string(&visits->room, "%2C");
    }
    return names_text(visits->names, buf_span(&visits->room));
}

/* The same for a text. */
static uint32_t visit_list_text(struct visits *visits, uint32_t text) {
    struct span name = names_text_of(visits->names, text);
    return span_find(name, ',') == name.size ? text : visit_list_item(visits, name);
}

/* `404:/old`: each once, at most 8. */
static void visit_add_obstacle(struct visits *visits, struct visit *visit, struct span what,
                               struct span path) {
    if (visit->obstacles_count == VISIT_MAX_OBSTACLES)
        return;
    struct buf *obstacle = &visits->item;
    buf_clear(obstacle);
    buf_add(obstacle, what);
    buf_add_byte(obstacle, ':');
    buf_add(obstacle, path);
    uint32_t text = visit_list_item(visits, buf_span(obstacle));
    if (list_count(&visits->links, visit->obstacles, text))
        return;
    list_add(&visits->links, &visit->obstacles, text);
    visit->obstacles_count++;
}

static bool visit_is_slow(const struct visits *visits, const struct hit *hit) {
    struct span seconds = hit_cell(hit, CLASSIFIED_SECONDS);
    int64_t taken;
    unsigned digits;
    return !span_is_absent(seconds) && moment_read(seconds, &taken, &digits) &&
           taken > visits->settings->slow;
}

static void visit_note_obstacles(struct visits *visits, struct visit *visit,
                                 const struct hit *hit) {
    if (!hit->nature.is_page && !hit->nature.is_step)
        return;
    bool is_error = hit->nature.status >= 400;
    visit->errors += is_error;
    bool is_slow = visit_is_slow(visits, hit);
    if (!is_error && !is_slow)
        return;
    struct span path = paths_reduce(visits->paths, hit_cell(hit, CLASSIFIED_URL));
    if (is_error)
        visit_add_obstacle(visits, visit, hit_cell(hit, CLASSIFIED_STATUS), path);
    if (is_slow)
        visit_add_obstacle(visits, visit, (struct span)SPAN("slow"), path);
}

static void visit_take_hop(struct visits *visits, struct visit *visit, uint32_t path) {
    if (visit->hops_count == VISIT_MAX_HOPS)
        return;
    uint32_t text = visit_list_text(visits, path);
    list_add(&visits->links, &visit->hops, text);
    visit->hops_count++;
    if (list_count(&visits->links, visit->hops, text) == VISIT_LOOP)
        visit_add_obstacle(visits, visit, (struct span)SPAN("loop"),
                           names_text_of(visits->names, path));
}

static void visit_add_to_path(struct visits *visits, struct visit *visit, uint32_t page) {
    bool is_run = visit->path && visit->exit == page;
    visit->exit = page;
    if (is_run || visit->path_count > VISIT_MAX_PATH)
        return;
    visit->path_count++; /* one more than are kept: there were more */
    if (visit->path_count <= VISIT_MAX_PATH)
        list_add(&visits->links, &visit->path, page);
}

static void visit_note_trail(struct visits *visits, struct visit *visit, struct span path) {
    uint32_t to = names_text(visits->names, path);
    if (visit->last_path)
        trails_add(visits->trails, origin_look(visits->names, visit->origin)->source,
                   names_text_of(visits->names, visit->last_path), path);
    visit->last_path = to;
}

static void visit_take_view(struct visits *visits, struct visit *visit, const struct hit *hit) {
    uint64_t url = hash_bytes(hit_cell(hit, CLASSIFIED_URL),
                              0); /* unseeded: it outlives the run in the state */
    bool is_repeat = hit->nature.status == 206 && visit->pages && visit->viewed_url == url;
    if (visit->hops)
        list_clear(&visits->links, &visit->hops);
    visit->hops_count = 0;
    if (is_repeat)
        return;
    visit->viewed_url = url;
    if (visit->pages++ == 0) {
        visit->landing = visit_path(visits, hit_cell(hit, CLASSIFIED_URL));
        visit->landing_page = hit->nature.page;
        visit->landing_status = (uint16_t)hit->nature.status;
    }
    visit_add_to_path(visits, visit, hit->nature.page);
    if (visits->trails)
        visit_note_trail(visits, visit, paths_reduce(visits->paths, hit_cell(hit, CLASSIFIED_URL)));
}

static void visit_take_page(struct visits *visits, struct visit *visit, const struct hit *hit) {
    if (hit->nature.is_hop) {
        uint32_t path = visit_path(visits, hit_cell(hit, CLASSIFIED_URL));
        if (!visit->has_page_hit) {
            visit->asked = path;
            visit->asked_page = hit->nature.page;
        }
        visit_take_hop(visits, visit, path);
    }
    visit->has_page_hit = true;
    if (hit->nature.is_view)
        visit_take_view(visits, visit, hit);
}

static void visit_reach(struct visits *visits, struct visit *visit, uint8_t step) {
    if (step != NAMES_NO_STEP && !list_count(&visits->links, visit->steps, step))
        list_add(&visits->links, &visit->steps, step);
}

/* One hit can reach two steps, by its page and by its action. */
static void visit_take_steps(struct visits *visits, struct visit *visit, const struct hit *hit) {
    visit_reach(visits, visit, hit->nature.page_step);
    visit_reach(visits, visit, hit->nature.action_step);
    if (hit->nature.is_checkout && hit->time > visit->checkout)
        visit->checkout = hit->time;
}

/* `share:vk`: each once. Refused ones did not happen; a login's redirect did. */
static void visit_take_action(struct visits *visits, struct visit *visit, const struct hit *hit) {
    if (hit->nature.status >= 400 || visit->actions_count == VISIT_MAX_ACTIONS)
        return;
    struct span network = hit_cell(hit, CLASSIFIED_NETWORK);
    struct buf *action = &visits->item;
    buf_clear(action);
    buf_add(action, table_name(&visits->names->words, hit->nature.action));
    if (!span_is_absent(network)) {
        buf_add_byte(action, ':');
        buf_add(action, network);
    }
    uint32_t text = visit_list_item(visits, buf_span(action));
    if (list_count(&visits->links, visit->actions, text))
        return;
    list_add(&visits->links, &visit->actions, text);
    visit->actions_count++;
}

/* --- orders */

bool visit_has_amount(const struct visits *visits, uint32_t amounts, uint32_t currency) {
    uint32_t amount = amounts;
    while (amount && visit_amount_at(visits, amount)->currency != currency)
        amount = visit_amount_at(visits, amount)->next;
    return amount != 0;
}

/* Where the currency's sum stands in the chain, or would be added. Beyond a few, which no shop has,
 * they become "?": a chain without end would make a forger's visit slow. */
static uint32_t *visit_amount_place(const struct visits *visits, uint32_t *amounts,
                                    uint32_t *currency) {
    uint32_t *place = amounts;
    unsigned before = 0;
    for (; *place && visit_amount_at(visits, *place)->currency != *currency; before++)
        place = &visit_amount_at(visits, *place)->next;
    if (*place || before < VISIT_MAX_CURRENCIES)
        return place;
    *currency = names_text(visits->names, (struct span)SPAN("?"));
    for (place = amounts; *place && visit_amount_at(visits, *place)->currency != *currency;)
        place = &visit_amount_at(visits, *place)->next;
    return place;
}

void visit_add_amount(struct visits *visits, uint32_t *amounts, uint32_t currency,
                      struct decimal amount) {
    uint32_t *place = visit_amount_place(visits, amounts, &currency);
    if (*place) {
        struct visit_amount *known = visit_amount_at(visits, *place);
        known->sum = decimal_add(known->sum, amount);
        return;
    }
    uint32_t added = pool_take(&visits->amounts);
    *visit_amount_at(visits, added) = (struct visit_amount){.sum = amount, .currency = currency};
    *place = added;
}

static void visit_take_order(struct visits *visits, struct visit *visit, const struct hit *hit) {
    struct span id = hit_cell(hit, CLASSIFIED_ORDER);
    struct decimal revenue;
    bool shows_revenue = decimal_read(hit_cell(hit, CLASSIFIED_REVENUE), &revenue);
    uint32_t currency = visit_list_item(visits, hit_cell(hit, CLASSIFIED_CURRENCY));
    if (span_is_absent(id)) {
        visit->has_idless_order = true;
        if (shows_revenue && !visit->idless_amount)
            visit_add_amount(visits, &visit->idless_amount, currency, revenue);
        return;
    }
    visit->shows_order_id = true;
    struct orders_verdict verdict = orders_take(
        visits->orders, names_site_of(visits->names, visit->key), id, hit->time, shows_revenue);
    if (verdict.is_new) {
        visit->orders++;
        list_add(&visits->links, &visit->order_ids, visit_list_item(visits, id));
    } else {
        visits->order_repeats++;
    }
    if (verdict.brings_revenue)
        visit_add_amount(visits, &visit->amounts, currency, revenue);
}

void visit_settle(struct visit *visit) {
    if (!visit->has_idless_order || visit->shows_order_id)
        return;
    visit->orders = 1;
    visit->amounts = visit->idless_amount;
    visit->idless_amount = 0;
}

/* --- all of it */

/* Until a page was shown, the chain of redirects may still tell where the visitor came from. */
static void visit_take_source(struct visits *visits, struct visit *visit, const struct hit *hit) {
    if (visit->has_source || visit->pages || !hit_is_from_outside(hit))
        return;
    visit_set_origin(visit, origin_of_hit(visits->names, &visits->room, hit, false), hit->medium);
    visit->has_source = true;
    visit_take_offer(visits, visit, hit);
}

void visit_take(struct visits *visits, struct visit *visit, const struct hit *hit) {
    visit->hits += !hit->nature.is_asset;
    visit->is_rendered |= hit->nature.renders;
    if (!hit->nature.keeps_alive) /* then it is no page, step or action either */
        return;
    visit_take_source(visits, visit, hit);
    if (hit->time > visit->end) {
        visit->end = hit->time;
        visit->end_digits = (uint8_t)hit->digits;
    }
    visit_note_obstacles(visits, visit, hit);
    if (hit->nature.is_page)
        visit_take_page(visits, visit, hit);
    if (hit->nature.has_reached)
        visit_take_steps(visits, visit, hit);
    if (hit->nature.has_action)
        visit_take_action(visits, visit, hit);
    if (hit->nature.is_order)
        visit_take_order(visits, visit, hit);
}

bool visit_is_left_by(const struct visits *visits, const struct visit *visit,
                      const struct hit *hit) {
    if (!hit_is_from_outside(hit) || visit->pages == 0 ||
        span_is(hit_cell(hit, CLASSIFIED_EVIDENCE), "app"))
        return false;
    if (visit->checkout != VISIT_NEVER && hit->time - visit->checkout <= SETTINGS_SHIELD)
        return false;
    const struct names_origin *origin = origin_look(visits->names, visit->origin);
    struct span campaign = origin_cell_of_hit(hit, ORIGIN_CAMPAIGN);
    if (medium_is_social(hit->medium) &&
        !span_equals(origin_cell_of_hit(hit, ORIGIN_SOURCE), origin->source))
        return true;
    return !span_is_absent(campaign) && !span_equals(campaign, origin->campaign);
}

void visit_release(struct visits *visits, uint32_t number) {
    struct visit *visit = visit_at(visits, number);
    uint32_t *lists[] = {&visit->path,      &visit->steps,     &visit->actions,
                         &visit->obstacles, &visit->order_ids, &visit->hops};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (*lists[i])
            list_clear(&visits->links, lists[i]);
    uint32_t amounts[] = {visit->amounts, visit->idless_amount};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        for (uint32_t amount = amounts[i]; amount;) {
            uint32_t next = visit_amount_at(visits, amount)->next;
            pool_give(&visits->amounts, amount);
            amount = next;
        }
    }
    pool_give(&visits->pool, number);
}
