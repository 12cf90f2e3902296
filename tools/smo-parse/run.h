/* One run of smo-parse: from the logs that were named to a stream on standard output. */
#ifndef SMO_PARSE_RUN_H
#define SMO_PARSE_RUN_H

#include "lib/io/complain.h"
#include "lib/io/output.h"
#include "lib/stream/ledger.h"
#include "smo-parse/logfile.h"
#include "smo-parse/options.h"

struct run {
    const struct options *options;
    struct complain *complain;
    struct output *output; /* until it is written */
    struct arena arena;    /* of the formats */
    struct logfile_shared shared;
    struct batch_pool batches; /* shared.batches */
    unsigned reader_count;     /* in shared.readers */
    struct batch_plan plan;
    struct logfile *logs;
    size_t count;
    struct ledger ledger;
};

/* Makes ready: compiles the format, starts threads. False and a fault if -f is wrong. */
bool run_begin(struct run *run, const struct options *options, struct complain *complain,
               struct fault *fault);

/* Looks into all logs, says which cannot be read. False if none can. */
bool run_look(struct run *run);

/* Writes the stream: header, rows by time, #end. */
void run_write(struct run *run);

void run_end(struct run *run);

#endif
