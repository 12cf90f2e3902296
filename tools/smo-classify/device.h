/* What a person held in the hand, as far as the agent tells. */
#ifndef SMO_CLASSIFY_DEVICE_H
#define SMO_CLASSIFY_DEVICE_H

#include "lib/base/span.h"

/* `desktop`, `mobile`, `tablet`, `tv` or `-`. Browsers freeze more and more of their agents: an
 * iPad says Macintosh since iPadOS 13, and then counts as desktop. */
struct span device_of_agent(struct span agent);

#endif
