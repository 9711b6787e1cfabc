"""Another article put into a brief: what was there stays byte for byte, and it says what it said."""

import datetime as dt
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.drafting.insertion import Addition, NoPlaceError, expected, put_in
from briefing.drafting.manuscript import Item
from briefing.loading.document import read_document
from tests.made_up import LOOKS_LIKE_YAML

ENTRY: Item = {"file": "article-b.txt", "title": "Another: one", "accessed": dt.date(2026, 11, 23), "verbatim": True}
ACTOR: Item = {"id": "no", "name": "No", "cites": ["B1"]}
VIEW: Item = {
    "id": "null",
    "expert": "null",
    "view": "1:30",
    "cites": ["B2", "B3"],
    "quotes": [{"id": "q", "text": "a # b: c, [d] {e}", "cites": ["B2"]}],
}
QUESTION: Item = {"id": "q2", "question": "Who: me?", "cites": ["B4"]}
ITEMS: Mapping[str, Sequence[Item]] = {"key_actors": [ACTOR], "expert_views": [VIEW], "open_questions": [QUESTION]}
HEAD = "title: T\ndate: 2023-09-12\nmarking: M\narticles:\n  A: {file: article.txt}\n"


def values(text: str, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "brief.yaml"
    file.write_bytes(text.encode())
    data: dict[str, Any] = read_document(file).data
    return data


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def added(text: str, tmp_path: Path, items: Mapping[str, Sequence[Item]] = ITEMS) -> str:
    """The text with the addition, of which it is known that it says what it should and holds all that was there."""
    addition = Addition("B", ENTRY, items)
    made = put_in(text, addition)
    assert values(made, tmp_path) == expected(values(text, tmp_path), addition)
    assert is_subsequence(re.sub(r" (?:\[ ?\]|~)(?=\s|$)", "", text), made), made
    return made


AWKWARD = {
    "sections missing": HEAD,
    "no line end at its end": HEAD.rstrip("\n"),
    "a comment at its end, without line end": HEAD + "# the end",
    "empty lists": HEAD + "key_actors: []\nexpert_views: [ ]  # none yet\nopen_questions: []",
    "nothing": HEAD + "key_actors:\nexpert_views:  # soon\nopen_questions: ~\n# the end\n",
    "examples in comments": HEAD + "key_actors: []\n  # - {id: x, name: …}\n\n# --------\nopen_questions: []\n",
    "flow": HEAD + "key_actors: [{id: a, name: A}, B]  # both\nopen_questions: [Why?,]\nexpert_views: [ # none\n]\n",
    "flow over lines": HEAD + "key_actors: [\n  {name: A},   # first\n  {name: B}    # second\n]\nsides: {}\n",
    "tabs in comments": HEAD + "key_actors:\t# a\ttab\n  - name: A\t# another\topen\nopen_questions: []\t#\t\n",
    "not indented lists": HEAD + "key_actors:\n- name: A\n- name: B\n# of the next\nopen_questions:\n- Why?\n",
    "deeply indented": HEAD + "key_actors:\n        - name: A\n          cites: [A1]\n\n\n\nexpert_views: []\n",
    "comments behind": HEAD
    + "key_actors:\n  - name: A  # x\n    # of A\n\n  # - name: old\n\n# of the next\nsides: {}\n",
    "texts in lines": HEAD
    + "key_actors:\n  - name: A\n    interest: >-\n      one\n      two\n\n\n# next\nopen_questions:\n",
    "texts that keep lines": HEAD + "key_actors:\n  - name: A\n    interest: |+\n      one\n\n\n# next\nsides: {}\n",
    "blank lines between": HEAD + "key_actors:\n  - name: A\n\n  - name: B\n\nopen_questions:\n  - Why?\n  - How?\n",
    "anchors": HEAD + "key_actors: &a\n    - &b\n      name: A\n      cites: &c [A1]\n    - name: B\n      cites: *c\n",
    "an alias last": HEAD
    + "open_questions:\n  - question: Q?\n    cites: &c [A1]\n  - question: R?\n    cites: *c\nsides: {}\n",
    "a document between marks": "---\n" + HEAD + "key_actors:\n  - A\n...\n",
    "indented throughout": "".join(f"  {line}\n" for line in (HEAD + "key_actors:\n  - A").splitlines()),
    "quotation marks": HEAD + "\"key_actors\":\n  - 'it''s: one'\n  - \"two \\\" # three\"\n'open_questions': []\n",
    "an article line by line": "articles:\n    A:\n        file: a.txt   # A\n        # grade: B2\n\ntitle: T\n",
    "articles last": "title: T\nkey_actors:\n  - A\narticles:\n  A:\n    file: a.txt",
    "articles apart": "articles:\n  A:\n    file: a.txt\n\n  C:\n    file: c.txt\n\n# more\ntitle: T\n",
    "an explicit key": HEAD + "? key_actors\n: - A\n  - B\n",
    "other scripts": "# 첫 줄 😀\n" + HEAD + "key_actors:\n  - 김정은 😀  # 😀\n",
    "an empty item": HEAD + "key_actors:\n  - A\n  -\nsides: {}\n",
    "a wrapped text": HEAD + "key_actors:\n  - name: A\n    interest: one\n      two\n      three # end\nsides: {}\n",
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_what_was_there_stays_whatever_the_layout(text: str, line_end: str, tmp_path: Path) -> None:
    made = added(text.replace("\n", line_end), tmp_path)
    assert not {"\n", "\r"} & set(made.replace(line_end, ""))


def test_items_go_where_their_section_ends(tmp_path: Path) -> None:
    made = added(AWKWARD["comments behind"], tmp_path)
    assert made.endswith(
        "  # - name: old\n  - id: 'no'  # confirm\n    name: 'No'\n    cites: [B1]\n\n# of the next\nsides: {}\n\n"
        "expert_views:\n  - id: 'null'  # confirm\n    expert: 'null'\n    view: '1:30'\n    cites: [B2, B3]\n"
        "    quotes:\n      - id: q  # confirm\n        text: 'a # b: c, [d] {e}'\n        cites: [B2]\n\n"
        "open_questions:\n  - id: q2  # confirm\n    question: 'Who: me?'\n    cites: [B4]\n"
    )


def test_an_empty_list_gives_way_and_its_comment_stays(tmp_path: Path) -> None:
    made = added(HEAD + "key_actors: []  # none yet\n", tmp_path, {"key_actors": [ACTOR]})
    assert made.endswith("key_actors:  # none yet\n  - id: 'no'  # confirm\n    name: 'No'\n    cites: [B1]\n")


def test_items_keep_the_distance_of_the_others(tmp_path: Path) -> None:
    made = added(HEAD + "key_actors:\n  - A\n\n  - B\n\nsides: {}\n", tmp_path, {"key_actors": [ACTOR, ACTOR]})
    item = "  - id: 'no'  # confirm\n    name: 'No'\n    cites: [B1]\n"
    assert made.endswith(f"  - A\n\n  - B\n\n{item}\n{item}\nsides: {{}}\n")


def test_a_section_without_new_items_is_left_alone(tmp_path: Path) -> None:
    text = HEAD + "key_actors: []\nopen_questions: 7\n"
    made = added(text, tmp_path, {"key_actors": [], "open_questions": []})
    assert made.endswith("key_actors: []\nopen_questions: 7\n")


def test_bare_citations_are_given_the_key_of_the_article_that_was_alone(tmp_path: Path) -> None:
    text = HEAD + (
        "bottom_line:\n  - text: 7 of 9\n    cites: [7, '8', \"9-11\", A12, 13]  # bare\n"
        "stakes:\n  us:\n    - {text: 5, cites: 5}\n"
        "expert_views:\n  - expert: E\n    quotes: [{text: x, cites: [3]}]\n"
        "    cites:\n      - 4   # four\n      - 5–6\n"
    )
    made = added(text, tmp_path)
    assert "    cites: [A7, 'A8', \"A9-11\", A12, A13]  # bare\n" in made
    assert "{text: 5, cites: A5}" in made
    assert "cites: [A3]" in made
    assert "      - A4   # four\n      - A5–6\n" in made


def test_bare_citations_stay_where_there_were_two_articles(tmp_path: Path) -> None:
    text = "articles: {A: {file: a}, C: {file: c}}\nbottom_line:\n  - {text: x, cites: [7]}\n"
    assert "cites: [7]" in added(text, tmp_path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{title: T, articles: {A: {file: a}}}", "between braces"),
        ("title: T\n", "articles"),
        ("title: T\narticles: [a]\n", "articles"),
        (HEAD + "key_actors: A\n", "key_actors"),
        (HEAD + "key_actors: {name: A}\n", "key_actors"),
        (HEAD + "sides: &s []\nkey_actors: *s\n", "key_actors"),
    ],
)
def test_a_brief_without_a_place_is_refused(text: str, why: str) -> None:
    with pytest.raises(NoPlaceError, match=why):
        put_in(text, Addition("B", ENTRY, ITEMS))


NASTY = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), min_size=1) | st.sampled_from(
    [*LOOKS_LIKE_YAML, "\\", "…", "=", "<<"]
)
LAYOUTS = st.sampled_from(sorted(AWKWARD))


@given(NASTY, NASTY, LAYOUTS)
def test_whatever_is_added_is_read_again_as_it_was(name: str, text: str, layout: str) -> None:
    actor: Item = {"id": "a", "name": name, "role": text, "cites": ["B1"]}
    view: Item = {"id": "b", "expert": text, "quotes": [{"id": "c", "text": name, "cites": ["B2"]}]}
    items = {"key_actors": [actor, actor], "expert_views": [view], "open_questions": [{"question": text}]}
    addition = Addition("B", {"file": "b.txt", "title": name}, items)
    with tempfile.TemporaryDirectory() as folder:
        before = values(AWKWARD[layout], Path(folder))
        made = put_in(AWKWARD[layout], addition)
        assert values(made, Path(folder)) == expected(before, addition)
