#include "lib/base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MEM_HUGE_PAGE = 2 * 1024 * 1024 };

_Noreturn void mem_exhausted(void) {
    static const char message[] = "smo: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    exit(2);
}

void *mem_alloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        mem_exhausted();
    void *block = malloc(bytes ? bytes : 1);
    if (!block)
        mem_exhausted();
    return block;
}

void *mem_zeroed(size_t count, size_t size) {
    void *block = calloc(count ? count : 1, size ? size : 1);
    if (!block)
        mem_exhausted();
    return block;
}

void mem_grow(void *array, size_t *capacity, size_t needed, size_t size) {
    if (needed <= *capacity)
        return;
    size_t wanted = needed > 8 ? needed : 8;
    if (wanted / 2 < *capacity)
        wanted = *capacity * 2;
    size_t bytes;
    if (__builtin_mul_overflow(wanted, size, &bytes) || bytes > PTRDIFF_MAX)
        mem_exhausted();
    /* The caller hands a pointer to its pointer, of whatever type: memcpy is the one way to read
     * and write it that the aliasing rules allow. */
    void *block;
    memcpy(&block, array, sizeof block);
    block = realloc(block, bytes);
    if (!block)
        mem_exhausted();
    memcpy(array, &block, sizeof block);
    *capacity = wanted;
}

void mem_prefer_huge_pages(void *block, size_t bytes) {
    uintptr_t start = (uintptr_t)block, end = start + bytes;
    start = (start + MEM_HUGE_PAGE - 1) / MEM_HUGE_PAGE * MEM_HUGE_PAGE;
    end = end / MEM_HUGE_PAGE * MEM_HUGE_PAGE;
    if (start < end)
        madvise((void *)start, end - start, MADV_HUGEPAGE);
}

char *mem_copy(const char *at, size_t size) {
    char *copy = mem_alloc(size + 1, 1);
    if (size)
        memcpy(copy, at, size);
    copy[size] = '\0';
    return copy;
}
