"""Hyphenation patterns that are taken apart late divide every word as Pyphen does."""

import pyphen
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.press import hyphens
from briefing.press.hyphens import Patterns

# Those of most patterns, of another alphabet, and of other spellings at the division (Drucker: Druk-ker).
LANGUAGES = ["en_GB", "de_DE", "hu_HU", "ru_RU", "nl_NL", "sv", "th_TH"]
PYPHEN = pyphen.HyphDict if pyphen.HyphDict is not Patterns else Patterns.__base__


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_made_of_the_patterns_themselves_are_divided_alike(language: str) -> None:
    path = pyphen.LANGUAGES[language]
    theirs, ours = PYPHEN(path), Patterns(path)
    assert set(ours.patterns) == set(theirs.patterns)
    pieces = [key.replace(".", "") for key in list(theirs.patterns)[:: max(1, len(theirs.patterns) // 400)]]
    for word in (first + second for first, second in zip(pieces, pieces[::-1], strict=True)):
        assert said(ours, word) == said(theirs, word), word


@given(st.text(st.characters(categories=["L"], max_codepoint=0x250) | st.sampled_from("-'’.0")))
def test_any_word_is_divided_alike(word: str) -> None:
    assert said(OURS, word) == said(THEIRS, word)


THEIRS, OURS = PYPHEN(pyphen.LANGUAGES["en_GB"]), Patterns(pyphen.LANGUAGES["en_GB"])


def said(patterns: pyphen.HyphDict, word: str) -> list[tuple[int, object]]:
    return [(int(place), place.data) for place in patterns.positions(word)]


def test_another_pyphen_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyphen, "HyphDict", PYPHEN)
    monkeypatch.setattr(pyphen, "__version__", "1.0")
    hyphens.quicken()
    assert pyphen.HyphDict is PYPHEN
    monkeypatch.setattr(pyphen, "__version__", "0.18.1")
    hyphens.quicken()
    assert pyphen.HyphDict is Patterns
