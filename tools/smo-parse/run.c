#include "smo-parse/run.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/io/progress.h"
#include "lib/stream/record.h"
#include "smo-parse/account.h"
#include "smo-parse/merge.h"
#include "smo-parse/outside.h"
#include "smo-parse/regex.h"
#include "smo-parse/twins.h"

#include <stdlib.h>

bool run_begin(struct run *run, const struct options *options, struct complain *complain,
               struct fault *fault) {
    *run = (struct run){.options = options, .complain = complain, .plan = options->plan};
    ledger_init(&run->ledger);
    run->ledger.is_complete = true;
    struct logfile_shared *shared = &run->shared;
    if (options->format) {
        shared->format = format_compile(&run->arena, options->format, fault);
        if (!shared->format)
            return false;
    }
    shared->plan = &run->plan;
    shared->detector = detector_new(&run->arena, &run->plan.rules);
    shared->rejects = rejects_open("smo-parse", options->rejects);
    run->output = output_standard("smo-parse"); /* before the threads: they are to be as patient */
    shared->parallel = parallel_new(options->jobs);
    run->reader_count = parallel_jobs(shared->parallel);
    batch_pool_init(&run->batches, run->reader_count + 1);
    shared->batches = &run->batches;
    shared->readers = mem_alloc(run->reader_count, sizeof *shared->readers);
    for (unsigned i = 0; i < run->reader_count; i++)
        shared->readers[i] = format_reader_new(&run->plan.rules);
    return true;
}

enum { RUN_SHOWN_BYTES = 160 /* of a line, in a message */ };

/* The line, and under it where the format that came nearest stopped to fit. */
static void run_say_unrecognised(struct run *run, const struct logfile *logfile) {
    size_t column = (size_t)logfile->fault.column;
    size_t shown_from = column > RUN_SHOWN_BYTES / 2 ? column - RUN_SHOWN_BYTES / 2 : 0;
    struct span line = span_skip(buf_span(&logfile->first_line), shown_from);
    struct buf before = {0}, text = {0};
    escape_add(&before, span_take(line, column - 1 - shown_from));
    escape_add(&text, span_take(line, RUN_SHOWN_BYTES));
    if (complain_say(run->complain, "fits no format", "%s: line %llu: column %zu: %s",
                     logfile->name, (unsigned long long)logfile->fault.line, column,
                     logfile->fault.text))
        complain_quote(run->complain, buf_span(&text), before.size);
    buf_free(&before);
    buf_free(&text);
}

static void run_say_state(struct run *run, struct logfile *logfile) {
    struct complain *complain = run->complain;
    switch (logfile->state) {
    case LOGFILE_UNREADABLE:
        logfile->is_told = true;
        complain_fault(complain, "cannot be read", logfile->name, &logfile->fault);
        break;
    case LOGFILE_UNRECOGNISED:
        run_say_unrecognised(run, logfile);
        break;
    case LOGFILE_TWIN:
        complain_say(complain, "is given twice", "%s: is the same log as %s; counted once",
                     logfile->name, logfile->twin_of->name);
        break;
    default:
        break;
    }
    if (!run->options->is_verbose || !logfile->format)
        return;
    complain_say(complain, NULL, "%s: %s, %s%s", logfile->name,
                 logfile->is_format_guessed ? "no lines" : logfile->format->name,
                 logfile->compression,
                 logfile->state == LOGFILE_OUTSIDE ? ", not read: outside the period" : "");
}

bool run_look(struct run *run) {
    const struct options *options = run->options;
    size_t usable = 0;
    run->count = options->path_count;
    run->logs = mem_zeroed(run->count, sizeof *run->logs);
    for (size_t i = 0; i < run->count; i++)
        logfile_look(&run->logs[i], options->paths[i], &run->shared, run->count == 1);
    twins_find(run->logs, run->count);
    outside_find(run->logs, run->count, &options->plan.period);
    for (size_t i = 0; i < run->count; i++) {
        run_say_state(run, &run->logs[i]);
        usable += run->logs[i].state == LOGFILE_WAITING || run->logs[i].state == LOGFILE_OUTSIDE;
    }
    return usable > 0;
}

/* The columns that any of the logs has; of nothing but empty logs, those of the commonest format.
 */
static uint32_t run_columns(struct run *run) {
    uint32_t columns = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->logs[i].format && !run->logs[i].is_format_guessed)
            columns |= run->logs[i].format->columns;
    if (columns == 0)
        columns = format_by_name(&run->arena, (struct span)SPAN("combined"))->columns;
    if (!span_is_empty(run->plan.row.host))
        columns |= HIT_BIT(HIT_HOST);
    return columns;
}

/* All rows have the same columns, but for the agent: one that was logged and is empty says
 * something that one that was not logged does not. */
static void run_set_columns(struct run *run, uint32_t columns) {
    for (size_t i = 0; i < run->count; i++) {
        const struct format *format = run->logs[i].format;
        uint32_t agent = HIT_BIT(HIT_AGENT);
        bool has_agent = !format || run->logs[i].is_format_guessed || format->columns & agent;
        run->logs[i].columns = has_agent ? columns : columns & ~agent;
    }
}

static void run_show_progress(struct run *run, struct progress *progress) {
    uint64_t bytes = 0, lines = 0;
    for (size_t i = 0; i < run->count; i++) {
        bytes += logfile_stored_bytes(&run->logs[i]);
        lines += run->logs[i].lines;
    }
    progress_show(progress, bytes, lines);
}

static void run_merge(struct run *run, struct writer *writer) {
    enum { STEPS = 256 }; /* between two looks at the clock */
    struct progress *progress = NULL;
    if (run->options->shows_progress) {
        uint64_t total = 0;
        for (size_t i = 0; i < run->count; i++)
            total += run->logs[i].state == LOGFILE_WAITING ? run->logs[i].stored_bytes : 0;
        progress = progress_new(total);
    }
    struct merge *merge = merge_new(run->logs, run->count);
    for (unsigned step = 0; merge_step(merge, writer); step++)
        if (progress && step % STEPS == 0)
            run_show_progress(run, progress);
    merge_free(merge);
    progress_free(progress);
}

void run_write(struct run *run) {
    struct writer *writer = writer_new(run->output);
    uint32_t columns = run_columns(run);
    run_set_columns(run, columns);
    run_merge(run, writer);
    if (writer_rows(writer) == 0)
        row_write_header(writer, columns);
    account_close(run);
    writer_end(writer, &run->ledger);
    writer_free(writer);
    output_close(run->output);
    run->output = NULL;
}

void run_end(struct run *run) {
    output_discard(run->output);
    parallel_free(run->shared.parallel);
    for (unsigned i = 0; i < run->reader_count; i++)
        format_reader_free(run->shared.readers[i]);
    free(run->shared.readers);
    detector_free(run->shared.detector);
    rejects_close(run->shared.rejects);
    for (size_t i = 0; i < run->count; i++)
        logfile_free(&run->logs[i]);
    free(run->logs);
    batch_pool_free(&run->batches);
    ledger_free(&run->ledger);
    regex_release(run->shared.format);
    arena_free(&run->arena);
}
