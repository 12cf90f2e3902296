#include "smo-parse/outcome.h"

#define OUTCOME_NAME(constant, name) [OUTCOME_##constant] = (name),
const char *const outcome_names[OUTCOME_COUNT] = {OUTCOMES(OUTCOME_NAME)};
