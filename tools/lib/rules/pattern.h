/* Patterns: PCRE2 made safe for hostile subjects. The only part of smo that knows PCRE2.
 *
 * Subjects and patterns are bytes, never UTF-8 characters, so that no subject is invalid. Matching
 * is compiled (JIT) and bounded: a match that takes too much work ends with PATTERN_LIMIT, which is
 * counted and is not the same as "no match". */
#ifndef SMO_LIB_RULES_PATTERN_H
#define SMO_LIB_RULES_PATTERN_H

#include "lib/base/fault.h"
#include "lib/base/span.h"

#include <stddef.h>
#include <stdint.h>

enum {
    PATTERN_MATCH_LIMIT = 20000,  /* steps of PCRE2 in one search */
    PATTERN_SUBJECT_BYTES = 8192, /* the usual cap on a subject */
    PATTERN_MAX_GROUPS = 63,      /* capturing groups of one pattern */
};

enum pattern_case { PATTERN_CASE_MATTERS, PATTERN_CASE_IGNORED /* of ASCII letters */ };

enum pattern_result { PATTERN_NO_MATCH, PATTERN_MATCH, PATTERN_LIMIT };

/* A compiled pattern. Never changes, so threads may share it. */
struct pattern;

/* Compiles. NULL and a fault whose column counts from 1 within `text` if the pattern is not valid,
 * asks for UTF mode, or has too many groups. A group's name may be used more than once. Free with
 * pattern_free(). */
struct pattern *pattern_new(struct span text, enum pattern_case fold, struct fault *fault);

void pattern_free(struct pattern *pattern);

/* What a search works in and where its last result lies: one for each thread, for all patterns. */
struct pattern_matcher;

/* Subjects longer than `subject_bytes` are cut there. */
struct pattern_matcher *pattern_matcher_new(size_t subject_bytes);

void pattern_matcher_free(struct pattern_matcher *matcher);

/* Searches `subject` for the pattern. The subject's bytes must live as long as its groups are
 * asked for. No allocation but for the first search for a pattern, which makes machine code of it.
 */
enum pattern_result pattern_search(const struct pattern *pattern, struct pattern_matcher *matcher,
                                   struct span subject);

/* How many searches by this matcher have ended with PATTERN_LIMIT: for the ledger. */
uint64_t pattern_limit_hits(const struct pattern_matcher *matcher);

/* The distinct names of its groups, in order of first appearance: 0 to count - 1. They live as long
 * as the pattern. */
size_t pattern_name_count(const struct pattern *pattern);
struct span pattern_name(const struct pattern *pattern, size_t name);

/* The place of that name among them, or -1. */
int pattern_find_name(const struct pattern *pattern, struct span name);

/* What a group of that name caught in the matcher's last search, which was for this pattern and
 * ended with PATTERN_MATCH: a part of the subject; {NULL, 0} if it took no part. Of several groups
 * of one name, the first that took part. */
struct span pattern_caught(const struct pattern *pattern, const struct pattern_matcher *matcher,
                           size_t name);

#endif
