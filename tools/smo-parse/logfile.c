#include "smo-parse/logfile.h"

#include "lib/base/hash.h"
#include "lib/base/mem.h"
#include "smo-parse/w3c.h"

#include <stdlib.h>
#include <sys/stat.h>

enum {
    LOGFILE_HEAD_BYTES = 64 * 1024, /* what is looked into: enough to tell a format, and a twin */
    LOGFILE_SHOWN_BYTES = 200       /* of a line, in messages */
};

static void logfile_identify(struct logfile *logfile) {
    struct stat status;
    int error = strcmp(logfile->path, "-") == 0 ? fstat(0, &status) : stat(logfile->path, &status);
    logfile->is_regular = error == 0 && S_ISREG(status.st_mode);
    if (logfile->is_regular) {
        logfile->device = status.st_dev;
        logfile->inode = status.st_ino;
        logfile->stored_bytes = (uint64_t)status.st_size;
    }
}

static void logfile_shut(struct logfile *logfile) {
    input_close(logfile->input);
    logfile->input = NULL;
    blocks_free(&logfile->blocks);
    logfile->blocks = (struct blocks){0};
    buf_free(&logfile->head.text);
    logfile->has_head = false;
}

static void logfile_recognise(struct logfile *logfile) {
    struct span text = buf_span(&logfile->head.text), line;
    if (logfile->shared->format) {
        const struct format *format = detector_unwrap(logfile->shared->detector, &logfile->arena,
                                                      logfile->shared->format, text);
        logfile->format =
            format_adapted(&logfile->arena, format, logfile->shared->readers[0], text);
        return;
    }
    logfile->format = detector_look(logfile->shared->detector, text, &logfile->fault);
    if (logfile->format)
        return;
    if (!fault_is_set(&logfile->fault)) { /* nothing, blank lines, comments */
        logfile->is_format_guessed = true;
        logfile->format = format_by_name(&logfile->arena, (struct span)SPAN("combined"));
        return;
    }
    logfile->state = LOGFILE_UNRECOGNISED;
    for (uint64_t number = 1; batch_cut_line(&text, &line); number++)
        if (number == logfile->fault.line)
            buf_add(&logfile->first_line, line);
}

/* Looks for a line that fits in the head. */
static void logfile_find_first(struct logfile *logfile, struct span text) {
    struct format_reader *reader = logfile->shared->readers[0];
    struct span line;
    format_begin(reader);
    while (logfile->format && !logfile->has_first && batch_cut_line(&text, &line)) {
        if (line.size > BLOCKS_MAX_LINE || batch_look(line) != OUTCOME_ACCEPTED ||
            format_read(logfile->format, reader, line) != OUTCOME_ACCEPTED)
            continue;
        logfile->has_first = true;
        logfile->first =
            (struct batch_time){reader->hit.seconds, when_nanoseconds(reader->hit.decimals)};
        logfile->is_inside = period_includes(&logfile->shared->plan->period, reader->hit.seconds,
                                             reader->hit.date.zone_seconds);
    }
}

/* The same in the whole log, if the head has none: it begins with something else. */
static void logfile_search_first(struct logfile *logfile) {
    while (logfile->format && !logfile->has_first &&
           blocks_next(&logfile->blocks, &logfile->head, LOGFILE_HEAD_BYTES))
        logfile_find_first(logfile, buf_span(&logfile->head.text));
}

static bool logfile_read_head(struct logfile *logfile) {
    logfile->input = input_open(logfile->path, &logfile->fault);
    if (!logfile->input)
        return false;
    logfile->compression = input_compression(logfile->input);
    logfile->blocks.input = logfile->input;
    logfile->has_head = blocks_next(&logfile->blocks, &logfile->head, LOGFILE_HEAD_BYTES);
    logfile->is_empty = !logfile->has_head;
    struct span text = buf_span(&logfile->head.text);
    if (span_starts_with(text, (struct span)SPAN("\xff\xfe")) ||
        span_starts_with(text, (struct span)SPAN("\xfe\xff"))) {
        logfile_shut(logfile);
        return fault_set(&logfile->fault, "is UTF-16 text; make it UTF-8 first (iconv -f UTF-16)");
    }
    logfile->head_hash = hash_bytes(text, 0);
    logfile->head_bytes = text.size;
    return true;
}

void logfile_look(struct logfile *logfile, const char *path, const struct logfile_shared *shared,
                  bool is_only) {
    *logfile =
        (struct logfile){.path = path, .shared = shared, .compression = "plain", .is_inside = true};
    logfile->name = strcmp(path, "-") == 0 ? "standard input" : path;
    pthread_mutex_init(&logfile->reading, NULL);
    logfile_identify(logfile);
    if (!logfile_read_head(logfile)) {
        logfile->state = LOGFILE_UNREADABLE;
        return;
    }
    logfile_recognise(logfile);
    logfile_find_first(logfile, buf_span(&logfile->head.text));
    bool is_kept =
        (is_only && logfile->has_first) || !logfile->is_regular || strcmp(path, "-") == 0;
    if (!is_kept)
        logfile_search_first(logfile);
    if (!logfile->has_first) /* what is not known to come later is read at once */
        logfile->first.seconds = INT64_MIN;
    if (!is_kept || logfile->state == LOGFILE_UNRECOGNISED)
        logfile_shut(logfile);
}

/* The format of the next block is what the last #Fields: of this one says. */
static void logfile_change_fields(struct logfile *logfile, struct span text) {
    struct span fields = w3c_last_fields(text);
    if (fields.at)
        logfile->format = w3c_compile(&logfile->arena, fields);
}

/* Fills the next slot in turn: whichever thread comes first reads, and then parses while another
 * reads on. */
static void logfile_fill(void *argument, unsigned worker) {
    struct logfile *logfile = argument;
    struct batch *batch = batch_take(logfile->shared->batches);
    pthread_mutex_lock(&logfile->reading);
    struct logfile_slot *slot = &logfile->slots[logfile->filled++ % logfile->slot_count];
    slot->batch = batch;
    if (logfile->has_head) {
        struct block used = batch->block;
        batch->block = logfile->head;
        logfile->head = used;
        logfile->has_head = false;
        slot->is_end = false;
    } else {
        slot->is_end = !blocks_next(&logfile->blocks, &batch->block, logfile->room);
    }
    batch->format = logfile->format;
    batch->columns = logfile->columns;
    if (!slot->is_end && logfile->format && logfile->format->kind == FORMAT_W3C)
        logfile_change_fields(logfile, buf_span(&batch->block.text));
    bool is_damaged = logfile->blocks.is_ended && fault_is_set(input_fault(logfile->input));
    logfile->stored_read = input_stored_bytes(logfile->input);
    pthread_mutex_unlock(&logfile->reading);
    if (!slot->is_end)
        batch_parse(batch, logfile->shared->plan, logfile->shared->readers[worker], is_damaged);
    parallel_announce(logfile->shared->parallel, &slot->is_filled);
}

/* Has one block more read and parsed, once all slots before this one are filled. */
static void logfile_start(struct logfile *logfile, struct logfile_slot *slot) {
    batch_give_back(logfile->shared->batches, slot->batch);
    slot->batch = NULL;
    slot->is_filled = false;
    logfile->started++;
    parallel_start(logfile->shared->parallel, &slot->task);
}

static bool logfile_reopen(struct logfile *logfile) {
    dev_t device = logfile->device;
    ino_t inode = logfile->inode;
    logfile_identify(logfile);
    if (device != logfile->device || inode != logfile->inode)
        return fault_set(&logfile->fault, "was replaced by another file meanwhile");
    logfile->input = input_open(logfile->path, &logfile->fault);
    logfile->blocks.input = logfile->input;
    return logfile->input != NULL;
}

bool logfile_open(struct logfile *logfile, size_t room, size_t depth) {
    if (!logfile->input && !logfile_reopen(logfile)) {
        logfile->state = LOGFILE_UNREADABLE;
        return false;
    }
    logfile->state = LOGFILE_OPEN;
    logfile->room = room;
    logfile->slots = mem_zeroed(depth, sizeof *logfile->slots);
    logfile->slot_count = depth;
    for (size_t i = 0; i < depth; i++) {
        logfile->slots[i].task = (struct parallel_task){.run = logfile_fill, .argument = logfile};
        logfile_start(logfile, &logfile->slots[i]);
    }
    return true;
}

static void logfile_keep_bad(struct logfile *logfile, const struct batch_reject *reject) {
    logfile->bad.line = logfile->lines + reject->line + 1;
    logfile->bad.column = reject->column + 1;
    logfile->bad.outcome = reject->outcome;
    buf_add(&logfile->bad.text, span_take(reject->text, LOGFILE_SHOWN_BYTES));
}

/* Takes what is to be told of a batch beside its rows. */
static void logfile_account(struct logfile *logfile, struct batch *batch) {
    if (!logfile->is_inside)
        batch_leave_out_unplaced(batch);
    if (batch->place != BATCH_UNPLACED)
        logfile->is_inside = batch->place == BATCH_INSIDE;
    logfile->ends_open = batch->block.ends_open;
    for (size_t i = 0; i < batch->reject_count; i++) {
        const struct batch_reject *reject = &batch->rejects[i];
        rejects_add(logfile->shared->rejects, logfile->name, logfile->lines + reject->line + 1,
                    logfile->bytes + reject->byte, reject);
        if (logfile->bad.line == 0)
            logfile_keep_bad(logfile, reject);
    }
    for (int i = 0; i < OUTCOME_COUNT; i++)
        logfile->outcomes[i] += batch->outcomes[i];
    logfile->lines += batch->lines;
    logfile->bytes += batch->block.bytes;
}

/* Its input was read to the end: tells of damage, gives all back. */
static void logfile_finish(struct logfile *logfile) {
    for (; logfile->taken < logfile->started; logfile->taken++)
        parallel_wait(logfile->shared->parallel,
                      &logfile->slots[logfile->taken % logfile->slot_count].is_filled);
    if (fault_is_set(input_fault(logfile->input))) {
        logfile->fault = *input_fault(logfile->input);
        logfile->fault.line = logfile->lines + !logfile->ends_open;
    }
    for (size_t i = 0; i < logfile->slot_count; i++)
        batch_give_back(logfile->shared->batches, logfile->slots[i].batch);
    free(logfile->slots);
    logfile->slots = NULL;
    logfile->batch = NULL;
    logfile_shut(logfile);
    logfile->state = LOGFILE_DONE;
}

bool logfile_next_batch(struct logfile *logfile) {
    for (;;) {
        if (logfile->batch) /* its slot is free again */
            logfile_start(logfile, &logfile->slots[(logfile->taken - 1) % logfile->slot_count]);
        struct logfile_slot *slot = &logfile->slots[logfile->taken % logfile->slot_count];
        parallel_wait(logfile->shared->parallel, &slot->is_filled);
        logfile->taken++;
        if (slot->is_end) {
            logfile_finish(logfile);
            return false;
        }
        logfile->batch = slot->batch;
        logfile->row = logfile->row_byte = 0;
        logfile_account(logfile, logfile->batch);
        if (logfile->batch->row_count)
            return true;
    }
}

uint64_t logfile_stored_bytes(struct logfile *logfile) {
    pthread_mutex_lock(&logfile->reading);
    uint64_t bytes = logfile->stored_read;
    pthread_mutex_unlock(&logfile->reading);
    return bytes;
}

void logfile_free(struct logfile *logfile) {
    logfile_shut(logfile);
    pthread_mutex_destroy(&logfile->reading);
    buf_free(&logfile->bad.text);
    buf_free(&logfile->first_line);
    arena_free(&logfile->arena);
}
