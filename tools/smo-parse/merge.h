/* All logs as one, by time. The lines of one log stay in their order; of two logs whose next lines
 * have the same time, the one that begins earlier goes first, then the one whose name does. */
#ifndef SMO_PARSE_MERGE_H
#define SMO_PARSE_MERGE_H

#include "lib/stream/writer.h"
#include "smo-parse/logfile.h"

struct merge;

/* Merges those of the logs that wait. A log is opened when its first line is due, which gives the
 * same order as if all were open from the start: before that it could not have come first. Sets
 * their ranks. */
struct merge *merge_new(struct logfile *logs, size_t count);

/* Writes the next rows, as many as can be told to come next. False when there are none. */
bool merge_step(struct merge *merge, struct writer *writer);

void merge_free(struct merge *merge);

#endif
