/* All rules of a run, smo-rules(5): loaded from files in order of precedence, then asked.
 *
 *     struct ruleset *rules = ruleset_new();
 *     ruleset_load(rules, "my.rules", false, &fault)        each -c, in order
 *     ruleset_load(rules, ".../media.rules", true, &fault)  the shipped ones
 *     ruleset_close(rules, &file, &fault)                   no rule may be added any more
 *     ... answers = ruleset_url(rules, matcher, method, bare, url) ...
 *     ruleset_free(rules)
 *
 * A closed ruleset never changes: threads share it, each with its own pattern_matcher. Nothing that
 * is asked allocates, apart from buffers that the caller gives. Where a pattern could not be
 * decided (PATTERN_LIMIT) the search ends there with nothing found, and the matcher has counted it.
 */
#ifndef SMO_LIB_RULES_RULESET_H
#define SMO_LIB_RULES_RULESET_H

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/base/glimpse.h"
#include "lib/base/span.h"
#include "lib/rules/medium.h"
#include "lib/rules/pattern.h"
#include "lib/rules/url.h"

#include <stdint.h>

enum rule_kind {
    RULE_MEDIUM,
    RULE_TAG,
    RULE_CLICK,
    RULE_UTM_MEDIUM,
    RULE_INAPP,
    RULE_PREVIEW,
    RULE_BOT,
    RULE_RETURN,
    RULE_SPAM,
    RULE_SCAN,
    RULE_PLACE,
    RULE_TRACK,
    RULE_IDENTITY,
    RULE_PAGE,
    RULE_OFFER,
    RULE_ACTION,
    RULE_KIND_COUNT
};

enum rule_paid { RULE_PAID_UNKNOWN, RULE_PAID, RULE_ORGANIC };

/* One rule, one line of a file. Lives as long as the ruleset. */
struct rule {
    enum rule_kind kind;
    uint32_t number; /* in order of loading, from 0: the lower one comes first */

    /* medium, tag, click, inapp, preview, place: the medium's id, as in the stream's `source`,
     * `app` and `network`. bot: the reason. page: the page type. action: the action. offer: the
     * campaign or content. "-" in click, inapp, preview and bot: the rule says that there is none.
     * Else empty. */
    struct span id;
    enum medium medium;  /* of that id; utm_medium: its kind; MEDIUM_COUNT where there is none */
    enum rule_paid paid; /* click, utm_medium */
    struct span path;    /* offer: the page that it promises */

    const char *file; /* where it stands */
    uint32_t line;
    bool is_shipped;
    struct span text; /* the line, trimmed, without comment */
};

struct ruleset;

struct ruleset *ruleset_new(void);
void ruleset_free(struct ruleset *ruleset);

/* Reads a file of rules ("-" is standard input). False and a fault with line and column if it
 * cannot be read or has a bad rule: nothing may then be asked of the ruleset. `path` is copied. */
bool ruleset_load(struct ruleset *ruleset, const char *path, bool is_shipped, struct fault *fault);

/* The same from memory; `name` stands for the file. */
bool ruleset_load_text(struct ruleset *ruleset, const char *name, struct span text, bool is_shipped,
                       struct fault *fault);

/* After the last file: checks what needs all of them (every id that is used belongs to a medium)
 * and prepares the searches. False, the file's name in *file (living with the ruleset) and a fault
 * with line and column if a rule is bad. */
bool ruleset_close(struct ruleset *ruleset, const char **file, struct fault *fault);

/* All rules, by number. */
uint32_t ruleset_count(const struct ruleset *ruleset);
const struct rule *ruleset_rule(const struct ruleset *ruleset, uint32_t number);

/* `medium`, `tag` ...: as files spell the kind. */
struct span ruleset_kind_name(enum rule_kind kind);

/* The medium (kind) of a source's id; MEDIUM_COUNT if no rule names such a medium. */
enum medium ruleset_medium(const struct ruleset *ruleset, struct span id);

/* The medium, return or spam rule of the most specific host, or NULL; *is_by_path (may be NULL) as
 * hosts_find() has it. Below 100 ns. */
const struct rule *ruleset_host(const struct ruleset *ruleset, const struct url_referer *referer,
                                bool *is_by_path);

/* The first tag rule for a decoded utm_source, or NULL. */
const struct rule *ruleset_tag(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                               struct span source);

/* Of the click rules that a parameter of the (still encoded) query satisfies: the first one with a
 * medium, or NULL; and the first of all (`erid - paid` too) that says `paid`, or NULL. */
struct ruleset_clicks {
    const struct rule *first, *paid;
};
struct ruleset_clicks ruleset_clicks(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                     struct span query);

/* The utm_medium rule for a decoded utm_medium, or NULL. */
const struct rule *ruleset_utm_medium(const struct ruleset *ruleset, struct span medium);

/* The first offer rule whose name is one of the two (decoded; case ignored), or NULL. */
const struct rule *ruleset_offer(const struct ruleset *ruleset, struct span campaign,
                                 struct span content);

/* What the rules say about an agent: the first rule of each kind that matches, or NULL; NULL also
 * if that rule's id is "-", which means "none of this kind, whatever later rules say". A rule whose
 * pattern hit the limit counts as matching: an agent that does so is nobody's browser. */
struct ruleset_agent {
    const struct rule *preview;
    const struct rule *bot;
    const struct rule *inapp;
};

/* One pass over the agent for all tokens of all rules: about 1 us for 150 bytes. head: NULL, or
 * that of bytes which the agent begins with: they need not be read again. */
struct sieve_head;
struct ruleset_agent ruleset_agent(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                   const struct sieve_head *head, struct span agent);

/* The head of agents that begin so. NULL where there are no rules for agents. To be freed with
 * free(). */
struct sieve_head *ruleset_agent_head(const struct ruleset *ruleset,
                                      struct pattern_matcher *matcher, struct span first);

/* A url rule that matched and what its named groups caught: parts of the url, still encoded;
 * {NULL, 0} where there is none. */
struct ruleset_answer {
    const struct rule *rule; /* NULL: none */
    struct span order;
    struct span revenue; /* in major units, or ... */
    struct span cents;   /* ... in minor ones */
    struct span currency;
    struct span network;
    struct span place;
};

/* What the rules say about a url: the first page, action and return patterns that match it without
 * tracking parameters, and the method; the first scan pattern that matches it as sent. */
struct ruleset_url {
    struct ruleset_answer page, action, back, scan;
};

/* `bare` is as ruleset_bare_url() gives it. One pass over the url for all literals of all patterns:
 * below 1 us. */
struct ruleset_url ruleset_url(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                               struct span method, struct span bare, struct span url);

/* The page alone. */
struct ruleset_answer ruleset_page(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                   struct span method, struct span bare);

/* The first place pattern of the medium `id` that matches `text` (path and query of the referer;
 * decoded utm_content); its `place` is the place. */
struct ruleset_answer ruleset_place(const struct ruleset *ruleset, struct pattern_matcher *matcher,
                                    struct span id, struct span text);

/* The url without tracking parameters (utm_*, those of click and track rules), as page, action and
 * return patterns see it. As url_filter(). */
struct span ruleset_bare_url(const struct ruleset *ruleset, struct buf *buf, struct span url);

/* True if that parameter (its url_name()) is a tracking one. */
bool ruleset_is_tracking(const struct ruleset *ruleset, struct span name);

/* Of all parameters that rules ask for: those of ruleset_clicks() and ruleset_bare_url(). */
const struct glimpse *ruleset_parameter_names(const struct ruleset *ruleset);

#endif
