/* What went wrong with something that others wrote, and where: how lib/ code reports without
 * printing. The caller, who knows the file's name and the tool, says it. */
#ifndef SMO_LIB_BASE_FAULT_H
#define SMO_LIB_BASE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

enum { FAULT_TEXT_BYTES = 200 };

/* Zero-initialised: no fault. */
struct fault {
    char text[FAULT_TEXT_BYTES]; /* plain words, no newline, foreign bytes escaped; "" = none */
    uint64_t line;               /* 1 and up, 0 = not known */
    uint64_t column;             /* 1 and up, in bytes; 0 = not known */
    uint64_t byte;               /* offset in the file as stored; UINT64_MAX = not known */
};

/* Sets text (printf, cut to fit; line, column and byte as not known) if no fault was set before:
 * the first fault is the one to tell. Returns false, so that `return fault_set(...)` reads well. */
bool fault_set(struct fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline bool fault_is_set(const struct fault *fault) {
    return fault->text[0] != '\0';
}

#endif
