/* gzip by ISA-L's igzip, when it was there at build time: three times zlib's speed on logs. */
#ifndef SMO_LIB_IO_ISAL_H
#define SMO_LIB_IO_ISAL_H

#include "lib/io/decoder.h"

extern const struct decoder_kind isal_decoder;

#endif
