#include "smo-funnel/names.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

/* Each place has a second one, its neighbour, for what was there before. */
static void names_guess_again(struct names *names, struct span text, struct names_look look,
                              size_t place) {
    struct names_guess *guess = &names->recent_texts[place];
    struct names_guess *second = &names->recent_texts[place ^ 1], former = *guess;
    *guess = names_guessed(second, look, &names->texts, text)
                 ? *second
                 : (struct names_guess){look, table_number(&names->texts, text)};
    *second = former;
}

uint32_t names_text(struct names *names, struct span text) {
    if (span_is_absent(text))
        return NAMES_ABSENT;
    struct names_look look = names_look_of(text);
    size_t place = names_place(look) % NAMES_RECENT_TEXTS;
    struct names_guess *guess = &names->recent_texts[place];
    if (!names_guessed(guess, look, &names->texts, text))
        names_guess_again(names, text, look, place);
    return guess->number;
}

uint32_t names_rare_text(struct names *names, struct span text) {
    return span_is_absent(text) ? NAMES_ABSENT : table_number(&names->texts, text);
}

void names_renumber_texts(struct names *names, const uint32_t *numbers, uint32_t count) {
    table_renumber(&names->texts, numbers, count);
    memset(names->recent_texts, 0, sizeof names->recent_texts);
    memset(names->recent_origins, 0, sizeof names->recent_origins);
    memset(names->shown_origins, 0, sizeof names->shown_origins);
}

static struct names_word names_understand(const struct names *names, struct span word) {
    struct names_word meaning = {
        .step = NAMES_NO_STEP,
        .medium = (uint8_t)medium_of(word),
        .is_asset = span_is(word, "asset"),
        .is_api = span_is(word, "api"),
        .is_checkout = span_is(word, "checkout"),
        .is_order = span_is(word, "order"),
        .is_absent = span_is_absent(word),
    };
    for (unsigned i = 0; i < names->settings->steps_count; i++)
        if (span_equals(word, names->settings->steps[i]))
            meaning.step = (uint8_t)i;
    return meaning;
}

static uint32_t names_new_word(struct names *names, struct span word) {
    uint32_t known = names->words.count;
    uint32_t number = table_number(&names->words, word);
    if (number == known) {
        mem_grow(&names->meanings, &names->meanings_capacity, (size_t)number + 1,
                 sizeof *names->meanings);
        names->meanings[number] = names_understand(names, word);
    }
    return number;
}

void names_init(struct names *names, const struct settings *settings) {
    *names = (struct names){.settings = settings};
    table_init(&names->texts);
    table_init(&names->words);
    table_init(&names->sites);
    table_init(&names->odd_keys);
    table_number(&names->texts, SPAN_ABSENT);
    names_new_word(names, SPAN_ABSENT);
    table_number(&names->sites, SPAN_ABSENT);
}

uint32_t names_learn_word(struct names *names, struct span word, struct names_look look) {
    uint32_t number = names_new_word(names, word);
    if (word.size <= NAMES_SEEN_WHOLE)
        names->recent_words[names_place(look) % NAMES_RECENT_WORDS] =
            (struct names_guess){look, number};
    return number;
}

uint32_t names_learn_site(struct names *names, struct span host, struct names_look look) {
    static const struct span www = SPAN("www.");
    struct span site = span_starts_with(host, www) ? span_skip(host, www.size) : host;
    uint32_t number = table_number(&names->sites, span_is_empty(site) ? SPAN_ABSENT : site);
    if (number > UINT32_MAX >> KEY_SITE_SHIFT) /* a key has no room for it */
        mem_exhausted();
    if (host.size <= NAMES_SEEN_WHOLE)
        names->last_site = (struct names_guess){look, number};
    return number;
}

struct key names_key(struct names *names, struct span cell, uint32_t site, bool is_visitor) {
    uint32_t form = is_visitor ? KEY_IS_VISITOR : 0;
    uint64_t value;
    if (cell.size != NAMES_KEY_BYTES || !number_read_hex64(cell.at, &value)) {
        value = table_number(&names->odd_keys, span_is_empty(cell) ? SPAN_ABSENT : cell);
        form |= KEY_IS_ODD;
    }
    return (struct key){value, site << KEY_SITE_SHIFT | form};
}

struct span names_key_cell(const struct names *names, struct key key, char *hex) {
    if (key.site & KEY_IS_ODD)
        return table_name(&names->odd_keys, (uint32_t)key.value);
    number_write_hex64(hex, key.value);
    return (struct span){hex, NAMES_KEY_BYTES};
}

size_t names_bytes(const struct names *names) {
    return table_bytes(&names->texts) + table_bytes(&names->words) + table_bytes(&names->sites) +
           table_bytes(&names->odd_keys) + names->meanings_capacity * sizeof *names->meanings;
}

void names_free(struct names *names) {
    table_free(&names->texts);
    table_free(&names->words);
    table_free(&names->sites);
    table_free(&names->odd_keys);
    free(names->meanings);
    *names = (struct names){0};
}
