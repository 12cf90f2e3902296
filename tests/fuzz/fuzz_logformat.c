/* links: smo-parse/apache.c smo-parse/batch.c smo-parse/client.c smo-parse/config.c
 * smo-parse/format.c smo-parse/hit.c smo-parse/json.c smo-parse/known.c smo-parse/labels.c
 * smo-parse/linemap.c smo-parse/marks.c smo-parse/member.c smo-parse/named.c smo-parse/nginx.c
 * smo-parse/outcome.c smo-parse/pairs.c smo-parse/period.c smo-parse/program.c smo-parse/regex.c
 * smo-parse/request.c smo-parse/row.c smo-parse/sheet.c smo-parse/syslog.c smo-parse/taken.c
 * smo-parse/undo.c smo-parse/usual.c smo-parse/w3c.c smo-parse/when.c */
/* Any bytes as what a user pastes behind -f, and as a server's configuration. The first line is the
 * format, the rest a log that is read by it. */
#include "lib/stream/record.h"
#include "smo-parse/batch.h"
#include "smo-parse/config.h"
#include "smo-parse/regex.h"
#include "smo-parse/scan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void read_configuration(struct arena *arena, struct span text) {
    struct config_format format;
    while (config_next(&text, arena, &format))
        if (format.text.at == NULL || format.name.at == NULL)
            abort();
}

static void read_log(struct arena *arena, const char *description, struct span text) {
    struct client_rules client_rules = {0};
    struct batch_plan plan = {.rules = {.client = &client_rules}};
    struct fault fault = {0};
    const struct format *format = format_compile(arena, description, &fault);
    if (!format) {
        if (!fault_is_set(&fault))
            abort();
        return;
    }
    struct format_reader *reader = format_reader_new(&plan.rules);
    struct batch batch = {.format = format, .columns = (UINT32_C(1) << HIT_COUNT) - 1};
    buf_add(&batch.block.text, text);
    memset(buf_reserve(&batch.block.text, SCAN_SLACK), 0, SCAN_SLACK);
    batch_parse(&batch, &plan, reader, false);
    batch_free(&batch);
    format_reader_free(reader);
    regex_release(format);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    struct arena arena = {0};
    struct span rest = {(const char *)input, size};
    read_configuration(&arena, rest);
    struct span description = arena_copy(&arena, span_cut(&rest, '\n'));
    if (rest.at && description.at[0] != '@')
        read_log(&arena, description.at, rest);
    arena_free(&arena);
    return 0;
}
