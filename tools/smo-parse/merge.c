#include "smo-parse/merge.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum {
    MERGE_ROOM_BYTES = 256 * 1024, /* of a block: fits a core's cache with its rows */
    MERGE_LEAST_BYTES = 16 * 1024,
    MERGE_ALL_BYTES = 8 * 1024 * 1024, /* of the blocks of all open logs */
    MERGE_PROMPT_BATCHES = 8 /* in a row that found the pipe half empty: the reader keeps pace */
};

/* A heap: the log whose row comes next is at 0. A log that waits stands in it by its first time. */
struct merge {
    struct logfile **logs;
    size_t count;
    size_t open;
    uint32_t columns; /* of the header in force */
    unsigned prompt;  /* batches written since the reader was last behind */
};

static struct batch_time merge_time(const struct logfile *logfile) {
    return logfile->state == LOGFILE_OPEN ? logfile_time(logfile) : logfile->first;
}

static bool merge_is_before(const struct logfile *a, const struct logfile *b) {
    int order = batch_compare_times(merge_time(a), merge_time(b));
    return order ? order < 0 : a->rank < b->rank;
}

static void merge_sink(struct merge *merge, size_t i) {
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= merge->count)
            return;
        if (child + 1 < merge->count && merge_is_before(merge->logs[child + 1], merge->logs[child]))
            child++;
        if (!merge_is_before(merge->logs[child], merge->logs[i]))
            return;
        struct logfile *moved = merge->logs[i];
        merge->logs[i] = merge->logs[child];
        merge->logs[child] = moved;
        i = child;
    }
}

static int merge_compare_logs(const void *a, const void *b) {
    const struct logfile *x = *(struct logfile *const *)a, *y = *(struct logfile *const *)b;
    int order = batch_compare_times(x->first, y->first);
    return order ? order : strcmp(x->path, y->path);
}

struct merge *merge_new(struct logfile *logs, size_t count) {
    struct merge *merge = mem_zeroed(1, sizeof *merge);
    merge->logs = mem_alloc(count ? count : 1, sizeof *merge->logs);
    for (size_t i = 0; i < count; i++)
        if (logs[i].state == LOGFILE_WAITING)
            merge->logs[merge->count++] = &logs[i];
    qsort(merge->logs, merge->count, sizeof *merge->logs, merge_compare_logs);
    for (size_t i = 0; i < merge->count; i++)
        merge->logs[i]->rank = i;
    return merge; /* what is sorted is a heap */
}

static void merge_drop_first(struct merge *merge) {
    merge->logs[0] = merge->logs[--merge->count];
    merge_sink(merge, 0);
}

static void merge_open_first(struct merge *merge) {
    struct logfile *first = merge->logs[0];
    size_t room = MERGE_ALL_BYTES / (merge->open + 1);
    if (room > MERGE_ROOM_BYTES)
        room = MERGE_ROOM_BYTES;
    if (room < MERGE_LEAST_BYTES)
        room = MERGE_LEAST_BYTES;
    unsigned jobs = parallel_jobs(first->shared->parallel);
    if (!logfile_open(first, room, jobs > 1 ? jobs + 1 : 1)) {
        merge_drop_first(merge);
        return;
    }
    merge->open++;
    if (logfile_next_batch(first)) {
        merge_sink(merge, 0);
    } else {
        merge->open--;
        merge_drop_first(merge);
    }
}

/* The log that would be first if the first were not there. */
static struct logfile *merge_second(const struct merge *merge) {
    if (merge->count < 2)
        return NULL;
    if (merge->count > 2 && merge_is_before(merge->logs[2], merge->logs[1]))
        return merge->logs[2];
    return merge->logs[1];
}

/* The rows of the first log's batch that come before those of all others: all of them, if there are
 * no others. */
static void merge_write_run(struct merge *merge, struct writer *writer) {
    struct logfile *first = merge->logs[0];
    const struct logfile *second = merge_second(merge);
    struct batch *batch = first->batch;
    size_t start = first->row, size = 0;
    do
        size += batch->rows[first->row++].size;
    while (first->row < batch->row_count && (!second || merge_is_before(first, second)));
    if (merge->columns != first->columns) {
        merge->columns = first->columns;
        row_write_header(writer, first->columns);
    }
    if (size == batch->text.size)
        writer_give(writer, &batch->text, first->row);
    else
        writer_block(writer, (struct span){batch->text.at + first->row_byte, size},
                     first->row - start);
    first->row_byte += size;
}

/* Where the reader of the rows is the slower one, more threads would not make it faster: they would
 * take processor time from it, and hand what they made from one to another. So they work only while
 * it keeps pace. */
static void merge_share_work(struct merge *merge, struct parallel *parallel,
                             const struct writer *writer) {
    if (parallel_jobs(parallel) == 1)
        return;
    merge->prompt = output_reader_is_behind(writer->output) ? 0 : merge->prompt + 1;
    parallel_rest(parallel, merge->prompt < MERGE_PROMPT_BATCHES);
}

bool merge_step(struct merge *merge, struct writer *writer) {
    if (merge->count == 0)
        return false;
    struct logfile *first = merge->logs[0];
    if (first->state == LOGFILE_WAITING) {
        merge_open_first(merge);
        return true;
    }
    merge_write_run(merge, writer);
    bool is_used_up = first->row == first->batch->row_count;
    if (is_used_up)
        merge_share_work(merge, first->shared->parallel, writer);
    if (is_used_up && !logfile_next_batch(first)) {
        merge->open--;
        merge_drop_first(merge);
    } else {
        merge_sink(merge, 0);
    }
    return true;
}

void merge_free(struct merge *merge) {
    if (!merge)
        return;
    free(merge->logs);
    free(merge);
}
