"""Loading a desk and its briefs: whatever bytes are given, the answer is a brief or its problems."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.building.build import Workshop, examine, open_workshop
from briefing.loading.load import load_layouts
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.summary import SECTIONS
from tests.workbench import BRIEF, HOUSE, SMALL_DESK, DeskCopy, copy_desk

few = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(few, max_examples=2000)

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=20) | st.datetimes()
    | st.sampled_from(["TLP:RED", "likely", "A1", "A1-99", "public", "islands", "low", "gain", "ferry.txt", "../x", ""])
)  # fmt: skip
KEYS = [
    *SECTIONS,
    *("title", "date", "marking", "articles", "sides", "authors", "text", "default", "id", "cites", "file", "quotes"),
    *("name", "side", "only", "except", "silence", "code", "kind", "question", "view", "expert", "public"),
]
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner),
    max_leaves=25,
)
snippets = st.sampled_from(
    [
        *"\n\t {}[]|>'\"\\#%@?~\ufeff\u2028\x00😀",
        *("  ", "- ", ": ", "&a ", "*a", "!!set ", "!!python/none", "---", "...", "<<: "),
        *("no", "1:30", "2023-13-45", ".nan", "0x1F"),
    ]
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return open_workshop(copy_desk(tmp_path_factory.mktemp("fuzz") / "desk").folder)


def answers(workshop: Workshop, content: bytes) -> None:
    """A brief or problems, each with a sentence; a place lies in the file."""
    folder = workshop.desk.folder / "sources" / "harbour"
    (folder / "brief.yaml").write_bytes(content)
    brief, problems = examine(folder, workshop)
    assert brief is not None or any(problem.is_error for problem in problems)
    for problem in problems:
        assert problem.message.strip()
        place = problem.place
        if place is not None and place.line is not None:
            assert place.line >= 1
            assert 1 <= (place.column or 1) <= len(place.excerpt) + 2


def spliced(text: str, cuts: list[tuple[int, int, str]]) -> str:
    for place, length, snippet in cuts:
        start = place % (len(text) + 1)
        text = text[:start] + snippet + text[start + length :]
    return text


cuts = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 30), snippets), min_size=1, max_size=6)
WHOLE = (SMALL_DESK / BRIEF).read_text("utf-8")
DATA: dict[str, Any] = yaml.load(WHOLE, Loader=yaml.CSafeLoader)


@given(st.binary(max_size=200))
@few
def test_any_bytes_get_an_answer(workshop: Workshop, content: bytes) -> None:
    answers(workshop, content)


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=6))
@few
def test_any_values_get_an_answer(workshop: Workshop, given: dict[str, Any]) -> None:
    answers(workshop, yaml.safe_dump({**DATA, **given}, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(cuts)
@few
def test_a_brief_with_cuts_gets_an_answer(workshop: Workshop, cuts: list[tuple[int, int, str]]) -> None:
    answers(workshop, spliced(WHOLE, cuts).encode())


@pytest.mark.parametrize(
    "text", ["#", "…", "—", "“”", "😀", "0", "1,", "[…]", "[x]", "%", "\u00ad", "\u200b", "a" * 5000, "١٢٣"]
)
def test_a_text_without_words_gets_an_answer(workshop: Workshop, text: str) -> None:
    view = {
        "expert": text,
        "view": text,
        "affiliation": text,
        "cites": ["A1"],
        "quotes": [{"text": text, "cites": ["A1"]}],
    }
    odd = {
        **{section: [text] for section in ("bottom_line", "context", "key_actors", "open_questions", "options")},
        "expert_views": [view],
        "timeline": [{"date": "2026", "text": text, "cites": ["A1"]}],
    }
    answers(workshop, yaml.safe_dump({**DATA, **odd}, allow_unicode=True).encode())


@pytest.mark.long
@given(st.binary(max_size=4000) | cuts.map(lambda cuts: spliced(WHOLE, cuts).encode()))
@many
def test_very_many_files_get_an_answer(workshop: Workshop, content: bytes) -> None:
    answers(workshop, content)


@pytest.mark.long
@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=6))
@many
def test_very_many_values_get_an_answer(workshop: Workshop, given: dict[str, Any]) -> None:
    answers(workshop, yaml.safe_dump({**DATA, **given}, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(cuts)
@settings(few, max_examples=40)
def test_any_house_style_is_opened_or_refused(tmp_path_factory: pytest.TempPathFactory, cuts: list[Any]) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-house"
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    text = (SMALL_DESK / HOUSE).read_text("utf-8")
    (folder / HOUSE).write_text(spliced(text, cuts), "utf-8")
    problems = refusal_of(folder)
    assert not problems or any(problem.is_error for problem in problems)


def refusal_of(folder: Path) -> tuple[Problem, ...]:
    """The problems for which a desk is not opened; none where it is."""
    try:
        open_workshop(folder)
    except FaultyInputError as error:
        return error.problems
    return ()


def test_the_small_desk_has_no_problems(desk: DeskCopy) -> None:
    assert desk.examine()[1] == ()


def test_every_shipped_layout_stands_on_base() -> None:
    layouts = load_layouts(None)
    assert set(layouts) == {"large-print", "one-page", "policy-brief"}
    assert all(layout.folders[-1].name == "base" for layout in layouts.values())


def test_a_desk_s_own_layout_goes_before_one_that_is_shipped(desk: DeskCopy) -> None:
    desk.write("title: Ours\n", "layouts/one-page/layout.yaml")
    assert desk.workshop().layouts["one-page"].title == "Ours"
    assert desk.workshop().layouts["large-print"].title == "Large print"


@pytest.mark.parametrize(
    ("layouts", "said"),
    [
        ({"mine": "extends: yours", "yours": "extends: mine"}, "extends itself"),
        ({"mine": "extends: mine"}, "extends itself"),
        ({"mine": "extends: nobody"}, "extends “nobody”, which is not there"),
        ({"mine": "colour: red"}, "the key “colour” is not known here"),
        ({"mine": "sections: [steaks]"}, "“sections” cannot be “steaks”"),
        ({"mine": "stakes_columns: 0"}, "“stakes_columns”: a whole number from 1 is wanted here"),
    ],
)
def test_a_faulty_layout_is_named_with_its_file(desk: DeskCopy, layouts: dict[str, str], said: str) -> None:
    for name, text in layouts.items():
        desk.write(f"title: Mine\n{text}\n", f"layouts/{name}/layout.yaml")
    with pytest.raises(FaultyInputError, match=said) as refused:
        desk.workshop()
    place = refused.value.problems[0].place
    assert place is not None
    assert place.file.name == "layout.yaml"


def test_an_article_is_read_again_when_its_file_changes(desk: DeskCopy, tmp_path: Path) -> None:
    brief, _ = desk.examine()
    assert brief is not None
    assert len(brief.articles["A"].paragraphs) == 6
    (desk.brief / "ferry.txt").write_text("One paragraph only, on the ferry.\n", "utf-8")
    brief, problems = desk.examine()
    assert brief is not None
    assert len(brief.articles["A"].paragraphs) == 1
    assert "E202" in {problem.code for problem in problems}
