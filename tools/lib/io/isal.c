#include "lib/io/isal.h"

#ifdef HAVE_ISAL
#include <isa-l.h>
#include <limits.h>
#include <stdlib.h>

static void isal_begin(struct inflate_state *stream) {
    isal_inflate_init(stream);
    stream->crc_flag = ISAL_GZIP; /* header read, checksum and length checked */
}

static void *isal_new(void) {
    struct inflate_state *stream = malloc(sizeof *stream);
    if (stream)
        isal_begin(stream);
    return stream;
}

static bool isal_restart(void *state) {
    isal_begin(state);
    return true;
}

static uint32_t isal_chunk(size_t size) {
    return size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
}

static enum decoder_result isal_step(void *state, struct decoder_window *window,
                                     const char **problem) {
    struct inflate_state *stream = state;
    uint32_t in = isal_chunk(window->in.size), room = isal_chunk(window->room);
    stream->next_in = (uint8_t *)(uintptr_t)window->in.at; /* igzip only reads it */
    stream->avail_in = in;
    stream->next_out = (uint8_t *)window->out;
    stream->avail_out = room;
    int result = isal_inflate(stream);
    window->in = span_skip(window->in, in - stream->avail_in);
    window->out += room - stream->avail_out;
    window->room -= room - stream->avail_out;
    if (result == ISAL_DECOMP_OK)
        return stream->block_state == ISAL_BLOCK_FINISH ? DECODER_MEMBER_END : DECODER_GOING;
    if (result > 0)
        return DECODER_GOING;
    *problem = result == ISAL_INCORRECT_CHECKSUM ? "gzip checksum or length differs"
                                                 : "gzip data is damaged";
    return DECODER_DAMAGED;
}

const struct decoder_kind isal_decoder = {
    .name = "gzip",
    .magic = SPAN("\x1f\x8b\x08"),
    .new = isal_new,
    .restart = isal_restart,
    .step = isal_step,
    .free = free,
};
#else
const struct decoder_kind isal_decoder = {
    .name = "gzip",
    .magic = SPAN("\x1f\x8b\x08"),
    .missing = "ISA-L",
};
#endif
