/* What a url carries along to say where its link stood: utm_ parameters and click ids. */
#ifndef SMO_CLASSIFY_TAGS_H
#define SMO_CLASSIFY_TAGS_H

#include "lib/base/arena.h"
#include "lib/rules/ruleset.h"

/* Texts live in the arena that was given; cells are escaped, "-" or empty
 * where there is nothing. */
struct tags {
    struct span source;            /* utm_source as an unknown source is called; a cell or empty */
    const struct rule *tag;        /* the tag rule that knows it, or NULL */
    const struct rule *click;      /* the first click rule that names a medium, or NULL */
    const struct rule *paid;       /* the first click rule that says `paid`, or NULL */
    const struct rule *medium;     /* the utm_medium rule, or NULL */
    bool has_erid;                 /* the mark of paid advertising by Russian law, art. 18.1 */
    struct span campaign, content; /* cells */
    struct span cells;             /* campaign, content and offer_path, joined by TABs */
    struct span content_text;      /* utm_content decoded: for place rules */
    const struct rule *offer;      /* the offer rule for campaign or content, or NULL */
    struct span offer_path, offer_page; /* what it promises: cells, filled in by page.c */
};

/* Of a url that carries nothing. */
extern const struct tags tags_none;

/* Buffers that serve from url to url. */
struct tags_scratch {
    struct buf text, lower;
};

/* Adds the names of all parameters that tags_of_query() asks for itself. */
void tags_add_names(struct glimpse *names);

/* Reads the query of a url. Names count as they are spelled, the first one with a value counts.
 * Matomo's and Piwik's `mtm_` and `pk_` names stand for `utm_` ones; `from`, `ref` and `source` for
 * utm_source, but only with a value that a tag rule knows. False if it carries nothing. */
bool tags_of_query(struct tags *tags, const struct ruleset *rules, struct pattern_matcher *matcher,
                   struct span query, struct arena *arena, struct tags_scratch *scratch);

void tags_scratch_free(struct tags_scratch *scratch);

#endif
