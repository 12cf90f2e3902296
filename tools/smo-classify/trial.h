/* --test: one hit, of the command line, explained. */
#ifndef SMO_CLASSIFY_TRIAL_H
#define SMO_CLASSIFY_TRIAL_H

#include "smo-classify/options.h"

#include "lib/base/cli.h"

/* Explains the hit of --test on standard output. */
enum cli_status trial_run(const struct options *options, const struct classifier_parts *parts);

#endif
