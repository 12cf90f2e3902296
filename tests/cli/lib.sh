# lib.sh - the verbs of the command line tests. Each tests/cli/*.sh begins with
#
#     . "${0%/*}/lib.sh"
#
# and is run by scripts/run-cli-tests in a fresh folder of its own, offline, with
#
#     PATH         the tools just built come first
#     SMO_BUILD    the build folder
#     TMP          the scratch folder, where the script starts, removed afterwards
#     FIXTURES     tests/fixtures
#     GOLDEN       tests/golden
#     SCRIPTS      scripts
#     TOP          the source folder
#     SMO_CORPUS   real logs, only under `make check-corpus`: begin such a script with need_corpus
#
# Every verb prints one line, `ok - ...` or `not ok - ...`, and goes on: a test never stops at its
# first failure, and a verb may stand at the end of a pipe. The runner counts these lines.
# shellcheck shell=sh

test_name=

# begin NAME: what must hold, from here to the next begin.
begin() {
    test_name=$1
    printf '# %s\n' "$1"
}

ok() {
    printf 'ok - %s: %s\n' "$test_name" "$1"
}

# not_ok WHAT: what was seen stands on standard input, and is shown indented.
not_ok() {
    printf 'not ok - %s: %s\n' "$test_name" "$1"
    head -n 40 | cut -c 1-300 | sed 's/^/    /'
}

# expect WHAT EXPECTED GOT: two texts are the same.
expect() {
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        printf '%s\n' "$2" >"$TMP/.expected"
        printf '%s\n' "$3" >"$TMP/.got"
        diff -u --label expected --label got "$TMP/.expected" "$TMP/.got" | not_ok "$1"
    fi
}

# expect_same WHAT EXPECTED GOT: two files are the same, byte by byte.
expect_same() {
    if cmp -s "$2" "$3"; then
        ok "$1"
    else
        diff -u --text "$2" "$3" | not_ok "$1"
    fi
}

# expect_status STATUS COMMAND...: runs the command, keeping its output in $TMP/out and $TMP/err.
# Standard input reaches the command.
expect_status() {
    wanted=$1
    shift
    status=0
    "$@" >"$TMP/out" 2>"$TMP/err" || status=$?
    if [ "$status" = "$wanted" ]; then
        ok "status $wanted of $*"
    else
        { echo "status $status"; head -n 15 "$TMP/err"; tail -n 5 "$TMP/out"; } | not_ok "status $wanted of $*"
    fi
}

# expect_grep PATTERN [FILE]: a line matches the extended regular expression.
expect_grep() {
    cat -- "${2:--}" >"$TMP/.seen"
    if grep -aqE -e "$1" "$TMP/.seen"; then
        ok "has $1"
    else
        not_ok "has $1" <"$TMP/.seen"
    fi
}

# expect_no_grep PATTERN [FILE]: no line does.
expect_no_grep() {
    cat -- "${2:--}" >"$TMP/.seen"
    if grep -anE -e "$1" "$TMP/.seen" >"$TMP/.found"; then
        not_ok "has no $1" <"$TMP/.found"
    else
        ok "has no $1"
    fi
}

# expect_nothing WHAT: standard input is empty; each line there is an offender.
expect_nothing() {
    cat >"$TMP/.seen"
    if [ -s "$TMP/.seen" ]; then
        not_ok "$1" <"$TMP/.seen"
    else
        ok "$1"
    fi
}

# golden NAME: standard input is what tests/golden/NAME holds. `make regen` writes it anew.
golden() {
    cat >"$TMP/.got"
    if [ -n "${SMO_REGEN-}" ]; then
        mkdir -p "$(dirname "$GOLDEN/$1")"
        cp "$TMP/.got" "$GOLDEN/$1"
    fi
    if cmp -s "$GOLDEN/$1" "$TMP/.got"; then
        ok "golden $1"
    else
        diff -u --text --label "golden/$1" --label got "$GOLDEN/$1" "$TMP/.got" 2>&1 |
            not_ok "golden $1"
    fi
}

# skip WHY: what was begun cannot be tried here.
skip() {
    printf 'skip - %s: %s\n' "$test_name" "$1"
}

# need_corpus: ends the script unless there are real logs to try.
need_corpus() {
    if [ -z "${SMO_CORPUS-}" ]; then
        begin "real logs"
        skip "SMO_CORPUS is not set"
        exit 0
    fi
}

# food TOOL: what it reads, where a script has made all four.
food() {
    case $1 in
    smo-parse) echo log ;;
    smo-classify) echo hits ;;
    smo-funnel) echo classified ;;
    smo-report) echo visits ;;
    esac
}
