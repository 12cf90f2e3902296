#include "lib/base/buf.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_grow(struct buf *buf, size_t extra) {
    size_t needed;
    if (__builtin_add_overflow(buf->size, extra, &needed))
        mem_exhausted();
    mem_grow(&buf->at, &buf->capacity, needed ? needed : 1, 1);
}

void buf_add_string(struct buf *buf, const char *string) {
    buf_add(buf, span_of(string));
}

void buf_add_number(struct buf *buf, uint64_t number) {
    buf->size += number_write(buf_reserve(buf, NUMBER_DIGITS), number);
}

void buf_addf(struct buf *buf, const char *format, ...) {
    size_t room = 128;
    for (;;) {
        va_list arguments;
        va_start(arguments, format);
        int size = vsnprintf(buf_reserve(buf, room), room, format, arguments);
        va_end(arguments);
        if (size < 0)
            return;
        if ((size_t)size < room) {
            buf->size += (size_t)size;
            return;
        }
        room = (size_t)size + 1;
    }
}

const char *buf_string(struct buf *buf) {
    *buf_reserve(buf, 1) = '\0';
    return buf->at;
}

void buf_free(struct buf *buf) {
    free(buf->at);
    *buf = (struct buf){0};
}
