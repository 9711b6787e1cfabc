#!/usr/bin/env bash
# Install Debian packages as root; the lists of packages are fetched only where those at hand do not serve.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

install() { apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

printf 'Installing %s.\n' "$*" >&2
install "$@" >/dev/null 2>&1 && exit
apt-get update -qq >/dev/null
install "$@" >/dev/null
