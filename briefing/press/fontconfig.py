"""The file that tells the press which fonts there are, so that no font of the machine slips in."""

import os
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.press import families

if TYPE_CHECKING:
    from briefing.press.fonts import Fonts

_ALIAS = "<alias binding='same'><family>{generic}</family><prefer><family>{family}</family></prefer></alias>"
_GENERIC = {"serif": families.TEXT, "sans-serif": families.SANS, "monospace": families.SANS}


def write_fontconfig(fonts: "Fonts", folder: Path) -> Path:
    """Write the fontconfig file that names these font files and nothing else, and return its path.

    Its name is made from what it says, so that presses with different fonts can share a folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = _configuration(fonts, folder.resolve())
    path = folder / f"fonts-{sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.exists():
        # Written aside and moved, for another process may be about to read it.
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    return path


def _configuration(fonts: "Fonts", folder: Path) -> str:
    # A <dir> may not name a file: the folders are read, and all but the files named are turned away.
    folders = sorted({file.parent.as_posix() for file in fonts.files})
    files = sorted(file.as_posix() for file in fonts.files)
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(name)}</dir>" for name in folders),
        f"<cachedir>{escape((folder / 'fontconfig').as_posix())}</cachedir>",
        "<selectfont>",
        "<rejectfont><glob>*</glob></rejectfont>",
        "<acceptfont>",
        *(f"<glob>{escape(name)}</glob>" for name in files),
        "</acceptfont>",
        "</selectfont>",
        *(_ALIAS.format(generic=generic, family=family) for generic, family in _GENERIC.items()),
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"
