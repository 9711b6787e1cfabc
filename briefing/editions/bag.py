"""Bags: a folder that says itself what is in it and which digests that has, as archives hand things over to each other.

Source: BagIt 1.0 (RFC 8493). The payload lies in `data/`; `manifest-sha512.txt` has a line for each of its files, and
`tagmanifest-sha512.txt` one for each file beside it. Checked by `sha512sum -c manifest-sha512.txt`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_INFO = "bag-info.txt"
_MANIFEST = "manifest-sha512.txt"


def write_bag(folder: Path, payload: Iterable[tuple[str, bytes]], info: Mapping[str, str]) -> int:
    """Write a bag of these files, by their path below `data/`, and give how many octets they have.

    `info` is what `bag-info.txt` says (RFC 8493 §2.2.2), Payload-Oxum apart, which is counted. The declaration comes
    last, so that what was broken off is no bag. Raises OSError.
    """
    lines, octets = [], 0
    for path, data in payload:
        target = folder / "data" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        octets += len(data)
        lines.append(f"{hashlib.sha512(data).hexdigest()}  data/{_encoded(path)}\n")
    told = {**info, "Payload-Oxum": f"{octets}.{len(lines)}"}
    tags = {
        _INFO: "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items()),
        _MANIFEST: "".join(sorted(lines, key=lambda line: line[130:])),
        "bagit.txt": DECLARATION,
    }
    listed = "".join(f"{hashlib.sha512(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(tags.items()))
    for name, text in {"tagmanifest-sha512.txt": listed, **tags}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return octets


def _encoded(path: str) -> str:
    """A path as a manifest has it (RFC 8493 §2.1.3): line ends and the sign that encodes them are encoded."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
