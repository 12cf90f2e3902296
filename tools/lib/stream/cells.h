/* Splits a row at its TABs: the inner loop of every tool but the first. */
#ifndef SMO_LIB_STREAM_CELLS_H
#define SMO_LIB_STREAM_CELLS_H

#include "lib/base/span.h"

#include <stdint.h>

/* Writes to ends[0 .. count-1] where each cell ends (the offset of its TAB, the row's size for the
 * last) and returns how many cells there are, which may be more than `room`: only that many are
 * written. 16 bytes a step where the machine has SSE2, with a portable twin. */
size_t cells_split(struct span row, uint32_t *ends, size_t room);

#endif
