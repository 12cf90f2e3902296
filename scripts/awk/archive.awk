# archive.awk - for smo-nightly: a stream as it is kept. Its ledger counts the lines of the day only,
# and no files, so that it is the same whatever else was rotated into the same files, and days can be
# added up.
$1 != "#end" { print; next }
{
    line = $1 OFS $2 OFS "status=" status
    match($0, /parse\.lines_outside=[0-9]+/)
    outside = substr($0, RSTART + 20, RLENGTH - 20)
    for (i = 4; i <= NF; i++) {
        split($i, pair, "=")
        if (pair[1] ~ /^parse\.(lines|ignored|ignore\.filtered)$/) pair[2] -= outside
        if (pair[1] ~ /^parse\.(files|lines_outside)/) continue
        if (pair[1] == "parse.ignore.filtered" && pair[2] == 0) continue
        line = line OFS pair[1] "=" pair[2]
    }
    print line
}
