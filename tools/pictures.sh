#!/bin/sh
# Take the pictures of real pages that the README shows, grey and small, and of the preview that the guide shows.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
.venv/bin/briefing build kim-putin-summit -a minister -a committee -o "$scratch" >/dev/null
mkdir -p docs/pictures
page() { # variant, page, name
    pdftoppm -r 80 -gray -png -f "$2" -l "$2" -singlefile "$scratch"/kim-putin-summit/*_"$1".pdf docs/pictures/"$3"
}
page minister 1 minister-1
page minister 2 minister-2
page committee 1 committee-1
page committee 8 committee-annex
.venv/bin/python tools/preview_pictures.py
