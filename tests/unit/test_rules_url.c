/* Floor 2: referers, hosts and queries. */
#include "check.h"

#include "lib/rules/hosts.h"
#include "lib/rules/idn.h"
#include "lib/rules/url.h"

#include <stdlib.h>

#define S(literal) ((struct span)SPAN(literal))

static void assert_span(struct span got, const char *want) {
    if (!span_is(got, want))
        fail_msg("got '%.*s', not '%s'", (int)got.size, got.at ? got.at : "", want);
}

static void a_referer_is_split(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum url_referer_kind kind;
        const char *host, *target;
    } cases[] = {
        {"https://vk.com/away.php?to=x#y", URL_WEB_REFERER, "vk.com", "/away.php?to=x"},
        {"HTTP://VK.com", URL_WEB_REFERER, "VK.com", ""},
        {"http://user:pw@vk.com:8080/", URL_WEB_REFERER, "vk.com", "/"},
        {"http://vk.com@evil.ru/vk.com", URL_WEB_REFERER, "evil.ru", "/vk.com"},
        {"http://evil.ru\\@vk.com/", URL_WEB_REFERER, "evil.ru", ""},
        {"http://vk.com./x", URL_WEB_REFERER, "vk.com", "/x"},
        {"http://vk.com:/x", URL_WEB_REFERER, "vk.com", "/x"},
        {"http://vk.com.:443/x", URL_WEB_REFERER, "vk.com", "/x"},
        {"https://vk.com?w=wall-1_2", URL_WEB_REFERER, "vk.com", "?w=wall-1_2"},
        {"//t.me/s/channel", URL_WEB_REFERER, "t.me", "/s/channel"},
        {"vk.com/feed", URL_WEB_REFERER, "vk.com", "/feed"},
        {"m.vk.com", URL_WEB_REFERER, "m.vk.com", ""},
        {"vk.com:80/feed", URL_WEB_REFERER, "vk.com", "/feed"},
        {"xn--b1aew.xn--p1ai/", URL_WEB_REFERER, "xn--b1aew.xn--p1ai", "/"},
        {"http://localhost/", URL_WEB_REFERER, "localhost", "/"},
        {"http://10.0.0.1:81/a", URL_WEB_REFERER, "10.0.0.1", "/a"},
        {"http://[2001:db8::1]:80/a", URL_WEB_REFERER, "[2001:db8::1]", "/a"},
        {"android-app://com.vkontakte.android/", URL_APP_REFERER, "com.vkontakte.android", "/"},
        {"Android-App://org.telegram.messenger", URL_APP_REFERER, "org.telegram.messenger", ""},
        {"ios-app://564177498/vk/x", URL_IOS_REFERER, "564177498", "/vk/x"},
        {"", URL_NO_REFERER, "", ""},
        {"-", URL_NO_REFERER, "", ""},
        {"/path/only", URL_NO_REFERER, "", ""},
        {"about:blank", URL_NO_REFERER, "", ""},
        {"file:///etc/passwd", URL_NO_REFERER, "", ""},
        {"ftp://vk.com/", URL_NO_REFERER, "", ""},
        {"javascript:alert(1)", URL_NO_REFERER, "", ""},
        {"mailto:me@vk.com", URL_NO_REFERER, "", ""},
        {"(null)", URL_NO_REFERER, "", ""},
        {"vk", URL_NO_REFERER, "", ""},
        {"1.2/3", URL_NO_REFERER, "", ""},
        {"two words.com/", URL_NO_REFERER, "", ""},
        {"http://", URL_NO_REFERER, "", ""},
        {"http:///x", URL_NO_REFERER, "", ""},
        {"http://a..b/", URL_NO_REFERER, "", ""},
        {"http://.vk.com/", URL_NO_REFERER, "", ""},
        {"http://vk.com:x/", URL_NO_REFERER, "", ""},
        {"http://vk com/", URL_NO_REFERER, "", ""},
        {"http://vk%2ecom/", URL_NO_REFERER, "", ""},
        {"http://[vk.com]/", URL_NO_REFERER, "", ""},
        {"https:vk.com", URL_NO_REFERER, "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct url_referer referer;
        bool is_one = url_split_referer(span_of(cases[i].text), &referer);
        if (is_one != (cases[i].kind != URL_NO_REFERER) || referer.kind != cases[i].kind)
            fail_msg("%s: kind %d", cases[i].text, (int)referer.kind);
        assert_span(referer.host, cases[i].host);
        assert_span(referer.target, cases[i].target);
    }
}

static void the_head_of_a_referer_tells_its_host(void **state) {
    (void)state;
    static const struct {
        const char *text, *head, *host, *target;
    } cases[] = {
        {"https://VK.com:443/feed?w=1#top", "https://VK.com:443", "VK.com", "/feed?w=1"},
        {"http://me@vk.com.?a=/b", "http://me@vk.com.", "vk.com", "?a=/b"},
        {"https://vk.com", "https://vk.com", "vk.com", ""},
        {"https://vk.com#/a", "https://vk.com", "vk.com", ""},
        {"https://vk.com\\a#b", "https://vk.com", "vk.com", ""},
        {"https://-/a", "https://-", "", "/a"},
        {"HTTPS://vk.com/", "", "", "HTTPS://vk.com/"},
        {"//vk.com/", "", "", "//vk.com/"},
        {"vk.com/a", "", "", "vk.com/a"},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span text = span_of(cases[i].text), head = url_referer_head(text);
        struct url_referer referer;
        assert_span(head, cases[i].head);
        url_split_referer(head, &referer);
        assert_span(referer.host, cases[i].host);
        assert_span(url_referer_target(span_skip(text, head.size)), cases[i].target);
    }
}

static void a_host_has_at_most_253_bytes(void **state) {
    (void)state;
    char text[8 + URL_HOST_BYTES] = "http://";
    struct url_referer referer;
    memset(text + 7, 'a', URL_HOST_BYTES + 1);
    assert_true(url_split_referer((struct span){text, 7 + URL_HOST_BYTES}, &referer));
    assert_false(url_split_referer((struct span){text, 8 + URL_HOST_BYTES}, &referer));
}

static void a_host_is_read_as_the_dns_has_it(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"Shop.Example", "shop.example"},
        {"shop.example:443", "shop.example"},
        {"shop.example.", "shop.example"},
        {"Магазин.рф", "xn--80aairftm.xn--p1ai"},
        {"[2001:DB8::1]:80", "[2001:db8::1]"},
        {"_", "_"},
        {"https://shop.example", ""},
        {"shop.example/", ""},
        {"a b", ""},
        {"-", ""},
        {"", ""},
        {"*.shop.example", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char host[URL_HOST_BYTES];
        size_t size = url_read_host(host, span_of(cases[i].text));
        assert_span(((struct span){host, size}), cases[i].want);
    }
}

static void parameters_are_walked(void **state) {
    (void)state;
    struct span query = S("a=1&&b&=x&c=2=3&");
    struct url_parameter parameter;
    static const char *const names[] = {"a", "b", "", "c"}, *const values[] = {"1", "", "x", "2=3"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(url_next_parameter(&query, &parameter));
        assert_span(parameter.name, names[i]);
        assert_span(parameter.value, values[i]);
        assert_int_equal(parameter.value.at == NULL, i == 1);
    }
    assert_false(url_next_parameter(&query, &parameter));
    assert_false(url_next_parameter(&(struct span){NULL, 0}, &parameter));
}

static void percent_encoding_is_undone(void **state) {
    (void)state;
    struct buf buf = {0};
    assert_span(url_decode(&buf, S("plain")), "plain");
    assert_span(url_decode(&buf, S("a+b%20c%2B")), "a b c+");
    assert_span(url_decode(&buf, S("%D0%B2%d0%ba")), "\xd0\xb2\xd0\xba");
    assert_span(url_decode(&buf, S("100%, %4, %zz %")), "100%, %4, %zz %");
    assert_span(url_decode(&buf, S("%2525")), "%25");
    assert_int_equal(url_decode(&buf, S("%00")).size, 1);
    char at[3];
    assert_int_equal(url_decode_to(at, sizeof at, S("%41%42%43%44")), 3);
    assert_memory_equal(at, "ABC", 3);
    buf_free(&buf);
}

static bool is_not_x(const void *asker, struct span name) {
    (void)asker;
    return !span_is(name, "x");
}

static void parameters_are_taken_out(void **state) {
    (void)state;
    struct buf buf = {0};
    static const struct {
        const char *url, *want;
    } cases[] = {
        {"/a", "/a"},
        {"/a?", "/a"},
        {"/a?x=1", "/a"},
        {"/a?X=1&%78=2&x", "/a"},
        {"/a?b=1&x=2", "/a?b=1"},
        {"/a?x=2&b=%31&&c", "/a?b=%31&c"},
        {"/a?b?x=1", "/a?b?x=1"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_span(url_filter(&buf, span_of(cases[i].url), is_not_x, NULL), cases[i].want);
    buf_free(&buf);
}

/* RFC 3492, 7.1 (A) and (L), and names in use. */
static void names_become_punycode(void **state) {
    (void)state;
    static const struct {
        const char *name, *want;
    } cases[] = {
        {"VK.com", "vk.com"},
        {"мвд.рф", "xn--b1aew.xn--p1ai"},
        {"МВД.РФ", "xn--b1aew.xn--p1ai"},
        {"президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"},
        {"ёлка.рф", "xn--80atc1g.xn--p1ai"},
        {"bücher.example", "xn--bcher-kva.example"},
        {"3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"},
        {"ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char at[URL_HOST_BYTES];
        size_t size = idn_to_ascii(at, sizeof at, span_of(cases[i].name));
        assert_span((struct span){at, size}, cases[i].want);
        assert_int_equal(idn_to_ascii(at, size - 1, span_of(cases[i].name)), 0);
    }
    char at[URL_HOST_BYTES];
    static const char *const bad[] = {"\xff", "\xd0", "\xc0\x80", "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(idn_to_ascii(at, sizeof at, span_of(bad[i])), 0);
}

static uint32_t find(const struct hosts *hosts, const char *text) {
    struct url_referer referer;
    url_split_referer(span_of(text), &referer);
    bool is_by_path;
    uint32_t rule = hosts_find(hosts, &referer, &is_by_path);
    static const char *const others[] = {"", "/", "/a/b", "/away.php", "/news"};
    for (size_t i = 0; i < sizeof others / sizeof *others && !is_by_path; i++) {
        referer.target = span_of(others[i]);
        assert_int_equal(hosts_find(hosts, &referer, &is_by_path), rule);
    }
    return rule;
}

static void the_longest_host_wins_then_the_longest_path(void **state) {
    (void)state;
    static const char *const specs[] = {
        "vk.com",        "m.vk.com", "vk.com/away.php", "vk.com/a/b/", "google.%",
        "news.google.%", "3ds.*",    "app:com.x",       "ios:123",     "x.com",
        "google.co.uk",  "mvd.рф",   "yandex.%/news",   "pay.shop.*",  "plus.google.com",
    };
    struct hosts *hosts = hosts_new();
    for (uint32_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        struct fault fault = {0};
        uint32_t before;
        if (!hosts_add(hosts, span_of(specs[i]), i, &before, &fault))
            fail_msg("%s: %s", specs[i], fault.text);
        assert_int_equal(before, HOSTS_NONE);
    }
    static const struct {
        const char *referer;
        int rule;
    } cases[] = {
        {"http://vk.com/", 0},
        {"http://VK.COM/x", 0},
        {"http://www.vk.com/", 0},
        {"http://m.vk.com/away.php", 1},
        {"http://a.m.vk.com/", 1},
        {"http://vk.com/away.php?to=x", 2},
        {"http://away.vk.com/away.php/x", 2},
        {"http://vk.com/away.php5", 0},
        {"http://vk.com/A/b", 0},
        {"http://vk.com/a/b", 3},
        {"http://vk.com/a/b/c", 3},
        {"http://vk.com/a/bc", 0},
        {"http://notvk.com/", -1},
        {"http://vk.com.evil.ru/", -1},
        {"http://evil.ru/vk.com", -1},
        {"http://fedex.com/", -1},
        {"http://x.com/", 9},
        {"http://www.google.com/", 4},
        {"http://google.de/", 4},
        {"http://www.google.com.tr/", 4},
        {"http://www.google.co.jp/", 4},
        {"http://www.google.co.uk/", 10},
        {"http://news.google.co.uk/", 5},
        {"http://plus.google.com/", 14},
        {"http://google.рф/", 4},
        {"http://google.org/", -1},
        {"http://google.evil.com/", -1},
        {"http://google.com.evil.de/", -1},
        {"http://google.d1/", 4},
        {"http://google.1d/", -1},
        {"http://google/", -1},
        {"http://3ds.bank.ru/", 6},
        {"http://acs.3ds.bank.ru/", 6},
        {"http://3ds.x", 6},
        {"http://3ds.vk.com/", 6},
        {"http://3ds/", -1},
        {"http://bank.3ds/", -1},
        {"http://pay.shop.ru/", 13},
        {"http://pay.ru/", -1},
        {"android-app://com.x/", 7},
        {"android-app://m.vk.com/", 1},
        {"android-app://www.google.de/", 4},
        {"ios-app://x.com/", -1},
        {"android-app://com.x.y/", -1},
        {"android-app://a.com.x/", -1},
        {"http://com.x/", -1},
        {"ios-app://123/x", 8},
        {"http://mvd.xn--p1ai/", 11},
        {"http://yandex.ru/news/a", 12},
        {"http://yandex.ru/", -1},
        {"nothing", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((int)find(hosts, cases[i].referer) != cases[i].rule)
            fail_msg("%s: %d, not %d", cases[i].referer, (int)find(hosts, cases[i].referer),
                     cases[i].rule);
    hosts_free(hosts);
}

static void among_equal_hosts_the_first_stays(void **state) {
    (void)state;
    struct hosts *hosts = hosts_new();
    struct fault fault = {0};
    uint32_t before;
    assert_true(hosts_add(hosts, S("vk.com/a"), 1, &before, &fault));
    assert_true(hosts_add(hosts, S("VK.com"), 2, &before, &fault));
    assert_int_equal(before, HOSTS_NONE);
    assert_true(hosts_add(hosts, S("vk.com"), 3, &before, &fault));
    assert_int_equal(before, 2);
    assert_true(hosts_add(hosts, S("vk.com/a/"), 4, &before, &fault));
    assert_int_equal(before, 1);
    assert_int_equal(find(hosts, "http://vk.com/"), 2);
    assert_int_equal(find(hosts, "http://vk.com/a"), 1);
    hosts_free(hosts);
}

static void what_is_no_host_is_refused_with_its_column(void **state) {
    (void)state;
    static const struct {
        const char *spec;
        uint64_t column;
    } bad[] = {
        {"", 1},          {"/path", 1},       {"http://vk.com", 1}, {"vk..com", 4},
        {".vk.com", 1},   {"vk.com.", 7},     {"vk.com:80", 7},     {"v%k.com", 2},
        {"*.vk.com", 1},  {"%.com", 1},       {"vk.com/a?b", 9},    {"app:", 5},
        {"app:com x", 8}, {"user@vk.com", 5}, {"google.%.x", 8},    {".%", 1},
    };
    struct hosts *hosts = hosts_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fault fault = {0};
        uint32_t before;
        if (hosts_add(hosts, span_of(bad[i].spec), 1, &before, &fault) || !fault_is_set(&fault) ||
            fault.column != bad[i].column)
            fail_msg("'%s': '%s', column %d", bad[i].spec, fault.text, (int)fault.column);
    }
    hosts_free(hosts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_referer_is_split),
        cmocka_unit_test(the_head_of_a_referer_tells_its_host),
        cmocka_unit_test(a_host_has_at_most_253_bytes),
        cmocka_unit_test(a_host_is_read_as_the_dns_has_it),
        cmocka_unit_test(parameters_are_walked),
        cmocka_unit_test(percent_encoding_is_undone),
        cmocka_unit_test(parameters_are_taken_out),
        cmocka_unit_test(names_become_punycode),
        cmocka_unit_test(the_longest_host_wins_then_the_longest_path),
        cmocka_unit_test(among_equal_hosts_the_first_stays),
        cmocka_unit_test(what_is_no_host_is_refused_with_its_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
