"""What comes of a build, told: paths on standard output, problems on standard error, of several briefs errors last."""

import pytest

from briefing.outcome import tell_results
from briefing.problem import Problem, Severity

ERROR = Problem("E101", "an error")
WARNING = Problem("W201", "a warning", severity=Severity.WARNING)


@pytest.mark.parametrize(("several", "codes"), [(False, ["E101", "W201"]), (True, ["W201", "E101"])])
def test_of_several_briefs_the_errors_are_told_last(
    capsys: pytest.CaptureFixture[str], several: bool, codes: list[str]
) -> None:
    assert not tell_results([ERROR], [], as_json=False)
    capsys.readouterr()
    assert not tell_results([ERROR, WARNING], [], as_json=False, several=several)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1] for line in lines[:2]] == codes
    assert lines[-1] == "1 error and 1 warning: not everything was made."


def test_warnings_alone_are_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell_results([WARNING], [WARNING], as_json=True)
    said = capsys.readouterr()
    assert said.out == "[]\n"
    assert said.err.count("W201") == 2
