/* How bytes from a stranger are made harmless: the escapes of smo-stream(5), used in cells of a
 * stream, in messages and in reject files. TAB, LF, CR and backslash become \t \n \r \\; other
 * control characters (C0, DEL, C1), bytes that are not valid UTF-8, and bidirectional or
 * zero-width controls become \xHH, one for each byte, upper case. */
#ifndef SMO_LIB_BASE_ESCAPE_H
#define SMO_LIB_BASE_ESCAPE_H

#include "lib/base/buf.h"

/* An escaped byte takes at most this many bytes. */
enum { ESCAPE_GROWTH = 4 };

/* True if no byte needs an escape: the usual case, told at 16 bytes a step. */
bool escape_is_clean(struct span s);

/* Writes `s` escaped at `at`, where ESCAPE_GROWTH * s.size bytes must fit; returns the size. */
size_t escape_write(char *at, struct span s);

/* Adds `s` escaped to the buffer. */
void escape_add(struct buf *buf, struct span s);

/* Undoes the escapes. A span without a backslash is returned as it is; otherwise it is decoded
 * into the buffer (cleared first) and the result points there. A backslash that begins no escape
 * stands for itself. */
struct span escape_undo(struct buf *buf, struct span s);

#endif
