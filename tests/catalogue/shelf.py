"""A small archive to be catalogued: two briefs, two audiences of which one may see more, and a secret."""

import datetime as dt
import io
from functools import cache
from pathlib import Path

import pikepdf

from briefing.archive.beside import record_sent, withdraw
from briefing.archive.retention import dispose, hold
from briefing.archive.store import Archive
from tests.many_editions import MOMENT, file_texts

SECRET = "The quay at Sund will be sold to a foreign fleet in secret."  # noqa: S105 (no password)
PHRASE = "Zephyrine wants the berths"
REASON = "Corrected after Quillfeather objected"
HOUSE = {"desk/sources/house.yaml": b"organisation: Made-up Unit\nmarking: tlp\n"}
HIGH = {"board": "TLP:AMBER"}


@cache
def pdf() -> bytes:
    """A PDF of one empty page."""
    with pikepdf.new() as document:
        document.add_blank_page()
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue() + b"\n%"


def fill(archive: Archive) -> None:
    """File the editions. Of `harbour` the second is for the board alone, so that the public's go from 1.0 to 3.0."""
    with archive.writing(lambda _: None):
        file_texts(
            archive,
            "harbour",
            {"board": ["A boat was sold.", SECRET], "public": ["A boat was sold.", ("Fares rise.", "We pay 6%.")]},
            pdf=pdf(),
            beside=HOUSE,
            markings=HIGH,
            title="The harbour & its boats",
        )
        file_texts(archive, "harbour", {"board": [PHRASE]}, pdf=pdf(), beside=HOUSE, markings=HIGH, reason=REASON)
        file_texts(
            archive,
            "harbour",
            {"board": ["A boat was bought.", SECRET], "public": ["A boat was bought.", ("Fares fall.", "We pay 5%.")]},
            date=dt.date(2024, 2, 1),
            pdf=pdf(),
            beside=HOUSE,
            markings=HIGH,
            title="The harbour & its boats",
        )
        wrong = file_texts(archive, "grain", {"public": ["The price of grain: 정상회담에서"]}, pdf=pdf(), beside=HOUSE)
        file_texts(
            archive, "silo plans", {"board": ["Nobody knows of Ulvhild."]}, pdf=pdf(), beside=HOUSE, markings=HIGH
        )
        gone = file_texts(archive, "ashes", {"board": ["Burnt."]}, pdf=pdf(), beside=HOUSE, markings=HIGH)
        withdraw(archive, wrong, reason="A figure was off by ten", at=MOMENT, by="officer")
        record_sent(archive, wrong, audience="public", to=["Ada Lovelock"], at=MOMENT, by="officer")
        hold(archive, "harbour", reason="An inquiry by Marchbanks", at=MOMENT, by="officer")
        dispose(archive, gone.brief, order="Schedule 4.2", reason="Ten years", at=MOMENT, by="officer", early=True)


def opened(folder: Path) -> Archive:
    """The archive in a folder, filled where it is new."""
    is_new = not (folder / "archive").exists()
    archive = Archive.open(folder / "archive", folder / "keys", create=True)
    if is_new:
        fill(archive)
    return archive


def site(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def pages(folder: Path) -> dict[str, str]:
    """The pages of a site, by their paths."""
    return {path: data.decode() for path, data in site(folder).items() if path.endswith(".html")}
