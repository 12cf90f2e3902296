/* gzip by zlib: always there, and the measure for isal.c, which must give the same bytes and the
 * same verdicts. */
#include "lib/io/gzip.h"

#include "lib/base/mem.h"

#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST /* zlib only reads its input, and then says so */
#include <zlib.h>

/* 15 bits of window, and 16: a gzip header and trailer, checked by zlib. */
enum { GZIP_WINDOW_BITS = 15 + 16 };

static void *gzip_new(void) {
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream && inflateInit2(stream, GZIP_WINDOW_BITS) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

static bool gzip_restart(void *state) {
    return inflateReset(state) == Z_OK;
}

static uInt gzip_chunk(size_t size) {
    return size < UINT_MAX ? (uInt)size : UINT_MAX;
}

static enum decoder_result gzip_step(void *state, struct decoder_window *window,
                                     const char **problem) {
    z_stream *stream = state;
    uInt in = gzip_chunk(window->in.size), room = gzip_chunk(window->room);
    stream->next_in = (const Bytef *)window->in.at;
    stream->avail_in = in;
    stream->next_out = (Bytef *)window->out;
    stream->avail_out = room;
    int result = inflate(stream, Z_NO_FLUSH);
    window->in = span_skip(window->in, in - stream->avail_in);
    window->out += room - stream->avail_out;
    window->room -= room - stream->avail_out;
    if (result == Z_STREAM_END)
        return DECODER_MEMBER_END;
    if (result == Z_OK || result == Z_BUF_ERROR)
        return DECODER_GOING;
    bool is_check = stream->msg && (strcmp(stream->msg, "incorrect data check") == 0 ||
                                    strcmp(stream->msg, "incorrect length check") == 0);
    *problem = is_check ? "gzip checksum or length differs" : "gzip data is damaged";
    return DECODER_DAMAGED;
}

static void gzip_free(void *state) {
    inflateEnd(state);
    free(state);
}

const struct decoder_kind gzip_decoder = {
    .name = "gzip",
    .magic = SPAN("\x1f\x8b\x08"),
    .new = gzip_new,
    .restart = gzip_restart,
    .step = gzip_step,
    .free = gzip_free,
};

/* --- packing */

enum { GZIP_ROOM_BYTES = 64 * 1024, GZIP_MEMORY_LEVEL = 8 };

struct gzip_packer {
    z_stream stream;
};

struct gzip_packer *gzip_packer_new(void) {
    struct gzip_packer *packer = mem_zeroed(1, sizeof *packer);
    if (deflateInit2(&packer->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW_BITS,
                     GZIP_MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        mem_exhausted();
    return packer;
}

/* Packs until zlib has taken all and has room to spare: then it gave all it could. */
static void gzip_pack(struct gzip_packer *packer, struct span bytes, int flush,
                      struct buf *packed) {
    z_stream *stream = &packer->stream;
    while (true) {
        uInt in = gzip_chunk(bytes.size);
        stream->next_in = (const Bytef *)bytes.at;
        stream->avail_in = in;
        stream->next_out = (Bytef *)buf_reserve(packed, GZIP_ROOM_BYTES);
        stream->avail_out = GZIP_ROOM_BYTES;
        deflate(stream, bytes.size == in ? flush : Z_NO_FLUSH);
        bytes = span_skip(bytes, in - stream->avail_in);
        packed->size += GZIP_ROOM_BYTES - stream->avail_out;
        if (span_is_empty(bytes) && stream->avail_out)
            return;
    }
}

void gzip_packer_add(struct gzip_packer *packer, struct span bytes, struct buf *packed) {
    gzip_pack(packer, bytes, Z_NO_FLUSH, packed);
}

void gzip_packer_end(struct gzip_packer *packer, struct buf *packed) {
    gzip_pack(packer, (struct span){NULL, 0}, Z_FINISH, packed);
}

void gzip_packer_free(struct gzip_packer *packer) {
    if (!packer)
        return;
    deflateEnd(&packer->stream);
    free(packer);
}
