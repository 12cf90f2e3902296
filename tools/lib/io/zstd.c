/* zstd (RFC 8878) by libzstd, when it was there at build time. */
#include "lib/io/zstd.h"

#ifdef HAVE_ZSTD
#include <zstd.h>

static void *zstd_new(void) {
    return ZSTD_createDStream();
}

static bool zstd_restart(void *state) {
    return !ZSTD_isError(ZSTD_initDStream(state));
}

static enum decoder_result zstd_step(void *state, struct decoder_window *window,
                                     const char **problem) {
    ZSTD_inBuffer in = {window->in.at, window->in.size, 0};
    ZSTD_outBuffer out = {window->out, window->room, 0};
    size_t result = ZSTD_decompressStream(state, &out, &in);
    window->in = span_skip(window->in, in.pos);
    window->out += out.pos;
    window->room -= out.pos;
    if (!ZSTD_isError(result))
        return result == 0 ? DECODER_MEMBER_END : DECODER_GOING;
    *problem = "zstd data is damaged";
    return DECODER_DAMAGED;
}

static void zstd_free(void *state) {
    ZSTD_freeDStream(state);
}
#endif

const struct decoder_kind zstd_decoder = {
    .name = "zstd",
    .magic = SPAN("\x28\xb5\x2f\xfd"),
#ifdef HAVE_ZSTD
    .new = zstd_new,
    .restart = zstd_restart,
    .step = zstd_step,
    .free = zstd_free,
#else
    .missing = "libzstd",
#endif
};
