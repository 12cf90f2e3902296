/* Learns the site of a log that names no host: the hosts that refer its assets. */
#ifndef SMO_CLASSIFY_LEARN_H
#define SMO_CLASSIFY_LEARN_H

#include "lib/base/buf.h"
#include "lib/base/table.h"

/* Zero-initialise, then learn_init(). */
struct learn {
    struct table hosts;
    uint64_t *counts; /* of assets that a host refers */
    size_t counts_capacity;
    uint64_t assets;
};

void learn_init(struct learn *learn);

/* An asset hit, and the host that refers to it, which is no known medium (empty: none). */
void learn_asset(struct learn *learn, struct span referer);

/* True if more assets would hardly tell otherwise: asked after each, it is looked at after each
 * thousand. Some host refers more than a fifth of them, and each other host either so or less than
 * a twentieth. */
bool learn_is_sure(const struct learn *learn);

/* The hosts that refer at least a tenth of all assets, the commonest first, equal ones by name,
 * joined by commas: as sites_add() wants them. Empty if nothing can be learned. In the buffer. */
struct span learn_hosts(const struct learn *learn, struct buf *hosts);

void learn_free(struct learn *learn);

#endif
