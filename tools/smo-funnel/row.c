#include "smo-funnel/row.h"

#include "lib/base/number.h"
#include "lib/stream/cells.h"

/* Cells are put as cells.h has it; texts, words and sites are kept ones: cells_put_kept(). */

/* Most are of one digit. */
static inline char *row_put_number(char *at, uint64_t number) {
    if (number < 10)
        *at++ = (char)('0' + number);
    else
        at += number_write(at, number);
    *at = '\t';
    return at + 1;
}

static inline char *row_put_time(char *at, int64_t nanoseconds, unsigned digits) {
    at += moment_write(at, nanoseconds, digits);
    *at = '\t';
    return at + 1;
}

void row_write_time(struct writer *writer, int64_t nanoseconds, unsigned digits) {
    char *at = writer_room(writer, MOMENT_BYTES + 1);
    writer_reached(writer, row_put_time(at, nanoseconds, digits));
}

static inline char *row_put_kind(char *at, const struct visit *visit) {
    static const struct {
        char text[8]; /* with its TAB, copied in one step */
        size_t size;
    } kinds[] = {
        [HIT_HUMAN] = {"human\t", 6}, [HIT_PREVIEW] = {"preview\t", 8}, [HIT_BOT] = {"bot\t", 4}};
    memcpy(at, kinds[visit->kind].text, sizeof kinds->text);
    return at + kinds[visit->kind].size;
}

void row_write_head(struct writer *writer, const struct visits *visits, const struct visit *visit) {
    enum { FIXED_BYTES = 2 * MOMENT_BYTES + 64 }; /* the times, the kind, and TABs */
    const struct names *names = visits->names;
    char hex[NAMES_KEY_BYTES];
    struct span zone = names_text_of(names, visit->zone);
    struct span key = names_key_cell(names, visit->key, hex);
    struct span site = names_site_of(names, visit->key);
    struct span device = names_text_of(names, visit->device);
    struct span origin = names_text_of(names, visit->origin);
    struct span geography = names_text_of(names, visit->geography);
    char *at = writer_room(writer, FIXED_BYTES + zone.size + key.size + site.size + device.size +
                                       origin.size + geography.size + ARENA_SLACK);
    at = row_put_time(at, visit->start, visit->start_digits);
    at = row_put_time(at, visit->end, visit->end_digits);
    at = cells_put_kept(at, zone);
    at = cells_put(at, key);
    at = cells_put_kept(at, site);
    at = row_put_kind(at, visit);
    at = cells_put_kept(at, device);
    at = cells_put_kept(at, origin);
    at = cells_put_kept(at, geography);
    writer_reached(writer, at);
}

/* --- lists: of words or texts */

static size_t row_list_size(const struct visits *visits, const struct table *table, uint32_t list) {
    const struct pool *links = &visits->links;
    size_t size = 0;
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link))
        size += table_name(table, list_at(links, link)->value).size + 1;
    return size;
}

/* "-" for an empty one. */
static inline char *row_put_list(char *at, const struct visits *visits, const struct table *table,
                                 uint32_t list, char separator) {
    const struct pool *links = &visits->links;
    if (list == 0)
        return cells_put_absent(at);
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link)) {
        at = cells_put_kept(at, table_name(table, list_at(links, link)->value));
        at[-1] = separator;
    }
    at[-1] = '\t';
    return at;
}

static inline char *row_put_path(char *at, const struct visits *visits, const struct visit *visit) {
    static const struct span more = SPAN("...");
    at = row_put_list(at, visits, &visits->names->words, visit->path, '>');
    if (visit->path_count <= VISIT_MAX_PATH)
        return at;
    at[-1] = '>';
    return cells_put(at, more);
}

static size_t row_steps_size(const struct visits *visits, uint32_t list) {
    const struct pool *links = &visits->links;
    size_t size = 0;
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link))
        size += visits->settings->steps[list_at(links, link)->value].size + 1;
    return size;
}

/* The furthest, and all in order. */
static char *row_put_steps(char *at, const struct visits *visits, uint32_t list) {
    const struct pool *links = &visits->links;
    const struct span *steps = visits->settings->steps;
    uint32_t furthest = 0;
    if (list == 0)
        return cells_put_absent(cells_put_absent(at));
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link)) {
        uint32_t step = list_at(links, link)->value;
        furthest = step > furthest ? step : furthest;
    }
    at = cells_put(at, steps[furthest]);
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link)) {
        at = cells_put(at, steps[list_at(links, link)->value]);
        at[-1] = ',';
    }
    at[-1] = '\t';
    return at;
}

/* --- money */

void row_write_amounts(struct row *row, struct writer *writer, const struct visits *visits,
                       uint32_t amounts) {
    if (amounts == 0) {
        writer_reached(writer, cells_put_absent(cells_put_absent(writer_room(writer, 4))));
        return;
    }
    for (int wants_currency = 0; wants_currency < 2; wants_currency++) {
        buf_clear(&row->cell);
        for (uint32_t at = amounts; at; at = visit_amount_at(visits, at)->next) {
            const struct visit_amount *amount = visit_amount_at(visits, at);
            if (row->cell.size)
                buf_add_byte(&row->cell, ',');
            if (wants_currency)
                buf_add(&row->cell, names_text_of(visits->names, amount->currency));
            else
                decimal_write(&row->cell, amount->sum);
        }
        writer_raw(writer, buf_span(&row->cell));
    }
}

/* --- the rest */

/* What was offered, if it is another page than the one shown; and that one. */
static void row_write_landing(struct writer *writer, const struct visits *visits,
                              const struct visit *visit) {
    const struct names *names = visits->names;
    uint32_t offered = visit->offer ? visit->offer : visit->asked;
    uint32_t page = visit->offer ? visit->offer_page : visit->asked_page;
    struct span landing = names_text_of(names, visit->landing);
    if (offered && visit->landing &&
        paths_are_same(visits->paths, names_text_of(names, offered), landing))
        offered = page = 0;
    struct span offer = names_text_of(names, offered);
    struct span offer_page = table_name(&names->words, page);
    struct span landing_page = table_name(&names->words, visit->landing_page);
    char *at = writer_room(writer, offer.size + offer_page.size + landing.size + landing_page.size +
                                       NUMBER_DIGITS + 5 + ARENA_SLACK);
    at = cells_put_kept(at, offer);
    at = cells_put_kept(at, offer_page);
    at = cells_put_kept(at, landing);
    at = cells_put_kept(at, landing_page);
    at = visit->landing_status ? row_put_number(at, visit->landing_status) : cells_put_absent(at);
    writer_reached(writer, at);
}

void row_write_body(struct row *row, struct writer *writer, const struct visits *visits,
                    const struct visit *visit) {
    enum { FIXED_BYTES = 4 * NUMBER_DIGITS + 32 };
    const struct table *texts = &visits->names->texts, *words = &visits->names->words;
    struct span exit = table_name(words, visit->exit);
    char *at =
        writer_room(writer, FIXED_BYTES + row_list_size(visits, texts, visit->obstacles) +
                                2 * row_steps_size(visits, visit->steps) +
                                row_list_size(visits, words, visit->path) + exit.size +
                                row_list_size(visits, texts, visit->actions) +
                                row_list_size(visits, texts, visit->order_ids) + ARENA_SLACK);
    at = row_put_number(at, visit->hits);
    at = row_put_number(at, visit->pages);
    at = row_put_number(at, visit->errors);
    at = row_put_list(at, visits, texts, visit->obstacles, ',');
    at = visit->is_rendered ? cells_put(at, (struct span)SPAN("yes")) : cells_put_absent(at);
    at = row_put_steps(at, visits, visit->steps);
    at = row_put_path(at, visits, visit);
    at = cells_put_kept(at, exit);
    at = row_put_list(at, visits, texts, visit->actions, ',');
    at = row_put_number(at, visit->orders);
    at = row_put_list(at, visits, texts, visit->order_ids, ',');
    writer_reached(writer, at);
    row_write_amounts(row, writer, visits, visit->amounts);
}

/* --- touches */

/* As many bytes as the path of touches can have. */
static size_t row_touch_path_size(const struct names *names,
                                  const struct visitors_attribution *attribution) {
    size_t size = names_text_of(names, attribution->path).size + 1;
    for (size_t i = 0; i < VISITORS_SHOWN && attribution->shown[i]; i++)
        size += ORIGIN_STEP_TIMES * names_text_of(names, attribution->shown[i]).size + 1;
    return size;
}

static char *row_put_touch_path(char *at, struct names *names,
                                const struct visitors_attribution *attribution) {
    if (!attribution->shown[0])
        return cells_put_kept(at, names_text_of(names, attribution->path));
    for (size_t i = 0; i < VISITORS_SHOWN && attribution->shown[i]; i++) {
        at = origin_write_step(at, origin_look(names, attribution->shown[i]));
        *at++ = '>';
    }
    at[-1] = '\t';
    return at;
}

/* Two cells of a social touch: source and time. */
static char *row_put_social(char *at, struct names *names, const struct visitors_touch *touch) {
    if (touch->origin == NAMES_ABSENT)
        return cells_put_absent(cells_put_absent(at));
    at = cells_put_kept(at, origin_look(names, touch->origin)->source);
    return row_put_time(at, touch->time, touch->digits);
}

static bool row_is_same_touch(const struct visitors_touch *a, const struct visitors_touch *b) {
    return a->time == b->time && a->origin == b->origin && a->digits == b->digits;
}

void row_write_touches(struct writer *writer, struct names *names,
                       const struct visitors_attribution *attribution) {
    enum { FIXED_BYTES = NUMBER_DIGITS + 2 * MOMENT_BYTES + 16 };
    uint32_t first = attribution->first.origin, last = attribution->last.origin;
    size_t sources = names_text_of(names, first).size + names_text_of(names, last).size;
    size_t path = row_touch_path_size(names, attribution);
    char *at = writer_room(writer, FIXED_BYTES + path + 2 * sources + ARENA_SLACK);
    at = row_put_number(at, attribution->touches);
    at = row_put_touch_path(at, names, attribution);
    char *social = at;
    at = row_put_social(at, names, &attribution->first);
    at = row_is_same_touch(&attribution->first, &attribution->last)
             ? span_copy(at, span_between(social, at))
             : row_put_social(at, names, &attribution->last);
    at = last ? cells_put_kept(at, origin_look(names, last)->campaign) : cells_put_absent(at);
    writer_reached(writer, at);
}

void row_write(struct row *row, struct writer *writer, const struct visits *visits,
               const struct visit *visit, const struct visitors_attribution *attribution) {
    row_write_head(writer, visits, visit);
    row_write_landing(writer, visits, visit);
    row_write_body(row, writer, visits, visit);
    row_write_touches(writer, visits->names, attribution);
    writer_row(writer);
}

void row_free(struct row *row) {
    buf_free(&row->cell);
}
