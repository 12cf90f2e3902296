# check-config.awk - for smo check-config: of classified hits, what a newcomer asks first. How many
# lines there are and of when, whose site it is, and whether the rules know its pages.
BEGIN { FS = "\t" }

# A moment as it stood in the log.
function moment(seconds, zone, local, command, text) {
    local = substr(zone, 2, 2) * 3600 + substr(zone, 4, 2) * 60
    local = int(seconds) + (substr(zone, 1, 1) == "-" ? -local : local)
    command = "date -u -d @" sprintf("%d", local) " '+%F %T'"
    command | getline text
    close(command)
    return text " " zone
}

# The names that were counted, the commonest first, a dozen at most.
function ranked(count, list, n, name, best) {
    for (n = 1; n <= 12; n++) {
        best = ""
        for (name in count)
            if (best == "" || count[name] > count[best] ||
                (count[name] == count[best] && name < best))
                best = name
        if (best == "") break
        list = list (list ? ", " : "") best " " count[best]
        delete count[best]
    }
    return list
}

function say(what, text) { if (text != "") printf "%-9s %s\n", what, text }

$1 == "time" { for (i = 1; i <= NF; i++) column[$i] = i; next }
$2 == "classify.site=-" { next }
/^#note/ { if (sub(/^classify\.site=/, "", $2)) sites = sites (sites ? ", " : "") $2; next }
/^#end/ {
    for (i = 2; i <= NF; i++) {
        split($i, pair, "=")
        ledger[pair[1]] += pair[2]
    }
    next
}
/^[0-9]/ {
    if (!first) first = moment($1, $2)
    last = $1
    zone = $2
    if ($column["kind"] != "human") next
    if ($column["page"] != "asset") page[$column["page"]]++
    if ($column["action"] != "-") action[$column["action"]]++
    if ($column["evidence"] != "-" && $column["medium"] != "internal") source[$column["source"]]++
}
END {
    if (!("classify.hits" in ledger)) exit
    say("lines", ledger["parse.lines"] ", hits " ledger["parse.accepted"] ", ignored " \
        ledger["parse.ignored"] ", cannot be read " ledger["parse.rejected"])
    say("hits", "of people " ledger["classify.human"] ", of robots " ledger["classify.bot"] \
        ", previews of links " ledger["classify.preview"])
    if (first) say("time", first " to " moment(last, zone))
    say("site", sites ? sites : "not told by the log: name it with -s")
    sells = "order" in page || "order" in action
    shows = "product" in page
    say("pages", ranked(page))
    say("actions", ranked(action))
    say("sources", ranked(source))
    proposed = "; smo suggest-rules proposes rules"
    if (first && !shows) say("hint", "no page is known as a product" proposed)
    if (first && !sells) say("hint", "no page is known as an order" proposed)
}
