"""New: start a brief from an article, which is kept as received beside a brief.yaml to fill in."""

import datetime as dt
import re
import shutil
import tempfile
from pathlib import Path

import yaml

from briefing.article import Article
from briefing.fetch import Received, fetch, is_address
from briefing.house import House
from briefing.load import load_desk
from briefing.problem import FaultyInputError, Place, Problem
from briefing.read import read

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_SCHEMA_LINE = "# yaml-language-server: $schema=brief.schema.json (made by: briefing schema > brief.schema.json)"


def start(name: str, article: str, desk: Path, *, today: dt.date) -> Path:
    """Make the folder of a brief with the article as received and a brief.yaml; returns the brief.yaml.

    Nothing is left behind where anything fails. Raises FaultyInputError.
    """
    house = load_desk(desk).house
    folder = desk / "sources" / name
    if not _NAME.fullmatch(name):
        hint = "Use letters, figures, dots, hyphens and underscores, such as kim-putin-summit."
        raise FaultyInputError([Problem("E702", f"“{name}” cannot be the name of a brief", hint)])
    if folder.exists():
        hint = "Choose another name, or edit the brief that is there."
        raise FaultyInputError([Problem("E703", f"there is a brief “{name}” already", hint, Place(folder))])
    received = fetch(article) if is_address(article) else _from_disk(Path(article).expanduser())
    try:
        return _write(folder, received, house, today)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Make room, or mend the permissions of the folder."
        raise FaultyInputError(
            [Problem("E601", f"the brief cannot be written: {reason}", hint, Place(folder))]
        ) from error


def _from_disk(path: Path) -> Received:
    read("A", path)  # says what is wrong with it, under its own name
    return Received(path.read_bytes(), path.suffix.lower() or ".txt", "")


def _write(folder: Path, received: Received, house: House, today: dt.date) -> Path:
    aside = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        file = aside / f"article{received.suffix}"
        file.write_bytes(received.content)
        text = _draft(folder.name, file.name, read("A", file), received.address, house, today)
        (aside / "brief.yaml").write_text(text, "utf-8")
        aside.chmod(0o755)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return folder / "brief.yaml"


def _draft(name: str, file: str, article: Article, address: str, house: House, today: dt.date) -> str:  # noqa: PLR0913, PLR0917
    given = article.given
    published = _day(given.published)
    title = (
        given.title or next((b.text for b in article.blocks if b.is_heading), "") or name.replace("-", " ").capitalize()
    )
    scheme = house.scheme
    ceilings = [house.ceiling(name) for name in house.audiences]
    marking = min(ceilings, key=lambda ceiling: ceiling.level.rank).level.name
    lines = {
        "title": title,
        "publisher": given.publisher,
        "author": given.author,
        "url": address or given.url,
    }
    days = {"published": published, "accessed": today.isoformat()}
    entry = "\n".join(
        [f"    {key}: {_scalar(value)}" for key, value in lines.items() if value]
        + [f"    {key}: {day}" for key, day in days.items() if day]
    )
    return _DRAFT.format(
        schema=_SCHEMA_LINE,
        title=_scalar(title),
        date=published or today.isoformat(),
        language=_scalar(given.language if _LANGUAGE.fullmatch(given.language) else "en-GB"),
        marking=_scalar(marking),
        markings=", ".join(scheme.names),
        file=_scalar(file),
        entry=entry,
        count=len(article.paragraphs),
    )


def _day(text: str) -> str:
    match = re.match(r"\d{4}-\d{2}-\d{2}", text)
    try:
        return dt.date.fromisoformat(match[0]).isoformat() if match else ""
    except ValueError:
        return ""


def _scalar(text: str) -> str:
    """A text as YAML, quoted where it would be read as something else."""
    dumped: str = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=10**6, default_flow_style=True)
    return dumped.removesuffix("\n...\n").rstrip("\n")


_DRAFT = """\
{schema}
#
# A7 means article A, paragraph 7; this article has {count} paragraphs, headings not counted.
# What is marked "confirm" was drafted from the article: read it, mend it, and take the comment out.

title: {title}  # confirm
date: {date}  # confirm: the day that the brief speaks of
authors: []
language: {language}
marking: {marking}  # confirm: of every item that carries none. One of {markings}

articles:
  A:
    file: {file}
{entry}
    verbatim: true  # false for a translation or a reworded copy: its words are nobody's own
    # grade: B2     # A to F for the source, 1 to 6 for what it says
    # rights: …     # who allows it to be reprinted in an annex

sides: {{}}
  # ours: Our own side
  # theirs: The other side

bottom_line:
  - id: first
    text: To be written. What should the reader know if they read one sentence only?
    cites: [A1]
    # likelihood: likely
    # confidence: moderate

key_actors: []
  # - {{id: minister, name: …, role: …, side: ours, interest: …, cites: [A1]}}

stakes: {{}}
  # ours:
  #   - {{id: trade, text: …, kind: gain, cites: [A1]}}      # kind: gain, risk or constraint

expert_views: []
  # - id: expert
  #   expert: …
  #   affiliation: …
  #   view: …
  #   cites: [A1]
  #   quotes:
  #     - {{text: …, cites: [A1]}}

open_questions: []
  # - {{id: next, question: …, why: …, watch_for: …, cites: [A1]}}
"""
