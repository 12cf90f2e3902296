/* Thinning: of a client's assets after each of its page hits only the first is passed on. Visits go
 * by site, and by cookie or login where there is one, whose owner may change his address: so the
 * first is told for each pair of client and visitor on a site, and no visit loses all its assets.
 * What is dropped follows from the input alone. */
#ifndef SMO_CLASSIFY_THIN_H
#define SMO_CLASSIFY_THIN_H

#include <stdbool.h>
#include <stdint.h>

/* When so many clients and visitors are known, all are forgotten: each then gets one asset more. */
enum { THIN_KNOWN = 65536 };

/* Whose hit: keys, of which visitor and site may be 0; that of the site is any number that tells
 * sites apart. */
struct thin_owner {
    uint64_t client, visitor, site;
    uint32_t *memo; /* where the client was found last, 0: nowhere; or NULL. The caller keeps it for
                       this client: no search is needed if he is still there */
};

struct thin;

/* 1.6 MiB. */
struct thin *thin_new(void);
void thin_free(struct thin *thin);

/* Say that a hit will probably come, and prefetch what it will read: thin_fetch() by the memo of
 * its client; where that is 0, thin_expect() by its owner. */
void thin_fetch(const struct thin *thin, uint32_t memo);
void thin_expect(const struct thin *thin, const struct thin_owner *owner);

/* A page hit: the next asset of that client, and of that visitor, will be passed on. */
void thin_page(struct thin *thin, const struct thin_owner *owner);

/* An asset hit: true if it is the first of this client and visitor since the last page hit of the
 * client and the last one of the visitor. */
bool thin_is_first(struct thin *thin, const struct thin_owner *owner);

#endif
