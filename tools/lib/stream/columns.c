#include "lib/stream/columns.h"

#include "lib/base/mem.h"
#include "lib/stream/record.h"

#include <stdlib.h>

void columns_init(struct columns *columns, const char *const *wanted, size_t wanted_count) {
    *columns = (struct columns){.wanted = wanted, .wanted_count = wanted_count};
    columns->places = mem_alloc(wanted_count, sizeof *columns->places);
    columns->others = mem_alloc(COLUMNS_MAX, sizeof *columns->others);
    for (size_t i = 0; i < wanted_count; i++)
        columns->places[i] = -1;
}

/* Notes the place of a column; of two with one name the first counts. */
static bool columns_claim(struct columns *columns, struct span name, size_t place) {
    for (size_t i = 0; i < columns->wanted_count; i++) {
        if (columns->places[i] < 0 && span_is(name, columns->wanted[i])) {
            columns->places[i] = (int)place;
            return true;
        }
    }
    return false;
}

bool columns_set(struct columns *columns, struct span header) {
    if (span_equals(header, buf_span(&columns->header)))
        return true;
    buf_clear(&columns->header);
    buf_add(&columns->header, header);
    buf_clear(&columns->others_names);
    columns->count = columns->others_count = 0;
    for (size_t i = 0; i < columns->wanted_count; i++)
        columns->places[i] = -1;
    for (struct span rest = header; rest.at; columns->count++) {
        struct span name = span_cut(&rest, '\t');
        if (columns->count == COLUMNS_MAX)
            return false;
        if (columns_claim(columns, name, columns->count))
            continue;
        if (columns->others_count)
            buf_add_byte(&columns->others_names, '\t');
        buf_add(&columns->others_names, name);
        columns->others[columns->others_count++] = columns->count;
    }
    return true;
}

static void columns_join(struct buf *header, const char *const *names, size_t count,
                         uint64_t left_out) {
    for (size_t i = 0; i < count; i++) {
        if (left_out >> i & 1)
            continue;
        if (header->size)
            buf_add_byte(header, '\t');
        buf_add_string(header, names[i]);
    }
}

#define WITHOUT(column) ((uint64_t)1 << (column))

bool columns_set_canonical(struct columns *columns, size_t fields) {
    static const struct {
        const char *const *names;
        size_t count;
        uint64_t left_out;
    } canonical[] = {
        {record_hit_names, HIT_COUNT, 0},
        {record_hit_names, HIT_COUNT, WITHOUT(HIT_SECONDS) | WITHOUT(HIT_COOKIE)},
        {record_hit_names, HIT_COUNT,
         WITHOUT(HIT_HOST) | WITHOUT(HIT_SECONDS) | WITHOUT(HIT_COOKIE)},
        {record_hit_names, HIT_COUNT,
         WITHOUT(HIT_HOST) | WITHOUT(HIT_SECONDS) | WITHOUT(HIT_COOKIE) | WITHOUT(HIT_REFERER) |
             WITHOUT(HIT_AGENT)},
        {record_classified_names, CLASSIFIED_COUNT, 0},
        {record_visit_names, VISIT_COUNT, 0},
    };
    for (size_t i = 0; i < sizeof canonical / sizeof *canonical; i++) {
        size_t absent = (size_t)__builtin_popcountll(canonical[i].left_out);
        if (canonical[i].count - absent != fields)
            continue;
        struct buf header = {0};
        columns_join(&header, canonical[i].names, canonical[i].count, canonical[i].left_out);
        bool is_set = columns_set(columns, buf_span(&header));
        buf_free(&header);
        return is_set;
    }
    return false;
}

void columns_free(struct columns *columns) {
    buf_free(&columns->header);
    buf_free(&columns->others_names);
    free(columns->places);
    free(columns->others);
}
