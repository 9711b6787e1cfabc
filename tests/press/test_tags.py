"""The tag tree: each fault that WeasyPrint leaves is there without the press, and gone with it."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefing.press import press
from briefing.press.fonts import fonts_for
from tests.pdf_facts import Tag, artifact_text, faults, tag_tree
from tests.press.conftest import PIXEL, WORDS, Print, page

PICTURE = f'<img src="{PIXEL}" alt="A dot">'
RUNNING = (
    "@page {@top-left {content: element(head)} @bottom-left {content: 'Foot ' counter(page)}}"
    " .head {position: running(head)}"
)
LABELLED = '<p><svg width="9" height="9" aria-label="Bar"><rect width="9" height="9"/></svg></p>'

MENDED = [
    ("<ul><li><p>One</p><p>Two</p></li></ul>", "P stands in LI"),
    ("<ol><li>One<p>Two</p></li></ol>", "P stands in LI"),
    ("<dl><div><dt>Owner</dt><dd>Desk</dd></div></dl>", "Div stands in L"),
    (f'<p><a href="https://example.org">{PICTURE}</a></p>', "a link stands in Figure"),
    ('<p><a href="https://example.org"><b>bold</b> word</a></p>', "a link stands in NonStruct"),
    ('<p><a href="#none">dead</a></p>', "a Link leads nowhere: dead"),
    ("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "the header a has no scope"),
    (LABELLED, "a figure has no alternative text"),
    (f'<p><img src="{PIXEL}" alt=""></p>', "a figure has no alternative text"),
]


def unmended(html: str, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The same page as WeasyPrint writes it."""
    monkeypatch.setattr("briefing.press.engine.mend", lambda *_: [])
    return press(html, identifier=b"a", fonts=fonts_for(html)[0], scratch=scratch).pdf


@pytest.fixture(autouse=True)
def _loaded(printed: Print) -> None:
    printed("")


@pytest.mark.parametrize(("body", "fault"), MENDED)
def test_a_fault_that_weasyprint_leaves_is_mended(
    body: str, fault: str, printed: Print, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(printed(body).pdf) == []
    assert fault in faults(unmended(page(body), scratch, monkeypatch))


def find(pdf: bytes, *names: str) -> list[Tag]:
    return tag_tree(pdf).find(*names)


def shape(pdf: bytes, name: str) -> object:
    """The first element of a name, as nested tuples."""
    return find(pdf, name)[0].outline()


def test_a_loose_list_has_labels_and_bodies(printed: Print) -> None:
    pdf = printed("<ul><li><p>One</p><p>Two</p></li><li>Three<ul><li>Four</li></ul></li></ul>").pdf
    item = ("LI", [("Lbl", []), ("LBody", [])])
    loose = ("LI", [("Lbl", []), ("LBody", [("P", []), ("P", [])])])
    assert shape(pdf, "L") == ("L", [loose, item, ("L", [item])])
    assert [tag.text for tag in find(pdf, "LBody")] == ["OneTwo", "Three", "Four"]


def test_an_item_that_runs_over_the_page_is_a_list_on_both(printed: Print) -> None:
    pdf = printed(f"<ol><li><p>{WORDS * 25}</p></li></ol>").pdf
    assert [tag.outline() for tag in find(pdf, "LI")] == [
        ("LI", [("Lbl", []), ("LBody", [("P", [])])]),
        ("LI", [("LBody", [("P", [])])]),
    ]
    assert faults(pdf) == []


def test_terms_are_the_labels_of_what_explains_them(printed: Print) -> None:
    pdf = printed("<dl><dt>A <b>b</b></dt><dd>1</dd><dd><p>2</p></dd><dt>C</dt><dd><ul><li>3</li></ul></dd></dl>").pdf
    first, second = find(pdf, "L")[0].kids
    assert [(kid.name, kid.text) for kid in first.kids] == [("Lbl", "A b"), ("LBody", "1"), ("LBody", "2")]
    assert [(kid.name, kid.text) for kid in second.kids] == [("Lbl", "C"), ("LBody", "• 3")]
    assert faults(pdf) == []


def test_groups_of_terms_are_no_fault(printed: Print) -> None:
    css = "dl {display: grid} dl div {display: flex}"
    pdf = printed("<dl><div><dt>Owner</dt><dd>Desk</dd></div><div><dt>Due</dt><dd>Soon</dd></div></dl>", css).pdf
    assert [tag.text for tag in find(pdf, "Lbl", "LBody")] == ["Owner", "Desk", "Due", "Soon"]
    assert shape(pdf, "L") == ("L", [("LI", [("Lbl", []), ("LBody", [])])] * 2)


def test_a_link_has_one_annotation_however_many_boxes_are_in_it(printed: Print) -> None:
    body = f'<p id="x"><a href="#x">see <b>bold <i>both</i></b> {PICTURE}</a></p>'
    pdf = printed(body, "a::after {content: leader('.') target-counter(attr(href), page)}").pdf
    (link,) = find(pdf, "Link")
    assert len(link.links) == 1
    assert link.links[0]["Contents"] == "see bold both A dot"
    assert [kid.name for kid in link.find("Figure")] == ["Figure"]
    with pikepdf.open(BytesIO(pdf)) as opened:
        (annotation,) = opened.pages[0].Annots
        left, bottom, right, top = map(float, annotation.Rect)
    assert (left < right - 50, bottom < top) == (True, True)


def test_a_link_says_where_it_leads_in_words_not_by_its_address(printed: Print) -> None:
    body = (
        '<h2 id="s-17">Stakes</h2><p><a href="#s-17">the stakes</a> <a href="#s-17" title="To the stakes">see</a></p>'
        '<a href="#s-17" style="display: block"><p>one</p><p>two</p></a>'
    )
    pdf = printed(body).pdf
    assert [tag.links[0]["Contents"] for tag in find(pdf, "Link")] == ["the stakes", "To the stakes", "one two"]


def test_a_link_on_two_lines_is_two_links_with_the_same_words(printed: Print) -> None:
    pdf = printed(f'<p id="x"><a href="#x">{WORDS}</a></p>').pdf
    links = find(pdf, "Link")
    assert len(links) > 1
    assert {tag.links[0]["Contents"] for tag in links} == {WORDS.strip()}
    assert faults(pdf) == []


@pytest.mark.parametrize("head", ["Head", f"{PICTURE} Head", '<a href="https://example.org">Head</a>'])
def test_running_heads_and_feet_are_artifacts(head: str, printed: Print) -> None:
    pdf = printed(f'<div class="head">{head}</div><p>{WORDS * 30}</p>', RUNNING).pdf
    assert [text.strip() for text in artifact_text(pdf)] == ["HeadFoot 1", "HeadFoot 2"]
    assert "Head" not in tag_tree(pdf).text.replace("Heading", "")
    assert faults(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        kinds = [
            str(instruction.operands[1].get("/Subtype"))
            for instruction in pikepdf.parse_content_stream(opened.pages[0])
            if str(instruction.operator) == "BDC" and str(instruction.operands[0]) == "/Artifact"
        ]
    assert set(kinds) == {"/Header", "/Footer"}


def test_what_is_hidden_from_readers_aloud_is_an_artifact(printed: Print) -> None:
    body = (
        f'<p>kept <span aria-hidden="true">▲ <b>gone</b></span> <img src="{PIXEL}" alt="">'
        f'<svg width="9" height="9" role="presentation"><rect width="9" height="9"/></svg></p>'
    )
    done = printed(body, f"p::before {{content: url({PIXEL})}} ul {{list-style-image: url({PIXEL})}}")
    assert done.problems == ()
    assert artifact_text(done.pdf) == ["▲ gone"]
    assert find(done.pdf, "Figure") == []
    assert faults(done.pdf) == []


def test_the_dots_of_a_leader_are_not_read_out(printed: Print) -> None:
    body = '<nav><ul><li><a href="#a">Alpha</a></li></ul></nav><h2 id="a">Alpha</h2>'
    pdf = printed(body, "nav a::after {content: leader('.') target-counter(attr(href), page)}").pdf
    assert find(pdf, "LI")[0].text == "• Alpha1"
    assert set(artifact_text(pdf)[0]) == {"."}


@pytest.mark.parametrize(
    ("drawing", "alternative"),
    [
        ("<svg width='80' height='40'><title>Likely</title><rect width='9' height='9'/></svg>", "Likely"),
        ("<svg width='80' height='40'><title>Likely: <tspan>55</tspan></title></svg>", "Likely: 55"),
        ("<svg width='80' height='40' role='img' aria-label='Bar'><rect width='9' height='9'/></svg>", "Bar"),
        (f"<img style='width: 80px; height: 40px' src='{PIXEL}' alt='Dot'>", "Dot"),
        (f"<object style='width: 80px; height: 40px' data='{PIXEL}' aria-label='Dot'></object>", "Dot"),
    ],
)
def test_a_figure_has_its_alternative_text_and_its_place(drawing: str, alternative: str, printed: Print) -> None:
    css = "body, h1 {margin: 0} h1 {position: absolute; right: 0} figure {margin: 0} svg, img, object {display: block}"
    pdf = printed(f"<figure>{drawing}<figcaption>Caption</figcaption></figure>", css).pdf
    (figure,) = find(pdf, "Figure")
    assert figure.about["Alt"] == alternative
    # A5 is 210 mm high, its margin 20 mm; 80 by 40 pixels are 60 by 30 points.
    left, top = 20 / 25.4 * 72, 190 / 25.4 * 72
    assert [float(side) for side in figure.about["A"]["BBox"]] == pytest.approx(
        [left, top - 30, left + 60, top], abs=0.01
    )


def test_another_language_is_named_where_it_begins(printed: Print) -> None:
    body = '<p>He said <q lang="fr">à bientôt</q>.</p><p lang="de"><a href="#x">Wort</a> <b id="x">fett</b></p>'
    tree = tag_tree(printed(body).pdf)
    told = {tag.text: tag.about["Lang"] for tag in tree.walk() if "Lang" in tag.about}
    assert told == {"«": "fr", "à bientôt": "fr", "»": "fr", "Wort": "de", "": "de", "fett": "de"}


def test_footnotes_are_notes_with_names(printed: Print) -> None:
    css = ".note {float: footnote}"
    first_note = '<span class="note">First <a href="https://example.org">link</a>.</span>'
    body = f'<p>a{first_note} b<span class="note">Second</span></p>'
    pdf = printed(body, css).pdf
    first, second = find(pdf, "Note")
    assert (first.text, second.text) == ("1. First link.", "2. Second")
    assert [kid.name for kid in first.kids] == ["Lbl", "Span", "Link", "Span"]
    assert first.about["ID"] != second.about["ID"]
    assert faults(pdf) == []


def test_small_capitals_can_be_found_in_the_words_they_were_written_in(printed: Print) -> None:
    body = f'<p class="all">NATO and Unicef {PICTURE}</p><p class="small">Unicef and Nato</p>'
    css = ".all {font-variant-caps: all-small-caps} .small {font-variant-caps: small-caps}"
    with pikepdf.open(BytesIO(printed(body, css).pdf)) as pdf:
        words = [
            str(instruction.operands[1].get("/ActualText", ""))
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) == "BDC"
        ]
    assert [word.strip() for word in words if word.strip()] == ["NATO and Unicef", "Unicef and Nato"]
