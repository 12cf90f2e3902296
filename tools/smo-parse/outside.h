/* Logs that need not be read because --since or --until leaves all of them out. */
#ifndef SMO_PARSE_OUTSIDE_H
#define SMO_PARSE_OUTSIDE_H

#include "smo-parse/logfile.h"

/* Marks as LOGFILE_OUTSIDE those of the logs that wait which begin over a day after --until, or
 * after which another log of the same rotation begins over a day before --since. The day is for
 * lines out of order: a server writes a request when it ends, and logs the time when it began. */
void outside_find(struct logfile *logs, size_t count, const struct period *period);

/* What the names of one rotation have in common: `access.log` of `access.log.2.gz`,
 * `access.log-20251122.xz` and `access.log.1`; `u_ex#.log` of `u_ex251122.log`. In `name`, cleared
 * first. */
void outside_rotation(const char *path, struct buf *name);

#endif
