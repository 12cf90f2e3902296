#include "smo-parse/twins.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum { TWINS_READ_BYTES = 64 * 1024 };

enum twins_relation { TWINS_DIFFER, TWINS_EQUAL, TWINS_FIRST_IS_SHORTER, TWINS_SECOND_IS_SHORTER };

/* As much as fits, unless the input ends. */
static size_t twins_fill(struct input *input, char *at) {
    size_t size = 0;
    for (size_t got; size < TWINS_READ_BYTES; size += got) {
        got = input_read(input, at + size, TWINS_READ_BYTES - size);
        if (got == 0)
            break;
    }
    return size;
}

static enum twins_relation twins_compare_inputs(struct input *a, struct input *b) {
    char *texts = mem_alloc(2, TWINS_READ_BYTES);
    enum twins_relation relation = TWINS_DIFFER;
    for (;;) {
        size_t size_a = twins_fill(a, texts);
        size_t size_b = twins_fill(b, texts + TWINS_READ_BYTES);
        size_t size = size_a < size_b ? size_a : size_b;
        if (memcmp(texts, texts + TWINS_READ_BYTES, size) != 0)
            break;
        if (size < TWINS_READ_BYTES) {
            relation = size_a == size_b  ? TWINS_EQUAL
                       : size_a < size_b ? TWINS_FIRST_IS_SHORTER
                                         : TWINS_SECOND_IS_SHORTER;
            break;
        }
    }
    free(texts);
    return relation;
}

/* What cannot be read a second time is judged by its first block alone. */
static enum twins_relation twins_compare(const struct logfile *a, const struct logfile *b) {
    if (a->is_regular && b->is_regular && a->device == b->device && a->inode == b->inode)
        return TWINS_EQUAL;
    if (a->is_empty || a->head_bytes != b->head_bytes || a->head_hash != b->head_hash)
        return TWINS_DIFFER;
    if (a->input || b->input)
        return a->input && !b->input ? TWINS_FIRST_IS_SHORTER : TWINS_SECOND_IS_SHORTER;
    struct fault fault = {0};
    struct input *input_a = input_open(a->path, &fault);
    struct input *input_b = input_a ? input_open(b->path, &fault) : NULL;
    enum twins_relation relation = input_b ? twins_compare_inputs(input_a, input_b) : TWINS_DIFFER;
    input_close(input_a);
    input_close(input_b);
    return relation;
}

static void twins_drop(struct logfile *twin, const struct logfile *of) {
    twin->state = LOGFILE_TWIN;
    twin->twin_of = of;
}

void twins_find(struct logfile *logs, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && logs[i].state == LOGFILE_WAITING; k++) {
            if (logs[k].state != LOGFILE_WAITING)
                continue;
            switch (twins_compare(&logs[i], &logs[k])) {
            case TWINS_DIFFER:
                break;
            case TWINS_FIRST_IS_SHORTER:
                twins_drop(&logs[i], &logs[k]);
                break;
            default:
                twins_drop(&logs[k], &logs[i]);
                break;
            }
        }
}

uint64_t twins_length(struct logfile *twin) {
    uint64_t length = twin->head.bytes + twin->blocks.carried.size;
    char *text = mem_alloc(TWINS_READ_BYTES, 1);
    for (size_t got; (got = input_read(twin->input, text, TWINS_READ_BYTES)) > 0;)
        length += got;
    free(text);
    return length;
}
