"""The way from files to PDFs: what is made and where, what stops what, and the same bytes wherever it is done."""

import json
import subprocess
from pathlib import Path

import pikepdf
import pytest

from briefing.building.build import Made, Order, build, build_folder, file_of
from briefing.model.prints import print_of
from briefing.model.problem import Problem
from briefing.printing.put import put
from tests.workbench import BRIEF, COMMAND, HOUSE, ROOT, DeskCopy, clean_environment, copy_desk, crowded

NAME = "2026-03-09_harbour_{}.pdf"


def results(desk: DeskCopy, **order: object) -> list[Made | Problem]:
    made = Order(desk.folder / "build", **order)  # type: ignore[arg-type]
    return list(build_folder(desk.brief, made, desk.workshop()))


def test_a_file_is_named_by_its_date_brief_audience_and_paper(desk: DeskCopy) -> None:
    brief, _ = desk.examine()
    assert brief is not None
    assert str(file_of(brief, "chief", print_of("A4", "A4"))) == "harbour/2026-03-09_harbour_chief.pdf"
    assert str(file_of(brief, "chief", print_of("Letter", "A4"))) == "harbour/2026-03-09_harbour_chief_Letter.pdf"


def test_what_is_made_is_told(desk: DeskCopy) -> None:
    (made,) = results(desk, audiences=("public",), html=True)
    assert isinstance(made, Made)
    assert made.path.name == NAME.format("public")
    assert made.path.read_bytes().startswith(b"%PDF-")
    assert made.html is not None
    assert made.html.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (made.marking, made.audience, made.brief) == ("TLP:CLEAR", "public", "harbour")
    assert made.path.stat().st_mode & 0o777 == 0o644


def test_a_problem_of_one_variant_stops_that_one_alone(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    numbering: open", HOUSE)
    desk.edit("ceiling: TLP:AMBER", "ceiling: TLP:CLEAR", HOUSE)
    desk.edit("sections: [bottom_line, stakes, open_questions]", "sections: [recommendations]", HOUSE)
    first, second = results(desk, audiences=("chief", "public"))
    assert isinstance(first, Problem)
    assert (first.code, first.audience) == ("E401", "chief")
    assert isinstance(second, Made)
    assert desk.made() == [NAME.format("public")]


def test_a_variant_over_its_budget_is_not_written(desk: DeskCopy) -> None:
    crowded(desk, 14, 1)
    (problem,) = (one for one in results(desk, audiences=("chief",)) if not isinstance(one, Made) and one.is_error)
    assert problem.code == "E402"
    assert desk.made() == []


def test_a_faulty_brief_leaves_nothing_of_an_earlier_build_in_its_place(desk: DeskCopy) -> None:
    results(desk, audiences=("chief",), html=True)
    assert desk.made() == [NAME.format("chief").replace("pdf", "html"), NAME.format("chief")]
    desk.append("colour: red\n")
    assert [problem.code for problem in results(desk) if isinstance(problem, Problem)] == ["E021"]
    assert NAME.format("chief") not in desk.made()
    assert NAME.format("chief").replace("pdf", "html") not in desk.made()


def test_a_mended_brief_takes_its_place_again(desk: DeskCopy) -> None:
    results(desk, audiences=("chief",))
    desk.append("colour: red\n")
    results(desk, audiences=("chief",))
    desk.edit("colour: red\n", "")
    results(desk, audiences=("chief",))
    assert desk.made() == [NAME.format("chief")]


def test_a_character_without_a_font_stops_the_variant_and_is_named(desk: DeskCopy) -> None:
    desk.edit("subtitle: The purchase", "subtitle: The \ue000 purchase")
    (problem,) = results(desk, audiences=("chief",))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.audience) == ("E301", "chief")
    assert "U+E000" in problem.message
    assert desk.made() == []


@pytest.mark.parametrize("thing", ["file", "folder"])
def test_what_stands_in_the_way_is_one_problem(desk: DeskCopy, thing: str) -> None:
    way = desk.folder / "build" / "harbour"
    if thing == "file":
        way.parent.mkdir()
        way.write_text("in the way", "utf-8")
    else:
        (way / NAME.format("chief") / "full").mkdir(parents=True)
        (way / (NAME.format("chief") + ".earlier") / "full").mkdir(parents=True)
    (problem,) = results(desk, audiences=("chief",))
    assert isinstance(problem, Problem)
    assert problem.code == "E601"


def test_a_file_is_put_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "made" / "file.pdf"
    put(file, b"first")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Exception, match="no space left on device"):
        put(file, b"second")
    assert file.read_bytes() == b"first"
    assert list(file.parent.iterdir()) == [file]


def test_another_paper_makes_another_page(desk: DeskCopy) -> None:
    (made,) = results(desk, audiences=("chief",), paper="Letter")
    assert isinstance(made, Made)
    with pikepdf.open(made.path) as pdf:
        assert {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages} == {(0, 0, 612, 792)}


def test_an_audience_alone_is_built_by_a_direct_call_too(desk: DeskCopy) -> None:
    brief, problems = desk.examine()
    assert brief is not None
    made = list(build(brief, Order(desk.folder / "out", ("chief",)), desk.workshop(), problems))
    assert [one.audience for one in made] == ["chief"]


ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "12345",
    "SOURCE_DATE_EPOCH": "1",
    "XDG_CONFIG_HOME": "/nonexistent",
    "FONTCONFIG_FILE": "/nonexistent/fonts.conf",
    "FONTCONFIG_PATH": "/nonexistent",
}


def test_the_same_brief_gives_the_same_bytes_from_any_folder_home_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    desks = [
        (copy_desk(tmp_path / "here", ROOT), {"PYTHONHASHSEED": "0", "TZ": "UTC"}),
        (copy_desk(tmp_path / "somewhere else", ROOT), {**ELSEWHERE, "HOME": str(tmp_path)}),
    ]
    started = [
        subprocess.Popen(
            [*COMMAND, "build", "kim-putin-summit", "-a", "minister", "--json", "--html"],
            cwd=desk.folder,
            env={**clean_environment(), **environment},
            stdout=subprocess.PIPE,
            text=True,
            umask=0o077 if index else 0o022,
        )
        for index, (desk, environment) in enumerate(desks)
    ]
    made = [json.loads(one.communicate()[0])[0] for one in started]
    first, second = ([Path(one[kind]).read_bytes() for kind in ("path", "html")] for one in made)
    assert first == second
    assert str(tmp_path).encode() not in first[0] + first[1]


def test_the_seed_s_brief_is_the_seed_s_article() -> None:
    article = ROOT / "sources/kim-putin-summit/article.txt"
    seeds = list((ROOT / "seeds").glob("*.txt"))
    assert article.read_bytes() in [seed.read_bytes() for seed in seeds]


def test_a_draft_shows_its_reader_the_problems_of_what_they_read_alone(desk: DeskCopy) -> None:
    desk.edit("The yard offered a discount in confidence.", "The yard offered 77 million in confidence.")
    desk.edit("The council voted., cites: [A1]", "The council voted for 88 million., cites: [A1]")
    brief = desk.folder / BRIEF
    assert "77 million" in brief.read_text("utf-8")
    made = [one for one in results(desk, audiences=("public",), draft=True, html=True) if isinstance(one, Made)]
    assert len(made) == 1
    assert made[0].html is not None
    page = made[0].html.read_text("utf-8")
    assert "88 million" in page
    assert "77 million" not in page
