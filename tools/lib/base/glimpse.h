/* A glimpse of a set of names: by two bytes and the size of a name it says that most of those that
 * are not in the set are not, for less than the hash of a name costs. */
#ifndef SMO_LIB_BASE_GLIMPSE_H
#define SMO_LIB_BASE_GLIMPSE_H

#include "lib/base/span.h"

/* All zero: the set is empty. */
struct glimpse {
    uint64_t sizes[256]; /* by what names begin with: a bit for each size, the last one for all that
                            are longer */
};

static inline unsigned char glimpse_place(struct span name) {
    unsigned first = name.size ? (unsigned char)name.at[0] : 0;
    unsigned second = name.size > 1 ? (unsigned char)name.at[1] : 0;
    return (unsigned char)(31 * first + second);
}

static inline uint64_t glimpse_bit(size_t size) {
    return (uint64_t)1 << (size < 63 ? size : 63);
}

/* False: the name is not in the set. */
static inline bool glimpse_may_have(const struct glimpse *glimpse, struct span name) {
    return glimpse->sizes[glimpse_place(name)] & glimpse_bit(name.size);
}

/* False: no name in the set begins as this one, of two bytes or more. */
static inline bool glimpse_may_begin(const struct glimpse *glimpse, struct span name) {
    return glimpse->sizes[glimpse_place(name)] != 0;
}

static inline void glimpse_add(struct glimpse *glimpse, struct span name) {
    glimpse->sizes[glimpse_place(name)] |= glimpse_bit(name.size);
}

/* All names that begin so are in the set. */
static inline void glimpse_add_prefix(struct glimpse *glimpse, struct span prefix) {
    uint64_t sizes = ~(glimpse_bit(prefix.size) - 1);
    for (unsigned place = 0; place < 256; place++)
        if (prefix.size < 2 || place == glimpse_place(prefix))
            glimpse->sizes[place] |= sizes;
}

#endif
