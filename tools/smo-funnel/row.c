#include "smo-funnel/row.h"

static void row_text(struct writer *writer, const struct names *names, uint32_t text) {
    writer_raw(writer, names_text_of(names, text));
}

static void row_word(struct writer *writer, const struct names *names, uint32_t word) {
    writer_raw(writer, table_name(&names->words, word));
}

void row_write_time(struct writer *writer, int64_t nanoseconds, unsigned digits) {
    char text[MOMENT_BYTES];
    writer_raw(writer, (struct span){text, moment_write(text, nanoseconds, digits)});
}

static struct span row_kind(const struct visit *visit) {
    static const struct span kinds[] = {
        [HIT_HUMAN] = SPAN("human"), [HIT_PREVIEW] = SPAN("preview"), [HIT_BOT] = SPAN("bot")};
    return kinds[visit->kind];
}

void row_write_head(struct writer *writer, const struct visits *visits, const struct visit *visit) {
    const struct names *names = visits->names;
    char hex[NAMES_KEY_BYTES];
    row_write_time(writer, visit->start, visit->start_digits);
    row_write_time(writer, visit->end, visit->end_digits);
    row_text(writer, names, visit->zone);
    writer_raw(writer, names_key_cell(names, visit->key, hex));
    writer_raw(writer, names_site_of(names, visit->key));
    writer_raw(writer, row_kind(visit));
    row_text(writer, names, visit->device);
    row_text(writer, names, visit->origin);
    row_text(writer, names, visit->geography);
}

/* --- lists */

enum row_list { LIST_OF_TEXTS, LIST_OF_WORDS, LIST_OF_STEPS };

static struct span row_list_item(const struct names *names, enum row_list type, uint32_t value) {
    if (type == LIST_OF_STEPS)
        return names->settings->steps[value];
    return table_name(type == LIST_OF_WORDS ? &names->words : &names->texts, value);
}

static void row_add_list(struct row *row, const struct visits *visits, enum row_list type,
                         uint32_t list, char separator) {
    const struct pool *links = &visits->links;
    buf_clear(&row->cell);
    for (uint32_t link = list_first(links, list); link; link = list_next(links, list, link)) {
        if (row->cell.size)
            buf_add_byte(&row->cell, separator);
        buf_add(&row->cell, row_list_item(visits->names, type, list_at(links, link)->value));
    }
}

static void row_write_list(struct row *row, struct writer *writer, const struct visits *visits,
                           enum row_list type, uint32_t list) {
    row_add_list(row, visits, type, list, ',');
    writer_raw(writer, buf_span(&row->cell));
}

static void row_write_path(struct row *row, struct writer *writer, const struct visits *visits,
                           const struct visit *visit) {
    row_add_list(row, visits, LIST_OF_WORDS, visit->path, '>');
    if (visit->path_count > VISIT_MAX_PATH)
        buf_add_string(&row->cell, ">...");
    writer_raw(writer, buf_span(&row->cell));
}

static void row_write_steps(struct row *row, struct writer *writer, const struct visits *visits,
                            const struct visit *visit) {
    const struct pool *links = &visits->links;
    struct span furthest = SPAN_ABSENT;
    uint32_t most = 0;
    for (uint32_t link = list_first(links, visit->steps); link;
         link = list_next(links, visit->steps, link)) {
        uint32_t step = list_at(links, link)->value;
        if (step >= most) {
            most = step;
            furthest = visits->settings->steps[step];
        }
    }
    writer_raw(writer, furthest);
    row_write_list(row, writer, visits, LIST_OF_STEPS, visit->steps);
}

/* --- money */

void row_write_amounts(struct row *row, struct writer *writer, const struct visits *visits,
                       uint32_t amounts) {
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

/* What was offered, if it is another page than the one shown. */
static void row_write_offered(struct writer *writer, const struct visits *visits,
                              const struct visit *visit) {
    const struct names *names = visits->names;
    uint32_t offered = visit->offer ? visit->offer : visit->asked;
    uint32_t page = visit->offer ? visit->offer_page : visit->asked_page;
    if (offered && visit->landing &&
        paths_are_same(visits->paths, names_text_of(names, offered),
                       names_text_of(names, visit->landing)))
        offered = page = 0;
    row_text(writer, names, offered);
    row_word(writer, names, page);
}

static void row_write_landing(struct writer *writer, const struct visits *visits,
                              const struct visit *visit) {
    row_text(writer, visits->names, visit->landing);
    row_word(writer, visits->names, visit->landing_page);
    if (visit->landing_status)
        writer_number(writer, visit->landing_status);
    else
        writer_raw(writer, SPAN_ABSENT);
}

void row_write_body(struct row *row, struct writer *writer, const struct visits *visits,
                    const struct visit *visit) {
    writer_number(writer, visit->hits);
    writer_number(writer, visit->pages);
    writer_number(writer, visit->errors);
    row_write_list(row, writer, visits, LIST_OF_TEXTS, visit->obstacles);
    writer_raw(writer, visit->is_rendered ? (struct span)SPAN("yes") : SPAN_ABSENT);
    row_write_steps(row, writer, visits, visit);
    row_write_path(row, writer, visits, visit);
    row_word(writer, visits->names, visit->exit);
    row_write_list(row, writer, visits, LIST_OF_TEXTS, visit->actions);
    writer_number(writer, visit->orders);
    row_write_list(row, writer, visits, LIST_OF_TEXTS, visit->order_ids);
    row_write_amounts(row, writer, visits, visit->amounts);
}

static void row_write_social(struct writer *writer, const struct names *names,
                             const struct visitors_touch *touch) {
    if (touch->origin == NAMES_ABSENT) {
        writer_raw(writer, SPAN_ABSENT);
        writer_raw(writer, SPAN_ABSENT);
        return;
    }
    writer_raw(writer, origin_cell(names, touch->origin, ORIGIN_SOURCE));
    row_write_time(writer, touch->time, touch->digits);
}

void row_write_touches(struct writer *writer, const struct names *names,
                       const struct visitors_attribution *attribution) {
    writer_number(writer, attribution->touches);
    row_text(writer, names, attribution->path);
    row_write_social(writer, names, &attribution->first);
    row_write_social(writer, names, &attribution->last);
    uint32_t last = attribution->last.origin;
    writer_raw(writer, last ? origin_cell(names, last, ORIGIN_CAMPAIGN) : SPAN_ABSENT);
}

void row_write(struct row *row, struct writer *writer, const struct visits *visits,
               const struct visit *visit, const struct visitors_attribution *attribution) {
    row_write_head(writer, visits, visit);
    row_write_offered(writer, visits, visit);
    row_write_landing(writer, visits, visit);
    row_write_body(row, writer, visits, visit);
    row_write_touches(writer, visits->names, attribution);
    writer_row(writer);
}

void row_free(struct row *row) {
    buf_free(&row->cell);
}
