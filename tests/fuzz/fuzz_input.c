/* Any bytes as a log file: decompression and lines must end, and lose no byte silently. */
#include "lib/io/lines.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct fault fault = {0};
    struct input *input = input_open_memory((struct span){(const char *)bytes, size}, &fault);
    if (!input) {
        if (!fault_is_set(&fault))
            abort();
        return 0;
    }
    struct lines *lines = lines_open(input, 1000);
    struct line line;
    uint64_t number = 0, next_byte = 0;
    while (lines_next(lines, &line)) {
        if (line.number != ++number || line.byte < next_byte)
            abort();
        next_byte = line.byte + line.text.size;
        if (number > 100000) /* a bomb of newlines: long enough */
            break;
    }
    lines_close(lines);
    return 0;
}
