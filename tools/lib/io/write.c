#include "lib/io/write.h"

#include <errno.h>
#include <unistd.h>

bool write_all(int descriptor, struct span bytes) {
    while (bytes.size) {
        ssize_t written = write(descriptor, bytes.at, bytes.size);
        if (written < 0 && errno != EINTR)
            return false;
        bytes = span_skip(bytes, written > 0 ? (size_t)written : 0);
    }
    return true;
}
