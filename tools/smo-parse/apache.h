/* Apache's LogFormat strings (mod_log_config): compiled to a field program. */
#ifndef SMO_PARSE_APACHE_H
#define SMO_PARSE_APACHE_H

#include "smo-parse/program.h"

/* Adds the steps of `%h %l %u %t \"%r\" ...`. False and a fault, with its column, if a directive is
 * not one. Does not finish the program. */
bool apache_compile(struct program *program, struct span text, struct fault *fault);

/* What a request header says about a hit, whoever logged it: name in any case, `-` and `_` alike.
 */
enum capture apache_header(struct span name);

#endif
