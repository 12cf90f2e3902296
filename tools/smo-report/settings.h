/* What the command line asks of all reports. */
#ifndef SMO_REPORT_SETTINGS_H
#define SMO_REPORT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

struct costs;

struct settings {
    bool is_strict;            /* funnel: count only visits that reached every earlier step first */
    size_t max_keys;           /* rows a table may have; further ones are counted as "(other)" */
    size_t max_bytes;          /* and what their keys may take */
    size_t max_periods;        /* with --by; visits of further ones are one period, "(other)" */
    const struct costs *costs; /* of campaigns; NULL: not told */
    size_t people_rows;        /* rows that people see, the rest folded into one; 0: all */
};

#endif
