# index.awk - for smo-nightly: a page that leads to all reports. It reads the names of the files
# that there are, then days, newest first: day, month, week, day of the week, and their row of
# days.tsv.
function link(name, shown) {
    if (!((name ".html") in there)) return shown
    return "<a href=\"" name ".html\">" shown "</a> <a href=\"" name ".txt\">" word[7] "</a>"
}
BEGIN {
    split(words, word, " ")
    print "<!doctype html>"
    print "<html lang=\"" lang "\"><head><meta charset=\"utf-8\">"
    print "<meta name=\"viewport\" content=\"width=device-width\">"
    print "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src \047none\047;" \
        " style-src \047unsafe-inline\047\">"
    print "<title>" title "</title>"
    print "<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;"
    print "max-width:40rem;margin:2rem auto;padding:0 1rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}"
    print "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    print "td,th{padding:.2rem .4rem;text-align:right;border-bottom:1px solid #8884}th{color:gray}"
    print "td:first-child,th:first-child{text-align:left;white-space:nowrap}"
    print "a+a{font-size:.8rem;margin-left:.3rem}b{color:#c33}</style></head><body>"
    print "<h1>" title "</h1>"
}
FILENAME ~ /files$/ { there[$1]; next }
$2 != month {
    if (month) print "</table>"
    month = $2
    print "<h2>" link(month, month) "</h2>"
    print "<table><tr><th>" word[1] "<th>" word[2] "<th>" word[3] "<th>" word[4] "<th></tr>"
}
$3 != week {
    week = $3
    if ((week ".html") in there)
        print "<tr><td colspan=\"5\">" link(week, word[6] " " week) "</tr>"
}
{
    print "<tr><td>" link($1, $1) "<td>" $8 "<td>" $9 "<td>" $10 "<td>" \
        ($7 == "complete" ? "" : "<b>" word[5] "</b>") "</tr>"
}
END { if (month) print "</table>"; print "</body></html>" }
