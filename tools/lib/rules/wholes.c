#include "lib/rules/wholes.h"

#include "lib/base/mem.h"
#include "lib/base/table.h"

#include <stdlib.h>

struct wholes_meaning {
    uint32_t meaning;
    uint32_t next; /* of the same word, or TABLE_NONE */
};

struct wholes {
    struct table words;
    uint32_t *last; /* by number of the word: the meaning that was added last */
    size_t last_capacity;
    struct wholes_meaning *meanings;
    size_t count, capacity;
};

struct wholes *wholes_new(void) {
    struct wholes *wholes = mem_zeroed(1, sizeof *wholes);
    table_init(&wholes->words);
    return wholes;
}

void wholes_free(struct wholes *wholes) {
    if (!wholes)
        return;
    table_free(&wholes->words);
    free(wholes->last);
    free(wholes->meanings);
    free(wholes);
}

static struct span wholes_folded(char at[WHOLES_MAX_BYTES], struct span text) {
    span_lower(at, text);
    for (size_t i = 0; i < text.size; i++)
        if (at[i] >= '\t' && at[i] <= '\r')
            at[i] = ' ';
    return (struct span){at, text.size};
}

void wholes_add(struct wholes *wholes, struct span word, uint32_t meaning) {
    char folded[WHOLES_MAX_BYTES];
    uint32_t known = wholes->words.count;
    uint32_t number = table_number(&wholes->words, wholes_folded(folded, word));
    mem_grow(&wholes->last, &wholes->last_capacity, (size_t)number + 1, sizeof *wholes->last);
    if (number == known)
        wholes->last[number] = TABLE_NONE;
    mem_grow(&wholes->meanings, &wholes->capacity, wholes->count + 1, sizeof *wholes->meanings);
    wholes->meanings[wholes->count] = (struct wholes_meaning){meaning, wholes->last[number]};
    wholes->last[number] = (uint32_t)wholes->count++;
}

void wholes_mark(const struct wholes *wholes, struct span text, uint64_t *marks) {
    char folded[WHOLES_MAX_BYTES];
    if (wholes->count == 0 || text.size > WHOLES_MAX_BYTES)
        return;
    uint32_t number = table_find(&wholes->words, wholes_folded(folded, text));
    uint32_t place = number == TABLE_NONE ? TABLE_NONE : wholes->last[number];
    for (; place != TABLE_NONE; place = wholes->meanings[place].next) {
        uint32_t meaning = wholes->meanings[place].meaning;
        marks[meaning / 64] |= (uint64_t)1 << meaning % 64;
    }
}
