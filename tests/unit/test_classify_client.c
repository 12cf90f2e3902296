/* links: smo-classify */
/* Clients on their cards are those that their cells say, however many come. */
#include "check.h"

#include "smo-classify/client.h"

#include <stdio.h>

enum { ADDRESSES = 30000, AGENTS = 20000 };

struct desk {
    struct ruleset *rules;
    struct pattern_matcher *matcher;
    struct keys keys;
    struct geo *geo;
    struct agents *agents;
    struct clients *clients;
};

static void open_desk(struct desk *desk) {
    static const struct span rules = SPAN("bot crawler crawler\n");
    struct fault fault = {0};
    const char *file;
    desk->rules = ruleset_new();
    assert_true(ruleset_load_text(desk->rules, "test", rules, false, &fault));
    assert_true(ruleset_close(desk->rules, &file, &fault));
    desk->matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    desk->keys = (struct keys){.client = KEYS_OF_ADDRESS_AND_AGENT};
    assert_true(keys_open(&desk->keys, NULL, &fault));
    desk->geo = geo_new();
    desk->agents = agents_new(desk->rules, desk->matcher, &desk->keys);
    desk->clients = clients_new(desk->agents, &desk->keys, desk->geo);
}

static void close_desk(struct desk *desk) {
    clients_free(desk->clients);
    agents_free(desk->agents);
    geo_free(desk->geo);
    pattern_matcher_free(desk->matcher);
    ruleset_free(desk->rules);
}

static void ask(struct desk *desk, struct span ip, struct span agent, bool is_bot) {
    uint64_t hash = client_expect(desk->clients, ip, agent);
    const struct client *card = client_fetch(desk->clients, hash);
    uint64_t agent_hash = card ? 0 : agent_expect(desk->agents, agent);
    if (card)
        client_fetch_parts(card);
    else
        agent_fetch(desk->agents, agent_hash);
    const struct client *client = client_of_cells(desk->clients, ip, agent, 0, hash, agent_hash);
    struct span named = agent.size ? agent : SPAN_ABSENT;
    uint64_t address = keys_of_address(&desk->keys, ip);
    assert_true(client->address == address);
    assert_true(client->key ==
                keys_client(&desk->keys, 0, address, keys_of_agent(&desk->keys, named)));
    assert_true((client->agent->kind == AGENT_BOT) == is_bot);
    assert_true(span_is(client_geo(client), "-\t-\t-"));
}

/* Names that differ in few bytes, some longer than a card has room for. */
static struct span name_address(char at[200], int number) {
    static const char *const forms[] = {"10.1.%d.7", "2001:db8::%x", "%d.a-host-of.example",
                                        "%090d.a-host-whose-name-fills-more-than-a-card.example"};
    int size = snprintf(at, 200, forms[number % 4], number);
    return (struct span){at, (size_t)size};
}

static void every_client_is_itself(void **state) {
    (void)state;
    struct desk desk;
    char address[200], agent[200];
    open_desk(&desk);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < ADDRESSES; i++) {
            int near = round ? i : i / 3; /* some are asked for again at once */
            int size = snprintf(agent, sizeof agent, "%s of a name that is rather long, no %d",
                                near % 5 ? "browser" : "crawler", near % AGENTS);
            ask(&desk, name_address(address, near), (struct span){agent, (size_t)size},
                near % 5 == 0);
        }
    assert_true(agents_forgotten(desk.agents) > 0);
    close_desk(&desk);
}

static void agents_of_one_address_are_told_apart(void **state) {
    (void)state;
    static const struct span ip = SPAN("192.0.2.1");
    struct desk desk;
    char address[200], agent[120];
    open_desk(&desk);
    memset(agent, 'a', sizeof agent);
    for (size_t size = 2; size <= sizeof agent; size++)
        for (size_t place = 0; place < size; place++) {
            agent[place] = 'b';
            ask(&desk, ip, (struct span){agent, size}, false);
            ask(&desk, name_address(address, (int)place), (struct span){agent, size}, false);
            agent[place] = 'a';
            ask(&desk, ip, (struct span){agent, size}, false);
        }
    ask(&desk, ip, SPAN_ABSENT, true);
    ask(&desk, ip, (struct span){NULL, 0}, false);
    ask(&desk, ip, SPAN_ABSENT, true);
    close_desk(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_client_is_itself),
        cmocka_unit_test(agents_of_one_address_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
