/* xz by liblzma, when it was there at build time. */
#include "lib/io/xz.h"

#ifdef HAVE_LZMA
#include <lzma.h>
#include <stdlib.h>

/* xz -9 needs 65 MiB to decompress; more is no log but an attack on memory. */
static const uint64_t xz_memory_bytes = 128 * 1024 * 1024;

static void *xz_new(void) {
    lzma_stream *stream = calloc(1, sizeof *stream);
    if (stream && lzma_stream_decoder(stream, xz_memory_bytes, 0) != LZMA_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

static bool xz_restart(void *state) {
    return lzma_stream_decoder(state, xz_memory_bytes, 0) == LZMA_OK;
}

static enum decoder_result xz_step(void *state, struct decoder_window *window,
                                   const char **problem) {
    lzma_stream *stream = state;
    stream->next_in = (const uint8_t *)window->in.at;
    stream->avail_in = window->in.size;
    stream->next_out = (uint8_t *)window->out;
    stream->avail_out = window->room;
    lzma_ret result = lzma_code(stream, LZMA_RUN);
    window->in = span_skip(window->in, window->in.size - stream->avail_in);
    window->out += window->room - stream->avail_out;
    window->room = stream->avail_out;
    if (result == LZMA_STREAM_END)
        return DECODER_MEMBER_END;
    if (result == LZMA_OK || result == LZMA_BUF_ERROR)
        return DECODER_GOING;
    *problem = result == LZMA_MEMLIMIT_ERROR ? "xz data needs more than 128 MiB of memory"
                                             : "xz data is damaged";
    return DECODER_DAMAGED;
}

static void xz_free(void *state) {
    lzma_end(state);
    free(state);
}
#endif

const struct decoder_kind xz_decoder = {
    .name = "xz",
    .magic = SPAN("\xfd"
                  "7zXZ\0"),
#ifdef HAVE_LZMA
    .new = xz_new,
    .restart = xz_restart,
    .step = xz_step,
    .free = xz_free,
#else
    .missing = "liblzma",
#endif
};
