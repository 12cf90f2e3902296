/* Floor 2: rules, from the text of a file to what they say. */
#include "check.h"

#include "lib/rules/rulecheck.h"
#include "lib/rules/ruleset.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define S(literal) ((struct span)SPAN(literal))

/* The rules of the contract's example, and a few more. */
static const char example[] =
    "\xef\xbb\xbf# the first line has a byte order mark\r\n"
    "medium  vk        network  vk.com vk.ru m.vk.com vk.com/away.php app:com.vkontakte.android\r\n"
    "medium  google    search   google.%\n"
    "medium  yandex    ads\n"
    "medium  wechat    messenger\n"
    "\n"
    "tag     vk        vk vkontakte vk_ads          # utm_source values\n"
    "tag     google    /^goo+gle$/\n"
    "click   from=timeline wechat\n"
    "click   cid=/^V/  google\n"
    "click   rb_clickid  vk    paid                 # of several in one url the first decides\n"
    "click   yclid     yandex paid\n"
    "click   gid       google organic\n"
    "click   erid      -  paid\n"
    "utm_medium cpc      ads   paid\n"
    "utm_medium email    mail\n"
    "inapp   vk        VKAndroidApp\n"
    "preview vk        vkShare\n"
    "bot     -         CUBOT\n"
    "bot     ahrefs    AhrefsBot\n"
    "bot     generic   bot !Reboot\n"
    "bot     two_words /Two Words?/ x#y\n"
    "bot     unlike    !/^(Mozilla|Opera|Dalvik)/\n"
    "return            yookassa.ru 3ds.* ^/payment/(success|fail)\n"
    "return            POST ^/back\n"
    "spam              semalt.com\n"
    "scan              /\\.env|wp-login\n"
    "place   vk        (?<place>wall-?\\d+_\\d+|club\\d+|public\\d+)      # never a person's page\n"
    "track             ref_click hsa_*\n"
    "identity          route product_id path\n"
    "page    product   ^/(product|item)/\n"
    "page    order     ^/thank-you\\?(.*&)?order=(?<order>[^&]+)&total=(?<revenue>[\\d.,]+)\n"
    "page    order     POST ^/order$\n"
    "offer   spring-sofa          /product/sofa-1\n"
    "offer   spring               /spring\n"
    "action  login     ^/auth/(?<network>vk|facebook|yandex)/callback\n"
    "action  comment   POST ^/product/[^/]+/reviews";

struct world {
    struct ruleset *rules;
    struct pattern_matcher *matcher;
};

static int set_up(void **state) {
    struct world *world = malloc(sizeof *world);
    struct fault fault = {0};
    const char *file;
    world->rules = ruleset_new();
    world->matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    if (!ruleset_load_text(world->rules, "my.rules", span_of(example), false, &fault) ||
        !ruleset_close(world->rules, &file, &fault)) {
        printf("line %d, column %d: %s\n", (int)fault.line, (int)fault.column, fault.text);
        return 1;
    }
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;
    ruleset_free(world->rules);
    pattern_matcher_free(world->matcher);
    free(world);
    return 0;
}

static void assert_rule(const struct rule *rule, enum rule_kind kind, const char *id) {
    if (!id) {
        assert_null(rule);
        return;
    }
    assert_non_null(rule);
    assert_int_equal(rule->kind, kind);
    if (!span_is(rule->id, id))
        fail_msg("line %u: %.*s, not %s", rule->line, (int)rule->id.size, rule->id.at, id);
}

static const struct rule *host(const struct world *world, const char *text) {
    struct url_referer referer;
    url_split_referer(span_of(text), &referer);
    return ruleset_host(world->rules, &referer, NULL);
}

static void a_rule_knows_where_it_stands(void **state) {
    const struct world *world = *state;
    const struct rule *rule = ruleset_tag(world->rules, world->matcher, S("VK"));
    assert_rule(rule, RULE_TAG, "vk");
    assert_string_equal(rule->file, "my.rules");
    assert_int_equal(rule->line, 7);
    assert_false(rule->is_shipped);
    assert_true(span_is(rule->text, "tag     vk        vk vkontakte vk_ads"));
    assert_ptr_equal(ruleset_rule(world->rules, rule->number), rule);
    assert_int_equal(ruleset_count(world->rules), 35);
    assert_true(span_is(ruleset_kind_name(rule->kind), "tag"));
    assert_int_equal(rule->medium, MEDIUM_NETWORK);
}

static void hosts_lead_to_media_returns_and_spam(void **state) {
    const struct world *world = *state;
    assert_rule(host(world, "https://m.vk.com/feed"), RULE_MEDIUM, "vk");
    assert_rule(host(world, "android-app://com.vkontakte.android"), RULE_MEDIUM, "vk");
    assert_rule(host(world, "https://www.google.kz/"), RULE_MEDIUM, "google");
    assert_rule(host(world, "https://3ds.bank.kz/"), RULE_RETURN, "");
    assert_rule(host(world, "https://x.semalt.com/"), RULE_SPAM, "");
    assert_rule(host(world, "https://example.org/"), RULE_MEDIUM, NULL);
    assert_int_equal(ruleset_medium(world->rules, S("google")), MEDIUM_SEARCH);
    assert_int_equal(ruleset_medium(world->rules, S("nobody")), MEDIUM_COUNT);
}

static void tags_are_whole_values(void **state) {
    const struct world *world = *state;
    const struct ruleset *rules = world->rules;
    assert_rule(ruleset_tag(rules, world->matcher, S("VKontakte")), RULE_TAG, "vk");
    assert_rule(ruleset_tag(rules, world->matcher, S("vk2")), RULE_TAG, NULL);
    assert_rule(ruleset_tag(rules, world->matcher, S("")), RULE_TAG, NULL);
    assert_rule(ruleset_tag(rules, world->matcher, S("gooogle")), RULE_TAG, "google");
    assert_rule(ruleset_tag(rules, world->matcher, S("GOOGLE")), RULE_TAG, NULL);
    const struct rule *cpc = ruleset_utm_medium(rules, S("CPC"));
    assert_non_null(cpc);
    assert_int_equal(cpc->medium, MEDIUM_ADS);
    assert_int_equal(cpc->paid, RULE_PAID);
    assert_int_equal(ruleset_utm_medium(rules, S("email"))->paid, RULE_PAID_UNKNOWN);
    assert_null(ruleset_utm_medium(rules, S("cpcx")));
    const struct rule *offer = ruleset_offer(rules, S("Spring"), S("spring-sofa"));
    assert_rule(offer, RULE_OFFER, "spring-sofa");
    assert_true(span_is(offer->path, "/product/sofa-1"));
    assert_rule(ruleset_offer(rules, S("Spring"), S("")), RULE_OFFER, "spring");
    assert_null(ruleset_offer(rules, S("summer"), S("-")));
}

static void of_several_click_ids_the_first_rule_decides(void **state) {
    const struct world *world = *state;
    const struct ruleset *rules = world->rules;
    struct pattern_matcher *matcher = world->matcher;
    assert_rule(ruleset_clicks(rules, matcher, S("a=1&YCLID=7&rb_clickid=8")).first, RULE_CLICK,
                "vk");
    assert_rule(ruleset_clicks(rules, matcher, S("yclid=1")).first, RULE_CLICK, "yandex");
    assert_rule(ruleset_clicks(rules, matcher, S("yclid=&rb_clickid")).first, RULE_CLICK, NULL);
    assert_rule(ruleset_clicks(rules, matcher, S("from=Timeline&yclid=1")).first, RULE_CLICK,
                "wechat");
    assert_rule(ruleset_clicks(rules, matcher, S("from=me")).first, RULE_CLICK, NULL);
    assert_rule(ruleset_clicks(rules, matcher, S("cid=%561")).first, RULE_CLICK, "google");
    assert_rule(ruleset_clicks(rules, matcher, S("cid=1V")).first, RULE_CLICK, NULL);
    assert_rule(ruleset_clicks(rules, matcher, S("erid=2V")).first, RULE_CLICK, NULL);
    assert_rule(ruleset_clicks(rules, matcher, S("")).first, RULE_CLICK, NULL);
    assert_rule(ruleset_clicks(rules, matcher, S("gid=1&erid=2V")).paid, RULE_CLICK, "-");
    assert_rule(ruleset_clicks(rules, matcher, S("gid=1")).paid, RULE_CLICK, NULL);
}

/* The same answer, whatever part of the agent was read before. */
static struct ruleset_agent ask_agent(const struct world *world, struct span text) {
    struct ruleset_agent whole = ruleset_agent(world->rules, world->matcher, NULL, text);
    for (size_t size = 0; size <= text.size; size++) {
        struct sieve_head *head =
            ruleset_agent_head(world->rules, world->matcher, span_take(text, size));
        struct ruleset_agent again = ruleset_agent(world->rules, world->matcher, head, text);
        free(head);
        assert_ptr_equal(again.preview, whole.preview);
        assert_ptr_equal(again.bot, whole.bot);
        assert_ptr_equal(again.inapp, whole.inapp);
    }
    return whole;
}

static void agents_are_told_by_the_first_rule(void **state) {
    const struct world *world = *state;
    static const struct {
        const char *agent, *preview, *bot, *inapp;
    } cases[] = {
        {"Mozilla/5.0 (Linux) VKAndroidApp/8", NULL, NULL, "vk"},
        {"Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)", "vk", NULL, NULL},
        {"Mozilla/5.0 (compatible; ahrefsbot/7.0)", NULL, "ahrefs", NULL},
        {"Mozilla/5.0 (Linux; CUBOT X18; bot)", NULL, NULL, NULL},
        {"Mozilla/5.0 Robot", NULL, "generic", NULL},
        {"Mozilla/5.0 Robot Reboot", NULL, NULL, NULL},
        {"Mozilla Two Word", NULL, "two_words", NULL},
        {"Mozilla two word", NULL, NULL, NULL},
        {"Mozilla X#Y", NULL, "two_words", NULL},
        {"curl/8", NULL, "unlike", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ruleset_agent agent = ask_agent(world, span_of(cases[i].agent));
        assert_rule(agent.preview, RULE_PREVIEW, cases[i].preview);
        assert_rule(agent.bot, RULE_BOT, cases[i].bot);
        assert_rule(agent.inapp, RULE_INAPP, cases[i].inapp);
    }
}

static struct ruleset_url ask(const struct world *world, const char *method, const char *url) {
    return ruleset_url(world->rules, world->matcher, span_of(method), span_of(url), span_of(url));
}

static void urls_are_told_by_method_and_pattern(void **state) {
    const struct world *world = *state;
    struct ruleset_answer page = ask(world, "GET", "/item/7").page;
    assert_rule(page.rule, RULE_PAGE, "product");
    assert_null(page.order.at);
    page = ask(world, "GET", "/thank-you?a&order=A-1&total=9,50").page;
    assert_rule(page.rule, RULE_PAGE, "order");
    assert_true(span_is(page.order, "A-1") && span_is(page.revenue, "9,50"));
    assert_null(page.currency.at);
    assert_null(ask(world, "GET", "/order").page.rule);
    assert_non_null(ask(world, "POST", "/order").page.rule);
    assert_true(ruleset_page(world->rules, world->matcher, S("POST"), S("/order")).rule ==
                ask(world, "POST", "/order").page.rule);
    assert_true(span_is(ask(world, "GET", "/auth/facebook/callback").action.network, "facebook"));
    assert_non_null(ask(world, "GET", "/payment/fail").back.rule);
    assert_null(ask(world, "GET", "/back").back.rule);
    assert_non_null(ask(world, "GET", "/WP-Login.php").scan.rule);
    struct ruleset_url both =
        ruleset_url(world->rules, world->matcher, S("GET"), S("/item/7"), S("/wp-login.php"));
    assert_rule(both.page.rule, RULE_PAGE, "product");
    assert_non_null(both.scan.rule);
}

static void places_are_looked_for_in_their_own_medium(void **state) {
    const struct world *world = *state;
    struct span url = S("/feed?w=wall-1_2"), wall = S("/wall-1_2");
    assert_true(
        span_is(ruleset_place(world->rules, world->matcher, S("vk"), url).place, "wall-1_2"));
    assert_null(ruleset_place(world->rules, world->matcher, S("google"), wall).rule);
}

static void parameters_are_kept_or_not(void **state) {
    const struct world *world = *state;
    struct buf buf = {0};
    static const struct {
        const char *url, *bare;
    } cases[] = {
        {"/a", "/a"},
        {"/a?utm_source=vk&UTM_X=1&yclid=1&ref_click=2&hsa_acc=3", "/a"},
        {"/?route=a/b&utm_source=vk&sort=p", "/?route=a/b&sort=p"},
        {"/?from=timeline&product_id=1", "/?from=timeline&product_id=1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(
            span_is(ruleset_bare_url(world->rules, &buf, span_of(cases[i].url)), cases[i].bare));
    assert_true(ruleset_is_tracking(world->rules, S("utm_anything")));
    assert_false(ruleset_is_tracking(world->rules, S("from")));
    buf_free(&buf);
}

static void a_bad_rule_is_refused_with_line_and_column(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *fault;
    } bad[] = {
        {"medum vk network vk.com", 1, 1, "no such kind of rule: medum"},
        {"\n\n  \x01 x", 3, 3, "no such kind of rule: \\x01"},
        {"medium", 1, 7, "the id of the medium is missing"},
        {"medium vk", 1, 10, "the kind of medium is missing"},
        {"medium vk social vk.com", 1, 11, "no such kind of medium: social"},
        {"medium vk direct vk.com", 1, 11, "no such kind of medium: direct"},
        {"medium direct network", 1, 8, "no medium may have the id: direct"},
        {"medium VK network", 1, 8, "an id is made of a-z 0-9 _ -: VK"},
        {"medium vk network vk.com http://vk.ru", 1, 26, "a host is written without http://"},
        {"medium vk network vk.*", 1, 19, "only return rules end a host with *: vk.*"},
        {"medium a network\nmedium a video", 2, 8, "a rule before gives another kind to: a"},
        {"page product ^/(a", 1, 18, "pattern: missing closing parenthesis"},
        {"  page product  GET\t^/[z-a]", 1, 26, "pattern: range out of order in character class"},
        {"page product", 1, 13, "the pattern is missing"},
        {"page product # ^/a", 1, 13, "the pattern is missing"},
        {"page - ^/a", 1, 6, "an id is wanted here"},
        {"page order (?<ordr>\\d)", 1, 15, "a group of this name means nothing here: ordr"},
        {"scan (?<order>\\d)", 1, 9, "a group of this name means nothing here: order"},
        {"medium a network\nplace a club\\d+", 2, 9, "the pattern has no group (?<place>...)"},
        {"utm_medium cpc", 1, 15, "the kind of medium is missing"},
        {"utm_medium cpc ads payed", 1, 20, "neither paid nor organic: payed"},
        {"utm_medium cpc ads paid x", 1, 25, "the rule is complete before: x"},
        {"medium a ads\nclick", 2, 6, "the name of a parameter is missing"},
        {"medium a ads\nclick x", 2, 8, "the id of a medium is missing"},
        {"medium a ads\nclick x=/(/ a", 2, 11, "pattern: missing closing parenthesis"},
        {"medium a ads\nclick x=/y a", 2, 9, "a pattern between slashes does not end"},
        {"bot a-b x", 1, 5, "a reason is made of a-z 0-9 _: a-b"},
        {"bot a", 1, 6, "a token is missing"},
        {"bot a /x", 1, 7, "a pattern between slashes does not end"},
        {"bot a !", 1, 7, "a token is missing behind !"},
        {"bot a b /(c/", 1, 12, "pattern: missing closing parenthesis"},
        {"offer a", 1, 8, "the path that is offered is missing"},
        {"offer a b", 1, 9, "a path begins with /"},
        {"return", 1, 7, "a host or a pattern is missing"},
        {"return a.ru ^/(", 1, 16, "pattern: missing closing parenthesis"},
        {"spam", 1, 5, "a host is missing"},
        {"identity a b*", 1, 12, "only track rules end a name with *: b*"},
        {"track", 1, 6, "the name of a parameter is missing"},
        {"tag vk vk", 1, 5, "no medium rule has the id: vk"},
        {"medium a network\n\n click x vk", 3, 10, "no medium rule has the id: vk"},
        {"inapp vk x", 1, 7, "no medium rule has the id: vk"},
        {"place vk (?<place>a)", 1, 7, "no medium rule has the id: vk"},
        {"medium a ads\ntag - x", 2, 5, "an id is wanted here"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ruleset *rules = ruleset_new();
        struct fault fault = {0};
        const char *file;
        if (ruleset_load_text(rules, "f", span_of(bad[i].text), false, &fault) &&
            ruleset_close(rules, &file, &fault))
            fail_msg("not refused: %s", bad[i].text);
        if ((int)fault.line != bad[i].line || (int)fault.column != bad[i].column ||
            strcmp(fault.text, bad[i].fault) != 0)
            fail_msg("%s\n%d:%d: %s", bad[i].text, (int)fault.line, (int)fault.column, fault.text);
        ruleset_free(rules);
    }
}

static void the_users_rules_come_before_the_shipped(void **state) {
    (void)state;
    struct ruleset *rules = ruleset_new();
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    struct fault fault = {0};
    const char *file;
    /* An id may be used before the file that has it is read; a user may give it another kind. */
    assert_true(ruleset_load_text(rules, "mine", S("tag vk promo\nmedium ok forum ok.ru/group\n"),
                                  false, &fault));
    assert_true(ruleset_load_text(rules, "theirs",
                                  S("medium vk network ok.ru/group/\nmedium ok network ok.ru\n"),
                                  true, &fault));
    assert_true(ruleset_close(rules, &file, &fault));
    struct url_referer referer;
    url_split_referer(S("https://ok.ru/group"), &referer);
    assert_rule(ruleset_host(rules, &referer, NULL), RULE_MEDIUM, "ok");
    url_split_referer(S("https://ok.ru/"), &referer);
    const struct rule *rule = ruleset_host(rules, &referer, NULL);
    assert_true(rule->is_shipped);
    assert_string_equal(rule->file, "theirs");
    assert_int_equal(rule->medium, MEDIUM_FORUM);
    assert_rule(ruleset_tag(rules, matcher, S("promo")), RULE_TAG, "vk");
    pattern_matcher_free(matcher);
    ruleset_free(rules);
}

static void a_file_that_cannot_be_read_is_a_fault(void **state) {
    (void)state;
    struct ruleset *rules = ruleset_new();
    struct fault fault = {0};
    assert_false(ruleset_load(rules, "/no/such/file", false, &fault));
    assert_true(fault_is_set(&fault));
    char path[] = "/tmp/smo-rules-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, "track x\npage p (", 16) == 16);
    close(file);
    fault = (struct fault){0};
    assert_false(ruleset_load(rules, path, false, &fault));
    assert_int_equal(fault.line, 2);
    unlink(path);
    ruleset_free(rules);
}

static void hear(void *listener, const struct rule *rule, const char *text) {
    struct buf *heard = listener;
    buf_addf(heard, "%s:%u: %s\n", rule->file, rule->line, text);
}

static void mistakes_are_found(void **state) {
    (void)state;
    struct ruleset *rules = ruleset_new();
    struct fault fault = {0};
    const char *file;
    assert_true(ruleset_load_text(rules, "mine",
                                  S("medium vk network vk.com VK.com\n"
                                    "medium other forum\n"
                                    "return vk.com ^/pay\n"
                                    "bot a bot\n"
                                    "bot b RoboT other !x\n"
                                    "bot c other\n"
                                    "page p ^/product\n"
                                    "page q ^/product/sale\n"
                                    "page q ^/product?\n"
                                    "page q POST ^/product/x|y\n"
                                    "page q ^/cart\n"
                                    "page r ^/cart\n"
                                    "page s GET .*\n"
                                    "page t GET ^/t\n"
                                    "page t POST ^/t\n"),
                                  false, &fault));
    assert_true(ruleset_load_text(rules, "theirs",
                                  S("page u GET ^/u\nmedium vk network vk.com\nbot d otherbot\n"
                                    "track x x\n"),
                                  true, &fault));
    assert_true(ruleset_close(rules, &file, &fault));
    struct buf heard = {0};
    uint32_t told = rulecheck_all(rules, hear, &heard);
    assert_string_equal(
        buf_string(&heard),
        "mine:1: VK.com: said before in line 1\n"
        "mine:3: vk.com: said before in line 1\n"
        "mine:12: ^/cart: said before in line 11\n"
        "theirs:4: x: said before in line 4\n"
        "mine:5: RoboT: never matches, for a part of it is in line 4\n"
        "mine:8: ^/product/sale: never matches, for all it could is taken in line 7\n"
        "mine:14: ^/t: never matches, for all it could is taken in line 13\n"
        "mine:2: other: no host, tag, click or inapp rule leads to this medium\n");
    assert_int_equal(told, 8);
    buf_free(&heard);
    ruleset_free(rules);
}

#define test_with_rules(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_with_rules(a_rule_knows_where_it_stands),
        test_with_rules(hosts_lead_to_media_returns_and_spam),
        test_with_rules(tags_are_whole_values),
        test_with_rules(of_several_click_ids_the_first_rule_decides),
        test_with_rules(agents_are_told_by_the_first_rule),
        test_with_rules(urls_are_told_by_method_and_pattern),
        test_with_rules(places_are_looked_for_in_their_own_medium),
        test_with_rules(parameters_are_kept_or_not),
        cmocka_unit_test(a_bad_rule_is_refused_with_line_and_column),
        cmocka_unit_test(the_users_rules_come_before_the_shipped),
        cmocka_unit_test(a_file_that_cannot_be_read_is_a_fault),
        cmocka_unit_test(mistakes_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
