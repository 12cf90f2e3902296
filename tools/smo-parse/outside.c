#include "smo-parse/outside.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdlib.h>

enum { OUTSIDE_SLACK_SECONDS = 86400, OUTSIDE_ZONE_SECONDS = 18 * 3600 };

static struct span outside_without_compression(struct span path) {
    static const struct span endings[] = {SPAN(".gz"), SPAN(".zst"), SPAN(".bz2"), SPAN(".xz")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends_with(path, endings[i]))
            return span_take(path, path.size - endings[i].size);
    return path;
}

/* A date or a number of a rotation at the start of `s`: its size, or 0. */
static size_t outside_date_size(struct span s) {
    size_t digits = 0, size = 0;
    for (; size < s.size; size++) {
        bool is_inner_dash = s.at[size] == '-' && size && size + 1 < s.size &&
                             number_is_digit(s.at[size - 1]) && number_is_digit(s.at[size + 1]);
        if (number_is_digit(s.at[size]))
            digits++;
        else if (!is_inner_dash)
            break;
    }
    return digits >= 6 ? size : 0;
}

void outside_rotation(const char *path, struct buf *name) {
    struct span rest = outside_without_compression(span_of(path));
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    size_t number = rest.size;
    while (number > folder && number_is_digit(rest.at[number - 1]))
        number--;
    if (number < rest.size && number > folder && rest.at[number - 1] == '.')
        rest.size = number - 1;
    buf_clear(name);
    buf_add(name, span_take(rest, folder));
    for (rest = span_skip(rest, folder); !span_is_empty(rest);) {
        size_t date = outside_date_size(rest);
        bool ends_name = date && date == rest.size;
        if (ends_name && name->size > folder && strchr("-._", name->at[name->size - 1]))
            name->size--;
        else if (date)
            buf_add_byte(name, '#');
        else
            buf_add_byte(name, rest.at[0]);
        rest = span_skip(rest, date ? date : 1);
    }
}

struct outside_log {
    struct logfile *logfile;
    struct buf rotation;
};

static int outside_compare(const void *a, const void *b) {
    const struct outside_log *x = a, *y = b;
    int order = span_compare(buf_span(&x->rotation), buf_span(&y->rotation));
    return order ? order : batch_compare_times(x->logfile->first, y->logfile->first);
}

void outside_find(struct logfile *logs, size_t count, const struct period *period) {
    struct outside_log *sorted = mem_zeroed(count ? count : 1, sizeof *sorted);
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (logs[i].state == LOGFILE_WAITING && logs[i].has_first) {
            sorted[known].logfile = &logs[i];
            outside_rotation(logs[i].path, &sorted[known++].rotation);
        }
    qsort(sorted, known, sizeof *sorted, outside_compare);
    /* The bounds as they are in the zones where they are farthest off. */
    int64_t since = period_moment(period, &period->since, OUTSIDE_ZONE_SECONDS);
    int64_t until = period_moment(period, &period->until, -OUTSIDE_ZONE_SECONDS);
    for (size_t i = 0; i < known; i++) {
        struct logfile *logfile = sorted[i].logfile;
        bool has_next = i + 1 < known && span_equals(buf_span(&sorted[i].rotation),
                                                     buf_span(&sorted[i + 1].rotation));
        bool is_after = period->until.kind != PERIOD_OPEN &&
                        logfile->first.seconds >= until + OUTSIDE_SLACK_SECONDS;
        bool is_before = period->since.kind != PERIOD_OPEN && has_next &&
                         sorted[i + 1].logfile->first.seconds < since - OUTSIDE_SLACK_SECONDS &&
                         sorted[i + 1].logfile->first.seconds > logfile->first.seconds;
        if ((is_after || is_before) && !logfile->input)
            logfile->state = LOGFILE_OUTSIDE;
    }
    for (size_t i = 0; i < known; i++)
        buf_free(&sorted[i].rotation);
    free(sorted);
}
