/* Where an address lies: countries, regions and cities from MaxMind DB files, of whatever maker.
 * The only part of smo that knows libmaxminddb.
 *
 * Layouts: MaxMind's and DB-IP's nested `country.iso_code` (else `registered_country.iso_code`),
 * `subdivisions.0.iso_code` (else its English name), `city.names.en`; IPinfo's and others' flat
 * `country_code`, or a `country` of two letters, `region_code` or `region`, `city`. */
#ifndef SMO_CLASSIFY_GEO_H
#define SMO_CLASSIFY_GEO_H

#include "lib/base/fault.h"
#include "lib/base/span.h"

#include <stdint.h>

struct geo;

struct geo *geo_new(void);

/* Adds a database, compressed or not, to be asked after those that are there. It is kept as it is
 * now, see keep.h: libmaxminddb maps it, and somebody who truncates it would kill the program.
 * False and a fault if it is no such database, has neither countries, regions nor cities, or is
 * damaged: some two thousand nodes of the search tree are looked at, and a hundred records. */
bool geo_add(struct geo *geo, const char *path, struct fault *fault);

/* Another one for another thread: it asks the same databases, which stay the first one's, and has
 * caches of its own. */
struct geo *geo_twin(const struct geo *geo);

/* What a note says of a database: its type and day, "GeoLite2-City 2024-05-31"; NULL beyond the
 * last. Lives as long as the geo. */
const char *geo_name(const struct geo *geo, size_t database);

/* Where an IPv4 or IPv6 address in text lies; all else lies nowhere. Cells for the stream, escaped,
 * "-" where nothing is known, joined by TABs: the country, by ISO 3166-1 in two capital letters;
 * the region, by ISO 3166-2 with or without its country, or by its name; the city's name. For
 * arena_put(); they live until geo_forgotten() tells another number. */
struct span geo_find(struct geo *geo, struct span address);

/* How often all that was found was forgotten. */
uint64_t geo_forgotten(const struct geo *geo);

/* The first database that was found damaged while it was asked, and in *name which; NULL if none.
 */
const char *geo_damage(const struct geo *geo, const char **name);

void geo_free(struct geo *geo);

#endif
