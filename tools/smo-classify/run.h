/* The run: hits are read, judged and written in order; with -j they are judged in blocks. */
#ifndef SMO_CLASSIFY_RUN_H
#define SMO_CLASSIFY_RUN_H

#include "smo-classify/engine.h"
#include "smo-classify/options.h"

#include "lib/base/cli.h"
#include "lib/io/complain.h"

struct run;

/* Opens input and output. */
struct run *run_open(const struct options *options, struct complain *complain);

/* Which engine made the urls of the first 5,000 hits; these are read ahead and kept. */
enum engine run_find_engine(struct run *run);

/* Reads all input and writes all output; says what was wrong with the input. */
enum cli_status run_stream(struct run *run, const struct classifier_parts *parts);

void run_close(struct run *run);

#endif
