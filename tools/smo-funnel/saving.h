/* Writes what a funnel remembers as rows of a state. */
#ifndef SMO_FUNNEL_SAVING_H
#define SMO_FUNNEL_SAVING_H

#include "smo-funnel/state.h"

/* All of it, in an order that depends on the input alone. */
void saving_write(const struct funnel *funnel, struct writer *writer);

#endif
