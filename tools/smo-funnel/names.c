#include "smo-funnel/names.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

uint32_t names_text(struct names *names, struct span text) {
    return span_is_absent(text) ? NAMES_ABSENT : table_number(&names->texts, text);
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

uint32_t names_word(struct names *names, struct span word) {
    if (span_is_absent(word)) /* most actions */
        return 0;
    size_t place = word.size * 8 + (unsigned char)word.at[0];
    uint32_t *recent = &names->recent_words[place % NAMES_RECENT_WORDS];
    if (!span_equals(word, table_name(&names->words, *recent)))
        *recent = names_new_word(names, word);
    return *recent;
}

uint32_t names_site(struct names *names, struct span host) {
    static const struct span www = SPAN("www.");
    if (span_starts_with(host, www))
        host = span_skip(host, www.size);
    if (span_is_empty(host))
        host = SPAN_ABSENT;
    if (!span_equals(host, table_name(&names->sites, names->last_site)))
        names->last_site = table_number(&names->sites, host);
    return names->last_site;
}

/* One more than what a hexadecimal digit in lower case stands for; 0 for all other bytes. */
static const unsigned char hex_digits[256] = {
    ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

/* True if the cell is what smo-classify writes: 16 hexadecimal digits in lower case. */
static bool names_read_hex(struct span cell, uint64_t *value) {
    if (cell.size != NAMES_KEY_BYTES)
        return false;
    uint64_t read = 0;
    unsigned odd = 0;
    for (size_t i = 0; i < NAMES_KEY_BYTES; i++) {
        unsigned digit = hex_digits[(unsigned char)cell.at[i]] - 1u;
        odd |= digit;
        read = read << 4 | (digit & 15);
    }
    *value = read;
    return odd <= 15;
}

struct key names_key(struct names *names, struct span cell, uint32_t site, bool is_visitor) {
    uint32_t form = is_visitor ? KEY_IS_VISITOR : 0;
    uint64_t value;
    if (!names_read_hex(cell, &value)) {
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
