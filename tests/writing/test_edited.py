"""Edits of a brief: what each kind puts into the file, and what is refused, in one sentence with a hint."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.checking.check import check
from briefing.loading.document import document_of
from briefing.loading.load import load_brief, load_desk
from briefing.writing.edit import edit_of
from briefing.writing.edited import drafted_in, edited, summary_of
from briefing.writing.standing import Ground
from tests.workbench import ROOT
from tests.writing.ground import FILE, after, changes, refusal, small_brief, small_text

SELECTED = {"article": "A", "paragraph": 2, "start": 1, "end": 36}  # We have waited eleven years for this
HEAD = "title: T\ndate: 2026-03-09\nmarking: TLP:CLEAR\narticles: {A: {file: ferry.txt}}\n"


def check_of(text: str) -> set[tuple[str, str]]:
    """The errors of a brief with this text on the small desk."""
    brief = small_brief()
    changed = replace(brief, summary=summary_of(text, FILE), places=document_of(text, FILE).places)
    return {(problem.code, problem.message) for problem in check(changed) if problem.is_error}


# Quotations


def test_selected_words_become_a_quotation_of_the_view_in_hand() -> None:
    start = small_brief().articles["A"].paragraphs[4].text.index("“We deliver")
    words = {"article": "A", "paragraph": 5, "start": start, "end": start + len("“We deliver in spr")}
    made = after(kind="quote", **words, view=["expert_views", 2])
    assert made.path == ("expert_views", 2, "quotes", 1)
    quote = made.summary.expert_views[2].quotes[1]
    assert quote.text.default == "We deliver in spring"
    assert quote.cites == ("A5",)
    assert check_of(made.text) == check_of(small_text())


def test_an_expert_who_is_new_gets_a_view_that_is_to_be_confirmed() -> None:
    text = small_text()
    assert changes(kind="quote", **SELECTED, expert=" Bert\nNovice", affiliation="Sea\tInstitute") == [
        "+  - id: novice  # confirm",
        "+    expert: Bert Novice",
        "+    affiliation: Sea Institute",
        "+    view: To be written in the desk’s own words.",
        "+    cites: [A2]",
        "+    quotes:",
        "+      - id: novice-q1",
        "+        text: We have waited eleven years for this",
        "+        cites: [A2]",
    ]
    made = after(kind="quote", **SELECTED, expert="Bert Novice")
    assert made.path == ("expert_views", 4, "quotes", 0)
    assert drafted_in(made.text) - drafted_in(text) == {("expert_views", 4)}
    assert check_of(made.text) == check_of(text)


def test_an_expert_who_has_a_view_is_quoted_there_whatever_the_case_of_the_name() -> None:
    words = {"article": "A", "paragraph": 5, "start": 0, "end": 45}
    assert after(kind="quote", **words, expert="ola vik").path == ("expert_views", 2, "quotes", 1)


def test_a_quotation_may_run_into_the_next_paragraph() -> None:
    made = after(kind="quote", article="A", paragraph=2, start=117, last=3, end=26, view=["expert_views", 1])
    quote = made.summary.expert_views[1].quotes[-1]
    assert quote.text.default == "She stands for election in 2027. […] The ship is to cost 48 million"
    assert quote.cites == ("A2-3",)
    assert check_of(made.text) == check_of(small_text())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({**SELECTED, "end": 1, "view": ["expert_views", 0]}, "no words are selected"),
        ({**SELECTED, "words": "We have waited twelve years", "view": ["expert_views", 0]}, "something else there"),
        ({**SELECTED, "last": 5, "view": ["expert_views", 0]}, "too far apart"),
        ({**SELECTED, "end": 4000, "view": ["expert_views", 0]}, "has changed"),
        ({**SELECTED, "paragraph": 77, "view": ["expert_views", 0]}, "no paragraph 77"),
        ({**SELECTED, "article": "Z", "view": ["expert_views", 0]}, "no article Z"),
        ({**SELECTED, "view": ["expert_views", 9]}, "no longer in the brief"),
        ({**SELECTED, "view": ["context", 0]}, "no expert view"),
        ({**SELECTED, "view": ["expert_views", 1]}, "already"),
        (SELECTED, "nobody is named"),
    ],
)
def test_a_quotation_that_cannot_be_taken_over_is_refused(given: dict[str, Any], message: str) -> None:
    assert message in refusal(kind="quote", **given).message


# Actors


def test_a_selected_name_becomes_a_key_actor_who_was_not_there() -> None:
    text = small_brief().articles["A"].paragraphs[4].text
    start = text.index("Westport Yard")
    words = {"article": "A", "paragraph": 5, "start": start, "end": start + len("Westport Yard")}
    assert changes(kind="actor", **words, side="yard") == [
        "+  - id: westport-yard",
        "+    name: Westport Yard",
        "+    side: yard",
        "+    cites: [A5]",
    ]
    assert refusal(kind="actor", **words, side="moon").message == "there is no side “moon”"
    known = {"article": "A", "paragraph": 2, "start": 44, "end": 54}
    assert "key actor already" in refusal(kind="actor", **known).message


# Citations


def test_a_citation_is_added_however_the_item_has_its_own() -> None:
    assert changes(kind="cite", path=["bottom_line", 1], article="A", paragraph=3) == [
        "-    cites: [A1, A5]",
        "+    cites: [A1, A5, A3]",
    ]
    assert changes(kind="cite", path=["context", 0], article="A", paragraph=2, last=3) == [
        "-  - One boat has served the northern islands until now.",
        "+  - text: One boat has served the northern islands until now.",
        "+    cites: [A2-3]",
    ]
    assert after(kind="cite", path=["context", 1], article="B", paragraph=1).summary.context[1].cites == ("A1", "B1")


def test_a_citation_goes_and_the_last_with_its_line() -> None:
    assert after(kind="uncite", path=["bottom_line", 1], cite="A1").summary.bottom_line[1].cites == ("A5",)
    assert "cites" not in "".join(changes(kind="uncite", path=["context", 1], cite="A1")[1:])


def test_a_citation_that_is_there_or_that_is_not_is_refused() -> None:
    assert "already" in refusal(kind="cite", path=["context", 1], article="A", paragraph=1).message
    assert "no such paragraph" in refusal(kind="cite", path=["context", 1], article="A", paragraph=99).message
    text = small_text().replace("cites: [A1, A5]", "cites: [A1-5]")
    assert "A1-5" in refusal(text, kind="uncite", path=["bottom_line", 1], cite="A1").hint
    assert refusal(kind="uncite", path=["bottom_line", 1], cite="nonsense").code == "E722"


# Texts


def test_a_text_gets_other_words_in_its_own_quotation_marks_and_lines() -> None:
    text = HEAD + (
        "context:\n  - 'It''s so'  # one\n  - text: \"Two\"\n"
        "  - text: >-\n      A long text that goes on over the end of\n"
        "      its line and says that it is three.\n  - {text: four, cites: [A1]}\n"
    )
    assert changes(text, kind="text", path=["context", 0], text="It's not") == [
        "-  - 'It''s so'  # one",
        "+  - 'It''s not'  # one",
    ]
    assert changes(text, kind="text", path=["context", 1, "text"], text="No: 2")[-1] == '+  - text: "No: 2"'
    new = "A long text that goes on over the end of its line and says that it is four."
    assert changes(text, kind="text", path=["context", 2, "text"], text=new)[1:] == [
        "+      its line and says that it is four."
    ]
    assert changes(text, kind="text", path=["context", 3], text="a, b")[-1] == "+  - {text: 'a, b', cites: [A1]}"


def test_a_text_of_an_audience_is_changed_for_it_alone() -> None:
    made = after(kind="text", path=["bottom_line", 1, "text", "public"], text="In doubt.").summary.bottom_line[1].text
    assert (made.for_audience("public"), made.default) == ("In doubt.", "Delivery in spring is unlikely.")
    made = after(kind="text", path=["bottom_line", 1], text="Late.").summary.bottom_line[1].text
    assert (made.for_audience("public"), made.default) == ("Delivery in spring is in doubt.", "Late.")
    assert (
        after(kind="text", path=["bottom_line", 1, "text", "board"], text="Late.").summary.bottom_line[1].text.audiences
    )


def test_texts_outside_the_items_can_be_changed_too() -> None:
    assert after(kind="text", path=["subtitle"], text="New").summary.subtitle.default == "New"  # type: ignore[union-attr]
    assert after(kind="text", path=["sides", "county"], text="New").summary.sides["county"].default == "New"
    assert after(kind="text", path=["authors", 0], text="New").summary.authors[0].default == "New"
    title = after(kind="text", path=["articles", "B", "title"], text="New").summary.articles["B"].title
    assert title is not None
    assert title.default == "New"


def test_what_is_one_or_more_is_changed_as_a_list_or_as_one() -> None:
    assert after(kind="text", path=["options", 0, "for", 0], text="New").summary.options[0].for_[0].default == "New"
    assert (
        after(kind="text", path=["options", 0, "against", 1], text="New").summary.options[0].against[1].default == "New"
    )
    assert len(after(kind="text", path=["options", 0, "against", 1], text="").summary.options[0].against) == 1


def test_an_empty_text_goes_where_it_may() -> None:
    assert after(kind="text", path=["open_questions", 0, "why"], text=" ").summary.open_questions[0].why is None
    assert "cannot be empty" in refusal(kind="text", path=["context", 0], text=" ").message
    assert "cannot be empty" in refusal(kind="text", path=["expert_views", 0, "expert"], text="").message
    assert "cannot be empty" in refusal(kind="text", path=["title"], text="").message


def test_a_new_text_is_put_where_others_of_its_kind_have_theirs() -> None:
    made = changes(kind="text", path=["key_actors", 3, "role"], text="Chair")
    assert made == ["-  - Ada Linden", "+  - name: Ada Linden", "+    role: Chair"]


def test_a_text_keeps_to_one_line_where_it_was_on_one() -> None:
    assert after(kind="text", path=["context", 0], text="One\r\nline").summary.context[0].text.default == "One line"
    text = HEAD + "context:\n  - text: |\n      a\n      b\n"
    assert (
        after(text, kind="text", path=["context", 0], text="c\nd\n\ne").summary.context[0].text.default == "c\nd\n\ne"
    )


def test_a_text_that_says_something_else_than_was_seen_is_left_alone() -> None:
    seen = small_brief().summary.context[0].text.default
    assert after(kind="text", path=["context", 0], text="New", was=seen).path == ("context", 0)
    assert "something else" in refusal(kind="text", path=["context", 0], text="New", was="Another").message


@pytest.mark.parametrize(
    "path", [["marking"], ["context", 0, "cites"], ["context", 9], ["nonsense"], ["context", 0, "text", 7]]
)
def test_what_is_no_text_is_refused(path: list[str | int]) -> None:
    assert refusal(kind="text", path=path, text="New").code == "E722"


def test_a_character_that_cannot_be_printed_is_refused() -> None:
    problem = refusal(kind="text", path=["context", 0], text="a\x07b")
    assert problem.message == "this text holds a character that cannot be printed (U+0007)"
    assert refusal(kind="text", path=["context", 0], text="a\ud800b").code == "E722"


@pytest.mark.parametrize(
    "text", ["a\ufeffb", "😀 \u200b", "\u00a0x\u202fy", "a\tb", "—", "%a", "@a", "`a", "a:", ":a", "#a", "\\n"]
)
def test_a_strange_text_is_written_so_that_it_is_read_again(text: str) -> None:
    for path in (["context", 0], ["context", 1, "text"], ["expert_views", 0, "view"]):
        made = after(kind="text", path=path, text=text).summary
        texts = [made.context[0].text, made.context[1].text, made.expert_views[0].view]
        assert " ".join(text.split()) in {one.default for one in texts if one}


# Drafts


def test_a_drafted_item_is_confirmed_and_keeps_what_else_its_comment_says() -> None:
    text = HEAD + "key_actors:\n  - id: a  # confirm: who?\n    name: A\n  - id: b  # confirm\n    name: B\n"
    assert drafted_in(text) == {("key_actors", 0), ("key_actors", 1)}
    assert changes(text, kind="confirm", path=["key_actors", 0])[-1] == "+  - id: a  # who?"
    assert changes(text, kind="confirm", path=["key_actors", 1])[-1] == "+  - id: b"
    assert (
        "not marked" in refusal(text.replace("# confirm\n", "# read\n"), kind="confirm", path=["key_actors", 1]).message
    )


def test_a_view_is_confirmed_with_its_quotations() -> None:
    text = HEAD + (
        "expert_views:\n  - id: a  # confirm\n    expert: A\n    quotes:\n      - text: q  # confirm\n"
        "  - id: b\n    expert: B\n    quotes:\n      - text: r  # confirm\n"
    )
    assert drafted_in(after(text, kind="confirm", path=["expert_views", 0]).text) == {("expert_views", 1, "quotes", 0)}
    assert drafted_in(after(text, kind="confirm", path=["expert_views", 0, "quotes", 0]).text) == {
        ("expert_views", 0),
        ("expert_views", 1, "quotes", 0),
    }
    assert drafted_in(after(text, kind="confirm", path=["expert_views", 1]).text) == {
        ("expert_views", 0),
        ("expert_views", 0, "quotes", 0),
    }


def test_an_item_is_dropped_with_its_lines() -> None:
    assert changes(kind="drop", path=["stakes", "yard", 0]) == [
        "-    - {id: first, text: It has not built a ferry before., kind: risk, cites: [A5]}"
    ]
    text = HEAD + "context:  # one\n  - text: A\n    # of it\n    cites: [A1]\n\n# next\ntimeline: []\n"
    assert after(text, kind="drop", path=["context", 0]).text == HEAD + "context: []  # one\n\n# next\ntimeline: []\n"
    assert "no longer" in refusal(kind="drop", path=["stakes", "yard", 9]).message
    assert "no longer" in refusal(kind="drop", path=["articles", "A"]).message


# Who sees it


def test_an_item_gets_a_marking_changes_it_and_loses_it() -> None:
    marked = after(kind="marking", path=["context", 0], marking="TLP:AMBER")
    assert marked.summary.context[0].marking == "TLP:AMBER"
    assert (
        after(marked.text, kind="marking", path=["context", 0], marking="TLP:RED").summary.context[0].marking
        == "TLP:RED"
    )
    bare = after(marked.text, kind="marking", path=["context", 0], marking=None)
    assert "\n  - text: One boat has served the northern islands until now.\n  - {id: vote" in bare.text
    assert after(kind="marking", path=["articles", "B"], marking=None).summary.articles["B"].marking is None
    assert after(kind="marking", path=["context", 0], marking=None).text == small_text()
    assert "TLP:PINK" in refusal(kind="marking", path=["context", 0], marking="TLP:PINK").message


def test_audiences_are_named_and_those_that_stay_keep_their_place() -> None:
    text = HEAD + "context:\n  - text: A\n    only:  # us\n      - chief  # him\n      - board\n"
    assert changes(text, kind="audiences", path=["context", 0], only=["public", "chief"]) == [
        "-      - board",
        "+      - public",
    ]
    assert changes(text, kind="audiences", path=["context", 0], only=None, **{"except": ["public"]}) == [
        "-    only:  # us",
        "-      - chief  # him",
        "-      - board",
        "+    except: [public]",
    ]
    assert after(text, kind="audiences", path=["context", 0], only=["public"]).summary.context[0].only == ("public",)
    assert after(text, kind="audiences", path=["context", 0], only=["chief", "board"]).text == text
    assert "“moon”" in refusal(text, kind="audiences", path=["context", 0], only=["moon"]).message


def test_audiences_are_put_where_their_line_is_empty() -> None:
    text = HEAD + "context:\n  - text: A\n    only:  # who?\n    except: []\n"
    made = after(text, kind="audiences", path=["context", 0], only=["chief", "board"])
    assert made.text == text.replace("only:  #", "only: [chief, board]  #")
    assert after(text, kind="audiences", path=["context", 0]).text == text


def test_one_audience_that_is_no_list_becomes_one() -> None:
    text = HEAD + "context:\n  - {text: A, except: chief}\n"
    assert after(text, kind="audiences", path=["context", 0], **{"except": ["chief", "board"]}).text.endswith(
        "  - {text: A, except: [chief, board]}\n"
    )
    assert after(text, kind="audiences", path=["context", 0], **{"except": ["board"]}).text.endswith(
        "except: [board]}\n"
    )


# What stands in the way


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "context: [\n", 6),
        (HEAD + "context:\n  - A\nnonsense: 1\n", 7),
        (HEAD + "context: []\ncontext: []\n", 6),
        (HEAD.replace("2026-03-09", "soon"), 2),
    ],
)
def test_nothing_is_changed_in_a_brief_that_has_to_be_mended_first(text: str, line: int) -> None:
    problem = refusal(text, kind="text", path=["title"], text="New")
    assert problem.code == "E723"
    assert problem.place
    assert problem.place.line == line


def test_a_part_that_is_repeated_under_a_name_is_left_alone() -> None:
    text = HEAD + "context:\n  - text: A\n    cites: &c [A1]\n  - text: B\n    cites: *c\n"
    problem = refusal(text, kind="cite", path=["context", 0], article="A", paragraph=2)
    assert (problem.code, problem.place and problem.place.line) == ("E720", 7)
    assert "&" in problem.message
    assert refusal(text, kind="cite", path=["context", 1], article="A", paragraph=2).code == "E720"
    assert after(text, kind="marking", path=["context", 0], marking="TLP:RED").summary.context[0].marking == "TLP:RED"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "drop"},
        {"kind": "drop", "path": "x"},
        {"kind": "drop", "path": [True]},
        {"kind": "drop", "path": ["a"], "more": 1},
    ],
)
def test_what_is_no_edit_is_refused(values: dict[str, Any]) -> None:
    assert refusal(**values).code == "E722"


def test_an_edit_reads_and_writes_a_long_brief_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an edit costs grows with the file and not with the file for each of its items."""

    def parses(count: int) -> int:
        calls: list[int] = []
        real = yaml.parse
        with monkeypatch.context() as patch:
            patch.setattr(yaml, "parse", lambda *given, **named: calls.append(1) or real(*given, **named))
            text = HEAD + "context:\n" + "".join(f"  - id: i{n}\n    text: Text {n}\n" for n in range(count))
            assert (
                after(text, kind="marking", path=["context", count - 1], marking="TLP:RED").text.count("TLP:RED") == 1
            )
        return len(calls)

    assert parses(300) == parses(3)


# Real briefs


BRIEFS = [
    *ROOT.glob("sources/*/brief.yaml"),
    *ROOT.glob("tests/desk/sources/*/brief.yaml"),
    *ROOT.glob("tests/languages/*/sources/*/brief.yaml"),
]


@pytest.mark.parametrize("file", BRIEFS, ids=lambda file: file.parent.name)
def test_an_edit_of_a_real_brief_changes_the_item_that_it_names_and_no_other(file: Path) -> None:
    house = load_desk(file.parents[2]).house
    brief, _ = load_brief(file.parent, house)
    assert brief
    text, ground = file.read_bytes().decode(), Ground(house, brief.articles)
    before = dict(summary_of(text, file).items())

    def done(**values: Any) -> dict[Any, Any]:
        return dict(edited(text, edit_of(values), ground, file).summary.items())

    level, audience = house.scheme.names[-1], next(iter(house.audiences))
    for path, item in list(before.items())[::9]:
        after_it = done(kind="marking", path=list(path), marking=level)
        assert after_it[path] == item.model_copy(update={"marking": level})
        assert {key for key in before if before[key] != after_it[key]} <= {path, path[:-2]}
        after_it = done(kind="audiences", path=list(path), only=[audience])
        assert after_it[path] == item.model_copy(update={"only": (audience,), "except_": ()})
        after_it = done(kind="drop", path=list(path))
        kept = [one for key, one in before.items() if key[: len(path)] != path and key != path[:-2]]
        assert [one for key, one in after_it.items() if key != path[:-2]] == kept
