/* Where a visit came from: seven cells of the stream, kept as one text joined by TAB, so that a
 * row needs only copy it. */
#ifndef SMO_FUNNEL_ORIGIN_H
#define SMO_FUNNEL_ORIGIN_H

#include "lib/rules/medium.h"
#include "smo-funnel/hit.h"

enum origin_part {
    ORIGIN_SOURCE,
    ORIGIN_MEDIUM,
    ORIGIN_EVIDENCE,
    ORIGIN_PAID,
    ORIGIN_CAMPAIGN,
    ORIGIN_CONTENT,
    ORIGIN_PLACE,
    ORIGIN_PARTS
};

/* A cell of the hit as origins keep it: one that holds an e-mail address (newsletters put it into
 * utm_content) is `:token`. */
struct span origin_cell_of_hit(const struct hit *hit, enum origin_part part);

/* The origin that a hit shows, as the number of a text. With `is_start_unseen` its source and
 * medium are `internal`, whatever the hit says. `joined` is room to work in. */
uint32_t origin_of_hit(struct names *names, struct buf *joined, const struct hit *hit,
                       bool is_start_unseen);

/* For origin_look(), when another one is remembered at its place. */
SELDOM void origin_take_apart(struct names *names, uint32_t origin);

/* An origin, which is not 0, taken apart. Valid until another one is looked at, or a text is. The
 * last ones are remembered. */
static inline const struct names_origin *origin_look(struct names *names, uint32_t origin) {
    const struct names_origin *recent = &names->recent_origins[origin % NAMES_RECENT_ORIGINS];
    if (recent->origin != origin)
        origin_take_apart(names, origin);
    return recent;
}

/* Writes it as an item of a path of touches, `vk/network`: its end. There must be room for
 * ORIGIN_STEP_TIMES as many bytes as the text of the origin has, and ARENA_SLACK more. */
enum { ORIGIN_STEP_TIMES = 3 };
char *origin_write_step(char *at, const struct names_origin *origin);

static inline enum medium origin_medium(struct names *names, uint32_t origin) {
    return (enum medium)origin_look(names, origin)->medium;
}

#endif
