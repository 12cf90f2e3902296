/* Every cell that is kept becomes a number: a visit is then small, of one size, and quickly
 * compared. Numbers never show in the output. */
#ifndef SMO_FUNNEL_NAMES_H
#define SMO_FUNNEL_NAMES_H

#include "lib/base/table.h"
#include "lib/rules/medium.h"
#include "smo-funnel/keys.h"
#include "smo-funnel/settings.h"

enum {
    NAMES_ABSENT = 0, /* text 0 and word 0 are "-" */
    NAMES_NO_STEP = 0xff,
    NAMES_RECENT_WORDS = 64
};

/* What a word in the columns page, action and medium means. */
struct names_word {
    uint8_t step; /* its place in --steps, or NAMES_NO_STEP */
    uint8_t medium;
    bool is_asset, is_api, is_checkout, is_order, is_absent;
};

struct names {
    const struct settings *settings;
    struct table texts; /* cells as the stream has them, escapes and all; some are several cells
                           joined by TAB */
    struct table words; /* page types, actions, media: few, as rules name them */
    struct names_word *meanings; /* by word */
    size_t meanings_capacity;
    uint32_t recent_words[NAMES_RECENT_WORDS]; /* a guess at a word's number, by its look */
    struct table sites;
    struct table odd_keys; /* keys that smo-classify did not make */
    uint32_t last_site;    /* most hits are of the same one */
};

void names_init(struct names *names, const struct settings *settings);

/* The number of a text. An empty one is "-". */
uint32_t names_text(struct names *names, struct span text);

static inline struct span names_text_of(const struct names *names, uint32_t text) {
    return table_name(&names->texts, text);
}

/* The number of a word, and what it means. */
uint32_t names_word(struct names *names, struct span word);

static inline const struct names_word *names_meaning(const struct names *names, uint32_t word) {
    return &names->meanings[word];
}

/* The number of a site by its host cell; a leading `www.` does not matter. */
uint32_t names_site(struct names *names, struct span host);

/* The key in a cell `visitor` (is_visitor) or `client` of a site. */
struct key names_key(struct names *names, struct span cell, uint32_t site, bool is_visitor);

/* The cell of a key: NAMES_KEY_BYTES of room at `hex`, which is used if need be. */
enum { NAMES_KEY_BYTES = 16 };
struct span names_key_cell(const struct names *names, struct key key, char *hex);

static inline struct span names_site_of(const struct names *names, struct key key) {
    return table_name(&names->sites, key.site >> KEY_SITE_SHIFT);
}

/* All the memory but that of the texts, and that of the texts. */
size_t names_bytes(const struct names *names);

void names_free(struct names *names);

#endif
