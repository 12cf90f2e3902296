/* gzip (RFC 1952) by zlib: always there. */
#ifndef SMO_LIB_IO_GZIP_H
#define SMO_LIB_IO_GZIP_H

#include "lib/base/buf.h"
#include "lib/io/decoder.h"

extern const struct decoder_kind gzip_decoder;

/* One gzip member being made. It names neither file nor time: the same bytes in, the same bytes
 * out. */
struct gzip_packer;

struct gzip_packer *gzip_packer_new(void);

/* Adds to the buffer what these bytes become, as far as that can be told before the next ones. */
void gzip_packer_add(struct gzip_packer *packer, struct span bytes, struct buf *packed);

/* Adds the rest of the member. */
void gzip_packer_end(struct gzip_packer *packer, struct buf *packed);

void gzip_packer_free(struct gzip_packer *packer);

#endif
