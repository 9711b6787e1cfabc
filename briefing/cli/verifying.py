"""The commands that ask the archive for proof: verify, rebuild."""

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.bucket.address import is_address
from briefing.cli.clustered import Cluster, crew_of
from briefing.cli.options import AsJson, Desk
from briefing.cli.sealed import (
    has_desk,
    is_a_sealed_file,
    seals_filed,
    seals_of_file,
    trusted_of_house,
)
from briefing.cli.timestamping import trust_of
from briefing.cli.verdict import show_answer, show_report, show_seals
from briefing.cli.where import Brief, Edition, Where, archive_at, archive_site, name_of, site_of
from briefing.console import terminal
from briefing.model.desk import BRIEF, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.archive.answer import Answer
    from briefing.archive.dated import Trust
    from briefing.archive.site import Site
    from briefing.archive.store import Archive
    from briefing.archive.verify import Report
    from briefing.judge import Examiners
    from briefing.log import Checkpoint, Head

_Keys = tuple[str | None, str | None]
"""The fingerprints of a key to be accepted, and of one to be refused."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A head that was kept and authorities that are trusted, to hold an archive against; the cluster that looks."""

    head: "Checkpoint | Head | None"
    trust: "Trust"
    cluster: str | None


def verify(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="BRIEF|CODE|FILE.pdf|PATH",
            help="A brief, the code on a paper, a PDF, or any OCFL object or storage root; else the whole archive.",
            show_default=False,
        ),
    ] = None,
    kept: Annotated[
        str | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE-or-LINE",
            help="A checkpoint that was kept elsewhere: its file, that of a witness, or “size 12 · root 4f2a …”.",
        ),
    ] = None,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept-key",
            metavar="FINGERPRINT",
            help="Take this key as one of those who keep the archive: you have compared its fingerprint with them.",
        ),
    ] = None,
    refuse: Annotated[
        str | None,
        typer.Option(
            "--refuse-key",
            metavar="FINGERPRINT",
            help="Take nothing more that this key signs, from now on or after the --checkpoint: it was stolen.",
        ),
    ] = None,
    trusted: Annotated[
        Path | None,
        typer.Option(
            "--trusted",
            metavar="FILE.pem",
            help="Roots of authorities whose timestamps and seals you trust; else those that house.yaml names.",
        ),
    ] = None,
    cluster: Cluster = None,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Say whether the archive is untouched, or what a paper is.

    Of a code or a PDF it says whether it is genuine, which edition and audience it is, and whether it is current.
    Of a seal it says whose it is, whether it holds, and who vouches for it. Nobody is asked over the network, and a
    sealed PDF needs no desk.
    An OCFL object or storage root that others made needs no desk.

    A colleague's key is unknown here until you accept it. Compare its fingerprint with them first. One that was stolen
    is refused by every officer on their own machine.

    \b
    Examples:
      briefing verify
      briefing verify kim-putin-summit
      briefing verify K7QM-4T9X-9HWR
      briefing verify build/kim-putin-summit/2023-09-12_kim-putin-summit_minister.pdf
      briefing verify --checkpoint "size 12 · root 4f2a 91c3 07be d5a8"
      briefing verify --trusted authority.pem
      briefing verify --accept-key "ab12 34cd 56ef 7890 1234 5678 9abc def0"
      briefing verify sealed.pdf --trusted authorities.pem
      briefing verify /media/usb/archive
      briefing verify s3://records/briefs
      briefing verify s3://records/briefs --cluster tcp://10.0.0.5:8786
    """  # noqa: D301
    head = _head(kept) if kept else None
    asked = _Asked(head, trust_of(context, desk, trusted), cluster)
    if what is not None and (is_address(what) or _is_any_root(Path(what))):
        show_report(_of_site(site_of(what), (accept, refuse), asked), what, as_json=as_json)
        return
    if cluster is not None and what is not None:
        message = "a cluster verifies a whole archive: leave out what else is named"
        raise typer.BadParameter(message, param_hint="--cluster")
    if what is not None and where is None and is_a_sealed_file(Path(what)) and not has_desk(context, desk):
        show_seals(seals_of_file(Path(what), trusted), as_json=as_json)
        return
    held = archive_at(archive_site(context, desk, where))
    _settle(held, (accept, refuse), head)
    vouched = trusted or trusted_of_house(context, desk)
    if what is None or name_of(what) in {*held.briefs(), *held.disposed()}:
        brief = name_of(what) if what else None
        report = _of_archive(held, brief, asked)
        seals = seals_filed(held, brief, vouched)
        report = replace(report, problems=(*report.problems, *seals.problems), notes=(*report.notes, *seals.notes))
        show_report(report, held.site.shown, as_json=as_json, seals=seals.found)
    elif Path(what).is_file():
        answer = _of_file(held, Path(what))
        carried = seals_of_file(Path(what), vouched, is_as_filed=answer.is_genuine)
        show_answer(answer, answer.changes(held), _stamped(held, answer, asked.trust), as_json=as_json, seals=carried)
    else:
        answer = _of_code(held, what)
        show_answer(answer, answer.changes(held), _stamped(held, answer, asked.trust), as_json=as_json)


def _is_any_root(path: Path) -> bool:
    """Whether a path is a folder to be judged by itself: not that of a brief."""
    return path.is_dir() and not (path / BRIEF).is_file()


def _head(text: str) -> "Checkpoint | Head":
    """The head that somebody kept: a checkpoint's file, or the line that is printed."""
    from briefing.log import Head
    from briefing.log.witness_file import head_in

    try:
        if Path(text).is_file():
            return head_in(Path(text).read_bytes())
        return Head.parse(text)
    except (ValueError, OSError) as error:
        raise typer.BadParameter(f"“{text}” is no checkpoint: {error}.", param_hint="--checkpoint") from error


def _settle(held: "Archive", keys: _Keys, since: "Checkpoint | Head | None") -> None:
    """Accept the key, and refuse the other, whichever is named."""
    from briefing.archive.refusal import told

    accept, refuse = keys
    if accept:
        with told():
            key = held.unfinished.accept(accept)
        terminal.say(f"From now on the key {key.fingerprint} counts here as one of those who keep this archive.")
    if not refuse:
        return
    with told():
        own = held.keyring.own_key(held.origin)
        key, size = held.book.refuse(refuse, held.keyring, since.size if since else None)
    terminal.say(f"From now on nothing counts here that the key {key.fingerprint} signs after line {size} of the log.")
    if key == own:
        terminal.say("It was your own: it is set aside, and what you file next is signed with a new one.")
    terminal.say("Everybody who verifies this archive has to do the same on their machine.")


def _of_site(site: "Site", keys: _Keys, asked: _Asked) -> "Report":
    """An archive of ours by its log too; any other root or object by the rules of OCFL alone."""
    from briefing.archive.store import Archive
    from briefing.archive.verify import verify_site
    from briefing.judge import OcflUnknownError

    if Archive.is_at(site):
        held = archive_at(site)
        _settle(held, keys, asked.head)
        return _of_archive(held, None, asked)
    if any(keys):
        hint = "--accept-key" if keys[0] else "--refuse-key"
        raise typer.BadParameter(f"{site.shown} has no log, so nobody signs it", param_hint=hint)
    try:
        with _examiners(site, asked.cluster) as examiners, terminal.meter("Verifying") as progress:
            report = verify_site(site, progress, examiners)
    except OcflUnknownError as error:
        raise NotFoundError(str(error)) from error
    around = Path(site.shown).resolve()
    if site.folder is not None and Archive.is_at(site_of(str(around.parent))):
        ask = f"It lies in an archive with a log: briefing verify {around.name} --archive {around.parent}"
        return replace(report, notes=(*report.notes, ask))
    return report


def _of_archive(held: "Archive", brief: str | None, asked: _Asked) -> "Report":
    from briefing.archive.verify import Inquiry, verify_archive

    with _examiners(held.site, asked.cluster) as examiners, terminal.meter("Verifying") as progress:
        return verify_archive(held, Inquiry(brief, asked.head, asked.trust, examiners), progress)


@contextmanager
def _examiners(site: "Site", cluster: str | None) -> "Iterator[Examiners | None]":
    """Those who look at the objects of an archive, where a cluster is named."""
    if cluster is None:
        yield None
        return
    here: list[int] = []
    with crew_of(cluster) as (crew, workers):
        from briefing.afar.objects import examiners_of

        yield examiners_of(crew, workers, site, here.append)
    if any(here):
        count = terminal.number_of(here[-1], "object")
        terminal.say(f"{count} could be seen by no worker, and {'was' if here[-1] == 1 else 'were'} examined here.")


def _stamped(held: "Archive", answer: "Answer", trust: "Trust") -> str:
    """What the timestamps say of the edition that a paper belongs to; empty where there are none."""
    from briefing.archive.dated import dating, said_of

    if answer.identity is None or answer.identity.status != "in the log":
        return ""
    edition = answer.identity.edition
    return said_of(dating(held, trust), held, edition.brief, edition.version, str(edition.edition))


def _of_file(held: "Archive", path: Path) -> "Answer":
    from briefing.archive.answer import Answer
    from briefing.archive.identify import by_code, by_content, codes_in
    from briefing.archive.retention import disposed_with

    data = path.read_bytes()
    found = by_content(held, data)
    if found:
        return Answer(path.name, found)
    codes = codes_in(data)
    named = next(filter(None, (by_code(held, code) for code in codes)), None)
    if named:
        reason = f"{path.name} carries the code of this edition, and its bytes are not those of any file of it"
        return Answer(path.name, named, reason)
    return Answer(path.name, None, disposed=next(filter(None, (disposed_with(held, code) for code in codes)), None))


def _of_code(held: "Archive", text: str) -> "Answer":
    from briefing.archive.answer import Answer
    from briefing.archive.identify import by_code
    from briefing.archive.retention import disposed_with
    from briefing.model.edition_code import read_code

    code = read_code(text)
    if isinstance(code, str):
        found = by_code(held, code)
        return Answer(code, found, disposed=None if found else disposed_with(held, code))
    if "/" in text:
        raise NotFoundError(f"“{text}” is no file and no folder here.")
    there = ", ".join(held.briefs()[:8]) or "nothing yet"
    reason = code.message.removeprefix("this is no code: ")
    raise NotFoundError(
        f"“{text}” is no brief of this archive, no file, and no code: {reason}. {code.hint} The archive holds: {there}."
    )


def rebuild(
    context: typer.Context,
    brief: Brief,
    edition: Edition,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Make a filed edition again, and compare byte for byte.

    It is made from what was filed with it. With the programs and fonts that it was made with, the bytes are the
    same. Where they are not, it is said what differs, from the bytes to what a reader sees, and which versions are
    others here. What was filed stays as it is.

    \b
    Examples:
      briefing rebuild kim-putin-summit 1.0
    """  # noqa: D301
    from briefing.archive.naming import chosen as chosen_edition
    from briefing.editions.rebuild import rebuild as make_again

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    done = make_again(held, chosen_edition(held, name, edition))
    if as_json:
        terminal.give(json.dumps(done.as_object(), ensure_ascii=False, indent=2))
    else:
        for sentence in done.sentences():
            terminal.give(terminal.plain(sentence))
    for problem in done.problems:
        if problem.is_error:
            terminal.say(terminal.as_text(problem, sys.stderr))
    if not done.is_same:
        raise typer.Exit(1)
