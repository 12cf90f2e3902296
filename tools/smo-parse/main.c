/* smo-parse - reads the logs of web servers, writes hits. See smo-parse(1).
 *
 *     options   what the user asked for
 *     run       the whole, in order;  account: what became of every line
 *     logfile   one log: looked into, opened when due, read in batches
 *       detect    its format, by its first lines
 *       blocks    its text, in whole lines
 *       batch     a block of lines -> rows, rejects, counts; made by several threads at once
 *         usual     lines as nearly all are, by the marks in them
 *         linemap   others, and where their blanks and quotes are
 *         format    a log format: nginx, apache, and others -> program, a few steps for each line
 *         when      times;  client, request, taken: what a hit's pieces mean
 *         hit       the pieces of a line, made sense of
 *         row       a hit in the columns of the stream;  undo: the server's escapes
 *     twins     logs given twice;  outside: logs that the period leaves out
 *     merge     all logs as one, by time
 *     rejects   the lines that could not be read, kept for the user
 */
#include "lib/base/cli.h"
#include "lib/base/number.h"
#include "smo-parse/run.h"

#include <stdlib.h>
#include <time.h>

/* Now, for --since -7d: by SOURCE_DATE_EPOCH where it is set, so that a run can be repeated. */
static int64_t main_clock(void) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    uint64_t seconds;
    if (epoch && number_read(span_of(epoch), &seconds) && seconds <= INT64_MAX)
        return (int64_t)seconds;
    return (int64_t)time(NULL);
}

int main(int argc, char **argv) {
    struct options options;
    options_read(&options, argc, argv);
    if (options.needs_now)
        options_set_now(&options, main_clock());

    struct complain *complain = complain_new("smo-parse");
    struct fault fault = {0};
    struct run run;
    if (!run_begin(&run, &options, complain, &fault))
        cli_failed("smo-parse", "-f '%s' %s", options.format, fault.text);

    enum cli_status status = CLI_FAILED;
    if (run_look(&run)) {
        run_write(&run);
        status = run.ledger.is_complete ? CLI_COMPLETE : CLI_INCOMPLETE;
    }
    run_end(&run);
    complain_free(complain);
    options_free(&options);
    return status;
}
