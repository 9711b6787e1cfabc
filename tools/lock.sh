#!/usr/bin/env bash
# Write requirements.lock: every package of run time, the extras and development, for all platforms, with hashes.
# Versions that still fit stay as they are; --upgrade takes the newest. uv is brought where it is not at hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    aside=$(mktemp -d)
    trap 'rm -rf "$aside"' EXIT
    .venv/bin/python -m venv "$aside/venv"
    "$aside/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv=$aside/venv/bin/uv
fi
# Neither addresses nor the names of who asked for what: the file is for machines, and the same from any registry.
"$uv" pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements.lock "$@"
