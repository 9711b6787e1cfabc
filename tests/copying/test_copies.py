"""Numbered copies: the filed print to the last byte, with a name and a number laid over it and nothing else."""

import csv
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from briefing.archive.naming import select
from briefing.archive.record import Edition
from briefing.copying import copies
from briefing.copying.copies import Copies, CopiesOrder, make_copies
from briefing.copying.overlay import NoBaseError, base_of, overlay
from briefing.copying.register import read_register
from briefing.copying.vacancy import is_large_print
from briefing.model.problem import FaultyInputError
from tests.archive_desk import NAME, ArchiveDesk, filed
from tests.archive_scenario import moment_of
from tests.paper import printed
from tests.paper_facts import texts
from tests.pdf_facts import artifact_text, faults, tag_tree
from tests.workbench import COMMAND, clean_environment, run

PEOPLE = (
    "Ada Lovelace-Büchner",
    "Ирина Петрова",
    "أحمد بن خالد",
    "王小明",
    "Sir Humphrey Appleby GCB KBE MVO MA, Cabinet Secretary and Head of the Home Civil Service",
)
AUDIENCE = "chief"


def register(*names: str) -> bytes:
    return "\n".join(["name", *(f'"{name}"' for name in names)]).encode()


def copied(desk: ArchiveDesk, out: Path, *names: str, edition: str = "latest", of: str | None = None) -> Copies:
    archive = desk.opened()
    order = CopiesOrder(audience=AUDIENCE, print=of, out=out, at=moment_of(9), by="officer")
    readers = read_register(register(*(names or PEOPLE)), Path("register.csv"))
    return make_copies(archive, select(archive.editions(NAME), edition, NAME), readers, order, lambda _: None)


@dataclass(frozen=True)
class Made:
    """Copies of the newest edition: their bytes, those of what was filed, and the desk."""

    desk: ArchiveDesk
    out: Path
    original: bytes
    copies: tuple[bytes, ...]
    done: Copies


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("copies")
    desk = filed(folder / "desk")
    done = copied(desk, folder / "out")
    original = desk.opened().read(NAME, done.edition.version, done.file.path)
    return Made(desk, folder / "out", original, tuple(one.path.read_bytes() for one in done.copies), done)


@pytest.fixture
def desk(tmp_path: Path) -> ArchiveDesk:
    return filed(tmp_path / "desk")


def edition_of(made: Made) -> Edition:
    return made.desk.editions()[-1]


def test_a_copy_is_what_was_filed_with_something_behind_it(made: Made) -> None:
    for copy in made.copies:
        assert copy.startswith(made.original)
        assert len(copy) < len(made.original) + 12_000


def test_every_page_says_number_and_name_and_else_what_it_said(made: Made) -> None:
    before = texts(made.original)
    for number, (name, copy) in enumerate(zip(PEOPLE, made.copies, strict=True), start=1):
        expected, words = f"Copy{number}of5·{solid(name)}", solid(name)
        for old, new in zip(before, texts(copy), strict=True):
            assert new.startswith(old)
            added = solid(new.removeprefix(old))
            # A reader of PDF files puts a line with words in both directions in one of two orders.
            assert words in added
            assert added == expected if words.isascii() else sorted(added) == sorted(expected)


def solid(text: str) -> str:
    return "".join(text.split())


def test_no_standard_that_the_print_meets_is_broken(made: Made) -> None:
    assert faults(made.original) == []
    for copy in made.copies:
        assert faults(copy) == []


def test_what_is_read_aloud_is_the_same(made: Made) -> None:
    old, new = (
        [(tag.name, tag.page, tag.about, tag.text, tag.links) for tag in tag_tree(data).walk()]
        for data in (made.original, made.copies[0])
    )
    assert new == old
    assert artifact_text(made.copies[0]) == artifact_text(made.original), "the line is a form of its own"


def drawn(page: Any) -> list[tuple[str, list[str]]]:
    return [
        (str(one.operator), [str(operand) for operand in one.operands]) for one in pikepdf.parse_content_stream(page)
    ]


def test_all_that_is_drawn_on_top_is_one_artifact(made: Made) -> None:
    for data in made.copies:
        with pikepdf.open(BytesIO(made.original)) as old, pikepdf.open(BytesIO(data)) as new:
            for before, after in zip(old.pages, new.pages, strict=True):
                own = drawn(before)
                first, *page, back, mark, save, moved, shown, restore, end = drawn(after)
                assert page == own
                assert [one[0] for one in (first, back, save, moved, restore, end)] == ["q", "Q", "q", "cm", "Q", "EMC"]
                assert mark[0] == "BDC"
                assert mark[1][0] == "/Artifact"
                assert shown == ("Do", ["/NumberedCopy"])
                form = after.resources.XObject.NumberedCopy
                assert "/StructParents" not in form
                assert "MCID" not in form.read_bytes().decode("latin-1")


def test_all_else_in_the_file_is_as_it_was_filed(made: Made) -> None:
    with pikepdf.open(BytesIO(made.original)) as old:
        for data in made.copies:
            with pikepdf.open(BytesIO(data)) as new:
                assert new.check_pdf_syntax() == []
                others = {page.objgen for page in old.pages} | {page.resources.objgen for page in old.pages}
                for item in old.objects:
                    if item.objgen not in others and item.get("/Type") not in {"/XRef", "/ObjStm"}:
                        same = new.get_object(item.objgen)
                        assert same.unparse(resolved=True) == item.unparse(resolved=True)
                for before, after in zip(old.pages, new.pages, strict=True):
                    assert set(before.keys()) == set(after.keys())
                    for key in set(before.keys()) - {"/Contents", "/Resources", "/Parent"}:
                        assert before[key] == after[key]
                assert new.docinfo == old.docinfo
                assert new.Root.Metadata.read_bytes() == old.Root.Metadata.read_bytes()


def test_the_identifier_keeps_its_first_part_and_each_copy_has_a_second_of_its_own(made: Made) -> None:
    def identifier(data: bytes) -> tuple[bytes, bytes]:
        with pikepdf.open(BytesIO(data)) as pdf:
            return bytes(pdf.trailer.ID[0]), bytes(pdf.trailer.ID[1])

    found = [identifier(data) for data in (made.original, *made.copies)]
    assert len({first for first, _ in found}) == 1
    assert len({second for _, second in found}) == len(found)


@contextmanager
def form_of(data: bytes) -> Iterator[Any]:
    with pikepdf.open(BytesIO(data)) as pdf:
        yield pdf.pages[0].resources.XObject.NumberedCopy


def test_its_fonts_are_in_the_file_and_hold_the_letters_of_this_reader_alone(made: Made) -> None:
    for number, (name, data) in enumerate(zip(PEOPLE, made.copies, strict=True), start=1):
        letters = ""
        with form_of(data) as form:
            for font in form.Resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                mapped = font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
                pairs = [line.split() for line in mapped.splitlines() if line.startswith("<")]
                letters += "".join(bytes.fromhex(text.strip("<>")).decode("utf-16-be") for _, text in pairs)
        assert set(letters) == set(f"Copy {number} of 5 · {name}"), name


def test_it_is_black_opaque_and_eight_points_or_more(made: Made) -> None:
    for data in made.copies:
        with form_of(data) as form:
            states = form.Resources.ExtGState.values()
            assert all(state.get("/ca", 1) == 1 and "/SMask" not in state for state in states)
            seen = pikepdf.parse_content_stream(form)
            assert [list(map(float, one.operands)) for one in seen if str(one.operator) == "rg"] == [[0, 0, 0]]
            assert all(float(one.operands[1]) * 0.75 >= 8 for one in seen if str(one.operator) == "Tf")


def pictures(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(scale=1.5, grayscale=True).to_pil().convert("L") for page in pdf]


def test_it_is_printed_where_nothing_was(made: Made) -> None:
    for data in made.copies:
        for before, after in zip(pictures(made.original), pictures(data), strict=True):
            changed = ImageChops.difference(before, after).point(lambda value: 255 if value else 0)
            assert changed.getbbox() is not None
            under = Image.composite(before, Image.new("L", before.size, 255), changed)
            assert under.getextrema()[0] >= 250, "it lies over something"


def test_in_large_print_it_is_large_where_there_is_room() -> None:
    style = "<title>Large</title><style>@page {{ size: A4 }} body {{ font: {}pt 'Source Sans 3' }}</style>Words"
    large, small = (printed(style.format(size)) for size in (16, 10))
    assert is_large_print(large)
    assert not is_large_print(small)
    line = printed("<style>@page { size: 100pt 12pt; margin: 0 }</style><body style='margin: 0; font-size: 8pt'>Ada")
    base = BytesIO()
    with pikepdf.open(BytesIO(large)) as pdf:
        pdf.save(base, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.open(BytesIO(overlay(base_of(base.getvalue()), line, (100, 12), [(50, 20)], scale=2))) as pdf:
        moved = [one[1] for one in drawn(pdf.pages[0]) if one[0] == "cm"][-1]
    assert list(map(float, moved)) == [2, 0, 0, 2, 50, 20]


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_of_the_press_takes_no_line(data: bytes) -> None:
    with pytest.raises(NoBaseError):
        base_of(data)


def test_a_pdf_of_another_program_takes_no_line() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        written = BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pytest.raises(NoBaseError):
        base_of(written.getvalue())


def test_the_files_are_numbered_and_a_list_says_who_has_which(made: Made) -> None:
    stem = Path(made.done.file.path).stem
    expected = [f"{stem}_copy-{number:03}_of-005.pdf" for number in range(1, 6)]
    assert sorted(path.name for path in made.out.iterdir()) == sorted([*expected, f"{stem}_register.csv"])
    rows = list(csv.DictReader(made.done.listed.read_text("utf-8-sig").splitlines()))
    assert [(row["number"], row["name"], row["file"]) for row in rows] == [
        (str(number), name, file) for number, (name, file) in enumerate(zip(PEOPLE, expected, strict=True), start=1)
    ]
    assert [row["sha256"] for row in rows] == [one.sha256 for one in made.done.copies]


def test_the_archive_keeps_who_has_which_and_stays_in_order(made: Made) -> None:
    (sent,) = made.desk.opened().register(NAME).sent
    assert sent.to == PEOPLE
    assert [(one.number, one.name, one.sha512) for one in sent.copies] == [
        (one.reader.number, one.reader.name, one.sha512) for one in made.done.copies
    ]
    assert ask(made.desk, "verify").returncode == 0
    assert "5 numbered copies" in ask(made.desk, "editions").stdout


def ask(desk: ArchiveDesk, *arguments: str) -> Any:
    return run(*arguments, folder=desk.folder, environment={"BRIEFING_KEYS": str(desk.keys)})


def test_verify_says_whose_copy_it_is(made: Made) -> None:
    answer = ask(made.desk, "verify", str(made.done.copies[2].path))
    assert answer.returncode == 0, answer.stderr
    assert f"copy 3 of 5, made for {PEOPLE[2]}" in answer.stdout
    assert f"edition {edition_of(made).label}, print A4" in answer.stdout
    told = json.loads(ask(made.desk, "verify", "--json", str(made.done.copies[2].path)).stdout)
    assert (told["genuine"], told["copy"]["number"], told["copy"]["of"], told["copy"]["name"]) == (
        *(True, 3, 5),
        PEOPLE[2],
    )


def test_a_copy_that_was_changed_is_not_genuine(made: Made, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(made.copies[0].replace(b"/Attached", b"/Atached "))
    assert changed.read_bytes() == made.copies[0], "the mark is packed, so that the next line is needed"
    changed.write_bytes(made.copies[0][: len(made.original)] + made.copies[0][len(made.original) :] + b"\n")
    answer = ask(made.desk, "verify", str(changed))
    assert answer.returncode == 1
    assert "NOT GENUINE" in answer.stdout


def test_a_register_that_somebody_else_put_there_makes_no_copy_genuine(desk: ArchiveDesk, tmp_path: Path) -> None:
    done = copied(desk, tmp_path / "out", "Ada")
    inventory = next((desk.archive / f"{NAME}.copies").rglob("v1/inventory.json"))
    inventory.write_bytes(inventory.read_bytes() + b"\n")
    answer = ask(desk, "verify", str(done.copies[0].path))
    assert answer.returncode == 1
    assert "GENUINE: " not in answer.stdout.replace("NOT GENUINE: ", "")


def test_the_same_names_give_the_same_bytes_and_nothing_is_filed_again(made: Made, tmp_path: Path) -> None:
    again = copied(made.desk, tmp_path)
    assert tuple(one.path.read_bytes() for one in again.copies) == made.copies
    assert not again.is_new
    assert again.problems == ()
    assert len(made.desk.opened().register(NAME).sent) == 1


def test_a_copy_is_the_same_whoever_else_gets_one(made: Made, desk: ArchiveDesk, tmp_path: Path) -> None:
    others = ("たなか ゆき", *PEOPLE[1:4], "דוד לוי")
    assert [one.path.read_bytes() for one in copied(desk, tmp_path / "out", *others).copies][1:4] == [*made.copies[1:4]]


def test_a_number_that_goes_to_another_name_is_told(desk: ArchiveDesk, tmp_path: Path) -> None:
    copied(desk, tmp_path / "first", "Ada", "Bea")
    assert copied(desk, tmp_path / "longer", "Ada", "Bea", "Cyd").problems == ()
    (problem,) = copied(desk, tmp_path / "other", "Bea", "Ada").problems[:1]
    assert problem.code == "W823"
    assert "copy 1 of this print was made for Ada" in problem.message


def nothing_done(desk: ArchiveDesk, out: Path) -> bool:
    return not list(out.rglob("*")) and desk.opened().register(NAME).sent == ()


@pytest.mark.parametrize(
    ("options", "code"),
    [({"of": "binder"}, "E855"), ({"names": "x" * 200}, "E854"), ({"names": "Ada \U0001f9ff"}, "E301")],
)
def test_what_cannot_be_made_is_told_and_nothing_is_done(
    desk: ArchiveDesk, tmp_path: Path, options: dict[str, str], code: str
) -> None:
    out = tmp_path / "out"
    with pytest.raises(FaultyInputError) as refused:
        copied(desk, out, "Bea", options.get("names", "Ada"), of=options.get("of"))
    assert [one.code for one in refused.value.problems] == [code]
    assert nothing_done(desk, out)


def test_another_file_in_the_way_stays_and_nothing_is_filed(desk: ArchiveDesk, tmp_path: Path) -> None:
    done = copied(desk, tmp_path / "out", "Ada", "Bea")
    kept = {path.name: path.read_bytes() for path in done.listed.parent.iterdir()}
    with pytest.raises(FaultyInputError, match="another file of this name"):
        copied(desk, tmp_path / "out", "Cyd", "Dot")
    assert {path.name: path.read_bytes() for path in done.listed.parent.iterdir()} == kept
    assert len(desk.opened().register(NAME).sent) == 1


def test_where_the_archive_cannot_be_written_no_copy_appears(
    desk: ArchiveDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(copies, "record_copies", fails)
    with pytest.raises(OSError, match="no room"):
        copied(desk, tmp_path / "out", "Ada")
    assert nothing_done(desk, tmp_path / "out")


def test_control_c_leaves_nothing_behind(desk: ArchiveDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = copies.put

    def interrupted(path: Path, content: bytes) -> None:
        if "copy-002" in path.name:
            raise KeyboardInterrupt
        put(path, content)

    monkeypatch.setattr(copies, "put", interrupted)
    with pytest.raises(KeyboardInterrupt):
        copied(desk, tmp_path / "out", "Ada", "Bea", "Cyd")
    assert nothing_done(desk, tmp_path / "out")


def test_the_command_answers_as_json(desk: ArchiveDesk) -> None:
    (desk.folder / "people.csv").write_bytes(register("Ada", "Bea"))
    answer = ask(desk, *f"copies {NAME} 1.0 --register people.csv -a {AUDIENCE} -o out --json".split())
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert (told["edition"], told["print"], told["is_new"]) == ("1.0", "A4", True)
    assert [(one["number"], one["name"]) for one in told["copies"]] == [(1, "Ada"), (2, "Bea")]
    assert all((desk.folder / one["path"]).is_file() for one in told["copies"])


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [(register("Ada"), 0, "1 numbered copy of edition 1.0"), (b"name\n\xff\n", 1, "standard input:2:1: error: E850")],
)
def test_a_register_is_read_from_standard_input(desk: ArchiveDesk, data: bytes, status: int, said: str) -> None:
    answer = subprocess.run(
        [*COMMAND, *f"copies {NAME} 1.0 --register - -a {AUDIENCE} -o out".split()],
        cwd=desk.folder,
        env={**clean_environment(), "BRIEFING_KEYS": str(desk.keys)},
        input=data,
        capture_output=True,
        check=False,
    )
    assert answer.returncode == status
    assert said in answer.stderr.decode()


@pytest.mark.parametrize("there", ["none.csv", "."])
def test_a_register_that_is_no_file_is_wrong_use(desk: ArchiveDesk, there: str) -> None:
    answer = ask(desk, *f"copies {NAME} 1.0 --register {there} -a {AUDIENCE} -o out".split())
    assert answer.returncode == 2
    assert f"“{there}” is no file" in answer.stderr


def test_copies_of_a_withdrawn_edition_are_made_with_a_warning(desk: ArchiveDesk) -> None:
    ask(desk, "withdraw", NAME, "1.0", "--reason", "A figure was wrong")
    (desk.folder / "people.csv").write_bytes(register("Ada"))
    answer = ask(desk, *f"copies {NAME} 1.0 --register people.csv -a {AUDIENCE} -o out".split())
    assert answer.returncode == 0
    assert "this edition is withdrawn: A figure was wrong" in answer.stderr


def test_a_faulty_register_is_told_with_its_line(desk: ArchiveDesk) -> None:
    (desk.folder / "people.csv").write_text("name\nAda\nada\n")
    answer = ask(desk, *f"copies {NAME} 1.0 --register people.csv -a {AUDIENCE} -o out".split())
    assert answer.returncode == 1
    assert "people.csv:3:1: error: E853" in answer.stderr
    assert not (desk.folder / "out").exists()
