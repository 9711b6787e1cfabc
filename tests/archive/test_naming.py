"""Which edition a name means, in the order in which they were filed."""

import datetime as dt

import pytest

from briefing.archive.naming import select
from briefing.archive.record import Edition
from briefing.model.desk import NotFoundError
from briefing.model.edition import Number


def edition(version: int, number: str, day: int) -> Edition:
    moment = dt.datetime(2026, 3, 20, version, tzinfo=dt.UTC)
    return Edition(
        identifier=f"harbour/v{version}",
        brief="harbour",
        version=version,
        edition=Number.parse(number),
        title="Harbour",
        publisher="Example Policy Unit",
        date=dt.date(2026, 3, day),
        issued=moment,
        as_of=moment,
        language="en-GB",
        audience=(),
    )


FILED = (edition(1, "1.0", 9), edition(2, "1.1", 9), edition(3, "2.0", 12), edition(4, "3.0", 7), edition(5, "3.1", 9))


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("2026-03-09", 5),
        ("2026-03-12", 3),
        ("2026-03-07", 4),
        ("latest", 5),
        ("LATEST", 5),
        ("v2", 2),
        ("V002", 2),
        ("1.1", 2),
        (" 3.0 ", 4),
    ],
)
def test_a_day_names_the_last_filed_of_it_and_latest_the_last_filed_of_all(name: str, version: int) -> None:
    assert select(FILED, name, "harbour").version == version


def test_what_is_not_there_is_said_with_what_is() -> None:
    with pytest.raises(NotFoundError, match=r"has no edition “2026-03-08”. Filed are: 1.0 · 2026-03-09, 1.1"):
        select(FILED, "2026-03-08", "harbour")
    with pytest.raises(NotFoundError, match="“yesterday” names no edition"):
        select(FILED, "yesterday", "harbour")
    with pytest.raises(NotFoundError, match="No edition of “harbour” is filed yet"):
        select((), "1.0", "harbour")
