/* Input: the bytes of a file or of standard input, decompressed. Compression is told by content:
 * gzip (RFC 1952, any number of members), zstd, bzip2 and xz, concatenated likewise; all else is
 * plain. Every member's checksum and length is verified. Not zlib's gz* calls: those pass off half
 * a file as a whole one. */
#ifndef SMO_LIB_IO_INPUT_H
#define SMO_LIB_IO_INPUT_H

#include "lib/base/fault.h"
#include "lib/base/span.h"

#include <sys/types.h>

struct input;

/* Opens a file; "-" is standard input. NULL and a fault if it cannot be opened or read, is a
 * directory, a tar archive (plain or compressed: told by its magic in the first bytes, and named
 * so), or needs a library that was not there at build time ("zstd: smo was built without libzstd").
 * Reads the first block. An empty file is fine and plain. A file that grows is read to the size it
 * had at opening. Close with input_close(). */
struct input *input_open(const char *path, struct fault *fault);

/* Reads from bytes in memory, which must outlive the input: for tests and fuzzing. */
struct input *input_open_memory(struct span bytes, struct fault *fault);

/* Reads up to `room` (at least 1) decompressed bytes to `at`; returns how many, 0 at the end. The
 * end is also reached where the file is cut or damaged: all bytes before that place have then been
 * delivered, and input_fault() tells. */
size_t input_read(struct input *input, char *at, size_t room);

/* What was wrong, or a fault that is not set: "gzip stream ends early", "gzip checksum differs",
 * "garbage after gzip stream", with the byte offset in the file as stored. Final once input_read()
 * has returned 0. */
const struct fault *input_fault(const struct input *input);

/* The format's name: "plain", "gzip", "zstd", "bzip2", "xz". */
const char *input_compression(const struct input *input);

/* The path it was opened by ("-" shows as "standard input"). Lives as long as the input. */
const char *input_name(const struct input *input);

/* Bytes of the file read so far, as stored: for progress. */
uint64_t input_stored_bytes(const struct input *input);

void input_close(struct input *input);

#endif
