# judge.awk - says of each family of addresses that the rules do not know what it is: verdict[f],
# a role of words.awk or "" where nothing speaks for any, and why[f]; is_sure[f] if a rule can be
# proposed without a question.

function judge_all(    i, f) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (type[f] == "order" || exits[f] * 2 > hits[f] || logins[f] * 2 > hits[f] ||
            type[f] ~ /^(other|api)$/ && acts[f] == "-")
            judge(f)
        else if (type[f] == "checkout" && !is_posted(f) && role_by_words(f, 0) == "order" && good[f] * 2 >= hits[f])
            say(f, "order", 1, "known as the checkout, yet it looks like the page of thanks")
        else if (type[f] ~ /^(category|content)$/ && role_by_words(f, 0) == "asset" && quick[f] * 2 > hits[f])
            say(f, "asset", 1, quick[f] " of them right after another one, as images come, yet known as " type[f])
        else if (type[f] ~ /^(category|content)$/ && filled[f] >= 3)
            say(f, "product", 0, "carts were filled from here " filled[f] " times, yet it is known as " type[f])
        if (f ~ /^\/[^\/]+\/./) pages_below[folder_name(f)] += pages[f]
    }
    join_siblings()
}

function say(f, what, sure, reason) {
    verdict[f] = what
    is_sure[f] = sure
    why[f] = reason
}

function judge(f,    words) {
    if (people[f] < 3 && !(people[f] == 2 && returns[f] == hits[f])) return
    words = role_by_words(f, is_posted(f))
    if (type[f] == "order") {
        if (is_other_thanks(tolower(f)))
            say(f, "content", 1, "known as an order, yet it thanks for something else")
        else if (!is_posted(f) && good[f] * 2 >= hits[f]) say(f, "known order", 1, "known as an order, but it tells more")
    } else if (logins[f] * 2 > hits[f] && (acts[f] == "-" || network_seen[f] == "-"))
        say(f, "login", 1, "called by a social login")
    else if (acts[f] != "-") return
    else if (exits[f] * 2 > hits[f])
        say(f, "outbound", 1, "redirects to other sites")
    else if (good[f] * 2 < hits[f]) return
    else if (returns[f] * 4 >= hits[f])
        say(f, "order", 1, returns[f] " times people came back to it from a payment page")
    else if (words == "order")
        say(f, "order", !shoppers_seen || shoppers[f] * 2 >= hits[f], "looks like the page of thanks" after_cart(f))
    else if (words == "asset")
        say(f, "asset", quick[f] * 2 > hits[f], 0 + quick[f] " of them right after a page or another one, as images come")
    else if (words == "api" && filled[f] < 2) {
        if (type[f] != "api") say(f, "api", 1, "looks like a call by a script")
    }
    else if (filled[f] >= 2)
        say(f, "product", 1, "carts were filled from here " filled[f] " times")
    else if (words == "category" || words == "product")
        say(f, words, pages[f] >= 3 || f ~ /\?/ || is_varied(f), "looks like the " (words == "product" ? "products" : "lists of products"))
    else if (words != "")
        say(f, words, 1, "looks like " looks[words])
    else if (order_key(f) != "" && hits[f] <= 2 * people[f])
        say(f, "order", !shoppers_seen || shoppers[f] * 2 >= hits[f], \
            "each has another number of an order" after_cart(f))
    else if (asks[f] * 2 > hits[f])
        say(f, "search", 1, "has a question in its address")
    else if (type[f] == "api") return
    else if (is_posted(f))
        say(f, "api", 0, "a POST that shows nothing of what it is for")
    else if (quick[f] * 4 > hits[f] * 3 && hits[f] >= 20)
        say(f, "asset", 0, quick[f] " of them right after a page or another one, as images and calls by scripts come")
    else if (pages[f] >= 10)
        say(f, "product", 0, "many pages: products, lists of them, or content")
}

function after_cart(f) {
    return shoppers_seen ? "; " 0 + shoppers[f] " of them by people who had been at a cart or checkout" : ""
}

# The parameters by which a page of thanks tells the order: number, sum, currency.
function find_order_keys(f, what,    i, key) {
    delete what["order"]; delete what["revenue"]; delete what["currency"]
    for (i = 1; i <= keys[f]; i++) {
        key = key_of[f, i]
        if (uses[f, key] < 2) continue
        if (!("revenue" in what) && numbers[f, key] > 0.9 * uses[f, key] &&
            (tolower(key) ~ sum_keys || money[f, key] > 0.5 * uses[f, key]))
            what["revenue"] = key
        else if (!("currency" in what) && codes[f, key] > 0.9 * uses[f, key])
            what["currency"] = key
        else if (!("order" in what) && tolower(key) ~ number_keys && tolower(key) !~ foreign_keys && is_own(f, key))
            what["order"] = key
    }
    for (i = 1; i <= keys[f] && !("order" in what); i++) {
        key = key_of[f, i]
        if (key != what["revenue"] && tolower(key) ~ vague_number_keys && tolower(key) !~ foreign_keys && is_own(f, key)) what["order"] = key
    }
    if (what["revenue"] == "") delete what["revenue"]
}

# The parameter of a page that is named like the number of an order, and has another one each time.
function order_key(f,    i, key) {
    for (i = 1; i <= keys[f] && !is_posted(f); i++) {
        key = key_of[f, i]
        if (tolower(key) ~ /order|zakaz/ && values[f, key] >= 5 && values[f, key] * 5 >= hits[f] * 4) return key
    }
    return ""
}

# Families that differ in their first folder only, /divany/*.html and /stoly/*.html, and that nothing
# but their shape speaks for, are told as one: the first stands for all, with their folders.
function join_siblings(    i, f, rest) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (is_posted(f) || f !~ /^\/[A-Za-z0-9_.~-]+\/./ || f ~ /\?/ || verdict[f] != "product" || is_sure[f]) continue
        rest = substr(f, 2)
        rest = substr(rest, index(rest, "/"))
        if (!(rest in eldest)) { eldest[rest] = f; folders[f] = folder_name(f); continue }
        folders[eldest[rest]] = folders[eldest[rest]] "|" folder_name(f)
        hits[eldest[rest]] += hits[f]
        pages[eldest[rest]] += pages[f]
        people[eldest[rest]] += people[f]
        verdict[f] = "joined"
    }
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (verdict[f] == "" && type[f] == "other" && match(f, /^\/[A-Za-z0-9_.~-]+\/$/) && pages_below[folder_name(f)] >= 5 && people[f] >= 3) {
            say(f, "category", 0, "pages lie below it")
            if (!lists) { lists = f; folders[f] = folder_name(f); continue }
            folders[lists] = folders[lists] "|" folder_name(f)
            hits[lists] += hits[f]
            people[lists] += people[f]
            verdict[f] = "joined"
        }
    }
}

function folder_name(f) {
    f = substr(f, 2)
    return substr(f, 1, index(f, "/") - 1)
}

# Nearly each person has another value.
function is_own(f, key) {
    return uses[f, key] >= 2 && (values[f, key] > 0.5 * people[f] || values[f, key] >= 1000)
}

# One address that shows many pages, by the number in a parameter.
function is_varied(f,    i) {
    for (i = 1; i <= keys[f]; i++)
        if (values[f, key_of[f, i]] >= 3 && numbers[f, key_of[f, i]] == uses[f, key_of[f, i]]) return 1
    return 0
}

# Parameters that belong to links from elsewhere (`track`), to sessions, to the page (`identity`), or
# are made by paging and filters ("").
function judge_keys(    i, j, f, key, n) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (verdict[f] == "order" || is_posted(f) || acts[f] != "-" || type[f] ~ /^(order|asset|api)$/ || verdict[f] ~ /^(order|login|outbound|asset|api|known order)$/) continue
        for (j = 1; j <= keys[f]; j++) {
            key = key_of[f, j]
            if (tolower(key) in is_known) continue
            if (tolower(key) ~ verb_keys && numbers[f, key] * 2 < uses[f, key]) continue
            if (!(key in key_uses)) key_list[++key_count] = key
            key_uses[key] += uses[f, key]
            key_outside[key] += outside_uses[f, key]
            key_values[key] += values[f, key]
            key_bare[key] += hits[f] - uses[f, key]
            if (uses[f, key] * 5 >= hits[f] * 4 && uses[f, key] >= 10 && people[f] >= 3 && values[f, key] >= 3 && values[f, key] >= 3 * pages[f] &&
                id_like[f, key] * 10 >= uses[f, key] * 9 && tolower(key) !~ (passing_keys "|" secret_keys) &&
                uses[f, key] - outside_uses[f, key] >= 3 && uses[f, key] > key_best[key]) {
                key_best[key] = uses[f, key]
                key_page[key] = f
            }
        }
    }
    for (i = 1; i <= key_count; i++) {
        key = key_list[i]
        n = key_uses[key]
        if (tolower(key) ~ session_keys && key_values[key] * 3 > n) key_verdict[key] = "session"
        else if (key_outside[key] * 10 >= n * 7 && n >= 5 && key_bare[key] && !key_acts[key]) key_verdict[key] = "track"
        else if (tolower(key) ~ paging_keys) key_verdict[key] = ""
        else if (key in key_page) key_verdict[key] = "identity"
        else if (n * 200 >= total - assets && n >= 10 && !key_acts[key] && tolower(key) !~ secret_keys) key_verdict[key] = "?"
    }
}

BEGIN {
    looks["coupon"] = "a coupon"
    looks["cart action"] = "putting into the cart"
    looks["cart"] = "the cart"
    looks["comment"] = "a review or comment"
    looks["subscribe"] = "a subscription"
    looks["register"] = "registering"
    looks["checkout"] = "the checkout"
    looks["search"] = "the search"
    looks["share"] = "a share button"
}
