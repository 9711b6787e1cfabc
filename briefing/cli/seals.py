"""What has to do with seals: the options of those commands that seal or check, and the command seal."""

import datetime as dt
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import Desk, desk_of
from briefing.cli.where import now
from briefing.console import terminal
from briefing.model.desk import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model.brief import Desk as LoadedDesk
    from briefing.seal.plan import Plan
    from briefing.seal.write import Sealer

_VARIABLE = "BRIEFING_PASSPHRASE"
_STANDARD_INPUT = "-"


class Level(StrEnum):
    """The levels of PAdES."""

    BB = "B-B"
    BT = "B-T"
    BLT = "B-LT"
    BLTA = "B-LTA"


SealLevel = Annotated[
    Level | None,
    typer.Option(
        "--seal-level", help="How far: signed, with the time, with proofs, stamped again; else as house.yaml."
    ),
]
Certificate = Annotated[
    Path | None,
    typer.Option("--certificate", metavar="FILE.p12", help="Seal with this certificate and key, not with the house's."),
]
PassphraseFile = Annotated[
    str | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Read passphrase or PIN there, - is standard input; else asked."
    ),
]
Trusted = Annotated[
    Path | None,
    typer.Option("--trusted", metavar="FILE.pem", help="Certificates of those who are trusted; else as house.yaml."),
]


def seal(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The PDF; it stays as it is.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT.pdf", help="Where the sealed one goes.")],
    certificate: Certificate = None,
    level: SealLevel = None,
    authority: Annotated[
        str | None,
        typer.Option("--authority", metavar="ADDRESS", help="Who stamps the time (RFC 3161); else as house.yaml."),
    ] = None,
    trusted: Trusted = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, as the seal says.")] = "",
    passphrase: PassphraseFile = None,
    desk: Desk = None,
) -> None:
    """Seal a PDF that is not filed (PAdES).

    Nobody sees the seal on a page; a PDF/A-3a and PDF/UA-1 stays one. Editions are sealed when they are filed: see
    briefing archive --help. What seals a PDF carries is said by briefing verify FILE.pdf.

    \b
    Examples:
      briefing seal letter.pdf -o letter-sealed.pdf --certificate ~/unit.p12
      briefing seal letter.pdf -o sealed.pdf --seal-level B-T --authority https://stamps.example.org/
      pass show seal | briefing seal letter.pdf -o sealed.pdf --passphrase-file -
    """  # noqa: D301
    from briefing.printing.put import put

    if not file.is_file():
        raise NotFoundError(f"“{file}” is no file.")
    if out.resolve() == file.resolve():
        raise NotFoundError(f"“{file}” stays as it is: name another file for the sealed one, with -o OUT.pdf.")
    house = house_of(context, desk)
    if certificate is None and (house is None or house.house.seal is None):
        raise _no_certificate()
    plan = _plan(house, level, certificate)
    plan = replace(
        plan, authority=authority or plan.authority, trusted=trusted or plan.trusted, reason=reason or plan.reason
    )
    at = now()
    with sealing(plan, passphrase, at) as sealer:
        if sealer is None:
            return
        put(out, sealer.seal([file.read_bytes()], at)[0])
    terminal.give(terminal.shown_path(out))
    terminal.say(f"Sealed by {sealer.holder.name} ({sealer.level}).")


def plan_to_file(
    desk: "LoadedDesk", *, sealed: bool | None, level: Level | None, certificate: Path | None
) -> "Plan | None":
    """With what an edition is to be sealed; None where it is not. Raises FaultyInputError (E890)."""
    asked = sealed or certificate is not None or level is not None
    if sealed is False or (desk.house.seal is None and not asked):
        return None
    if desk.house.seal is None and certificate is None:
        raise _no_certificate()
    return _plan(desk, level, certificate)


def _plan(desk: "LoadedDesk | None", level: Level | None, certificate: Path | None) -> "Plan":
    """What the house style says of the seal, and what was said to the command."""
    from briefing.seal.plan import KeyFile, Plan, plan_of

    entry = desk.house.seal if desk else None
    plan = plan_of(entry, desk.sources) if entry and desk else Plan(source=KeyFile(certificate or Path()))
    if certificate is not None:
        plan = replace(plan, source=KeyFile(certificate))
    return replace(plan, level=level.value) if level else plan


def _no_certificate() -> Exception:
    from briefing.seal.refusal import no_settings

    hint = "Name it in house.yaml (seal: certificate: or pkcs11:), or with --certificate FILE.p12."
    return no_settings("it was not said with which certificate to seal", hint)


@contextmanager
def sealing(plan: "Plan | None", passphrase: str | None, at: dt.datetime) -> "Iterator[Sealer | None]":
    """What seals as it is planned, with its key open as long as this lasts; None without a plan."""
    if plan is None:
        yield None
        return
    try:
        from briefing.seal.write import open_sealer
    except ImportError as error:
        from briefing.seal.refusal import not_installed

        raise not_installed() from error
    with open_sealer(plan, lambda what: secret_from(what, passphrase), at) as sealer:
        yield sealer


def secret_from(what: str, source: str | None) -> str:
    """The passphrase or PIN: from a file, from the variable, or asked for. It is never part of a command."""
    from briefing.seal.refusal import no_key

    if source is not None:
        try:
            data = sys.stdin.readline() if source == _STANDARD_INPUT else Path(source).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise no_key(f"{source} cannot be read", "Look at what --passphrase-file names.") from error
        return data.split("\n")[0].rstrip("\r")
    if _VARIABLE in os.environ:
        return os.environ[_VARIABLE]
    if not sys.stdin.isatty():
        hint = f"Give --passphrase-file FILE, or the variable {_VARIABLE}: there is nobody here to be asked."
        raise no_key(f"{what} is needed", hint)
    return str(typer.prompt(what, hide_input=True, err=True))


def house_of(context: typer.Context, desk: Path | None) -> "LoadedDesk | None":
    """The desk, where there is one."""
    from briefing.loading.load import load_desk

    try:
        return load_desk(desk_of(context, desk))
    except NotFoundError:
        if desk or context.obj:
            raise
        return None
