#include "lib/io/complain.h"

#include "lib/base/buf.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COMPLAIN_SHOWN = 5, COMPLAIN_KINDS = 32 };

struct complain_kind {
    const char *name;
    unsigned long long count;
};

struct complain {
    const char *tool;
    struct complain_kind kinds[COMPLAIN_KINDS];
    size_t kinds_count;
    struct buf text, line;
};

/* A closed standard descriptor would be the next file's that is opened, and messages or rows would
 * be written into that. It is held by what refuses to be used so. */
static void complain_hold_standard(void) {
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

struct complain *complain_new(const char *tool) {
    complain_hold_standard();
    struct complain *complain = mem_zeroed(1, sizeof *complain);
    complain->tool = tool;
    return complain;
}

/* The kinds of one tool are literals in its code; should they ever be more than there is room for,
 * the last place serves for all the rest. */
static struct complain_kind *complain_kind_of(struct complain *complain, const char *name) {
    for (size_t i = 0; i < complain->kinds_count; i++)
        if (strcmp(complain->kinds[i].name, name) == 0)
            return &complain->kinds[i];
    if (complain->kinds_count < COMPLAIN_KINDS)
        complain->kinds[complain->kinds_count++].name = name;
    return &complain->kinds[complain->kinds_count - 1];
}

/* One write, so that the messages of several tools on one terminal do not mix within a line. */
static void complain_print(struct complain *complain) {
    buf_clear(&complain->line);
    buf_add_string(&complain->line, complain->tool);
    buf_add_string(&complain->line, ": ");
    escape_add(&complain->line, buf_span(&complain->text));
    buf_add_byte(&complain->line, '\n');
    fflush(stdout);
    fwrite(complain->line.at, 1, complain->line.size, stderr);
}

bool complain_say(struct complain *complain, const char *kind, const char *format, ...) {
    if (kind && complain_kind_of(complain, kind)->count++ >= COMPLAIN_SHOWN)
        return false;
    va_list arguments;
    va_start(arguments, format);
    char text[2048];
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buf_clear(&complain->text);
    buf_add(&complain->text,
            (struct span){text, size < (int)sizeof text ? (size_t)size : sizeof text - 1});
    complain_print(complain);
    return true;
}

void complain_quote(struct complain *complain, struct span text, size_t column) {
    buf_clear(&complain->line);
    buf_add_string(&complain->line, "    ");
    buf_add(&complain->line, text);
    buf_addf(&complain->line, "\n    %*s^\n", (int)column, "");
    fflush(stdout);
    fwrite(complain->line.at, 1, complain->line.size, stderr);
}

void complain_fault(struct complain *complain, const char *kind, const char *file,
                    const struct fault *fault) {
    struct buf place = {0};
    if (fault->line)
        buf_addf(&place, "line %llu: ", (unsigned long long)fault->line);
    if (fault->column)
        buf_addf(&place, "column %llu: ", (unsigned long long)fault->column);
    const char *where = buf_string(&place);
    if (fault->byte == UINT64_MAX)
        complain_say(complain, kind, "%s: %s%s", file, where, fault->text);
    else
        complain_say(complain, kind, "%s: %s%s at byte %llu", file, where, fault->text,
                     (unsigned long long)fault->byte);
    buf_free(&place);
}

void complain_free(struct complain *complain) {
    if (!complain)
        return;
    for (size_t i = 0; i < complain->kinds_count; i++) {
        unsigned long long more = complain->kinds[i].count;
        if (more <= COMPLAIN_SHOWN)
            continue;
        buf_clear(&complain->text);
        buf_addf(&complain->text, "%llu more messages of this kind: %s", more - COMPLAIN_SHOWN,
                 complain->kinds[i].name);
        complain_print(complain);
    }
    buf_free(&complain->text);
    buf_free(&complain->line);
    free(complain);
}
