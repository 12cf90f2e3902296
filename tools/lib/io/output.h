/* Output that is checked: large writes, every error noticed. A write error says what was wrong and
 * ends the program with status 2; a reader that went away (EPIPE) ends it quietly, as SIGPIPE
 * would. */
#ifndef SMO_LIB_IO_OUTPUT_H
#define SMO_LIB_IO_OUTPUT_H

#include "lib/base/buf.h"

struct output;

/* Standard output. The pipe behind it, if it is one, is widened to 1 MiB where the system allows.
 */
struct output *output_standard(const char *tool);

/* Replaces the file `path` whole or not at all: written as a file without a name (where there are
 * none, a temporary one) in its folder, fsynced and renamed by output_close(), given up by
 * output_discard(). Mode 0666 less umask, or that of the file it replaces. Dies with 2 if it cannot
 * be created. Behind a symbolic link its target is replaced; a device or pipe is written to as it
 * is. What is written to a path that ends in ".gz" is packed by gzip. "-" is standard output. */
struct output *output_replace(const char *tool, const char *path);

/* Room for `size` bytes at the end of the output's block; returns where they go. After writing
 * there, tell by output_advance() how many it were. `size` may be anything. */
static inline char *output_reserve(struct output *output, size_t size);
static inline void output_advance(struct output *output, size_t size);

void output_add(struct output *output, struct span s);
void output_add_byte(struct output *output, char byte);

/* The same bytes as by output_add(), which the output may keep: the buffer is empty afterwards, and
 * may have got other memory. Large ones are not copied. */
void output_give(struct output *output, struct buf *bytes);

/* Writes out what is held back: before a tool waits, and at its end. */
void output_flush(struct output *output);

/* True if the output is a pipe that is more than half full: its reader is the slower one. */
bool output_reader_is_behind(const struct output *output);

/* Flushes, commits a replaced file, frees. Dies with 2 if anything fails, close(2) included. */
void output_close(struct output *output);

/* Gives up a replaced file: the old one stays as it was. */
void output_discard(struct output *output);

/* The block that is being filled: struct output begins with it. */
static inline struct buf *output_block(struct output *output) {
    return (struct buf *)(void *)output;
}

/* Writes out, or grows, the block: for output_reserve(). */
void output_make_room(struct output *output, size_t size);

static inline char *output_reserve(struct output *output, size_t size) {
    const struct buf *block = output_block(output);
    if (block->capacity - block->size < size)
        output_make_room(output, size);
    return block->at + block->size;
}

static inline void output_advance(struct output *output, size_t size) {
    output_block(output)->size += size;
}

#endif
