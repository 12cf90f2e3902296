# tell.awk - writes the rules file. Whatever comes from a log stands in comments, cut and masked, or
# in patterns of plain characters.

# An address as a reader may see it: of values only numbers and short words, for others may be
# secrets or names.
function shown(address,    at, n, i, part, out, key, value) {
    at = index(address, "?")
    out = at ? substr(address, 1, at) : address
    n = at ? split(substr(address, at + 1), part, "&") : 0
    for (i = 1; i <= n && i <= 6; i++) {
        key = part[i]
        sub(/=.*/, "", key)
        value = substr(part[i], length(key) + 2)
        if (value !~ /^[0-9.,]*$/ && value !~ /^[a-z][a-z_\/]*$/ || length(value) > 16 ||
            tolower(key) ~ secret_keys) value = "..."
        out = out (i > 1 ? "&" : "") key (index(part[i], "=") ? "=" value : "")
    }
    return length(out) > 76 ? substr(out, 1, 73) "..." : out
}

function plain(text) {
    gsub(/[][\\.^$*+?(){}|]/, "\\\\&", text)
    return text
}

function method_of(f) { return is_posted(f) ? "POST " : "" }

# Names with | between, as a pattern has them.
function list_of(names) {
    gsub(/[.]/, "\\.", names)
    return names
}

# The pattern of a family; of one with a verb in its query, wherever that stands there.
function pattern(f,    at, out, end) {
    sub(/^POST /, "", f)
    at = index(f, "?")
    out = plain(at ? substr(f, 1, at - 1) : f)
    if (folders[f] ~ /\|/)
        out = "/(?:" list_of(folders[f]) ")" substr(out, 2 + length(plain(folder_name(f))))
    gsub(/\\\*/, "[^/?]+", out)
    if (at) return "^" out "\\?(?:.*&)?" plain(substr(f, at + 1)) "(?:&|$)"
    end = out ~ /\/$/ || out ~ /\.[a-z]+$/ ? "" : "/?"
    return "^" out end "(?:\\?|$)"
}

function rule(kind, name, what, sure) {
    if (sure) proposed++
    else guessed++
    printf "%s%s\n", sure ? "" : "#", name == "" ? kind " " what : sprintf("%-6s %-9s %s", kind, name, what)
}

# The folder that images lie in: the rule is for all of it.
function folder_pattern(f,    at) {
    at = index(f, "*")
    f = substr(f, 1, at - 1)
    return match(f, /^\/.+\//) ? "^" plain(substr(f, 1, RLENGTH)) : ""
}

function evidence(f) {
    return 0 + hits[f] (hits[f] == 1 ? " hit of " : " hits of ") 0 + people[f] \
        (people[f] == 1 ? " visitor" : " visitors") (pages[f] > 1 ? ", " pages[f] " pages" : "")
}

function headline(text) {
    printf "\n# ---- %s\n", text
}

# The families with this verdict, most hits first, in best[1..]: at most so many.
function best_of(what, most,    i, n, f, last, found) {
    n = 0
    while (n < most) {
        found = ""
        for (i = 1; i <= families; i++) {
            f = family[i]
            if (verdict[f] == what && !(f in told) && (found == "" || hits[f] > hits[found])) found = f
        }
        if (found == "") break
        told[found] = 1
        best[++n] = found
    }
    return n
}

function tell(what, kind, name,    i, n, f, text) {
    n = best_of(what, 6)
    for (i = 1; i <= n; i++) {
        f = best[i]
        if (what ~ /order$/) { tell_order(f, what); continue }
        text = method_of(f) pattern(f)
        if (what == "login") text = caught(pattern(f))
        else if (what == "outbound") text = exit_pattern(f)
        else if (what == "asset" && folder_pattern(f) != "") text = folder_pattern(f)
        if (text in written || pattern(f) in written) continue
        written[text] = 1
        printf "\n# %s: %s.\n#     %s\n", evidence(f), why[f], shown(method_of(f) example[f])
        rule(kind, name, text, is_sure[f])
        if (what == "cart action" && is_posted(f) && f !~ put_words)
            print "# If that address takes things out of the cart as well, each call counts as putting in."
    }
}

# The network, where the address names it.
function caught(what,    name) {
    if (!match(what, networks)) return what
    name = substr(what, RSTART + 1, RLENGTH - 1)
    return substr(what, 1, RSTART) "(?<network>" name ")" substr(what, RSTART + RLENGTH)
}

function exit_pattern(f,    i, key) {
    for (i = 1; i <= keys[f]; i++) {
        key = key_of[f, i]
        if (elsewhere[f, key] * 2 > uses[f, key])
            return substr(pattern(f), 1, index(pattern(f), "(?:\\?|$)") - 1) "\\?(?:.*&)?" key "="
    }
    return pattern(f)
}

# An order page with its number, sum and currency, wherever these stand in the query.
function tell_order(f, what,    keys_found, out, n, i, part, told_keys, number_in_path) {
    find_order_keys(f, keys_found)
    number_in_path = f ~ /\*/ && (!("order" in keys_found) || example[f] ~ /^[^?]*\/[0-9]+(\/|\?|$)/)
    if (number_in_path) delete keys_found["order"]
    if (what == "known order" && !("order" in keys_found && !order_numbers || "revenue" in keys_found && !order_sums))
        return
    out = pattern(f)
    if (number_in_path) sub(/\[\^\/\?\]\+/, "(?<order>[^/?]+)", out)
    told_keys = number_in_path ? ", the number in its path" : ""
    n = split("order revenue currency", part, " ")
    for (i = 1; i <= n; i++)
        if (part[i] in keys_found) {
            told_keys = told_keys ", " part[i] " in `" keys_found[part[i]] "`"
            out = out "(?=(?:.*[?&]" keys_found[part[i]] "=(?<" part[i] ">[^&]+))?)"
        }
    # A look ahead sees the question mark only if the pattern did not take it.
    gsub(/\(\?:\\\?\|\$\)/, "(?=\\?|$)", out)
    printf "\n# %s: %s%s.\n#     %s\n", evidence(f), why[f], told_keys, shown(example[f])
    rule("page", "order", out, is_sure[f])
    if (!("order" in keys_found) && !number_in_path)
        print "# It shows no number: loaded again, it counts as another order on another visit."
    if (!("revenue" in keys_found))
        print "# It shows no sum: add it to the address, or hand the shop's own list to smo-report --orders."
}

function tell_keys(    i, key, f) {
    for (i = 1; i <= key_count; i++) {
        key = key_list[i]
        f = key_page[key]
        if (key_verdict[key] == "track")
            printf "\n# `%s`: %d of %d hits with it came from other sites, and the same pages are seen without\n" \
                "# it: it tells where from, not what.\n", key, key_outside[key], key_uses[key]
        else if (key_verdict[key] == "session")
            printf "\n# `%s`: %d hits with %d values: it tells visits apart, not pages.\n", \
                key, key_uses[key], key_values[key]
        else if (key_verdict[key] == "identity")
            printf "\n# `%s`: %d of %d hits on %s have it, with %d values: it tells one page from another.\n", \
                key, uses[f, key], hits[f], shown(f), values[f, key]
        else continue
        rule(key_verdict[key] == "identity" ? "identity" : "track", "", key, 1)
    }
}

function tell_known(    n, i, name) {
    headline("What the rules know already: nothing need be done about it")
    printf "#\n#   %-16s %7s %9s  %s\n", "", "hits", "visitors", "for example"
    n = split("home category product search cart checkout order content api action_cart action_order action_coupon " \
        "action_login action_register action_subscribe action_comment action_share action_outbound", name, " ")
    for (i = 1; i <= n; i++) {
        sub(/_/, " ", name[i])
        if (name[i] in known_hits)
            printf "#   %-16s %7d %9d  %s\n", name[i], known_hits[name[i]], known_people[name[i]], \
                shown(known_example[name[i]])
    }
    if (known_hits["order"] + known_hits["action order"])
        printf "#\n# Of the hits on orders %d show a number, %d a sum.%s\n", order_numbers, order_sums, \
            order_sums ? "" : " Without a sum there is no revenue: see below,\n# or hand the shop's own list of orders to smo-report --orders."
}

function tell_proposed() {
    headline("Proposed: lines without # are rules, by what stands above them; those with # are guesses")
    tell("order", "page", "order")
    tell("known order", "page", "order")
    tell("checkout", "page", "checkout")
    tell("cart", "page", "cart")
    tell("product", "page", "product")
    tell("category", "page", "category")
    tell("search", "page", "search")
    tell("content", "page", "content")
    tell("api", "page", "api")
    tell("asset", "page", "asset")
    tell("cart action", "action", "cart")
    tell("coupon", "action", "coupon")
    tell("login", "action", "login")
    tell("register", "action", "register")
    tell("subscribe", "action", "subscribe")
    tell("comment", "action", "comment")
    tell("share", "action", "share")
    tell("outbound", "action", "outbound")
    tell_keys()
    if (!proposed && !guessed)
        print "#\n# Nothing: what looks like a part of the shop is known" \
            (unseen_steps() == "" ? ", every step from the product to the order." : ".")
}

# The steps of the way to an order that nobody was seen on.
function unseen_steps(    n, i, name, f, out) {
    n = split("product cart checkout order", name, " ")
    for (i = 1; i <= families; i++) {
        f = family[i]
        has[verdict[f] == "cart action" ? "cart" : verdict[f]] = 1
    }
    out = ""
    for (i = 1; i <= n; i++)
        if (!known_hits[name[i]] && !known_hits["action " name[i]] && !(name[i] in has))
            out = out (out == "" ? "" : ", ") name[i]
    return out
}

function tell_open(    i, n, f, steps, key) {
    headline("Not decided")
    steps = unseen_steps()
    if (steps != "")
        printf "#\n# No %s was seen. Look for it among these, or at the shop while you buy something.\n", steps
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (type[f] == "other" && acts[f] == "-" && verdict[f] == "" && good[f] * 2 >= hits[f] && !is_posted(f)) { say(f, "open", 0, ""); rest += hits[f] }
    }
    n = best_of("open", 8)
    printf "#\n# %d of %d hits are of no known type%s\n", 0 + rest, total - assets, rest ? ", the commonest of them:" : "."
    for (i = 1; i <= n; i++) {
        f = best[i]
        if (people[f] < 3) continue
        printf "#\n#     %s: %s\n", evidence(f), shown(example[f])
        rule("page", "content", pattern(f), 0)
    }
    for (i = 1; i <= key_count; i++) {
        key = key_list[i]
        if (key_verdict[key] == "?")
            printf "#\n# Does `%s` tell the page (identity) or where from (track)? %d hits, %d values.\n#track %s\n", \
                key, key_uses[key], key_values[key], key
    }
}

END {
    if (!rows) exit 1
    print "# Rules proposed by `smo suggest-rules` for " (host ~ /^[a-z0-9][a-z0-9.-]*$/ ? host : "the shop") \
        ", from " 0 + total " hits of people."
    print "# Read them, correct them, and try them:"
    print "#"
    print "#     smo-classify --check -c FILE" (engine == "" ? "" : " -c " name_of(engine))
    print "#     smo report -c FILE" (engine == "" ? "" : " -c " name_of(engine)) " LOG"
    if (engine != "") {
        print "#"
        print "# The shop looks like " name_of(engine) " (" substr(engine, index(engine, " ") + 1) " hits), so the rules of that engine were used here"
        print "# as well. If it is none, run: smo suggest-rules -c /dev/null LOG"
    }
    judge_all()
    judge_keys()
    tell_known()
    tell_proposed()
    tell_open()
}

function name_of(engine) { return substr(engine, 1, index(engine, " ") - 1) }
