/* Any bytes as a file of rules, and what stands behind its first NUL as what they are asked about:
 * the rules are refused with a place or answer; and no pattern matches what its literals rule out.
 */
#include "lib/rules/finder.h"
#include "lib/rules/literals.h"
#include "lib/rules/rulecheck.h"
#include "lib/rules/ruleset.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void ignore(void *listener, const struct rule *rule, const char *text) {
    (void)listener, (void)rule, (void)text;
}

/* Takes the first line for a pattern. */
static void check_literals(struct span source, struct span subject,
                           struct pattern_matcher *matcher) {
    struct fault fault = {0};
    struct pattern *pattern = pattern_new(source, PATTERN_CASE_IGNORED, &fault);
    if (!pattern)
        return;
    struct literals literals;
    unsigned longest;
    literals_find(&literals, &longest, source);
    struct finder *finder = finder_new();
    for (unsigned i = 0; i < literals.count; i++) {
        const struct literal *literal = &literals.list[i];
        finder_add_bound(finder, (struct span){literal->at, literal->size}, literal->is_first,
                         literal->is_last, 0);
    }
    finder_close(finder);
    uint64_t mark = 0;
    finder_mark(finder, subject, &mark);
    bool is_hopeless =
        (literals.count && !mark) || (longest < LITERALS_NO_LIMIT && subject.size > longest);
    if (is_hopeless && pattern_search(pattern, matcher, subject) == PATTERN_MATCH)
        abort();
    finder_free(finder);
    pattern_free(pattern);
}

static void check_answer(const struct ruleset_answer *answer, struct span subject) {
    const struct span parts[] = {answer->order,    answer->revenue, answer->cents,
                                 answer->currency, answer->network, answer->place};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].at &&
            (parts[i].at < subject.at || parts[i].at + parts[i].size > subject.at + subject.size))
            abort();
}

static void ask(const struct ruleset *rules, struct pattern_matcher *matcher, struct span subject) {
    struct span method = SPAN("POST"), id = SPAN("vk");
    struct ruleset_answer answer;
    struct url_referer referer;
    struct ruleset_url answers = ruleset_url(rules, matcher, method, subject, subject);
    check_answer(&answers.page, subject);
    check_answer(&answers.action, subject);
    answer = ruleset_place(rules, matcher, id, subject);
    check_answer(&answer, subject);
    ruleset_agent(rules, matcher, NULL, subject);
    ruleset_tag(rules, matcher, subject);
    ruleset_utm_medium(rules, subject);
    ruleset_offer(rules, subject, method);
    ruleset_clicks(rules, matcher, url_query(subject));
    if (url_split_referer(subject, &referer))
        ruleset_host(rules, &referer, NULL);
    struct buf buf = {0};
    ruleset_bare_url(rules, &buf, subject);
    buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct span subject = {(const char *)bytes, size};
    struct span text = span_cut(&subject, '\0');
    if (!subject.at)
        subject = text;
    struct pattern_matcher *matcher = pattern_matcher_new(PATTERN_SUBJECT_BYTES);
    struct span rest = text;
    check_literals(span_cut(&rest, '\n'), subject, matcher);
    struct ruleset *rules = ruleset_new();
    struct fault fault = {0};
    const char *file;
    if (ruleset_load_text(rules, "rules", text, false, &fault) &&
        ruleset_close(rules, &file, &fault)) {
        ask(rules, matcher, subject);
        rulecheck_all(rules, ignore, NULL);
    } else if (!fault_is_set(&fault) || fault.line == 0 || fault.column == 0) {
        abort();
    }
    ruleset_free(rules);
    pattern_matcher_free(matcher);
    return 0;
}
