/* Secrets: random bytes for keyed hashes, kept in a file that only its owner can read. */
#ifndef SMO_LIB_IO_SECRET_H
#define SMO_LIB_IO_SECRET_H

#include "lib/base/fault.h"

enum { SECRET_BYTES = 16 };

/* Reads the secret that the file `path` holds: 32 hexadecimal digits and a newline. If there is no
 * such file it is made, whole or not at all, with mode 0600 and fresh bytes; of two programs that
 * make it at once both get the same. Without a path: fresh bytes. False and a fault if the file is
 * no secret, can be read by others than its owner, or cannot be made. */
bool secret_get(const char *path, unsigned char secret[SECRET_BYTES], struct fault *fault);

#endif
