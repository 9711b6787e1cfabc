"""docs/archive-format.md and the archive's own README: what they tell a reader to type is typed here, as it stands."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.archive.readme import README
from briefing.archive.record import (
    Disposal,
    DisposedEdition,
    Edition,
    FileRecord,
    Hold,
    Sent,
    VariantRecord,
    Withdrawal,
)
from tests.archive import tampering
from tests.archive.tampering import TELLTALE
from tests.archive_desk import AS_OF, NAME, ArchiveDesk, filed
from tests.authority import authority
from tests.workbench import ROOT, run

PAGE = (ROOT / "docs" / "archive-format.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> ArchiveDesk:
    """Three editions, one withdrawn, one given to somebody, two stamps over them; and a brief that was disposed of."""
    desk = filed(tmp_path_factory.mktemp("kept") / "desk")
    shutil.copytree(desk.folder / "sources" / NAME, desk.folder / "sources" / "second")
    keys = {"BRIEFING_KEYS": str(desk.keys)}
    for command in (
        ("withdraw", NAME, "1.0", "--reason", "Wrong"),
        ("sent", NAME, "1.1", "-a", "chief", "--to", "Ada"),
        ("archive", "second", "--as-of", AS_OF),
        ("dispose", "second", "--order", "Schedule 4.2", "--reason", "Old", "--yes"),
    ):
        done = run(*command, folder=desk.folder, environment=keys)
        assert done.returncode == 0, done.stderr
    with authority() as tsa:
        desk.write(tsa.pem("issuer", "root"), "tsa.pem")
        for who in ("tsa-short", "tsa"):
            asked_for = ("timestamp", "--renew", "--authority", tsa.stamps(who), "--certificates", "tsa.pem")
            done = run(*asked_for, folder=desk.folder, environment=keys)
            assert done.returncode == 0, done.stderr
    return desk


def shell(commands: str, archive: Path, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What a reader in 2046 types."""
    folder.mkdir(exist_ok=True)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "ARCHIVE": str(archive), "NAME": NAME, **more}
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", commands],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def asked(desk: ArchiveDesk) -> dict[str, str]:
    """A code and a PDF that somebody may ask about."""
    variant = desk.editions()[1].variant("chief")
    return {"CODE": variant.edition_code, "PDF": str(desk.archive / NAME / "v2/content" / variant.files[0].path)}


def block(words: str) -> str:
    """The one block of the page that holds these words."""
    (found,) = [each for each in BLOCKS if words in each]
    return found


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_command_of_the_page_does_as_it_says(kept: ArchiveDesk, tmp_path: Path, number: int) -> None:
    done = shell(BLOCKS[number], kept.archive, tmp_path / "work", **asked(kept))
    assert done.returncode == 0, BLOCKS[number] + done.stdout + done.stderr
    assert done.stderr == ""
    is_silent = BLOCKS[number].startswith('cd "$ARCHIVE') and ("diff " in BLOCKS[number] or "comm " in BLOCKS[number])
    assert (done.stdout == "") is is_silent


def test_the_answers_are_the_right_ones(kept: ArchiveDesk, tmp_path: Path) -> None:
    def answer(words: str) -> str:
        return shell(block(words), kept.archive, tmp_path / "work", **asked(kept)).stdout

    assert answer("edition_code").split() == [str(kept.archive / NAME / "v2/content/edition.json")] * 2
    assert [line.split("  ")[0] for line in answer("join").splitlines()] == ["v1", "v2", "v3", "1.0", "1.1", "2.0"]
    assert '"reason": "Wrong"' in answer("NAME.withdrawals")
    assert '"Ada"' in answer("NAME.withdrawals")
    assert answer("disposals").split("  ")[::2] == ["second", "Schedule 4.2\n"]
    archive = kept.opened()
    head = archive.book.checkpoint().head
    assert str(head).replace(" ", "").endswith(answer("-N 8").strip())
    fingerprint = archive.keyring.own_key(archive.origin).fingerprint
    assert answer("openssl pkey").splitlines()[-1] == fingerprint.replace(" ", "")
    stamped = answer("openssl ts").splitlines()
    assert [line for line in stamped if "Verification" in line] == ["Verification: OK"] * 2
    assert "log-001.timestamps/v2/content: " in stamped[2]
    listed = {line.split("  ")[1] for line in answer("versions.v1.state").splitlines()}
    assert listed == set(archive.digests(NAME, 1))


def stamp_moved(root: Path) -> None:
    """The answer that dates the second head, put to the first."""
    stamps = root / "log-001.timestamps"
    shutil.copy(stamps / "v2/content/stamp.tsr", stamps / "v1/content/stamp.tsr")


def stamp_changed(root: Path) -> None:
    """Another year in the answer."""
    file = root / "log-001.timestamps/v1/content/stamp.tsr"
    at = re.search(rb"\x18.(20\d\d)\d{10}", file.read_bytes(), re.DOTALL)  # a GeneralizedTime
    assert at
    file.write_bytes(at.string[: at.start(1)] + b"2019" + at.string[at.end(1) :])


def stamped_falsely(root: Path) -> None:
    """A head that is none of this log."""
    file = root / "log-001.timestamps/v1/content/stamped.txt"
    lines = file.read_text("utf-8").split("\n")
    lines[2] = "A" * 43 + "="
    file.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (tampering.bit_flipped, "sha512sum -c\nfor version"),
        (tampering.file_gone, "sha512sum -c\nfor version"),
        (tampering.file_added, "find v*/content"),
        (tampering.version_gone, "kept | jq"),
        (tampering.object_gone, "kept | jq"),
        (tampering.exchanged, "kept | jq"),
        (tampering.slipped_in, "ls -d */v[0-9]*"),
        (tampering.line_changed, "root()"),
        (tampering.line_removed, "root()"),
        (tampering.signature_changed, "openssl pkey"),
        (stamp_moved, "openssl ts"),
        (stamp_changed, "openssl ts"),
        (stamp_changed, "cat log-*"),
        (stamped_falsely, "root()"),
    ],
)
def test_the_standard_tools_notice_it_too(
    kept: ArchiveDesk, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    archive = shutil.copytree(kept.archive, tmp_path / "archive")
    assert shell(block(words), archive, tmp_path / "work").returncode == 0
    spoil(archive)
    assert shell(block(words), archive, tmp_path / "work").returncode != 0


def commands_of_the_readme(kept: ArchiveDesk, folder: Path) -> dict[str, tuple[str, Path]]:
    """What the README says is typed, by the beginning of the heading, and where."""
    found = {}
    for part in re.split(r"\n\n\n|(?=In a folder of your own)", README):
        typed = "\n".join(line[2:] for line in part.splitlines() if line.startswith("  "))
        typed = typed.replace("NAME", NAME).replace("ARCHIVE", '"$ARCHIVE"').replace("WHAT", '"$CODE"')
        found[part.strip().split("\n")[0][:21]] = (typed, folder)
    return {
        "brief": (found["HOW TO CHECK A BRIEF "][0], kept.archive / NAME),
        "log": (found["HOW TO CHECK THE LOG"][0], kept.archive),
        "signature": (found["In a folder of your o"][0], folder),
        "paper": (found["WHICH EDITION IS THIS"][0], kept.archive),
        "stamp": (found["SINCE WHEN IT WAS THE"][0], folder),
    }


def test_every_command_of_the_readme_does_as_it_says(kept: ArchiveDesk, tmp_path: Path) -> None:
    assert (kept.archive / "README.txt").read_text("utf-8") == README
    said = {}
    for about, (typed, folder) in commands_of_the_readme(kept, tmp_path / "work").items():
        assert typed
        done = shell(typed, kept.archive, folder, **asked(kept))
        assert done.returncode == 0, typed + done.stderr
        assert done.stderr == ""
        said[about] = done.stdout
    assert "Signature Verified Successfully" in said["signature"]
    assert "Verification: OK" in said["stamp"]
    archive = kept.opened()
    assert said["signature"].split()[-1] == archive.keyring.own_key(archive.origin).fingerprint.replace(" ", "")
    checked = [line for line in said["log"].splitlines() if line.endswith("inventory.json: OK")]
    assert len(checked) == len([leaf for leaf in archive.book.leaves() if leaf.kind != "key"]) - 1  # “second” is gone
    assert said["log"].endswith(checked[-1] + "\n"), "nothing is there that was not logged, and the root is that signed"
    assert "v1/content/edition.json  edition.json" in said["brief"]
    assert said["paper"] == f"./{NAME}/v2/content/edition.json\n"


@pytest.mark.parametrize(
    ("spoil", "about"),
    [
        (tampering.bit_flipped, "brief"),
        (tampering.exchanged, "log"),
        (tampering.object_gone, "log"),
        (tampering.slipped_in, "log"),
        (tampering.line_changed, "log"),
        (tampering.line_removed, "log"),
        (tampering.signature_changed, "signature"),
    ],
)
def test_who_has_the_readme_alone_notices_it_too(
    kept: ArchiveDesk, tmp_path: Path, spoil: Callable[[Path], None], about: str
) -> None:
    archive = shutil.copytree(kept.archive, tmp_path / "archive")
    typed, folder = commands_of_the_readme(kept, tmp_path / "work")[about]
    there = archive / folder.relative_to(kept.archive) if folder.is_relative_to(kept.archive) else folder
    assert shell(typed, archive, there).returncode == 0
    spoil(archive)
    assert shell(typed, archive, there).returncode != 0


def test_the_table_of_tampering_is_that_of_the_tests() -> None:
    table = PAGE.split("| what was done |")[1].split("\n\n")[0]
    shown = dict(re.findall(r"^\| ([a-z ]+) \| (E\d+) \|", table, re.MULTILINE))
    tried = {spoil.__name__.replace("_", " "): code for spoil, code in TELLTALE.items()}
    assert shown == {**tried, "rolled back": "E836"}


def test_every_code_of_the_archive_is_explained_once() -> None:
    program = "".join(path.read_text("utf-8") for path in (ROOT / "briefing").rglob("*.py"))
    explained = re.findall(r"^\| ([EW]8\d\d) \|", PAGE, re.MULTILINE)
    assert explained == sorted(explained, key=lambda code: code[1:])
    assert set(explained) == set(re.findall(r"\b[EW]8\d\d\b", program))


def test_every_key_of_the_records_is_explained() -> None:
    for record in (Edition, VariantRecord, FileRecord, Withdrawal, Sent, Hold, Disposal, DisposedEdition):
        for name in record.model_fields:
            assert f"`{name}`" in PAGE, f"{record.__name__}.{name}"


def test_every_file_in_the_root_is_explained(kept: ArchiveDesk) -> None:
    for path in kept.archive.iterdir():
        shown = path.name.replace(NAME, "NAME").replace("second", "NAME")
        assert f"`{shown}" in PAGE, path.name
    for path in kept.opened().digests(NAME, 1):
        assert f"`{path.split('/')[0]}" in PAGE
