/* Every cell that is kept becomes a number: a visit is then small, of one size, and quickly
 * compared. Numbers never show in the output. */
#ifndef SMO_FUNNEL_NAMES_H
#define SMO_FUNNEL_NAMES_H

#include "lib/base/hash.h"
#include "lib/base/table.h"
#include "lib/rules/medium.h"
#include "smo-funnel/keys.h"
#include "smo-funnel/settings.h"

enum {
    NAMES_ABSENT = 0, /* text 0 and word 0 are "-" */
    NAMES_NO_STEP = 0xff,
    NAMES_RECENT_WORDS = 64,
    NAMES_RECENT_TEXTS = 1024,
    NAMES_RECENT_ORIGINS = 256
};

/* What a word in the columns page, action and medium means. */
struct names_word {
    uint8_t step; /* its place in --steps, or NAMES_NO_STEP */
    uint8_t medium;
    bool is_asset, is_api, is_checkout, is_order, is_absent;
};

/* What a name looks like by its ends, which is all of it up to NAMES_SEEN_WHOLE bytes; and the
 * number of the name that last looked so, as a guess. */
enum { NAMES_SEEN_WHOLE = 16 };
struct names_look {
    uint64_t first, last;
    size_t size;
};

struct names_guess {
    struct names_look look;
    uint32_t number;
};

/* An origin taken apart: see origin.h. */
struct names_origin {
    uint32_t origin; /* text */
    bool is_plain;   /* nothing in source and medium that a list might end at */
    uint8_t medium;
    struct span source, medium_name, campaign;
};

struct names {
    const struct settings *settings;
    struct table texts; /* cells as the stream has them, escapes and all; some are several cells
                           joined by TAB */
    struct table words; /* page types, actions, media: few, as rules name them */
    struct names_word *meanings; /* by word */
    size_t meanings_capacity;
    struct names_guess recent_words[NAMES_RECENT_WORDS], recent_texts[NAMES_RECENT_TEXTS];
    struct names_origin recent_origins[NAMES_RECENT_ORIGINS];
    struct names_guess shown_origins[NAMES_RECENT_ORIGINS]; /* by the look of a row */
    struct table sites;
    struct table odd_keys;        /* keys that smo-classify did not make */
    struct names_guess last_site; /* by the host: most hits are of the same one */
};

void names_init(struct names *names, const struct settings *settings);

/* The number of a text. An empty one is "-". A rare one is looked up at once, and does not take the
 * place of any that come over and over. */
uint32_t names_text(struct names *names, struct span text);
uint32_t names_rare_text(struct names *names, struct span text);

/* Gives the texts new numbers and forgets some, as table_renumber() does. */
void names_renumber_texts(struct names *names, const uint32_t *numbers, uint32_t count);

static inline struct span names_text_of(const struct names *names, uint32_t text) {
    return table_name(&names->texts, text);
}

/* --- at a look: a hash of all of a cell, and a look into a table, cost more than most else that is
 * done with it. So each place of an array remembers what last came there, and a name whose first
 * and last bytes lead to it is compared with that. */

static inline __attribute__((always_inline)) struct names_look names_look_of(struct span name) {
    struct names_look look = {.size = (uint32_t)name.size};
    span_ends(name, &look.first, &look.last);
    return look;
}

static inline bool names_looks_same(struct names_look a, struct names_look b) {
    return a.first == b.first && a.last == b.last && a.size == b.size;
}

static inline size_t names_place(struct names_look look) {
    return (size_t)((look.first * 31 + look.last + look.size) * HASH_ODD >> 40);
}

/* True if the guess, made among the names of a table, is right. */
static inline bool names_guessed(const struct names_guess *guess, struct names_look look,
                                 const struct table *table, struct span name) {
    return names_looks_same(guess->look, look) &&
           (name.size <= NAMES_SEEN_WHOLE || span_equals(table_name(table, guess->number), name));
}

/* --- words */

/* For names_word(), when the guess is wrong. */
__attribute__((cold)) uint32_t names_learn_word(struct names *names, struct span word,
                                                struct names_look look);

/* The number of a word, and what it means. */
static inline __attribute__((always_inline)) uint32_t names_word(struct names *names,
                                                                 struct span word) {
    if (span_is_absent(word)) /* most actions */
        return 0;
    struct names_look look = names_look_of(word);
    const struct names_guess *guess = &names->recent_words[names_place(look) % NAMES_RECENT_WORDS];
    return names_looks_same(guess->look, look) ? guess->number
                                               : names_learn_word(names, word, look);
}

static inline const struct names_word *names_meaning(const struct names *names, uint32_t word) {
    return &names->meanings[word];
}

/* --- visitors */

/* For names_site(). */
__attribute__((cold)) uint32_t names_learn_site(struct names *names, struct span host,
                                                struct names_look look);

/* The number of a site by its host cell; a leading `www.` does not matter. */
static inline uint32_t names_site(struct names *names, struct span host) {
    struct names_look look = names_look_of(host);
    return names_looks_same(names->last_site.look, look) ? names->last_site.number
                                                         : names_learn_site(names, host, look);
}

/* The key in a cell `visitor` (is_visitor) or `client` of a site. */
struct key names_key(struct names *names, struct span cell, uint32_t site, bool is_visitor);

/* The cell of a key: NAMES_KEY_BYTES of room at `hex`, which is used if need be. */
enum { NAMES_KEY_BYTES = 16 };
struct span names_key_cell(const struct names *names, struct key key, char *hex);

static inline struct span names_site_of(const struct names *names, struct key key) {
    return table_name(&names->sites, key.site >> KEY_SITE_SHIFT);
}

/* What all of it costs in memory, in bytes. */
size_t names_bytes(const struct names *names);

void names_free(struct names *names);

#endif
