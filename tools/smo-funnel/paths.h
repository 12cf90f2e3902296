/* Urls as visits keep them: the path and the parameters that belong to the page, and nothing that
 * could name a person. */
#ifndef SMO_FUNNEL_PATHS_H
#define SMO_FUNNEL_PATHS_H

#include "lib/base/buf.h"
#include "lib/stream/ledger.h"
#include "smo-funnel/names.h"

enum { PATHS_RECENT = 2048 };

struct paths {
    struct table identity;                  /* parameters that belong to the page */
    bool identity_begins[256];              /* bytes that any of them begins with */
    struct names_guess plain[PATHS_RECENT]; /* paths that are their own reduced form: texts */
    uint32_t notes_known;                   /* notes of the ledger that were looked through */
    struct buf raw, decoded;                /* what is being worked on */
    struct buf reduced, escaped;
    struct buf left, right; /* the normal forms that are compared */
};

void paths_init(struct paths *paths);

/* Takes the names of identity parameters from the notes `classify.identity=route,product_id` that
 * have come since the last call. Cheap when none has. */
void paths_learn(struct paths *paths, const struct ledger *ledger);

/* A url or path cell without what visits do not keep: of the query only identity parameters stay;
 * each segment, and each value of a parameter, that holds an `@`, a UUID, or 20 unbroken letters
 * and digits (both), percent-decoded, becomes `:token`. The result is a cell (escaped) and lives
 * until the next call. "-" stays "-". */
struct span paths_reduce(struct paths *paths, struct span cell);

/* The number of its text: for most a look at the path is enough. */
uint32_t paths_text(struct paths *paths, struct names *names, struct span cell);
/* Forgets which texts were paths: they get new numbers. */
void paths_forget(struct paths *paths);

/* True if two paths so reduced differ at most by case, a trailing slash, an index file
 * (`index.php`, `default.aspx`) or a language prefix (an ISO 639-1 code: `/ru`, `/en-us`). */
bool paths_are_same(struct paths *paths, struct span a, struct span b);

void paths_free(struct paths *paths);

#endif
