/* A growing run of bytes that its holder owns. Zero-initialise it, or `= {0}`; free with
 * buf_free(). Its memory is kept between uses (buf_clear), so that one buffer serves a whole log
 * without an allocation per record. */
#ifndef SMO_LIB_BASE_BUF_H
#define SMO_LIB_BASE_BUF_H

#include "lib/base/span.h"

#include <stdint.h>

struct buf {
    char *at;
    size_t size;
    size_t capacity;
};

/* Makes room where there is none: for buf_reserve(). */
void buf_grow(struct buf *buf, size_t extra);

/* Room for `extra` more bytes; returns where they go: a place even if there are none. The caller
 * then adds to buf->size. */
static inline char *buf_reserve(struct buf *buf, size_t extra) {
    if (buf->capacity - buf->size <= extra)
        buf_grow(buf, extra);
    return buf->at + buf->size;
}

static inline void buf_add(struct buf *buf, struct span s) {
    buf->size = (size_t)(span_copy(buf_reserve(buf, s.size), s) - buf->at);
}

static inline void buf_add_byte(struct buf *buf, char byte) {
    *buf_reserve(buf, 1) = byte;
    buf->size++;
}

void buf_add_string(struct buf *buf, const char *string);

/* The number in decimal digits. */
void buf_add_number(struct buf *buf, uint64_t number);

/* printf into the buffer: for messages and reports, never for records. */
void buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Forgets the content, keeps the memory. */
static inline void buf_clear(struct buf *buf) {
    buf->size = 0;
}

/* The content; valid until the buffer is next changed. */
static inline struct span buf_span(const struct buf *buf) {
    return (struct span){buf->at, buf->size};
}

/* The content with a NUL behind it (not counted in size). */
const char *buf_string(struct buf *buf);

void buf_free(struct buf *buf);

#endif
