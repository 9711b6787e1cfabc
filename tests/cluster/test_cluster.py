"""A real scheduler and its workers: the same as on one machine, whatever becomes of a worker, and clear words."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.afar.facts import TELL, facts, told
from briefing.cluster import Crew, Lost, Patience
from briefing.cluster import dask as line_of_dask
from briefing.cluster.dask import DaskLine
from briefing.model.problem import FaultyInputError
from tests.archive_desk import NAME, ArchiveDesk, filed
from tests.clusters import Cluster, cluster_of, until
from tests.workbench import COMMAND, DeskCopy, clean_environment

PATIENT = Patience(sign=15, look=0.2)
AS_OF = ("--as-of", "2026-03-09T12:00")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, each of which is started again when it dies."""
    with cluster_of(tmp_path_factory.mktemp("cluster")) as there:
        yield there


@pytest.fixture(autouse=True)
def all_well(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has planned to go wrong is over with it."""
    yield
    if "cluster" in request.fixturenames:
        request.getfixturevalue("cluster").all_well()


def files_in(folder: Path) -> dict[str, bytes]:
    there = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in there if ".briefing" not in path.parts}


# Whoever is lost


def echoed(cluster: Cluster, tasks: str) -> tuple[dict[str, str | Lost | None], list[str]]:
    """What two workers make of letters, and who was lost."""
    line = DaskLine(cluster.address)
    try:
        crew = Crew(line, facts(), (TELL, told), PATIENT)
        crew.gather()
        until(lambda: _both(crew), "both workers")
        done = crew.do(
            "briefing.afar.made_up:echo",
            list(tasks),
            pack=str.encode,
            accept=lambda _, packed: packed.decode(),
            seconds=lambda _: 120,
        )
        return dict(done), crew.lost
    finally:
        line.close()


def _both(crew: Crew) -> bool:
    return crew.gather() == 2


LONG = [pytest.param(fault, marks=pytest.mark.long) for fault in ("eat", "stop")]


@pytest.mark.parametrize("fault", ["kill", "raise", *LONG])
def test_what_a_lost_worker_had_in_hand_is_done_by_another(cluster: Cluster, fault: str) -> None:
    cluster.plan(fault, at=2)
    done, lost = echoed(cluster, "abcde")
    assert done == {one: one.upper() for one in "abcde"}
    (who,) = lost
    expected = {"kill": "died", "eat": "died", "stop": "gave no sign of life", "raise": "broke off: of the test"}
    assert expected[fault] in who


def test_what_two_workers_are_lost_over_is_lost_and_nothing_else(cluster: Cluster) -> None:
    cluster.plan("raise", at=1, times=2)
    done, lost = echoed(cluster, "a")
    assert done == {"a": Lost("broke off: of the test")}
    assert len(lost) == 2
    assert echoed(cluster, "ab")[0] == {"a": "A", "b": "B"}


# The commands


def several(desk: DeskCopy) -> DeskCopy:
    """Briefs that are sound, one that is no brief, one that misquotes, and one that cannot travel."""
    for name in ("faulty", "linked", "misquoted", "second"):
        shutil.copytree(desk.brief, desk.folder / "sources" / name)
    desk.write("[]", "sources/faulty/brief.yaml")
    linked = desk.folder / "sources" / "linked" / "ferry.txt"
    linked.rename(linked.with_name("received.txt"))
    linked.symlink_to("received.txt")
    text = (desk.folder / "sources/misquoted/brief.yaml").read_text("utf-8")
    desk.write(text.replace("ferry.txt", "gone.txt"), "sources/misquoted/brief.yaml")
    return desk


def test_briefs_come_out_the_same_though_a_worker_is_killed(cluster: Cluster, desk: DeskCopy, briefing: Any) -> None:
    several(desk)
    command = ("build", "--all", "-a", "chief", "--html", "--json", *AS_OF)
    here = briefing(*command, "-o", "here", "--jobs", "1")
    cluster.plan("kill", at=2)
    afar = briefing(*command, "-o", "afar", "--cluster", cluster.address)
    assert files_in(desk.folder / "afar") == files_in(desk.folder / "here") != {}
    assert json.loads(afar.out) == json.loads(here.out.replace('"here/', '"afar/'))
    assert (afar.status, here.status) == (1, 1)
    stayed, lost, *told_afar = afar.err.splitlines()
    assert stayed.startswith("1 piece of work could not travel")
    assert "died; what it had in hand was given to another" in lost
    assert told_afar == here.err.splitlines()
    again = briefing(*command, "-o", "afar")
    assert json.loads(again.out) == json.loads(afar.out)
    assert "; 3 unchanged)" in again.err
    assert cluster.scratch() == []


def test_the_audiences_of_one_brief_come_out_the_same_and_are_noted(
    cluster: Cluster, desk: DeskCopy, briefing: Any
) -> None:
    command = ("build", "harbour", "-a", "chief", "-a", "public", "--json", *AS_OF)
    here = briefing(*command, "-o", "here", "--jobs", "1")
    (desk.folder / "afar").mkdir()
    afar = briefing(*command, "-o", "afar", "--cluster", cluster.address)
    assert (afar.status, afar.err) == (here.status, here.err)
    assert json.loads(afar.out) == json.loads(here.out.replace('"here/', '"afar/'))
    assert files_in(desk.folder / "afar") == files_in(desk.folder / "here")
    nowhere = briefing(*command, "-o", "afar", "--cluster", "tcp://127.0.0.1:1")
    assert (nowhere.status, nowhere.out) == (0, afar.out), "where nothing has changed nobody is asked"


def ask(desk: ArchiveDesk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=desk.folder,
        env={**clean_environment(), "BRIEFING_KEYS": str(desk.keys)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_copies_come_out_the_same_though_a_worker_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    desks = filed(tmp_path / "here"), filed(tmp_path / "afar")
    names = "\n".join(["name", *(f"Reader {number} الأول" for number in range(45))])
    (tmp_path / "all.csv").write_text(names, "utf-8")
    cluster.plan("kill", at=2)
    command = ("copies", NAME, "latest", "--register", "../all.csv", "-a", "chief", "-o", "out", "--by", "officer")
    here, afar = ask(desks[0], *command), ask(desks[1], *command, "--cluster", cluster.address)
    assert (here.returncode, afar.returncode) == (0, 0), afar.stderr
    assert afar.stdout == here.stdout
    assert afar.stderr.splitlines()[-1] == here.stderr.splitlines()[-1]
    assert "died" in afar.stderr
    assert files_in(desks[1].folder / "out") == files_in(desks[0].folder / "out")
    assert len(cluster.begun()) == 4
    assert ask(desks[1], "verify", "--cluster", cluster.address).returncode == 0


def test_a_name_that_has_no_room_stops_all_as_on_one_machine(cluster: Cluster, tmp_path: Path) -> None:
    desk = filed(tmp_path / "desk")
    names = [*(f"Reader {number}" for number in range(45)), "x" * 200, "y" * 200]
    (tmp_path / "all.csv").write_text("\n".join(["name", *names]), "utf-8")
    command = ("copies", NAME, "latest", "--register", "../all.csv", "-a", "chief", "-o", "out")
    here, afar = ask(desk, *command), ask(desk, *command, "--cluster", cluster.address)
    assert (afar.returncode, afar.stderr) == (here.returncode, here.stderr) == (1, here.stderr)
    assert "E854" in here.stderr
    assert files_in(desk.folder / "out") == {}


def test_an_archive_is_judged_the_same_and_who_is_unlike_is_not_asked(cluster: Cluster, tmp_path: Path) -> None:
    desk = filed(tmp_path / "desk")
    cluster.start_worker(CLUSTER_UNLIKE="fonts of the program=other")
    try:
        whole = ask(desk, "verify"), ask(desk, "verify", "--cluster", cluster.address)
        until(lambda: "W310" in ask(desk, "verify", "--cluster", cluster.address).stderr, "the worker that is unlike")
        pdf = next((desk.archive / NAME).rglob("*.pdf"))
        pdf.write_bytes(pdf.read_bytes() + b" ")
        spoiled = ask(desk, "verify", "--json"), ask(desk, "verify", "--json", "--cluster", cluster.address)
    finally:
        cluster.stop_last()
    assert whole[0].stdout == whole[1].stdout
    assert spoiled[0].stdout == spoiled[1].stdout
    assert (whole[1].returncode, spoiled[1].returncode) == (0, 1)
    assert "E811" in spoiled[1].stdout
    assert "is not used: fonts of the program is other, here" in spoiled[1].stderr


def test_control_c_ends_it_at_once_and_what_was_done_stays(cluster: Cluster, desk: DeskCopy) -> None:
    for number in range(2):
        shutil.copytree(desk.brief, desk.folder / "sources" / f"more-{number}")
    cluster.plan("wait", at=2, times=9)
    started = subprocess.Popen(
        [*COMMAND, "build", "--all", "-a", "chief", "--cluster", cluster.address],
        cwd=desk.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads here)
    )
    until(lambda: bool(desk.made()) and len(cluster.begun()) >= 3, "one brief, and two more begun")
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=240)
    assert (started.returncode, err.splitlines()[-1]) == (130, "Interrupted: 1 of 3 briefs done (1 PDF).")
    assert "Traceback" not in err
    assert len(out.splitlines()) == len(desk.made()) == 1


def test_a_scheduler_that_dies_is_told_and_what_was_done_stays(tmp_path: Path, desk: DeskCopy) -> None:
    shutil.copytree(desk.brief, desk.folder / "sources" / "second")
    with cluster_of(tmp_path, workers=1) as alone:
        alone.plan("wait", at=2, times=9)
        started = subprocess.Popen(
            [*COMMAND, "build", "--all", "-a", "chief", "--json", "--cluster", alone.address],
            cwd=desk.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(),
        )
        until(lambda: len(alone.begun()) >= 2, "the second brief")
        alone.scheduler.kill()
        out, err = started.communicate(timeout=240)
    assert started.returncode == 1
    assert len(json.loads(out)) == len(desk.made()) == 1
    assert "Traceback" not in err
    assert err.startswith("Stopped: 1 of 2 briefs done (1 PDF).\nerror: E313 the scheduler of the cluster is gone")
    assert len(err.splitlines()) == 3, err


# Nothing to go to


@pytest.mark.parametrize(
    ("address", "said"),
    [("http://127.0.0.1:8786", "neither tcp:// nor tls://"), ("tcp//127.0.0.1:8786", "neither tcp:// nor tls://")],
)
def test_what_is_no_address_is_told(address: str, said: str, briefing: Any) -> None:
    answer = briefing("build", "--all", "--cluster", address)
    assert answer.status == 2
    assert said in " ".join(answer.err.split())


def test_where_nobody_answers_it_is_told(briefing: Any, monkeypatch: pytest.MonkeyPatch, desk: DeskCopy) -> None:
    monkeypatch.setattr(line_of_dask, "_CONNECT", 1.0)
    answer = briefing("build", "--all", "--cluster", "tcp://127.0.0.1:1")
    assert answer.status == 1
    assert answer.err.startswith("error: E311 no scheduler of Dask answers at tcp://127.0.0.1:1")
    assert desk.made() == []


def test_without_the_extra_it_is_said_what_installs_it(briefing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    answer = briefing("build", "--all", "--cluster", "tcp://127.0.0.1:1")
    assert answer.status == 1
    assert "E310" in answer.err
    assert "pip install 'briefing[cluster]'" in answer.err


def test_a_scheduler_of_another_version_is_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed  # noqa: PLC0415

    monkeypatch.setattr(distributed, "__version__", "2020.1.0")
    with pytest.raises(FaultyInputError, match=r"and here is 2020\.1\.0") as refused:
        DaskLine(cluster.address)
    assert refused.value.problems[0].code == "E311"


@pytest.mark.parametrize("other", ["--box", "--jobs=2"])
def test_what_does_not_go_with_a_cluster_is_told(other: str, briefing: Any) -> None:
    answer = briefing("build", "harbour", other, "--cluster", "tcp://127.0.0.1:1")
    assert answer.status == 2
    assert "does not go with" in answer.err


def test_a_cluster_verifies_no_single_brief(tmp_path: Path) -> None:
    answer = ask(filed(tmp_path / "desk"), "verify", NAME, "--cluster", "tcp://127.0.0.1:1")
    assert answer.returncode == 2
    assert "a whole archive" in answer.stderr
