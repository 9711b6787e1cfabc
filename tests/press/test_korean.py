"""Korean words are kept whole while a page is laid out, and nothing of it is left in the file."""

from xml.etree import ElementTree as ET

import pydyf
import pytest

from briefing.press.korean import keep_words_together, let_words_go


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("새 여객선", "새 여\u2060객\u2060선"),
        ("2028년 4월에", "2028\u2060년 4\u2060월\u2060에"),
        ("주민의 38%가", "주\u2060민\u2060의 38%\u2060가"),
        ("plain words", "plain words"),
        ("船と港", "船と港"),
    ],
)
def test_syllables_of_a_word_are_joined(text: str, kept: str) -> None:
    page = ET.fromstring(  # noqa: S314
        f"<html><head><title>{text}</title></head><body><p>{text}<b>{text}</b>{text}</p></body></html>"
    )
    keep_words_together(page)
    assert ["".join(p.itertext()) for p in page.iter("p")] == [kept * 3]
    assert page.findtext("head/title") == text


def test_what_is_said_in_words_is_freed() -> None:
    pdf = pydyf.PDF()
    mark = pydyf.Dictionary({"Title": pydyf.String("여\u2060객\u2060선"), "Count": 1})
    pdf.add_object(mark)
    let_words_go(pdf)
    assert mark["Title"].string == "여객선"
