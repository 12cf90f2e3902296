/* Any bytes as a record stream: it is read to its end or refused, and no cell leaves its row. */
#include "lib/base/escape.h"
#include "lib/stream/reader.h"
#include "lib/stream/record.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static void check_cell(struct span cell, struct buf *buf) {
    for (size_t i = 0; i < cell.size; i++)
        if (cell.at[i] == '\t' || cell.at[i] == '\n')
            abort();
    struct span text = escape_undo(buf, cell);
    struct buf again = {0};
    escape_add(&again, text);
    if (!escape_is_clean(text) && again.size <= text.size)
        abort();
    buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[] = "/tmp/smo-fuzz-stream-XXXXXX";
    char *paths[] = {path};
    int file = mkstemp(path);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size)
        abort();
    close(file);
    struct reader_plan plan = {.wanted = record_hit_names, .wanted_count = HIT_COUNT};
    struct reader *reader = reader_open(&plan, paths, 1);
    struct buf buf = {0};
    enum reader_event event;
    while ((event = reader_next(reader)) == READER_ROW || event == READER_HEADER) {
        if (event == READER_HEADER)
            continue;
        for (size_t i = 0; i < HIT_COUNT; i++)
            check_cell(reader_cell(reader, i), &buf);
        reader_others(reader);
    }
    if (event == READER_REFUSED && !fault_is_set(reader_fault(reader)))
        abort();
    buf_free(&buf);
    reader_close(reader);
    unlink(path);
    return 0;
}
