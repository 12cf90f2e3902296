#include "lib/rules/literals.h"

#include "lib/base/number.h"

enum { LITERALS_DEPTH = 16 };

/* What a part of a pattern says. */
struct part {
    bool is_exact; /* it matches the strings of `exact` and nothing else */
    struct literals exact;
    struct literals required; /* each match holds one of these; none: nothing known */
    unsigned worth;           /* of these */
    unsigned longest;         /* bytes of a match, or LITERALS_NO_LIMIT */
};

struct reader {
    struct span rest;
    int depth;
    bool has_start, has_end; /* ^ and $ stand in no group */
    bool is_open;            /* but do not hold for each match, or at each line */
    bool has_failed;         /* something was met that is not understood: nothing may be said */
};

/* The empty string and nothing else. */
static void literals_start(struct literals *set) {
    set->count = 1;
    set->list[0].size = 0;
}

/* set = each of set followed by each of tails. False, set left alone, if that is too much. */
static bool literals_join(struct literals *set, const struct literals *tails) {
    if (tails->count == 0 || set->count * tails->count > LITERALS_MAX)
        return false;
    for (unsigned i = 0; i < set->count; i++)
        for (unsigned j = 0; j < tails->count; j++)
            if (set->list[i].size + tails->list[j].size > LITERAL_BYTES)
                return false;
    unsigned old = set->count;
    for (unsigned j = tails->count; j-- > 0;) /* backwards: place 0 holds the heads until the end */
        for (unsigned i = 0; i < old; i++) {
            struct literal *to = &set->list[j * old + i];
            *to = set->list[i];
            memcpy(to->at + to->size, tails->list[j].at, tails->list[j].size);
            to->size = (unsigned char)(to->size + tails->list[j].size);
        }
    set->count = old * tails->count;
    return true;
}

/* Adds all of `more`. False if they do not fit. */
static bool literals_add(struct literals *set, const struct literals *more) {
    if (set->count + more->count > LITERALS_MAX)
        return false;
    memcpy(set->list + set->count, more->list, more->count * sizeof *more->list);
    set->count += more->count;
    return true;
}

/* How much a literal tells: its length, unless nearly every browser says it. */
static unsigned literal_worth(const struct literal *literal) {
    static const struct span usual = SPAN("mozilla/5.0 (windows nt 10.0; win64; x64) "
                                          "mozilla/5.0 (macintosh; intel mac os x 10_15_7) "
                                          "mozilla/5.0 (iphone; cpu iphone os 18_0 like mac os x) "
                                          "mozilla/5.0 (linux; android 10; k) "
                                          "applewebkit/537.36 (khtml, like gecko) "
                                          "version/18.0 chrome/120.0.0.0 mobile safari/537.36");
    struct span text = {literal->at, literal->size};
    bool is_usual = text.size > 1 && span_find_folded(usual, text) < usual.size;
    return is_usual ? 2 : literal->size;
}

/* What the literal of the set that tells least is worth; 0 if that is not above `least`. */
static unsigned literals_worth(const struct literals *set, unsigned least) {
    unsigned worth = set->count ? LITERAL_BYTES : 0;
    for (unsigned i = 0; i < set->count; i++)
        if (set->list[i].size <= least)
            return 0;
    for (unsigned i = 0; i < set->count && worth > least; i++) {
        unsigned one = literal_worth(&set->list[i]);
        worth = one < worth ? one : worth;
    }
    return worth > least ? worth : 0;
}

static void part_require_nothing(struct part *part) {
    part->required.count = 0;
    part->worth = 0;
}

static void part_require(struct part *part, const struct literals *set) {
    unsigned worth = literals_worth(set, part->worth);
    if (worth) {
        part->required = *set;
        part->worth = worth;
    }
}

static void read_alternatives(struct reader *reader, struct part *part);

static char reader_peek(const struct reader *reader) {
    return reader->rest.size ? reader->rest.at[0] : '\0';
}

static bool reader_takes(struct reader *reader, struct span text) {
    if (!span_starts_with(reader->rest, text))
        return false;
    reader->rest = span_skip(reader->rest, text.size);
    return true;
}

static void part_anything(struct part *part) {
    part->is_exact = false;
    part->longest = 1;
    part_require_nothing(part);
}

static void part_of_byte(struct part *part, char byte) {
    part->is_exact = true;
    part->exact.count = 1;
    part->exact.list[0].size = 1;
    part->exact.list[0].at[0] = span_lower_byte(byte);
    part->longest = 1;
    part_require_nothing(part);
}

/* The empty string: for what has no width. */
static void part_match_nothing(struct part *part) {
    part->is_exact = true;
    literals_start(&part->exact);
    part->longest = 0;
}

static void part_nothing(struct part *part) {
    part_match_nothing(part);
    part_require_nothing(part);
}

static bool part_has_width(const struct part *part) {
    return !part->is_exact || part->exact.count > 1 || part->exact.list[0].size > 0;
}

/* `(?i)`, `(?-i)`, `(?s:`: case is ignored here anyway. False for what else begins with `(?`. */
static bool read_options(struct reader *reader) {
    struct span text = reader->rest;
    size_t i = 0;
    while (i < text.size && memchr("imsnJ-", text.at[i], 6))
        i++;
    if (i == 0 || i == text.size || (text.at[i] != ')' && text.at[i] != ':'))
        return false;
    reader->is_open |= memchr(text.at, 'm', i) != NULL;
    reader->rest = span_skip(text, i);
    return true;
}

/* What a group is for: it is matched in its place, or only looked for before or behind it, or must
 * not be there. */
enum group { GROUP_IN_PLACE, GROUP_SEEN, GROUP_NOT_SEEN };

/* Behind `(?<`, `(?P<` or `(?'`: passes over the group's name. */
static enum group read_name(struct reader *reader, char end) {
    size_t size = span_find(reader->rest, end);
    reader->has_failed |= size == reader->rest.size;
    reader->rest = span_skip(reader->rest, size + 1);
    return GROUP_IN_PLACE;
}

/* What follows `(`. */
static enum group read_group_head(struct reader *reader) {
    static const struct {
        struct span head;
        enum group group;
    } heads[] = {
        {SPAN("?:"), GROUP_IN_PLACE},  {SPAN("?>"), GROUP_IN_PLACE}, {SPAN("?|"), GROUP_IN_PLACE},
        {SPAN("?="), GROUP_SEEN},      {SPAN("?<="), GROUP_SEEN},    {SPAN("?!"), GROUP_NOT_SEEN},
        {SPAN("?<!"), GROUP_NOT_SEEN},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (reader_takes(reader, heads[i].head))
            return heads[i].group;
    if (reader_takes(reader, (struct span)SPAN("?<")) ||
        reader_takes(reader, (struct span)SPAN("?P<")))
        return read_name(reader, '>');
    if (reader_takes(reader, (struct span)SPAN("?'")))
        return read_name(reader, '\'');
    if (reader_takes(reader, (struct span)SPAN("?"))) {
        /* `(?i)` is as good as an empty group, `(?i:` begins one. */
        if (!read_options(reader))
            reader->has_failed = true;
        reader_takes(reader, (struct span)SPAN(":"));
    }
    reader->has_failed |= reader_peek(reader) == '*'; /* (*VERB) */
    return GROUP_IN_PLACE;
}

static void read_group(struct reader *reader, struct part *part) {
    enum group group = read_group_head(reader);
    if (++reader->depth > LITERALS_DEPTH)
        reader->has_failed = true;
    if (reader->has_failed)
        return;
    read_alternatives(reader, part);
    reader->depth--;
    reader->has_failed |= !reader_takes(reader, (struct span)SPAN(")"));
    if (group == GROUP_IN_PLACE)
        return;
    part_match_nothing(part);
    if (group == GROUP_NOT_SEEN)
        part_require_nothing(part);
}

/* `\d` and the like are anything; `\b` has no width; `\.` is itself. */
static void read_escape(struct reader *reader, struct part *part) {
    char byte = reader_peek(reader);
    reader->has_failed |= span_is_empty(reader->rest);
    reader->rest = span_skip(reader->rest, 1);
    if (strchr("dDwWsShHvVNRXtnrfea123456789", byte))
        part_anything(part);
    else if (strchr("bBAzZGK", byte))
        part_nothing(part);
    else if (number_is_digit(byte) ||
             (span_lower_byte(byte) >= 'a' && span_lower_byte(byte) <= 'z'))
        reader->has_failed = true;
    else
        part_of_byte(part, byte);
    while (number_is_digit(byte) && number_is_digit(reader_peek(reader))) /* \10 */
        reader->rest = span_skip(reader->rest, 1);
    if (number_is_digit(byte) || byte == 'R' || byte == 'X')
        part->longest = LITERALS_NO_LIMIT;
}

/* `[.-]`: each of a few bytes; other classes: anything. */
static void read_class(struct reader *reader, struct part *part) {
    bool is_few = reader_peek(reader) != '^';
    if (!is_few)
        reader->rest = span_skip(reader->rest, 1);
    part->exact.count = 0;
    for (bool is_first = true;; is_first = false) {
        char byte = reader_peek(reader);
        if (span_is_empty(reader->rest) || byte == '\0') {
            reader->has_failed = true;
            return;
        }
        reader->rest = span_skip(reader->rest, 1);
        if (byte == ']' && !is_first)
            break;
        struct part member;
        part_of_byte(&member, byte);
        if (byte == '\\')
            read_escape(reader, &member);
        /* [:alpha:] ends with `]` too. */
        reader->has_failed |= byte == '[' && strchr(":.=", reader_peek(reader));
        /* A range; `-` at either end is itself. */
        is_few &= member.is_exact && member.exact.list[0].size == 1 &&
                  !(byte == '-' && !is_first && reader_peek(reader) != ']') &&
                  literals_add(&part->exact, &member.exact);
        if (reader->has_failed)
            return;
    }
    part->is_exact = is_few;
    part->longest = 1;
    part_require_nothing(part);
}

static void read_anchor(struct reader *reader, char byte) {
    if (reader->depth == 0)
        *(byte == '^' ? &reader->has_start : &reader->has_end) = true;
    reader->is_open |= memchr("?*+{", reader_peek(reader), 4) != NULL;
}

static void read_atom(struct reader *reader, struct part *part) {
    char byte = reader_peek(reader);
    reader->rest = span_skip(reader->rest, 1);
    part_nothing(part);
    if (byte == '(')
        read_group(reader, part);
    else if (byte == '[')
        read_class(reader, part);
    else if (byte == '\\')
        read_escape(reader, part);
    else if (byte == '.')
        part_anything(part);
    else if (byte == '^' || byte == '$')
        read_anchor(reader, byte);
    else
        part_of_byte(part, byte);
}

/* How often the atom before is taken. */
enum times { TIMES_ONCE, TIMES_NONE_OR_ONE, TIMES_ANY, TIMES_ONE_OR_MORE };

/* The 2 of `2`, the 3 of `0,3`. */
static unsigned read_most(struct span braces) {
    size_t comma = span_find(braces, ',');
    struct span last = comma < braces.size ? span_skip(braces, comma + 1) : braces;
    uint64_t most;
    /* Before 10.43 `{,3}` stood for itself. */
    bool is_known = comma > 0 && number_read(last, &most) && most < LITERALS_NO_LIMIT;
    return is_known ? (unsigned)most : LITERALS_NO_LIMIT;
}

/* `{2}`, `{1,}`, `{0,3}`; TIMES_ONCE for a `{` that stands for itself. */
static enum times read_braces(struct reader *reader, unsigned *most) {
    struct span text = span_skip(reader->rest, 1);
    size_t digits = 0, end = span_find(text, '}');
    bool can_miss = true;
    for (; digits < text.size && number_is_digit(text.at[digits]); digits++)
        can_miss &= text.at[digits] == '0';
    /* From 10.43 on PCRE2 takes `{ 1, 2 }` for a quantifier too. */
    reader->has_failed |= text.size && (text.at[0] == ' ' || text.at[0] == '\t');
    for (size_t i = digits; i < end; i++)
        if (!number_is_digit(text.at[i]) && (i != digits || text.at[i] != ','))
            return TIMES_ONCE;
    if (end == text.size || end == 0)
        return TIMES_ONCE;
    reader->rest = span_skip(text, end + 1);
    *most = read_most(span_take(text, end));
    return can_miss ? TIMES_ANY : TIMES_ONE_OR_MORE;
}

/* Also how often at most. */
static enum times read_times(struct reader *reader, unsigned *most) {
    enum times times = TIMES_ONCE;
    char byte = reader_peek(reader);
    *most = byte == '*' || byte == '+' ? LITERALS_NO_LIMIT : 1;
    if (byte == '{')
        times = read_braces(reader, most);
    else if (byte == '?' || byte == '*' || byte == '+') {
        times = byte == '?' ? TIMES_NONE_OR_ONE : byte == '*' ? TIMES_ANY : TIMES_ONE_OR_MORE;
        reader->rest = span_skip(reader->rest, 1);
    }
    /* Lazy and possessive ones end with a second mark. */
    if (times != TIMES_ONCE && (reader_peek(reader) == '?' || reader_peek(reader) == '+'))
        reader->rest = span_skip(reader->rest, 1);
    /* `a{2}{3}` takes six. */
    reader->has_failed |= times != TIMES_ONCE && reader_peek(reader) == '{';
    return times;
}

/* Adds an atom to what stands before it. `part->exact` is the run of plain text that ends here. */
static void part_follow(struct part *part, struct part *atom, enum times times) {
    if (times == TIMES_NONE_OR_ONE && atom->is_exact) {
        struct literals empty;
        literals_start(&empty);
        atom->is_exact = literals_add(&atom->exact, &empty);
    }
    bool is_plain = times == TIMES_ONCE || times == TIMES_NONE_OR_ONE;
    if (times == TIMES_ONCE && !part_has_width(atom))
        part_require(part, &atom->required);
    if (is_plain && atom->is_exact && literals_join(&part->exact, &atom->exact))
        return;
    part_require(part, &part->exact);
    if (times == TIMES_ONCE || times == TIMES_ONE_OR_MORE)
        part_require(part, atom->is_exact ? &atom->exact : &atom->required);
    part->is_exact = false;
    /* The next run begins with this atom, or behind it. */
    if (is_plain && atom->is_exact)
        part->exact = atom->exact;
    else
        literals_start(&part->exact);
}

static void read_sequence(struct reader *reader, struct part *part) {
    part_nothing(part);
    while (reader->rest.size && !reader->has_failed && reader_peek(reader) != '|' &&
           reader_peek(reader) != ')') {
        struct part atom;
        read_atom(reader, &atom);
        if (reader->has_failed)
            return;
        unsigned most;
        enum times times = read_times(reader, &most);
        part_follow(part, &atom, times);
        unsigned longest = part->longest + atom.longest * most;
        part->longest = longest < LITERALS_NO_LIMIT ? longest : LITERALS_NO_LIMIT;
    }
    part_require(part, &part->exact);
}

static void read_alternatives(struct reader *reader, struct part *part) {
    read_sequence(reader, part);
    while (!reader->has_failed && reader_takes(reader, (struct span)SPAN("|"))) {
        struct part other;
        read_sequence(reader, &other);
        part->is_exact =
            part->is_exact && other.is_exact && literals_add(&part->exact, &other.exact);
        if (part->required.count == 0 || other.required.count == 0 ||
            !literals_add(&part->required, &other.required))
            part_require_nothing(part);
        part->worth = other.worth < part->worth ? other.worth : part->worth;
        part->longest = other.longest > part->longest ? other.longest : part->longest;
        reader->is_open |= reader->depth == 0;
    }
}

void literals_find(struct literals *literals, unsigned *longest, struct span pattern) {
    struct reader reader = {.rest = pattern};
    struct part whole;
    read_alternatives(&reader, &whole);
    literals->count = 0;
    *longest = LITERALS_NO_LIMIT;
    if (reader.has_failed || !span_is_empty(reader.rest))
        return;
    *literals = whole.required;
    if (reader.has_start && reader.has_end && !reader.is_open)
        *longest = whole.longest;
}
