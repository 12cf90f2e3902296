#include "smo-parse/program.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "smo-parse/scan.h"

/* --- building */

void program_init(struct program *program, struct arena *arena, bool escapes_quotes) {
    *program = (struct program){.arena = arena, .escapes_quotes = escapes_quotes};
}

static struct program_step *program_add(struct program *program, enum program_kind kind) {
    if (program->count == program->capacity) {
        size_t capacity = program->capacity ? program->capacity * 2 : 16;
        struct program_step *steps = arena_alloc(program->arena, capacity * sizeof *steps);
        if (program->count)
            memcpy(steps, program->steps, program->count * sizeof *steps);
        program->steps = steps;
        program->capacity = capacity;
    }
    struct program_step *step = &program->steps[program->count++];
    *step = (struct program_step){.kind = kind};
    return step;
}

void program_add_literal(struct program *program, struct span bytes) {
    if (span_is_empty(bytes))
        return;
    struct program_step *last = program->count ? &program->steps[program->count - 1] : NULL;
    if (!last || last->kind != PROGRAM_LITERAL) {
        program_add(program, PROGRAM_LITERAL)->text = arena_copy(program->arena, bytes);
        return;
    }
    struct buf joined = {0};
    buf_add(&joined, last->text);
    buf_add(&joined, bytes);
    last->text = arena_copy(program->arena, buf_span(&joined));
    buf_free(&joined);
}

void program_add_capture(struct program *program, enum capture capture) {
    struct program_step *last = program->count ? &program->steps[program->count - 1] : NULL;
    if (capture == CAPTURE_QUERY && last && last->capture == CAPTURE_PATH) {
        last->capture = CAPTURE_URL; /* %U%q, $uri$is_args$args */
        program->caught |= HIT_BIT(CAPTURE_URL);
        program->caught &= ~HIT_BIT(CAPTURE_PATH);
        return;
    }
    if (program->caught & HIT_BIT(capture))
        capture = CAPTURE_NOTHING;
    if (capture != CAPTURE_NOTHING)
        program->caught |= HIT_BIT(capture);
    program_add(program, PROGRAM_REST)->capture = capture;
}

void program_add_time(struct program *program, struct span pattern) {
    struct program_step *step = program_add(program, PROGRAM_TIME);
    step->capture = CAPTURE_TIME;
    step->text = pattern;
    if (span_is(pattern, "clf"))
        step->kind = PROGRAM_CLF;
    program->catches_time = true;
}

void program_allow_tail(struct program *program) {
    const uint32_t forwarded = HIT_BIT(CAPTURE_FORWARDED);
    bool is_caught = program->caught & forwarded;
    program_add(program, PROGRAM_TAIL)->capture = is_caught ? CAPTURE_NOTHING : CAPTURE_FORWARDED;
    program->allows_tail = true;
    program->caught |= forwarded;
}

static bool program_is_quoted(const struct program *program, size_t i) {
    const struct program_step *step = &program->steps[i];
    if (!program->escapes_quotes || i == 0 || step[-1].kind != PROGRAM_LITERAL)
        return false;
    static const struct span quote = SPAN("\"");
    return span_ends_with(step[-1].text, quote) && span_starts_with(step[1].text, quote);
}

/* `203.0.113.9, 10.0.0.1 - - [`: X-Forwarded-For, all hops of it, in the place of the client, or by
 * its own name; or what is passed over, such as the addresses of several upstreams. */
static inline bool program_may_be_list(const struct program_step *step) {
    return step->capture == CAPTURE_PEER || step->capture == CAPTURE_FORWARDED ||
           step->capture == CAPTURE_NOTHING;
}

/* What ends the piece at step i, which has a step behind it. */
static bool program_end_piece(struct program *program, size_t i) {
    struct program_step *step = &program->steps[i], *next = step + 1;
    if (next->kind == PROGRAM_LITERAL) {
        step->text = next->text;
        if (program_is_quoted(program, i))
            step->kind = PROGRAM_QUOTED;
        else if (span_is(step->text, " ") && !program_may_be_list(step))
            step->kind = PROGRAM_WORD;
        else
            step->kind = step->text.at[0] == ' ' ? PROGRAM_WORDS : PROGRAM_UNTIL;
        return true;
    }
    if (next->kind == PROGRAM_TAIL) {
        step->kind = PROGRAM_BEFORE;
        step->text = (struct span)SPAN(" ");
        return true;
    }
    step->kind = PROGRAM_BEFORE; /* $host$request_uri: a url begins with a slash */
    step->text = (struct span)SPAN("/");
    return next->capture == CAPTURE_URL || next->capture == CAPTURE_PATH;
}

/* Whether the literal that ends a piece is passed with it. */
static bool program_passes(enum program_kind kind) {
    return kind == PROGRAM_UNTIL || kind == PROGRAM_WORDS || kind == PROGRAM_WORD ||
           kind == PROGRAM_QUOTED;
}

static void program_drop_passed_literals(struct program *program) {
    size_t kept = 0;
    for (size_t i = 0; i < program->count; i++)
        if (!(i && program->steps[i].kind == PROGRAM_LITERAL &&
              program_passes(program->steps[i - 1].kind)))
            program->steps[kept++] = program->steps[i];
    program->count = kept;
}

/* A time would take decimals along that the format has apart: `%{%T}t.%{msec_frac}t`. Its pattern
 * ends with their point then. */
static void program_keep_point(struct program *program, size_t i) {
    struct program_step *step = &program->steps[i], *next = step + 1;
    if (step->kind != PROGRAM_TIME || next->kind != PROGRAM_LITERAL ||
        (next->text.at[0] != '.' && next->text.at[0] != ','))
        return;
    struct buf pattern = {0};
    buf_add(&pattern, step->text);
    buf_add_byte(&pattern, next->text.at[0]);
    step->text = arena_copy(program->arena, buf_span(&pattern));
    next->text = span_skip(next->text, 1);
    buf_free(&pattern);
}

static void program_set_word(struct program_step *step) {
    char word[8] = {0}, mask[8] = {0};
    size_t size = step->text.size < sizeof word ? step->text.size : sizeof word;
    if (size == 0)
        return;
    memcpy(word, step->text.at, size);
    memset(mask, 0xff, size);
    step->first = word[0];
    step->word = span_word(word);
    step->mask = span_word(mask);
}

struct program_shape {
    enum program_kind kind;
    enum capture capture;
    struct span text;
};

static bool program_has_shape(const struct program *program, size_t i,
                              const struct program_shape *shape) {
    const struct program_step *step = &program->steps[i];
    return i < program->count && step->kind == shape->kind && step->capture == shape->capture &&
           span_equals(step->text, shape->text);
}

/* The steps of `%h %l %u %t "%r" %s `, or of the same in nginx's words: how many of them begin at
 * step i; 0 if it is something else. */
static size_t program_usual_steps(const struct program *program, size_t i) {
    static const struct program_shape usual[] = {
        {PROGRAM_WORDS, CAPTURE_PEER, SPAN(" ")},  {PROGRAM_WORD, CAPTURE_IDENT, SPAN(" ")},
        {PROGRAM_WORDS, CAPTURE_USER, SPAN(" [")}, {PROGRAM_CLF, CAPTURE_TIME, SPAN("clf")},
        {PROGRAM_LITERAL, 0, SPAN("] \"")},        {PROGRAM_QUOTED, CAPTURE_REQUEST, SPAN("\" ")},
        {PROGRAM_WORD, CAPTURE_STATUS, SPAN(" ")},
    };
    enum { USUAL = sizeof usual / sizeof *usual };
    size_t covered = 0;
    for (size_t k = 0; k < USUAL; k++) {
        const struct program_step *step = &program->steps[i + covered];
        bool is_first = k == 0 && step->kind == PROGRAM_WORDS && step->capture == CAPTURE_PEER;
        if (is_first && span_is(step->text, " - "))
            k = 1; /* nginx has no ident */
        else if (!program_has_shape(program, i + covered, &usual[k]))
            return 0;
        covered++;
    }
    return covered;
}

static void program_add_usual(struct program *program) {
    for (size_t i = 0; i < program->count; i++) {
        size_t covered = program_usual_steps(program, i);
        if (covered == 0)
            continue;
        program_add(program, PROGRAM_USUAL);
        struct program_step *step = &program->steps[i];
        memmove(step + 1, step, (program->count - 1 - i) * sizeof *step);
        *step = (struct program_step){.kind = PROGRAM_USUAL, .covered = covered};
        return;
    }
}

/* Whether it is the usual steps, then `%b "%{Referer}i" "%{User-agent}i"`. */
static bool program_is_combined(const struct program *program) {
    static const struct program_shape last[] = {
        {PROGRAM_WORDS, CAPTURE_BYTES, SPAN(" \"")},
        {PROGRAM_QUOTED, CAPTURE_REFERER, SPAN("\" \"")},
        {PROGRAM_QUOTED, CAPTURE_AGENT, SPAN("\"")},
    };
    enum { LAST = sizeof last / sizeof *last };
    if (program->steps[0].kind != PROGRAM_USUAL)
        return false;
    size_t i = 1 + program->steps[0].covered;
    for (size_t k = 0; k < LAST; k++, i++)
        if (!program_has_shape(program, i, &last[k]))
            return false;
    return i + 1 == program->count; /* and there, that or a tail ends the line */
}

bool program_finish(struct program *program, struct fault *fault) {
    if (!program->allows_tail)
        program_add(program, PROGRAM_END);
    for (size_t i = 0; i + 1 < program->count; i++) {
        if (program->steps[i].kind != PROGRAM_REST || program->steps[i + 1].kind == PROGRAM_END)
            continue;
        if (!program_end_piece(program, i))
            return fault_set(fault, "two variables touch: where one ends cannot be told");
    }
    for (size_t i = 0; i + 1 < program->count; i++)
        program_keep_point(program, i);
    program_drop_passed_literals(program);
    for (size_t i = 0; i + 1 < program->count; i++)
        if (program_passes(program->steps[i].kind) && program->steps[i].kind != PROGRAM_QUOTED &&
            program->steps[i + 1].kind == PROGRAM_END)
            program->steps[i].kind = PROGRAM_LAST;
    for (size_t i = 0; i < program->count; i++)
        program_set_word(&program->steps[i]);
    program_add_usual(program);
    program->is_combined = program_is_combined(program);
    return program->catches_time ||
           fault_set(fault, "has no time: a log without times tells no visits");
}

/* --- running */

/* Whether the step's text stands here. */
static inline bool program_is_here(const struct program_step *step, const char *at,
                                   const char *end) {
    return (size_t)(end - at) >= step->text.size &&
           ((span_word(at) ^ step->word) & step->mask) == 0 &&
           (step->text.size <= 8 || memcmp(at, step->text.at, step->text.size) == 0);
}

/* Where the step's text stands next; `end` if nowhere. */
static const char *program_find(const struct program_step *step, const char *at, const char *end) {
    for (;; at++) {
        at = step->text.size > 1 ? scan_pair(at, end, step->text.at)
                                 : scan_byte(at, end, step->first);
        if (at == end || program_is_here(step, at, end))
            return at;
    }
}

/* The same where the text begins with a blank: nearly always it is the first one. */
static inline const char *program_find_blank(const struct program_step *step,
                                             const struct linemap *map, const char *at,
                                             const char *end) {
    const char *blank = linemap_find(map, map->blanks, at);
    if (blank >= end)
        return end;
    return program_is_here(step, blank, end) ? blank : program_find(step, blank + 1, end);
}

/* Where a piece ends that words follow. */
static inline const char *program_find_words(const struct program_step *step,
                                             const struct linemap *map, const char *at,
                                             const char *end) {
    const char *found = program_find_blank(step, map, at, end);
    if (program_may_be_list(step))
        while (found < end && found > at && found[-1] == ',')
            found = program_find_blank(step, map, found + 1, end);
    return found;
}

struct span program_hops_of_tail(struct span tail) {
    struct span none = {NULL, 0};
    struct client_address address;
    struct span quoted = span_skip(tail, 2);
    size_t end = span_find(quoted, '"');
    if (tail.size < 4 || tail.at[1] != '"' || end == quoted.size)
        return none;
    bool is_last = end + 1 == quoted.size;
    struct span hops = span_take(quoted, end);
    size_t start = hops.size; /* only the last hop was written by the server's own proxy */
    while (start && hops.at[start - 1] != ',')
        start--;
    struct span hop = span_trim(span_skip(hops, start));
    /* With a port it may be the upstream's, unless nothing follows. */
    bool may_be = is_last || span_find(hop, '.') == hop.size || span_find(hop, ':') == hop.size;
    return may_be && client_read_address(hop, &address) ? hops : none;
}

/* What stands behind the last field of `combined`. */
static bool program_read_tail(const struct program_step *step, struct span tail, struct hit *hit) {
    if (tail.at[0] != ' ' && tail.at[0] != '\t')
        return false;
    struct span hops = program_hops_of_tail(tail);
    if (hops.at)
        hit->caught[step->capture] = hops;
    return true;
}

/* Catches what ends at `found`; returns what stands behind the literal there. */
static inline const char *program_catch(const struct program_step *step, const char *at,
                                        const char *found, struct hit *hit) {
    hit->caught[step->capture] = span_between(at, found);
    return found + step->text.size;
}

static inline enum outcome program_read_time(const struct program_step *step, struct when *when,
                                             const char **at, const char *end, struct hit *hit) {
    return step->kind == PROGRAM_CLF ? when_read_clf(when, *at, end, hit, at)
                                     : when_read(step->text, *at, end, hit, at);
}

/* Why a literal is not there: the line is torn, if little is left of it. */
static inline enum outcome program_mismatch(const char *at, const char *end, enum outcome outcome) {
    return end - at <= 1 ? OUTCOME_FIELDS : outcome;
}

static inline enum outcome program_read_quoted(const struct program_step *step,
                                               const struct linemap *map, const char **at,
                                               const char *end, struct hit *hit) {
    const char *found = linemap_find(map, map->quotes, *at);
    if (found >= end)
        return OUTCOME_QUOTE;
    hit->stopped = found;
    if (!program_is_here(step, found, end))
        return program_mismatch(found, end, OUTCOME_QUOTE);
    *at = program_catch(step, *at, found, hit);
    return OUTCOME_ACCEPTED;
}

/* `203.0.113.9 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 `: most formats have this, and
 * most lines have neither ident nor user. Returns where it ends; NULL if anything is different: the
 * steps one by one will tell. What stands behind a line is no part of it: an LF, a CR, a NUL. */
static inline const char *program_read_usual(const struct linemap *map, const struct when *when,
                                             const char *at, const char *end, struct hit *hit) {
    const char *blank = linemap_find(map, map->blanks, at), *time = blank + 6, *found;
    if (end - time < WHEN_CLF_BYTES + 3 || blank == at || blank[-1] == ',' ||
        memcmp(blank, " - -", 4) != 0 || memcmp(blank + 4, " [", 2) != 0 ||
        !when_read_known(when, time, hit) || memcmp(time + WHEN_CLF_BYTES, "] ", 2) != 0)
        return NULL;
    hit->caught[CAPTURE_PEER] = span_between(at, blank);
    hit->caught[CAPTURE_IDENT] = (struct span){blank + 1, 1};
    hit->caught[CAPTURE_USER] = (struct span){blank + 3, 1};
    at = time + WHEN_CLF_BYTES + 3;
    found = linemap_find(map, map->quotes, at);
    if (at[-1] != '"' || found >= end || found[1] != ' ')
        return NULL;
    hit->caught[CAPTURE_REQUEST] = span_between(at, found);
    at = found + 2;
    found = linemap_find(map, map->blanks, at);
    if (found >= end || found == at)
        return NULL;
    hit->caught[CAPTURE_STATUS] = span_between(at, found);
    return found + 1;
}

/* The last step: what it makes of the rest of the line. */
static inline enum outcome program_close(const struct program_step *step, struct span rest,
                                         enum outcome mismatch, struct hit *hit) {
    switch (step->kind) {
    case PROGRAM_LAST:
        if (!span_ends_with(rest, step->text))
            return OUTCOME_FIELDS;
        hit->caught[step->capture] = span_take(rest, rest.size - step->text.size);
        return OUTCOME_ACCEPTED;
    case PROGRAM_REST:
        hit->caught[step->capture] = span_trim(rest);
        return OUTCOME_ACCEPTED;
    case PROGRAM_TAIL:
        hit->caught[step->capture] = (struct span){NULL, 0};
        return span_is_empty(rest) || program_read_tail(step, rest, hit) ? OUTCOME_ACCEPTED
                                                                         : OUTCOME_QUOTE;
    default:
        return span_is_empty(span_trim(rest)) ? OUTCOME_ACCEPTED : mismatch;
    }
}

enum outcome program_run(const struct program *program, struct when *when, struct span line,
                         const struct linemap *map, struct hit *hit) {
    const char *at = line.at, *end = line.at + line.size, *found;
    enum outcome outcome, mismatch = OUTCOME_FIELDS; /* why the next literal is not there */
    for (const struct program_step *step = program->steps;; step++) {
        hit->stopped = at;
        switch (step->kind) {
        case PROGRAM_USUAL:
            found = program_read_usual(map, when, at, end, hit);
            step += found ? step->covered : 0;
            at = found ? found : at;
            break;
        case PROGRAM_LITERAL:
            if (!program_is_here(step, at, end))
                return program_mismatch(at, end, mismatch);
            at += step->text.size;
            mismatch = OUTCOME_FIELDS;
            break;
        case PROGRAM_UNTIL:
            found = program_find(step, at, end);
            if (found == end)
                return OUTCOME_FIELDS;
            at = program_catch(step, at, found, hit);
            break;
        case PROGRAM_WORDS: /* an empty piece means two blanks: no field is there */
            found = program_find_words(step, map, at, end);
            if (found == end || found == at)
                return OUTCOME_FIELDS;
            at = program_catch(step, at, found, hit);
            break;
        case PROGRAM_WORD:
            found = linemap_find(map, map->blanks, at);
            if (found >= end || found == at)
                return OUTCOME_FIELDS;
            at = program_catch(step, at, found, hit);
            break;
        case PROGRAM_BEFORE:
            found = step->first == ' ' ? program_find_words(step, map, at, end)
                                       : program_find(step, at, end);
            hit->caught[step->capture] = span_between(at, found);
            at = found;
            break;
        case PROGRAM_QUOTED:
            outcome = program_read_quoted(step, map, &at, end, hit);
            if (outcome != OUTCOME_ACCEPTED)
                return outcome;
            mismatch = OUTCOME_FIELDS;
            break;
        case PROGRAM_CLF:
        case PROGRAM_TIME:
            outcome = program_read_time(step, when, &at, end, hit);
            if (outcome != OUTCOME_ACCEPTED)
                return outcome;
            mismatch = OUTCOME_TIME;
            break;
        default:
            return program_close(step, span_between(at, end), mismatch, hit);
        }
    }
}
