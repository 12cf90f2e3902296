/* Rates and differences with their 95 % intervals: how sure a figure is. */
#ifndef SMO_REPORT_INTERVAL_H
#define SMO_REPORT_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

struct interval {
    double value, low, high;
};

/* The score interval of a proportion, part of whole; {0, 0, 1} for a whole of 0.
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * JASA 22 (1927). */
struct interval interval_of_rate(uint64_t part, uint64_t whole);

/* Two groups whose rates are compared. */
struct interval_pair {
    uint64_t part_a, whole_a;
    uint64_t part_b, whole_b;
};

/* Rate a less rate b, by the hybrid score method (number 10) of R. G. Newcombe, "Interval
 * Estimation for the Difference between Independent Proportions", Statistics in Medicine 17
 * (1998). */
struct interval interval_of_difference(const struct interval_pair *pair);

/* The difference within strata, put together: each stratum weighs as Mantel and Haenszel have it
 * (whole_a * whole_b / (whole_a + whole_b)), its limits are Newcombe's, and the limits of the sum
 * are recovered from them by MOVER: G. Y. Zou and A. Donner, "Construction of Confidence Limits
 * about Effect Measures", Statistics in Medicine 27 (2008). Strata that lack a group weigh
 * nothing; without any other, {0, -1, 1}. */
struct interval interval_of_strata(const struct interval_pair *strata, size_t count);

#endif
