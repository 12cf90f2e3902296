#include "lib/rules/literals.h"

#include "lib/base/number.h"
#include "lib/rules/literalset.h"

enum { LITERALS_DEPTH = 16, LITERALS_FEW = 24, LITERALS_ENOUGH_WORTH = 6 };

/* What a part of a pattern says. */
struct part {
    bool is_exact;            /* it matches the texts of `tails` and nothing else */
    struct literals tails;    /* each match ends with one of these */
    struct literals heads;    /* and begins with one of these, unless it is exact */
    struct literals required; /* each match holds one of these; none: nothing known */
    unsigned worth;           /* of these */
    unsigned longest;         /* bytes of a match, or LITERALS_NO_LIMIT */
};

struct reader {
    struct span rest;
    int depth;
    bool has_start, has_end; /* ^ and $ stand in no group */
    bool is_open;            /* but do not hold for each match, or at each line */
    bool is_multiline;       /* they hold at each line */
    bool looks_further;      /* at what a match does not take, or at the end of the text */
    bool has_failed;         /* something was met that is not understood: nothing may be said */
};

static void part_require_nothing(struct part *part) {
    part->required.count = 0;
    part->worth = 0;
}

/* Many literals make the finder large; they must tell more than a few that tell enough. */
static bool part_has_enough(const struct part *part, const struct literals *set) {
    return part->worth >= LITERALS_ENOUGH_WORTH && set->count > LITERALS_FEW;
}

static void part_require(struct part *part, const struct literals *set) {
    unsigned worth = literalset_worth(set, part->worth);
    if (worth && !part_has_enough(part, set)) {
        literalset_copy(&part->required, set);
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

static void part_say_nothing(struct part *part) {
    part->is_exact = false;
    literalset_start(&part->tails);
    literalset_start(&part->heads);
    part_require_nothing(part);
}

static void part_anything(struct part *part) {
    part_say_nothing(part);
    part->longest = 1;
}

static void part_of_literal(struct part *part, struct literal literal) {
    part->is_exact = true;
    part->tails.count = 1;
    part->tails.list[0] = literal;
    part->longest = literal.size;
    part_require_nothing(part);
}

static void part_of_byte(struct part *part, char byte) {
    bool is_blank = byte >= '\t' && byte <= '\r'; /* as \s is */
    part_of_literal(part, (struct literal){
                              .size = 1,
                              .at = {is_blank ? ' ' : span_lower_byte(byte)},
                          });
}

/* The empty string: for what has no width. */
static void part_match_nothing(struct part *part) {
    part->is_exact = true;
    literalset_start(&part->tails);
    part->longest = 0;
}

static void part_nothing(struct part *part) {
    part_match_nothing(part);
    part_require_nothing(part);
}

/* False for what only looks around: it has no place in a run of plain text. */
static bool part_has_place(const struct part *part) {
    return !part->is_exact || part->tails.count > 1 || literals_size(&part->tails.list[0]) > 0;
}

/* What each match begins with. */
static const struct literals *part_heads(const struct part *part) {
    return part->is_exact ? &part->tails : &part->heads;
}

/* `(?i)`, `(?-i)`, `(?s:`: case is ignored here anyway. False for what else begins with `(?`. */
static bool read_options(struct reader *reader) {
    struct span text = reader->rest;
    size_t i = 0;
    while (i < text.size && memchr("imsnJ-", text.at[i], 6))
        i++;
    if (i == 0 || i == text.size || (text.at[i] != ')' && text.at[i] != ':'))
        return false;
    reader->is_multiline |= memchr(text.at, 'm', i) != NULL;
    reader->is_open |= reader->is_multiline;
    reader->rest = span_skip(text, i);
    return true;
}

/* What a group is for: it is matched in its place, or only looked for before or behind it, or must
 * not be there. */
enum group { GROUP_IN_PLACE, GROUP_SEEN, GROUP_NOT_SEEN };

/* Behind `(?<`, `(?P<` or `(?'`: passes over the group's name. `(?<*` has none: it looks behind. */
static enum group read_name(struct reader *reader, char end) {
    size_t size = span_find(reader->rest, end);
    reader->has_failed |= size == reader->rest.size || reader->rest.at[0] == '*';
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
    reader->looks_further = true;
    part_match_nothing(part);
    if (group == GROUP_NOT_SEEN)
        part_require_nothing(part);
}

/* `\d` and the like are anything; `\s` is a blank; `\b` has no width; `\.` is itself. */
static void read_escape(struct reader *reader, struct part *part) {
    char byte = reader_peek(reader);
    reader->has_failed |= span_is_empty(reader->rest);
    reader->rest = span_skip(reader->rest, 1);
    if (strchr("dDwWShHvVNRXtnrfea123456789", byte))
        part_anything(part);
    else if (byte == 's')
        part_of_byte(part, ' ');
    else if (strchr("bBAzZGK", byte)) {
        part_nothing(part);
        reader->looks_further = true;
    } else if (number_is_digit(byte) ||
             (span_lower_byte(byte) >= 'a' && span_lower_byte(byte) <= 'z'))
        reader->has_failed = true;
    else
        part_of_byte(part, byte);
    while (number_is_digit(byte) && number_is_digit(reader_peek(reader))) /* \10 */
        reader->rest = span_skip(reader->rest, 1);
    if (number_is_digit(byte) || byte == 'R' || byte == 'X')
        part->longest = LITERALS_NO_LIMIT;
}

/* The other digits of `2-9`, of which the hyphen is read. False for other ranges. */
static bool read_range(struct reader *reader, struct part *part) {
    char from = reader->rest.at[-2], to = reader_peek(reader);
    if (!number_is_digit(from) || !number_is_digit(to))
        return false;
    reader->rest = span_skip(reader->rest, 1);
    for (char digit = (char)(from + 1); digit <= to; digit++) {
        struct part another;
        part_of_byte(&another, digit);
        if (!literalset_unite(&part->tails, &another.tails))
            return false;
    }
    return true;
}

/* A byte of a class, or an escape. False if it is not one of a few. */
static bool read_member(struct reader *reader, struct part *part, char byte) {
    struct part member;
    part_of_byte(&member, byte);
    if (byte == '\\')
        read_escape(reader, &member);
    /* [:alpha:] ends with `]` too. */
    reader->has_failed |= byte == '[' && strchr(":.=", reader_peek(reader));
    return member.is_exact && member.tails.list[0].size == 1 &&
           literalset_unite(&part->tails, &member.tails);
}

/* `[.2-9-]`: each of a few bytes; other classes: anything. */
static void read_class(struct reader *reader, struct part *part) {
    bool is_few = reader_peek(reader) != '^';
    if (!is_few)
        reader->rest = span_skip(reader->rest, 1);
    part->tails.count = 0;
    bool is_range = false;
    for (bool is_first = true;; is_first = false) {
        char byte = reader_peek(reader);
        if (span_is_empty(reader->rest) || byte == '\0') {
            reader->has_failed = true;
            return;
        }
        reader->rest = span_skip(reader->rest, 1);
        if (byte == ']' && !is_first)
            break;
        /* `-` at either end is itself, and behind a range. */
        is_range = byte == '-' && !is_first && !is_range && reader_peek(reader) != ']';
        is_few &= is_range ? read_range(reader, part) : read_member(reader, part, byte);
        if (reader->has_failed)
            return;
    }
    if (is_few) {
        part->is_exact = true;
        part_require_nothing(part);
    } else {
        part_say_nothing(part);
    }
    part->longest = 1;
}

static void read_anchor(struct reader *reader, struct part *part, char byte) {
    bool is_start = byte == '^';
    if (reader->depth == 0)
        *(is_start ? &reader->has_start : &reader->has_end) = true;
    reader->is_open |= memchr("?*+{", reader_peek(reader), 4) != NULL;
    reader->looks_further |= !is_start;
    if (reader->is_multiline)
        part_nothing(part);
    else
        part_of_literal(part, (struct literal){.is_first = is_start, .is_last = !is_start});
}

static void read_atom(struct reader *reader, struct part *part) {
    char byte = reader_peek(reader);
    reader->rest = span_skip(reader->rest, 1);
    if (byte == '(')
        read_group(reader, part);
    else if (byte == '[')
        read_class(reader, part);
    else if (byte == '\\')
        read_escape(reader, part);
    else if (byte == '.')
        part_anything(part);
    else if (byte == '^' || byte == '$')
        read_anchor(reader, part, byte);
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
    bool is_known = number_read(last, &most) && most < LITERALS_NO_LIMIT;
    return is_known ? (unsigned)most : LITERALS_NO_LIMIT;
}

/* `{2}`, `{1,}`, `{0,3}`; TIMES_ONCE for a `{` that stands for itself. From 10.43 on PCRE2 takes
 * `{,3}` and `{ 1, 2 }` for quantifiers, too: they fail. */
static enum times read_braces(struct reader *reader, unsigned *most) {
    struct span text = span_skip(reader->rest, 1);
    size_t digits = 0, end = span_find(text, '}');
    bool can_miss = true;
    reader->has_failed |= span_starts_with(text, (struct span)SPAN(","));
    for (; digits < text.size && number_is_digit(text.at[digits]); digits++)
        can_miss &= text.at[digits] == '0';
    for (size_t i = digits; i < end; i++)
        if (!number_is_digit(text.at[i]) && (i != digits || text.at[i] != ',')) {
            reader->has_failed |= text.at[i] == ' ' || text.at[i] == '\t';
            return TIMES_ONCE;
        }
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

/* Forgets which texts these are, but not how they begin. */
static void part_blur(struct part *part) {
    if (part->is_exact)
        literalset_copy(&part->heads, &part->tails);
    part->is_exact = false;
}

/* Goes on with a run of plain text. False if there would be too many of them. */
static bool part_join(struct part *part, const struct part *atom) {
    struct literals before;
    bool is_whole = true;
    literalset_copy(&before, &part->tails);
    if (!literalset_join(&part->tails, &atom->tails, LITERALSET_TAILS, &is_whole))
        return false;
    if (!is_whole || part->tails.count > LITERALS_FEW)
        part_require(part, &before);
    if (is_whole)
        return true;
    if (part->is_exact) {
        literalset_copy(&part->heads, &before);
        literalset_join(&part->heads, &atom->tails, LITERALSET_HEADS, &is_whole);
        part->is_exact = false;
    }
    return true;
}

/* Behind an atom that is none of plain text, or too much of it, or may be repeated. */
static void part_break(struct part *part, const struct part *atom) {
    bool is_whole = true;
    struct literals border;
    literalset_copy(&border, &part->tails);
    literalset_join(&border, part_heads(atom), LITERALSET_HEADS, &is_whole);
    part_require(part, &border);
    part_require(part, &part->tails);
    part_require(part, atom->is_exact ? &atom->tails : &atom->required);
    if (part->is_exact)
        literalset_copy(&part->heads, &border);
    literalset_copy(&part->tails, &atom->tails);
    part->is_exact = false;
}

/* The same, where the atom may be missing. */
static void part_pass(struct part *part, const struct part *atom) {
    part_require(part, &part->tails);
    part_blur(part);
    if (!literalset_unite_tails(&part->tails, &atom->tails))
        literalset_start(&part->tails);
}

/* Adds the empty text, which stands first. False if there is no room. */
static bool part_may_miss(struct part *part) {
    struct literals set;
    literalset_start(&set);
    bool has_room = literalset_unite(&set, &part->tails);
    if (has_room)
        literalset_copy(&part->tails, &set);
    return has_room;
}

/* Adds an atom to what stands before it. */
static void part_follow(struct part *part, struct part *atom, enum times times) {
    if (times == TIMES_ONCE && !part_has_place(atom))
        part_require(part, &atom->required);
    bool is_plain = atom->is_exact &&
                    (times == TIMES_ONCE || (times == TIMES_NONE_OR_ONE && part_may_miss(atom)));
    if (is_plain && part_join(part, atom))
        return;
    if (times == TIMES_ONCE || times == TIMES_ONE_OR_MORE)
        part_break(part, atom);
    else
        part_pass(part, atom);
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
        reader->has_failed |= part->tails.count == 0; /* nothing can match */
    }
    part_require(part, &part->tails);
}

/* What one of two alternatives matches. */
static void part_or(struct part *part, const struct part *other) {
    if (!part->is_exact || !other->is_exact || !literalset_unite(&part->tails, &other->tails)) {
        part_blur(part);
        if (!literalset_unite(&part->heads, part_heads(other)))
            literalset_start(&part->heads);
        if (!literalset_unite_tails(&part->tails, &other->tails))
            literalset_start(&part->tails);
    }
    if (part->required.count == 0 || other->required.count == 0 ||
        !literalset_unite(&part->required, &other->required))
        part_require_nothing(part);
    part->worth = other->worth < part->worth ? other->worth : part->worth;
    part->longest = other->longest > part->longest ? other->longest : part->longest;
}

static void read_alternatives(struct reader *reader, struct part *part) {
    read_sequence(reader, part);
    while (!reader->has_failed && reader_takes(reader, (struct span)SPAN("|"))) {
        struct part other;
        read_sequence(reader, &other);
        part_or(part, &other);
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
    literalset_copy(literals, &whole.required);
    if (reader.has_start && reader.has_end && !reader.is_open)
        *longest = whole.longest;
}

unsigned literals_reach(struct span pattern) {
    struct reader reader = {.rest = pattern};
    struct part whole;
    read_alternatives(&reader, &whole);
    bool is_known = !reader.has_failed && span_is_empty(reader.rest) && reader.has_start &&
                    !reader.is_open && !reader.looks_further;
    return is_known ? whole.longest : LITERALS_NO_LIMIT;
}
