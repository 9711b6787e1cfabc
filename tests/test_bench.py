"""The benches: how they count, and that docs/performance.md is what they would write; nothing is measured here."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tests.bench import picture
from tests.bench.__main__ import expected, made
from tests.bench.goals import Goal, goals
from tests.bench.growth import BUILD, ROUNDS, START
from tests.bench.measured import ROOT, Answer, Command, Cost, Pairs, Setting, Table, Thing, in_turns
from tests.bench.report import page
from tests.bench.results import Result, read, write
from tests.bench.sizes import OF_ONE_PART, summary
from tests.bench.typst_page import HEADS, markup


def pairs(name: str, *ratios: float, base: float = 2.0, **more: object) -> Pairs:
    """Pairs with these ratios of wall time."""
    rounds = tuple((Cost(ratio * base, 1.0, 10.0), Cost(base, 2.0, 40.0)) for ratio in ratios)
    return replace(Pairs(name, "the base", rounds), **more)


def test_the_page_and_its_pictures_are_what_the_kept_results_give() -> None:
    for file, content in made():
        assert file.read_text("utf-8") == content, f"{file.name} is out of date: python -m tests.bench --page"


def test_the_page_names_no_folder_and_no_name_of_a_machine() -> None:
    told = "".join(content for _, content in made()) + (ROOT / "docs" / "performance.json").read_text("utf-8")
    for name in (str(ROOT), str(Path.home()) + "/", "/tmp/", sys.executable):  # noqa: S108 (only looked for)
        assert name not in told


def test_a_ratio_is_the_median_of_the_pairs_and_not_the_ratio_of_medians() -> None:
    rounds = ((Cost(1, 1, 1), Cost(1, 1, 1)), (Cost(2, 1, 1), Cost(4, 1, 1)), (Cost(30, 1, 1), Cost(10, 1, 1)))
    assert Pairs("a", "b", rounds).ratio() == 1
    assert Pairs("a", "b", rounds).ratios("wall") == [0.5, 1, 3]


def test_things_run_in_turns_each_after_one_run_for_nothing_and_every_other_round_backwards() -> None:
    order: list[str] = []

    def work(name: str, wall: float) -> Thing:
        return Thing(name, lambda: order.append(name) or Cost(wall, wall, 1.0), units=10 if name == "b" else 1)

    measured = in_turns(work("a", 4), [work("b", 20)], 2)
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert measured[0].rounds == ((Cost(2, 2, 1.0), Cost(4, 4, 1.0)),) * 2


def test_two_things_of_the_same_rounds_can_be_set_beside_each_other() -> None:
    one = pairs("one", 0.5, 0.25, goal=1.0).beside(pairs("two", 1.0, 1.0))
    assert (one.base, one.goal, one.ratios("wall")) == ("two", None, [0.25, 0.5])


def test_what_a_command_held_is_its_own_and_not_that_of_the_bench(tmp_path: Path) -> None:
    ballast = bytearray(200 * 2**20)
    small = Command((sys.executable, "-c", "pass"), tmp_path)()
    large = Command((sys.executable, "-c", "held = bytearray(100 * 2**20)"), tmp_path)()
    assert len(ballast) > 2**20 * small.memory
    assert 100 < large.memory < 200


def test_the_processors_of_a_child_that_was_left_behind_are_counted(tmp_path: Path) -> None:
    work = "import time\nwhile time.process_time() < 0.3: pass"
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {work!r}])"
    assert Command((sys.executable, "-c", leave), tmp_path)().cpu > 0.3


def test_a_command_that_ends_badly_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="so it was"):
        Command((sys.executable, "-c", "import sys; sys.exit('so it was')"), tmp_path)()


def test_results_come_back_as_they_were_kept_and_others_stay(tmp_path: Path) -> None:
    table = Table("Memory", ("briefs", "MiB"), (("10", "80"),))
    one = Result(
        Answer("one", "?", "About.", (pairs("a", 0.5, goal=0.6),), {"Prince": "absent"}, (table,)),
        "M",
        3,
        quick=False,
        busy=True,
    )
    two = replace(one, answer=replace(one.answer, name="two"))
    write([one], tmp_path / "kept.json")
    write([two], tmp_path / "kept.json")
    assert read(tmp_path / "kept.json") == [one, two]


def test_what_it_takes_is_said_beforehand_as_far_as_it_is_known() -> None:
    answer = Answer("start", "?", "", ())
    kept = [Result(answer, "here", 90, quick=False, busy=False)]
    assert expected(["start"], kept, quick=False) == "The last time this took 2 minutes: start 90 s."
    assert "start not known yet" in expected(["start"], kept, quick=True)


def test_the_longest_are_measured_once_and_others_twice_at_least() -> None:
    setting = Setting(Path())
    assert {size: setting.part(of, least=1) for size, of in ROUNDS.items()} == {2: 5, 10: 5, 30: 2, 100: 1, 300: 1}
    assert setting.part(0.1) == 2


def test_a_goal_that_was_missed_is_said_to_be_missed(tmp_path: Path) -> None:
    answer = Answer("some", "?", "About.", (pairs("swift", 0.5, goal=0.6), pairs("slow", 0.9, 0.7, goal=0.6)))
    (tmp_path / "page.md").write_text("By hand.\n<!-- made by the bench: goals -->\n<!-- end -->\nMore.\n", "utf-8")
    told = page([Result(answer, "M", 1, quick=True, busy=False)], tmp_path / "page.md")
    assert "| swift | the base | 0.60 | **0.50** | – | met | 0.50 |" in told
    assert "| slow | the base | 0.60 | **0.80** | 0.70–0.90 | **not met** | 0.50 |" in told
    assert told.startswith("By hand.\n")
    assert told.endswith("-->\nMore.\n")


def test_a_page_of_a_long_brief_is_held_against_a_page_of_a_short_one() -> None:
    every = (
        pairs(BUILD, 1.0, base=2.0, size=10, pages=10),
        pairs(START, 0.25, base=2.0, size=10),
        pairs(BUILD, 1.0, base=75.5, size=300, pages=300),
    )
    found = {goal.what: goal for goal in goals([Answer("growth", "?", "About.", every)])}
    assert found["a page of 300, start included"].reached == pytest.approx(75.5 / 300 / 0.2)
    assert found["a page of 300, without the start"].reached == pytest.approx(75 / 300 / 0.15)


def test_the_pictures_stay_within_their_frame_and_are_well_formed() -> None:
    growing = [pairs(BUILD, 1.0, size=size, pages=size, base=size / 10) for size in (2, 300)]
    goal = Goal("a <thing>", "`another`", 0.01, 3.0)
    for drawn in (picture.growth(Answer("growth", "?", "About.", tuple(growing))), picture.reached([goal])):
        root = etree.fromstring(drawn.encode())
        width, height = (float(root.get(name)) for name in ("width", "height"))
        for shape in root.iter():
            for names, limit in ((("x", "x1", "x2"), width), (("y", "y1", "y2"), height)):
                assert all(0 <= float(shape.get(name, 0)) <= limit for name in names)


def test_a_made_up_brief_is_the_same_every_time_and_repeats_no_paragraph() -> None:
    made_up, paragraphs = summary(2.0, seed=5)
    assert (made_up, paragraphs) == summary(2.0, seed=5)
    assert len(set(paragraphs)) == len(paragraphs) == 2 * OF_ONE_PART["paragraphs"]


def test_the_page_for_typst_says_all_that_the_brief_says() -> None:
    made_up, paragraphs = summary(0.3, seed=1)
    text = markup(made_up, paragraphs, tuple(HEADS), with_annex=True).replace("\\", "")
    for section in ("bottom_line", "recommendations"):
        assert all(item["text"] in text for item in made_up[section])
    assert all(paragraph in text for paragraph in paragraphs)
    assert all(actor["name"] in text and actor["interest"] in text for actor in made_up["key_actors"])
