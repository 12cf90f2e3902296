/* The same log given twice: counted once. */
#ifndef SMO_PARSE_TWINS_H
#define SMO_PARSE_TWINS_H

#include "smo-parse/logfile.h"

/* Finds, among the logs that wait, those that are another one once more: the same file under two
 * names (device and inode), or the same text when decompressed, as a whole, or from its start over
 * at least the first block and as far as the shorter goes. Of two the longer stays, of equals the
 * one named first; the other becomes LOGFILE_TWIN, with `twin_of` set. Reads only such files to
 * their ends as begin with the same block. */
void twins_find(struct logfile *logs, size_t count);

/* How many bytes of text a twin has that cannot be read twice and was only judged by its first
 * block: it is read to its end, so that nothing of it is lost unnoticed. */
uint64_t twins_length(struct logfile *twin);

#endif
