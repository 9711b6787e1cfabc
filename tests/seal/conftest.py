"""Authorities that answer, a pressed PDF, and the same sealed at every level, once for all tests of seals."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefing.seal.plan import KeyFile, Plan
from briefing.seal.write import open_sealer
from tests.authority import PASSWORD, Authority, authority
from tests.workbench import SMALL_DESK, printed

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
AT = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
"""When everything is sealed, by every clock of these tests."""


@dataclass
class Office:
    """An officer who seals: their authorities, and a folder with the files of keys."""

    authority: Authority
    folder: Path

    def plan(self, level: str = "B-B", who: str = "officer", stamps: str = "tsa") -> Plan:
        """What is asked for; nobody is trusted but the root of these tests."""
        key = self.folder / f"{who}.p12"
        key.write_bytes(self.authority.pkcs12(who))
        (self.folder / "root.pem").write_bytes(self.authority.pem())
        trusted = self.folder / "root.pem"
        address = self.authority.stamps(stamps)
        return Plan(source=KeyFile(key), level=level, authority=address, trusted=trusted, reason="Filed")  # type: ignore[arg-type]

    def seal(self, pdf: bytes, plan: Plan, at: dt.datetime = AT) -> bytes:
        with open_sealer(plan, lambda _: PASSWORD, at) as sealer:
            (sealed,) = sealer.seal([pdf], at)
        return sealed


@pytest.fixture(scope="session")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with authority(AT) as made:
        yield Office(made, tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(_office: Office) -> Iterator[Office]:
    yield _office
    _office.authority.instead = None
    _office.authority.moment = AT


@pytest.fixture(scope="session")
def pressed() -> bytes:
    """A PDF as the press writes it."""
    return printed(SMALL_DESK, "harbour", "chief").pressed.pdf


@pytest.fixture(scope="session")
def sealed(_office: Office, pressed: bytes) -> Callable[[str], bytes]:
    """The same PDF at each level."""
    made = {level: _office.seal(pressed, _office.plan(level)) for level in LEVELS}
    return made.__getitem__
