#include "smo-parse/blocks.h"

#include "smo-parse/scan.h"

/* Reads until the block holds `room` bytes or the input ends. */
static void blocks_fill(struct blocks *blocks, struct block *block, size_t room) {
    buf_reserve(&block->text, room - block->text.size + SCAN_SLACK);
    while (block->text.size < room) {
        size_t got =
            input_read(blocks->input, block->text.at + block->text.size, room - block->text.size);
        block->text.size += got;
        if (got == 0) {
            blocks->is_ended = true;
            return;
        }
    }
}

/* The rest of a line that is too long is read and forgotten; what stands behind it is carried. */
static void blocks_pass_over(struct blocks *blocks, struct block *block) {
    char piece[16 * 1024];
    const char *end = NULL;
    block->ends_too_long = true;
    block->bytes = block->text.size;
    block->text.size = BLOCKS_MAX_LINE;
    while (!end) {
        size_t got = input_read(blocks->input, piece, sizeof piece);
        if (got == 0) {
            blocks->is_ended = true;
            return;
        }
        end = memchr(piece, '\n', got);
        size_t passed = end ? (size_t)(end - piece) + 1 : got;
        block->bytes += passed;
        buf_add(&blocks->carried, (struct span){piece + passed, got - passed});
    }
}

bool blocks_next(struct blocks *blocks, struct block *block, size_t room) {
    if (blocks->is_ended && blocks->carried.size == 0)
        return false;
    buf_clear(&block->text);
    buf_add(&block->text, buf_span(&blocks->carried));
    buf_clear(&blocks->carried);
    block->ends_too_long = block->ends_open = false;

    const char *end = NULL;
    if (room < block->text.size)
        room = block->text.size;
    while (!end && !blocks->is_ended && block->text.size <= BLOCKS_MAX_LINE) {
        blocks_fill(blocks, block, room);
        end = block->text.size ? memrchr(block->text.at, '\n', block->text.size) : NULL;
        room = block->text.size * 2;
    }
    block->bytes = block->text.size;
    if (!blocks->is_ended && end) {
        size_t kept = (size_t)(end - block->text.at) + 1;
        buf_add(&blocks->carried, span_skip(buf_span(&block->text), kept));
        block->text.size = kept;
        block->bytes = kept;
    } else if (!blocks->is_ended) {
        blocks_pass_over(blocks, block);
    }
    block->ends_open = blocks->is_ended && block->text.size && !block->ends_too_long &&
                       block->text.at[block->text.size - 1] != '\n';
    memset(buf_reserve(&block->text, SCAN_SLACK), 0, SCAN_SLACK);
    return block->text.size > 0;
}

void blocks_free(struct blocks *blocks) {
    buf_free(&blocks->carried);
}
