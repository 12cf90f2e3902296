/* A field program: what a log format's description is compiled to, and what reads its lines. A
 * short array of steps, each of which catches a piece or checks a literal.
 *
 * A line of the combined format is read in one of three ways, each of which gives the same row:
 * by usual.h, from the marks of many lines, without the program; by the step PROGRAM_USUAL,
 * which reads `client - - [time] "request" status ` at once, whatever follows; by the single steps,
 * which read everything else and alone tell what is wrong with a line. */
#ifndef SMO_PARSE_PROGRAM_H
#define SMO_PARSE_PROGRAM_H

#include "lib/base/arena.h"
#include "lib/base/fault.h"
#include "smo-parse/hit.h"
#include "smo-parse/linemap.h"
#include "smo-parse/when.h"

enum program_kind {
    PROGRAM_USUAL,   /* the next `covered` steps at once; where anything is unusual, one by one */
    PROGRAM_LITERAL, /* these bytes */
    PROGRAM_UNTIL,   /* catches up to these bytes, which are passed */
    PROGRAM_WORDS,   /* the same; they begin with a blank */
    PROGRAM_WORD,    /* the same; they are a blank */
    PROGRAM_LAST,    /* catches up to these bytes, which end the line */
    PROGRAM_BEFORE,  /* catches up to these bytes, which stay */
    PROGRAM_QUOTED,  /* the same; they begin with a quote that has no backslash before it */
    PROGRAM_CLF,     /* a time of the common log format */
    PROGRAM_TIME,    /* a time by a pattern */
    PROGRAM_REST,    /* catches all that is left */
    PROGRAM_TAIL,    /* the end, or a blank and anything: see program_allow_tail() */
    PROGRAM_END
};

struct program_step {
    enum program_kind kind;
    enum capture capture;
    struct span text;    /* the literal, the bytes that end a piece, or the pattern */
    size_t covered;      /* by PROGRAM_USUAL: steps */
    char first;          /* its first byte, to be searched for */
    uint64_t word, mask; /* its first 8 bytes, to be compared at once */
};

/* Zero-initialise; build with the calls below, finish, then run. Its memory is an arena's, so there
 * is nothing to free. */
struct program {
    struct arena *arena;
    struct program_step *steps;
    size_t count, capacity;
    uint32_t caught; /* bits 1 << CAPTURE_* */
    bool catches_time;
    bool escapes_quotes; /* a quote within a quoted piece has a backslash before it */
    bool is_combined;    /* it is `%h %l %u %t "%r" %s %b "%{Referer}i" "%{User-agent}i"` */
    bool allows_tail;
};

void program_init(struct program *program, struct arena *arena, bool escapes_quotes);

/* Literal bytes; adjacent ones are joined. */
void program_add_literal(struct program *program, struct span bytes);

/* A piece to catch. A second piece for what is already caught is passed over. */
void program_add_capture(struct program *program, enum capture capture);

/* A time; `pattern` as when_read() has it, or "clf". Must outlive the program. */
void program_add_time(struct program *program, struct span pattern);

/* Further fields, or one piece more that would be the last, may follow. If the first of them is a
 * quoted list that ends in an address (nginx's `"$http_x_forwarded_for"`), it is caught as
 * CAPTURE_FORWARDED, unless the program catches that elsewhere. */
void program_allow_tail(struct program *program);

/* The hops that such a tail, of which the first byte is a blank, begins with; or {NULL, 0}. */
struct span program_hops_of_tail(struct span tail);

/* Works out where each piece ends. False if that cannot be told because two pieces touch. */
bool program_finish(struct program *program, struct fault *fault);

/* Runs it over a line, or what is behind a prefix of it, of which there is a map. On anything but
 * OUTCOME_ACCEPTED, hit->stopped tells where. */
enum outcome program_run(const struct program *program, struct when *when, struct span line,
                         const struct linemap *map, struct hit *hit);

#endif
