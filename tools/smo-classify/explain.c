#include "smo-classify/explain.h"

#include "lib/base/escape.h"

#include <stdio.h>

struct explanation {
    struct buf *text;
    enum explain_form form;
    bool has_clause;
};

/* A rule's text: blanks squeezed; escaped, but with the backslashes of its patterns single. */
static void explain_text(struct buf *text, struct span words) {
    while (words.size) {
        size_t size = 0;
        while (size < words.size && !strchr(" \t\\", words.at[size]))
            size++;
        escape_add(text, span_take(words, size));
        words = span_skip(words, size);
        if (words.size && words.at[0] == '\\') {
            buf_add_byte(text, '\\');
            words = span_skip(words, 1);
        } else if (words.size) {
            buf_add_byte(text, ' ');
            words = span_trim(words);
        }
    }
}

/* `media.rules:80: tag vk vk vkontakte`; of a shipped file only the name. */
static void explain_rule(struct buf *text, const struct rule *rule) {
    const char *slash = strrchr(rule->file, '/');
    escape_add(text, span_of(rule->is_shipped && slash ? slash + 1 : rule->file));
    buf_addf(text, ":%u: ", rule->line);
    explain_text(text, rule->text);
}

static void explain_begin(struct explanation *explanation, const char *name, struct span value) {
    struct buf *text = explanation->text;
    if (span_is_empty(value))
        value = SPAN_ABSENT;
    if (explanation->form == EXPLAIN_TABLE) {
        buf_addf(text, "%-10s ", name);
        buf_add(text, value);
        for (size_t width = value.size; width < 20; width++)
            buf_add_byte(text, ' ');
        return;
    }
    buf_add_string(text, explanation->has_clause ? "; " : ": ");
    explanation->has_clause = true;
    buf_addf(text, "%s=", name);
    buf_add(text, value);
}

/* One column: what it is, and the rule, or else the words, that say why. A line leaves out what is
 * not there. */
static void explain_clause(struct explanation *explanation, const char *name, struct span value,
                           const struct rule *rule, const char *words) {
    struct buf *text = explanation->text;
    bool is_table = explanation->form == EXPLAIN_TABLE;
    if (!is_table && !rule && !words && span_is_absent(value))
        return;
    explain_begin(explanation, name, value);
    if (rule || words)
        buf_add_string(text, is_table ? " " : " [");
    if (rule)
        explain_rule(text, rule);
    else if (words)
        buf_add_string(text, words);
    if (is_table)
        while (text->size && text->at[text->size - 1] == ' ')
            text->size--;
    buf_add_string(text, is_table ? "\n" : rule || words ? "]" : "");
}

static const char *explain_kind_words(const struct hit *hit, const struct verdict *verdict) {
    if (verdict->evidence.kind == AGENT_BOT)
        return "the agent is empty";
    return hit->has_agent ? "no preview or bot rule" : "the log has no agents";
}

static const char *explain_source_words(const struct verdict *verdict) {
    const struct source *source = verdict->source;
    if (source->medium == MEDIUM_COUNT)
        return "a robot has no source";
    if (source->medium == MEDIUM_INTERNAL)
        return "the referer is of the site itself";
    if (source->medium == MEDIUM_RETURN)
        return "a referer on a checkout, order or login page";
    if (source->evidence == SOURCE_UTM)
        return "an unknown utm_source";
    if (source->evidence == SOURCE_REFERER)
        return "a referer that no rule knows";
    return "no tag, click id, referer or app";
}

static const char *explain_paid_words(const struct verdict *verdict, const struct rule **rule) {
    const struct tags *tags = verdict->evidence.page->tags;
    *rule = NULL;
    if (verdict->source->paid == SOURCE_PAID_UNKNOWN)
        return NULL;
    if (verdict->source->paid == SOURCE_PAID && tags->has_erid)
        return "erid";
    if (verdict->source->paid == SOURCE_PAID)
        *rule = tags->paid ? tags->paid : tags->medium;
    else if (tags->medium && tags->medium->paid == RULE_ORGANIC)
        *rule = tags->medium;
    return "by the referer alone";
}

static void explain_source(struct explanation *explanation, const struct verdict *verdict) {
    const struct source *source = verdict->source;
    const struct tags *tags = verdict->evidence.page->tags;
    const struct rule *paid_rule;
    const char *paid_words = explain_paid_words(verdict, &paid_rule);
    explain_clause(explanation, "source", source->id, source->rule, explain_source_words(verdict));
    explain_clause(explanation, "medium",
                   source->medium == MEDIUM_COUNT ? SPAN_ABSENT : medium_name(source->medium), NULL,
                   NULL);
    explain_clause(explanation, "evidence", source_evidence_name(source->evidence), NULL, NULL);
    explain_clause(explanation, "paid", source_paid_name(source->paid), paid_rule, paid_words);
    explain_clause(explanation, "campaign", tags->campaign, NULL, NULL);
    explain_clause(explanation, "content", tags->content, NULL, NULL);
    explain_clause(explanation, "offer", tags->offer_path, tags->offer, NULL);
    explain_clause(explanation, "place", verdict->place, NULL, NULL);
}

/* Cells joined by TABs, under their names. */
static void explain_joined(struct explanation *explanation, const char *const *names, size_t count,
                           struct span cells) {
    for (size_t i = 0; i < count; i++)
        explain_clause(explanation, names[i], span_cut(&cells, '\t'), NULL, NULL);
}

static void explain_page(struct explanation *explanation, const struct page *page) {
    const char *words = page->page_rule ? NULL : "no page rule";
    if (!page->page_rule && page->is_asset)
        words = "no proper request";
    explain_clause(explanation, "page", page->type, page->page_rule, words);
    explain_clause(explanation, "action", page->action, page->action_rule, NULL);
    struct span caught = span_skip(page->cells, page->type.size + page->action.size + 2);
    explain_joined(explanation, (const char *[]){"network", "order", "revenue", "currency"}, 4,
                   caught);
}

void explain_add(struct buf *text, enum explain_form form, const struct hit *hit,
                 const struct verdict *verdict) {
    struct explanation explanation = {.text = text, .form = form};
    const struct source_case *evidence = &verdict->evidence;
    bool is_human = evidence->kind == AGENT_HUMAN;
    if (form == EXPLAIN_LINE) {
        const struct span head[] = {hit->time, hit->method, hit->url};
        for (size_t i = 0; i < 3; i++) {
            if (i)
                buf_add_byte(text, ' ');
            buf_add(text, head[i]);
        }
    }
    explain_clause(&explanation, "kind", agent_kind_name(evidence->kind), verdict->kind_rule,
                   explain_kind_words(hit, verdict));
    if (evidence->kind == AGENT_BOT)
        explain_clause(&explanation, "reason", verdict->mark.reason, NULL, NULL);
    explain_clause(&explanation, "host", evidence->site->name, NULL, NULL);
    explain_clause(&explanation, "device", evidence->agent->device, NULL, NULL);
    explain_clause(&explanation, "app", is_human ? evidence->agent->app : SPAN_ABSENT,
                   is_human ? evidence->agent->rule : NULL, NULL);
    explain_source(&explanation, verdict);
    explain_joined(&explanation, (const char *[]){"country", "region", "city"}, 3,
                   client_geo(verdict->client));
    explain_page(&explanation, evidence->page);
    if (form == EXPLAIN_LINE)
        buf_add_string(text, verdict->is_dropped ? "; thinned\n" : "\n");
}
