/* smo-funnel - follow each visitor from the first touch to the order.
 *
 *     options.c   what was asked for
 *     hit.c       a row of the stream, understood
 *     funnel.c    which visit a hit belongs to; when visits begin, close and are written
 *     ahead.c     what hits and closings will read is prefetched
 *     visit.c     what a hit adds to its visit; paths.c, origin.c, orders.c help it
 *     visitors.c  what is remembered between visits: touches, the last checkout
 *     renewal.c   what is forgotten
 *     row.c       a visit as a row of the stream
 *     state.c     all of it, kept for the next night (saving.c, restoring.c)
 *     trails.c    from which page to which
 *
 * names.c, keys.c, pool.c, list.c, closings.c and moment.c are what these are built of. */
#include "lib/base/cli.h"
#include "lib/io/complain.h"
#include "lib/io/output.h"
#include "smo-funnel/funnel.h"
#include "smo-funnel/options.h"
#include "smo-funnel/state.h"

#include <errno.h>
#include <unistd.h>

#define TOOL "smo-funnel"

/* What a run works with. */
struct run {
    const struct options *options;
    struct complain *complain;
    struct output *output;
    struct writer *writer; /* NULL with --trails */
    struct trails trails;
    struct funnel funnel;
    struct state_key key;
    uint32_t notes_known; /* of the ledger: what follows from them was done */
    struct reader_plan plan;
    struct reader *reader;
    struct fault last_warning;
    int64_t known_until; /* time of the latest hit that the state has seen, until compared; or 0 */
};

static void run_open(struct run *run, const struct options *options) {
    *run = (struct run){.options = options, .complain = complain_new(TOOL)};
    run->output = output_standard(TOOL);
    if (!options->trails) {
        run->writer = writer_new(run->output);
        writer_header(run->writer, record_visit_names, VISIT_COUNT, (struct span){NULL, 0});
    }
    trails_init(&run->trails);
    funnel_init(&run->funnel, &options->settings, run->writer,
                options->trails ? &run->trails : NULL);
}

static void run_close(struct run *run) {
    writer_free(run->writer);
    output_discard(run->output);
    reader_close(run->reader);
    funnel_free(&run->funnel);
    trails_free(&run->trails);
    buf_free(&run->key.fingerprint);
    complain_free(run->complain);
}

/* --- the state */

/* Reads the state of the last run; the first run has none. One that cannot be looked at does not
 * count as none: it would be replaced, and all visitors forgotten. */
static bool take_state(struct run *run) {
    const struct options *options = run->options;
    struct fault fault = {0};
    if (!options->state || options->begins_state)
        return true;
    if (access(options->state, F_OK) != 0 && errno == ENOENT)
        return true;
    if (state_load(&run->funnel, &run->key, options->state, &fault)) {
        run->known_until = run->funnel.latest;
        return true;
    }
    complain_fault(run->complain, "state", options->state, &fault);
    complain_say(run->complain, "hint",
                 "--init-state begins a new one in its place: what this file holds is lost then");
    return false;
}

static bool is_of_the_same_key(struct run *run) {
    struct fault fault = {0};
    if (!run->options->state || state_check_key(&run->key, reader_ledger(run->reader), &fault))
        return true;
    complain_fault(run->complain, "key", run->options->state, &fault);
    return false;
}

/* A night that the state has seen already would count twice: its first hit shows it. That is told
 * and no more, since the logs of servers in other zones overlap as well. */
static void say_if_seen(struct run *run) {
    const struct funnel *funnel = &run->funnel;
    int64_t overlap = run->known_until - funnel->now;
    if (run->known_until == 0 || funnel->counts.hits == funnel->counts.untimed)
        return;
    run->known_until = 0;
    if (overlap > MOMENT_HOUR)
        complain_say(run->complain, "seen",
                     "%s: has seen hits %lld minutes later than the first of this input, which "
                     "count twice if they come again",
                     run->options->state, (long long)(overlap / MOMENT_MINUTE));
}

static void keep_state(struct run *run) {
    if (!run->options->state)
        return;
    struct output *output = output_replace(TOOL, run->options->state);
    state_save(&run->funnel, &run->key, output);
    output_close(output);
}

/* --- the hits */

static void say_warnings(struct run *run) {
    const char *file;
    while (reader_next_warning(run->reader, &file, &run->last_warning))
        complain_fault(run->complain, "input", file, &run->last_warning);
}

/* Says why there is nothing to read, unless that was said: the only file could not be opened. */
static void say_refusal(struct run *run) {
    const struct fault *fault = reader_fault(run->reader);
    say_warnings(run);
    if (strcmp(fault->text, run->last_warning.text) != 0)
        complain_fault(run->complain, "refused", reader_file(run->reader), fault);
}

static bool fits_in_memory(struct run *run) {
    struct funnel *funnel = &run->funnel;
    if (!funnel_is_too_large(funnel))
        return true;
    complain_say(run->complain, "memory",
                 "more memory is needed than --max-memory allows: %lu visits are open, %lu "
                 "visitors and %lu order ids are remembered",
                 (unsigned long)funnel->visits.pool.count,
                 (unsigned long)funnel->visitors.keys.count,
                 (unsigned long)funnel->orders.ids.count);
    return false;
}

/* Notes have come: they name identity parameters, or the visitors' key. */
static bool take_notes(struct run *run, const struct ledger *ledger) {
    run->notes_known = ledger->notes.count;
    paths_learn(&run->funnel.paths, ledger);
    return is_of_the_same_key(run);
}

static void say_untimed(struct run *run, uint64_t line) {
    reader_ledger(run->reader)->is_complete = false;
    complain_say(run->complain, "time", "%s: line %llu: a row without a time",
                 reader_file(run->reader), (unsigned long long)line);
}

static bool end_hit(struct run *run) {
    say_if_seen(run);
    return run->funnel.counts.hits % 1024 || fits_in_memory(run);
}

static bool take_row(struct run *run) {
    if (!funnel_take_row(&run->funnel, run->reader))
        say_untimed(run, reader_line(run->reader));
    return end_hit(run);
}

/* The rows are of lines that follow one another. */
SELDOM static bool take_some_rows(struct run *run) {
    size_t count = funnel_read(&run->funnel, run->reader);
    for (size_t i = 0; i < count; i++) {
        if (!funnel_take_read(&run->funnel, i))
            say_untimed(run, reader_line(run->reader) - (count - 1 - i));
        if (!end_hit(run))
            return false;
    }
    return true;
}

static bool take_rows(struct run *run) {
    const struct ledger *ledger = reader_ledger(run->reader);
    if (run->notes_known != ledger->notes.count && !take_notes(run, ledger))
        return false;
    return funnel_has_many(&run->funnel) ? take_some_rows(run) : take_row(run);
}

/* Takes all rows. False if there was no stream to read, or it must not be read further. */
static bool take_hits(struct run *run) {
    const struct options *options = run->options;
    run->plan = (struct reader_plan){.wanted = hit_columns,
                                     .wanted_count = HIT_COLUMNS,
                                     .needed = HIT_NEEDED,
                                     .is_part = options->is_part};
    run->reader = reader_open(&run->plan, options->files, options->files_count);
    for (;;) {
        switch (reader_next(run->reader)) {
        case READER_ROW:
            if (!take_rows(run))
                return false;
            break;
        case READER_HEADER:
            say_warnings(run);
            break;
        case READER_END:
            say_warnings(run);
            return is_of_the_same_key(run) && fits_in_memory(run);
        case READER_REFUSED:
            say_refusal(run);
            return false;
        }
    }
}

/* --- the end: what was written is safe before the state says that it was */

static enum cli_status finish(struct run *run) {
    const struct options *options = run->options;
    struct ledger *ledger = reader_ledger(run->reader);
    if (options->has_until)
        funnel_end(&run->funnel, &options->until);
    if (!options->state || options->flushes)
        funnel_flush(&run->funnel);
    funnel_account(&run->funnel, ledger);
    if (run->writer)
        writer_end(run->writer, ledger);
    else
        trails_write(&run->trails, options->trails, run->output);
    output_close(run->output);
    run->output = NULL;
    keep_state(run);
    return ledger->is_complete ? CLI_COMPLETE : CLI_INCOMPLETE;
}

int main(int count, char **arguments) {
    struct options options = options_read(count, arguments);
    struct run run;
    run_open(&run, &options);
    enum cli_status status = CLI_FAILED;
    if (take_state(&run) && take_hits(&run))
        status = finish(&run);
    run_close(&run);
    return (int)status;
}
