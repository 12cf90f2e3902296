/* xz by liblzma, when it was there at build time. */
#ifndef SMO_LIB_IO_XZ_H
#define SMO_LIB_IO_XZ_H

#include "lib/io/decoder.h"

extern const struct decoder_kind xz_decoder;

#endif
