"""Eject: a layout that is shipped becomes one of the desk's own, to be changed. The desk's own go first."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from briefing.laying_out.style import PAPER, tokens_of
from briefing.model.layout import Layout
from briefing.model.problem import FaultyInputError, Place, Problem

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_TOKENS = """\
/* The design tokens of “{above}”, as they are. State only those that differ: uncomment a line and change it. */
:root {{
{lines}
}}
"""


def eject(name: str, layouts: Mapping[str, Layout], own: Path, new: str | None = None) -> Path:
    """Put a layout into a desk's folder of layouts, and return its folder there.

    Under its own name it is copied whole, and every audience that has it follows. Under a `new` one it becomes a
    layout that extends it: `layout.yaml`, and `tokens.css` with every token to choose from.

    Nothing is overwritten, and nothing is left behind where anything fails. Raises FaultyInputError (E704 there is no
    such layout, E705 what it would be called, E706 it is there already, E601 it cannot be written).
    """
    layout = layouts.get(name)
    if layout is None:
        raise FaultyInputError([Problem("E704", f"there is no layout “{name}”", f"There is: {', '.join(layouts)}.")])
    wanted = name if new is None else new
    if not _NAME.fullmatch(wanted):
        hint = "Use letters, figures, dots, hyphens and underscores, such as wide."
        raise FaultyInputError([Problem("E705", f"“{wanted}” cannot be the name of a layout", hint)])
    target = own / wanted
    if target.exists() or target.is_symlink():
        hint = "Change that one, or choose another name with --as NEW."
        raise FaultyInputError([Problem("E706", f"the desk has a layout “{wanted}” already", hint, Place(target))])
    if wanted in layouts and new is not None:
        hint = "Choose another name: layouts that extend this one would change as well."
        raise FaultyInputError([Problem("E706", f"there is a layout “{wanted}” already", hint)])
    try:
        return _write(target, layout, copied=new is None)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Make room, or mend the permissions of the folder."
        raise FaultyInputError(
            [Problem("E601", f"the layout cannot be written: {reason}", hint, Place(own))]
        ) from error


def _write(target: Path, layout: Layout, *, copied: bool) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
    try:
        if copied:
            for file in _files(layout.folders[0]):
                place = aside / file.relative_to(layout.folders[0])
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
        else:
            says = {"title": _title(target.name), "description": f"{layout.title}, changed.", "extends": layout.name}
            (aside / "layout.yaml").write_text(yaml.safe_dump(says, allow_unicode=True, sort_keys=False), "utf-8")
            lines = "\n".join(f"  /* {name}: {value}; */" for name, value in tokens_of(layout).items() if name != PAPER)
            (aside / "tokens.css").write_text(_TOKENS.format(above=layout.name, lines=lines), "utf-8")
        aside.chmod(0o755)
        aside.rename(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return target


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _title(name: str) -> str:
    return " ".join(re.split(r"[-_.]+", name)).strip().capitalize() or name
