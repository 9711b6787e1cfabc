#!/usr/bin/env bash
# Prove a bundle: install it and build its example in a new Debian that has Python and nothing more: no network, no
# Pango, no pip, and as a plain user. As root, on Debian, with debootstrap; the Debian is removed afterwards.
#   tools/try_bundle.sh ARCHIVE [RELEASE]     bookworm has Python 3.11, trixie 3.13; without RELEASE: bookworm
set -euo pipefail
archive=$(readlink -f "${1:?usage: tools/try_bundle.sh ARCHIVE [RELEASE]}")
release=${2:-bookworm}

command -v debootstrap >/dev/null || "$(dirname "$0")/apt.sh" debootstrap
room=$(mktemp -d)
trap 'rm -rf --one-file-system "$room"' EXIT
echo "Making a Debian $release with Python in $room."
debootstrap --variant=minbase --include=python3 "$release" "$room/debian" >"$room/log" 2>&1 || {
    tail -5 "$room/log" >&2
    exit 1
}
chroot "$room/debian" useradd --create-home officer
cp "$archive" "$room/debian/home/officer/bundle.tar.gz"

# A network of its own, with no device that is up, is none.
unshare --net chroot --userspec=officer:officer "$room/debian" /usr/bin/env -i \
    HOME=/home/officer PATH=/usr/bin:/bin sh -eu <<'ROOM'
cd
echo "Here: $(id -un), Debian $(cat /etc/debian_version), $(python3 -V)"
echo "Libraries of Pango, HarfBuzz, fontconfig: $(/sbin/ldconfig -p | grep -cE 'pango|harfbuzz|fontconfig' || true)"
echo "pip: $(python3 -m pip -V 2>&1 || true)"
tar xzf bundle.tar.gz
sh briefing-*/install.sh
cd briefing
bin/briefing build --all
echo "Checksums:"
sha256sum build/*/*.pdf
ROOM
