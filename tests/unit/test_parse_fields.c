/* links: smo-parse/request.c smo-parse/client.c smo-parse/taken.c smo-parse/undo.c smo-parse/when.c
 * smo-parse/period.c smo-parse/syslog.c smo-parse/member.c */
/* What smo-parse makes of the pieces of a line. */
#include "check.h"

#include "smo-parse/client.h"
#include "smo-parse/member.h"
#include "smo-parse/period.h"
#include "smo-parse/request.h"
#include "smo-parse/scan.h"
#include "smo-parse/syslog.h"
#include "smo-parse/taken.h"
#include "smo-parse/undo.h"
#include "smo-parse/when.h"

#include <stdio.h>

static void assert_span(struct span s, const char *expected) {
    assert_int_equal(s.size, strlen(expected));
    assert_memory_equal(s.at, expected, s.size);
}

static void requests(void **state) {
    (void)state;
    static const struct {
        const char *request, *method, *url;
    } cases[] = {
        {"GET / HTTP/1.1", "GET", "/"},
        {"GET /a b HTTP/1.1", "GET", "/a b"},
        {"GET /a", "GET", "/a"},
        {"GET /a HTTP/1.1 b", "GET", "/a HTTP/1.1 b"},
        {"GET /a HTTP/1 b", "GET", "/a HTTP/1 b"},
        {"GET /a  HTTP/1.1", "GET", "/a"},
        {"GET /a HTTP", "GET", "/a"},
        {"OPTIONS * HTTP/1.1", "OPTIONS", "*"},
        {"CONNECT a:443 HTTP/1.1", "CONNECT", "a:443"},
        {"GET http://a/b HTTP/1.1", "GET", "http://a/b"},
        {"GET HTTP/1.1", "-", "-"},
        {"GET  HTTP/1.1", "-", "-"},
        {"GET", "-", "-"},
        {"GET ", "-", "-"},
        {"", "-", "-"},
        {"-", "-", "-"},
        {"- /", "-", "-"},
        {"GET a HTTP/1.1", "-", "-"},
        {"\x16\x03\x01 /", "-", "-"},
        {"GE(T /", "-", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span method, url;
        request_split(span_of(cases[i].request), &method, &url);
        assert_span(method, cases[i].method);
        assert_span(url, cases[i].url);
    }
}

static void method_bytes_are_those_of_the_rfc(void **state) {
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        char text[2] = {(char)byte, 'x'};
        bool is_token = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= 'a' && byte <= 'z') || strchr("!#$%&'*+-.^_`|~", byte);
        assert_int_equal(request_is_method((struct span){text, 2}), is_token);
    }
}

static void origin_forms(void **state) {
    (void)state;
    static const struct {
        const char *target, *origin, *authority;
        bool needs_slash;
    } cases[] = {
        {"/a?b", "/a?b", "", false},
        {"http://h", "/", "h", false},
        {"http://h/", "/", "h", false},
        {"https://u@h:8/a?b=http://c/", "/a?b=http://c/", "h:8", false},
        {"http://h?b", "?b", "h", true},
        {"*", "*", "", false},
        {"h:443", "h:443", "", false},
        {"://h/a", "://h/a", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span authority;
        bool needs_slash;
        assert_span(request_origin_form(span_of(cases[i].target), &authority, &needs_slash),
                    cases[i].origin);
        assert_span(authority, cases[i].authority);
        assert_int_equal(needs_slash, cases[i].needs_slash);
    }
}

static void clients(void **state) {
    (void)state;
    static const struct {
        const char *peer, *client; /* NULL: refused */
    } cases[] = {
        {"203.0.113.9", "203.0.113.9"},
        {"203.0.113.9:80", "203.0.113.9"},
        {"203.0.113.9:80x", NULL},
        {"255.255.255.255", "255.255.255.255"},
        {"256.0.0.1", "256.0.0.1"},
        {"1.2.3", "1.2.3"},
        {"01.2.3.4", "01.2.3.4"},
        {"-", "-"},
        {"", "-"},
        {"unix:", "-"},
        {"::1", "::1"},
        {"::", "::"},
        {"2001:DB8::0:1", "2001:db8::1"},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
        {"1:0:0:0:0:0:0:0", "1::"},
        {"[2001:db8::1]", "2001:db8::1"},
        {"[2001:db8::1]:443", "2001:db8::1"},
        {"[2001:db8::1", NULL},
        {"fe80::1%eth0", "fe80::1"},
        {"::ffff:1.2.3.4", "1.2.3.4"},
        {"::FFFF:0102:0304", "1.2.3.4"},
        {"::ffff:1.2.3.4:80", NULL},
        {"::ffff:1.2.3", NULL},
        {"::ffff:", NULL},
        {"host.example", "host.example"},
        {"Host.Example", "host.example"},
        {"host.example:80", "host.example"},
        {"a b", NULL},
        {"a\"b", NULL},
        {"a\x01", NULL},
        {":80", NULL},
    };
    struct client_cache known = {0};
    for (int round = 0; round < 2; round++) /* the second finds what the first kept */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            char text[CLIENT_TEXT_BYTES];
            struct span client;
            bool is_read = client_read(&known, span_of(cases[i].peer), text, &client);
            assert_int_equal(is_read, cases[i].client != NULL);
            if (is_read)
                assert_span(client, cases[i].client);
        }
}

static void forwarded_clients(void **state) {
    (void)state;
    static const struct {
        const char *peer, *forwarded, *client; /* "": the peer */
    } cases[] = {
        {"10.0.0.1", "203.0.113.9", "203.0.113.9"},
        {"198.51.100.1", "203.0.113.9", ""},         /* a public peer is not believed */
        {"192.0.2.1", "203.0.113.9", "203.0.113.9"}, /* but by --trust */
        {"10.0.0.1", "1.1.1.1, 203.0.113.9, 10.2.3.4", "203.0.113.9"},
        {"10.0.0.1", "1.1.1.1, 203.0.113.9, 192.0.2.7", "203.0.113.9"},
        {"10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"}, /* all trusted: the leftmost */
        {"10.0.0.1", "1.1.1.1, unknown, 10.0.0.2", "10.0.0.2"},
        {"10.0.0.1", "unknown", ""},
        {"10.0.0.1", "-", ""},
        {"unix:", "203.0.113.9", "203.0.113.9"},
        {"-", "203.0.113.9", "203.0.113.9"},
        {"::1", "2001:db8::9", "2001:db8::9"},
        {"fd00::1", "[2001:db8::9]:123", "[2001:db8::9]:123"},
        {"127.0.0.1", "for=203.0.113.9;proto=https;by=10.0.0.1", "203.0.113.9"},
        {"127.0.0.1", "for=\"[2001:db8::9]:4711\"", "[2001:db8::9]:4711"},
        {"127.0.0.1", "For=1.1.1.1, for=203.0.113.9", "203.0.113.9"},
        {"10.0.0.1", "\"203.0.113.9, 10.0.0.2\"", "203.0.113.9"},
        {"10.0.0.1", "(203.0.113.9)", "203.0.113.9"},
        {"10.0.0.1", "\"203.0.113.9\", \"10.0.0.2\"", "203.0.113.9"},
        {"10.0.0.1", "(203.0.113.9", ""},
        {"10.0.0.1", "\"", ""},
        {"172.32.0.1", "203.0.113.9", ""},
        {"172.31.255.255", "203.0.113.9", "203.0.113.9"},
    };
    struct client_rules rules = {0};
    struct fault fault = {0};
    assert_true(client_trust(&rules, span_of("192.0.2.0/24"), &fault));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_span(client_forwarded(&rules, span_of(cases[i].peer), span_of(cases[i].forwarded)),
                    cases[i].client);
    client_rules_free(&rules);
}

static void networks(void **state) {
    (void)state;
    static const char *const good[] = {"10.0.0.0/8", "2001:db8::/32", "1.2.3.4", "::1",
                                       "0.0.0.0/0"};
    static const char *const bad[] = {"",    "10.0.0.0/33", "10.0.0/8", "2001:db8::/129",
                                      "x/8", "1.2.3.4/"};
    struct client_rules rules = {0};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct fault fault = {0};
        assert_true(client_trust(&rules, span_of(good[i]), &fault));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fault fault = {0};
        assert_false(client_trust(&rules, span_of(bad[i]), &fault));
        assert_true(fault_is_set(&fault));
    }
    client_rules_free(&rules);
}

static void times_taken(void **state) {
    (void)state;
    char text[TAKEN_TEXT_BYTES];
    struct span taken;
    assert_true(taken_seconds(span_of("0.512"), text, &taken));
    assert_span(taken, "0.512");
    assert_true(taken_seconds(span_of("0.1, 0.2"), text, &taken));
    assert_span(taken, "0.1");
    assert_true(taken_seconds(span_of("-1"), text, &taken));
    assert_span(taken, "-");
    assert_false(taken_seconds(span_of("x"), text, &taken));
    assert_true(taken_shifted(span_of("1500"), 3, text, &taken));
    assert_span(taken, "1.5");
    assert_true(taken_shifted(span_of("123"), 6, text, &taken));
    assert_span(taken, "0.000123");
    assert_true(taken_shifted(span_of("0"), 9, text, &taken));
    assert_span(taken, "0");
    assert_false(taken_shifted(span_of("99999999999999999999"), 3, text, &taken));
    assert_true(taken_go(span_of("1m2.5s"), text, &taken));
    assert_span(taken, "62.5");
    assert_true(taken_go(span_of("12ms"), text, &taken));
    assert_span(taken, "0.012");
    assert_true(taken_go(span_of("300\xc2\xb5s"), text, &taken));
    assert_span(taken, "0.0003");
    assert_true(taken_go(span_of("0.25"), text, &taken));
    assert_span(taken, "0.25");
    assert_false(taken_go(span_of("12 parsecs"), text, &taken));
}

static void escapes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum format_escapes escapes;
        const char *undone;
    } cases[] = {
        {"plain", FORMAT_BACKSLASH, "plain"},
        {"a\\x22b\\\"c\\\\d\\n", FORMAT_BACKSLASH, "a\"b\"c\\d\n"},
        {"\\xZZ\\q\\", FORMAT_BACKSLASH, "\\xZZ\\q\\"},
        {"\\u043f", FORMAT_BACKSLASH, "\\u043f"},
        {"\\u043f\\/\\t", FORMAT_JSON, "\xd0\xbf/\t"},
        {"\\ud83d\\ude00", FORMAT_JSON, "\xf0\x9f\x98\x80"},
        {"\\ud83d!\\ude00", FORMAT_JSON, "\xef\xbf\xbd!\xef\xbf\xbd"},
        {"\\u04", FORMAT_JSON, "\\u04"},
        {"a\\x22", FORMAT_PLAIN, "a\\x22"},
        {"a+b%20c", FORMAT_PLUS, "a b%20c"},
        {"a%2520b%20c+", FORMAT_PERCENT, "a b c+"},
        {"a%2520b%20c", FORMAT_PERCENT_URL, "a%20b%20c"},
        {"%2%%zz", FORMAT_PERCENT, "%2%%zz"},
    };
    struct buf undone = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_span(undo_escapes(&undone, span_of(cases[i].text), cases[i].escapes),
                    cases[i].undone);
    buf_free(&undone);
}

/* Reads a time by when_read_any() and finishes it: seconds, or -1. */
static int64_t seconds_of(const char *text, struct hit *hit) {
    *hit = (struct hit){0};
    if (when_read_any(span_of(text), hit) != OUTCOME_ACCEPTED ||
        when_finish(hit, 3600) != OUTCOME_ACCEPTED)
        return -1;
    return hit->seconds;
}

static void times(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
        int zone_seconds;
        const char *decimals;
    } cases[] = {
        {"22/Nov/2025:14:30:05 +0300", 1763811005, 10800, ""},
        {"[22/Nov/2025:14:30:05 +0300]", 1763811005, 10800, ""},
        {"22/Nov/2025:14:30:05.25 +0300", 1763811005, 10800, "25"},
        {"22/Nov/2025:14:30:05", 1763818205, 3600, ""},
        {"2025-11-22T14:30:05+03:00", 1763811005, 10800, ""},
        {"2025-11-22T11:30:05.123456Z", 1763811005, 0, "123456"},
        {"2025-11-22 14:30:05,9 +0300", 1763811005, 10800, "9"},
        {"2025/11/22 12:30:05", 1763811005, 3600, ""},
        {"2025/11/22  12:30:05", 1763811005, 3600, ""},
        {"22/Nov/2025 14:30:05 +0300", 1763811005, 10800, ""},
        {"22/Nov/2025 14:30:05", 1763818205, 3600, ""},
        {"Sat Nov 22 14:30:05 2025", 1763818205, 3600, ""},
        {"Sat Nov  1 14:30:05 2025", 1762003805, 3600, ""},
        {"Sat, 22 Nov 2025 11:30:05 GMT", 1763811005, 0, ""},
        {"1763811005", 1763811005, 3600, ""},
        {"1763811005.5", 1763811005, 3600, "5"},
        {"1763811005123", 1763811005, 3600, "123"},
        {"1763811005123456", 1763811005, 3600, "123456"},
        {"1763811005123456789", 1763811005, 3600, "123456789"},
        {"31/Dec/2016:23:59:60 +0000", 1483228800, 0, ""},
        {"29/Feb/2024:00:00:00 +0000", 1709164800, 0, ""},
        {"29/Feb/2023:00:00:00 +0000", -1, 0, ""},
        {"31/Dec/1989:23:59:59 +0000", -1, 0, ""},
        {"2025-11-22", -1, 0, ""},
        {"12:00:00", -1, 0, ""},
        {"", -1, 0, ""},
        {"-", -1, 0, ""},
        {"99999999999999999999", -1, 0, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hit hit;
        assert_int_equal(seconds_of(cases[i].text, &hit), cases[i].seconds);
        if (cases[i].seconds < 0)
            continue;
        assert_int_equal(hit.date.zone_seconds, cases[i].zone_seconds);
        assert_span(hit.decimals, cases[i].decimals);
    }
}

/* The cached way and the slow one read every day from 1990 to 2099 alike. */
static void days(void **state) {
    (void)state;
    struct when when = {0};
    for (int64_t day = date_days(1990, 1, 1); day < date_days(2100, 1, 1); day++) {
        static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
        struct date date = date_of(day * 86400 + day % 86400, 0);
        char text[26 + SCAN_SLACK] = "";
        snprintf(text, sizeof text, "%02d/%.3s/%04d:%02d:%02d:%02d +0000", date.day,
                 months + ((size_t)date.month - 1) * 3, date.year, date.hour, date.minute,
                 date.second);
        struct hit hit = {0};
        const char *after;
        assert_int_equal(when_read_clf(&when, text, text + 26, &hit, &after), OUTCOME_ACCEPTED);
        assert_int_equal(hit.seconds, day * 86400 + day % 86400);
        assert_int_equal(seconds_of(text, &hit), day * 86400 + day % 86400);
        assert_ptr_equal(after, text + 26);
    }
}

static void times_in_texts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds; /* with +0300 where there is no zone; 0: there is none */
    } cases[] = {
        {"22/Nov/2025:14:30:05 +0300", 1763811005},
        {"[22/nov/2025:14:30:05 -0100] \"GET / HTTP/1.1\"", 1763825405},
        {"22/Nov/2025:14:30:05", 1763811005},
        {"x [22/Nov/2025:14:30:05", 1763811005},
        {"{\"ts\":\"2025-11-22T14:30:05.123Z\",", 1763821805},
        {"2025-11-22T14:30:05+03:00", 1763811005},
        {"#Date: 2025-11-22 14:30:05", 1763811005},
        {"2025-11-22\t14:30:05\tMOW", 1763811005},
        {"2025/11/22 14:30:05 [error] 7#7: *1 open() failed", 1763811005},
        {"31/Nov/2025:14:30:05, then 2025-11-22 14:30:05", 1763811005},
        {"", 0},
        {"22", 0},
        {"2025", 0},
        {"2025-11-22", 0},
        {"2025-11-22 14:30", 0},
        {"122/Nov/2025:14:30:05 +0300", 0},
        {"2/Nov/2025:14:30:05 +0300", 0},
        {"12025-11-22 14:30:05", 0},
        {"22/Nov/2025:24:30:05 +0300", 0},
        {"2025-02-29 14:30:05", 0},
        {"1763811005", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hit hit = {.is_afternoon = true, .time_parts = HIT_HAS_SECONDS, .seconds = 1};
        bool is_found = when_find(span_of(cases[i].text), 10800, &hit);
        assert_int_equal(is_found ? hit.seconds : 0, cases[i].seconds);
    }
}

static void periods(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int zone_seconds;
        int64_t moment; /* with now = 2025-11-23 22:00 UTC */
    } cases[] = {
        {"2025-11-22", 10800, 1763758800},
        {"2025-11-22", -18000, 1763787600},
        {"2025-11-22T14:30:05+0300", -18000, 1763811005},
        {"2025-11-22 14:30", 10800, 1763811000},
        {"22/Nov/2025:14:30:05 +0300", 0, 1763811005},
        {"@1763811005", 10800, 1763811005},
        {"today", 0, 1763856000},
        {"today", 10800, 1763931600}, /* there it is the 24th already */
        {"yesterday", 0, 1763769600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period = {.now = 1763935200};
        struct fault fault = {0};
        bool needs_now;
        assert_true(period_read(span_of(cases[i].text), &period.since, &needs_now, &fault));
        assert_int_equal(period_moment(&period, &period.since, cases[i].zone_seconds),
                         cases[i].moment);
    }
    static const char *const bad[] = {"",    "x",  "2025-13-01", "2025-02-30",
                                      "-7y", "7d", "1700000000"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct period_bound bound;
        struct fault fault = {0};
        bool needs_now;
        assert_false(period_read(span_of(bad[i]), &bound, &needs_now, &fault));
    }
}

static void syslog_prefixes(void **state) {
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"<190>Nov 22 14:30:05 web1 nginx: 1.2.3.4 -", "1.2.3.4 -"},
        {"Nov  2 14:30:05 web1 nginx[12]: 1.2.3.4 -", "1.2.3.4 -"},
        {"2025-11-22T14:30:05+03:00 web1 nginx[12]: 1.2.3.4 -", "1.2.3.4 -"},
        {"<165>1 2003-08-24T05:14:15Z h a 1 - - 1.2.3.4 -", "1.2.3.4 -"},
        {"<165>1 2003-08-24T05:14:15Z h a 1 - [x y=\"z\"] 1.2.3.4 -", "1.2.3.4 -"},
        {"<190>Nov 22 14:30:05 nginx: 1.2.3.4 -", "1.2.3.4 -"},
        {"Nov 22 14:30:05 nginx[12]: 1.2.3.4 -", "1.2.3.4 -"},
        {"2025-11-22T14:30:05+03:00 2001:db8::: - -", "2001:db8::: - -"},
        {"2025-11-22T11:30:05.123456789Z stdout F 1.2.3.4 -", "1.2.3.4 -"},
        {"2025-11-22T14:30:05.1+03:00 stderr P 1.2.3.4 -", "1.2.3.4 -"},
        {"2025-11-22T11:30:05.123456789Z 1.2.3.4 - - [", "1.2.3.4 - - ["},
        {"2025-11-22T14:30:05+03:00 web1  {\"ts\": 1}", "{\"ts\": 1}"},
        {"web-1  | 1.2.3.4 - - [", "1.2.3.4 - - ["},
        {"web-1  | 2025-11-22T11:30:05.123456789Z 1.2.3.4 - - [", "1.2.3.4 - - ["},
        {"[pod/web-0/nginx] 1.2.3.4 - - [", "1.2.3.4 - - ["},
        {"\"1.2.3.4 - \"-\" \"UA\"\"", "1.2.3.4 - \"-\" \"UA\""},
        {"\"1.2.3.4\" - \"UA\"", "\"1.2.3.4\" - \"UA\""},
        {"\"\"", "\"\""},
        {"1.2.3.4 - - [", "1.2.3.4 - - ["},
        {"Nov 22", "Nov 22"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_span(syslog_message(span_of(cases[i].line)), cases[i].message);
}

static void milliseconds_are_taken(void **state) {
    (void)state;
    enum { SECONDS = 1 << CAPTURE_SECONDS, MILLISECONDS = 1 << CAPTURE_MILLISECONDS };
    struct hit hit = {0};
    uint32_t caught = SECONDS;
    hit.caught[CAPTURE_SECONDS] = span_of("45");
    member_take_for_milliseconds(&hit, &caught);
    assert_int_equal(caught, MILLISECONDS);
    assert_span(hit.caught[CAPTURE_MILLISECONDS], "45");

    caught = 1 << CAPTURE_DURATION;
    hit.caught[CAPTURE_DURATION] = span_of("45s");
    member_take_for_milliseconds(&hit, &caught);
    assert_int_equal(caught, 1 << CAPTURE_DURATION);
}

static void members_are_found(void **state) {
    (void)state;
    static const char *const known[] = {"@timestamp",
                                        "ClientAddr",
                                        "duration",
                                        "Duration",
                                        "http_host",
                                        "httpRequest.latency",
                                        "request",
                                        "request.headers.Referer",
                                        "request_User-Agent",
                                        "ts",
                                        "x_forwarded_for",
                                        "UA",
                                        "bytes_out",
                                        "req.remoteAddress",
                                        "cs(User-Agent)",
                                        "cookie_sid"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_non_null(member_find(span_of(known[i])));
    assert_null(member_find(span_of("DURATIONS")));
    assert_null(member_find(span_of("")));
    assert_int_equal(member_find(span_of("DURATION"))->capture, CAPTURE_DURATION);
    assert_int_equal(member_find(span_of("userAgent"))->capture, CAPTURE_AGENT);
    assert_int_equal(member_find(span_of("User-Agent"))->capture, CAPTURE_AGENT);
    assert_int_equal(member_find(span_of("duration"))->capture, CAPTURE_DURATION);
    assert_int_equal(member_find(span_of("Duration"))->capture, CAPTURE_NANOSECONDS);
    assert_int_equal(member_find(span_of("response_time"))->capture, CAPTURE_SECONDS);
    assert_int_equal(member_find(span_of("responseTime"))->capture, CAPTURE_DURATION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests),
        cmocka_unit_test(method_bytes_are_those_of_the_rfc),
        cmocka_unit_test(origin_forms),
        cmocka_unit_test(clients),
        cmocka_unit_test(forwarded_clients),
        cmocka_unit_test(networks),
        cmocka_unit_test(times_taken),
        cmocka_unit_test(escapes),
        cmocka_unit_test(times),
        cmocka_unit_test(days),
        cmocka_unit_test(times_in_texts),
        cmocka_unit_test(periods),
        cmocka_unit_test(syslog_prefixes),
        cmocka_unit_test(milliseconds_are_taken),
        cmocka_unit_test(members_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
