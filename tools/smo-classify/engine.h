/* Which shop engine makes a site's pages, told by marks in its urls: for -c auto. */
#ifndef SMO_CLASSIFY_ENGINE_H
#define SMO_CLASSIFY_ENGINE_H

#include "lib/base/span.h"

#include <stdint.h>

enum engine {
    ENGINE_BITRIX,
    ENGINE_CSCART,
    ENGINE_DRUPAL,
    ENGINE_INSALES,
    ENGINE_MAGENTO,
    ENGINE_OPENCART,
    ENGINE_PRESTASHOP,
    ENGINE_SHOPIFY,
    ENGINE_TILDA,
    ENGINE_UMI,
    ENGINE_WOOCOMMERCE,
    ENGINE_COUNT
};

/* Zero-initialise. */
struct engine_counts {
    uint64_t urls, marked[ENGINE_COUNT];
};

/* The name of its rules: `bitrix`. */
const char *engine_name(enum engine engine);

/* Counts a url. */
void engine_see(struct engine_counts *counts, struct span url);

/* The engine whose marks most urls bear, if at least one of a hundred does; else ENGINE_COUNT. */
enum engine engine_found(const struct engine_counts *counts);

#endif
