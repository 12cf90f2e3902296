/* zstd (RFC 8878) by libzstd, when it was there at build time. */
#ifndef SMO_LIB_IO_ZSTD_H
#define SMO_LIB_IO_ZSTD_H

#include "lib/io/decoder.h"

extern const struct decoder_kind zstd_decoder;

#endif
