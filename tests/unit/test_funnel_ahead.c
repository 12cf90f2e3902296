/* links: smo-funnel
 * What is prefetched, and whether hits are read one by one or some at once, changes nothing. */
#include "check.h"

#include "lib/stream/record.h"
#include "smo-funnel/funnel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct settings settings = {
    .timeout = 30 * MOMENT_MINUTE,
    .window = 30 * MOMENT_DAY,
    .slow = 3 * MOMENT_SECOND,
    .steps = {SPAN("product"), SPAN("cart"), SPAN("checkout"), SPAN("order")},
    .steps_count = 4,
};

/* Hits of many visitors by turns; now and then one is late, nobody comes for long, or a row has no
 * time. */
static void write_hits(const char *path, int hits, int visitors) {
    static const char *const sources[] = {"-\tdirect",      "shop.example\tinternal", "vk\tsocial",
                                          "google\tsearch", "blog.example\treferral", "-\treturn"};
    static const char *const pages[] = {"product", "cart", "checkout", "order", "asset", "other"};
    static const char *const kinds[] = {"human", "human", "human", "human", "preview", "bot"};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("time\tclient\tkind\tsource\tmedium\tcampaign\tpage\tmethod\turl\tstatus\n", file);
    long time = 1763812800;
    srand(5);
    for (int i = 0; i < hits; i++) {
        time += rand() % 4 + (rand() % 3000 ? 0 : 5000);
        long shown = rand() % 50 ? time : time - rand() % 1000;
        fprintf(file, "%ld%s\t%016x\t%s\t%s\tc%d\t%s\tGET\t/%d\t%d\n", shown,
                rand() % 500 ? "" : "x", rand() % visitors * 7919, kinds[rand() % 6],
                sources[rand() % 6], rand() % 3, pages[rand() % 6], rand() % 400,
                rand() % 10 ? 200 : 404);
    }
    fputs("#end\trows=0\tstatus=complete\n", file);
    fclose(file);
}

/* A scratch file; its name is returned, to be freed by forget(). */
static char *scratch(void) {
    char *path = strdup("/tmp/smo-ahead-XXXXXX");
    assert_non_null(path);
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    return path;
}

static void forget(char *path) {
    unlink(path);
    free(path);
}

static void assert_same_file(const char *expected_path, const char *got_path) {
    FILE *expected = fopen(expected_path, "r"), *got = fopen(got_path, "r");
    char expected_line[4096], got_line[4096];
    assert_true(expected && got);
    while (fgets(expected_line, sizeof expected_line, expected)) {
        assert_non_null(fgets(got_line, sizeof got_line, got));
        assert_string_equal(got_line, expected_line);
    }
    assert_null(fgets(got_line, sizeof got_line, got));
    fclose(expected);
    fclose(got);
}

static void take_rows(struct funnel *funnel, struct reader *reader) {
    if (!funnel_has_many(funnel)) {
        funnel_take_row(funnel, reader);
        return;
    }
    size_t count = funnel_read(funnel, reader);
    for (size_t i = 0; i < count; i++)
        funnel_take_read(funnel, i);
}

/* The visits go to another file. */
static struct funnel_counts run(char *hits_path, const char *visits_path, uint32_t many_visits) {
    static const struct reader_plan plan = {
        .wanted = hit_columns, .wanted_count = HIT_COLUMNS, .needed = HIT_NEEDED};
    struct funnel funnel;
    struct ledger ledger;
    enum reader_event event;
    ledger_init(&ledger);
    struct output *output = output_replace("test", visits_path);
    struct writer *writer = writer_new(output);
    struct reader *reader = reader_open(&plan, &hits_path, 1);
    funnel_init(&funnel, &settings, writer, NULL);
    funnel.many_visits = many_visits;
    while ((event = reader_next(reader)) == READER_ROW || event == READER_HEADER)
        if (event == READER_ROW)
            take_rows(&funnel, reader);
    assert_int_equal(event, READER_END);
    funnel_flush(&funnel);
    struct funnel_counts counts = funnel.counts;
    writer_end(writer, &ledger);
    writer_free(writer);
    output_close(output);
    reader_close(reader);
    funnel_free(&funnel);
    ledger_free(&ledger);
    return counts;
}

static void hits_read_at_once_give_the_same_visits(void **state) {
    (void)state;
    enum { HITS = 60000 };
    char *hits = scratch(), *expected = scratch(), *got = scratch();
    for (int visitors = 20; visitors <= 20000; visitors *= 10) {
        write_hits(hits, HITS, visitors);
        struct funnel_counts one_by_one = run(hits, expected, UINT32_MAX);
        assert_int_equal(one_by_one.hits, HITS);
        assert_true(one_by_one.visits > 1000 && one_by_one.untimed > 10);
        for (uint32_t many = 0; many <= 500; many += 500) {
            struct funnel_counts counts = run(hits, got, many);
            assert_memory_equal(&counts, &one_by_one, sizeof counts);
            assert_same_file(expected, got);
        }
    }
    forget(hits);
    forget(expected);
    forget(got);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_read_at_once_give_the_same_visits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
