# judge.awk - says of each family of addresses that the rules do not know what it is: verdict[f],
# a role of words.awk or "" where nothing speaks for any, and why[f]; is_sure[f] if a rule can be
# proposed without a question.

BEGIN {
    looks["cart action"] = "putting into the cart"
    looks["cart"] = "the cart"
    looks["category"] = "lists of products"
    looks["checkout"] = "the checkout"
    looks["comment"] = "a review or comment"
    looks["coupon"] = "a coupon"
    looks["product"] = "products"
    looks["register"] = "registering"
    looks["search"] = "the search"
    looks["share"] = "a share button"
    looks["subscribe"] = "a subscription"
    as_images = " of them right after a page or another one, as images"
}

function judge_all(    i, f) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (f ~ /^\/[^\/]+\/./) pages_below[top_folder(f)] += pages[f]
        if (people[f] < 3 && !(people[f] == 2 && returns[f] == hits[f])) continue
        if (type[f] == "order") judge_order(f)
        else if (mostly(f, logins) && (acts[f] == "-" || network_seen[f] == "-"))
            say(f, "login", 1, "called by a social login")
        else if (acts[f] != "-") continue
        else if (mostly(f, exits)) say(f, "outbound", 1, "redirects to other sites")
        else if (good[f] * 2 < hits[f]) continue
        else if (type[f] ~ /^(other|api)$/) judge(f, role_by_words(f, is_posted(f)))
        else judge_mistaken(f, role_by_words(f, 0))
    }
    join_siblings()
    join_lists()
}

function say(f, what, sure, reason) {
    verdict[f] = what
    is_sure[f] = sure
    why[f] = reason
}

function mostly(f, count) { return count[f] * 2 > hits[f] }

# What no rule knows, by what people do there, then by its words, then by its shape.
function judge(f, words) {
    if (returns[f] * 4 >= hits[f])
        say(f, "order", 1, returns[f] " times people came back to it from a payment page")
    else if (words == "order")
        say(f, "order", is_after_cart(f), "looks like the page of thanks" after_cart(f))
    else if (words == "asset")
        say(f, "asset", mostly(f, quick), 0 + quick[f] as_images " come")
    else if (words == "api" && filled[f] < 2) {
        if (type[f] != "api") say(f, "api", 1, "looks like a call by a script")
    } else if (filled[f] >= 2)
        say(f, "product", 1, "carts were filled from here " filled[f] " times")
    else if (words == "category" || words == "product")
        say(f, words, pages[f] >= 3 || f ~ /\?/ || is_varied(f), "looks like " looks[words])
    else if (words != "")
        say(f, words, 1, "looks like " looks[words])
    else
        judge_shape(f)
}

function judge_shape(f) {
    if (order_key(f) != "" && hits[f] <= 2 * people[f])
        say(f, "order", is_after_cart(f), "each has another number of an order" after_cart(f))
    else if (mostly(f, asks))
        say(f, "search", 1, "has a question in its address")
    else if (type[f] == "api")
        return
    else if (is_posted(f))
        say(f, "api", 0, "a POST that shows nothing of what it is for")
    else if (quick[f] * 4 > hits[f] * 3 && hits[f] >= 20)
        say(f, "asset", 0, quick[f] as_images " and calls by scripts come")
    else if (pages[f] >= 10)
        say(f, "product", 0, "many pages: products, lists of them, or content")
}

function judge_order(f) {
    if (is_other_thanks(tolower(f)))
        say(f, "content", 1, "known as an order, yet it thanks for something else")
    else if (!is_posted(f) && good[f] * 2 >= hits[f])
        say(f, "known order", 1, "known as an order, but it tells more")
}

# What a rule takes for something that it hardly is.
function judge_mistaken(f, words) {
    if (type[f] == "checkout" && words == "order" && !is_posted(f))
        say(f, "order", 1, "known as the checkout, yet it looks like the page of thanks")
    else if (type[f] ~ /^(category|content)$/ && words == "asset" && mostly(f, quick))
        say(f, "asset", 1, quick[f] as_images " come, yet known as " type[f])
    else if (type[f] ~ /^(category|content)$/ && filled[f] >= 3)
        say(f, "product", 0, "carts were filled from here " filled[f] \
            " times, yet known as " type[f])
}

# Shops whose cart is part of a page, or elsewhere, show nobody at a cart.
function is_after_cart(f) { return !shoppers_seen || shoppers[f] * 2 >= hits[f] }

function after_cart(f) {
    if (!shoppers_seen) return ""
    return "; " 0 + shoppers[f] " of them by people who had been at a cart or checkout"
}

# Families that differ in their first folder only, /divany/*.html and /stoly/*.html, and that
# nothing but their shape speaks for, are told as one: the first stands for all.
function join_siblings(    i, f, rest) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (verdict[f] != "product" || is_sure[f] || f !~ /^\/[A-Za-z0-9_.~-]+\/[^?]+$/) continue
        rest = substr(f, 2)
        rest = substr(rest, index(rest, "/"))
        if (!(rest in eldest)) eldest[rest] = f
        join(eldest[rest], f)
    }
}

# /divany/ and /stoly/, with pages below them, are lists.
function join_lists(    i, f) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (verdict[f] != "" || type[f] != "other" || people[f] < 3 ||
            f !~ /^\/[A-Za-z0-9_.~-]+\/$/ || pages_below[top_folder(f)] < 5) continue
        say(f, "category", 0, "pages lie below it")
        if (!("/" in eldest)) eldest["/"] = f
        join(eldest["/"], f)
    }
}

function join(eldest, f) {
    folders[eldest] = folders[eldest] (folders[eldest] == "" ? "" : "|") plain(top_folder(f))
    if (f == eldest) return
    hits[eldest] += hits[f]
    pages[eldest] += pages[f]
    people[eldest] += people[f]
    verdict[f] = "joined"
}

function top_folder(f) {
    f = substr(f, 2)
    return substr(f, 1, index(f, "/") - 1)
}
