"""What was printed before is neither laid out nor pressed again, and searched again where other texts are withheld."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from briefing.building import build
from briefing.building.build import Made, Order
from briefing.model.problem import Problem
from briefing.printing import printing
from briefing.reuse import keeping, kept, spared
from tests.reuse.test_unchanged import AS_OF, OWN, TUNNEL, built, with_layouts
from tests.workbench import HOUSE, DeskCopy, crowded

BOTH: dict[str, Any] = {"audiences": ("chief", "public"), "html": False}
PUBLIC_ONLY = ("public: A second ferry for the northern islands", "public: Another ferry for the northern islands")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a print was laid out, pressed, and searched."""
    counted: Counter[str] = Counter()
    press, print_variant, prove = printing.press, build.print_variant, build.Search.prove

    def one_more(name: str, work: Any) -> Any:
        def counting(*arguments: Any, **more: Any) -> Any:
            counted[name] += 1
            return work(*arguments, **more)

        return counting

    monkeypatch.setattr(printing, "press", one_more("pressed", press))
    monkeypatch.setattr(build, "print_variant", one_more("printed", print_variant))
    monkeypatch.setattr(build.Search, "prove", one_more("searched", prove))
    return counted


def told(results: list[Made | Problem]) -> list[Any]:
    return [one.as_object() if isinstance(one, Made) else one for one in results]


def files(desk: DeskCopy) -> dict[str, bytes]:
    out = desk.folder / "build"
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.pdf")}


def test_what_one_audience_reads_is_printed_for_that_one_and_all_are_searched_for_what_is_withheld_now(
    desk: DeskCopy, done: Counter[str]
) -> None:
    built(desk, **BOTH)
    assert done == {"pressed": 2, "printed": 2, "searched": 2}
    desk.edit(*PUBLIC_ONLY)
    second = told(built(desk, **BOTH))
    assert done == {"pressed": 3, "printed": 3, "searched": 4}
    after = files(desk)
    assert told(built(desk, **BOTH, fresh=True)) == second
    assert files(desk) == after
    assert done["printed"] == 5


def test_where_nothing_else_is_withheld_nothing_is_even_searched(desk: DeskCopy, done: Counter[str]) -> None:
    with_layouts(desk)
    first = told(built(desk, **BOTH))
    assert any(isinstance(one, Problem) and one.code == "W501" for one in first)
    before = files(desk)
    desk.append("# a remark that nobody reads\n")
    assert told(built(desk, **BOTH)) == first, "warnings, pages and the proof too"
    assert done == {"pressed": 2, "printed": 2, "searched": 2}
    assert files(desk) == before


def test_what_is_withheld_from_now_on_is_looked_for_in_what_was_printed_before(
    desk: DeskCopy, done: Counter[str]
) -> None:
    with_layouts(desk)
    built(desk, html=False)
    desk.edit("  - The rules for quays.\n", f"  - The rules for quays.\n  - {{text: {TUNNEL}, marking: TLP:RED}}\n")
    for _ in range(2):
        results = built(desk, html=False)
        assert [one.code for one in results if isinstance(one, Problem) and one.is_error] == ["E404"]
        assert not files(desk)
    assert done["printed"] == 1


@pytest.mark.parametrize("what", ["house", "layout", "font", "installed", "libraries", "pdf", "kept", "fresh"])
def test_it_is_printed_anew_where_anything_that_went_in_has_changed(
    desk: DeskCopy, done: Counter[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    with_layouts(desk)
    built(desk, html=False)
    (pdf,) = desk.folder.glob("build/harbour/*.pdf")
    was = pdf.read_bytes()
    if what == "house":
        desk.append("# another\n", HOUSE)
    elif what == "layout":
        desk.append("/* another */\n", f"{OWN}/tokens.css")
    elif what == "font":
        monkeypatch.setattr(spared, "digest_of_file", lambda path: "another")
    elif what == "installed":
        monkeypatch.setattr(spared, "installed", lambda: "another")
    elif what == "libraries":
        monkeypatch.setattr(spared, "are_there", lambda _: False)
    elif what == "pdf":
        pdf.write_bytes(was[:-1])
    elif what == "kept":
        (file,) = desk.folder.glob("build/.briefing/harbour/*.print.json")
        file.write_bytes(kept.written({**(kept.read(file) or {}), "fonts": None}))
    built(desk, html=False, fresh=what == "fresh")
    assert done["printed"] == 2
    if what not in {"house", "layout"}:
        assert pdf.read_bytes() == was


def test_what_was_printed_while_a_layout_was_saved_is_not_taken_for_either(
    desk: DeskCopy, done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_layouts(desk)
    file = desk.folder / OWN / "brief.css"
    was = file.read_bytes()
    press = printing.press

    def and_save(html: str, **more: Any) -> Any:
        file.write_bytes(was)
        return press(html, **more)

    workshop = desk.workshop()
    file.write_bytes(was + b"h1 { color: #777 }\n")
    os.utime(file, ns=(1, 1))
    monkeypatch.setattr(printing, "press", and_save)
    order = Order(desk.folder / "build", ("chief",), as_of=AS_OF, keeps=True)
    list(build.build_folder(desk.brief, order, workshop))
    assert not list(desk.folder.glob("build/.briefing/harbour/*.print.json"))
    monkeypatch.setattr(printing, "press", press)
    built(desk, html=False)
    assert done["printed"] == 2


def test_a_booklet_is_pressed_once_and_imposed_once(desk: DeskCopy, done: Counter[str]) -> None:
    desk.edit("    max_pages: 2\n", "    max_pages: 2\n    pack: [A4, booklet]\n", HOUSE)
    asked: dict[str, Any] = {"audiences": ("chief", "public"), "html": False, "pack": True}
    first = told(built(desk, **asked))
    before = files(desk)
    assert any("impositions" in name for name in before)
    assert done["pressed"] == 3
    desk.edit(*PUBLIC_ONLY)
    second = told(built(desk, **asked))
    assert done["pressed"] == 4
    assert [one["print"] for one in second] == [one["print"] for one in first]
    after = files(desk)
    assert {name: after[name] for name in before if "chief" in name} == {
        name: before[name] for name in before if "chief" in name
    }


def test_the_trials_that_fit_a_variant_into_its_pages_are_made_once(desk: DeskCopy, done: Counter[str]) -> None:
    crowded(desk, 12, 1)
    first = told(built(desk, html=False, fit=True))
    trials = done["pressed"]
    assert trials > 1
    assert any(isinstance(one, Problem) and one.code == "W407" for one in first)
    before = files(desk)
    desk.append("# a remark that nobody reads\n")
    assert [one for one in told(built(desk, html=False, fit=True)) if isinstance(one, dict)] == [
        one for one in first if isinstance(one, dict)
    ]
    assert done["pressed"] == trials
    assert files(desk) == before
    (Path(desk.folder) / "build/.briefing/harbour/chief.fit.json").write_bytes(b"{}")
    built(desk, html=False, fit=True)
    assert done["pressed"] > trials


def test_the_trial_that_fits_is_the_print(desk: DeskCopy, done: Counter[str]) -> None:
    built(desk, html=False, fit=True)
    assert done["pressed"] == 1
    assert done["printed"] == 2


def test_an_order_that_keeps_nothing_spares_nothing(desk: DeskCopy, done: Counter[str]) -> None:
    for _ in range(2):
        built(desk, html=False, keeps=False)
    assert done["printed"] == 2
    assert not list(desk.folder.glob("build/.briefing/harbour/*.json"))
    assert keeping.Keeping(Order(desk.folder)).desk is None
