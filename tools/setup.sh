#!/usr/bin/env bash
# Make .venv: a Python that fits, the packages of requirements.lock, the project itself, all of it compiled.
# A second run finds a note of what was installed, and does nothing where that has not changed.
# PYTHON=… chooses the Python. Written for bash 3.2, which is what macOS has.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
here=$(pwd -P)
venv=$here/.venv
note=$venv/.installed

say() { printf '%s\n' "$*" >&2; }

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

# The venv is as good as the Python it was made from, and the commands in it hold its path.
venv_is_usable() {
    fits "$venv/bin/python" && grep -qsF "$venv/bin/python" "$venv/bin/pip" || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ]
}

version_of() { "$1" -c 'import sys; print(sys.version)' 2>/dev/null || true; }

choose_python() {
    local name found=
    local names=(python3.13 python3.12 python3.11 python3)
    [ -z "${PYTHON:-}" ] || names=("$PYTHON")
    for name in "${names[@]}"; do
        if fits "$name"; then
            command -v "$name"
            return
        fi
        found="$found$("$name" -c 'import sys; sys.stdout.write("%s (%s); " % (sys.version.split()[0], sys.executable))' \
            2>/dev/null || true)"
    done
    found=${found%; }
    say "This needs Python 3.11, 3.12 or 3.13; found: ${found:-none}."
    say "Debian, as administrator: apt-get install python3 python3-venv. macOS: brew install python@3.13."
    say "If it stands elsewhere: make brief PYTHON=/path/to/python3"
    exit 1
}

# Debian keeps what a venv needs in a package of its own.
need_ensurepip() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    local package
    package=$("$1" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        tools/apt.sh "$package"
    else
        # All that an administrator will be asked for, so that it is asked for once.
        say "$1 cannot make a venv. Debian, as administrator: apt-get install $package $(tools/libraries.sh packages)"
        exit 1
    fi
}

# What is installed follows from these files and this Python.
wanted() {
    "$venv/bin/python" - requirements.lock pyproject.toml tools/setup.sh <<'PYTHON'
import hashlib, pathlib, sys
digest = hashlib.sha256(sys.version.encode())
for name in sys.argv[1:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())
PYTHON
}

make_venv() {
    local python
    python=$(choose_python)
    need_ensurepip "$python"
    say "Making .venv with $("$python" -V)."
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

install_packages() {
    local lacking pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check)
    say "Installing the packages of requirements.lock."
    # Wheels only: to build one, pip would fetch tools that no lock holds. The lock is whole, so nothing is
    # worked out anew; the last line says whether all of it fits together.
    "${pip[@]}" install --require-hashes --only-binary :all: --no-deps -r requirements.lock
    "${pip[@]}" install --no-build-isolation --no-deps --editable .
    # Two packages that ocfl-py asks for are left out on purpose (pyproject.toml, [tool.uv]).
    lacking=$("$venv/bin/python" -m pip --disable-pip-version-check check |
        grep -v -e '^No broken requirements' -e '^ocfl-py .* requires \(s3fs\|pairtree\),' || true)
    if [ -n "$lacking" ]; then
        say "The packages do not fit together: $lacking"
        exit 1
    fi
    # Uncompiled packages make every start half as slow again, and an environment variable may have told pip not
    # to. Some packages carry files that are no Python of this version: those are passed over in silence.
    "$venv/bin/python" -m compileall -qq -j 0 "$venv"/lib/python3*/site-packages briefing || true
}

venv_is_usable || make_venv
if [ "$(cat "$note" 2>/dev/null)" != "$(wanted)" ]; then
    install_packages
    wanted >"$note"
fi
