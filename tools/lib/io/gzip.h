/* gzip (RFC 1952) by zlib: always there. */
#ifndef SMO_LIB_IO_GZIP_H
#define SMO_LIB_IO_GZIP_H

#include "lib/io/decoder.h"

extern const struct decoder_kind gzip_decoder;

#endif
