#include "smo-classify/engine.h"

/* What the urls of one engine bear, and those of no other: mostly where it keeps its own files. */
static const struct {
    const char *mark;
    enum engine engine;
} engine_marks[] = {
    {"/bitrix/", ENGINE_BITRIX},
    {"?dispatch=", ENGINE_CSCART},
    {"/var/cache/misc/assets/design/", ENGINE_CSCART},
    {"/design/themes/", ENGINE_CSCART},
    {"/sites/default/files/", ENGINE_DRUPAL},
    {"/core/misc/drupal", ENGINE_DRUPAL},
    {"/sites/all/modules/", ENGINE_DRUPAL},
    {"/cart_items", ENGINE_INSALES},
    {"/front_api/", ENGINE_INSALES},
    {"/collection/all", ENGINE_INSALES},
    {"/static/version", ENGINE_MAGENTO},
    {"/static/frontend/", ENGINE_MAGENTO},
    {"/skin/frontend/", ENGINE_MAGENTO},
    {"/customer/section/load", ENGINE_MAGENTO},
    {"index.php?route=", ENGINE_OPENCART},
    {"/catalog/view/theme/", ENGINE_OPENCART},
    {"/catalog/view/javascript/", ENGINE_OPENCART},
    {"/modules/ps_", ENGINE_PRESTASHOP},
    {"index.php?controller=", ENGINE_PRESTASHOP},
    {"/themes/classic/assets/", ENGINE_PRESTASHOP},
    {"/cdn/shop/", ENGINE_SHOPIFY},
    {"/cart/add.js", ENGINE_SHOPIFY},
    {"/cart.js", ENGINE_SHOPIFY},
    {"/tilda", ENGINE_TILDA},
    {"/tproduct/", ENGINE_TILDA},
    {"/tpost/", ENGINE_TILDA},
    {"/udata/", ENGINE_UMI},
    {"/emarket/", ENGINE_UMI},
    {"/wp-content/plugins/woocommerce", ENGINE_WOOCOMMERCE},
    {"wc-ajax=", ENGINE_WOOCOMMERCE},
    {"/product-category/", ENGINE_WOOCOMMERCE},
};

const char *engine_name(enum engine engine) {
    static const char *const names[] = {"bitrix",  "cscart",   "drupal",     "insales",
                                        "magento", "opencart", "prestashop", "shopify",
                                        "tilda",   "umi",      "woocommerce"};
    return names[engine];
}

void engine_see(struct engine_counts *counts, struct span url) {
    counts->urls++;
    for (size_t i = 0; i < sizeof engine_marks / sizeof *engine_marks; i++)
        if (memmem(url.at, url.size, engine_marks[i].mark, strlen(engine_marks[i].mark))) {
            counts->marked[engine_marks[i].engine]++;
            return;
        }
}

enum engine engine_found(const struct engine_counts *counts) {
    enum engine best = ENGINE_BITRIX;
    for (enum engine engine = ENGINE_BITRIX; engine < ENGINE_COUNT; engine++)
        if (counts->marked[engine] > counts->marked[best])
            best = engine;
    bool is_enough = counts->marked[best] && counts->marked[best] * 100 >= counts->urls;
    return is_enough ? best : ENGINE_COUNT;
}
