"""Steps done to the text of a brief: it says what the step makes of it, and every other line stays byte for byte."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from briefing.loading.document import LINE_END, document_of
from briefing.loading.outline import ends_a_line, line_behind
from briefing.model.problem import FaultyInputError
from briefing.writing.edited import drafted_in
from briefing.writing.rewrite import rewritten
from briefing.writing.script import NoPlaceError, Script
from briefing.writing.step import Add, Confirm, Open, Put, Reword, Step, Take, done
from tests.made_up import LOOKS_LIKE_YAML
from tests.workbench import ROOT

FILE = Path("brief.yaml")
SAMPLES = sorted([*ROOT.glob("sources/*/brief.yaml"), *ROOT.glob("tests/**/sources/*/brief.yaml")])
HEAD = "title: T\ndate: 2023-09-12\nmarking: M\narticles:\n  A: {file: article.txt}\n"
AWKWARD = {
    "sections missing": HEAD,
    "no line end at its end": HEAD + "key_actors:\n  - name: A\n    cites: [A1]",
    "a comment at its end, without line end": HEAD + "key_actors:\n  - A\n# the end",
    "empty lists": HEAD + "key_actors: []\nexpert_views: [ ]  # none yet\nopen_questions: []",
    "nothing": HEAD + "key_actors:\nexpert_views:  # soon\nopen_questions: ~\n# the end\n",
    "flow": HEAD + "key_actors: [{name: A}, B, {name: C, only: chief}]  # all\nopen_questions: [Why?, How? ,]\n",
    "flow over lines": HEAD
    + "key_actors: [\n  {name: A},   # first\n  {name: B,\n   cites: [A1,\n     A2]}    # second\n]\n",
    "flow with commas in lines": HEAD
    + "key_actors:\n  - {name: 'A, b'  # , a\n     , role: R\n     , cites: [A1 , A2]\n    }\n",
    "tabs in comments": HEAD + "key_actors:\t# a\ttab\n  - name: A\t# another\topen\n    role: R\t#\t\n  - B\t# b\n",
    "not indented lists": HEAD
    + "key_actors:\n- name: A\n  cites:\n  - A1\n  - A2  # two\n- B\n# of the next\nsides: {}\n",
    "deeply indented": HEAD
    + "key_actors:\n        -   name: A\n            cites: [A1]\n        -   B\n\n\n\nsides: {a: b}\n",
    "comments everywhere": HEAD
    + "key_actors:  # actors\n  # before A\n  - name: A  # confirm\n    # in A\n    role: R # r\n    # end of A\n\n"
    "  # before B\n  - B  # confirm: who?\n    # of B\n  - # confirm\n    name: C\n# of the next\nsides: {}\n",
    "texts in lines": HEAD
    + "key_actors:\n  - name: >-\n      one two\n      three\n    interest: |\n      a\n\n      b\n"
    "    role: >+\n      one\n\n\n  - >-  # c\n    x\n    y\n"
    "  - |2-\n      deep\n# next\nopen_questions:\n",
    "wrapped texts": HEAD + "key_actors:\n  - name: one\n      two\n      three # end\n    role: 'it''s\n      so'\n"
    '  - plain\n    over lines\n  - "quoted \\\n    over\n\n    lines"\n',
    "blank lines between": HEAD
    + "key_actors:\n\n  - name: A\n\n  - name: B\n    role: R\n\n\n  - C\n\nopen_questions:\n  - Why?\n  - How?\n",
    "anchors": HEAD
    + "key_actors: &a\n    - &b\n      name: A\n      cites: &c [A1]\n    - name: B\n      cites: *c\n    - &d D\n",
    "aliases": HEAD + "stakes:\n  x: &s\n    - text: T\n  y: *s\nkey_actors:\n  - &k\n    name: K\n  - *k\n",
    "a document between marks": "---\n" + HEAD + "key_actors:\n  - A\n  - name: B\n...\n",
    "indented throughout": "".join(f"  {line}\n" for line in (HEAD + "key_actors:\n  - A\n  - name: B").splitlines()),
    "quotation marks": HEAD
    + '"key_actors":\n  - \'it\'\'s: one\'\n  - "two \\" # three"\n  - \'name\': \'x\'\n    "role": "y"\n',
    "explicit keys": HEAD + "? key_actors\n: - A\n  - ? name\n    : B\n    ? role\n    : R\n",
    "other scripts": "# 첫 줄 😀\n"
    + HEAD
    + "key_actors:\n  - 김정은 😀  # 😀\n  - name: ليلى الحمداني 😀  # confirm 😀\n    cites: [A1, A2]\n",
    "an empty item": HEAD + "key_actors:\n  - A\n  -\n  - name:\n    role: R\nsides: {}\n",
    "nothing in its fields": HEAD
    + "key_actors:\n  - name: A\n    role:\n    side: ~\n    cites:\n  - {name: B, role: , cites: []}\n",
    "one citation": HEAD + "key_actors:\n  - name: A\n    cites: 7\n    only: chief\n  - {name: B, cites: A7}\n",
    "lists in one line": HEAD + "key_actors:\n  - name: A\n    cites: [A1, A2, A3]\n    only: [chief, 'board']\n"
    "authors:\n- a\n- {default: b, public: c}\n",
    "empty quotes": HEAD
    + "expert_views:\n  - quotes: []\n    expert: E\n  - expert: F\n    quotes:\n      - q\n      - text: r\n",
}


def value_of(text: str) -> Any:
    return document_of(text.removeprefix("\ufeff"), FILE).data


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Everything that a brief holds, with its path."""
    yield path, value
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(part, (*path, key))


def steps_for(text: str) -> Iterator[Step]:
    """Every kind of step, at every place of a brief where it can be done."""
    item = {"id": "new", "text": "Words: of # somebody", "cites": ["A1", "A2-3"]}
    for path, value in paths(value_of(text)):
        yield from (Take(path) for _ in path[:1] if len(path) > 1)
        if isinstance(value, dict):
            yield from [Put(path, "marking", "TLP:RED", ("cites",)), Put(path, "only", ["a", "b c"])]
            yield from [
                Add((*path, "quotes"), item),
                Add((*path, "cites"), "A7-9"),
                Put(path, "why", "No: " * 40 + "no"),
            ]
            yield from (Add((*path, "key_actors"), item, is_drafted=True) for _ in [0] if not path)
        if isinstance(value, list):
            yield from [Add(path, item), Add(path, item, is_drafted=True)]
        if isinstance(value, str) and path and isinstance(path[-1], int):
            yield from [Open(path, "text"), Reword(path, "yes"), Reword(path, "a # b: c, [d] " * 12 + "e")]
        if isinstance(value, str) and path and isinstance(path[-1], str):
            tail = "\n" * (len(value) - len(value.rstrip("\n")))
            yield from [
                Put(path[:-1], path[-1], new + tail) for new in ("no", f"{value.strip()} and more", "x y " * 60 + "z")
            ]


def rewritten_or_refused(text: str, step: Step) -> str:
    """The text after a step, of which it is shown that it says what it should and that all else stays; or nothing."""
    try:
        made = rewritten(text, [step], FILE)
    except FaultyInputError as error:
        [problem] = error.problems
        assert problem.code == "E720"
        assert problem.hint
        assert problem.place
        assert problem.place.line
        return ""
    wanted = done(value_of(text), step)
    assert repr(sorted_keys(value_of(made))) == repr(sorted_keys(wanted)), f"{step}\n{made}"
    assert_all_else_stays(text, made, step)
    return made


def sorted_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    return [sorted_keys(part) for part in value] if isinstance(value, list) else value


def assert_all_else_stays(text: str, made: str, step: Step) -> None:
    """All lines but those that the step concerns are there, in their order; line ends are those of the file."""
    line_end = Script.of(text).line_end
    before, after = (lines_of(one if ends_a_line(one, len(one)) else one + line_end) for one in (text, made))
    first, last = lines_concerned(text, step)
    rest = iter(after)
    for line in (*before[:first], *before[last + 1 :]):
        assert not line.strip() or any(is_same(line, one, step) for one in rest), f"{step}: {line}"
    ends = {found[0] for found in LINE_END.finditer(text)} or {"\n"}
    assert {found[0] for found in LINE_END.finditer(made)} <= ends
    assert LINE_END.split(made)[-1] == "" or LINE_END.split(text)[-1] != ""


def is_same(line: str, other: str, step: Step) -> bool:
    """Whether a line is there as it was; one below a key that went may stand behind the hyphen or brace of that."""
    moved_up = isinstance(step, Take) and line.strip(" ,\r\n") and other.strip(" ,\r\n").endswith(line.strip(" ,\r\n"))
    return line == other or bool(moved_up)


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its line end."""
    places = [0, *(found.end() for found in LINE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def lines_concerned(text: str, step: Step) -> tuple[int, int]:
    """The first and the last line, counted from 0, that a step may touch: those of the value, and of its key or hyphen.

    Of what is not there yet, these are the lines of the nearest thing around it that is.
    """
    script = Script.of(text.removeprefix("\ufeff"))
    path = (*step.path, step.key) if isinstance(step, Put) else step.path
    while True:
        try:
            _, _, first, part = script.entry(path)
            break
        except NoPlaceError:
            path = path[:-1]
            if not path:
                return 0, len(text)
    start = first.start
    if isinstance(step, Take) and len(path) > 1 and len(script.part(path[:-1]).parts) == 1:
        start = script.entry(path[:-1])[2].start  # of an emptied list the key, too
    elif script.part(path[:-1]).kind == "list" and not script.part(path[:-1]).is_flow:
        start = script.text.rfind("-", 0, first.start)
    end = max(part.end, first.end)
    if isinstance(step, Take) and script.part(path[:-1]).kind == "list":
        # Comments that are indented deeper than its hyphen belong to an item.
        end = line_behind(script.text, end, script.part(path[:-1]).column + 1) - 1
    return len(LINE_END.findall(script.text, 0, start)), len(LINE_END.findall(script.text, 0, end))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("name", AWKWARD)
def test_every_step_at_every_place_of_an_awkward_brief_changes_what_it_concerns_alone(name: str, line_end: str) -> None:
    text = AWKWARD[name].replace("\n", line_end)
    steps = list(steps_for(text))[:: 1 if line_end == "\n" else 4]
    made = [rewritten_or_refused(text, step) for step in steps]
    least = {"anchors": 0.6, "aliases": 0.35, "explicit keys": 0.8}.get(name, 0.9)
    assert len([one for one in made if one]) > len(made) * least


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_steps_at_places_of_a_real_brief_change_what_they_concern_alone(file: Path) -> None:
    text = file.read_bytes().decode()
    steps = list(steps_for(text))
    for step in steps[:: max(1, len(steps) // 30)]:
        holder = value_of(text)
        for part in step.path[:-1]:
            holder = holder[part]
        if isinstance(step, Take) and isinstance(holder, dict) and len(holder) == 1:
            continue  # nothing else stands there
        if isinstance(step, Put) and isinstance(value_at(text, (*step.path, step.key)), list):
            continue
        assert rewritten_or_refused(text, step), step


def value_at(text: str, path: tuple[str | int, ...]) -> Any:
    value = value_of(text)
    for step in path:
        value = value.get(step) if isinstance(value, dict) else value[step]
    return value


# Briefs that nobody has thought of

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=30,
) | st.sampled_from([*LOOKS_LIKE_YAML, "ليلى", "  a", "a  b"])
COMMENTS = st.sampled_from(["", "  # c", " # confirm", "\t# a\ttab: [x, y]", "  #", ' # ‘don’t’ " {', "   "])
STYLES = st.sampled_from(["plain", "single", "double", "folded", "literal", "wrapped"])


@st.composite
def texts(draw: Any, indent: int, flow: bool = False) -> str:
    """A text as it may be written behind `key: ` or a hyphen; further lines at this indentation."""
    words, style, comment = draw(WORDS), draw(STYLES), "" if flow else draw(COMMENTS)
    space = "\n" + " " * indent
    if style in {"folded", "literal"} and not flow and words.strip() == words:
        header = draw(st.sampled_from([">-", ">", ">+"] if style == "folded" else ["|-", "|", "|+"]))
        tail = "\n" * draw(st.integers(0, 2))
        return f"{header}{comment}{space}{words}{space if draw(st.booleans()) else chr(10) + space}{words}{tail}"
    if style == "single":
        return "'" + words.replace("'", "''") + "'" + comment
    if style == "wrapped" and words.isalnum():
        return f"{words}{space}{words}{space}{words}{comment}"
    if style == "plain" and words.isalnum():
        return words + comment
    return json.dumps(words, ensure_ascii=False) + comment


@st.composite
def items(draw: Any, indent: int) -> list[str]:
    """An item in lines: a text, a mapping in braces, or one in lines."""
    kind, space = draw(st.sampled_from(["text", "braces", "lines", "lines", "below"])), " " * indent
    if kind == "text":
        return [f"{space}- {draw(texts(indent + 2))}"]
    keys = draw(st.lists(st.sampled_from(["id", "text", "role", "why"]), min_size=1, max_size=4, unique=True))
    if kind == "braces":
        pairs = [f"{key}: {draw(texts(0, flow=True))}" for key in keys]
        cites = draw(st.sampled_from(["", ", cites: [A1, A2 ,A3]", ", cites: A7", ",\n   cites: [A1,\n    A2]"]))
        return [f"{space}- {{{', '.join(pairs)}{cites}}}{draw(COMMENTS)}"]
    lines = [f"{space}  {key}: {draw(texts(indent + 4))}" for key in keys]
    lines += draw(
        st.sampled_from([[], [f"{space}  cites:", f"{space}  - A1  # one", f"{space}  - A2"], [f"{space}  cites: []"]])
    )
    lines += draw(st.sampled_from([[], [f"{space}  # in it"], [""], [f"{space}  only: chief  # him"]]))
    if kind == "below":
        return [f"{space}-{draw(COMMENTS)}", *lines]
    return [f"{space}- {lines[0].lstrip(' ')}", *lines[1:]]


@st.composite
def briefs(draw: Any) -> str:
    """The text of a brief with a section or two."""
    lines = draw(st.sampled_from([[], ["# A brief: 'of' somebody", ""], ["---"]])) + HEAD.splitlines()
    for section in draw(st.lists(st.sampled_from(["context", "key_actors", "bottom_line"]), unique=True, max_size=2)):
        indent = draw(st.sampled_from([0, 2, 4]))
        lines += [f"{section}:{draw(COMMENTS)}"]
        for _ in range(draw(st.integers(1, 3))):
            lines += draw(st.sampled_from([[], [""], [" " * indent + "# before"]])) + draw(items(indent))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# the end\n"]))
    text = draw(st.sampled_from(["", "", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    try:
        document = document_of(text.removeprefix("\ufeff"), FILE)
    except FaultyInputError:
        reject()
    assume(not document.problems)
    return text


@given(briefs(), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_a_step_in_any_brief_is_done_as_it_should_be_or_refused(text: str, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(list(steps_for(text))))
    rewritten_or_refused(text, step)


@given(briefs(), WORDS, st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_any_words_can_take_the_place_of_any_text(text: str, words: str, data: st.DataObject) -> None:
    there = [(path, value) for path, value in paths(value_of(text)) if isinstance(value, str) and path]
    path, value = data.draw(st.sampled_from(there))
    new = words.strip() + "\n" * (len(value) - len(value.rstrip("\n")))
    assume(words.strip())
    step = Reword(path, new) if isinstance(path[-1], int) else Put(path[:-1], str(path[-1]), new)
    assert rewritten_or_refused(text, step)


@given(briefs())
@settings(max_examples=30, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_confirming_changes_a_comment_and_no_value(text: str) -> None:
    for path in drafted_in(text):
        made = rewritten_or_refused(text, Confirm(path))
        assert made
        assert drafted_in(made) == drafted_in(text) - {path}
