"""What was drafted, as YAML: whatever the words are, they are read again as they were."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.drafting.manuscript import CONFIRM, in_flow, lines_of, lines_of_items, plain, scalar
from briefing.loading.document import read_document

ODD = [
    *("No", "null", "~", "1:30", "2023-09-12", "y", "1e3", "0x1F", "=", "<<", "- a", "a: b", "a #b", "# a", "[x", "{y"),
    *("'", '"', "\\", "`a`", "@a", "%a", "&a", "*a", "!a", "|", ">", "? a", "a:", " a", "a ", ""),
    *("\u202eabc", "김정은 😀", "\ufeffa", "a\u00a0"),
]
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]))
SENTENCES = st.lists(PRINTABLE | st.sampled_from(ODD), max_size=25).map(" ".join)
TEXTS = st.sampled_from(ODD) | PRINTABLE | SENTENCES
ITEMS = st.fixed_dictionaries(
    {"id": TEXTS, "text": TEXTS},
    optional={
        "cites": st.lists(TEXTS, max_size=3),
        "verbatim": st.booleans(),
        "accessed": st.dates(min_value=dt.date(1000, 1, 1)),
        "quotes": st.lists(st.fixed_dictionaries({"text": TEXTS, "cites": st.lists(TEXTS)}), min_size=1, max_size=3),
    },
)


def read(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "brief.yaml"
        file.write_bytes(text.encode())
        document = read_document(file)
        assert not document.problems
        return document.data


@given(st.lists(ITEMS, min_size=1, max_size=3), st.sampled_from(["", "  ", "        "]), st.booleans())
def test_items_are_read_again_as_they_were(items: list[Any], indent: str, apart: bool) -> None:
    lines = "\n".join(lines_of_items(items, indent, apart=apart))
    assert read(f"key_actors:\n{lines}\n")["key_actors"] == [plain(item) for item in items]


@given(ITEMS)
def test_an_item_on_one_line_is_read_again_as_it_was(item: Any) -> None:
    written = in_flow(item)
    assert "\n" not in written
    assert read(f"articles: {{A: {written}, B: [{written}]}}\n")["articles"] == {"A": plain(item), "B": [plain(item)]}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_a_value_on_one_line(text: str) -> None:
    written = scalar(text)
    assert len(written.splitlines()) <= 1
    assert yaml.safe_load(f"- {written}  # a comment") == [text]


@given(TEXTS)
def test_a_comment_stays_behind_its_value(comment: str) -> None:
    assert read("\n".join(lines_of({"title": "T"}, "", {"title": comment})) + "\n") == {"title": "T"}


def test_each_item_and_each_of_its_quotations_is_to_be_confirmed() -> None:
    view = {"id": "karu", "expert": "Anna Karu", "quotes": [{"id": "karu-q1", "text": "No: never", "cites": ["A2"]}]}
    assert list(lines_of_items([view], "  ")) == [
        f"  - id: karu  # {CONFIRM}",
        "    expert: Anna Karu",
        "    quotes:",
        f"      - id: karu-q1  # {CONFIRM}",
        "        text: 'No: never'",
        "        cites: [A2]",
    ]


@pytest.mark.parametrize("word", ["word", "wörd", "# word", "- word", "말"])
def test_a_long_text_is_broken_into_lines(word: str) -> None:
    text = " ".join([word] * 60)
    lines = list(lines_of({"text": text}, "    "))
    assert lines[0] == "    text: >-"
    assert max(map(len, lines)) <= 100
    assert read("\n".join(lines).replace("    ", "  ", 1) + "\n") == {"text": text}
