"""The commands with an archive in an object store, from end to end; and what they say where it cannot be reached."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive_desk import NAME, ArchiveDesk, filed
from tests.object_stores import Store
from tests.workbench import HOUSE, clean_environment, run

_LONG = 300


def ask(desk: ArchiveDesk, store: Store | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**(store.environment if store else {}), "BRIEFING_KEYS": str(desk.keys)}
    return run(*arguments, folder=desk.folder, environment=environment, seconds=_LONG)


def test_every_command_works_in_a_store(tmp_path: Path, seaweedfs: Store) -> None:
    desk = filed(tmp_path / "desk")
    address = "s3://records/policy unit/briefs"

    def tell(*arguments: str, status: int = 0) -> str:
        done = ask(desk, seaweedfs, *arguments)
        assert done.returncode == status, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    tell("copy-archive", "archive", address)
    shutil.move(desk.archive, tmp_path / "on disk")
    house = desk.folder / HOUSE
    text = re.sub(r"^archive:.*\n", "", house.read_text("utf-8"), flags=re.MULTILINE)
    house.write_text(f"{text}\narchive: {address}\n", "utf-8")

    assert tell("editions").count("filed") == 3
    assert "WHOLE AND UNTOUCHED: 1 object, 3 versions" in tell("verify")
    assert json.loads(tell("verify", address, "--json"))["whole"]
    assert NAME in tell("find", "boat")
    assert "likelihood up" in tell("changes", NAME, "1.0", "1.1")
    tell("get", NAME, "1.0", "-o", "out")
    pdf = next((desk.folder / "out/pdf").glob("*_chief.pdf"))
    assert tell("verify", str(pdf)).startswith("GENUINE:")
    code = re.findall(r"code (\S{4}-\S{4}-\S{4})", tell("verify", str(pdf)))[0]
    assert "GENUINE CODE" in tell("verify", code)
    tell("withdraw", NAME, "1.0", "--reason", "The figure was wrong")
    tell("sent", NAME, "2.0", "-a", "chief", "--to", "Private Office")
    assert "Nothing has changed since 2.0" not in tell("archive", NAME, "--minor", "--reason", "Anew")
    assert "WITHDRAWN" in tell("verify", code)
    assert "WHOLE AND UNTOUCHED: 3 objects" in tell("verify")
    tell("copy-archive", address, "archive")
    assert "WHOLE AND UNTOUCHED: 3 objects" in tell("verify", "archive")
    tell("dispose", NAME, "--order", "Schedule 4", "--reason", "Years have passed", "--yes")
    assert "was disposed of" in tell("verify")
    assert NAME not in tell("editions")
    assert not list(desk.folder.glob("s3*"))


@pytest.mark.parametrize(
    ("archive", "says", "hint"),
    [
        ("s3://records", "names a bucket and no archive in it", "s3://BUCKET/NAME"),
        ("s3://elsewhere/briefs", "the store has no such bucket", "Make the bucket"),
    ],
)
def test_an_address_that_is_none_is_told_in_a_sentence(
    tmp_path: Path, moto: Store, archive: str, says: str, hint: str
) -> None:
    desk = filed(tmp_path / "desk")
    done = ask(desk, moto, "editions", "--archive", archive)
    assert done.returncode == 1
    assert re.search(says, done.stderr)
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_the_place_in_house_yaml_is_told(tmp_path: Path) -> None:
    desk = filed(tmp_path / "desk")
    house = desk.folder / HOUSE
    text = re.sub(r"^archive:.*\n", "", house.read_text("utf-8"), flags=re.MULTILINE)
    house.write_text(f"archive: s3://records\n{text}", "utf-8")
    done = ask(desk, None, "editions")
    assert done.returncode == 1
    assert re.search(r"house\.yaml:1:10: error: E860", done.stderr)


def test_where_the_library_is_missing_the_extra_is_named(tmp_path: Path) -> None:
    desk = filed(tmp_path / "desk")
    code = "import sys; sys.modules['obstore'] = None; from briefing.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "editions", "--archive", "s3://records/briefs"],
        cwd=desk.folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "E860" in done.stderr, 'pip install "briefing[s3]"' in done.stderr) == (1, True, True)
