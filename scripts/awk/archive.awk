# archive.awk - for smo-nightly: a stream as it is kept. It reads the rejects of smo-parse, then the
# stream. The ledger is made to count the lines of `day` only, so that it is the same whatever other
# lines were rotated into the same files, and days can be added up. Of lines that cannot be read the
# day is that of the first date in them (date.awk); those without are no day's.
FILENAME ~ /rejects$/ {
    if (FNR > 1 && date($5) == day) { rejected++; reason[$4]++ }
    next
}
$1 != "#end" { print; next }
{
    line = $1 OFS $2 OFS "status=" status
    for (i = 4; i <= NF; i++) {
        split($i, pair, "=")
        if (pair[1] == "parse.accepted") {
            line = line OFS "parse.lines=" pair[2] + rejected OFS $i OFS \
                "parse.rejected=" rejected + 0 OFS "parse.ignored=0"
        } else if (pair[1] ~ /^parse\.reject\./) {
            r = substr(pair[1], 14)
            if (reason[r]) line = line OFS pair[1] "=" reason[r]
        } else if (pair[1] !~ /^parse\./) {
            line = line OFS $i
        }
    }
    print line
}
