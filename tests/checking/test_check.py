"""The rules of form: each finds what it is there for, and can be adjusted or silenced where that is allowed."""

import pytest

from briefing.model.problem import Severity
from tests.workbench import HOUSE, DeskCopy


def found(desk: DeskCopy) -> dict[str, Severity]:
    return {problem.code: problem.severity for problem in desk.examine()[1]}


def without_confidence(desk: DeskCopy) -> None:
    desk.edit("    confidence: low\n", "")


def test_a_likelihood_without_confidence_draws_a_warning(desk: DeskCopy) -> None:
    without_confidence(desk)
    assert found(desk) == {"W206": Severity.WARNING}


def test_confidence_without_likelihood_is_fine(desk: DeskCopy) -> None:
    desk.edit("    likelihood: unlikely\n", "")
    assert "W206" not in found(desk)


@pytest.mark.parametrize(
    ("setting", "severity"), [("error", Severity.ERROR), ("warning", Severity.WARNING), ("off", None), ("'off'", None)]
)
def test_the_house_sets_how_much_a_rule_weighs(desk: DeskCopy, setting: str, severity: Severity | None) -> None:
    without_confidence(desk)
    desk.edit("W206: warning", f"W206: {setting}", HOUSE)
    assert found(desk).get("W206") == severity


def test_an_item_may_silence_a_rule_for_itself_alone(desk: DeskCopy) -> None:
    without_confidence(desk)
    desk.edit("    likelihood: unlikely\n", "    likelihood: unlikely\n    silence: {code: W206, reason: x}\n")
    assert found(desk) == {}
    desk.edit("confidence: moderate, ", "")
    assert found(desk) == {"W206": Severity.WARNING}


@pytest.mark.parametrize("code", ["E201", "E202", "E203", "E204", "E205", "E207", "E208", "E209", "E214"])
def test_what_others_rely_on_can_be_neither_adjusted_nor_silenced(desk: DeskCopy, code: str) -> None:
    faults = {
        "E201": ("side: islands,", "side: x,"),
        "E202": ("[A1, A5]", "[A1, A99]"),
        "E203": ("marking: TLP:RED", "marking: X"),
        "E204": ("only: [chief]", "only: [x]"),
        "E205": ("likelihood: unlikely", "likelihood: x"),
        "E207": ("id: late", "id: cost"),
        "E208": ("marking: TLP:CLEAR}]", "marking: TLP:GREEN}]"),
        "E209": ("language: en-GB", "language: xx"),
        "E214": (
            "text: {default: Delivery in spring is unlikely.,",
            "text: {marking: TLP:RED, default: Delivery in spring is unlikely.,",
        ),
    }
    desk.edit(*faults[code])
    desk.edit("W206: warning", f"{code}: off", HOUSE)
    assert found(desk)[code] is Severity.ERROR


def test_an_unknown_rule_in_the_house_is_told(desk: DeskCopy) -> None:
    desk.edit("W206: warning", "W999: warning", HOUSE)
    (problem,) = desk.workshop().problems
    assert (problem.code, problem.severity) == ("W213", Severity.WARNING)
    assert "W206" in problem.hint


def test_a_language_without_labels_draws_a_warning(desk: DeskCopy) -> None:
    desk.edit("language: en-GB", "language: de")
    assert found(desk)["W210"] is Severity.WARNING


def test_a_view_says_something(desk: DeskCopy) -> None:
    desk.edit(
        'view: The yard stands by its word., cites: [A5],\n     quotes: ["We deliver in spring, or we pay"]',
        "cites: [A5]",
    )
    assert found(desk)["E211"] is Severity.ERROR


@pytest.mark.parametrize("cite", ["A2-5", "A2–5", " A2 "])
def test_citations_may_be_ranges(desk: DeskCopy, cite: str) -> None:
    desk.edit("cites: [A1, A5]", f'cites: [A1, "{cite}"]')
    assert found(desk) == {}


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("C1", "there is no article C: the brief has A, B"),
        ("7", "does not say which article: write one of A7, B7"),
        ("A", "is no citation"),
        ("A0", "is no citation"),
        ("A5-2", "runs backwards: write A2-5"),
        ("A1,A2", "is no citation"),
        ("A1-99", "there is no paragraph A1-99"),
    ],
)
def test_a_citation_that_leads_nowhere_says_why(desk: DeskCopy, cite: str, said: str) -> None:
    desk.edit("cites: [A1, A5]", f'cites: [A1, "{cite}"]')
    (problem,) = (problem for problem in desk.errors() if problem.code == "E202")
    assert said in problem.message


def test_with_one_article_a_bare_number_serves(desk: DeskCopy) -> None:
    desk.write(
        "title: T\ndate: 2026-03-09\nmarking: TLP:CLEAR\n"
        "articles: {A: {file: ferry.txt, published: 2026-03-09, grade: A1, rights: Ours}}\n"
        "context: [{text: The council voted., cites: 1}, {text: It voted., cites: [1, A2]}]\n"
    )
    assert found(desk) == {}
