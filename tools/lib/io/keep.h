/* Files that are mapped and stay as they are, whoever writes to them: mapped bytes that somebody
 * overwrites change under their reader, and those that he truncates kill him (SIGBUS).
 *
 * While a process has a lease on a file (fcntl(2), "Leases"), the kernel lets nobody open it to
 * write, or truncate it, before it has asked the process to give the lease back. Then what is
 * mapped is copied, the copy takes the mapping's place, and whoever waited goes on. Where that does
 * not happen, nothing is copied. Only the file's owner and root may have a lease, and not every
 * file system has any: other files are copied at once. SIGIO is taken for leases. */
#ifndef SMO_LIB_IO_KEEP_H
#define SMO_LIB_IO_KEEP_H

#include "lib/base/fault.h"

#include <stddef.h>

/* A descriptor to be mapped: the file's, or that of a copy in memory, decompressed if the file is
 * compressed. -1 and a fault if it cannot be read. Whoever wants to write to the file may have to
 * wait until keep_mapped() or keep_end(): call one soon. */
int keep_open(const char *path, struct fault *fault);

/* What all of it was mapped to, by anyone. The address stays good. */
void keep_mapped(int file, void *mapped, size_t bytes);

/* Before what was mapped is unmapped. Closes the descriptor. */
void keep_end(int file);

#endif
