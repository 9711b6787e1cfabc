"""A page that is laid out again from where it changed has the bytes of one that was laid out from the beginning."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint.layout.page
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefing.press import Pressed, once, press, redraw
from briefing.press.fonts import fonts_for
from briefing.press.redraw import changed_words
from tests.press.conftest import WORDS, page
from tests.press.test_once import SEED, variant_of
from tests.workbench import ROOT, SMALL_DESK

CSS = """
@page {@top-left {content: string(part)} @bottom-center {content: counter(page) " of " counter(pages)}
  @top-right {content: element(head)} @footnote {border-top: 1px solid}}
html {hyphens: auto; font-size: 9pt} h2 {string-set: part content(); break-after: avoid}
.toc a::after {content: leader(".") target-counter(attr(href), page)} .note {float: footnote}
.head {position: running(head)} .cols {columns: 2} .aside {float: right; width: 30%} .late {break-before: page}
td, th {border: 1px solid; padding: 2px} .flex {display: flex} .inline {display: inline-block; border: 1px solid}
.whole {break-inside: avoid} .paragraph {position: relative} .margin {position: absolute; left: -12mm; width: 10mm}
.named {page: other} @page other {margin: 30mm 15mm} .pre {white-space: pre-wrap} .first::first-letter {font-size: 20pt}
"""
TEXTS = 48
KINDS = (
    '<p class="first">{0}</p>',
    "<p>{0} <b>{1}</b> {2}</p>",
    "<ul><li>{0}</li><li>{1}</li></ul>",
    "<table><thead><tr><th>{0}</th><th>{1}</th></tr></thead><tbody><tr><td>{2}</td><td>{3}</td></tr></tbody></table>",
    '<div class="cols"><p>{0}</p><p>{1}</p></div>',
    '<p>{0}<span class="note">{1}</span> {2}</p>',
    '<div class="aside">{0}</div><p>{1}</p>',
    '<div class="whole"><h2>Of {0}</h2><p>{1}</p></div>',
    '<div class="flex"><div>{0}</div><div>{1}</div></div>',
    '<p><span class="inline">{0}</span> {1}</p>',
    '<div class="paragraph"><p class="margin">{0}</p><p>{1}</p></div>',
    '<p class="late">{0}</p>',
    '<p class="named">{0}</p>',
    '<p class="pre">{0}\n  {1}</p>',
    '<div class="head">{0}</div>',
    '<p><a href="#end">{0}</a></p>',
    '<svg width="60" height="20"><title>Drawing</title><text y="12">{0}</text></svg>',
)
VOCABULARY = (*WORDS.split(), "Pneumonoultramicroscopicsilicovolcanoconiosis", "a", "&amp;", "“quoted”", "日本", "٣")


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    once.forget()
    yield
    once.forget()


def pressed(html: str, scratch: Path, sharing: str = "pages") -> Pressed:
    fonts = fonts_for("日本 ٣")[0]  # one set for all of them
    return press(html, identifier=b"0123456789abcdef", fonts=fonts, scratch=scratch, sharing=sharing)


def stays_as_it_is(versions: list[str], scratch: Path) -> Pressed:
    """Each version, drawn after the one before it, is what it would be by itself."""
    for html in versions:
        found = pressed(html, scratch)
        assert found == pressed(html, scratch, "nothing")
    return found


class Made:
    """How many pages were laid out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        plain = weasyprint.layout.page.make_page

        def make_page(*given: object) -> object:
            self.count += 1
            return plain(*given)

        monkeypatch.setattr(weasyprint.layout.page, "make_page", make_page)

    def since(self) -> int:
        self.count, count = 0, self.count
        return count


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    return Made(monkeypatch)


def long_page(texts: list[str]) -> str:
    contents = '<ul class="toc"><li><a href="#end">The end</a></li><li><a href="#mid">Middle</a></li></ul>'
    middle = len(texts) // 2
    parts = [f"<p{' id=mid' if at == middle else ''}>{text}</p>" for at, text in enumerate(texts)]
    return page(f'{contents}{"".join(parts)}<p id="end">last</p>', CSS)


def test_an_edit_that_moves_nothing_lays_out_the_pages_that_asked_for_it(scratch: Path, made: Made) -> None:
    texts = [f"Paragraph {number}. {WORDS * 3}" for number in range(30)]
    first = pressed(long_page(texts), scratch)
    assert first.pages > 4
    made.since()
    texts[14] = texts[14].replace("considerable", "serious", 1)
    again = pressed(long_page(texts), scratch)
    assert made.since() <= 2
    assert again == pressed(long_page(texts), scratch, "nothing") != first


@pytest.mark.parametrize("kind", ["aside", "margin"])
def test_what_is_out_of_the_flow_may_reach_over_the_foot_of_a_page(kind: str, scratch: Path, made: Made) -> None:
    texts = [f"Paragraph {number}. {WORDS * 3}" for number in range(30)]
    notes = {number: f"Note {number}. {WORDS * 2}" for number in range(3, 30, 4)}

    def whole() -> str:
        parts = [
            f'<div class="paragraph">{f"<p class={kind}>{notes[at]}</p>" if at in notes else ""}<p>{text}</p></div>'
            for at, text in enumerate(texts)
        ]
        return page("".join(parts), CSS)

    first = pressed(whole(), scratch)
    assert first == pressed(whole(), scratch, "nothing")
    ((kept,),) = (shared.pages._pages for shared in once._sets.values())
    assert first.pages > 4
    assert any(kept._left.values()), "no note reaches over the foot of a page"
    fewer = 0
    for at in (1, 9, 15, 22, 28):
        texts[at] = texts[at].replace("considerable", "serious", 1)
        made.since()
        again = pressed(whole(), scratch)
        fewer += made.since() < first.pages
        assert again == pressed(whole(), scratch, "nothing")
    assert fewer > 3
    for at in (7, 15):
        for more in (f"Note {at}. {WORDS * 5}", f"Note {at}. {WORDS}", f"Note {at}."):
            notes[at] = more
            assert pressed(whole(), scratch) == pressed(whole(), scratch, "nothing")


def test_the_same_page_again_lays_out_nothing(scratch: Path, made: Made) -> None:
    html = long_page([WORDS * 9] * 9)
    first = pressed(html, scratch)
    made.since()
    assert pressed(html, scratch) == first
    assert made.since() == 0


def test_an_edit_that_moves_pages_changes_the_contents(scratch: Path) -> None:
    texts = [f"Paragraph {number}. {WORDS * 3}" for number in range(30)]
    versions = [long_page(texts)]
    for at, more in ((3, WORDS * 40), (20, WORDS), (3, ""), (29, "x"), (0, WORDS * 9)):
        texts[at] = f"Paragraph {at}. {more}"
        versions.append(long_page(texts))
    stays_as_it_is(versions, scratch)


def test_several_pages_are_kept_side_by_side(scratch: Path, made: Made) -> None:
    one, other = ([f"{name} {number}. {WORDS * 3}" for number in range(20)] for name in ("One", "Other"))
    stays_as_it_is([long_page(one), long_page(other)], scratch)
    made.since()
    one[9], other[9] = one[9].replace("deepen", "end"), other[9].replace("deepen", "widen")
    found = [pressed(long_page(texts), scratch) for texts in (one, other)]
    assert made.since() <= 4
    assert found == [pressed(long_page(texts), scratch, "nothing") for texts in (one, other)]


def test_no_more_pages_are_kept_than_four(scratch: Path) -> None:
    for number in range(1, 7):
        pressed(page(f"<h{number}>x</h{number}>"), scratch)
    assert [len(shared.pages._pages) for shared in once._sets.values()] == [4]


def test_no_more_sheets_are_kept_than_can_be_held(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redraw, "_MOST_SHEETS", 6)
    longs = [page("".join(f'<p class="late">{name} {at}</p>' for at in range(3)), CSS) for name in "abc"]
    assert [pressed(html, scratch).pages for html in longs] == [4, 4, 4]
    assert [[kept.text for kept in shared.pages._pages] for shared in once._sets.values()] == [longs[2:]]
    edited = longs[2].replace("c 1", "d 1")
    assert pressed(edited, scratch) == pressed(edited, scratch, "nothing")
    far = page("".join(f'<p class="late">{at}</p>' for at in range(6)), CSS)
    assert pressed(far, scratch).pages == 7
    assert not any(shared.pages._pages for shared in once._sets.values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>one</p>", "<p>one</p><p>two</p>"),
        ("<p>one</p>", "<p><b>one</b></p>"),
        ("<p>one</p>", "<p class='x'>one</p>"),
        ("<p title='one > two'>x</p>", "<p title='one > three'>x</p>"),
        ("<p>one</p>", "<p> </p>"),
        ("<p></p>", "<p>one</p>"),
        ("<style>p {color: red}</style>", "<style>p {color: blue}</style>"),
        ("<p>one</p><p>two</p>", "<p>eins</p><p>zwei</p>"),
        ("<p>one &amp; two</p>", "<p>one &amp; three <!-- four --></p>"),
        ("<!-- one --><p>x</p>", "<!-- two --><p>x</p>"),
        ("<p>one</p><p>one</p>", "<p>one</p><p>two</p>"),
        ("<h2>one</h2><p>two</p>", "<h2>three</h2><p>two</p>"),
        ("<svg><text y='9'>one</text></svg>", "<svg><text y='9'>two</text></svg>"),
        ("<p>one&nbsp;two</p>", "<p>one&nbsp;three</p>"),
        ("<p>소제</p>", "<p>소제목 하나</p>"),
        ("<pre>\none</pre>", "<pre>\ntwo</pre>"),
        ("<p>one</p>", "<p>one 日</p>"),
    ],
)
def test_whatever_the_edit_is_the_bytes_are_those_of_the_page(old: str, new: str, scratch: Path) -> None:
    around = f"<p>{WORDS}</p>{{}}<p>{WORDS}</p>"
    stays_as_it_is(
        [page(around.format(old), CSS), page(around.format(new), CSS), page(around.format(old), CSS)], scratch
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<p>one two</p>", "<p>one three</p>", ("one two", "one three")),
        ("<p>a &amp; b</p>", "<p>a &amp; c</p>", ("a & b", "a & c")),
        ("<p>one</p>", "<p>one one</p>", ("one", "one one")),
        ("<p>aa</p>", "<p>a</p>", ("aa", "a")),
        ("<p>one</p>", "<p>one</p>", None),
        ("<p>one</p>", "<i>one</i>", None),
        ("<p>one</p><i>two</i>", "<p>1</p><i>2</i>", None),
        ("one", "two", None),
    ],
)
def test_changed_words_are_found_from_tag_to_tag(old: str, new: str, words: tuple[str, str] | None) -> None:
    assert changed_words(old, new) == words


@st.composite
def edited(draw: st.DrawFn) -> list[str]:
    """A page of many kinds of boxes, and the same page with words changed here and there."""
    sentences = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=60).map(" ".join)
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=4, max_size=14))
    texts = [f"t{at} {draw(sentences)}" for at in range(4 * len(kinds))]
    contents = '<ul class="toc"><li><a href="#end">The end</a></li><li><a href="#mid">Middle</a></li></ul>'

    def whole() -> str:
        parts = [kind.format(*texts[4 * at : 4 * at + 4]) for at, kind in enumerate(kinds)]
        parts.insert(len(parts) // 2, '<p id="mid">middle</p>')
        return page(contents + "".join(parts) + '<p id="end">last</p>', CSS)

    versions = [whole()]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(texts) - 1))
        texts[at] = f"t{at} {draw(sentences)}"
        versions.append(whole())
    return versions


@settings(max_examples=4, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(edited())
def test_any_words_may_change(scratch: Path, versions: list[str]) -> None:
    once.forget()
    stays_as_it_is(versions, scratch)


@pytest.mark.long
@settings(max_examples=120, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(edited())
def test_any_words_may_change_many_times(scratch: Path, versions: list[str]) -> None:
    once.forget()
    stays_as_it_is(versions, scratch)


def words_of(html: str) -> list[str]:
    """The longer texts that stand once in the body of a page."""
    body = html[html.index("<body") :]
    return [text for text in re.findall(r">([^<>&]{30,})<", body) if html.count(f">{text}<") == 1]


@pytest.mark.parametrize(
    ("desk", "brief", "audience", "edits"),
    [
        (SMALL_DESK, "harbour", "public", 2),
        pytest.param(ROOT, SEED, "committee", 12, marks=pytest.mark.long),
        pytest.param(ROOT / "tests" / "languages" / "ar", "tahliya", "committee", 6, marks=pytest.mark.long),
        pytest.param(ROOT / "tests" / "languages" / "ko", "ferry", "committee", 6, marks=pytest.mark.long),
    ],
)
def test_a_brief_is_edited_here_and_there(
    desk: Path, brief: str, audience: str, edits: int, scratch: Path, made: Made
) -> None:
    _, html = variant_of(desk, brief, audience)
    fonts = fonts_for(html)[0]

    def drawn(html: str, sharing: str = "pages") -> Pressed:
        return press(html, identifier=b"x", fonts=fonts, scratch=scratch, sharing=sharing)

    assert drawn(html) == drawn(html, "nothing")
    texts, fewer = words_of(html), 0
    for text in texts[:: max(1, len(texts) // edits)]:
        html = html.replace(f">{text}<", f">{text.split(' ', 1)[-1]} {text[:9]}<")
        made.since()
        found = drawn(html)
        fewer += made.since() < found.pages
        assert found == drawn(html, "nothing")
    assert fewer
