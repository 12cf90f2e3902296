#include "lib/stream/writer.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

struct writer {
    struct output *output;
    struct buf header;  /* the one in force, with its LF */
    struct table notes; /* those written */
    uint64_t rows;
    bool is_in_row;
};

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

/* Room for a cell of at most `size` bytes, with the TAB before it written. */
static char *writer_begin_cell(struct writer *writer, size_t size) {
    char *at = output_reserve(writer->output, size + 1);
    if (writer->is_in_row) {
        *at++ = '\t';
        output_advance(writer->output, 1);
    }
    writer->is_in_row = true;
    return at;
}

void writer_raw(struct writer *writer, struct span cell) {
    if (span_is_empty(cell))
        cell = SPAN_ABSENT;
    span_copy(writer_begin_cell(writer, cell.size), cell);
    output_advance(writer->output, cell.size);
}

void writer_number(struct writer *writer, uint64_t number) {
    char *at = writer_begin_cell(writer, NUMBER_DIGITS);
    output_advance(writer->output, number_write(at, number));
}

void writer_row(struct writer *writer) {
    output_add_byte(writer->output, '\n');
    writer->rows++;
    writer->is_in_row = false;
}

void writer_block(struct writer *writer, struct span rows, uint64_t count) {
    output_add(writer->output, rows);
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
