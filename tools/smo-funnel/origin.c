#include "smo-funnel/origin.h"

#include "lib/stream/cells.h"

enum { ORIGIN_ADDRESS_BYTES = 5 }; /* a@b.c: the shortest */

static bool is_in_address(char byte) {
    char lower = span_lower_byte(byte);
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '.' ||
           byte == '-' || byte == '_' || byte == '+';
}

/* True if `name@host.tld` stands anywhere in the cell. */
static bool origin_holds_address(struct span cell) {
    if (cell.size < ORIGIN_ADDRESS_BYTES)
        return false;
    for (size_t at = span_find(cell, '@'); at < cell.size;
         at += 1 + span_find(span_skip(cell, at + 1), '@')) {
        size_t end = at + 1;
        while (end < cell.size && is_in_address(cell.at[end]))
            end++;
        struct span host = span_take(span_skip(cell, at + 1), end - at - 1);
        size_t point = span_find(host, '.');
        if (at && is_in_address(cell.at[at - 1]) && point && point + 1 < host.size)
            return true;
    }
    return false;
}

struct span origin_cell_of_hit(const struct hit *hit, enum origin_part part) {
    static const size_t columns[ORIGIN_PARTS] = {
        CLASSIFIED_SOURCE,   CLASSIFIED_MEDIUM,  CLASSIFIED_EVIDENCE, CLASSIFIED_PAID,
        CLASSIFIED_CAMPAIGN, CLASSIFIED_CONTENT, CLASSIFIED_PLACE};
    struct span cell = hit_cell(hit, columns[part]);
    if (span_is_empty(cell))
        return SPAN_ABSENT;
    return origin_holds_address(cell) ? (struct span)SPAN(":token") : cell;
}

/* One cell after the other, as nearly no visit needs it. */
static void origin_join(struct buf *joined, const struct hit *hit, enum origin_part first) {
    for (enum origin_part part = first; part < ORIGIN_PARTS; part++) {
        if (part > first)
            buf_add_byte(joined, '\t');
        buf_add(joined, origin_cell_of_hit(hit, part));
    }
}

/* True if the text of an origin is these cells, up to the content, and that place: then no cell had
 * to be folded. */
static bool origin_shows(const struct names *names, uint32_t origin, struct span most,
                         struct span place) {
    struct span text = names_text_of(names, origin);
    return text.size == most.size + 1 + place.size &&
           span_equals(span_take(text, most.size), most) &&
           span_equals(span_skip(text, most.size + 1), place);
}

uint32_t origin_of_hit(struct names *names, struct buf *joined, const struct hit *hit,
                       bool is_start_unseen) {
    size_t first = is_start_unseen ? CLASSIFIED_EVIDENCE : CLASSIFIED_SOURCE;
    struct span most = hit_neighbours(&hit->row, first, CLASSIFIED_CONTENT);
    struct span place = hit_cell(hit, CLASSIFIED_PLACE);
    struct names_look look = names_look_of(most);
    struct names_guess *guess = &names->shown_origins[names_place(look) % NAMES_RECENT_ORIGINS];
    if (!is_start_unseen && origin_shows(names, guess->number, most, place))
        return guess->number;
    buf_clear(joined);
    if (is_start_unseen)
        buf_add_string(joined, "internal\tinternal\t");
    if (span_is_empty(most) || span_find(most, '@') < most.size ||
        span_find(place, '@') < place.size) {
        origin_join(joined, hit, is_start_unseen ? ORIGIN_EVIDENCE : ORIGIN_SOURCE);
    } else {
        buf_add(joined, most);
        buf_add_byte(joined, '\t');
        buf_add(joined, place);
    }
    uint32_t origin = names_text(names, buf_span(joined));
    if (!is_start_unseen)
        *guess = (struct names_guess){look, origin};
    return origin;
}

/* True if nothing in the cell might end an item of a path, or of a list. */
static bool origin_is_plain(struct span cell) {
    return span_find(cell, '>') == cell.size && span_find(cell, ',') == cell.size;
}

void origin_take_apart(struct names *names, uint32_t origin) {
    struct span cells[ORIGIN_CAMPAIGN + 1], rest = names_text_of(names, origin);
    for (size_t part = 0; part <= ORIGIN_CAMPAIGN; part++)
        cells[part] = rest.at ? span_cut(&rest, '\t') : SPAN_ABSENT;
    struct span source = cells[ORIGIN_SOURCE], medium = cells[ORIGIN_MEDIUM];
    bool is_plain = cells_are_neighbours(source, medium) &&
                    origin_is_plain(span_between(source.at, medium.at + medium.size));
    names->recent_origins[origin % NAMES_RECENT_ORIGINS] = (struct names_origin){
        .origin = origin,
        .is_plain = is_plain,
        .medium = (uint8_t)medium_of(medium),
        .source = source,
        .medium_name = medium,
        .campaign = cells[ORIGIN_CAMPAIGN],
    };
}

/* What would end an item of a path is written as in a url. */
static char *origin_write_escaped(char *at, struct span cell) {
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.at[i] == '>')
            at = span_copy(at, (struct span)SPAN("%3E"));
        else if (cell.at[i] == ',')
            at = span_copy(at, (struct span)SPAN("%2C"));
        else
            *at++ = cell.at[i];
    }
    return at;
}

char *origin_write_step(char *at, const struct names_origin *origin) {
    struct span source = origin->source, medium = origin->medium_name;
    char *slash = at + source.size;
    if (origin->is_plain) { /* in the text they are one behind the other, too */
        at = arena_put(at, span_between(source.at, medium.at + medium.size));
    } else {
        slash = origin_write_escaped(at, source);
        at = origin_write_escaped(slash + 1, medium);
    }
    *slash = '/';
    return at;
}
