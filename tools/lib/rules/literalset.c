#include "lib/rules/literalset.h"

void literalset_start(struct literals *set) {
    set->count = 1;
    set->list[0] = (struct literal){.size = 0};
}

void literalset_copy(struct literals *to, const struct literals *from) {
    to->count = from->count;
    memcpy(to->list, from->list, from->count * sizeof *from->list);
}

bool literalset_unite(struct literals *set, const struct literals *more) {
    if (set->count + more->count > LITERALS_MAX)
        return false;
    memcpy(set->list + set->count, more->list, more->count * sizeof *more->list);
    set->count += more->count;
    return true;
}

/* Whether all that ends with `literal` ends with `tail`. */
static bool literalset_ends_with(const struct literal *literal, const struct literal *tail) {
    if (literal->size < tail->size || (tail->is_last && !literal->is_last) ||
        (tail->is_first && !(literal->is_first && literal->size == tail->size)))
        return false;
    const char *end = literal->at + literal->size - tail->size;
    for (unsigned i = tail->size; i > 0; i--)
        if (end[i - 1] != tail->at[i - 1])
            return false;
    return true;
}

/* Whether another one of the set, from `first` on, is the end of this one; of equal ones the first
 * stands. */
static bool literalset_is_needless(const struct literals *set, unsigned place, unsigned first) {
    const struct literal *literal = &set->list[place];
    for (unsigned i = first; i < set->count; i++)
        if (i != place && literalset_ends_with(literal, &set->list[i]) &&
            (i < place || !literalset_ends_with(&set->list[i], literal)))
            return true;
    return false;
}

bool literalset_unite_tails(struct literals *set, const struct literals *more) {
    unsigned before = set->count, kept = 0;
    if (!literalset_unite(set, more))
        return false;
    /* Those from before were held against each other when they came. */
    for (unsigned i = 0; i < set->count; i++)
        if (!literalset_is_needless(set, i, i < before ? before : 0))
            set->list[kept++] = set->list[i];
    set->count = kept;
    return true;
}

/* Nothing stands before what begins a text, nor behind what ends it. */
static bool literalset_can_follow(const struct literal *head, const struct literal *tail) {
    return !(head->is_last && (tail->size || tail->is_first)) && !(tail->is_first && head->size);
}

static struct literal literalset_joined(const struct literal *head, const struct literal *tail,
                                        enum literalset_keep keep, bool *is_whole) {
    char text[3 * LITERAL_BYTES] = {0}; /* all are copied whole: their ends overlap what follows */
    unsigned size = (unsigned)head->size + tail->size, cut = 0;
    memcpy(text, head->at, LITERAL_BYTES);
    memcpy(text + head->size, tail->at, LITERAL_BYTES);
    if (size > LITERAL_BYTES) {
        cut = size - LITERAL_BYTES;
        *is_whole = false;
    }
    struct literal joined = {
        .is_first = (head->is_first || tail->is_first) && !(cut && keep == LITERALSET_TAILS),
        .is_last = (head->is_last || tail->is_last) && !(cut && keep == LITERALSET_HEADS),
        .size = (unsigned char)(size - cut),
    };
    memcpy(joined.at, text + (keep == LITERALSET_TAILS ? cut : 0), LITERAL_BYTES);
    return joined;
}

bool literalset_join(struct literals *set, const struct literals *tails, enum literalset_keep keep,
                     bool *is_whole) {
    if (set->count * tails->count > LITERALS_MAX)
        return false;
    struct literals heads;
    literalset_copy(&heads, set);
    set->count = 0;
    for (unsigned j = 0; j < tails->count; j++)
        for (unsigned i = 0; i < heads.count; i++)
            if (literalset_can_follow(&heads.list[i], &tails->list[j]))
                set->list[set->count++] =
                    literalset_joined(&heads.list[i], &tails->list[j], keep, is_whole);
    return true;
}

/* What tells as much as any that is longer. */
enum { LITERALSET_ENOUGH = 12 };

/* What nearly every browser says of itself, and what many urls have. */
static const char *const literalset_usual[] = {
    "mozilla/5.0 (windows nt 10.0; win64; x64) mozilla/5.0 (macintosh; intel mac os x 10_15_7) "
    "mozilla/5.0 (iphone; cpu iphone os 18_0 like mac os x) mozilla/5.0 (linux; android 10; k) "
    "applewebkit/537.36 (khtml, like gecko) version/18.0 chrome/120.0.0.0 mobile safari/537.36",
    "index.php?.html?/products/catalog/category/",
};

/* Whether a literal, given as text too, is a part of one of these, bound to an end of it or not. */
static bool literalset_is_usual(const struct literal *literal, const char *text) {
    for (size_t i = 0; i < sizeof literalset_usual / sizeof *literalset_usual; i++) {
        const char *usual = literalset_usual[i], *place = strstr(usual, text);
        if (place && !(literal->is_first && place > usual) &&
            !(literal->is_last && strcmp(usual + strlen(usual) - literal->size, text)))
            return true;
    }
    return false;
}

/* How much a literal tells: its size, unless it is a usual one. All urls begin with a slash. */
static unsigned literalset_worth_of(const struct literal *literal) {
    char text[LITERAL_BYTES + 1] = {0};
    bool is_slash = literal->is_first && !literal->is_last && literal->size == 1 &&
                    literal->at[0] == '/';
    if (literals_size(literal) < 2 || is_slash)
        return 1;
    memcpy(text, literal->at, literal->size);
    return literalset_is_usual(literal, text) ? 2 : literals_size(literal) + 1;
}

unsigned literalset_worth(const struct literals *set, unsigned least) {
    unsigned worth = set->count ? LITERALSET_ENOUGH : 0;
    for (unsigned i = 0; i < set->count; i++)
        if (literals_size(&set->list[i]) == 0 || literals_size(&set->list[i]) + 1 <= least)
            return 0;
    for (unsigned i = 0; i < set->count && worth > least; i++) {
        unsigned one = literalset_worth_of(&set->list[i]);
        worth = one < worth ? one : worth;
    }
    return worth > least ? worth : 0;
}
