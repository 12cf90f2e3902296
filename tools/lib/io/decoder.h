/* What input.c asks of a compression format: one file a library, each exporting one kind. */
#ifndef SMO_LIB_IO_DECODER_H
#define SMO_LIB_IO_DECODER_H

#include "lib/base/span.h"

/* Where a step reads and writes; it moves both forward. */
struct decoder_window {
    struct span in;
    char *out;
    size_t room;
};

enum decoder_result {
    DECODER_GOING,      /* wants more input or more room */
    DECODER_MEMBER_END, /* the member is whole, its checksum and length are right */
    DECODER_DAMAGED     /* *problem says how; what came before is in the window */
};

struct decoder_kind {
    const char *name;
    struct span magic;            /* the first bytes of every member */
    const char *missing;          /* the library that was not there at build time, or NULL */
    void *(*new)(void);           /* NULL only when out of memory */
    bool (*restart)(void *state); /* ready for the next member; false: out of memory */
    enum decoder_result (*step)(void *state, struct decoder_window *window, const char **problem);
    void (*free)(void *state);
};

#endif
