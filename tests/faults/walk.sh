# walk.sh - walks a command through all its calls of a kind, each failing once. To be sourced behind
# lib.sh by tests/cli/faults-*.sh.
#
# A walk is quick by default: the first calls one by one, then ever larger steps. SMO_FAULTS=all
# takes every single one.
# shellcheck shell=sh

# The library is built for the programs at hand: those with a sanitizer bring their own malloc, and
# their library must come first.
faults_build() {
    faults=$TMP/faults.so
    set -- -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC
    faults_memory=yes
    sanitizer=$(ldd "$(command -v smo-parse)" | awk '/lib[a-z]*san/ { printf "%s ", $3 }')
    if nm "$(command -v smo-parse)" 2>/dev/null | grep -q __asan_init; then
        faults_memory=
        set -- "$@" -DFAULTS_SPARE_MEMORY
    fi
    ${CC:-cc} "$@" -o "$faults" "$TOP/tests/faults/faults.c" -ldl || exit 2
    faults="$sanitizer$faults"
}

# with_fault KIND N COMMAND...: the command, whose N-th call of KIND fails. Output, messages and
# status are left in out, err and $status.
with_fault() {
    kind=$1 n=$2
    shift 2
    rm -f mark out err
    status=0
    timeout 20 env LD_PRELOAD="$faults" FAULT="$kind" FAULT_AT="$n" FAULT_MARK=mark "$@" \
        >out 2>err </dev/null || status=$?
}

# Where a fresh key makes every run differ, only the number of lines is compared: varies=yes.
varies=
same_output() {
    if [ -n "$varies" ]; then
        [ "$(wc -l <expected)" = "$(wc -l <out)" ]
    else
        cmp -s expected out
    fi
}

# What every run owes, whatever happened: a documented status, a message unless all is well, and
# never status 0 with other bytes than an undisturbed run's, which stand in `expected`.
offences() {
    case $status in
    0) same_output || echo "status 0, but the output is not whole" ;;
    1)
        [ -s err ] || echo "status 1 without a message"
        if grep -q '^#end' expected && tail -n 1 out | grep -q 'status=complete'; then
            echo "status 1, but the output says that it is complete"
        fi
        ;;
    2) [ -s err ] || echo "status 2 without a message" ;;
    124) echo "hangs" ;;
    *) echo "status $status: $(head -n 1 err)" ;;
    esac
    if [ -s err ] && grep -qv -e '^smo[-a-z]*: ' err; then
        echo "a message without the name of the tool: $(grep -v '^smo[-a-z]*: ' err | head -n 1)"
    fi
    if [ -s err ] && grep -q 'Success' err; then
        echo "a message that says Success: $(grep Success err | head -n 1)"
    fi
}

# walk KIND PREPARE OFFENCES COMMAND...: every run is prepared by a function, and offences of a kind
# of its own are told by another; `:` for none.
walk() {
    walk_kind=$1 prepare=$2 more=$3
    shift 3
    if [ "$walk_kind" = memory ] && [ -z "$faults_memory" ]; then
        skip "memory: the sanitizer's own"
        return
    fi
    $prepare
    "$@" >expected 2>err </dev/null
    : >offences
    walked=0 n=1
    while :; do
        $prepare
        with_fault "$walk_kind" "$n" "$@"
        [ -e mark ] || break
        walked=$((walked + 1))
        { offences; $more; } | sed "s/^/call $n: /" >>offences
        [ "$(wc -l <offences)" -gt 30 ] && break
        if [ "${SMO_FAULTS-}" = all ]; then
            n=$((n + 1))
        else
            n=$((n + 1 + n / 10))
        fi
    done
    # The run after the last call is undisturbed: it must be what it always is.
    if [ ! -e mark ] && ! same_output; then
        echo "an undisturbed run differs" >>offences
    fi
    [ $walked -gt 0 ] || echo "no call of this kind was ever made" >>offences
    expect_nothing "$walk_kind, $walked calls" <offences
}
