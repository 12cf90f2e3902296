/* The ledger of a stream: named counts that say what became of every line ever read. They add up
 * when streams are joined. Kept with it: the notes and whether all was whole. */
#ifndef SMO_LIB_STREAM_LEDGER_H
#define SMO_LIB_STREAM_LEDGER_H

#include "lib/base/buf.h"
#include "lib/base/table.h"

/* Zero-initialised by ledger_init(). */
struct ledger {
    struct table names; /* "parse.lines" ... in order of first sight */
    uint64_t *counts;   /* by number in `names` */
    size_t counts_capacity;
    struct table notes; /* whole notes, "classify.site=shop.example", each once, escaped as read */
    bool is_complete;   /* status=complete so far */
};

void ledger_init(struct ledger *ledger);

/* Adds to a count (saturating). `name` is the full name, as "parse.lines". */
void ledger_add(struct ledger *ledger, const char *name, uint64_t count);
void ledger_add_span(struct ledger *ledger, struct span name, uint64_t count);

/* The count of a name, 0 if it was never seen. */
uint64_t ledger_count(const struct ledger *ledger, const char *name);

/* Keeps a note (`tool.key=value`, unescaped); one that is known is kept once. */
void ledger_note(struct ledger *ledger, const char *key, struct span value);

/* The first note's value for a key, or an empty span. */
struct span ledger_noted(const struct ledger *ledger, const char *key);

void ledger_free(struct ledger *ledger);

#endif
