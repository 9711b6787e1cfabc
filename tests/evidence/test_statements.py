"""Figures and dates of statements stand in an article, in the year that it speaks of."""

import pytest

from tests.evidence_desk import BRIEF, codes, problems

ARTICLE = """\
The ministers met on 12 September. They spend 5–7 per cent more than two-thirds of the others, and three ships.

Nothing was said on 3 May 2021 of the 1,500 tonnes, or of the half that was lost.
"""


def found(tmp_path, text: str, *cites: str) -> list[str]:
    changes = {"context": [{"text": text, "cites": list(cites)}], "expert_views": [], "bottom_line": [], "sides": {}}
    return codes(tmp_path, article=ARTICLE, **changes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 12 September 2024.", []),
        ("They met on 12 September 2023.", []),
        ("They met on 12 September 2019.", ["E104"]),
        ("They met on 13 September 2024, the day of the report.", []),
        ("In 2024 they met.", []),
        ("In 2022 they met.", ["E104"]),
        ("They spend 5 to 7 % more.", []),
        ("They spend 6 % more.", ["E104"]),
        ("They spend 5 percentage points more.", ["E104"]),
        ("They have 3 ships.", []),
        ("They have 67 % of it.", []),
        ("1.5 thousand tonnes were lost.", ["W105"]),
        ("50 per cent was lost.", ["W105"]),
        ("On 3 May 2021 nothing was said.", ["W105"]),
        ("On 3 May 2022 nothing was said.", ["E104"]),
        ("Under Article 5 the G7 met in 24-hour sessions.", []),
    ],
)
def test_figures_and_dates(tmp_path, text, expected):
    assert found(tmp_path, text, "A1") == expected


def test_the_hint_says_where_a_figure_stands(tmp_path):
    context = [{"text": "1,500 tonnes were lost.", "cites": ["A1"]}]
    changes = {"expert_views": [], "bottom_line": [], "sides": {}, "context": context}
    (problem,) = problems(tmp_path, article=ARTICLE, **changes)
    assert problem.message == "“1,500 tonnes” is in no paragraph cited here"
    assert "A2" in problem.hint


def test_without_a_day_of_publication_a_date_may_be_of_any_year(tmp_path):
    entry = {key: value for key, value in BRIEF["articles"]["A"].items() if key != "published"}
    context = [{"text": "They met on 12 September 2019.", "cites": ["A1"]}]
    changes = {"articles": {"A": entry}, "expert_views": [], "bottom_line": [], "sides": {}, "context": context}
    assert "E104" not in codes(tmp_path, article=ARTICLE, **changes)
