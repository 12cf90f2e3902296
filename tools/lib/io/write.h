/* Writing to a descriptor until all is written. */
#ifndef SMO_LIB_IO_WRITE_H
#define SMO_LIB_IO_WRITE_H

#include "lib/base/span.h"

/* Writes all bytes, however often a signal comes between. False and errno if that cannot be. */
bool write_all(int descriptor, struct span bytes);

#endif
