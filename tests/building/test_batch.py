"""Many briefs: one after the other or side by side, the same files; a faulty one stops no other."""

import errno
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from briefing.building import batch, build
from briefing.building.batch import Piece, build_all, expected_length, is_worth_it, side_by_side
from briefing.building.build import Made, Order
from briefing.model.problem import Problem
from briefing.reuse.unchanged import Last
from tests.reuse.test_unchanged import AS_OF
from tests.workbench import COMMAND, HOUSE, DeskCopy, clean_environment, run


def with_briefs(desk: DeskCopy, *names: str) -> list[Path]:
    """More briefs that say the same, and all the folders."""
    for name in names:
        shutil.copytree(desk.brief, desk.folder / "sources" / name)
    return [desk.brief, *(desk.folder / "sources" / name for name in names)]


def results_of(folders: list[Path], order: Order, desk: DeskCopy, jobs: int) -> dict[str, list[Made | Problem]]:
    outcomes = build_all(folders, order, desk.workshop(), jobs)
    return {outcome.brief: list(outcome.results) for outcome in outcomes}


def shown(results: list[Made | Problem]) -> list[Any]:
    return [one.as_object() if isinstance(one, Made) else one for one in results]


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_a_faulty_brief_stops_no_other(desk: DeskCopy, jobs: int) -> None:
    folders = with_briefs(desk, "faulty", "second")
    desk.write("[]", "sources/faulty/brief.yaml")
    results = results_of(folders, Order(desk.folder / "build", ("chief",)), desk, jobs)
    assert sorted(results) == ["faulty", "harbour", "second"]
    assert [one.code for one in results["faulty"] if isinstance(one, Problem)] == ["E008"]
    assert desk.made() == ["2026-03-09_harbour_chief.pdf", "2026-03-09_second_chief.pdf"]
    made = [one for name in ("harbour", "second") for one in results[name] if isinstance(one, Made)]
    assert len({one.path.read_bytes() for one in made}) == 2, "the name of a brief is part of its identifier"
    assert not any(one.variant or one.fonts for one in made), "what it was made of is kept"


def test_side_by_side_the_audiences_of_a_brief_come_out_as_one_after_the_other(desk: DeskCopy) -> None:
    """The same bytes, told in the same order; and a build of the whole finds that nothing has changed."""
    desk.edit("W216: off", "W216: warning", HOUSE)
    alone = Order(desk.folder / "alone", ("chief", "public"), as_of=AS_OF, keeps=True)
    beside = Order(desk.folder / "beside", ("chief", "public"), as_of=AS_OF, keeps=True)
    one_by_one = results_of([desk.brief], alone, desk, 1)["harbour"]
    in_parts = results_of([desk.brief], beside, desk, 2)["harbour"]
    assert any(isinstance(one, Problem) for one in one_by_one)
    assert len([one for one in one_by_one if isinstance(one, Made)]) == 2
    where = (str(alone.out), str(beside.out))
    assert [str(one).replace(*where) for one in shown(one_by_one)] == [str(one) for one in shown(in_parts)]
    files = [sorted((out / "harbour").iterdir()) for out in (alone.out, beside.out)]
    assert [one.read_bytes() for one in files[0]] == [one.read_bytes() for one in files[1]]
    before = Last(desk.folder, beside).unchanged(desk.brief)
    assert before is not None
    assert shown(list(before.results)) == shown(in_parts)
    (files[1][0]).unlink()
    assert Last(desk.folder, beside).unchanged(desk.brief) is None


def test_small_work_is_done_in_one_process_and_large_in_several(desk: DeskCopy) -> None:
    order, workshop = Order(desk.folder / "build"), desk.workshop()
    assert not is_worth_it([desk.brief], order, workshop)
    assert is_worth_it([desk.brief] * 20, order, workshop)


# What breaks the work on one brief


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/scratch"), "E601", "/scratch: no space left on device"),
        (MemoryError(), "E307", "memory"),
        (ZeroDivisionError("of ours"), "E308", "ZeroDivisionError: of ours"),
    ],
)
def test_what_breaks_the_work_on_one_brief_is_told_and_stops_no_other(
    desk: DeskCopy, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str, said: str
) -> None:
    print_variant = build.print_variant

    def breaking(brief: Any, *arguments: Any, **more: Any) -> Any:
        if brief.name == "second":
            raise error
        return print_variant(brief, *arguments, **more)

    monkeypatch.setattr(build, "print_variant", breaking)
    results = results_of(with_briefs(desk, "second", "third"), Order(desk.folder / "build", ("chief",)), desk, 1)
    (problem,) = results["second"]
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert said in problem.message
    assert all(isinstance(results[name][0], Made) for name in ("harbour", "third"))


def test_a_disk_that_is_full_for_one_brief_is_told_and_leaves_no_half_file(
    desk: DeskCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def full(path: Path, to: Path) -> Path:
        if path.suffix == ".part" and "second" in str(to):
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", full)
    results = results_of(with_briefs(desk, "second"), Order(desk.folder / "build", ("chief",)), desk, 1)
    (problem,) = results["second"]
    assert isinstance(problem, Problem)
    assert (problem.code, problem.message) == ("E601", "the file cannot be written: no space left on device")
    assert desk.made() == ["2026-03-09_harbour_chief.pdf"]


def test_a_desk_that_is_spoiled_meanwhile_is_told_of_each_brief(desk: DeskCopy) -> None:
    folders, workshop = with_briefs(desk, "second"), desk.workshop()
    desk.write("[]", HOUSE)
    outcomes = list(build_all(folders, Order(desk.folder / "build", ("chief",)), workshop, 2))
    codes = {one.brief: [each.code for each in one.results if isinstance(each, Problem)] for one in outcomes}
    assert codes == {"harbour": ["E008"], "second": ["E008"]}


# What becomes of a process that dies: nothing is built, so that it can die when it is to


def dying(piece: Piece) -> list[Made | Problem]:
    """Ends its process as a lack of memory does, where the brief is called so; `once`: the first time alone."""
    folder = piece.folder
    mark = folder.parent.parent / folder.name
    if folder.name.startswith("deadly") or (folder.name.startswith("once") and not mark.exists()):
        mark.touch()
        os._exit(9)
    return [Problem("W000", folder.name)]


def names_of(desk: Path, *names: str, jobs: int = 2) -> list[str]:
    pieces = [Piece(desk / "sources" / name, Order(desk / "build")) for name in names]
    results = side_by_side(pieces, desk, jobs, dying)
    return sorted(
        f"{one.code} {one.message}" if one.code == "W000" else one.code for _, each in results for one in each
    )


def test_a_process_that_dies_takes_no_other_brief_with_it(tmp_path: Path) -> None:
    assert names_of(tmp_path, "a", "deadly", "b", "once", "c") == ["E307", "W000 a", "W000 b", "W000 c", "W000 once"]


def test_what_should_take_longest_is_begun_first(tmp_path: Path) -> None:
    for name, size in (("short", 10), ("long", 1000), ("middling", 100)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "brief.yaml").write_text("#" * size, "utf-8")
    briefs = sorted(tmp_path.iterdir(), key=expected_length, reverse=True)
    assert [brief.name for brief in briefs] == ["long", "middling", "short"]
    assert expected_length(tmp_path / "gone") == 0


# The command


@pytest.fixture
def many(desk: DeskCopy) -> DeskCopy:
    """A desk of eight briefs."""
    with_briefs(desk, *(f"more-{number}" for number in range(7)))
    return desk


def test_control_c_ends_all_processes_leaves_whole_files_only_and_tells_what_was_done(many: DeskCopy) -> None:
    started = subprocess.Popen(
        [*COMMAND, "build", "--all", "--jobs", "2"],
        cwd=many.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads here)
    )
    deadline = time.monotonic() + 120
    while not many.made() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does
    out, err = started.communicate(timeout=120)
    assert started.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("Interrupted: ")
    assert " of 8 briefs done (" in err.splitlines()[-1]
    whole = (".pdf", ".pdf.earlier")
    assert all(name.endswith(whole) for name in many.made())
    assert all((many.folder / path).read_bytes().endswith(b"%%EOF\n") for path in out.split())


def test_a_batch_ends_with_a_summary_and_the_next_builds_only_what_has_changed(
    briefing: Any, desk: DeskCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_briefs(desk, "quay", "second")
    asked = ("build", "--all", "-a", "chief", "--as-of", "2026-03-09T12:00", "--jobs", "1")
    first = briefing(*asked)
    assert (first.status, first.err) == (0, "3 briefs: all built (3 PDFs).\n")
    desk.write("[]", "sources/quay/brief.yaml")
    built: list[str] = []
    build_folder = batch.build_folder

    def noted(folder: Path, *more: Any) -> Any:
        built.append(folder.name)
        return build_folder(folder, *more)

    monkeypatch.setattr(batch, "build_folder", noted)
    second = briefing(*asked)
    assert second.status == 1
    assert built == ["quay"]
    assert second.err.splitlines()[-2] == "3 briefs: 2 built (2 PDFs; 2 unchanged), 1 with problems:"
    assert second.err.splitlines()[-1].startswith("  quay: E008 ")


def test_two_batches_at_once_both_end_well(desk: DeskCopy) -> None:
    with_briefs(desk, "quay", "second")
    command = [*COMMAND, "build", "--all", "-a", "chief", "--jobs", "2", "--as-of", "2026-03-09T12:00"]
    started = [
        subprocess.Popen(command, cwd=desk.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in started:
        out, err = one.communicate(timeout=240)
        assert one.returncode == 0
        assert err.startswith("3 briefs: all built (3 PDFs")
        assert len(out.splitlines()) == 3
    assert len(desk.made()) == 3
    again = run(*command[len(COMMAND) :], folder=desk.folder)
    assert again.stderr.endswith("3 briefs: all built (3 PDFs; 3 unchanged).\n")
