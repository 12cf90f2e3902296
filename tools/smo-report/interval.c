#include "smo-report/interval.h"

#include <math.h>

static const double z = 1.959963984540054; /* leaves 2.5 % of a normal distribution on each side */

struct interval interval_of_rate(uint64_t part, uint64_t whole) {
    if (whole == 0)
        return (struct interval){0, 0, 1};
    double n = (double)whole, rate = (double)part / n;
    double scale = 1 + z * z / n;
    double centre = (rate + z * z / (2 * n)) / scale;
    double half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / scale;
    /* At the ends the limit is the rate itself; rounding must not move it beyond. */
    double low = part == 0 ? 0 : centre - half;
    double high = part == whole ? 1 : centre + half;
    return (struct interval){rate, low, high};
}

struct interval interval_of_difference(const struct interval_pair *pair) {
    struct interval a = interval_of_rate(pair->part_a, pair->whole_a);
    struct interval b = interval_of_rate(pair->part_b, pair->whole_b);
    double difference = a.value - b.value;
    return (struct interval){
        .value = difference,
        .low = difference - hypot(a.value - a.low, b.high - b.value),
        .high = difference + hypot(a.high - a.value, b.value - b.low),
    };
}

static double weight_of(const struct interval_pair *pair) {
    if (pair->whole_a == 0 || pair->whole_b == 0)
        return 0;
    double a = (double)pair->whole_a, b = (double)pair->whole_b;
    return a * b / (a + b);
}

struct interval interval_of_strata(const struct interval_pair *strata, size_t count) {
    double weights = 0, value = 0, below = 0, above = 0;
    for (size_t i = 0; i < count; i++)
        weights += weight_of(&strata[i]);
    if (weights == 0)
        return (struct interval){0, -1, 1};
    for (size_t i = 0; i < count; i++) {
        double weight = weight_of(&strata[i]) / weights;
        struct interval difference = interval_of_difference(&strata[i]);
        value += weight * difference.value;
        below = hypot(below, weight * (difference.value - difference.low));
        above = hypot(above, weight * (difference.high - difference.value));
    }
    return (struct interval){value, value - below, value + above};
}
