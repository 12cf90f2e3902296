#include "lib/io/secret.h"

#include "lib/base/buf.h"
#include "lib/base/number.h"
#include "lib/io/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_TEXT_BYTES = 2 * SECRET_BYTES + 1 };

static bool secret_fresh(unsigned char secret[SECRET_BYTES], struct fault *fault) {
    if (getrandom(secret, SECRET_BYTES, 0) != SECRET_BYTES)
        return fault_set(fault, "no random bytes: %s", strerror(errno));
    return true;
}

static bool secret_decode(const char *text, unsigned char secret[SECRET_BYTES]) {
    for (size_t i = 0; i < SECRET_BYTES; i++) {
        int high = number_hex_digit(text[2 * i]), low = number_hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        secret[i] = (unsigned char)(high * 16 + low);
    }
    return text[SECRET_TEXT_BYTES - 1] == '\n';
}

/* As many bytes as there are, up to `room`, however often a signal comes between. */
static size_t secret_take(int descriptor, char *at, size_t room) {
    size_t size = 0;
    while (size < room) {
        ssize_t part = read(descriptor, at + size, room - size);
        if (part == 0 || (part < 0 && errno != EINTR))
            break;
        size += part > 0 ? (size_t)part : 0;
    }
    return size;
}

static bool secret_read(int descriptor, unsigned char secret[SECRET_BYTES], struct fault *fault) {
    char text[SECRET_TEXT_BYTES + 1];
    struct stat status;
    if (fstat(descriptor, &status) < 0)
        return fault_set(fault, "%s", strerror(errno));
    if (!S_ISREG(status.st_mode))
        return fault_set(fault, "a key must be a regular file");
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        return fault_set(fault, "others can read this key: chmod 600");
    if (secret_take(descriptor, text, sizeof text) != SECRET_TEXT_BYTES ||
        !secret_decode(text, secret))
        return fault_set(fault, "not a key: 32 hexadecimal digits and a newline");
    return true;
}

/* Written under another name and then linked, so that nobody ever reads half a key, and the first
 * of two makers wins. */
static bool secret_make(const char *path, struct fault *fault) {
    unsigned char secret[SECRET_BYTES];
    if (!secret_fresh(secret, fault))
        return false;
    char text[SECRET_TEXT_BYTES];
    for (size_t i = 0; i < SECRET_BYTES; i++) {
        text[2 * i] = "0123456789abcdef"[secret[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[secret[i] & 15];
    }
    text[SECRET_TEXT_BYTES - 1] = '\n';

    struct buf name = {0};
    buf_addf(&name, "%s.XXXXXX", path);
    buf_string(&name);
    int descriptor = mkstemp(name.at); /* mode 0600 */
    if (descriptor < 0) {
        buf_free(&name);
        return fault_set(fault, "cannot be made: %s", strerror(errno));
    }
    bool is_made = write_all(descriptor, (struct span){text, sizeof text}) &&
                   fsync(descriptor) == 0 && (link(name.at, path) == 0 || errno == EEXIST);
    if (!is_made)
        fault_set(fault, "cannot be made: %s", strerror(errno));
    close(descriptor);
    unlink(name.at);
    buf_free(&name);
    return is_made;
}

bool secret_get(const char *path, unsigned char secret[SECRET_BYTES], struct fault *fault) {
    if (!path)
        return secret_fresh(secret, fault);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 && errno == ENOENT) {
        if (!secret_make(path, fault))
            return false;
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    }
    if (descriptor < 0)
        return fault_set(fault, "%s", strerror(errno));
    bool is_read = secret_read(descriptor, secret, fault);
    close(descriptor);
    return is_read;
}
