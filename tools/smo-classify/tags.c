#include "smo-classify/tags.h"

#include "lib/base/escape.h"
#include "smo-classify/openstat.h"

const struct tags tags_none = {.campaign = SPAN("-"),
                               .content = SPAN("-"),
                               .cells = SPAN("-\t-\t-"),
                               .offer_path = SPAN("-"),
                               .offer_page = SPAN("-")};

enum tags_name {
    TAGS_SOURCE,
    TAGS_WEAK_SOURCE,
    TAGS_MEDIUM,
    TAGS_CAMPAIGN,
    TAGS_CONTENT,
    TAGS_ERID,
    TAGS_OPENSTAT
};
enum { TAGS_NAMES = TAGS_OPENSTAT + 1 };

/* The best spelling of each comes first. */
static const struct tags_spelling {
    struct span name;
    enum tags_name means;
} tags_spellings[] = {
    {SPAN("utm_source"), TAGS_SOURCE},     {SPAN("mtm_source"), TAGS_SOURCE},
    {SPAN("pk_source"), TAGS_SOURCE},      {SPAN("from"), TAGS_WEAK_SOURCE},
    {SPAN("ref"), TAGS_WEAK_SOURCE},       {SPAN("source"), TAGS_WEAK_SOURCE},
    {SPAN("utm_medium"), TAGS_MEDIUM},     {SPAN("mtm_medium"), TAGS_MEDIUM},
    {SPAN("pk_medium"), TAGS_MEDIUM},      {SPAN("utm_campaign"), TAGS_CAMPAIGN},
    {SPAN("mtm_campaign"), TAGS_CAMPAIGN}, {SPAN("pk_campaign"), TAGS_CAMPAIGN},
    {SPAN("utm_content"), TAGS_CONTENT},   {SPAN("mtm_content"), TAGS_CONTENT},
    {SPAN("pk_content"), TAGS_CONTENT},    {SPAN("erid"), TAGS_ERID},
    {SPAN("_openstat"), TAGS_OPENSTAT},
};
enum { TAGS_SPELLINGS = sizeof tags_spellings / sizeof *tags_spellings };

void tags_add_names(struct glimpse *names) {
    for (size_t i = 0; i < TAGS_SPELLINGS; i++)
        glimpse_add(names, tags_spellings[i].name);
}

/* The first value, still encoded, of each parameter that we know; the place in `tags_spellings`
 * decides between spellings. False if there is none. */
static bool tags_collect(struct span query, struct span values[TAGS_NAMES]) {
    bool is_any = false;
    size_t ranks[TAGS_NAMES];
    for (size_t i = 0; i < TAGS_NAMES; i++)
        ranks[i] = TAGS_SPELLINGS;
    struct url_parameter parameter;
    while (url_next_parameter(&query, &parameter)) {
        if (span_is_absent(parameter.value))
            continue;
        for (size_t i = 0; i < TAGS_SPELLINGS; i++) {
            enum tags_name name = tags_spellings[i].means;
            if (i < ranks[name] && span_equals(parameter.name, tags_spellings[i].name)) {
                ranks[name] = i;
                values[name] = parameter.value;
                is_any = true;
            }
        }
    }
    return is_any;
}

static struct span tags_lower_text(struct tags_scratch *scratch, struct span text) {
    buf_clear(&scratch->lower);
    for (size_t i = 0; i < text.size; i++)
        buf_add_byte(&scratch->lower, span_lower_byte(text.at[i]));
    return buf_span(&scratch->lower);
}

static struct span tags_lower(struct tags_scratch *scratch, struct span encoded) {
    return tags_lower_text(scratch, span_trim(url_decode(&scratch->text, encoded)));
}

/* The arena's copy of a value, decoded. */
static struct span tags_text(struct span encoded, struct arena *arena,
                             struct tags_scratch *scratch) {
    return arena_copy(arena, span_trim(url_decode(&scratch->text, encoded)));
}

/* The arena's copy of a text, as a cell. */
static struct span tags_cell(struct arena *arena, struct span text) {
    if (span_is_empty(text))
        return SPAN_ABSENT;
    if (escape_is_clean(text))
        return arena_copy(arena, text);
    struct buf cell = {0};
    escape_add(&cell, text);
    struct span copy = arena_copy(arena, buf_span(&cell));
    buf_free(&cell);
    return copy;
}

/* Words that mean something else in the column `source`. */
static bool tags_is_reserved(struct span source) {
    static const char *const words[] = {"direct", "internal", "return", "referral", "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(source, words[i]))
            return true;
    return false;
}

static struct span tags_source_cell(struct arena *arena, struct span source) {
    if (!tags_is_reserved(source))
        return tags_cell(arena, source);
    struct buf marked = {0};
    buf_add_string(&marked, "tag:");
    buf_add(&marked, source);
    struct span copy = arena_copy(arena, buf_span(&marked));
    buf_free(&marked);
    return copy;
}

static void tags_read_source(struct tags *tags, const struct ruleset *rules,
                             struct pattern_matcher *matcher, const struct span *values,
                             struct arena *arena, struct tags_scratch *scratch) {
    struct span source = tags_lower(scratch, values[TAGS_SOURCE]);
    if (source.size) {
        tags->tag = ruleset_tag(rules, matcher, source);
        tags->source = tags_source_cell(arena, source);
        return;
    }
    source = tags_lower(scratch, values[TAGS_WEAK_SOURCE]);
    tags->tag = source.size ? ruleset_tag(rules, matcher, source) : NULL;
    if (tags->tag)
        tags->source = tags_cell(arena, source);
}

/* Where no utm_source speaks, and only with a service that a tag rule knows. What it says of
 * campaign and ad holds where the utm_ tags say nothing. */
static void tags_read_openstat(struct tags *tags, const struct ruleset *rules,
                               struct pattern_matcher *matcher, struct span encoded,
                               struct arena *arena, struct tags_scratch *scratch) {
    struct openstat openstat;
    if (tags->source.size || !encoded.size)
        return;
    struct span value = tags_text(encoded, arena, scratch);
    if (!openstat_read(value, &scratch->text, &openstat))
        return;
    struct span service = tags_lower_text(scratch, openstat.service);
    tags->tag = service.size ? ruleset_tag(rules, matcher, service) : NULL;
    if (!tags->tag)
        return;
    tags->source = tags_cell(arena, service);
    if (span_is_absent(tags->campaign))
        tags->campaign = tags_cell(arena, openstat.campaign);
    if (span_is_absent(tags->content)) {
        tags->content_text = arena_copy(arena, openstat.ad);
        tags->content = tags_cell(arena, openstat.ad);
    }
}

bool tags_of_query(struct tags *tags, const struct ruleset *rules, struct pattern_matcher *matcher,
                   struct span query, struct arena *arena, struct tags_scratch *scratch) {
    struct span values[TAGS_NAMES] = {{0}};
    bool has_values = tags_collect(query, values);
    struct ruleset_clicks clicks = ruleset_clicks(rules, matcher, query);
    if (!has_values && !clicks.first && !clicks.paid)
        return false;
    *tags = tags_none;
    tags_read_source(tags, rules, matcher, values, arena, scratch);
    tags->click = clicks.first;
    tags->paid = clicks.paid;
    struct span medium = tags_lower(scratch, values[TAGS_MEDIUM]);
    tags->medium = medium.size ? ruleset_utm_medium(rules, medium) : NULL;
    tags->has_erid = values[TAGS_ERID].size > 0;
    struct span campaign = tags_text(values[TAGS_CAMPAIGN], arena, scratch);
    tags->content_text = tags_text(values[TAGS_CONTENT], arena, scratch);
    tags->campaign = tags_cell(arena, campaign);
    tags->content = tags_cell(arena, tags->content_text);
    tags_read_openstat(tags, rules, matcher, values[TAGS_OPENSTAT], arena, scratch);
    if (campaign.size || tags->content_text.size)
        tags->offer = ruleset_offer(rules, campaign, tags->content_text);
    return true;
}

void tags_scratch_free(struct tags_scratch *scratch) {
    buf_free(&scratch->text);
    buf_free(&scratch->lower);
}
