# tell.awk - writes the rules file. Whatever comes from a log stands in comments, cut and masked, or
# in patterns of plain characters.

# An address as a reader may see it: of values only short numbers and words, for others may be
# secrets or names; so may be names in the path that are long and no words.
function shown(address,    at, n, i, part, out, key, value) {
    at = index(address, "?")
    n = split(at ? substr(address, 1, at - 1) : address, part, "/")
    out = part[1]
    for (i = 2; i <= n; i++)
        out = out "/" (part[i] ~ /@|%40/ || length(part[i]) > 30 && part[i] !~ /[-_]/ ? "..." : part[i])
    if (at) out = out "?"
    n = at ? split(substr(address, at + 1), part, "&") : 0
    for (i = 1; i <= n && i <= 6; i++) {
        key = part[i]
        sub(/=.*/, "", key)
        value = substr(part[i], length(key) + 2)
        if (tolower(key) ~ secret_keys || length(value) > (value ~ /^[0-9.,]*$/ ? 9 : 24) ||
            value !~ /^([0-9.,]*|[a-z][a-z_\/]*)$/) value = "..."
        out = out (i > 1 ? "&" : "") key (index(part[i], "=") ? "=" value : "")
    }
    return length(out) > 76 ? substr(out, 1, 73) "..." : out
}

function plain(text) {
    gsub(/[][\\.^$*+?(){}|]/, "\\\\&", text)
    return text
}

function method_of(f) { return is_posted(f) ? "POST " : "" }

# The pattern of a family; of one with a verb in its query, wherever that stands there.
function pattern(f,    at, out, end) {
    sub(/^POST /, "", f)
    at = index(f, "?")
    out = plain(at ? substr(f, 1, at - 1) : f)
    if (folders[f] ~ /\|/) out = "/(?:" folders[f] ")" substr(out, 2 + length(plain(top_folder(f))))
    gsub(/\\\*/, "[^/?]+", out)
    if (at) return "^" out "\\?(?:.*&)?" plain(substr(f, at + 1)) "(?:&|$)"
    end = out ~ /\/$/ || out ~ /\.[a-z]+$/ ? "" : "/?"
    return "^" out end "(?:\\?|$)"
}

function rule(kind, name, what, sure) {
    if (sure) proposed++
    else guessed++
    printf "%s%-6s %-9s %s\n", sure ? "" : "#", kind, name, what
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

# What stands above a rule: evidence, and an address.
function remark(f, more) {
    printf "\n# %s: %s%s.\n", evidence(f), why[f], more
    printf "#     %s%s\n", method_of(f), shown(example[f])
}

function headline(text) {
    printf "\n# ---- %s\n", text
}

# The families with this verdict, most hits first, in best[1..]: at most so many.
function best_of(what, most,    i, n, f, found) {
    n = 0
    while (n < most) {
        found = ""
        for (i = 1; i <= families; i++) {
            f = family[i]
            if (verdict[f] != what || f in told) continue
            if (found == "" || hits[f] > hits[found]) found = f
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
        remark(f, "")
        rule(kind, name, text, is_sure[f])
        if (what == "cart action" && is_posted(f) && f !~ put_words)
            print "# If that takes things out of the cart as well, each call counts as putting in."
    }
}

# The network, where the address names it.
function caught(what,    name) {
    if (!match(what, networks)) return what
    name = substr(what, RSTART + 1, RLENGTH - 1)
    return substr(what, 1, RSTART) "(?<network>" name ")" substr(what, RSTART + RLENGTH)
}

# With the parameter that says where to.
function exit_pattern(f,    i, key, out) {
    out = pattern(f)
    for (i = 1; i <= keys[f]; i++) {
        key = key_of[f, i]
        if (elsewhere[f, key] * 2 > uses[f, key])
            return substr(out, 1, index(out, "(?:\\?|$)") - 1) "\\?(?:.*&)?" key "="
    }
    return out
}

# An order page with its number, sum and currency, wherever these stand in the query.
function tell_order(f, what,    found, out, n, i, part, where, is_in_path) {
    find_order_keys(f, found)
    is_in_path = f ~ /\*/ && (!("order" in found) || example[f] ~ /^[^?]*\/[0-9]+(\/|\?|$)/)
    if (is_in_path) delete found["order"]
    if (what == "known order" && !("order" in found && !order_numbers) &&
        !("revenue" in found && !order_sums)) return
    out = pattern(f)
    if (is_in_path) sub(/\[\^\/\?\]\+/, "(?<order>[^/?]+)", out)
    where = is_in_path ? ", order in its path" : ""
    n = split("order revenue currency", part, " ")
    for (i = 1; i <= n; i++)
        if (part[i] in found) {
            where = where ", " part[i] " in `" found[part[i]] "`"
            out = out "(?=(?:.*[?&]" found[part[i]] "=(?<" part[i] ">[^&]+))?)"
        }
    # A look ahead sees the question mark only if the pattern did not take it.
    gsub(/\(\?:\\\?\|\$\)/, "(?=\\?|$)", out)
    if (out in written) return
    written[out] = 1
    remark(f, where)
    rule("page", "order", out, is_sure[f] && f !~ /^\/\*\/?$/)
    if (!("order" in found) && !is_in_path)
        print "# It shows no number: loaded again in another visit, it is another order."
    if (!("revenue" in found))
        print "# It shows no sum: add it to the address, or see smo-report(1), --orders."
}

function tell_keys(    i, key, f) {
    for (i = 1; i <= key_count; i++) {
        key = key_list[i]
        f = key_page[key]
        if (key_verdict[key] !~ /^(track|session|identity)$/) continue
        if (key_verdict[key] == "track")
            print "\n# `" key "`: of " key_uses[key] " hits " key_outside[key] " came from other sites," \
                " and the same\n# pages are seen without it: it tells where from, not what."
        else if (key_verdict[key] == "session")
            print "\n# `" key "`: " key_uses[key] " hits with " key_values[key] \
                " values: it tells visits apart, not pages."
        else
            print "\n# `" key "`: " uses[f, key] " of " hits[f] " hits on " shown(f) \
                " have it, with " values[f, key] " values:\n# it tells one page from another."
        print (key_verdict[key] == "identity" ? "identity " : "track ") key
        proposed++
    }
}

function tell_known(    n, i, name) {
    headline("What the rules know already: nothing need be done about it")
    printf "#\n#   %-16s %7s %9s  %s\n", "", "hits", "visitors", "for example"
    n = split("home category product search cart checkout order content api action_cart " \
        "action_order action_coupon action_login action_register action_subscribe " \
        "action_comment action_share action_outbound", name, " ")
    for (i = 1; i <= n; i++) {
        sub(/_/, " ", name[i])
        if (name[i] in known_hits)
            printf "#   %-16s %7d %9d  %s\n", name[i], known_hits[name[i]], known_people[name[i]], \
                shown(known_example[name[i]])
    }
    if (known_hits["order"] + known_hits["action order"])
        print "#\n# Of the hits on orders " 0 + order_numbers " show a number, " 0 + order_sums \
            " a sum." (order_sums ? "" : " Without a sum no revenue is told:\n# " \
            "if none is proposed below, hand the shop's own list to smo-report --orders.")
}

function tell_proposed() {
    headline("Proposed: what stands above a rule speaks for it; rules behind a # are guesses")
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
        print "#\n# Not seen: " steps ". Look among these, or at the shop while you buy something."
    for (i = 1; i <= families; i++) {
        f = family[i]
        if (type[f] != "other" || acts[f] != "-" || verdict[f] != "" || good[f] * 2 < hits[f] ||
            is_posted(f)) continue
        say(f, "open", 0, "")
        open += hits[f]
    }
    n = best_of("open", 8)
    printf "#\n# %d of %d hits are of no known type%s\n", open, total - assets, \
        open ? ", the commonest of them:" : "."
    for (i = 1; i <= n; i++) {
        f = best[i]
        if (people[f] < 3) continue
        printf "#\n#     %s: %s\n", evidence(f), shown(example[f])
        rule("page", "content", pattern(f), 0)
    }
    for (i = 1; i <= key_count; i++) {
        key = key_list[i]
        if (key_verdict[key] == "?")
            print "#\n# `" key "`: " key_uses[key] " hits, " key_values[key] \
                " values. Does it tell the page (identity), or where from (track)?\n#track " key
    }
}

END {
    if (!rows) exit 1
    name = engine
    sub(/ .*/, "", name)
    rules = name == "" ? "-c FILE" : "-c FILE -c " name
    print "# Rules proposed by `smo suggest-rules` for " site() ", from " 0 + total \
        (total == 1 ? " hit" : " hits") " of people."
    print "# Read them, correct them, and try them:"
    print "#"
    print "#     smo-classify --check " rules
    print "#     smo report " rules " LOG"
    if (name != "") {
        print "#"
        print "# The shop looks like " name " (" substr(engine, length(name) + 2) " hits), so the"
        print "# rules of that engine were used here as well. If it is of none:"
        print "# smo suggest-rules -c /dev/null LOG"
    }
    judge_all()
    judge_keys()
    tell_known()
    tell_proposed()
    tell_open()
}

# The site that most hits are of, and how many others there are.
function site(    i, best) {
    best = site_name[1]
    for (i = 2; i <= sites; i++) if (on_site[site_name[i]] > on_site[best]) best = site_name[i]
    if (best !~ /^[a-z0-9][a-z0-9.-]*$/) best = "the shop"
    return best (sites > 1 ? " and other sites (" sites - 1 ")" : "")
}
