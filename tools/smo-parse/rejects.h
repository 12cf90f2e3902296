/* The file of --rejects: every line that could not be read, with its place and the reason. */
#ifndef SMO_PARSE_REJECTS_H
#define SMO_PARSE_REJECTS_H

#include "smo-parse/batch.h"

struct rejects;

/* Writes a table like a stream's: header, then `file line byte reason text`, escaped. `path` is
 * replaced when it is whole. A `path` of NULL: nothing is kept, and the other calls do nothing. */
struct rejects *rejects_open(const char *tool, const char *path);

/* One line. `line` counts from 1, `byte` from 0 in the decompressed log. */
void rejects_add(struct rejects *rejects, const char *file, uint64_t line, uint64_t byte,
                 const struct batch_reject *reject);

void rejects_close(struct rejects *rejects);

#endif
