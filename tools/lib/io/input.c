#include "lib/io/input.h"

#include "lib/base/mem.h"
#include "lib/io/bzip2.h"
#include "lib/io/gzip.h"
#include "lib/io/isal.h"
#include "lib/io/lend.h"
#include "lib/io/xz.h"
#include "lib/io/zstd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    INPUT_BLOCK_BYTES = 256 * 1024,
    INPUT_STRAIGHT_BYTES = 4 * 1024, /* of a plain file, so many are read to where they go */
    INPUT_MAGIC_BYTES = 6,           /* the longest magic, xz's */
    INPUT_HEAD_BYTES = 512           /* one tar header: enough to tell a tar */
};

static const struct decoder_kind *const decoder_kinds[] = {
    &isal_decoder, &gzip_decoder, &zstd_decoder, &bzip2_decoder, &xz_decoder,
};

struct input {
    char *name;
    int file;          /* -1: bytes in memory */
    char *block;       /* what read(2) fills */
    struct span store; /* bytes as stored that were read and not yet used */
    uint64_t taken;    /* bytes as stored that were read, those in `store` included */
    uint64_t size;     /* at opening, of a regular file; else UINT64_MAX: to its end */
    bool store_ended;
    const struct decoder_kind *kind; /* NULL: plain */
    void *decoder;
    bool is_between_members;
    struct span memory;    /* all of it, where the bytes are in memory */
    bool can_go_back;      /* to a place in the file: not in a pipe */
    uint64_t member_start; /* of the member being read, in the file as stored */
    uint64_t member_made;  /* bytes that it gave so far */
    uint64_t repeated;     /* bytes to pass over: they were handed out before */
    bool is_ended;
    char head[INPUT_HEAD_BYTES]; /* read at opening, to look for a tar; handed out first */
    struct span head_left;
    struct fault fault;
};

/* Reads bytes as stored, up to the size the file had at opening; 0 at the end. */
static size_t input_read_stored(struct input *input, char *at, size_t room) {
    if (room > input->size - input->taken)
        room = (size_t)(input->size - input->taken);
    ssize_t got;
    do
        got = room ? read(input->file, at, room) : 0;
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        fault_set(&input->fault, "cannot be read: %s", strerror(errno));
        input->fault.byte = input->taken;
    }
    input->store_ended = got <= 0;
    input->taken += got > 0 ? (uint64_t)got : 0;
    return got > 0 ? (size_t)got : 0;
}

/* Reads more behind what is left in the store. False at the end of the file. */
static bool input_refill(struct input *input) {
    if (input->store_ended)
        return false;
    if (input->store.size)
        memmove(input->block, input->store.at, input->store.size);
    size_t got = input_read_stored(input, input->block + input->store.size,
                                   INPUT_BLOCK_BYTES - input->store.size);
    input->store.at = input->block;
    input->store.size += got;
    return got > 0;
}

/* Makes sure of `count` bytes in the store, unless the file ends before. */
static void input_look_ahead(struct input *input, size_t count) {
    while (input->store.size < count && input_refill(input))
        ;
}

/* Ends the input where it stands, with what is wrong there. */
static void input_break(struct input *input, const char *problem) {
    if (!fault_is_set(&input->fault)) {
        fault_set(&input->fault, "%s", problem);
        input->fault.byte = input->taken - input->store.size;
    }
    input->is_ended = true;
}

static size_t input_read_plain(struct input *input, char *at, size_t room) {
    if (span_is_empty(input->store) && !input->store_ended && room >= INPUT_STRAIGHT_BYTES) {
        size_t got = input_read_stored(input, at, room);
        input->is_ended = got == 0;
        return got;
    }
    if (span_is_empty(input->store) && !input_refill(input)) {
        input->is_ended = true;
        return 0;
    }
    struct span taken = span_take(input->store, room);
    memcpy(at, taken.at, taken.size);
    input->store = span_skip(input->store, taken.size);
    return taken.size;
}

/* After a member: true if another one of the same kind follows. Zero bytes between or behind
 * members are padding, as gzip(1) and xz(1) have it. */
static bool input_next_member(struct input *input) {
    for (;;) {
        input_look_ahead(input, INPUT_MAGIC_BYTES);
        if (span_is_empty(input->store)) {
            input->is_ended = true;
            return false;
        }
        if (input->store.at[0] != '\0')
            break;
        input->store = span_skip(input->store, 1);
    }
    if (!span_starts_with(input->store, input->kind->magic)) {
        char problem[64];
        snprintf(problem, sizeof problem, "garbage after the %s stream", input->kind->name);
        input_break(input, problem);
        return false;
    }
    if (!input->kind->restart(input->decoder))
        mem_exhausted();
    input->is_between_members = false;
    input->member_start = input->taken - input->store.size;
    input->member_made = 0;
    return true;
}

/* ISA-L is fast, but where a file is damaged or cut it gives up some bytes earlier or later than
 * zlib does. So zlib has the last word: it reads the member again, and what was handed out of it
 * before is passed over. False if the input is not read by ISA-L. */
static bool input_ask_zlib(struct input *input) {
    if (input->kind != &isal_decoder)
        return false;
    if (input->memory.at) {
        input->store = span_skip(input->memory, (size_t)input->member_start);
    } else {
        if (lseek(input->file, (off_t)input->member_start, SEEK_SET) < 0)
            return false;
        input->store.size = 0;
        input->taken = input->member_start;
        input->store_ended = false;
    }
    input->kind->free(input->decoder);
    input->kind = &gzip_decoder;
    input->decoder = input->kind->new ();
    if (!input->decoder)
        mem_exhausted();
    input->repeated = input->member_made;
    return true;
}

/* Drops what was handed out before from what a step made at `at`; returns how many bytes are new.
 */
static size_t input_pass_repeated(struct input *input, char *at, size_t made) {
    size_t old = input->repeated < made ? (size_t)input->repeated : made;
    if (old) {
        input->repeated -= old;
        memmove(at, at + old, made - old);
    }
    return made - old;
}

static void input_break_short(struct input *input) {
    char problem[64];
    snprintf(problem, sizeof problem, "%s stream ends early", input->kind->name);
    input_break(input, problem);
}

/* One step of the decoder; returns how many bytes it gave. */
static size_t input_step(struct input *input, char *at, size_t room) {
    struct decoder_window window = {.in = input->store, .out = at, .room = room};
    const char *problem = NULL;
    enum decoder_result result = input->kind->step(input->decoder, &window, &problem);
    bool is_stuck = window.room == room && window.in.size == input->store.size;
    bool is_short = false;
    if (result == DECODER_GOING && is_stuck)
        is_short = !input_refill(input); /* moves the store: window.in no longer holds */
    else
        input->store = window.in;
    if ((result == DECODER_DAMAGED || is_short) && input_ask_zlib(input))
        return 0;
    size_t made = input_pass_repeated(input, at, room - window.room);
    input->member_made += made;
    if (result == DECODER_MEMBER_END)
        input->is_between_members = true;
    else if (result == DECODER_DAMAGED)
        input_break(input, problem);
    else if (is_short)
        input_break_short(input);
    return made;
}

static size_t input_read_decoded(struct input *input, char *at, size_t room) {
    size_t made = 0;
    while (!input->is_ended && made == 0) {
        if (input->is_between_members && !input_next_member(input))
            break;
        made = input_step(input, at, room);
    }
    return made;
}

size_t input_read(struct input *input, char *at, size_t room) {
    if (input->head_left.size) {
        struct span taken = span_take(input->head_left, room);
        memcpy(at, taken.at, taken.size);
        input->head_left = span_skip(input->head_left, taken.size);
        return taken.size;
    }
    if (input->is_ended)
        return 0;
    return input->kind ? input_read_decoded(input, at, room) : input_read_plain(input, at, room);
}

/* POSIX.1 ustar and GNU tar alike carry this at byte 257 of their first header. */
static bool head_is_tar(struct span head) {
    return span_starts_with(span_skip(head, 257), (struct span)SPAN("ustar"));
}

/* ISA-L only serves where it was built in and where zlib can be asked again. */
static bool input_may_use(const struct input *input, const struct decoder_kind *kind) {
    return kind != &isal_decoder || (!kind->missing && input->can_go_back);
}

static bool input_choose_decoder(struct input *input, struct fault *fault) {
    input_look_ahead(input, INPUT_MAGIC_BYTES);
    for (size_t i = 0; i < sizeof decoder_kinds / sizeof *decoder_kinds && !input->kind; i++)
        if (span_starts_with(input->store, decoder_kinds[i]->magic) &&
            input_may_use(input, decoder_kinds[i]))
            input->kind = decoder_kinds[i];
    if (!input->kind)
        return true;
    if (input->kind->missing)
        return fault_set(fault, "is compressed by %s, and smo was built without %s",
                         input->kind->name, input->kind->missing);
    input->decoder = input->kind->new ();
    if (!input->decoder)
        mem_exhausted();
    return true;
}

/* Reads the head, which is handed out before all else. */
static bool input_begin(struct input *input, struct fault *fault) {
    if (!input_choose_decoder(input, fault))
        return false;
    size_t size = 0;
    for (size_t got; size < sizeof input->head; size += got) {
        got = input_read(input, input->head + size, sizeof input->head - size);
        if (got == 0)
            break;
    }
    input->head_left = (struct span){input->head, size};
    if (head_is_tar(input->head_left))
        return fault_set(fault, "is a tar archive; extract the logs first (tar -xf)");
    if (size == 0 && input->taken == 0 && fault_is_set(&input->fault)) {
        *fault = input->fault;
        return false;
    }
    return true;
}

static struct input *input_new(const char *name, int file) {
    struct input *input = mem_zeroed(1, sizeof *input);
    input->name = mem_copy(name, strlen(name));
    input->file = file;
    input->size = UINT64_MAX;
    return input;
}

static struct input *input_begun(struct input *input, struct fault *fault) {
    if (input_begin(input, fault))
        return input;
    input_close(input);
    return NULL;
}

struct input *input_open(const char *path, struct fault *fault) {
    bool is_standard = strcmp(path, "-") == 0;
    int file = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        fault_set(fault, "cannot be opened: %s", strerror(errno));
        if (file > 0)
            close(file);
        return NULL;
    }
    struct input *input = input_new(is_standard ? "standard input" : path, file);
    if (S_ISDIR(status.st_mode)) {
        fault_set(fault, "is a directory; name the files in it");
        input_close(input);
        return NULL;
    }
    if (S_ISREG(status.st_mode) && !is_standard) {
        input->size = (uint64_t)status.st_size;
        input->can_go_back = true;
    }
    if (S_ISFIFO(status.st_mode))
        lend_promise_to_copy(file);
    input->block = mem_alloc(INPUT_BLOCK_BYTES, 1);
    return input_begun(input, fault);
}

struct input *input_open_memory(struct span bytes, struct fault *fault) {
    struct input *input = input_new("memory", -1);
    input->store = input->memory = bytes;
    input->can_go_back = true;
    input->taken = input->size = bytes.size;
    input->store_ended = true;
    return input_begun(input, fault);
}

const struct fault *input_fault(const struct input *input) {
    return &input->fault;
}

const char *input_compression(const struct input *input) {
    return input->kind ? input->kind->name : "plain";
}

const char *input_name(const struct input *input) {
    return input->name;
}

uint64_t input_stored_bytes(const struct input *input) {
    return input->taken - input->store.size;
}

void input_close(struct input *input) {
    if (!input)
        return;
    if (input->decoder)
        input->kind->free(input->decoder);
    if (input->file > STDIN_FILENO)
        close(input->file);
    free(input->block);
    free(input->name);
    free(input);
}
