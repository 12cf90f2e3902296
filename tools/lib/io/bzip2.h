/* bzip2 by libbz2, when it was there at build time. */
#ifndef SMO_LIB_IO_BZIP2_H
#define SMO_LIB_IO_BZIP2_H

#include "lib/io/decoder.h"

extern const struct decoder_kind bzip2_decoder;

#endif
