#include "lib/base/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef SMO_VERSION
#define SMO_VERSION "unreleased"
#endif

_Noreturn void cli_help(const char *usage) {
    bool is_written = fputs(usage, stdout) != EOF && fflush(stdout) != EOF;
    exit(is_written ? CLI_COMPLETE : CLI_FAILED);
}

_Noreturn void cli_version(const char *tool) {
    bool is_written = printf("%s %s\n", tool, SMO_VERSION) > 0 && fflush(stdout) != EOF;
    exit(is_written ? CLI_COMPLETE : CLI_FAILED);
}

static void cli_print(const char *tool, const char *format, va_list arguments) {
    fprintf(stderr, "%s: ", tool);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

_Noreturn void cli_misused(const char *tool, const char *usage, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    cli_print(tool, format, arguments);
    va_end(arguments);
    fputs(usage, stderr);
    exit(CLI_FAILED);
}

_Noreturn void cli_failed(const char *tool, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    cli_print(tool, format, arguments);
    va_end(arguments);
    exit(CLI_FAILED);
}
