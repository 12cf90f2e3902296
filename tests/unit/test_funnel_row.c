/* links: smo-funnel
 * The row of a visit: as much room as is asked for is enough, whatever stands in its cells. */
#include "check.h"

#include "smo-funnel/row.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 20, CANARIES = 64, CANARY = 0x5a };

struct fixture {
    struct settings settings;
    struct names names;
    struct paths paths;
    struct orders orders;
    struct visits visits;
};

static int begin(void **state) {
    static struct fixture fixture;
    fixture.settings = (struct settings){
        .steps = {SPAN("product"), SPAN("a-step-of-more-than-thirty-two-bytes-to-copy"), SPAN("x")},
        .steps_count = 3};
    names_init(&fixture.names, &fixture.settings);
    paths_init(&fixture.paths);
    orders_init(&fixture.orders);
    visits_init(&fixture.visits, &fixture.settings, &fixture.names, &fixture.paths, &fixture.orders,
                NULL);
    *state = &fixture;
    return 0;
}

static int end(void **state) {
    struct fixture *fixture = *state;
    visits_free(&fixture->visits);
    orders_free(&fixture->orders);
    paths_free(&fixture->paths);
    names_free(&fixture->names);
    return 0;
}

static uint32_t below(uint32_t limit) {
    return (uint32_t)rand() % limit;
}

/* A cell of up to so many bytes, most of them such as are written as three where they would end an
 * item of a list. */
static void add_cell(struct buf *text, uint32_t most) {
    static const char bytes[] = ">>>>,,,,ab/-";
    for (uint32_t size = 1 + below(most); size; size--)
        buf_add_byte(text, bytes[below(sizeof bytes - 1)]);
}

/* So many cells as one text. */
static uint32_t some_text(struct fixture *fixture, unsigned cells) {
    static const uint32_t most[] = {1, 1, 3, 40};
    struct buf text = {0};
    for (unsigned i = 0; i < cells; i++) {
        if (i)
            buf_add_byte(&text, '\t');
        add_cell(&text, most[below(4)]);
    }
    uint32_t number = names_text(&fixture->names, buf_span(&text));
    buf_free(&text);
    return number;
}

/* One whose source and medium take three times the room in a path of touches, or any. */
static uint32_t some_origin(struct fixture *fixture) {
    struct buf text = {0};
    if (below(2))
        return some_text(fixture, ORIGIN_PARTS);
    for (uint32_t left = 80; left; left--)
        buf_add_byte(&text, '>');
    buf_add_string(&text, "\t,\t-\t-\t-\t-\t-");
    uint32_t number = names_text(&fixture->names, buf_span(&text));
    buf_free(&text);
    return number;
}

static uint32_t some_word(struct fixture *fixture) {
    struct buf text = {0};
    add_cell(&text, 40);
    uint32_t number = names_word(&fixture->names, buf_span(&text));
    buf_free(&text);
    return number;
}

static uint32_t some_list(struct fixture *fixture, uint32_t most, bool of_words) {
    uint32_t list = 0;
    for (uint32_t left = below(most + 1); left; left--)
        list_add(&fixture->visits.links, &list,
                 of_words ? some_word(fixture) : some_text(fixture, 1));
    return list;
}

static void fill_cells(struct fixture *fixture, struct visit *visit) {
    char host[64] = "host";
    struct span odd_key = {host, 1 + below(60)};
    memset(host + 4, 'h', sizeof host - 4);
    uint32_t site = names_site(&fixture->names, (struct span){host, 4 + below(60)});
    visit->key = below(2) ? (struct key){UINT64_MAX, site << KEY_SITE_SHIFT}
                          : names_key(&fixture->names, odd_key, site, false);
    visit->zone = some_text(fixture, 1);
    visit->device = some_text(fixture, 2);
    visit->origin = some_text(fixture, ORIGIN_PARTS);
    visit->geography = some_text(fixture, 3);
    visit->asked = below(2) ? some_text(fixture, 1) : 0;
    visit->landing = below(2) ? some_text(fixture, 1) : 0;
    visit->offer = below(2) ? some_text(fixture, 1) : 0;
    visit->asked_page = some_word(fixture);
    visit->landing_page = some_word(fixture);
    visit->offer_page = some_word(fixture);
    visit->exit = some_word(fixture);
}

static void fill_counts(struct visit *visit) {
    visit->serial = 1;
    visit->start = visit->end = INT64_C(7258118399999999999);
    visit->start_digits = visit->end_digits = MOMENT_MAX_DIGITS;
    visit->hits = visit->pages = visit->errors = visit->orders = UINT32_MAX;
    visit->kind = HIT_PREVIEW;
    visit->is_rendered = below(2);
    visit->landing_status = UINT16_MAX;
}

static void fill_lists(struct fixture *fixture, struct visit *visit) {
    visit->path = some_list(fixture, VISIT_MAX_PATH, true);
    visit->path_count = below(2) ? VISIT_MAX_PATH + 1 : 1;
    visit->actions = some_list(fixture, 10, false);
    visit->obstacles = some_list(fixture, VISIT_MAX_OBSTACLES, false);
    visit->order_ids = some_list(fixture, 10, false);
    for (uint32_t step = 0; step < fixture->settings.steps_count; step++)
        if (below(2))
            list_add(&fixture->visits.links, &visit->steps, step);
}

static struct visitors_touch some_touch(struct fixture *fixture) {
    return (struct visitors_touch){.time = INT64_C(7258118399999999999),
                                   .digits = MOMENT_MAX_DIGITS,
                                   .origin = some_origin(fixture) & INT32_MAX};
}

static void fill_attribution(struct fixture *fixture, struct visitors_attribution *attribution) {
    *attribution = (struct visitors_attribution){.touches = UINT32_MAX};
    uint32_t shown = below(VISITORS_SHOWN + 1);
    for (uint32_t i = 0; i < shown; i++)
        attribution->shown[i] = some_origin(fixture);
    if (!shown)
        attribution->path = some_text(fixture, 1);
    if (below(2))
        attribution->first = some_touch(fixture);
    attribution->last = below(2) ? attribution->first : some_touch(fixture);
}

/* Writes the row where a block ends that has room for so many bytes, with canaries behind them:
 * they live, or the block was found too small, and was written out. */
static void check_room(struct fixture *fixture, struct output *output, struct writer *writer,
                       const struct visit *visit, const struct visitors_attribution *attribution,
                       size_t room) {
    static char canaries[CANARIES];
    struct row row = {0};
    struct buf *block = output_block(output);
    struct buf whole = *block;
    memset(canaries, CANARY, sizeof canaries);
    block->size = whole.capacity - CANARIES - room;
    block->capacity = whole.capacity - CANARIES;
    char *edge = block->at + block->capacity;
    memcpy(edge, canaries, CANARIES);
    row_write(&row, writer, &fixture->visits, visit, attribution);
    if (block->at != whole.at)
        fail_msg("the block has moved: BLOCK_BYTES are too few");
    assert_memory_equal(edge, canaries, CANARIES);
    *block = whole;
    row_free(&row);
}

static void test_no_row_goes_beyond_the_room_that_was_asked_for(void **state) {
    struct fixture *fixture = *state;
    struct output *output = output_replace("test", "/dev/null");
    struct writer *writer = writer_new(output);
    srand(7);
    output_reserve(output, BLOCK_BYTES); /* more than it ever needs: it stays where it is */
    for (int round = 0; round < 5; round++) {
        struct visit visit = {0};
        struct visitors_attribution attribution;
        fill_cells(fixture, &visit);
        fill_counts(&visit);
        fill_lists(fixture, &visit);
        fill_attribution(fixture, &attribution);
        for (size_t room = 0; room < 12000; room++)
            check_room(fixture, output, writer, &visit, &attribution, room);
    }
    writer_free(writer);
    output_close(output);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_row_goes_beyond_the_room_that_was_asked_for, begin,
                                        end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
