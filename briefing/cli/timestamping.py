"""The command that has an authority state when the log was there: timestamp; and whom the house style names for it."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsJson, Desk, desk_of
from briefing.cli.where import By, Where, archive_at, archive_site, now, who
from briefing.console import terminal
from briefing.model.desk import NotFoundError
from briefing.model.problem import FaultyInputError, Place, Problem

if TYPE_CHECKING:
    from briefing.archive.dated import Trust
    from briefing.archive.store import Archive
    from briefing.editions.timestamping import Asked, Done
    from briefing.model.house import TimestampEntry


def timestamp(
    context: typer.Context,
    renew: Annotated[
        bool, typer.Option("--renew", help="Stamp again, though nothing was filed since: before a certificate ends.")
    ] = False,
    authority: Annotated[
        str | None, typer.Option("--authority", metavar="URL", help="Whom to ask; else whom house.yaml names.")
    ] = None,
    certificates: Annotated[
        Path | None,
        typer.Option(
            "--certificates", metavar="FILE.pem", help="Theirs, up to the root; else those that house.yaml names."
        ),
    ] = None,
    request: Annotated[
        Path | None,
        typer.Option(
            "--request",
            metavar="FILE.tsq",
            help="Ask nobody: write the request, to be sent from another machine, and FILE.tsq.txt beside it.",
        ),
    ] = None,
    response: Annotated[
        Path | None,
        typer.Option(
            "--response",
            metavar="FILE.tsr",
            help="File the answer to a request, which lies beside it as FILE.tsq (else --request).",
        ),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Have an authority state that the archive was there today.

    It stamps the head of the log, by RFC 3161, so everything that was ever filed, and all stamps before. It is sent a
    digest, and learns nothing else. The stamp is filed in the archive, and checked by “briefing verify”, or with
    OpenSSL alone. Whom to ask stands in house.yaml: timestamp: {authority: URL, certificates: FILE.pem}.

    A stamp can be relied on while its certificates last, and longer where another one covers it in time.

    \b
    Examples:
      briefing timestamp
      briefing timestamp --renew
      briefing timestamp --authority https://tsa.example.org/ --certificates tsa.pem
      briefing timestamp --request monday.tsq          (carry it to a machine that has a network)
      briefing timestamp --response monday.tsr
    """  # noqa: D301
    from briefing.editions.timestamping import asked, file_answer

    if authority and (request or response):
        raise NotFoundError("--authority asks over the network, --request and --response do without: leave one out.")
    entry, file = _settings(context, desk)
    held = archive_at(archive_site(context, desk, where))
    if response is not None:
        question, answer = _carried(request or response.with_suffix(".tsq")), _bytes(response)
    else:
        address = authority or (entry.authority if entry else None)
        if request is None and not address:
            raise NotFoundError(
                "No authority is named: give --authority URL, or put timestamp: {authority: …, certificates: …} into "
                "house.yaml. Without a network: --request FILE.tsq."
            )
        new = asked(held, terminal.say, renew=renew)
        if new is None:
            terminal.say("Nothing was filed since the log was stamped. To stamp it again, before that ends: --renew")
            return
        if request is not None:
            _write(request, new)
            return
        question, answer = new, _asked_of(address or "", new)
    named = certificates or file
    pem = _bytes(named) if named else b""
    done = file_answer(held, question, answer, pem, at=now(), by=who(by), say=terminal.say)
    _tell(done, as_json=as_json)


def stamp_after_edition(context: typer.Context, desk: Path | None, held: "Archive", by: str) -> list[Problem]:
    """Stamp the log where house.yaml asks for it after each edition; what keeps that away is a warning (W844)."""
    from briefing.editions.timestamping import asked, file_answer, warnings_of

    try:
        entry, file = _settings(context, desk)
        if entry is None or entry.each != "edition" or file is None:
            return []
        pem = _bytes(file)
        question = asked(held, terminal.say)
        if question:
            answer = _asked_of(entry.authority, question)
            _tell(file_answer(held, question, answer, pem, at=now(), by=by, say=terminal.say), as_json=False)
    except FaultyInputError as error:
        return warnings_of(error)
    return []


def trust_of(context: typer.Context, desk: Path | None, trusted: Path | None) -> "Trust":
    """The moment, and the roots that are trusted: in the file named, or in the one that house.yaml names."""
    from briefing.archive.dated import Trust

    if trusted is None:
        with suppress(FaultyInputError):  # where the house style is needed, it is told what is wrong with it
            _, trusted = _settings(context, desk)
    return Trust(now(), None if trusted is None else _certificates(trusted))


def _settings(context: typer.Context, desk: Path | None) -> "tuple[TimestampEntry | None, Path | None]":
    """What house.yaml says of timestamps, and the file of certificates; nothing where there is no desk."""
    from briefing.loading.load import load_desk

    with suppress(NotFoundError):
        found = load_desk(desk_of(context, desk))
        entry = found.house.timestamp
        return entry, found.sources / entry.certificates if entry else None
    return None, None


def _asked_of(address: str, question: "Asked") -> bytes:
    from briefing.editions.timestamping import answer_of

    terminal.say(f"Asking {address} for the time.")
    return answer_of(address, question)


def _carried(request: Path) -> "Asked":
    """A request that was written before, and the text that it is for."""
    from briefing.editions.timestamping import Asked

    return Asked(_bytes(_text_of(request)), _bytes(request))


def _write(request: Path, question: "Asked") -> None:
    from briefing.printing.put import put

    put(_text_of(request), question.text)
    put(request, question.request)
    terminal.give(terminal.shown_path(request))
    terminal.say(
        f"Send {request.name} to an authority (curl --data-binary @{request.name} -H 'Content-Type: "
        f"application/timestamp-query' URL -o {request.stem}.tsr). {_text_of(request).name} stays here, beside it. "
        f"Then: briefing timestamp --response {request.stem}.tsr"
    )


def _text_of(request: Path) -> Path:
    """Where the text lies that a request is for."""
    return request.with_name(f"{request.name}.txt")


def _certificates(file: Path) -> bytes:
    """The certificates in a file that was named as one of them."""
    from briefing.timestamp import NoTimestampError, read_certificates

    data = _bytes(file)
    try:
        if read_certificates(data):
            return data
    except NoTimestampError:
        pass
    raise FaultyInputError(
        [Problem("E848", "there is no certificate in it that can be read", "Name a file of PEM.", Place(file))]
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file.name} cannot be read: {error.strerror or error}"
        raise FaultyInputError([Problem("E848", message, "Look where it lies.", Place(file))]) from error


def _tell(done: "Done", *, as_json: bool) -> None:
    stated = done.timestamp
    if as_json:
        shown = {
            "at": stated.at.isoformat(),
            "authority": stated.authority,
            "until": stated.until.isoformat(),
            "lines": done.stamped.checkpoint.size,
            "checkpoint": str(done.stamped.checkpoint.head),
        }
        terminal.give(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for note in done.filed.notes:
        terminal.say(note)
    terminal.say(
        f"Stamped by {stated.authority} at {stated.at:%Y-%m-%d %H:%M:%S} UTC: the log as it stood at "
        f"{done.stamped.checkpoint.head}. Renew it before {stated.until:%Y-%m-%d}."
    )
