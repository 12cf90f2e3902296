/* The record stream, smo-stream(5): what is written comes back, and what is cut is told. */
#include "check.h"

#include "lib/base/escape.h"
#include "lib/io/output.h"
#include "lib/stream/cells.h"
#include "lib/stream/reader.h"
#include "lib/stream/record.h"
#include "lib/stream/writer.h"

#include <stdlib.h>
#include <unistd.h>

/* A scratch file with the given content; its name is returned, to be freed by forget(). */
static char *scratch(const char *content) {
    char *path = strdup("/tmp/smo-test-stream-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), strlen(content));
    close(file);
    return path;
}

static void forget(char *path) {
    unlink(path);
    free(path);
}

enum { TEST_TIME, TEST_URL, TEST_COUNT };
static const char *const test_names[] = {"time", "url"};
static const struct reader_plan test_plan = {
    .wanted = test_names,
    .wanted_count = TEST_COUNT,
    .needed = 1 << TEST_TIME,
};

/* Reads a whole stream: its rows' urls joined by commas, then what the reader says of it. */
struct reading {
    struct buf urls;
    uint64_t rows;
    bool is_cut, is_complete, is_refused;
    char first_warning[FAULT_TEXT_BYTES];
    uint64_t lines, filtered, malformed;
};

static struct reading read_as(const char *content, const struct reader_plan *plan) {
    char *path = scratch(content);
    struct reading reading = {0};
    struct reader *reader = reader_open(plan, &path, 1);
    enum reader_event event;
    while ((event = reader_next(reader)) == READER_ROW || event == READER_HEADER) {
        if (event == READER_HEADER)
            continue;
        if (reading.rows++)
            buf_add_byte(&reading.urls, ',');
        buf_add(&reading.urls, reader_cell(reader, TEST_URL));
    }
    reading.is_refused = event == READER_REFUSED;
    reading.is_cut = reader_is_cut(reader);
    reading.is_complete = reader_ledger(reader)->is_complete;
    reading.lines = ledger_count(reader_ledger(reader), "parse.lines");
    reading.filtered = ledger_count(reader_ledger(reader), "stream.filtered");
    reading.malformed = ledger_count(reader_ledger(reader), "stream.malformed");
    const char *file;
    struct fault fault;
    if (reader_next_warning(reader, &file, &fault)) {
        assert_string_equal(file, path);
        memcpy(reading.first_warning, fault.text, sizeof fault.text);
    } else if (reading.is_refused) {
        memcpy(reading.first_warning, reader_fault(reader)->text, FAULT_TEXT_BYTES);
    }
    reader_close(reader);
    forget(path);
    return reading;
}

static struct reading read_back(const char *content) {
    return read_as(content, &test_plan);
}

/* Rows, their urls, and whether the reading was cut. */
#define assert_reading(content, want_urls, want_cut)                                               \
    do {                                                                                           \
        struct reading got_ = read_back(content);                                                  \
        assert_string_equal(buf_string(&got_.urls), want_urls);                                    \
        assert_int_equal(got_.is_cut, want_cut);                                                   \
        assert_int_equal(got_.is_complete, !(want_cut));                                           \
        buf_free(&got_.urls);                                                                      \
    } while (0)

static void every_byte_value_in_every_column_comes_back(void **state) {
    (void)state;
    char *path = scratch("");
    struct output *output = output_replace("test", path);
    struct writer *writer = writer_new(output);
    struct ledger ledger;
    struct buf buf = {0};
    ledger_init(&ledger);
    writer_header(writer, record_hit_names, HIT_COUNT, (struct span){NULL, 0});
    for (int byte = 0; byte < 256; byte++) {
        char text[] = {'a', (char)byte, 'z'};
        writer_number(writer, (uint64_t)byte);
        buf_clear(&buf);
        escape_add(&buf, (struct span){text, sizeof text});
        for (int column = 1; column < HIT_COUNT; column++)
            writer_raw(writer, buf_span(&buf));
        writer_row(writer);
    }
    writer_end(writer, &ledger);
    writer_free(writer);
    ledger_free(&ledger);
    output_close(output);

    struct reader_plan plan = {.wanted = record_hit_names, .wanted_count = HIT_COUNT};
    struct reader *reader = reader_open(&plan, &path, 1);
    assert_int_equal(reader_next(reader), READER_HEADER);
    for (int byte = 0; byte < 256; byte++) {
        assert_int_equal(reader_next(reader), READER_ROW);
        char text[] = {'a', (char)byte, 'z'};
        for (size_t column = 1; column < HIT_COUNT; column++) {
            struct span cell = escape_undo(&buf, reader_cell(reader, column));
            assert_true(span_equals(cell, (struct span){text, sizeof text}));
        }
    }
    assert_int_equal(reader_next(reader), READER_END);
    assert_false(reader_is_cut(reader));
    buf_free(&buf);
    reader_close(reader);
    forget(path);
}

static void a_whole_stream_is_whole(void **state) {
    (void)state;
    assert_reading("time\turl\n1\t/a\n2\t/b\n#end\trows=2\tstatus=complete\n", "/a,/b", false);
    assert_reading("time\turl\n#end\trows=0\tstatus=complete\n", "", false);
}

static void a_stream_without_a_whole_end_is_cut(void **state) {
    (void)state;
    assert_reading("time\turl\n1\t/a\n", "/a", true);
    assert_reading("", "", true);
    assert_reading("time\turl\n1\t/a\n#end\trows=1\tstatus=complete", "/a", true);
    assert_reading("time\turl\n1\t/a\n2\t/b", "/a", true);
    assert_reading("time\turl\n1\t/a\n#end\trows=1\n", "/a", true);
}

static void more_rows_than_declared_are_a_cut_stream_joined(void **state) {
    (void)state;
    assert_reading("time\turl\n1\t/a\n2\t/b\n#end\trows=1\tstatus=complete\n", "/a,/b", true);
    assert_reading("time\turl\n1\t/a\n#end\trows=1\tstatus=complete\n2\t/b\n", "/a,/b", true);
}

static void fewer_rows_than_declared_were_filtered(void **state) {
    (void)state;
    struct reading got = read_back("time\turl\n1\t/a\n#end\trows=5\tstatus=complete\n");
    assert_false(got.is_cut);
    assert_int_equal(got.filtered, 4);
    buf_free(&got.urls);
}

static void sorted_streams_have_their_marks_first_and_their_header_last(void **state) {
    (void)state;
    /* as LC_ALL=C sort leaves a `common` log's hits */
    const char *sorted = "#end\trows=1\tstatus=complete\tparse.lines=1\n"
                         "#end\trows=1\tstatus=complete\tparse.lines=2\n"
                         "1\t+0000\t192.0.2.1\t-\tGET\t/a\t200\t5\n"
                         "2\t+0000\t192.0.2.1\t-\tGET\t/b\t200\t5\n"
                         "time\tzone\tip\tuser\tmethod\turl\tstatus\tbytes\n";
    struct reading got = read_back(sorted);
    assert_string_equal(buf_string(&got.urls), "/a,/b");
    assert_false(got.is_cut);
    assert_int_equal(got.lines, 3);
    buf_free(&got.urls);
}

static void streams_joined_add_up(void **state) {
    (void)state;
    struct reading got =
        read_back("time\turl\n1\t/a\n#end\trows=1\tstatus=complete\tparse.lines=3\n"
                  "url\ttime\n"
                  "time\tx\turl\n2\t-\t/b\n"
                  "#end\trows=1\tstatus=complete\tparse.lines=4\n");
    assert_string_equal(buf_string(&got.urls), "/a,/b");
    assert_int_equal(got.lines, 7);
    assert_int_equal(got.malformed, 1); /* a header's first field is `time` */
    buf_free(&got.urls);
}

static void a_part_needs_no_end(void **state) {
    (void)state;
    struct reader_plan part = test_plan;
    part.is_part = true;
    struct reading got = read_as("time\turl\n1\t/a\n", &part);
    assert_false(got.is_cut);
    buf_free(&got.urls);
}

static void an_incomplete_stream_stays_incomplete(void **state) {
    (void)state;
    struct reading got = read_back("time\turl\n1\t/a\n#end\trows=1\tstatus=incomplete\n");
    assert_false(got.is_cut);
    assert_false(got.is_complete);
    buf_free(&got.urls);
}

static void a_row_of_another_width_is_counted_and_passed_over(void **state) {
    (void)state;
    struct reading got = read_back("time\turl\n1\t/a\n2\n3\t/c\t\n#end\trows=3\tstatus=complete\n");
    assert_string_equal(buf_string(&got.urls), "/a");
    assert_int_equal(got.malformed, 2);
    assert_true(got.is_cut);
    buf_free(&got.urls);
}

static void a_missing_column_names_its_maker(void **state) {
    (void)state;
    static const char *const names[] = {"time", "medium"};
    struct reader_plan plan = {.wanted = names, .wanted_count = 2, .needed = 3};
    struct reading got = read_as("time\turl\n1\t/a\n", &plan);
    assert_true(got.is_refused);
    assert_string_equal(got.first_warning,
                        "the stream has no column \"medium\" (smo-classify makes it)");
    buf_free(&got.urls);
}

static void rows_without_header_are_known_by_their_width_or_refused(void **state) {
    (void)state;
    struct reading got = read_back("1\t2\t3\n");
    assert_true(got.is_refused);
    buf_free(&got.urls);
}

static void foreign_columns_are_handed_on(void **state) {
    (void)state;
    char *path = scratch("time\tmine\turl\tyours\n1\tx\t/a\t\n#end\trows=1\tstatus=complete\n");
    struct reader *reader = reader_open(&test_plan, &path, 1);
    assert_int_equal(reader_next(reader), READER_HEADER);
    assert_true(span_is(reader_others_names(reader), "mine\tyours"));
    assert_int_equal(reader_next(reader), READER_ROW);
    assert_true(span_is(reader_others(reader), "x\t-"));
    reader_close(reader);
    forget(path);
}

static void a_file_that_is_not_there_leaves_the_others(void **state) {
    (void)state;
    char *path = scratch("time\turl\n1\t/a\n#end\trows=1\tstatus=complete\n");
    char missing[] = "/nonexistent/smo";
    char *paths[] = {missing, path};
    struct reader *reader = reader_open(&test_plan, paths, 2);
    assert_int_equal(reader_next(reader), READER_HEADER);
    assert_int_equal(reader_next(reader), READER_ROW);
    assert_int_equal(reader_next(reader), READER_END);
    assert_true(reader_is_cut(reader));
    reader_close(reader);
    reader = reader_open(&test_plan, paths, 1);
    assert_int_equal(reader_next(reader), READER_REFUSED);
    reader_close(reader);
    forget(path);
}

static void notes_are_kept_once_each(void **state) {
    (void)state;
    struct ledger ledger;
    ledger_init(&ledger);
    ledger_note(&ledger, "classify.site", (struct span)SPAN("shop.example"));
    ledger_note(&ledger, "classify.site", (struct span)SPAN("shop.example"));
    ledger_note(&ledger, "classify.site", (struct span)SPAN("b\tc"));
    assert_int_equal(ledger.notes.count, 2);
    assert_true(span_is(table_name(&ledger.notes, 1), "classify.site=b\\tc"));
    assert_true(span_is(ledger_noted(&ledger, "classify.site"), "shop.example"));
    ledger_free(&ledger);
}

/* One of the twins finds in a text the rows, up to one of another width, that are found line by
 * line and cell by cell. */
static size_t scan_finds(size_t (*scan)(struct span, size_t, uint32_t *), struct span text,
                         size_t columns) {
    uint32_t ends[CELLS_TEXT_BYTES], found[CELLS_ROOM];
    size_t rows = scan(text, columns, found), start = 0;
    assert_true(rows * columns <= CELLS_TEXT_BYTES);
    for (size_t row = 0;; row++) {
        size_t size = span_find(span_take(span_skip(text, start), CELLS_TEXT_BYTES - start), '\n');
        bool is_there =
            start + size < text.size && start + size < CELLS_TEXT_BYTES &&
            cells_split((struct span){text.at + start, size}, ends, CELLS_TEXT_BYTES) == columns;
        if (!is_there) {
            assert_int_equal(rows, row);
            return rows;
        }
        for (size_t i = 0; i < columns; i++)
            assert_int_equal(found[row * columns + i], start + ends[i]);
        start += size + 1;
    }
}

/* Rows of all widths, read in one pass and cell by cell; seldom one of another number of cells. */
static void cells_end_where_their_tabs_are(void **state) {
    (void)state;
    uint32_t random = 1;
    char text[2 * CELLS_TEXT_BYTES + CELLS_SLACK];
    size_t rows = 0;
    for (int round = 0; round < 3000; round++) {
        size_t columns = 1 + (random >> 8) % 70, cell = 0, size = (random >> 4) % (2 * 8192);
        unsigned density = 1 + (random >> 16) % 20;
        for (size_t i = 0; i < sizeof text; i++) {
            random = random * 1664525 + 1013904223;
            bool is_end = (random >> 24) % density == 0;
            bool is_last = is_end && ++cell % columns == (random >> 8) % 4000 / 3999;
            text[i] = is_last ? '\n' : is_end ? '\t' : 'x';
        }
        rows += scan_finds(cells_scan, (struct span){text, size}, columns);
        scan_finds(cells_scan_by_avx2, (struct span){text, size}, columns);
        scan_finds(cells_scan_anywhere, (struct span){text, size}, columns);
    }
    assert_true(rows > 100000);
}

/* Marks as wide as rows, and headers, stand between rows that were split at once. */
static void what_is_no_row_is_told_among_rows(void **state) {
    (void)state;
    struct reading reading =
        read_as("time\turl\n1\t/a\n#note\ta.b=c\n2\t/b\n#x\ty\n3\t/c\ntime\turl\n4\t/d\n"
                "url\t-\n5\t/e\ntime\tmore\turl\n6\t-\t/f\n7\t-\t/g\ntime\turl\n8\t/h\n"
                "#end\trows=8\tstatus=complete\n",
                &test_plan);
    assert_int_equal(reading.rows, 8);
    assert_true(span_is(buf_span(&reading.urls), "/a,/b,/c,/d,/e,/f,/g,/h"));
    assert_true(reading.is_cut); /* by the line that is none of a stream */
    buf_free(&reading.urls);
}

/* Many blocks of rows, of which some do not fit into one. */
static void rows_go_on_from_block_to_block(void **state) {
    (void)state;
    struct buf content = {0}, urls = {0};
    buf_add_string(&content, "time\turl\tmore\n");
    uint32_t random = 1;
    for (int row = 0; row < 3000; row++) {
        random = random * 1664525 + 1013904223;
        size_t size = row % 500 == 499 ? 300000 + (random >> 8) % 100000 : (random >> 8) % 2000;
        buf_addf(&content, "%d\t/", row);
        buf_addf(&urls, row ? ",/" : "/");
        for (size_t i = 0; i < size; i++) {
            buf_add_byte(&content, (char)('a' + i % 26));
            buf_add_byte(&urls, (char)('a' + i % 26));
        }
        buf_add_string(&content, "\t-\n");
    }
    buf_add_string(&content, "#end\trows=3000\tstatus=complete\n");
    struct reading reading = read_as(buf_string(&content), &test_plan);
    assert_int_equal(reading.rows, 3000);
    assert_false(reading.is_cut);
    assert_true(span_equals(buf_span(&reading.urls), buf_span(&urls)));
    buf_free(&reading.urls);
    buf_free(&content);
    buf_free(&urls);
}

/* What reader_next() gives and what stands near it: all rows once, and cells that stay; of rows
 * that were split together the row stays, too. */
static void check_near_rows(bool (*next)(struct reader *reader)) {
    enum { ROWS = 30000, NEAR = 16 };
    struct buf content = {0}, expected = {0};
    buf_add_string(&content, "time\turl\n");
    for (int row = 0; row < ROWS; row++) {
        buf_addf(&content, "%d\t/%d-of-a-path-that-is-rather-long\n", row, row);
        if (row % 1000 == 7)
            buf_add_string(&content, "#x\ta mark of as many cells\n");
    }
    buf_addf(&content, "#end\trows=%d\tstatus=complete\n", ROWS);
    char *path = scratch(buf_string(&content));
    struct reader *reader = reader_open(&test_plan, &path, 1);
    size_t rows = 0, alone = 0;
    assert_int_equal(reader_next(reader), READER_HEADER);
    while (reader_next(reader) == READER_ROW) {
        struct span urls[NEAR];
        struct reader_row near[NEAR];
        size_t count = 0;
        do {
            near[count] = reader_row(reader);
            urls[count++] = reader_cell(reader, TEST_URL);
        } while (count < NEAR && next(reader));
        alone += count == 1;
        for (size_t i = 0; i < count; i++, rows++) {
            buf_clear(&expected);
            buf_addf(&expected, "/%zu-of-a-path-that-is-rather-long", rows);
            assert_true(span_equals(urls[i], buf_span(&expected)));
            if (next == reader_next_split)
                assert_true(span_equals(reader_row_wanted(&near[i], TEST_URL), urls[i]));
        }
    }
    assert_int_equal(rows, ROWS);
    assert_true(alone < ROWS / 100);
    assert_false(reader_is_cut(reader));
    reader_close(reader);
    forget(path);
    buf_free(&content);
    buf_free(&expected);
}

static void near_rows_leave_the_cells_before_them(void **state) {
    (void)state;
    check_near_rows(reader_next_near);
    check_near_rows(reader_next_split);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_rows_leave_the_cells_before_them),
        cmocka_unit_test(every_byte_value_in_every_column_comes_back),
        cmocka_unit_test(cells_end_where_their_tabs_are),
        cmocka_unit_test(what_is_no_row_is_told_among_rows),
        cmocka_unit_test(rows_go_on_from_block_to_block),
        cmocka_unit_test(a_whole_stream_is_whole),
        cmocka_unit_test(a_stream_without_a_whole_end_is_cut),
        cmocka_unit_test(more_rows_than_declared_are_a_cut_stream_joined),
        cmocka_unit_test(fewer_rows_than_declared_were_filtered),
        cmocka_unit_test(sorted_streams_have_their_marks_first_and_their_header_last),
        cmocka_unit_test(streams_joined_add_up),
        cmocka_unit_test(a_part_needs_no_end),
        cmocka_unit_test(an_incomplete_stream_stays_incomplete),
        cmocka_unit_test(a_row_of_another_width_is_counted_and_passed_over),
        cmocka_unit_test(a_missing_column_names_its_maker),
        cmocka_unit_test(rows_without_header_are_known_by_their_width_or_refused),
        cmocka_unit_test(foreign_columns_are_handed_on),
        cmocka_unit_test(a_file_that_is_not_there_leaves_the_others),
        cmocka_unit_test(notes_are_kept_once_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
