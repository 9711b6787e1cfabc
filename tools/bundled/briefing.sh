#!/bin/sh
# Start briefing. Where this machine lacks a library that sets the type, those that came along serve; nothing
# else of the machine is touched, and libraries that it has go first.
set -eu
here=$(dirname "$(dirname "$(readlink -f "$0")")")

lacking() {
    known=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null) || return 0
    # shellcheck disable=SC2043  # the names are put in when the bundle is made
    for library in @NEEDED@; do
        case $known in
        *"$library "*) ;;
        *) return 0 ;;
        esac
    done
    return 1
}

if [ -d "$here/libraries" ] && lacking; then
    export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/libraries"
    # Where lines of Thai may break is in a file of libthai's.
    export LIBTHAI_DICTDIR="${LIBTHAI_DICTDIR:-$here/libraries}"
fi
exec "$here/venv/bin/briefing" "$@"
