/* links: smo-funnel
 * Paths that name nobody, and times with their decimals. */
#include "check.h"

#include "smo-funnel/moment.h"
#include "smo-funnel/paths.h"

static void test_what_names_a_person_is_folded(void **state) {
    (void)state;
    static const struct {
        const char *url, *path;
    } cases[] = {
        {"/", "/"},
        {"-", "-"},
        {"", "-"},
        {"/a/b?x=1", "/a/b"},
        {"/u/anna@example.com/x", "/u/:token/x"},
        {"/u/anna%40example.com", "/u/:token"},
        {"/u/anna%4", "/u/anna%4"},
        {"/u/%zzanna", "/u/%zzanna"},
        {"/@anna", "/:token"},
        {"/o/550e8400-e29b-41d4-a716-446655440000", "/o/:token"},
        {"/o/x-550E8400-E29B-41D4-A716-446655440000", "/o/:token"},
        {"/o/550e8400-e29b-41d4-a716-44665544000g", "/o/550e8400-e29b-41d4-a716-44665544000g"},
        {"/t/abcdefghij0123456789", "/t/:token"},
        {"/t/abcdefghij012345678", "/t/abcdefghij012345678"},
        {"/t/%61bcdefghij0123456789", "/t/:token"},
        {"/t/01234567890123456789", "/t/01234567890123456789"},
        {"/t/abcdefghijklmnopqrstuvwxyz", "/t/abcdefghijklmnopqrstuvwxyz"},
        {"/t/abcdefghij-0123456789", "/t/abcdefghij-0123456789"},
        {"/p/kofe-v-zernakh-arabika-1-kg-premium-2024",
         "/p/kofe-v-zernakh-arabika-1-kg-premium-2024"},
        {"/x;jsessionid=0123456789abcdef0123/y", "/:token/y"},
        {"/abcdefghij0123456789//", "/:token//"},
        {"/i?route=a/b&mail=x&id=7&id", "/i?route=a/b&id=7&id"},
        {"/i?id=anna%40example.com", "/i?id=:token"},
        {"/i?ID=7", "/i"},
        {"/a\\x01b", "/a\\x01b"},
        {"/a\\\\b?x", "/a\\\\b"},
    };
    struct paths paths;
    struct ledger ledger;
    paths_init(&paths);
    ledger_init(&ledger);
    ledger_note(&ledger, "classify.site", span_of("mail"));
    ledger_note(&ledger, "classify.identity", span_of("route,id"));
    paths_learn(&paths, &ledger);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span path = paths_reduce(&paths, span_of(cases[i].url));
        if (!span_is(path, cases[i].path))
            fail_msg("%s became %.*s", cases[i].url, (int)path.size, path.at);
    }
    ledger_free(&ledger);
    paths_free(&paths);
}

/* Twice, and with what no path changes by behind them; then with the texts renewed. */
static void test_a_look_at_a_path_finds_the_same_text(void **state) {
    (void)state;
    static const char *const urls[] = {
        "/",
        "-",
        "",
        "?",
        "?id=1",
        "-?x",
        "/a/b?x=1",
        "/a/b?id=1",
        "/a/b",
        "/a/b?ix=1&",
        "/a/b?x&id=2",
        "/a/b?\\x69d=3",
        "/u/a@b.c",
        "/u/a@b.c?x",
        "/a\\x01",
        "/a\\x01?id=1",
        "/a\\x3fid=4",
        "/a\\x3fid=4?x=1",
        "/a-path-of-more-than-sixteen-bytes?x=1",
        "/a-path-of-other-than-sixteen-bytes?x=1",
        "/a-path-of-more-than-sixteen-bytes?id=1",
        "/a-path-of-other-than-sixteen-bytes",
        "/nineteen/a1b2c3d4e5f6g7h8i9j",
        "/twenty/a1b2c3d4e5f6g7h8i9j0",
        "/twenty/a1b2c3d4e5f6g7h8i9j0?x=1",
        "/a1b2c3d4e5f6g7h8i9j0/twenty",
        "/a/a.b.c.123456789012345678901234567890.d",
        "/5f0c2f1e-1c3b-4a5d-9e8f-0123456789ab.html",
        "/x/%D0%B4%D0%BE%D0%BC?x=1",
        "/x/name%40host?x=1",
    };
    struct settings settings = {0};
    struct names names;
    struct paths paths;
    struct ledger ledger;
    names_init(&names, &settings);
    paths_init(&paths);
    ledger_init(&ledger);
    ledger_note(&ledger, "classify.identity", span_of("id"));
    paths_learn(&paths, &ledger);
    for (int round = 0; round < 4; round++) {
        for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
            uint32_t text = paths_text(&paths, &names, span_of(urls[i]));
            struct span path = paths_reduce(&paths, span_of(urls[i]));
            if (!span_equals(names_text_of(&names, text), span_is_empty(path) ? SPAN_ABSENT : path))
                fail_msg("round %d: %s", round, urls[i]);
        }
        if (round == 1) {
            uint32_t numbers[64];
            assert_in_range(names.texts.count, 1, sizeof numbers / sizeof *numbers);
            memset(numbers, 0xff, sizeof numbers); /* TABLE_NONE */
            numbers[NAMES_ABSENT] = NAMES_ABSENT;
            names_renumber_texts(&names, numbers, 1);
            paths_forget(&paths);
        }
    }
    ledger_free(&ledger);
    paths_free(&paths);
    names_free(&names);
}

static void test_spellings_of_one_page_are_the_same(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool are_same;
    } cases[] = {
        {"/", "/", true},
        {"/", "/ru", true},
        {"/en-us/", "/de", true},
        {"/a", "/A///", true},
        {"/a/index.php", "/a", true},
        {"/Default.aspx", "/", true},
        {"/index.x", "/", false},
        {"/index.", "/", false},
        {"/en-usa", "/", false},
        {"/vk", "/", false},
        {"/rus", "/", false},
        {"/a?id=1", "/A?id=1", true},
        {"/a?id=1", "/a", false},
        {"/a?id=a", "/a?id=A", false},
        {"*", "*", true},
        {"/ru?id=1", "/?id=1", true},
        {"/ru/ru", "/ru", false},
    };
    struct paths paths;
    paths_init(&paths);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (paths_are_same(&paths, span_of(cases[i].a), span_of(cases[i].b)) != cases[i].are_same)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
    paths_free(&paths);
}

static void test_times_keep_their_decimals(void **state) {
    (void)state;
    static const char *const cells[] = {"0",
                                        "1763812800",
                                        "1763812800.0",
                                        "1763812800.123",
                                        "1763812800.000001",
                                        "1763812800.123456789"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        int64_t time;
        unsigned digits;
        char text[MOMENT_BYTES];
        assert_true(moment_read(span_of(cells[i]), &time, &digits));
        struct span back = {text, moment_write(text, time, digits)};
        assert_true(span_is(back, cells[i]));
    }
}

/* The short way for ten digits, and the long one. */
static void test_times_are_read_the_same_both_ways(void **state) {
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        for (int place = 0; place < 10; place++) {
            char text[] = "1763812800";
            text[place] = (char)byte;
            struct span cell = {text, 10};
            int64_t time = 1, want = 1;
            unsigned digits = 10, want_digits = 10;
            bool is_read = moment_read(cell, &time, &digits);
            assert_int_equal(moment_read_any(cell, &want, &want_digits), is_read);
            assert_true(!is_read || (time == want && digits == want_digits));
        }
    }
    static const char *const cells[] = {"999999999", "1000000000", "6999999999", "7258118400"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        char text[MOMENT_BYTES];
        int64_t time;
        unsigned digits;
        assert_true(moment_read(span_of(cells[i]), &time, &digits));
        assert_true(span_is((struct span){text, moment_write(text, time, digits)}, cells[i]));
    }
}

static void test_what_is_no_time_is_refused(void **state) {
    (void)state;
    static const char *const cells[] = {"",
                                        "-",
                                        "-1",
                                        "+1",
                                        "1.",
                                        ".5",
                                        "1.2.3",
                                        "1e9",
                                        "1 ",
                                        "7258118401",
                                        "99999999999999999999999",
                                        "1763812800,5"};
    int64_t time = 7;
    unsigned digits;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        assert_false(moment_read(span_of(cells[i]), &time, &digits));
    assert_int_equal(time, 7);
    assert_true(moment_read(span_of("1.1234567891"), &time, &digits));
    assert_int_equal(time, INT64_C(1123456789));
    assert_int_equal(digits, 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_names_a_person_is_folded),
        cmocka_unit_test(test_a_look_at_a_path_finds_the_same_text),
        cmocka_unit_test(test_times_are_read_the_same_both_ways),
        cmocka_unit_test(test_spellings_of_one_page_are_the_same),
        cmocka_unit_test(test_times_keep_their_decimals),
        cmocka_unit_test(test_what_is_no_time_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
