/* SELDOM marks a function for what happens seldom: it stays out of line, so that the one that calls
 * it at each record pays for none of the registers it takes. */
#ifndef SMO_LIB_BASE_SELDOM_H
#define SMO_LIB_BASE_SELDOM_H

#define SELDOM __attribute__((noinline))

#endif
