"""New: start a brief from an article, or add an article to a brief; the article is kept as received.

The order: receive → read → draft → write. Whatever fails, nothing is left behind, and what was there stays.
"""

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.drafting.draft import NOBODY, draft
from briefing.drafting.fresh import KEY, text_of
from briefing.drafting.further import Added, add
from briefing.drafting.manuscript import entry_of
from briefing.fetch import Received, fetch, is_address
from briefing.loading.load import load_desk
from briefing.model.desk import BRIEF, examine_name
from briefing.model.house import House
from briefing.model.problem import FaultyInputError, Place, Problem, stop_at_errors
from briefing.read import read

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written: the brief.yaml, and what was put into it."""

    path: Path
    added: Added
    is_new: bool

    def says(self) -> Iterator[str]:
        """What was drafted, in sentences."""
        added, drafted = self.added, self.added.drafted
        quotations = sum(len(view.quotes) for view in drafted.views)
        speakers = sum(view.expert != NOBODY.name for view in drafted.views)
        of_whom = f" of {_count(speakers, 'speaker')}" if quotations else ""
        parts = [
            f"{_count(quotations, 'quotation')}{of_whom}",
            _count(len(drafted.actors), "actor"),
            _count(len(drafted.questions), "question"),
        ]
        where = "" if self.is_new else f"Added as article {added.key}. "
        yield f"{where}Drafted: {', '.join(parts)}; each marked “confirm”."
        if drafted.left_out:
            yield f"{_count(drafted.left_out, 'more quotation')} were found, and are left to you."
        if added.known:
            yield f"There was a view before of {', '.join(added.known)}: make one of the two."
        if added.keyed:
            yield f"Citations that named no article now name {added.keyed}."


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def start(name: str, article: str, desk: Path, *, today: dt.date) -> Begun:
    """Start a brief of this name from an article, or add the article to it where it is there already.

    `article` is a path or an address. Raises FaultyInputError: E011 to E016 and E701 the article cannot be had or
    read, E702 to E705 the brief cannot be started or added to, E601 it cannot be written.
    """
    house = load_desk(desk).house
    folder = desk / "sources" / name
    if not _NAME.fullmatch(name):
        hint = "Use letters, figures, dots, hyphens and underscores, such as kim-putin-summit."
        raise FaultyInputError([Problem("E702", f"“{name}” cannot be the name of a brief", hint)])
    stop_at_errors(examine_name(name))
    is_there = (folder / BRIEF).is_file()
    if folder.exists() and not is_there:
        hint = f"It holds no {BRIEF}: choose another name, or move the folder away."
        raise FaultyInputError(
            [Problem("E703", f"there is a “{name}” already, and it is no brief", hint, Place(folder))]
        )
    received = fetch(article) if is_address(article) else _from_disk(Path(article).expanduser())
    try:
        return (
            Begun(folder / BRIEF, add(folder, received, today), is_new=False)
            if is_there
            else _begin(folder, received, house, today)
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Make room, or mend the permissions of the folder."
        raise FaultyInputError(
            [Problem("E601", f"the brief cannot be written: {reason}", hint, Place(folder))]
        ) from error


def _from_disk(path: Path) -> Received:
    read("A", path)  # says what is wrong with it, under its own name
    return Received(path.read_bytes(), path.suffix.lower() or ".txt", "")


# A new brief


def _begin(folder: Path, received: Received, house: House, today: dt.date) -> Begun:
    aside = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        file = aside / f"article{received.suffix}"
        file.write_bytes(received.content)
        article = read(KEY, file)
        drafted = draft(article, folder.name, today=today)
        entry = entry_of(file.name, article, drafted, received.address, today)
        (aside / BRIEF).write_text(text_of(article, drafted, entry, house), "utf-8", newline="\n")
        aside.chmod(0o755)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return Begun(folder / BRIEF, Added(KEY, drafted), is_new=True)
