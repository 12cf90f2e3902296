#!/bin/sh
# release.sh - what make, and BUILD=release, do before they compile: see scripts/train. Each test is
# named after what broke once.
. "${0%/*}/lib.sh"

begin "a training that is stopped leaves neither its log nor its programs"
mkdir -p made/bin made/obj scratch
# shellcheck disable=SC2016 # for the script
printf '#!/bin/sh\nkill -INT "$PPID"\n' >made/bin/python3
chmod +x made/bin/python3
: >made/bin/smo-parse
TMPDIR=$TMP/scratch expect_status 130 "$SCRIPTS/train" -b "$TMP/made"
find scratch made/bin -name 'tmp.*' -o -name 'smo-*' | expect_nothing "no file"

begin "clang is refused by name"
printf '#!/bin/sh\necho "#define __clang__ 1"\n' >clang
chmod +x clang
expect_status 2 "$SCRIPTS/train" -c "$TMP/clang"
expect "message" "BUILD=release is for gcc, and CC=$TMP/clang is clang" "$(cat "$TMP/err")"

begin "a build folder with a blank is refused by name"
expect_status 2 "${MAKE:-make}" -C "$TOP" O='a b'
expect_grep 'O=a b must be one folder' "$TMP/err"

begin "make -n makes nothing"
expect_status 0 "${MAKE:-make}" -n -C "$TOP" O="$TMP/release" BUILD=release
find release ! -type d ! -name config.mk | expect_nothing "no file"
