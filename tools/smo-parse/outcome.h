/* What becomes of a line: it is accepted, ignored, or rejected for one reason. These names stand in
 * the ledger (parse.reject.time=2), in the reject file and in smo-parse(1), REJECTS. */
#ifndef SMO_PARSE_OUTCOME_H
#define SMO_PARSE_OUTCOME_H

#include <stdbool.h>

/* X(CONSTANT, "name"). The ignored come after ACCEPTED, the rejected from CUT on. */
#define OUTCOMES(X)                                                                                \
    X(ACCEPTED, "accepted")                                                                        \
    X(BLANK, "blank")       /* nothing, or blanks only */                                          \
    X(COMMENT, "comment")   /* begins with # */                                                    \
    X(OUTSIDE, "filtered")  /* of another time than --since and --until want */                    \
    X(FILTERED, "filtered") /* of another host than --only-host */                                 \
    X(OTHER, "other")       /* JSON, well-formed, but no request: a start-up message, say */       \
    X(CUT, "cut")           /* the file ends or is damaged within the line */                      \
    X(LONG, "long")         /* over 1 MiB */                                                       \
    X(FIELDS, "fields")     /* too few or other fields than the format has */                      \
    X(QUOTE, "quote")       /* a quoted field is not closed, or text follows at once */            \
    X(CLIENT, "client")     /* neither an address nor a name */                                    \
    X(HOST, "host")         /* not a host's name */                                                \
    X(USER, "user")         /* blanks in it where it cannot have any */                            \
    X(TIME, "time")         /* not a time */                                                       \
    X(DATE, "date")         /* a time that does not exist, or not in 1990-2099 */                  \
    X(STATUS, "status")     /* not 100-599 */                                                      \
    X(NUMBER, "number")     /* bytes or seconds are no number */                                   \
    X(JSON, "json")         /* not a JSON object on one line */

#define OUTCOME_CONSTANT(constant, name) OUTCOME_##constant,
enum outcome { OUTCOMES(OUTCOME_CONSTANT) OUTCOME_COUNT };

extern const char *const outcome_names[OUTCOME_COUNT];

static inline bool outcome_is_reject(enum outcome outcome) {
    return outcome >= OUTCOME_CUT;
}

#endif
