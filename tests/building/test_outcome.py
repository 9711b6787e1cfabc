"""What comes of a build, told: paths on standard output, problems on standard error; of many briefs a summary last."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.building.outcome import tell_results
from briefing.model.problem import Problem, Severity
from briefing.printing.order import Made, Outcome

ERROR = Problem("E101", "an error")
WARNING = Problem("W201", "a warning", severity=Severity.WARNING)


def of(brief: str, *results: Made | Problem, unchanged: bool = False) -> Outcome:
    return Outcome(brief, results, unchanged)


def made(brief: str, audience: str = "chief") -> Made:
    return Made(Path("/build") / f"{brief}_{audience}.pdf", brief, audience, "A4", 2, "0" * 64, "TLP:CLEAR")


@pytest.mark.parametrize(("briefs", "codes"), [(1, ["E101", "W201"]), (2, ["W201", "E101"])])
def test_of_several_briefs_the_errors_are_told_last(
    capsys: pytest.CaptureFixture[str], briefs: int, codes: list[str]
) -> None:
    assert not tell_results([of("a", ERROR)], [], as_json=False)
    capsys.readouterr()
    assert not tell_results([of("a", ERROR, WARNING)], [], as_json=False, briefs=briefs)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1] for line in lines[:2]] == codes
    assert lines[-1] == "1 error and 1 warning: not everything was made."


def test_warnings_alone_are_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell_results([of("a", WARNING)], [WARNING], as_json=True)
    said = capsys.readouterr()
    assert said.out == "[]\n"
    assert said.err.count("W201") == 2


def test_a_draft_fails_only_where_nothing_is_made_of_a_brief_or_a_variant_is_stopped() -> None:
    assert tell_results([of("a", ERROR, made("a")), of("b", made("b"))], [], as_json=False, draft=True, briefs=2)
    assert not tell_results([of("a", ERROR), of("b", made("b"))], [], as_json=False, draft=True, briefs=2)
    stopped = Problem("E402", "too long", audience="chief")
    assert not tell_results([of("a", made("a"), stopped)], [], as_json=False, draft=True)


FOUR = [
    of("quay", made("quay"), made("quay", "public"), unchanged=True),
    of("lease", Problem("E008", "no brief\x1b[2J"), Problem("E021", "a second")),
    of("harbour", made("harbour"), Problem("E402", "too long", audience="public"), WARNING),
    of("annex", made("annex")),
]


def test_of_many_briefs_a_summary_comes_last_with_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert not tell_results(FOUR, [], as_json=False, briefs=4)
    said = capsys.readouterr()
    assert [Path(line).name for line in said.out.splitlines()] == [
        "quay_chief.pdf",
        "quay_public.pdf",
        "harbour_chief.pdf",
        "annex_chief.pdf",
    ]
    assert said.err.splitlines()[-3:] == [
        "4 briefs: 2 built (4 PDFs; 1 unchanged), 2 with problems:",
        "  harbour: E402 [public] too long",
        r"  lease: E008 no brief\u001b[2J (and 1 error more)",
    ]


def test_where_nothing_failed_the_summary_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    many = [of(str(number), made(str(number)), made(str(number), "public")) for number in range(1000)]
    assert tell_results(many, [], as_json=False, briefs=1000)
    assert capsys.readouterr().err == "1,000 briefs: all built (2,000 PDFs).\n"


@pytest.mark.parametrize("briefs", [1, 2])
def test_one_or_two_briefs_need_no_summary(capsys: pytest.CaptureFixture[str], briefs: int) -> None:
    assert tell_results([of("a", made("a")), of("b", made("b"))][:briefs], [], as_json=False, briefs=briefs)
    assert capsys.readouterr().err == ""


def test_as_json_what_was_made_stands_in_the_order_of_the_briefs_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert not tell_results(FOUR, [], as_json=True, briefs=4)
    said = capsys.readouterr()
    listed = json.loads(said.out)
    assert [(one["brief"], one["audience"]) for one in listed] == [
        ("annex", "chief"),
        ("harbour", "chief"),
        ("quay", "chief"),
        ("quay", "public"),
    ]
    assert said.err.splitlines()[-3].startswith("4 briefs: 2 built")


def broken_off() -> Iterator[Made | Problem]:
    yield made("harbour")
    raise KeyboardInterrupt


@pytest.mark.parametrize("as_json", [False, True])
def test_of_work_that_was_broken_off_what_was_done_is_told(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    outcomes = [of("quay", made("quay"), WARNING), Outcome("harbour", broken_off()), of("annex", made("annex"))]
    with pytest.raises(KeyboardInterrupt):
        tell_results(outcomes, [], as_json=as_json, briefs=312)
    said = capsys.readouterr()
    assert said.out.count(".pdf") == 2
    assert "W201" in said.err
    assert said.err.splitlines()[-1] == "Interrupted: 1 of 312 briefs done (2 PDFs)."
    if as_json:
        assert [one["brief"] for one in json.loads(said.out)] == ["harbour", "quay"]
