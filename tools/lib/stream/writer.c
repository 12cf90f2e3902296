#include "lib/stream/writer.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

struct writer *writer_new(struct output *output) {
    struct writer *writer = mem_zeroed(1, sizeof *writer);
    writer->output = output;
    table_init(&writer->notes);
    return writer;
}

void writer_header(struct writer *writer, const char *const *names, size_t count,
                   struct span others) {
    struct buf header = {0};
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(&header, '\t');
        buf_add_string(&header, names[i]);
    }
    if (!span_is_empty(others)) {
        buf_add_byte(&header, '\t');
        buf_add(&header, others);
    }
    buf_add_byte(&header, '\n');
    if (span_equals(buf_span(&header), buf_span(&writer->header))) {
        buf_free(&header);
        return;
    }
    buf_free(&writer->header);
    writer->header = header;
    output_add(writer->output, buf_span(&header));
}

void writer_number(struct writer *writer, uint64_t number) {
    char *at = writer_room(writer, NUMBER_DIGITS + 1);
    at += number_write(at, number);
    *at = '\t';
    writer_reached(writer, at + 1);
}

/* The TAB behind the last cell is still in the block: room was made before it was written. */
void writer_row(struct writer *writer) {
    struct buf *block = output_block(writer->output);
    block->at[block->size - 1] = '\n';
    writer->rows++;
}

void writer_block(struct writer *writer, struct span rows, uint64_t count) {
    output_add(writer->output, rows);
    writer->rows += count;
}

void writer_give(struct writer *writer, struct buf *rows, uint64_t count) {
    output_give(writer->output, rows);
    writer->rows += count;
}

void writer_note(struct writer *writer, struct span note) {
    uint32_t known = writer->notes.count;
    if (table_number(&writer->notes, note) < known)
        return;
    output_add(writer->output, (struct span)SPAN("#note\t"));
    output_add(writer->output, note);
    output_add_byte(writer->output, '\n');
}

void writer_end(struct writer *writer, const struct ledger *ledger) {
    for (uint32_t i = 0; i < ledger->notes.count; i++)
        writer_note(writer, table_name(&ledger->notes, i));
    struct buf end = {0};
    buf_add_string(&end, "#end\trows=");
    buf_add_number(&end, writer->rows);
    buf_add_string(&end, ledger->is_complete ? "\tstatus=complete" : "\tstatus=incomplete");
    for (uint32_t i = 0; i < ledger->names.count; i++) {
        buf_add_byte(&end, '\t');
        buf_add(&end, table_name(&ledger->names, i));
        buf_add_byte(&end, '=');
        buf_add_number(&end, ledger->counts[i]);
    }
    buf_add_byte(&end, '\n');
    output_add(writer->output, buf_span(&end));
    output_flush(writer->output);
    buf_free(&end);
}

uint64_t writer_rows(const struct writer *writer) {
    return writer->rows;
}

void writer_free(struct writer *writer) {
    if (!writer)
        return;
    buf_free(&writer->header);
    table_free(&writer->notes);
    free(writer);
}
