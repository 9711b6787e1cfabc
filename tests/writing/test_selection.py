"""Words that are selected in an article: whole, without the marks around them, and found again by the check."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.matching.quotation import Wording
from briefing.model.article import Article, number
from briefing.model.problem import FaultyInputError
from briefing.writing import selection
from briefing.writing.edit import Selection


def article_of(*texts: str) -> Article:
    return Article("A", number((text, False) for text in texts), "0" * 64)


def selected(article: Article, **places: Any) -> Selection:
    return Selection.model_validate({"article": "A", "paragraph": 1, **places})


def quoted(text: str, words: str) -> str:
    """What becomes of these words of a text when they are selected."""
    article = article_of(text)
    start = text.index(words)
    return selection.quotation(selected(article, start=start, end=start + len(words)), article, Wording(article))[0]


@pytest.mark.parametrize(
    ("text", "words", "quotation"),
    [
        ("He said: “We wait.” Then he left.", "“We wait.” ", "We wait."),
        ("He said: “We wait,” and left.", "“We wait,” ", "We wait"),
        ("He said ‘we wait’ and left.", "‘we wait’", "we wait"),
        ("The workers’ union waits.", "The workers’", "The workers’"),
        ("It’s so.", "It’s so", "It’s so"),
        ("Il a dit « nous attendons » hier.", "« nous attendons »", "nous attendons"),
        ("Nothing is whole here.", "othing is who", "Nothing is whole"),
        ("Two\u00a0spaces  and\nlines.", "Two\u00a0spaces  and\nlines.", "Two spaces and lines."),
        ("She asked: “Why?” Nobody knew.", "“Why?”", "Why?"),
        ("قال «نحن ننتظر» أمس.", "«نحن ننتظر»", "نحن ننتظر"),
        ("Turned \u202eround\u202c here.", "Turned \u202eround\u202c here", "Turned round here"),
        ("An emoji 😀 stands here.", "😀 stands", "😀 stands"),
    ],
)
def test_a_quotation_is_whole_and_without_its_marks(text: str, words: str, quotation: str) -> None:
    assert quoted(text, words) == quotation


@given(st.text(st.sampled_from("aB .,“”‘’'\"!?…-–—[]()5\u00a0no٣é漢\n"), min_size=1, max_size=60), st.data())
def test_whatever_is_selected_is_found_by_the_check_or_refused(text: str, data: st.DataObject) -> None:
    assume(text.strip())
    article = article_of(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    try:
        words, first, _ = selection.quotation(selected(article, start=start, end=end), article, Wording(article))
    except FaultyInputError:
        return
    assert any(place.paragraphs[0] == first for place in Wording(article).find(words))
    assert words == words.strip()


def test_words_of_two_paragraphs_have_an_ellipsis_between_them() -> None:
    article = article_of("We wait for the boat.", "It is late.")
    there = selected(article, start=3, last=2, end=10)
    assert selection.quotation(there, article, Wording(article)) == ("wait for the boat. […] It is late", 1, 2)


@pytest.mark.parametrize(
    ("words", "name"),
    [("Ola Vik’s", "Ola Vik"), ("“Ola Vik,” ", "Ola Vik"), ("Ola Vik.", "Ola Vik"), ("la Vi", "Ola Vik")],
)
def test_a_name_is_whole_and_stands_by_itself(words: str, name: str) -> None:
    text = f"It is {words} boat." if words != "la Vi" else "It is Ola Vik there."
    article, start = article_of(text), text.index(words)
    assert selection.name(selected(article, start=start, end=start + len(words)), article) == name


@pytest.mark.parametrize(
    "places", [{"start": 0, "end": 0}, {"start": 0, "end": 3, "last": 2}, {"start": 0, "end": 400}]
)
def test_what_is_no_name_is_refused(places: dict[str, int]) -> None:
    article = article_of("word " * 60, "More.")
    with pytest.raises(FaultyInputError) as error:
        selection.name(selected(article, **places), article)
    assert error.value.problems[0].code == "E721"
