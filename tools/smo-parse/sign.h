/* What tells two formats of the same shape apart: what most lines show that are of the one, and
 * what cannot stand where most lines have it. */
#ifndef SMO_PARSE_SIGN_H
#define SMO_PARSE_SIGN_H

#include "smo-parse/format.h"

/* What was seen in lines that a format fits. Zero-initialise. */
struct sign_tally {
    size_t lines, showing; /* the format's sign */
    size_t seen[CAPTURE_COUNT], odd[CAPTURE_COUNT];
};

/* Adds the line that the format has just read. */
void sign_add(struct sign_tally *tally, const struct format *format, const struct hit *hit);

/* Whether the lines may be of the format: half of them show its sign, and no piece is odd in most
 * of those that have it. */
bool sign_is_borne_out(const struct sign_tally *tally);

/* The piece of the line just read that cannot be what the format takes it for, such as an address
 * as agent; CAPTURE_NOTHING if there is none. */
enum capture sign_odd_piece(const struct format *format, const struct hit *hit);

#endif
