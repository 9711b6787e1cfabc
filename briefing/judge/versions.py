"""The names of versions, and the block that describes one (OCFL 1.1 §3.3, §3.5.3.1)."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from briefing.judge.blocks import Block, Say, state_of
from briefing.judge.fault import brief
from briefing.judge.reading import Pairs

VERSION_NAME = re.compile(r"v[0-9]{1,9}")
"""What the folder of a version is called, padded or not."""

_MOMENT = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[Tt](?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.\d+)?"
    r"(?:[Zz]|[+-](?P<ahead>\d\d):(?P<past>\d\d))",
    re.ASCII,
)

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")

_KEYS = frozenset({"created", "message", "user", "state"})


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its block describes it; what is missing or malformed is None."""

    name: str
    state: Block | None
    created: str | None = None
    message: str | None = None
    user: tuple[str | None, str | None] | None = None
    """The name and the address."""


def number_of(name: str) -> int:
    """The number in a version's name."""
    return int(name[1:])


def is_uri(text: str) -> bool:
    """Whether the text has the outer form of a URI (RFC 3986): a scheme, and signs that may stand in one."""
    return _ADDRESS.fullmatch(text) is not None


def is_moment(text: str) -> bool:
    """Whether the text is a date and time of RFC 3339, to the second and with an offset from UTC."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return False
    part = {name: int(value) for name, value in found.groupdict(default="0").items()}
    if not 1 <= part["month"] <= 12:
        return False
    # The calendar module begins with year 1; year 0 is a leap year, as 2000 is.
    last = calendar.monthrange(part["year"] or 2000, part["month"])[1]
    return (
        1 <= part["day"] <= last
        and part["hour"] <= 23
        and part["minute"] <= 59
        and part["second"] <= 60
        and part["ahead"] <= 23
        and part["past"] <= 59
    )


def ordered_names(names: Iterable[str], say: Say) -> tuple[str, ...]:
    """The names that are names of versions, by number; what is wrong with them, or with their order, is told."""
    found: list[str] = []
    for name in names:
        if VERSION_NAME.fullmatch(name) and number_of(name) > 0:
            found.append(name)
        else:
            code = "E105" if name.startswith("v") else "E104"
            say(code, f"{brief(name)} is no version: its name must be “v” and a number from 1.")
    found.sort(key=lambda name: (number_of(name), name))
    if not found:
        return ()
    _check_sequence(found, say)
    _check_padding(found, say)
    return tuple(found)


def _check_sequence(names: list[str], say: Say) -> None:
    numbers = [number_of(name) for name in names]
    if numbers[0] != 1:
        say("E009", f"The first version is {names[0]}; versions must begin with 1.")
    for before, after in pairwise(numbers):
        if after != before + 1:
            say("E010", f"Version {after} follows version {before}; versions must be numbered without gaps.")


def _check_padding(names: list[str], say: Say) -> None:
    padded = names[0].startswith("v0")
    if padded:
        say("W001", f"Versions are named with leading zeros ({names[0]}); plain numbers are advised.")
    for name in names[1:]:
        if padded and not name.startswith("v0"):
            say("E011", f"{name} has no leading zero, and the versions before it have.")
        if name.startswith("v0") != padded or (padded and len(name) != len(names[0])):
            say("E013", f"{name} is not named in the way of {names[0]}.")


def version_of(name: str, value: Any, algorithm: str, say: Say) -> Version:
    """The version that a block describes, as far as it can be read."""
    if not isinstance(value, Pairs):
        say("E047", f"The value of {brief(name)} must be a JSON object.")
        return Version(name, None)
    for key in value.repeated:
        say("E033", f"In {brief(name)}, the key {brief(key)} stands more than once.")
    for key in sorted(value.keys() - _KEYS):
        say("E102", f"In {brief(name)}, {brief(key)} is no key that the specification knows.")
    _check_created(name, value, say)
    _check_message(name, value, say)
    state = None
    if "state" not in value:
        say("E048", f"{brief(name)} has no “state”.")
    else:
        state = state_of(value["state"], algorithm, name, say)
    user = value.get("user")
    who = (_text(user.get("name")), _text(user.get("address"))) if isinstance(user, Pairs) else None
    return Version(name, state, _text(value.get("created")), _text(value.get("message")), who)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _check_created(name: str, value: Mapping[str, Any], say: Say) -> None:
    created = value.get("created")
    if "created" not in value:
        say("E048", f"{brief(name)} has no “created”.")
    elif not isinstance(created, str) or not is_moment(created):
        say("E049", f"{brief(name)} was created {brief(created)}, which is no date and time as in RFC 3339.")


def _check_message(name: str, value: Mapping[str, Any], say: Say) -> None:
    for key in ("message", "user"):
        if key not in value:
            say("W007", f"{brief(name)} has no “{key}”.")
    if not isinstance(value.get("message", ""), str):
        say("E094", f"The message of {brief(name)} must be text.")
    if "user" in value:
        _check_user(name, value["user"], say)


def _check_user(name: str, user: Any, say: Say) -> None:
    if not isinstance(user, Pairs):
        say("E054", f"The user of {brief(name)} must be a JSON object.")
        return
    for key in user.repeated:
        say("E033", f"In the user of {brief(name)}, the key {brief(key)} stands more than once.")
    for key in sorted(user.keys() - {"name", "address"}):
        say("E102", f"In the user of {brief(name)}, {brief(key)} is no key that the specification knows.")
    if not isinstance(user.get("name"), str) or not user["name"]:
        say("E054", f"The user of {brief(name)} must have a name.")
    address = user.get("address")
    if "address" not in user:
        say("W008", f"The user of {brief(name)} has no address.")
    elif not isinstance(address, str):
        say("E054", f"The address of the user of {brief(name)} must be text.")
    elif not is_uri(address):
        say("W009", f"The address of the user of {brief(name)} is {brief(address)}, and a URI is advised.")
