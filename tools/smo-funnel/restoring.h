/* Takes the rows of a state back into a funnel. */
#ifndef SMO_FUNNEL_RESTORING_H
#define SMO_FUNNEL_RESTORING_H

#include "smo-funnel/state.h"

/* The row that the reader holds, read with state_columns. False and a fault, naming the column, if
 * no smo-funnel wrote it. */
bool restoring_take(struct funnel *funnel, const struct reader *reader, struct fault *fault);

#endif
