/* nginx's log_format strings (ngx_http_log_module): compiled to a field program. */
#ifndef SMO_PARSE_NGINX_H
#define SMO_PARSE_NGINX_H

#include "smo-parse/program.h"

/* Adds the steps of `$remote_addr - $remote_user [$time_local] ...`. Does not finish the program.
 */
void nginx_compile(struct program *program, struct span text);

/* What a variable's value says about a hit; the name without `$`. CAPTURE_TIME for times, whose
 * pattern is then set. */
enum capture nginx_variable(struct span name, struct span *time_pattern);

#endif
