/* links: smo-parse/linemap.c */
/* Lines and their maps: as a byte by byte look at the text has them, by every twin. */
#include "check.h"

#include "smo-parse/linemap.h"
#include "smo-parse/scan.h"

#include <stdlib.h>

enum { ROUNDS = 20000, TEXT = 400 };

static void fill(char *text, size_t size) {
    static const char bytes[] = " \"\\\n\r\t\x7f\x1f\x80\xff\xef\xbb\xbf~]";
    int rarity = 1 + rand() % 60;
    for (size_t i = 0; i < size; i++)
        text[i] = rand() % rarity ? 'x' : bytes[(size_t)rand() % (sizeof bytes - 1)];
}

/* Whether a quote stands at `at` that no backslash escapes: a run of them is read in pairs. */
static bool is_quote(struct span line, const char *at) {
    const char *run = at;
    while (run > line.at && run[-1] == '\\')
        run--;
    return *at == '"' && (at - run) % 2 == 0;
}

/* Every byte of the line, and its end, is marked as it must be. */
static void assert_map(const struct linemap *map, struct span line) {
    const char *blank = line.at + line.size, *quote = blank;
    for (const char *at = blank; at >= line.at; at--) {
        if (at < line.at + line.size && *at == ' ')
            blank = at;
        if (at < line.at + line.size && is_quote(line, at))
            quote = at;
        assert_ptr_equal(linemap_find(map, map->blanks, at), blank);
        assert_ptr_equal(linemap_find(map, map->quotes, at), quote);
    }
}

static size_t clean_bytes(struct span line) {
    size_t size = 0;
    while (size < line.size && scan_is_clean(line.at[size]))
        size++;
    return size;
}

static void try_twin(struct linemap_ends (*twin)(const struct linemap *, struct span),
                     struct span text) {
    enum { WORDS = TEXT / 64 + 3 };
    uint64_t blanks[WORDS + 1], quotes[WORDS + 1];
    struct linemap map = {.start = text.at, .blanks = blanks, .quotes = quotes};
    struct span line = span_take(text, span_find(text, '\n'));
    struct linemap_ends ends = {SIZE_MAX, 0};
    for (map.room = 0; map.room <= WORDS && ends.line == SIZE_MAX; map.room++) {
        blanks[map.room] = quotes[map.room] = 12345; /* is not written to */
        ends = twin(&map, text);
        assert_int_equal(blanks[map.room], 12345);
        assert_int_equal(quotes[map.room], 12345);
    }
    assert_int_equal(ends.line, line.size);
    size_t clean = ends.clean < line.size ? ends.clean : line.size;
    assert_int_equal(clean, clean_bytes(line));
    assert_map(&map, line);
}

static void twins_map_what_is_there(void **state) {
    (void)state;
    char text[TEXT + SCAN_SLACK];
    for (int round = 0; round < ROUNDS; round++) {
        fill(text, sizeof text);
        struct span some = {text, (size_t)rand() % TEXT};
        try_twin(linemap_scan, some);
        try_twin(linemap_scan_anywhere, some);
    }
}

static void runs_of_backslashes(void **state) {
    (void)state;
    char text[TEXT + SCAN_SLACK];
    for (int round = 0; round < ROUNDS; round++) {
        memset(text, 'x', sizeof text);
        for (size_t i = 0; i + 140 < sizeof text; i += (size_t)rand() % 20) {
            size_t run = rand() % 4 ? (size_t)rand() % 6 : (size_t)rand() % 140;
            memset(text + i, '\\', run);
            text[i += run] = rand() % 4 ? '"' : 'x';
        }
        struct span some = {text, (size_t)rand() % TEXT};
        try_twin(linemap_scan, some);
        try_twin(linemap_scan_anywhere, some);
    }
}

static void every_byte_value_at_every_place(void **state) {
    (void)state;
    char text[130 + SCAN_SLACK];
    memset(text, 'x', sizeof text);
    for (size_t place = 0; place < 130; place++) {
        for (int byte = 0; byte < 256; byte++) {
            text[place] = (char)byte;
            try_twin(linemap_scan, (struct span){text, 130});
            try_twin(linemap_scan_anywhere, (struct span){text, 130});
        }
        text[place] = 'x';
    }
}

/* The line at the start of *rest, without what is trimmed, by the plainest means. */
static struct span next_line(struct span *rest) {
    struct span line = span_cut(rest, '\n');
    if (span_starts_with(line, (struct span)SPAN("\xef\xbb\xbf")))
        line = span_skip(line, 3);
    while (line.size && line.at[line.size - 1] == '\r')
        line.size--;
    return line;
}

static void lines_come_in_order(void **state) {
    (void)state;
    struct linemap map = {0};
    char text[TEXT + SCAN_SLACK];
    for (int round = 0; round < ROUNDS; round++) {
        fill(text, sizeof text);
        struct span rest = {text, (size_t)rand() % TEXT}, twin = rest;
        while (linemap_next(&map, &rest)) {
            struct span line = next_line(&twin);
            assert_ptr_equal(map.text.at, line.at);
            assert_int_equal(map.text.size, line.size);
            assert_true(!map.is_clean || clean_bytes(line) == line.size);
            assert_true(map.is_clean || clean_bytes(line) < line.size || line.at != map.start);
            assert_int_equal(rest.size, twin.size);
        }
        assert_true(span_is_empty(twin));
    }
    linemap_free(&map);
}

static void a_long_line_finds_room(void **state) {
    (void)state;
    enum { LONG = 1024 * 1024 };
    struct linemap map = {0};
    char *text = malloc(LONG + SCAN_SLACK);
    memset(text, ' ', LONG + SCAN_SLACK);
    text[LONG - 1] = '\n';
    struct span rest = {text, LONG};
    assert_true(linemap_next(&map, &rest));
    assert_int_equal(map.text.size, LONG - 1);
    assert_true(map.is_clean);
    assert_ptr_equal(linemap_find(&map, map.quotes, text), text + LONG - 1);
    linemap_draw(&map, (struct span){text + 5, LONG - 10});
    assert_ptr_equal(linemap_find(&map, map.quotes, text + 5), text + LONG - 5);
    assert_map(&map, (struct span){text + LONG - 500, 495});
    linemap_free(&map);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twins_map_what_is_there),         cmocka_unit_test(runs_of_backslashes),
        cmocka_unit_test(every_byte_value_at_every_place), cmocka_unit_test(lines_come_in_order),
        cmocka_unit_test(a_long_line_finds_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
