#!/usr/bin/env bash
# See that the system's libraries and programs are there that Python packages cannot bring, and install what is
# missing where that is allowed: as root with apt-get, or with Homebrew. Elsewhere, say the one command.
#   tools/libraries.sh press    what sets the type: Pango, HarfBuzz, fontconfig
#   tools/libraries.sh tests    what only the tests need: poppler's programs, jq, openssl, SoftHSM, Chromium; on Linux strace
#   tools/libraries.sh packages says the Debian packages of both
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

press_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1 libharfbuzz-subset0"
tests_packages="poppler-utils jq openssl softhsm2 chromium strace"

say() { printf '%s\n' "$*" >&2; }

# Which of these libraries cannot be loaded. Python is asked, and looks as the press will: on a Mac also where
# Homebrew keeps them, which only the search knows.
lacking() {
    .venv/bin/python - "$@" <<'PYTHON'
import ctypes, ctypes.util, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        if sys.platform != "darwin" or not ctypes.util.find_library(name[len("lib"):-len(".dylib")]):
            print(name)
PYTHON
}

lacking_programs() {
    local name
    for name in "$@"; do command -v "$name" >/dev/null || printf '%s\n' "$name"; done
}

# Install packages, or say how: install WHAT-FOR DEBIAN-PACKAGES BREW-PACKAGES ELSEWHERE
install() {
    if command -v apt-get >/dev/null; then
        if [ "$(id -u)" = 0 ]; then
            # shellcheck disable=SC2086  # several packages, one word each
            tools/apt.sh $2 || say "Missing: $1. Try: apt-get install $2"
        else
            say "Missing: $1. As administrator: apt-get install $2"
        fi
    elif command -v brew >/dev/null; then
        say "Installing $3."
        # shellcheck disable=SC2086
        brew install --quiet $3 >&2 || say "Missing: $1. Try: brew install $3"
    else
        say "Missing: $1. $4"
    fi
}

press() {
    local needed wished what=
    case $(uname -s) in
    Darwin)
        needed="libgobject-2.0.0.dylib libpango-1.0.dylib libpangoft2-1.0.dylib libharfbuzz.0.dylib libfontconfig.1.dylib"
        wished=libharfbuzz-subset.0.dylib
        ;;
    *)
        needed="libgobject-2.0.so.0 libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libfontconfig.so.1"
        # The press is faster with it, and can do without.
        wished=libharfbuzz-subset.so.0
        ;;
    esac
    # shellcheck disable=SC2086
    if [ -n "$(lacking $needed)" ]; then
        what="the libraries that set the type"
    elif [ -n "$(lacking $wished)" ]; then
        what="a library that makes the press faster"
    fi
    if [ -n "$what" ]; then
        install "$what" "$press_packages" pango \
            "Install Pango 1.44 or newer with HarfBuzz and fontconfig (Fedora: dnf install pango; macOS: Homebrew, then brew install pango)."
    fi
    # shellcheck disable=SC2086
    needed=$(lacking $needed | tr '\n' ' ')
    if [ -n "$needed" ]; then
        say "Nothing can be printed without ${needed% }: see docs/install.md."
        exit 1
    fi
}

tests() {
    local programs="pdfinfo pdftoppm jq openssl softhsm2-util"
    local what="pdfinfo and pdftoppm, which some tests look at pages with, jq and openssl, which check an archive"
    what="$what, or softhsm, which stands for a card with keys"
    if [ "$(uname -s)" = Linux ]; then
        programs="$programs strace"
        what="$what, or strace, which kills its writer"
    fi
    # shellcheck disable=SC2086
    if [ -n "$(lacking_programs $programs)" ]; then
        install "$what" "${tests_packages/chromium /}" "poppler jq openssl softhsm" \
            "Install them (Fedora: dnf install poppler-utils jq openssl softhsm strace)."
    fi
    # Whichever of them is there drives the page of the preview; a Mac's Chrome is no command.
    if [ -z "$(command -v chromium chromium-browser google-chrome)" ] && [ ! -e "/Applications/Google Chrome.app" ]; then
        install "Chromium, in which the page of the preview is tested" chromium "--cask google-chrome" \
            "Install it (Fedora: dnf install chromium)."
    fi
}

case ${1:-} in
press | tests) "$1" ;;
packages) echo "$press_packages $tests_packages" ;;
*)
    say "usage: tools/libraries.sh press|tests|packages"
    exit 2
    ;;
esac
