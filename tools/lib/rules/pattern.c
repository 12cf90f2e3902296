#include "lib/rules/pattern.h"

#include "lib/base/mem.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    PATTERN_HEAP_KIB = 1024,
    PATTERN_JIT_STACK_FIRST = 32 * 1024,
    PATTERN_JIT_STACK_LAST = 512 * 1024,
};

/* Most patterns of a run are never searched for, and to make machine code takes longer than all
 * else before the first hit: it is made for the first search. Its state stands beside the pattern,
 * which is shared and never changes; the thread that comes first makes it, others wait. */
struct pattern_jit {
    _Atomic int state;
};
enum { PATTERN_NOT_JITTED, PATTERN_BEING_JITTED, PATTERN_JITTED, PATTERN_NO_JIT };

/* A named group: its number and the place of its name among the distinct ones. */
struct pattern_group {
    uint32_t number;
    size_t name;
};

struct pattern {
    pcre2_code *code;
    struct pattern_jit *jit;
    struct span *names; /* in the code's own table; few patterns have any */
    size_t name_count;
    struct pattern_group *groups; /* by number */
    size_t group_count;
};

struct pattern_matcher {
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    pcre2_match_data *found;
    struct span subject;
    size_t subject_bytes;
    uint64_t limit_hits;
};

/* Names of the groups from PCRE2's table, whose entries are a number in two bytes and a
 * NUL-terminated name, in order of the names. */
static void pattern_learn_names(struct pattern *pattern) {
    PCRE2_SPTR table;
    uint32_t entries, entry_bytes, captures;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &entries);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &entry_bytes);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &captures);
    if (entries == 0)
        return;
    pattern->names = mem_alloc(captures, sizeof *pattern->names);
    pattern->groups = mem_alloc(captures, sizeof *pattern->groups);
    for (uint32_t number = 1; number <= captures; number++)
        for (uint32_t i = 0; i < entries; i++) {
            PCRE2_SPTR entry = table + (size_t)i * entry_bytes;
            if (((uint32_t)entry[0] << 8 | entry[1]) != number)
                continue;
            struct span text = span_of((const char *)entry + 2);
            int known = pattern_find_name(pattern, text);
            size_t name = known >= 0 ? (size_t)known : pattern->name_count++;
            pattern->names[name] = text;
            pattern->groups[pattern->group_count++] = (struct pattern_group){number, name};
            break; /* (?| gives one number to several groups, but then only one name */
        }
}

/* Where memory ends, PCRE2 (10.42) may write through NULL while it compiles for its JIT, so the
 * program ends before that. */
static void *pattern_alloc(PCRE2_SIZE size, void *unused) {
    (void)unused;
    return mem_alloc(size, 1);
}

static void pattern_release(void *block, void *unused) {
    (void)unused;
    free(block);
}

static pcre2_code *pattern_compile(struct span text, enum pattern_case fold, struct fault *fault) {
    /* A subject is one line of a log: `.` takes any byte and `$` is its very end. */
    uint32_t options = PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_DUPNAMES | PCRE2_NEVER_UTF |
                       PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C;
    if (fold == PATTERN_CASE_IGNORED)
        options |= PCRE2_CASELESS;
    pcre2_general_context *memory =
        pcre2_general_context_create(pattern_alloc, pattern_release, NULL);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    int error;
    PCRE2_SIZE place;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)(text.size ? text.at : ""), text.size, options,
                                     &error, &place, context);
    pcre2_compile_context_free(context);
    pcre2_general_context_free(memory);
    if (!code) {
        char said[FAULT_TEXT_BYTES / 2];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)said, sizeof said);
        fault_set(fault, "pattern: %s", said);
        fault->column = place + 1;
    }
    return code;
}

struct pattern *pattern_new(struct span text, enum pattern_case fold, struct fault *fault) {
    pcre2_code *code = pattern_compile(text, fold, fault);
    if (!code)
        return NULL;
    uint32_t captures;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &captures);
    if (captures > PATTERN_MAX_GROUPS) {
        fault_set(fault, "pattern: more than %d groups; (?:...) catches nothing",
                  PATTERN_MAX_GROUPS);
        fault->column = 1;
        pcre2_code_free(code);
        return NULL;
    }
    struct pattern *pattern = mem_zeroed(1, sizeof *pattern);
    pattern->code = code;
    pattern->jit = mem_zeroed(1, sizeof *pattern->jit);
    pattern_learn_names(pattern);
    return pattern;
}

void pattern_free(struct pattern *pattern) {
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern->names);
    free(pattern->groups);
    free(pattern->jit);
    free(pattern);
}

struct pattern_matcher *pattern_matcher_new(size_t subject_bytes) {
    struct pattern_matcher *matcher = mem_zeroed(1, sizeof *matcher);
    matcher->subject_bytes = subject_bytes;
    matcher->context = pcre2_match_context_create(NULL);
    matcher->stack = pcre2_jit_stack_create(PATTERN_JIT_STACK_FIRST, PATTERN_JIT_STACK_LAST, NULL);
    matcher->found = pcre2_match_data_create(PATTERN_MAX_GROUPS + 1, NULL);
    if (!matcher->context || !matcher->found)
        mem_exhausted();
    pcre2_set_match_limit(matcher->context, PATTERN_MATCH_LIMIT);
    pcre2_set_depth_limit(matcher->context, PATTERN_MATCH_LIMIT);
    pcre2_set_heap_limit(matcher->context, PATTERN_HEAP_KIB);
    if (matcher->stack)
        pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
    return matcher;
}

void pattern_matcher_free(struct pattern_matcher *matcher) {
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->found);
    pcre2_jit_stack_free(matcher->stack);
    pcre2_match_context_free(matcher->context);
    free(matcher);
}

/* Where there is no JIT, PCRE2 interprets: slower, the same answers. */
SELDOM static int pattern_make_jit(const struct pattern *pattern) {
    int state = PATTERN_NOT_JITTED;
    if (atomic_compare_exchange_strong(&pattern->jit->state, &state, PATTERN_BEING_JITTED)) {
        bool is_made = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
        state = is_made ? PATTERN_JITTED : PATTERN_NO_JIT;
        atomic_store(&pattern->jit->state, state);
    }
    while (state == PATTERN_BEING_JITTED) {
        sched_yield();
        state = atomic_load(&pattern->jit->state);
    }
    return state;
}

static bool pattern_is_jitted(const struct pattern *pattern) {
    int state = atomic_load_explicit(&pattern->jit->state, memory_order_acquire);
    if (state < PATTERN_JITTED)
        state = pattern_make_jit(pattern);
    return state == PATTERN_JITTED;
}

enum pattern_result pattern_search(const struct pattern *pattern, struct pattern_matcher *matcher,
                                   struct span subject) {
    matcher->subject = span_take(subject, matcher->subject_bytes);
    if (!matcher->subject.at)
        matcher->subject.at = "";
    /* What pcre2_match() checks before it goes there takes as long as many a search. */
    int found = (pattern_is_jitted(pattern) ? pcre2_jit_match : pcre2_match)(
        pattern->code, (PCRE2_SPTR)matcher->subject.at, matcher->subject.size, 0, 0, matcher->found,
        matcher->context);
    if (found >= 0)
        return PATTERN_MATCH;
    if (found == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO_MATCH;
    /* Match, depth, heap or JIT stack limit: whatever stopped it, nothing is known. */
    matcher->limit_hits++;
    return PATTERN_LIMIT;
}

uint64_t pattern_limit_hits(const struct pattern_matcher *matcher) {
    return matcher->limit_hits;
}

size_t pattern_name_count(const struct pattern *pattern) {
    return pattern->name_count;
}

struct span pattern_name(const struct pattern *pattern, size_t name) {
    return pattern->names[name];
}

int pattern_find_name(const struct pattern *pattern, struct span name) {
    for (size_t i = 0; i < pattern->name_count; i++)
        if (span_equals(pattern->names[i], name))
            return (int)i;
    return -1;
}

struct span pattern_caught(const struct pattern *pattern, const struct pattern_matcher *matcher,
                           size_t name) {
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(matcher->found);
    for (size_t i = 0; i < pattern->group_count; i++) {
        const PCRE2_SIZE *place = places + 2 * (size_t)pattern->groups[i].number;
        /* \K in a lookahead can set an end before its start. */
        if (pattern->groups[i].name == name && place[0] != PCRE2_UNSET && place[0] <= place[1])
            return (struct span){matcher->subject.at + place[0], place[1] - place[0]};
    }
    return (struct span){NULL, 0};
}
