# see.awk - counts what people asked for. The hits are read twice: for the families that there are,
# and for what is to be known of each:
#
#   hits people good              how often, by how many, and how often answered well
#   quick                         within 3 s after a page, or 1 s after another of the family
#   returns                       from a payment page
#   type acts                     the page and the action that the rules take most of them for
#   shoppers                      people who had been at a cart or a checkout before
#   logins exits                  calls by a social login; redirects to an address in a parameter
#   pages filled                  different addresses; carts that were filled from there
#   uses numbers money codes ...  of each parameter
#
# Only so many families, addresses and values are told apart: a log may hold any number.

BEGIN {
    most_families = 3000
    most_pages = 100000
    most_values = 1000
    most_sites = 1000
    while ((getline line < known) > 0) is_known[tolower(line)] = 1
}

function see(f, url, client) {
    if (!(f in hits)) {
        if (families >= most_families) return 0
        family[++families] = f
        example[f] = url
    }
    hits[f]++
    if (!((f, client) in seen_by)) { seen_by[f, client] = 1; people[f]++ }
    return 1
}

# What parameters an address has, and what their values are like.
function look(f, query, is_outside,    n, i, part, key, value) {
    n = split(query, part, "&")
    for (i = 1; i <= n && i <= 30; i++) {
        key = part[i]
        sub(/=.*/, "", key)
        value = substr(part[i], length(key) + 2)
        if (key !~ /^[A-Za-z_][A-Za-z0-9_-]*$/ || length(key) > 40 || value == "") continue
        if (key ~ /^utm_/ || tolower(key) in is_known && tolower(key) !~ all_number_keys) continue
        if (!((f, key) in uses)) {
            if (keys[f] >= 30) continue
            key_of[f, ++keys[f]] = key
        }
        uses[f, key]++
        if (is_outside) outside_uses[f, key]++
        if (action != "-" || page == "order") key_acts[key]++
        if (value ~ /^[A-Za-z0-9_-]+$/ && length(value) <= 40) id_like[f, key]++
        if (values[f, key] < most_values && !((f, key, value) in valued)) {
            valued[f, key, value] = 1
            values[f, key]++
        }
        if (is_elsewhere(value)) elsewhere[f, key]++
        gsub(/%2[cC]/, ",", value)
        gsub(/%20|\+/, "", value)
        if (value ~ /^[0-9]+([.,][0-9]+)?$/) numbers[f, key]++
        if (value ~ /[.,][0-9][0-9]$/) money[f, key]++
        if (value ~ /^[A-Z][A-Z][A-Z]$/) codes[f, key]++
    }
}

# The value of a parameter is an address on another site.
function is_elsewhere(value) {
    return value ~ /^(https?(:|%3[aA]))?(\/\/|%2[fF]%2[fF])/ && index(value, host) == 0
}

function is_posted(f) { return f ~ /^POST / }

# An address seen for the first time in its family.
function count_page(f, path) {
    if ((f, path) in paged || pages_kept >= most_pages) return
    paged[f, path] = 1
    pages_kept++
    pages[f]++
}

function path_of_referer(referer) {
    return match(referer, /^[a-z]+:\/\/[^\/]*/) ? substr(referer, RLENGTH + 1) : ""
}

function count_site(host) {
    if (!(host in on_site)) site_name[++sites] = host
    on_site[host]++
}

function count_known(name, address, client) {
    known_hits[name]++
    if (!((name, client) in known_by)) { known_by[name, client] = 1; known_people[name]++ }
    if (!(name in known_example)) known_example[name] = address
}

FNR == 1 && NR > 1 { learn_folders() }
$1 == "#note" && $2 ~ /^classify\.identity=/ {
    n = split(substr($2, 19), part, ",")
    for (i = 1; i <= n; i++) is_known[tolower(part[i])] = 1
}
$1 == "time" { for (i = 1; i <= NF; i++) column[$i] = i; next }
!/^[0-9]/ { next }
{ rows++ }
$column["kind"] != "human" || $column["method"] !~ /^(GET|POST)$/ { next }
{
    url = $column["url"]
    page = $column["page"]
}
NR == FNR {
    if (page != "asset" && $column["status"] ~ /^[23]/) {
        sub(/\?.*/, "", url)
        remember_path(url)
    }
    next
}
{
    total++
    client = $column["client"]
    time = $column["time"]
    is_quick = client in last_page && time - last_page[client] <= 3
    if (page == "asset") { assets++; next }

    at = index(url, "?")
    path = at ? substr(url, 1, at - 1) : url
    query = at ? substr(url, at + 1) : ""
    host = $column["host"]
    if (host in on_site || sites < most_sites) count_site(host)
    is_post = $column["method"] == "POST"
    action = $column["action"]
    referer = $column["referer"]
    status = $column["status"]
    is_outside = $column["source"] !~ /^(internal|return|direct|-)$/
    is_good = status ~ /^2/ || status == 304 || is_post && status ~ /^3/
    f = (is_post ? "POST " : "") family_of(path, query)
    words = role_by_words(f, is_post)

    if (is_good || status ~ /^3/) count_known(page, url, client)
    if (action != "-") count_known("action " action, (is_post ? "POST " : "") url, client)
    if ($column["order"] != "-") order_numbers++
    if ($column["revenue"] != "-") order_sums++

    # The page from which something was put into a cart is one of a product, or a list of some.
    from = path_of_referer(referer)
    if (from != "" && (action == "cart" || action == "-" && words == "cart action")) {
        at = index(from, "?")
        filler = family_of(at ? substr(from, 1, at - 1) : from, at ? substr(from, at + 1) : "")
        filled[filler]++
    }

    if (!see(f, url, client)) next
    if (++typed[f, page] > typed[f, type[f]] || type[f] == page) type[f] = page
    if (++acted[f, action] > acted[f, acts[f]] || acts[f] == action) acts[f] = action
    if (action == "login") network_seen[f] = $column["network"]
    if (is_good) good[f]++
    is_burst = (f, client) in last_seen && time - last_seen[f, client] <= 1
    if (is_quick || is_burst) quick[f]++
    last_seen[f, client] = time
    if ($column["source"] == "return" && referer !~ login_hosts) returns[f]++
    if (client in shopping) shoppers[f]++
    is_back = $column["source"] == "return" && referer ~ login_hosts
    if (query ~ /(^|&)(code|token)=/ && (is_back || path ~ networks)) logins[f]++
    if (status ~ /^3/ && match(query, /=(https?(:|%3[aA]))?(\/\/|%2[fF]%2[fF])/) &&
        is_elsewhere(substr(query, RSTART + 1))) exits[f]++
    if (!is_post && query ~ search_keys) asks[f]++
    count_page(f, path)
    look(f, query, is_outside)

    if (page ~ /^(cart|checkout)$/ || words ~ /^(cart|checkout)/)
        shopping[client] = shoppers_seen = 1
    if (!is_post && page != "api" && words != "asset" && words != "api") last_page[client] = time
}
