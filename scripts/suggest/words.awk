# words.awk - the words of shops in addresses: English, Russian in Latin letters, German. Patterns
# are for lower case.

BEGIN {
    thanks_words = "thank|spasibo|danke|success|uspeh|uspeshn|complete|finish|/done|confirmed|" \
        "order-?(placed|received|made)|zakaz-?(prinyat|oformlen)"
    checkout_words = "checkout|oform|kasse|shipping|/address|/payment|/oplata|one-?click|" \
        "/order|/zakaz"
    search_words = "search|poisk|suche"
    account_words = "account|profile|cabinet|kabinet|/lk/|history|istori|status|track|my-?order"
    # No cartridges, no basketballs, no baskets for washing.
    cart_words = "((cart|basket)(add|put|items?)?|warenkorb|/bag|-bag|trolley|/trash)([^a-z]|$)|" \
        "korzin[a-z]*([/?.&_]|$)"
    put_words = "(add|buy|put|plus|kupit|dobav|hinzu)"
    comment_words = "review|comment|otzyv|bewertung"
    subscribe_words = "subscri|newsletter|podpis|rassyl"
    register_words = "regist|signup|sign-up"
    talk_words = "contact|kontakt|feedback|callback|zvon|login|vote|vacanc|vakans|question|vopros"
    coupon_words = "coupon|promo-?code|promokod|kupon|voucher|gutschein"
    share_words = "(^|[/_-])(share|repost)"
    asset_words = "/(images?|img|pics?|photos?|foto|thumbs?|static|assets|uploads?|avatars?|" \
        "logos?|banners?|fonts?|css|js|icons?)([/.]|$)"
    api_words = "(^|[/_.-])(ajax[a-z]*|api[0-9]*|json|xhr|rest|rpc|graphql|ping|suggest|" \
        "autocomplete|counter|captcha)([/_.?-]|$)"
    category_words = "[/=](filter|browse|categor(y|ies)|kategor[a-z]*|cat|kat|catalog|katalog|" \
        "razdel|sections?|brands?|list|dept|department|collections?|tags?|sale|rasprodazha)" \
        "([/_.?=&]|$)"
    product_words = "[/=](products?|items?|tovary?|goods|wares|artikel|artikul|detail|kartochka)" \
        "([/_.?=&]|$)"

    # Parameters by name.
    sum_keys = "sum|total|amount|price|cost|revenue|value|itog|betrag|stoimost"
    number_keys = "order|zakaz|num|nomer|inv"
    vague_number_keys = "id$|^n$|^nr$|^no$|key"
    all_number_keys = number_keys "|" vague_number_keys
    foreign_keys = "pay|trans|user|client|customer|product|item|visitor|sess"
    secret_keys = "code|token|hash|key|sign|state|mail|phone|tel|pass|name|user|login"
    passing_keys = "nonce|redirect|return|back|refer|from|url"
    session_keys = "sess|^sid$|sessid"
    paging_keys = "^(pagen_?[0-9]*|page|p|sort[a-z_]*|order|order_?by|dir|limit|per_?page|" \
        "offset|start|view|show|filter.*|color|size|min.*|max.*|price.*|q|query|text|search|s|" \
        "find|from|to|lang|_|t|ts|v|ver|rand|nocache)$"
    search_keys = "(^|&)(q|query|text|search|s|find|slovo|word|keywords?)="
    verb_keys = "^(act|action|do|mode|op|task|cmd|command|event|func|method|module|mod|page|" \
        "view|section|route|r|go|what|type)$"

    # Whom a login is by.
    networks = "[/_-](vk|vkontakte|ok|odnoklassniki|google|yandex|facebook|fb|telegram|apple|" \
        "mailru)"
    login_hosts = "oauth|id\\.vk|login|passport|accounts\\.|auth|facebook|appleid"
}

# Thanks for a subscription, a question and so on.
function is_other_thanks(text) {
    return text ~ (subscribe_words "|" comment_words "|" register_words "|" talk_words)
}

# The role that words give to an address, of a POST or not: `order`, `cart action` and so on.
function role_by_words(address, is_post) {
    if (!((address, is_post) in role_known)) {
        if (++roles_known > 50000) { delete role_known; roles_known = 0 }
        role_known[address, is_post] = find_role(tolower(address), is_post)
    }
    return role_known[address, is_post]
}

function find_role(text, is_post) {
    if (text ~ thanks_words && !is_other_thanks(text))
        return is_post ? "checkout" : "order"
    if (text ~ coupon_words) return "coupon"
    if (text ~ cart_words) {
        if (is_post || text ~ put_words) return "cart action"
        return text ~ api_words ? "api" : "cart"
    }
    if (is_post) {
        if (text ~ comment_words) return "comment"
        if (text ~ subscribe_words) return "subscribe"
        if (text ~ register_words) return "register"
    }
    if (text ~ checkout_words && text !~ account_words) return "checkout"
    if (text ~ share_words) return "share"
    if (text ~ api_words) return "api"
    if (is_post) return ""
    if (text ~ search_words) return "search"
    if (text ~ asset_words) return "asset"
    if (text ~ category_words) return "category"
    if (text ~ product_words) return "product"
    return ""
}
