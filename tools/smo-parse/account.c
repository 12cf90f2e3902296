#include "smo-parse/account.h"

#include "smo-parse/twins.h"

enum {
    ACCOUNT_LEAST_LINES = 1000, /* below that a percentage of rejects says nothing */
};

static uint64_t account_rejected(const uint64_t outcomes[OUTCOME_COUNT]) {
    uint64_t sum = 0;
    for (enum outcome i = 0; i < OUTCOME_COUNT; i++)
        sum += outcome_is_reject(i) ? outcomes[i] : 0;
    return sum;
}

/* `fitting` lines show that the format is the right one. */
static bool account_is_too_bad(const struct run *run, uint64_t lines,
                               const uint64_t outcomes[OUTCOME_COUNT], uint64_t fitting) {
    uint64_t rejected = account_rejected(outcomes);
    lines -= outcomes[OUTCOME_OUTSIDE];
    if (rejected && fitting == 0)
        return true;
    return lines >= ACCOUNT_LEAST_LINES &&
           (double)rejected * 100 > run->options->max_rejects * (double)lines;
}

/* A file may have no hits within the period: those outside show that its format fits. */
static bool account_file_is_too_bad(const struct run *run, const struct logfile *logfile) {
    const uint64_t *outcomes = logfile->outcomes;
    return account_is_too_bad(run, logfile->lines, outcomes,
                              outcomes[OUTCOME_ACCEPTED] + outcomes[OUTCOME_FILTERED] +
                                  outcomes[OUTCOME_OUTSIDE]);
}

static void account_say_bad(struct run *run, const struct logfile *logfile) {
    struct span text = buf_span(&logfile->bad.text);
    complain_say(run->complain, "do not fit the format",
                 "%s: %llu of %llu lines do not fit the format %s; the first is line %llu (%s, "
                 "column %zu): %.*s",
                 logfile->name, (unsigned long long)account_rejected(logfile->outcomes),
                 (unsigned long long)(logfile->lines - logfile->outcomes[OUTCOME_OUTSIDE]),
                 logfile->format ? logfile->format->name : "(none)",
                 (unsigned long long)logfile->bad.line, outcome_names[logfile->bad.outcome],
                 logfile->bad.column, (int)text.size, text.at);
}

/* Adds `parse.reject.time` and the like, where there were any. */
static void account_add_reasons(struct run *run, const uint64_t outcomes[OUTCOME_COUNT]) {
    for (enum outcome i = OUTCOME_ACCEPTED + 1; i < OUTCOME_COUNT; i++) {
        if (outcomes[i] == 0)
            continue;
        struct buf name = {0};
        buf_add_string(&name, outcome_is_reject(i) ? "parse.reject." : "parse.ignore.");
        buf_add_string(&name, outcome_names[i]);
        ledger_add_span(&run->ledger, buf_span(&name), outcomes[i]);
        buf_free(&name);
    }
}

static void account_add_states(struct run *run, const size_t states[]) {
    static const struct {
        enum logfile_state state;
        const char *name;
    } names[] = {
        {LOGFILE_UNREADABLE, "parse.files_unreadable"},
        {LOGFILE_UNRECOGNISED, "parse.files_unrecognised"},
        {LOGFILE_TWIN, "parse.files_twin"},
        {LOGFILE_OUTSIDE, "parse.files_outside"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (states[names[i].state])
            ledger_add(&run->ledger, names[i].name, states[names[i].state]);
}

/* Without referers, most of what social media bring looks as if nobody had brought it. */
static void account_add_refererless(struct run *run) {
    uint64_t hits = 0;
    for (size_t i = 0; i < run->count; i++) {
        const struct logfile *logfile = &run->logs[i];
        if (logfile->format && !(logfile->format->columns >> HIT_REFERER & 1))
            hits += logfile->outcomes[OUTCOME_ACCEPTED];
    }
    if (hits)
        ledger_add(&run->ledger, "parse.refererless", hits);
}

/* A pipe that begins like a file is not read, lest its lines count twice; if it goes on where the
 * file ends, lines are missing. */
static void account_measure_twin(struct run *run, struct logfile *twin) {
    if (!twin->input || twins_length(twin) <= twin->twin_of->bytes)
        return;
    complain_say(run->complain, "goes on",
                 "%s: begins like %s and goes on where that ends; what is more was not counted",
                 twin->name, twin->twin_of->name);
    run->ledger.is_complete = false;
}

void account_close(struct run *run) {
    uint64_t lines = 0, outcomes[OUTCOME_COUNT] = {0};
    size_t states[LOGFILE_OUTSIDE + 1] = {0};
    bool is_told = false;
    const struct logfile *worst = NULL;
    for (size_t i = 0; i < run->count; i++) {
        struct logfile *logfile = &run->logs[i];
        states[logfile->state]++;
        lines += logfile->lines;
        for (int o = 0; o < OUTCOME_COUNT; o++)
            outcomes[o] += logfile->outcomes[o];
        if (logfile->state == LOGFILE_UNREADABLE && !logfile->is_told)
            complain_fault(run->complain, "cannot be read", logfile->name, &logfile->fault);
        if (logfile->state == LOGFILE_DONE && fault_is_set(&logfile->fault)) {
            complain_fault(run->complain, "is damaged", logfile->name, &logfile->fault);
            run->ledger.is_complete = false;
        }
        if (logfile->state == LOGFILE_TWIN)
            account_measure_twin(run, logfile);
        if (logfile->bad.line &&
            (!worst || account_rejected(logfile->outcomes) > account_rejected(worst->outcomes)))
            worst = logfile;
        if (account_file_is_too_bad(run, logfile)) {
            account_say_bad(run, logfile);
            is_told = true;
        }
    }
    bool is_too_bad = account_is_too_bad(run, lines, outcomes,
                                         outcomes[OUTCOME_ACCEPTED] + outcomes[OUTCOME_FILTERED]);
    if (is_too_bad && !is_told)
        account_say_bad(run, worst);
    if (is_told || is_too_bad || states[LOGFILE_UNREADABLE] || states[LOGFILE_UNRECOGNISED])
        run->ledger.is_complete = false;

    uint64_t rejected = account_rejected(outcomes);
    ledger_add(&run->ledger, "parse.files", states[LOGFILE_DONE]);
    ledger_add(&run->ledger, "parse.lines", lines);
    ledger_add(&run->ledger, "parse.accepted", outcomes[OUTCOME_ACCEPTED]);
    ledger_add(&run->ledger, "parse.rejected", rejected);
    ledger_add(&run->ledger, "parse.ignored", lines - rejected - outcomes[OUTCOME_ACCEPTED]);
    account_add_states(run, states);
    if (outcomes[OUTCOME_OUTSIDE])
        ledger_add(&run->ledger, "parse.lines_outside", outcomes[OUTCOME_OUTSIDE]);
    account_add_reasons(run, outcomes);
    account_add_refererless(run);
}
