"""The fonts that a text is pressed with: enough to set every character of it, and no others."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.model.problem import Problem, Severity
from briefing.press import families
from briefing.press.faces import font_faces_css
from briefing.press.families import Family
from briefing.press.fontconfig import write_fontconfig

__all__ = ["Fonts", "font_faces_css", "fonts_for", "write_fontconfig"]

_SHOWN = 10
_EAST_ASIAN = {"Hani", "Hira", "Kana", "Bopo"}
_UNSCRIPTED = {"Zyyy", "Zinh", "Zzzz"}
_LAST = "Zyyy"
_UNDRAWN = {"Cc", "Cs"}
_PRIVATE = "Co"


def _characters(*ranges: str | tuple[int, int]) -> frozenset[str]:
    found: set[str] = set()
    for span in ranges:
        found.update(span if isinstance(span, str) else map(chr, range(span[0], span[1] + 1)))
    return frozenset(found)


# What XCharter or Source Sans 3 has in every style (a test holds it against the files): for most texts no
# font needs to be opened.
_COMMON = _characters((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x201E), "†‡•…‰′″‹›⁄€№™←↑→↓−≤≥▲▼■●")

# Unicode's Default_Ignorable_Code_Point: they shape the text around them and have no picture of their own.
_IGNORED = _characters(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufeff\uffa0",
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFFF0, 0xFFFB),
    (0xE0000, 0xE01EF),
)


@dataclass(frozen=True)
class Fonts:
    """The font files of a text, and the families that a style sheet must name after the two defaults.

    `unset` are the characters that none of them has, a set for each problem that says so, in their order.
    """

    files: tuple[Path, ...]
    families: tuple[str, ...] = ()
    unset: tuple[frozenset[str], ...] = ()

    def state(self) -> tuple[tuple[str, int, int], ...]:
        """Each file with its size and when it was written: the same for as long as the same text is set alike."""
        return tuple((str(file), (at := file.stat()).st_size, at.st_mtime_ns) for file in self.files)


def fonts_for(text: str, *, system_folders: Iterable[Path] | None = None) -> tuple[Fonts, tuple[Problem, ...]]:
    """Find fonts for every character of a text: ours first, and only then those of this machine.

    Problems: W301 where a font of this machine is used, E301 where no font has a character.
    """
    defaults = [families.bundled(name) for name in families.DEFAULT_FAMILIES]
    drawn = _drawn(text) - _COMMON
    private = frozenset(character for character in drawn if unicodedata.category(character) == _PRIVATE)
    missing = drawn - private
    if missing:
        missing = missing.difference(*(map(chr, family.every_style) for family in defaults))
    added, missing = _choose(missing, [families.bundled(name) for name in _order(text)] if missing else [])
    if missing:
        missing = missing.difference(*(map(chr, family.any_style) for family in defaults))
    added += [families.bundled(families.COMPANIONS[one.name]) for one in added if one.name in families.COMPANIONS]
    problems = [_private(private)] if private else []
    unset = [private] if private else []
    if missing:
        folders = families.system_folders() if system_folders is None else tuple(system_folders)
        borrowed, left = _choose(missing, families.families_in(folders))
        problems += [_borrowed(family, missing) for family in borrowed]
        unset += (scripts := _by_script(left))
        problems += map(_unset, scripts)
        added += borrowed
    files = [file for family in (*defaults, *added) for file in family.files]
    return Fonts(tuple(files), tuple(family.name for family in added), tuple(unset)), tuple(problems)


def _drawn(text: str) -> frozenset[str]:
    seen = frozenset(text) - _IGNORED
    return frozenset(character for character in seen if unicodedata.category(character) not in _UNDRAWN)


def _order(text: str) -> Sequence[str]:
    """Order the other families, those first that are made for what the text is written in."""
    if any("\u3041" <= character <= "\u30ff" for character in text):
        return sorted(families.OTHER_FAMILIES, key=lambda name: (name[-3:] in {" KR", " SC"}, name[-3:] != " JP"))
    if any("\u0590" <= character <= "\u08ff" for character in text):
        return sorted(families.OTHER_FAMILIES, key=lambda name: name not in families.RIGHT_TO_LEFT)
    return families.OTHER_FAMILIES


def _choose(missing: frozenset[str], offered: Sequence[Family]) -> tuple[list[Family], frozenset[str]]:
    """Choose families for what is missing, one to a script where one can, and say what is left."""
    chosen: list[Family] = []
    left: set[str] = set()
    for wanted in _by_script(missing):
        rest = wanted
        while rest:
            best = _best(rest, [*chosen, *(family for family in offered if family not in chosen)])
            if best is None:
                left |= rest
                break
            rest = rest.difference(map(chr, best.every_style))
            chosen += [best] if best not in chosen else []
    return [family for family in offered if family in chosen], frozenset(left)


def _best(wanted: frozenset[str], offered: Sequence[Family]) -> Family | None:
    """Find the first family that sets all that is wanted, or else the first that sets most of it."""
    codes = frozenset(map(ord, wanted))
    best, most = None, 0
    for family in offered:
        found = len(codes & family.every_style)
        if found == len(codes):
            return family
        if found > most:
            best, most = family, found
    return best


def _by_script(characters: frozenset[str]) -> list[frozenset[str]]:
    """Part characters by script; signs that belong to none come last, to go where the others went."""
    scripts: dict[str, set[str]] = {}
    for character in sorted(characters):
        scripts.setdefault(_script(character), set()).add(character)
    ordered = sorted(scripts, key=lambda script: (script == _LAST, script))
    return [frozenset(scripts[script]) for script in ordered]


def _script(character: str) -> str:
    from fontTools import unicodedata as scripts  # noqa: PLC0415

    script = scripts.script(character)
    if script in _UNSCRIPTED:
        return _LAST
    return "Hani" if script in _EAST_ASIAN else script


def _named(characters: Iterable[str]) -> str:
    """Name characters as themselves, by number and in words, at most ten of them."""
    ordered = sorted(characters)
    shown = [
        f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"
        for character in ordered[:_SHOWN]
    ]
    if len(ordered) > _SHOWN:
        shown.append(f"and {len(ordered) - _SHOWN} more")
    return ", ".join(shown)


def _borrowed(family: Family, missing: frozenset[str]) -> Problem:
    found = missing.intersection(map(chr, family.every_style))
    return Problem(
        code="W301",
        message=f"No font of the program has {_named(found)}; {family.name} of this machine is used.",
        hint="The PDF now depends on this machine: elsewhere it may come out differently, or not at all.",
        severity=Severity.WARNING,
    )


def _private(characters: frozenset[str]) -> Problem:
    return Problem(
        code="E301",
        message=f"{_named(characters)}: characters for private use mean nothing outside their own file.",
        hint="Write what it stood for: such characters come from PDF files, for ligatures, signs or bullets.",
    )


def _unset(characters: frozenset[str]) -> Problem:
    """Name the characters of one script that nothing can set, and say which kind of font to install."""
    from fontTools import unicodedata as scripts  # noqa: PLC0415

    script = _script(min(characters))
    name = scripts.script_name(script).replace("_", " ")
    of_script = "" if script == _LAST else f", of the script {name}"
    return Problem(
        code="E301",
        message=f"No font on this machine can set {_named(characters)}{of_script}.",
        hint=_advice(script, name),
    )


def _advice(script: str, name: str) -> str:
    if script == _LAST:
        return "Write it in words, or install a font of outlines that has it; colour emoji are not set."
    if script in {"Hani", "Hang"}:
        return "Install an East Asian font, such as Noto Sans CJK (Debian, Ubuntu: fonts-noto-cjk)."
    return f"Install a font for {name}, such as Noto Sans {name} (Debian, Ubuntu: fonts-noto-core)."
