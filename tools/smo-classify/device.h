/* What a person held in the hand, as far as the agent tells. */
#ifndef SMO_CLASSIFY_DEVICE_H
#define SMO_CLASSIFY_DEVICE_H

#include "lib/base/span.h"

/* What a word says of the one who has it, the surer first: words of a tablet stand beside those of
 * a mobile, those of a television beside those of a desktop. */
enum device {
    DEVICE_TV,
    DEVICE_TABLET,
    DEVICE_MOBILE,
    DEVICE_ANDROID,
    DEVICE_DESKTOP,
    DEVICE_NONE
};

enum { DEVICE_WORD_BYTES = 13 }; /* no word is longer */

/* What the words of an agent, or of a piece of it, tell, if other pieces told `best`. Browsers
 * freeze more and more of their agents: an iPad says Macintosh since iPadOS 13, and then counts as
 * desktop. */
enum device device_in(struct span piece, enum device best);

/* `desktop`, `mobile`, `tablet`, `tv` or `-`. */
struct span device_name(enum device device);

#endif
