/* links: smo-parse/apache.c smo-parse/batch.c smo-parse/client.c smo-parse/config.c
 * smo-parse/format.c smo-parse/hit.c smo-parse/json.c smo-parse/known.c smo-parse/labels.c
 * smo-parse/linemap.c smo-parse/marks.c smo-parse/member.c smo-parse/named.c smo-parse/nginx.c
 * smo-parse/outcome.c smo-parse/pairs.c smo-parse/period.c smo-parse/program.c smo-parse/regex.c
 * smo-parse/request.c smo-parse/row.c smo-parse/sheet.c smo-parse/syslog.c smo-parse/taken.c
 * smo-parse/undo.c smo-parse/usual.c smo-parse/w3c.c smo-parse/when.c */
/* Usual lines: what is made of them by their marks is what the steps of the program make of them.
 */
#include "check.h"

#include "smo-parse/batch.h"
#include "smo-parse/scan.h"

#include <stdlib.h>

/* --- marks */

enum { TEXT = 400, ROUNDS = 5000 };

static void scan_finds(size_t (*twin)(struct span text, uint32_t *places), struct span text) {
    uint32_t places[TEXT + 64 + PLACES_SLACK];
    size_t count = twin(text, places), found = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] != '"' && scan_is_clean(text.at[i]))
            continue;
        assert_true(found < count);
        assert_int_equal(places[found++], i);
    }
    assert_int_equal(found, count);
}

static void all_twins_find(struct span text) {
    scan_finds(marks_scan, text);
    scan_finds(marks_scan_by_avx2, text);
    scan_finds(marks_scan_anywhere, text);
}

static void marks_stand_where_they_are_found(void **state) {
    (void)state;
    static const char bytes[] = " \"\\\n\r\t\x7f\x1f\x80\xff~]!";
    char text[TEXT + SCAN_SLACK];
    for (int round = 0; round < ROUNDS; round++) {
        int rarity = 1 + rand() % 60;
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = rand() % rarity ? 'x' : bytes[(size_t)rand() % (sizeof bytes - 1)];
        all_twins_find((struct span){text, (size_t)rand() % TEXT});
    }
    for (int byte = 0; byte < 256; byte++) {
        memset(text, 'x', sizeof text);
        for (size_t i = 0; i < 130; i++)
            text[i] = (char)byte;
        all_twins_find((struct span){text, 130});
    }
}

static void marks_come_in_order(void **state) {
    (void)state;
    enum { LINES = 3000 };
    static struct marks marks;
    struct buf text = {0};
    for (int i = 0; i < LINES; i++)
        buf_addf(&text, "%*s\n", rand() % 40, "");
    struct span rest = buf_span(&text);
    memset(buf_reserve(&text, SCAN_SLACK), '\n', SCAN_SLACK);
    rest = (struct span){text.at, rest.size};
    for (int i = 0; i < LINES; i++) {
        const uint32_t *next = marks_from(&marks, rest, 2);
        assert_true((next != NULL) == (i + 1 < LINES));
        if (!next)
            break;
        const char *end = marks.start + next[0];
        assert_ptr_equal(end, memchr(rest.at, '\n', rest.size));
        rest = span_skip(rest, (size_t)(end - rest.at) + 1);
        marks.next += rand() % 2; /* what lies before the rest is passed over */
    }
    buf_free(&text);
}

/* --- lines */

static const char *const usual_lines[] = {
    "203.0.113.9 - - [10/Oct/2020:13:55:36 -0700] \"GET /a?b=c HTTP/1.1\" 200 5120 "
    "\"https://shop.example/\" \"Mozilla/5.0 (X11; Linux x86_64)\"\n",
    "2001:db8::1 - - [10/Oct/2020:23:59:60 -0700] \"POST /cart HTTP/2.0\" 304 - \"-\" \"curl/8\"\n",
    "198.51.100.200 - - [11/Oct/2020:00:00:00 -0700] \"PROPFIND / HTTP/1.0\" 599 1234567890123456 "
    "\"android-app://com.vkontakte.android\" \"-\"\n",
    "198.51.100.200 - - [11/Oct/2020:00:00:00 -0700] \"HEAD /x HTTP/1.1\" 404 0 \"-\" \"a b\" "
    "\"-\"\n",
    "10.0.0.1 - - [11/Oct/2020:00:00:01 -0700] \"GET /x HTTP/1.1\" 200 9 \"-\" \"a\" 0.005 \"x\" "
    "-\n",
    "10.0.0.1 - - [11/Oct/2020:00:00:01 -0700] \"GET /x HTTP/1.1\" 200 9 \"-\" \"a\" "
    "\"192.0.2.7, 10.2.0.1\"\n",
    "192.0.2.1 - - [11/Oct/2020:00:00:01 -0700] \"GET /x HTTP/1.1\" 200 9 \"-\" \"a\" "
    "\"192.0.2.7\" rt=0.1 \"0.001\"\n",
    "::ffff:192.0.2.1 - - [11/Oct/2020:00:00:02 -0700] \"GET /x HTTP/1.1\" 200 9 \"-\" \"a\"\n",
    "dsl-7.shop.example - - [11/Oct/2020:00:00:02 -0700] \"GET /x HTTP/1.1\" 200 9 \"-\" \"a\"\n",
    "192.0.2.1:4711 - - [11/Oct/2020:00:00:02 -0700] \"GET /x HTTP/1.1\" 200 9 \"-\" \"a\"\n",
};
enum { USUAL_LINES = sizeof usual_lines / sizeof *usual_lines };

enum { HOST = 1 << HIT_HOST };

/* Where a host is given for all lines, it has a column. */
static struct batch parsed(const struct format *format, const struct batch_plan *plan,
                           struct span text) {
    struct batch batch = {.format = format,
                          .columns = format->columns | (plan->row.host.at ? HOST : 0)};
    struct format_reader *reader = format_reader_new(&plan->rules);
    buf_add(&batch.block.text, text);
    memset(buf_reserve(&batch.block.text, SCAN_SLACK), '\n', SCAN_SLACK);
    batch_parse(&batch, plan, reader, false);
    format_reader_free(reader);
    return batch;
}

/* By their marks, and by the same program that is not known to be combined. Returns how many lines
 * were accepted. */
static size_t assert_same(const struct format *format, const struct batch_plan *plan,
                          struct span text) {
    struct format stepwise = *format;
    stepwise.program.is_combined = false;
    struct batch by_marks = parsed(format, plan, text), by_steps = parsed(&stepwise, plan, text);
    assert_int_equal(by_marks.lines, by_steps.lines);
    assert_memory_equal(by_marks.outcomes, by_steps.outcomes, sizeof by_marks.outcomes);
    assert_int_equal(by_marks.text.size, by_steps.text.size);
    assert_memory_equal(by_marks.text.at, by_steps.text.at, by_marks.text.size);
    assert_int_equal(by_marks.row_count, by_steps.row_count);
    for (size_t i = 0; i < by_marks.row_count; i++) {
        assert_int_equal(by_marks.rows[i].size, by_steps.rows[i].size);
        assert_int_equal(batch_compare_times(by_marks.rows[i].time, by_steps.rows[i].time), 0);
    }
    assert_int_equal(by_marks.reject_count, by_steps.reject_count);
    for (size_t i = 0; i < by_marks.reject_count; i++) {
        assert_int_equal(by_marks.rejects[i].line, by_steps.rejects[i].line);
        assert_int_equal(by_marks.rejects[i].byte, by_steps.rejects[i].byte);
        assert_int_equal(by_marks.rejects[i].column, by_steps.rejects[i].column);
    }
    size_t accepted = by_marks.outcomes[OUTCOME_ACCEPTED];
    batch_free(&by_marks);
    batch_free(&by_steps);
    return accepted;
}

struct fixture {
    struct arena arena;
    struct client_rules client_rules;
    struct batch_plan plan;
    const struct format *formats[3];
};
enum { FORMATS = 3 };

static struct fixture *fixture_new(void) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct fault fault = {0};
    fixture->plan.rules.client = &fixture->client_rules;
    static const char *const formats[FORMATS] = {
        "combined",
        "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-agent}i\"",
        ("$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
         "\"$http_referer\" \"$http_user_agent\""),
    };
    for (size_t i = 0; i < FORMATS; i++) {
        fixture->formats[i] = format_compile(&fixture->arena, formats[i], &fault);
        assert_true(usual_serves(fixture->formats[i], fixture->formats[i]->columns));
    }
    return fixture;
}

static void fixture_free(struct fixture *fixture) {
    arena_free(&fixture->arena);
    free(fixture);
}

static void other_formats_have_no_usual_lines(void **state) {
    (void)state;
    static const char *const names[] = {"common", "vhost", "traefik", "json", "w3c", "alb"};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct format *format = format_by_name(&arena, span_of(names[i]));
        assert_false(usual_serves(format, format->columns));
    }
    const struct format *combined = format_by_name(&arena, (struct span)SPAN("combined"));
    assert_true(usual_serves(combined, combined->columns | HOST));
    assert_false(usual_serves(combined, combined->columns | UINT32_C(1) << HIT_SECONDS));
    assert_false(
        usual_serves(format_wrapped(&arena, combined, FORMAT_PREFIXED), combined->columns));
    arena_free(&arena);
}

static void usual_lines_are_read_by_their_marks(void **state) {
    (void)state;
    struct fixture *fixture = fixture_new();
    struct format_reader *reader = format_reader_new(&fixture->plan.rules);
    for (size_t i = 0; i < USUAL_LINES; i++) {
        struct buf text = {0};
        struct usual usual;
        buf_add_string(&text, usual_lines[i]);
        memset(buf_reserve(&text, SCAN_SLACK), 0, SCAN_SLACK);
        struct span line = span_take(buf_span(&text), text.size - 1);
        assert_int_equal(format_read(fixture->formats[0], reader, line), OUTCOME_ACCEPTED);
        marks_clear(&reader->marks);
        assert_true(usual_read(&usual, fixture->formats[0], reader, buf_span(&text)));
        assert_true(span_equals(usual.line, line));
        buf_free(&text);
    }
    format_reader_free(reader);
    fixture_free(fixture);
}

/* Each byte of each line in turn is another, is missing, or stands there twice. */
static void one_byte_makes_them_unusual(void **state) {
    (void)state;
    static const char bytes[] = " -\"\\\n\t[]:/0129.,HTG#a\x80";
    struct fixture *fixture = fixture_new();
    for (size_t i = 0; i < USUAL_LINES; i++) {
        size_t size = strlen(usual_lines[i]);
        for (size_t place = 0; place < size; place++)
            for (size_t k = 0; k < 2 + sizeof bytes; k++) {
                struct buf text = {0};
                buf_add_string(&text, usual_lines[i]);
                buf_add(&text, (struct span){usual_lines[i], place});
                if (k < sizeof bytes)
                    buf_add_byte(&text, bytes[k]);
                buf_add_string(&text, usual_lines[i] + place + (k <= sizeof bytes));
                buf_add_string(&text, usual_lines[i]);
                size_t accepted =
                    assert_same(fixture->formats[k % FORMATS], &fixture->plan, buf_span(&text));
                assert_true(accepted > 0 || k % FORMATS); /* the others allow no tail */
                buf_free(&text);
            }
    }
    fixture_free(fixture);
}

static void mutated_lines_are_read_alike(void **state) {
    (void)state;
    static const char bytes[] = " -\"\\\n\r\t[]:/0123456789.,HTG#\x80\xd0\x96";
    static const char *const hosts[] = {NULL, "shop.example", "", "\\x01 of 2"};
    struct fixture *fixture = fixture_new();
    for (int round = 0; round < ROUNDS; round++) {
        const char *host = hosts[rand() % 4];
        fixture->plan.row.host = host ? span_of(host) : (struct span){NULL, 0};
        struct buf text = {0};
        for (int lines = rand() % 20; lines >= 0; lines--)
            buf_add_string(&text, usual_lines[rand() % USUAL_LINES]);
        for (int mutations = rand() % 8; mutations > 0; mutations--)
            text.at[(size_t)rand() % text.size] = bytes[(size_t)rand() % (sizeof bytes - 1)];
        text.size -= rand() % 3 ? 0 : (size_t)rand() % text.size;
        assert_same(fixture->formats[round % FORMATS], &fixture->plan, buf_span(&text));
        buf_free(&text);
    }
    fixture_free(fixture);
}

static void the_period_holds_for_them(void **state) {
    (void)state;
    struct fixture *fixture = fixture_new();
    struct buf text = {0};
    for (size_t i = 0; i < USUAL_LINES; i++)
        buf_add_string(&text, usual_lines[i]);
    fixture->plan.period.since = (struct period_bound){PERIOD_MOMENT, INT64_C(1602363600)};
    assert_int_equal(assert_same(fixture->formats[0], &fixture->plan, buf_span(&text)),
                     USUAL_LINES - 1);
    fixture->plan.period.until = (struct period_bound){PERIOD_MOMENT, INT64_C(1602399600)};
    assert_int_equal(assert_same(fixture->formats[0], &fixture->plan, buf_span(&text)), 0);
    buf_free(&text);
    fixture_free(fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_where_they_are_found),
        cmocka_unit_test(marks_come_in_order),
        cmocka_unit_test(other_formats_have_no_usual_lines),
        cmocka_unit_test(usual_lines_are_read_by_their_marks),
        cmocka_unit_test(one_byte_makes_them_unusual),
        cmocka_unit_test(mutated_lines_are_read_alike),
        cmocka_unit_test(the_period_holds_for_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
