/* LTSV. It has no escapes: values are as nginx and Apache write them, who do not write tabs. */
#include "smo-parse/labels.h"

#include "lib/base/number.h"
#include "smo-parse/named.h"

/* What has other names in JSON. */
static const struct member *labels_member(struct span label) {
    static const struct member members[] = {
        {SPAN("req"), CAPTURE_REQUEST, 1},
        {SPAN("ua"), CAPTURE_AGENT, 1},
        {SPAN("forwardedfor"), CAPTURE_FORWARDED, 2},
        {SPAN("ident"), CAPTURE_IDENT, 1},
        {SPAN("reqtime"), CAPTURE_SECONDS, 1},
        {SPAN("reqtime_microsec"), CAPTURE_MICROSECONDS, 1},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (span_equals(label, members[i].path))
            return &members[i];
    return label.size <= MEMBER_PATH_BYTES ? member_find(label) : NULL;
}

static bool labels_is_label(struct span label) {
    for (size_t i = 0; i < label.size; i++) {
        char byte = span_lower_byte(label.at[i]);
        bool is_mark = byte == '_' || byte == '.' || byte == '-';
        if (!number_is_digit(byte) && (byte < 'a' || byte > 'z') && !is_mark)
            return false;
    }
    return !span_is_empty(label);
}

/* `host` is the client; but many who log that by another name call the site so. */
static void labels_catch_host(struct named *named, struct span host) {
    static const struct member client = {SPAN("host"), CAPTURE_PEER, 1};
    static const struct member site = {SPAN("host"), CAPTURE_HOST, 0};
    bool has_client = named->caught & (HIT_BIT(CAPTURE_PEER) | HIT_BIT(CAPTURE_CLIENT));
    named_catch(named, has_client ? &site : &client, host);
}

enum outcome labels_read(struct span line, struct hit *hit, uint32_t *caught) {
    struct named named = {.hit = hit, .escapes = FORMAT_BACKSLASH};
    struct span rest = line, host = {NULL, 0};
    *caught = 0;
    while (rest.at) {
        struct span field = span_cut(&rest, '\t');
        size_t colon = span_find(field, ':');
        struct span label = span_take(field, colon), value = span_skip(field, colon + 1);
        hit->stopped = field.at;
        if (colon == field.size || !labels_is_label(label))
            return OUTCOME_FIELDS;
        if (span_is(label, "host"))
            host = value;
        else
            named_catch(&named, labels_member(label), value);
    }
    if (host.at)
        labels_catch_host(&named, host);
    return named_finish(&named, caught);
}
