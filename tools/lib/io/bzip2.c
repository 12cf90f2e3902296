/* bzip2 by libbz2, when it was there at build time. */
#include "lib/io/bzip2.h"

#ifdef HAVE_BZIP2
#include <bzlib.h>
#include <limits.h>
#include <stdlib.h>

static void *bzip2_new(void) {
    bz_stream *stream = calloc(1, sizeof *stream);
    if (stream && BZ2_bzDecompressInit(stream, 0, 0) != BZ_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

static bool bzip2_restart(void *state) {
    bz_stream *stream = state;
    BZ2_bzDecompressEnd(stream);
    *stream = (bz_stream){0};
    return BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK;
}

static unsigned bzip2_chunk(size_t size) {
    return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

static enum decoder_result bzip2_step(void *state, struct decoder_window *window,
                                      const char **problem) {
    bz_stream *stream = state;
    unsigned in = bzip2_chunk(window->in.size), room = bzip2_chunk(window->room);
    stream->next_in = (char *)window->in.at; /* libbz2 only reads it */
    stream->avail_in = in;
    stream->next_out = window->out;
    stream->avail_out = room;
    int result = BZ2_bzDecompress(stream);
    window->in = span_skip(window->in, in - stream->avail_in);
    window->out += room - stream->avail_out;
    window->room -= room - stream->avail_out;
    if (result == BZ_STREAM_END)
        return DECODER_MEMBER_END;
    if (result == BZ_OK)
        return DECODER_GOING;
    *problem = "bzip2 data is damaged";
    return DECODER_DAMAGED;
}

static void bzip2_free(void *state) {
    BZ2_bzDecompressEnd(state);
    free(state);
}
#endif

const struct decoder_kind bzip2_decoder = {
    .name = "bzip2",
    .magic = SPAN("BZh"),
#ifdef HAVE_BZIP2
    .new = bzip2_new,
    .restart = bzip2_restart,
    .step = bzip2_step,
    .free = bzip2_free,
#else
    .missing = "libbz2",
#endif
};
