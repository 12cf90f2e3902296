/* Messages to standard error: `smo-parse: access.log: line 7: no such date: 31/Feb`, one line each,
 * bytes of the log escaped, at most 5 of a kind and then a count. */
#ifndef SMO_LIB_IO_COMPLAIN_H
#define SMO_LIB_IO_COMPLAIN_H

#include "lib/base/fault.h"
#include "lib/base/span.h"

#include <stdbool.h>

struct complain;

/* To be called before any file is opened: no file takes the place of a standard descriptor that is
 * closed. `tool` is kept by address. */
struct complain *complain_new(const char *tool);

/* Prints `tool: message`. `kind` (a string literal) groups messages: after 5 of a kind the rest are
 * only counted; a kind of NULL is never held back. Control characters in the message are escaped.
 * Returns whether it was printed. */
bool complain_say(struct complain *complain, const char *kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Shows a piece of the line that was just complained about, indented, and a mark under its byte
 * `column` (from 0). `text` is escaped already. */
void complain_quote(struct complain *complain, struct span text, size_t column);

/* Prints `tool: FILE: line N: text` (parts that are not known left out; `byte N` is added if
 * known). */
void complain_fault(struct complain *complain, const char *kind, const char *file,
                    const struct fault *fault);

/* Prints the counts of what was held back (`smo-parse: 17 more messages of this kind: ...`) and
 * frees. */
void complain_free(struct complain *complain);

#endif
