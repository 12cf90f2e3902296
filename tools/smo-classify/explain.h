/* Why a hit was classified as it was: for --explain and --test. */
#ifndef SMO_CLASSIFY_EXPLAIN_H
#define SMO_CLASSIFY_EXPLAIN_H

#include "smo-classify/classifier.h"

enum explain_form {
    EXPLAIN_LINE, /* one line: `time method url: kind=human; source=vk [media.rules:80: tag vk]...`
                   */
    EXPLAIN_TABLE /* one line for each column: name, value, rule */
};

/* Adds the explanation to the buffer, escaped, with its newlines. */
void explain_add(struct buf *text, enum explain_form form, const struct hit *hit,
                 const struct verdict *verdict);

#endif
