#include "lib/base/fault.h"

#include <stdarg.h>
#include <stdio.h>

bool fault_set(struct fault *fault, const char *format, ...) {
    if (fault_is_set(fault))
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    fault->line = fault->column = 0;
    fault->byte = UINT64_MAX;
    return false;
}
