/* Memory that is there or the program ends: a log tool without memory has nothing better to do.
 * On failure these print one line to standard error and exit with status 2. */
#ifndef SMO_LIB_BASE_MEM_H
#define SMO_LIB_BASE_MEM_H

#include <stddef.h>

/* `count` elements of `size` bytes, not initialised; the product is checked. Free with free(). */
void *mem_alloc(size_t count, size_t size);

/* The same, all bytes zero. */
void *mem_zeroed(size_t count, size_t size);

/* Makes room for at least `needed` elements in the array *array of *capacity elements, at least
 * doubling it, so that growth is linear in all. Keeps the old elements; moves the array. */
void mem_grow(void *array, size_t *capacity, size_t needed, size_t size);

/* Asks the kernel for huge pages under a large block that will be asked for here and there, such as
 * a table by hash: else each look into it costs a look for its page as well. Nothing happens where
 * the block is small, or the system has none. All of it counts as used then. */
void mem_prefer_huge_pages(void *block, size_t bytes);

/* A private NUL-terminated copy of `size` bytes. Free with free(). */
char *mem_copy(const char *at, size_t size);

/* Says "out of memory" and exits with status 2. */
_Noreturn void mem_exhausted(void);

#endif
