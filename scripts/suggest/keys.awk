# keys.awk - what parameters are for: the number, sum and currency of an order; where a visitor
# comes from; which page it is.

# The parameters by which a page of thanks tells the order, in what["order"] and so on. A name that
# says it comes before one that may.
function find_order_keys(f, what,    i, key) {
    for (key in what) delete what[key]
    for (i = 1; i <= keys[f]; i++) {
        key = key_of[f, i]
        if (uses[f, key] < 2) continue
        if (!("revenue" in what) && is_sum(f, key)) what["revenue"] = key
        else if (!("currency" in what) && codes[f, key] > 0.9 * uses[f, key]) what["currency"] = key
        else if (!("order" in what) && is_number(f, key, number_keys)) what["order"] = key
    }
    for (i = 1; i <= keys[f] && !("order" in what); i++) {
        key = key_of[f, i]
        if ("revenue" in what && key == what["revenue"]) continue
        if (is_number(f, key, vague_number_keys)) what["order"] = key
    }
}

function is_sum(f, key) {
    return numbers[f, key] > 0.9 * uses[f, key] &&
        (tolower(key) ~ sum_keys || money[f, key] > 0.5 * uses[f, key])
}

# Nearly each person has another value.
function is_number(f, key, names) {
    return tolower(key) ~ names && tolower(key) !~ foreign_keys && uses[f, key] >= 2 &&
        (values[f, key] > 0.5 * people[f] || values[f, key] >= most_values)
}

# The parameter of a page that is named like the number of an order, and differs each time.
function order_key(f,    i, key) {
    for (i = 1; i <= keys[f] && !is_posted(f); i++) {
        key = key_of[f, i]
        if (tolower(key) !~ /order|zakaz/ || values[f, key] < 5) continue
        if (values[f, key] * 5 >= hits[f] * 4) return key
    }
    return ""
}

# One address that shows many pages, by the number in a parameter.
function is_varied(f,    i, key) {
    for (i = 1; i <= keys[f]; i++) {
        key = key_of[f, i]
        if (values[f, key] >= 3 && numbers[f, key] == uses[f, key]) return 1
    }
    return 0
}

# key_verdict: parameters belong to links from elsewhere (`track`), to sessions, to the page
# (`identity`), to nothing that we can tell (`?`), or are made by paging and filters ("").
function judge_keys(    i, j, f) {
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (is_posted(f) || acts[f] != "-" || type[f] ~ /^(order|asset|api)$/ ||
            verdict[f] ~ /^(order|login|outbound|asset|api)$/) continue
        for (j = 1; j <= keys[f]; j++) add_key(f, key_of[f, j])
    }
    for (i = 1; i <= key_count; i++) key_verdict[key_list[i]] = judge_key(key_list[i])
}

function add_key(f, key) {
    if (tolower(key) in is_known) return
    if (tolower(key) ~ verb_keys && numbers[f, key] * 2 < uses[f, key]) return
    if (!(key in key_uses)) key_list[++key_count] = key
    key_uses[key] += uses[f, key]
    key_outside[key] += outside_uses[f, key]
    key_values[key] += values[f, key]
    key_bare[key] += hits[f] - uses[f, key]
    if (uses[f, key] > key_best[key] && is_page_key(f, key)) {
        key_best[key] = uses[f, key]
        key_page[key] = f
    }
}

# Nearly all hits of the family have it, also those by links within the site; its values are like
# numbers or names, and more than the family has addresses.
function is_page_key(f, key) {
    return uses[f, key] >= 10 && uses[f, key] * 5 >= hits[f] * 4 && people[f] >= 3 &&
        uses[f, key] - outside_uses[f, key] >= 3 && id_like[f, key] * 10 >= uses[f, key] * 9 &&
        values[f, key] >= 3 && values[f, key] >= 3 * pages[f] &&
        tolower(key) !~ (passing_keys "|" secret_keys)
}

function judge_key(key,    name, n) {
    name = tolower(key)
    n = key_uses[key]
    if (name ~ session_keys && key_values[key] * 3 > n) return "session"
    if (key_outside[key] * 10 >= n * 7 && n >= 5 && key_bare[key] && !key_acts[key]) return "track"
    if (name ~ paging_keys) return ""
    if (key in key_page) return "identity"
    if (key_acts[key] || name ~ secret_keys) return ""
    return n * 200 >= total - assets && n >= 10 ? "?" : ""
}
