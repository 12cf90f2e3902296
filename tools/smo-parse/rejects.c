#include "smo-parse/rejects.h"

#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/io/output.h"

#include <stdlib.h>

struct rejects {
    struct output *output;
};

struct rejects *rejects_open(const char *tool, const char *path) {
    if (!path)
        return NULL;
    struct rejects *rejects = mem_zeroed(1, sizeof *rejects);
    rejects->output = output_replace(tool, path);
    output_add(rejects->output, (struct span)SPAN("file\tline\tbyte\treason\ttext\n"));
    return rejects;
}

static void rejects_add_cell(struct rejects *rejects, struct span s, char end) {
    if (span_is_empty(s))
        s = SPAN_ABSENT;
    char *at = output_reserve(rejects->output, s.size * ESCAPE_GROWTH + 1);
    size_t size = escape_write(at, s);
    at[size] = end;
    output_advance(rejects->output, size + 1);
}

static void rejects_add_number(struct rejects *rejects, uint64_t number) {
    char *at = output_reserve(rejects->output, NUMBER_DIGITS + 1);
    size_t size = number_write(at, number);
    at[size] = '\t';
    output_advance(rejects->output, size + 1);
}

void rejects_add(struct rejects *rejects, const char *file, uint64_t line, uint64_t byte,
                 const struct batch_reject *reject) {
    if (!rejects)
        return;
    rejects_add_cell(rejects, span_of(file), '\t');
    rejects_add_number(rejects, line);
    rejects_add_number(rejects, byte);
    rejects_add_cell(rejects, span_of(outcome_names[reject->outcome]), '\t');
    rejects_add_cell(rejects, reject->text, '\n');
}

void rejects_close(struct rejects *rejects) {
    if (!rejects)
        return;
    output_close(rejects->output);
    free(rejects);
}
