/* Throws away the texts that nothing refers to any more: landings and campaigns of visits that
 * were written, and the like. So memory follows what is still remembered, not what ever was. */
#ifndef SMO_FUNNEL_RENEWAL_H
#define SMO_FUNNEL_RENEWAL_H

#include "smo-funnel/funnel.h"

/* Gives all texts in use new numbers, without gaps, everywhere. Linear in all that is kept; no
 * number of a text may be held elsewhere meanwhile. */
void renewal_run(struct funnel *funnel);

#endif
