#include "lib/stream/ledger.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"

#include <stdlib.h>

void ledger_init(struct ledger *ledger) {
    *ledger = (struct ledger){.is_complete = true};
    table_init(&ledger->names);
    table_init(&ledger->notes);
}

void ledger_add_span(struct ledger *ledger, struct span name, uint64_t count) {
    uint32_t known = ledger->names.count;
    uint32_t number = table_number(&ledger->names, name);
    mem_grow(&ledger->counts, &ledger->counts_capacity, (size_t)number + 1, sizeof *ledger->counts);
    uint64_t *sum = &ledger->counts[number];
    if (number == known)
        *sum = 0;
    if (__builtin_add_overflow(*sum, count, sum))
        *sum = UINT64_MAX;
}

void ledger_add(struct ledger *ledger, const char *name, uint64_t count) {
    ledger_add_span(ledger, span_of(name), count);
}

uint64_t ledger_count(const struct ledger *ledger, const char *name) {
    uint32_t number = table_find(&ledger->names, span_of(name));
    return number == TABLE_NONE ? 0 : ledger->counts[number];
}

void ledger_note(struct ledger *ledger, const char *key, struct span value) {
    struct buf note = {0};
    buf_add_string(&note, key);
    buf_add_byte(&note, '=');
    escape_add(&note, value);
    table_number(&ledger->notes, buf_span(&note));
    buf_free(&note);
}

struct span ledger_noted(const struct ledger *ledger, const char *key) {
    for (uint32_t i = 0; i < ledger->notes.count; i++) {
        struct span value = table_name(&ledger->notes, i);
        if (span_equals(span_cut(&value, '='), span_of(key)))
            return value;
    }
    return (struct span){NULL, 0};
}

void ledger_free(struct ledger *ledger) {
    table_free(&ledger->names);
    table_free(&ledger->notes);
    free(ledger->counts);
    *ledger = (struct ledger){0};
}
