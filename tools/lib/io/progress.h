/* How far a long run has come: one line on a terminal, drawn anew a few times a second. */
#ifndef SMO_LIB_IO_PROGRESS_H
#define SMO_LIB_IO_PROGRESS_H

#include <stdint.h>

struct progress;

/* `total_bytes` is the size of all input as stored, 0 if not known. NULL if standard error is no
 * terminal: the other calls then do nothing. */
struct progress *progress_new(uint64_t total_bytes);

/* So much was read: cheap enough to be called after each block. */
void progress_show(struct progress *progress, uint64_t bytes, uint64_t lines);

/* Wipes the line. */
void progress_free(struct progress *progress);

#endif
