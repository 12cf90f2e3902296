#include "lib/io/lines.h"

#include "lib/base/mem.h"

#include <stdlib.h>

enum {
    LINES_READ_BYTES = 256 * 1024, /* a block that stays in a core's own cache */
    LINES_SHOWN_BYTES = 1000       /* of a line that is too long */
};

struct lines {
    struct input *input;
    size_t max_bytes;
    char *block;
    size_t capacity;
    size_t start, end; /* of what was read and not yet handed out */
    size_t searched;   /* of these, bytes known to hold no LF */
    uint64_t next_number;
    uint64_t start_byte; /* of block[start] in the text */
    bool is_ended;
};

struct lines *lines_open(struct input *input, size_t max_bytes) {
    struct lines *lines = mem_zeroed(1, sizeof *lines);
    lines->input = input;
    lines->max_bytes = max_bytes;
    lines->capacity = 2 * LINES_READ_BYTES;
    lines->block = mem_alloc(lines->capacity, 1);
    lines->next_number = 1;
    return lines;
}

/* Reads a further block behind what is left, which moves to the front. False at the end. */
static bool lines_refill(struct lines *lines) {
    size_t left = lines->end - lines->start;
    if (lines->start) {
        memmove(lines->block, lines->block + lines->start, left);
        lines->start = 0;
        lines->end = left;
    }
    mem_grow(&lines->block, &lines->capacity, left + LINES_READ_BYTES + LINES_SLACK, 1);
    size_t got = input_read(lines->input, lines->block + left, LINES_READ_BYTES);
    lines->end += got;
    lines->is_ended = got == 0;
    return got > 0;
}

static void lines_take(struct lines *lines, struct line *line, size_t size, bool has_end) {
    *line = (struct line){
        .text = {lines->block + lines->start, size},
        .number = lines->next_number++,
        .byte = lines->start_byte,
        .is_too_long = size > lines->max_bytes,
        .is_cut = !has_end,
    };
    lines->start += size + has_end;
    lines->start_byte += size + has_end;
    lines->searched = 0;
    if (line->is_too_long)
        line->text = span_take(line->text, LINES_SHOWN_BYTES);
}

/* The line at the front is longer than it may be: keeps what is shown of it at the start of the
 * block and reads on behind that to the line's end. */
static void lines_pass_over(struct lines *lines, struct line *line) {
    *line = (struct line){
        .number = lines->next_number++,
        .byte = lines->start_byte,
        .is_too_long = true,
        .is_cut = true,
    };
    memmove(lines->block, lines->block + lines->start, LINES_SHOWN_BYTES);
    lines->start_byte += lines->end - lines->start - LINES_SHOWN_BYTES;
    lines->start = 0;
    lines->end = LINES_SHOWN_BYTES;
    while (line->is_cut && lines_refill(lines)) {
        size_t added = lines->end - LINES_SHOWN_BYTES;
        const char *end = memchr(lines->block + LINES_SHOWN_BYTES, '\n', added);
        line->is_cut = !end;
        if (end) {
            lines->start = (size_t)(end - lines->block) + 1;
        } else {
            lines->start_byte += added;
            lines->end = LINES_SHOWN_BYTES;
        }
    }
    if (line->is_cut)
        lines->start = lines->end;
    lines->start_byte += lines->start;
    lines->searched = 0;
    line->text = (struct span){lines->block, LINES_SHOWN_BYTES};
}

bool lines_next(struct lines *lines, struct line *line) {
    for (;;) {
        size_t waiting = lines->end - lines->start;
        char *from = lines->block + lines->start + lines->searched;
        char *end = memchr(from, '\n', waiting - lines->searched);
        if (end) {
            lines_take(lines, line, (size_t)(end - lines->block) - lines->start, true);
            return true;
        }
        lines->searched = waiting;
        if (waiting > lines->max_bytes) {
            lines_pass_over(lines, line);
            return true;
        }
        if (lines->is_ended || !lines_refill(lines))
            break;
    }
    if (lines->start == lines->end)
        return false;
    lines_take(lines, line, lines->end - lines->start, false);
    return true;
}

struct span lines_waiting(const struct lines *lines) {
    return (struct span){lines->block + lines->start, lines->end - lines->start};
}

uint64_t lines_accept(struct lines *lines, size_t size) {
    lines->start += size + 1;
    lines->start_byte += size + 1;
    lines->searched = 0;
    return lines->next_number++;
}

const struct input *lines_input(const struct lines *lines) {
    return lines->input;
}

void lines_close(struct lines *lines) {
    if (!lines)
        return;
    input_close(lines->input);
    free(lines->block);
    free(lines);
}
