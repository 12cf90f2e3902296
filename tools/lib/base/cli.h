/* What every tool's main() does alike with its arguments. Options themselves are parsed by
 * getopt_long(3) in each main.c, from a table there. */
#ifndef SMO_LIB_BASE_CLI_H
#define SMO_LIB_BASE_CLI_H

#include "lib/base/span.h"

/* The exit statuses of all tools (smo(7), EXIT STATUS). */
enum cli_status {
    CLI_COMPLETE = 0,   /* all input was read, whole */
    CLI_INCOMPLETE = 1, /* finished, but some input was missing, damaged or cut */
    CLI_FAILED = 2,     /* could not do the job */
    CLI_ALERT = 3       /* smo-report: an alert holds */
};

/* Prints the usage text, which is the SYNOPSIS of the manual to the letter, to standard output and
 * exits with 0: for -h. */
_Noreturn void cli_help(const char *usage);

/* Prints `smo-parse 0.1.0` and exits with 0: for -V. */
_Noreturn void cli_version(const char *tool);

/* Prints `tool: message` and the usage to standard error and exits with 2. */
_Noreturn void cli_misused(const char *tool, const char *usage, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints `tool: message` to standard error and exits with 2: what was asked cannot be done. */
_Noreturn void cli_failed(const char *tool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
