"""Actors and experts occur in an article, spelled as there, and speakers stand near their words."""

import unicodedata

import pytest

from tests.evidence_desk import problems

ARTICLE = """\
Kim Jong-un received Émile Sauvageot and Jaan P. Tamm in Qyzylorda. NATO sent nobody.

Estonia’s minister, Dr Łukasz Wójcik, said that Qaddafi’s heirs would be heard. Øystein Berg wrote it down.

The Ministry of Fisheries of North Korea said nothing. J. Whitcombe said less, and Prof. O’Neill’s letter was lost.

President Kwame Ødegård-N’Diaye met Jean-Noël de l’Œuvre of the court.
"""


def found(tmp_path, name: str) -> list[tuple[str, str]]:
    actor = {"name": name, "cites": ["A1"]}
    changes = {"key_actors": [actor], "expert_views": [], "bottom_line": [], "sides": {}}
    return [(p.code, p.message) for p in problems(tmp_path, article=ARTICLE, **changes) if p.code in {"W107", "W108"}]


@pytest.mark.parametrize(
    "name",
    [
        "Kim Jong-un",
        "Kim Jong‑un",
        "President Kim Jong-un",
        "M. Émile Sauvageot",
        "E\u0301mile Sauvageot",
        "Estonia",
        "Qaddafi",
        "Professor O'Neill",
        "the Ministry of Fisheries",
        "The NATO",
        "Kwame Ødegård-N’Diaye",
        "N'Diaye",
        "Jean-Noël de l'OEuvre",
        "Prime Minister Łukasz Wójcik",
    ],
)
def test_a_name_occurs_whatever_its_title_typography_and_possessive(tmp_path, name):
    assert found(tmp_path, name) == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("Kim Jong Un", "Kim Jong-un"),
        ("Jong-un Kim", "Kim Jong-un"),
        ("Emile Sauvageot", "Émile Sauvageot"),
        ("Lukasz Wojcik", "Łukasz Wójcik"),
        ("Oystein Berg", "Øystein Berg"),
        ("Nato", "NATO"),
        ("Gaddafi", "Qaddafi"),
        ("Jaan Tamm", "Jaan P. Tamm"),
        ("Émile P. Sauvageot", "Émile Sauvageot"),
        ("É. Sauvageot", "Émile Sauvageot"),
        ("John Whitcombe", "J. Whitcombe"),
        ("Øystein Bergh", "Øystein Berg"),
        ("Seán O’Neill", "O’Neill"),
        ("Kyzylorda", "Qyzylorda"),
    ],
)
def test_another_spelling_is_shown_with_that_of_the_article(tmp_path, name, there):
    ((code, message),) = found(tmp_path, name)
    assert code == "W108"
    assert f"“{there}”" in message


@pytest.mark.parametrize(
    "name", ["Peeter Kask", "North Korean Workers", "South Sudan", "Ministry of Defence", "Al Smith"]
)
def test_a_name_that_occurs_nowhere(tmp_path, name):
    assert [code for code, _ in found(tmp_path, name)] == ["W107"]


def speaking(tmp_path, expert: str, cites: str, text: str) -> list[str]:
    view = {"expert": expert, "cites": [cites], "quotes": [{"text": text, "cites": [cites]}]}
    changes = {"expert_views": [view], "bottom_line": [], "sides": {}}
    return [p.code for p in problems(tmp_path, article=ARTICLE, **changes) if p.code == "W106"]


def test_speakers_are_known_by_possessives_and_without_accents(tmp_path):
    assert speaking(tmp_path, "Muammar Qaddafi", "A2", "would be heard") == []
    assert speaking(tmp_path, "Lukasz Wojcik", "A2", "would be heard") == []


def test_a_small_word_of_a_name_does_not_make_a_speaker(tmp_path):
    assert speaking(tmp_path, "The Institute of Tides", "A3", "said nothing") == ["W106"]


@pytest.mark.parametrize(("of_name", "of_article"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_korean_name_occurs_in_either_form_of_unicode_with_a_particle_tied_to_it(tmp_path, of_name, of_article):
    text = unicodedata.normalize(of_article, "김민준은 어제 부산에서 답하지 않았다.")
    actor = {"name": unicodedata.normalize(of_name, "김민준"), "cites": ["A1"]}
    changes = {"key_actors": [actor], "expert_views": [], "bottom_line": [], "sides": {}}
    assert not [p for p in problems(tmp_path, article=text, **changes) if p.code in {"W107", "W108"}]
