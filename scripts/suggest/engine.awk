# engine.awk - which shop engine made these addresses? Prints its name and the hits that show it, or
# nothing. The names are those of the rules in rules/engines/.

BEGIN {
    sign["bitrix"] = "^/bitrix/|^/local/templates/|^/upload/(iblock|resize_cache)/"
    sign["opencart"] = "[?&]route=(product|checkout|common)/|^/catalog/view/theme/"
    sign["woocommerce"] = "^/wp-content/plugins/woocommerce|[?&]wc-ajax=|order-received"
    sign["cscart"] = "[?&]dispatch(=|\\[)|^/design/themes/"
    sign["prestashop"] = "[?&](id_product|controller=(cart|order))|^/modules/ps_"
    sign["magento"] = "^/static/version[0-9]|^/catalogsearch/|^/customer/section/load"
    sign["shopify"] = "^/cdn/shop/|^/checkouts/|^/cart\\.js"
    sign["tilda"] = "^/tproduct/|tilda-(grid|blocks|scripts|cart)"
    sign["umi"] = "^/emarket/|^/udata/emarket"
    sign["insales"] = "^/cart_items|^/front_api/"
    sign["drupal"] = "^/sites/default/files/|^/core/misc/drupal"
    for (name in sign) any = any (any == "" ? "" : "|") sign[name]
}

$1 == "time" { for (i = 1; i <= NF; i++) column[$i] = i; next }

# What was answered with an error may be a scanner's guess.
/^[0-9]/ && $column["status"] < 400 {
    hits++
    if ($column["url"] !~ any) next
    for (name in sign) if ($column["url"] ~ sign[name]) signs[name]++
}

END {
    for (name in signs)
        if (signs[name] >= 20 && signs[name] * 100 > hits &&
            (best == "" || signs[name] > signs[best] || signs[name] == signs[best] && name < best))
            best = name
    if (best != "") print best, signs[best]
}
