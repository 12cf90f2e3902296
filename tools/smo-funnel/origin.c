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

uint32_t origin_of_hit(struct names *names, struct buf *joined, const struct hit *hit,
                       bool is_start_unseen) {
    buf_clear(joined);
    for (enum origin_part part = 0; part < ORIGIN_PARTS; part++) {
        struct span cell = origin_cell_of_hit(hit, part);
        if (is_start_unseen && part <= ORIGIN_MEDIUM)
            cell = medium_name(MEDIUM_INTERNAL);
        if (part)
            buf_add_byte(joined, '\t');
        buf_add(joined, cell);
    }
    return names_text(names, buf_span(joined));
}

struct span origin_cell(const struct names *names, uint32_t origin, enum origin_part part) {
    struct span rest = names_text_of(names, origin), cell = SPAN_ABSENT;
    for (int i = 0; i <= (int)part && rest.at; i++)
        cell = span_cut(&rest, '\t');
    return cell;
}

enum medium origin_medium(const struct names *names, uint32_t origin) {
    return medium_of(origin_cell(names, origin, ORIGIN_MEDIUM));
}
