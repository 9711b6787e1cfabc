"""Nothing is made twice, and nothing that has changed is taken for what it was: each input in turn, each output."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing.building.build import Made, Order, build_folder, open_workshop
from briefing.model.problem import Problem
from briefing.printing import printing
from briefing.reuse import installed, keeping, kept, spared, unchanged
from briefing.reuse.unchanged import Last
from tests.workbench import BRIEF, HOUSE, ROOT, DeskCopy, clean_environment, copy_desk

AS_OF = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
EMBARGO = dt.datetime(2026, 3, 10, 6, tzinfo=dt.UTC)
PDF = "build/harbour/2026-03-09_harbour_chief.pdf"
TUNNEL = "A tunnel below the quay at Sund was dug and given up in 1974."
OWN, ABOVE = "layouts/own", "layouts/above"


def order_of(desk: DeskCopy, **more: Any) -> Order:
    return replace(Order(desk.folder / "build", ("chief",), html=True, as_of=AS_OF, keeps=True), **more)


def built(desk: DeskCopy, **more: Any) -> list[Made | Problem]:
    return list(build_folder(desk.brief, order_of(desk, **more), open_workshop(desk.folder)))


def is_unchanged(desk: DeskCopy, **more: Any) -> bool:
    return Last(desk.folder, order_of(desk, **more)).unchanged(desk.brief) is not None


def with_layouts(desk: DeskCopy) -> DeskCopy:
    """The chief has a layout of the desk, made of another of the desk; it prints a sentence and draws a warning."""
    desk.write("title: Above\nextends: one-page\n", f"{ABOVE}/layout.yaml")
    desk.write("h1 { letter-spacing: 0.1pt }\n", f"{ABOVE}/brief.css")
    desk.write("title: Own\nextends: above\n", f"{OWN}/layout.yaml")
    desk.write("h1 { colour: red }\n", f"{OWN}/brief.css")
    desk.write(":root { --leading: 14pt; }\n", f"{OWN}/tokens.css")
    template = (ROOT / "layouts/base/brief.html").read_text("utf-8")
    desk.write(template.replace('<div id="end">', f'<p>{TUNNEL}</p><div id="end">'), f"{OWN}/brief.html")
    desk.edit("layout: one-page", "layout: own", HOUSE)
    return desk


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> DeskCopy:
    """A desk that was built, the twin too; whoever changes it puts back what was there."""
    desk = with_layouts(copy_desk(tmp_path_factory.mktemp("once") / "desk"))
    results = built(desk)
    assert [one.code for one in results if isinstance(one, Problem)] == ["W501"]
    return desk


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The identifiers of what was pressed."""
    pressed: list[str] = []
    press = printing.press

    def counted(html: str, *, identifier: bytes, **more: Any) -> Any:
        pressed.append(identifier.decode())
        return press(html, identifier=identifier, **more)

    monkeypatch.setattr(printing, "press", counted)
    return pressed


# Nothing has changed


def test_what_has_not_changed_is_told_as_it_was(made_once: DeskCopy) -> None:
    before = Last(made_once.folder, order_of(made_once)).unchanged(made_once.brief)
    assert before is not None
    assert [type(one) for one in before.results] == [Problem, Made]
    pdf = (made_once.folder / PDF).read_bytes()
    (made,) = (one for one in before.results if isinstance(one, Made))
    (warning,) = (one for one in before.results if isinstance(one, Problem))
    assert made.path.read_bytes() == pdf
    assert made.proof is not None
    assert made.proof.texts > 20
    assert warning.place is not None
    assert warning.place.file == made_once.folder / OWN / "brief.css"
    assert before.of_house == open_workshop(made_once.folder).problems


def test_it_says_the_same_as_the_build_that_made_it(desk: DeskCopy, presses: list[str]) -> None:
    with_layouts(desk)
    first = built(desk)
    again = Last(desk.folder, order_of(desk)).unchanged(desk.brief)
    assert len(presses) == 1
    assert again is not None
    assert [shown(one) for one in again.results] == [shown(one) for one in first]
    assert [shown(one) for one in built(desk)] == [shown(one) for one in first], "and so does the long way"
    assert len(presses) == 1


def shown(result: Made | Problem) -> Any:
    return result.as_object() if isinstance(result, Made) else result


def test_the_command_presses_once_and_says_the_same_twice(briefing: Any, desk: DeskCopy, presses: list[str]) -> None:
    with_layouts(desk)
    asked = ("build", "-a", "chief", "--json", "--as-of", "2026-03-09T12:00")
    first, second = briefing(*asked), briefing(*asked)
    assert "W501" in first.err
    assert (first.status, first.out, first.err) == (second.status, second.out, second.err)
    assert len(presses) == 1
    third = briefing(*asked, "--fresh")
    assert third.out == first.out
    assert len(presses) == 2
    assert briefing(*asked).out == first.out
    assert len(presses) == 2


def test_the_press_is_not_even_loaded(made_once: DeskCopy) -> None:
    code = f"""
import datetime as dt, sys
from pathlib import Path
from briefing.printing.order import Order
from briefing.reuse.unchanged import Last
desk = Path({str(made_once.folder)!r})
as_of = dt.datetime.fromisoformat({AS_OF.isoformat()!r})
order = Order(desk / "build", ("chief",), html=True, as_of=as_of, keeps=True)
assert Last(desk, order).unchanged(desk / "sources/harbour") is not None
heavy = ("weasyprint", "pydantic", "jinja2", "pikepdf", "yaml", "fontTools", "typer")
sys.exit(", ".join(name for name in heavy if name in sys.modules) or 0)
"""
    environment = {**clean_environment(), "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


# Each input in turn


def put_back(desk: DeskCopy, file: str) -> Callable[[], object]:
    path, was = desk.folder / file, (desk.folder / file).read_bytes()
    return lambda: path.write_bytes(was)


@pytest.mark.parametrize(
    "file",
    [
        BRIEF,
        HOUSE,
        "sources/harbour/ferry.txt",
        "sources/harbour/letter.txt",
        f"{OWN}/layout.yaml",
        f"{OWN}/brief.html",
        f"{OWN}/brief.css",
        f"{OWN}/tokens.css",
        f"{ABOVE}/layout.yaml",
        f"{ABOVE}/brief.css",
        PDF,
        PDF.replace(".pdf", ".html"),
    ],
)
def test_a_byte_more_in_any_file_is_noticed(made_once: DeskCopy, file: str) -> None:
    back, path = put_back(made_once, file), made_once.folder / file
    path.write_bytes(path.read_bytes() + b" ")
    assert not is_unchanged(made_once)
    path.unlink()
    assert not is_unchanged(made_once)
    back()
    assert is_unchanged(made_once)


def test_a_file_more_in_a_layout_is_noticed_and_so_is_a_layout_more(made_once: DeskCopy) -> None:
    for file in (f"{OWN}/stakes.html", "layouts/one-page/layout.yaml"):
        path = made_once.write("title: A\n", file)
        assert not is_unchanged(made_once)
        path.unlink()
    link = made_once.folder / "layouts" / "link"
    link.symlink_to(made_once.folder / OWN)
    assert not is_unchanged(made_once)
    link.unlink()
    assert is_unchanged(made_once)


@pytest.mark.parametrize(
    "more",
    [
        {"audiences": ("public",)},
        {"audiences": ()},
        {"paper": "Letter"},
        {"html": False},
        {"pack": True},
        {"fit": True},
        {"draft": True},
        {"fresh": True},
        {"keeps": False},
        {"as_of": EMBARGO},
        {"as_of": dt.datetime(2026, 9, 2, tzinfo=dt.UTC)},
        {"as_of": None},
    ],
)
def test_another_order_is_another_build(made_once: DeskCopy, more: dict[str, Any]) -> None:
    assert not is_unchanged(made_once, **more)


def test_an_hour_that_shows_nowhere_changes_nothing(made_once: DeskCopy) -> None:
    assert is_unchanged(made_once, as_of=AS_OF - dt.timedelta(days=30))
    assert is_unchanged(made_once, as_of=EMBARGO - dt.timedelta(seconds=1))
    # The day of review is that of the moment's own offset.
    assert not is_unchanged(made_once, as_of=dt.datetime(2026, 9, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))))


def test_another_program_or_package_is_noticed(made_once: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "installed", lambda: "another")
    assert not is_unchanged(made_once)


def test_what_is_installed_is_told_by_its_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told() -> str:
        installed.installed.cache_clear()
        return installed.installed()

    try:
        was = told()
        assert told() == was
        with monkeypatch.context() as here:
            here.setenv("LD_LIBRARY_PATH", "/elsewhere")
            assert told() != was
        (tmp_path / "another-1.0.dist-info").mkdir()
        with monkeypatch.context() as here:
            here.setattr(sys, "path", [*sys.path, str(tmp_path)])
            assert told() != was
        file = tmp_path / "program" / "module.py"
        file.parent.mkdir()
        file.write_text("a", "utf-8")
        with monkeypatch.context() as here:
            here.setattr(installed, "_PACKAGE", file.parent)
            before = told()
            os.utime(file, ns=(1, 1))
            after = told()
            file.write_text("ab", "utf-8")
            assert len({was, before, after, told()}) == 4
        assert told() == was
    finally:
        installed.installed.cache_clear()


def test_a_font_that_was_changed_is_noticed(made_once: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = kept.digest_of_file
    fonts: list[str] = []

    def changed(path: Any) -> str | None:
        if str(path).endswith((".otf", ".ttf")):
            fonts.append(str(path))
            return "another"
        return digest(path)

    monkeypatch.setattr(unchanged, "digest_of_file", changed)
    assert not is_unchanged(made_once)
    assert fonts


def test_a_library_that_was_changed_is_noticed(made_once: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    names = " ".join(one[0] for one in (kept.read(of_the_build(made_once)) or {})["libraries"])
    for name in ("pango", "harfbuzz", "fontconfig"):
        assert name in names
    status = installed._status
    monkeypatch.setattr(installed, "_status", lambda path: None if "libpango" in path else status(path))
    assert not is_unchanged(made_once)


# What is kept


def kept_files(desk: DeskCopy) -> list[Path]:
    return sorted((desk.folder / "build/.briefing").rglob("*.json"))


def of_the_build(desk: DeskCopy) -> Path:
    (file,) = (one for one in kept_files(desk) if "pdf" not in one.name)
    return file


@pytest.mark.parametrize("spoil", [b"", b"{", b"[]", b"null", b'{"form": 1, "digest": "", "body": {}}'])
def test_what_is_kept_and_cannot_be_read_counts_for_nothing(made_once: DeskCopy, spoil: bytes) -> None:
    file = of_the_build(made_once)
    back = put_back(made_once, str(file.relative_to(made_once.folder)))
    file.write_bytes(spoil)
    assert not is_unchanged(made_once)
    back()


def test_what_is_kept_is_not_believed_once_it_was_touched(made_once: DeskCopy) -> None:
    file = of_the_build(made_once)
    back = put_back(made_once, str(file.relative_to(made_once.folder)))
    text = file.read_text("utf-8")
    assert '"pages": 1' in text
    file.write_text(text.replace('"pages": 1', '"pages": 2'), "utf-8")
    assert not is_unchanged(made_once)
    # Even with the digest made right again: a file of another form is no file of ours.
    body = json.loads(text)["body"]
    for name in body:
        file.write_bytes(kept.written({key: value for key, value in body.items() if key != name}))
        assert not is_unchanged(made_once), name
    back()
    assert is_unchanged(made_once)


def test_nothing_lies_in_the_brief_or_beside_the_pdfs_but_the_hidden_folder(made_once: DeskCopy) -> None:
    out = made_once.folder / "build"
    assert sorted(one.name for one in out.iterdir()) == [".briefing", "harbour"]
    assert sorted(one.name for one in (out / "harbour").iterdir()) == [
        Path(PDF).with_suffix(".html").name,
        Path(PDF).name,
    ]
    assert not list((made_once.folder / "sources").rglob(".*"))


def test_prints_of_an_older_text_that_a_build_would_set_aside_are_not_left(made_once: DeskCopy) -> None:
    stray = made_once.write("older", PDF.replace(".pdf", "_notes.pdf"))
    assert not is_unchanged(made_once)
    stray.unlink()
    assert is_unchanged(made_once)


# Of what has changed only that is pressed


def test_a_pdf_that_was_touched_is_pressed_anew(desk: DeskCopy, presses: list[str]) -> None:
    built(desk)
    pdf = desk.folder / PDF
    was = pdf.read_bytes()
    pdf.write_bytes(was[:-1])
    built(desk)
    assert pdf.read_bytes() == was
    assert len(presses) == 2


def test_a_change_for_one_audience_presses_one(desk: DeskCopy, presses: list[str]) -> None:
    both = ("chief", "public")
    first = [one.as_object() for one in built(desk, audiences=both) if isinstance(one, Made)]
    assert len(presses) == 2
    desk.edit("public: A second ferry for the northern islands", "public: Another ferry for the northern islands")
    second = [one.as_object() for one in built(desk, audiences=both) if isinstance(one, Made)]
    assert len(presses) == 3
    assert [one["audience"] for one in second] == list(both)
    assert first[0]["sha256"] == second[0]["sha256"]
    assert first[1]["sha256"] != second[1]["sha256"]
    desk.append("# a remark that nobody reads\n")
    assert [one.as_object() for one in built(desk, audiences=both) if isinstance(one, Made)] == second
    assert len(presses) == 3


def test_what_is_withheld_from_now_on_is_looked_for_in_what_was_pressed_before(
    desk: DeskCopy, presses: list[str]
) -> None:
    with_layouts(desk)
    built(desk)
    assert (desk.folder / PDF).exists()
    desk.edit("  - The rules for quays.\n", f"  - The rules for quays.\n  - {{text: {TUNNEL}, marking: TLP:RED}}\n")
    results = built(desk)
    assert len(presses) == 1, "the page is the same"
    assert [one.code for one in results if isinstance(one, Problem) and one.is_error] == ["E404"]
    assert not (desk.folder / PDF).exists()
    assert not is_unchanged(desk)


@pytest.mark.parametrize("what", ["fonts", "installed", "libraries"])
def test_a_page_is_pressed_anew_with_other_fonts_or_another_press(
    desk: DeskCopy, presses: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    built(desk)
    if what == "fonts":
        monkeypatch.setattr(keeping, "digest_of_file", lambda _: "another")
    elif what == "installed":
        monkeypatch.setattr(keeping, "installed", lambda: "another")
    else:
        monkeypatch.setattr(spared, "are_there", lambda _: False)
    built(desk)
    assert len(presses) == 2


def test_a_brief_with_an_error_leaves_nothing_and_when_mended_is_not_pressed_again(
    desk: DeskCopy, presses: list[str]
) -> None:
    built(desk)
    was = (desk.folder / PDF).read_bytes()
    desk.append("colour: red\n")
    assert [one.code for one in built(desk) if isinstance(one, Problem)] == ["E021"]
    assert not (desk.folder / PDF).exists()
    assert not is_unchanged(desk)
    desk.edit("colour: red\n", "")
    built(desk)
    assert (desk.folder / PDF).read_bytes() == was
    assert len(presses) == 1


def test_errors_are_found_again_each_time(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    embargo: refuse", HOUSE)
    for _ in range(2):
        assert [one.code for one in built(desk) if isinstance(one, Problem)] == ["E403"]
        assert not is_unchanged(desk)
    assert [one for one in built(desk, as_of=EMBARGO) if isinstance(one, Made)]
    assert is_unchanged(desk, as_of=EMBARGO)
    assert not is_unchanged(desk)


def test_a_file_that_changes_while_it_is_built_is_not_taken_for_what_was_built(
    desk: DeskCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = printing.press
    with_layouts(desk)
    for file in (BRIEF, HOUSE, f"{OWN}/brief.css"):
        was = (desk.folder / file).read_bytes()

        def and_save(html: str, file: str = file, was: bytes = was, **more: Any) -> Any:
            path = desk.folder / file
            path.write_bytes(was + b"\n")
            path.write_bytes(was)  # even where it is taken back
            return press(html, **more)

        monkeypatch.setattr(printing, "press", and_save)
        built(desk, fresh=True)
        assert not is_unchanged(desk), file
    monkeypatch.setattr(printing, "press", press)
    built(desk)
    assert is_unchanged(desk)


def test_a_draft_keeps_nothing(desk: DeskCopy) -> None:
    built(desk, draft=True)
    assert not kept_files(desk)


def test_a_folder_that_cannot_hold_what_is_kept_stops_nothing(desk: DeskCopy) -> None:
    desk.write("in the way", "build/.briefing")
    assert any(isinstance(one, Made) for one in built(desk))
    assert any(isinstance(one, Made) for one in built(desk))


def test_where_the_system_does_not_say_which_libraries_there_are_everything_is_pressed(
    desk: DeskCopy, presses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "libraries", lambda: None)
    for _ in range(2):
        built(desk)
    assert len(presses) == 2
    assert not kept_files(desk)
