/* Files that are mapped and stay as they are, whoever writes to them: mapped bytes that somebody
 * overwrites change under their reader, and those that he truncates kill him (SIGBUS).
 *
 * While a process has a lease on a file (fcntl(2), "Leases"), the kernel lets nobody open it to
 * write, or truncate it, before it has asked the process to give the lease back. Then what is
 * mapped is copied, the copy takes the mapping's place, and whoever waited goes on. Where that does
 * not happen, nothing was copied. Only the file's owner and root may have a lease, not every file
 * system has any, and SIGIO is taken for them. */
#ifndef SMO_LIB_IO_LEASE_H
#define SMO_LIB_IO_LEASE_H

#include <stddef.h>

/* Opens a file for reading; -1 if no lease can be had, so that it has to be copied. Whoever wants
 * to write to it waits from now on until lease_guard() or lease_end(): call one soon. */
int lease_open(const char *path);

/* What this leased file was mapped to, by anyone, all of it. The address stays good. */
void lease_guard(int file, void *mapped, size_t bytes);

/* Before what was mapped is unmapped. Closes the file. */
void lease_end(int file);

#endif
