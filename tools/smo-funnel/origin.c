#include "smo-funnel/origin.h"

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

uint32_t origin_of_hit(struct names *names, struct buf *joined, const struct hit *hit,
                       bool is_start_unseen) {
    size_t first = is_start_unseen ? CLASSIFIED_EVIDENCE : CLASSIFIED_SOURCE;
    struct span most = hit_neighbours(hit->reader, first, CLASSIFIED_CONTENT);
    struct span place = hit_cell(hit, CLASSIFIED_PLACE);
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
    return names_text(names, buf_span(joined));
}

/* Where the touches of a visitor are told one after the other, what would end an item of such a
 * list is written as in a url. */
static void origin_add_item(struct buf *path, struct span cell) {
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.at[i] == '>')
            buf_add_string(path, "%3E");
        else if (cell.at[i] == ',')
            buf_add_string(path, "%2C");
        else
            buf_add_byte(path, cell.at[i]);
    }
}

static struct names_origin origin_take_apart(struct names *names, uint32_t origin) {
    struct names_origin apart = {.origin = origin};
    struct span cells[ORIGIN_PARTS], rest = names_text_of(names, origin);
    for (size_t part = 0; part < ORIGIN_PARTS; part++)
        cells[part] = rest.at ? span_cut(&rest, '\t') : SPAN_ABSENT;
    apart.source = cells[ORIGIN_SOURCE];
    apart.campaign = cells[ORIGIN_CAMPAIGN];
    apart.medium = (uint8_t)medium_of(cells[ORIGIN_MEDIUM]);
    buf_clear(&names->room);
    origin_add_item(&names->room, cells[ORIGIN_SOURCE]);
    buf_add_byte(&names->room, '/');
    origin_add_item(&names->room, cells[ORIGIN_MEDIUM]);
    apart.path = names_text(names, buf_span(&names->room));
    return apart;
}

const struct names_origin *origin_look(struct names *names, uint32_t origin) {
    struct names_origin *recent = &names->recent_origins[origin % NAMES_RECENT_ORIGINS];
    if (recent->origin != origin)
        *recent = origin_take_apart(names, origin);
    return recent;
}
