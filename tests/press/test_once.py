"""What a process remembers changes no byte of what is pressed, is bounded, and is told apart by its fonts."""

import gc
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.building.build import examine, open_workshop
from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out
from briefing.memory import Memory
from briefing.model.prints import NAMES, print_of
from briefing.model.problem import FaultyInputError
from briefing.model.variant import Variant
from briefing.press import Pressed, examine_libraries, once, press
from briefing.press.families import bundled
from briefing.press.fonts import fonts_for
from briefing.printing.printing import print_variant
from tests.made_up import AUDIENCES, MadeUp, made_up
from tests.press.conftest import WORDS, page
from tests.workbench import ROOT, SMALL_DESK, page_of

SEED = "kim-putin-summit"
LANGUAGES = ROOT / "tests" / "languages"


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    once.forget()
    yield
    once.forget()
    gc.collect()


def variant_of(desk: Path, brief: str, audience: str) -> tuple[Variant, str]:
    """What an audience reads of a brief, and its page."""
    workshop = open_workshop(desk)
    loaded, _ = examine(desk / "sources" / brief, workshop)
    assert loaded is not None
    layout = workshop.layouts[loaded.house.audiences[audience].layout]
    variant = compose(loaded, audience, layout.sections)
    return variant, page_of(variant, workshop)


def pressed(html: str, scratch: Path, *, plain: bool = False) -> Pressed:
    return press(
        html,
        identifier=b"0123456789abcdef",
        fonts=fonts_for(html)[0],
        scratch=scratch,
        sharing="nothing" if plain else "parts",
    )


def same_in_any_order(pages: list[str], scratch: Path) -> None:
    """Every page is pressed after every other as it is by itself."""
    plain = {html: pressed(html, scratch, plain=True) for html in pages}
    for html in [*pages, *reversed(pages)]:
        assert pressed(html, scratch) == plain[html]


def lines_kept() -> int:
    return sum(len(shared.lines) for shared in once._sets.values())


@pytest.mark.parametrize(
    "audiences",
    [
        ("minister",),
        pytest.param(("minister", "committee", "public", "large-print"), marks=pytest.mark.long),
    ],
)
def test_the_variants_of_the_seed_brief_share_and_stay_as_they_are(audiences: tuple[str, ...], scratch: Path) -> None:
    same_in_any_order([variant_of(ROOT, SEED, audience)[1] for audience in audiences], scratch)
    assert lines_kept() > 100


@pytest.mark.parametrize(("name", "brief", "sets"), [("ar", "tahliya", 2), ("fr", "barrage", 1), ("ko", "ferry", 2)])
def test_in_other_scripts_too(name: str, brief: str, sets: int, scratch: Path) -> None:
    audience = next(iter(open_workshop(LANGUAGES / name).desk.house.audiences))
    _, html = variant_of(LANGUAGES / name, brief, audience)
    _, other = variant_of(SMALL_DESK, "harbour", "public")
    same_in_any_order([html, other], scratch)
    assert len(once._sets) == sets


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(one, marks=[pytest.mark.long] if one not in {"grey", "cover", "booklet"} else [])
        for one in NAMES
        if one != "A4"
    ],
)
def test_every_print_of_a_pack(name: str, scratch: Path) -> None:
    workshop = open_workshop(SMALL_DESK)
    brief, _ = examine(SMALL_DESK / "sources" / "harbour", workshop)
    assert brief is not None
    one = print_of(name, "A4")
    layout = workshop.layouts[one.layout or brief.house.audiences["public"].layout]
    variant = compose(brief, "public", layout.sections)
    found = [
        print_variant(
            brief,
            variant,
            one,
            layout,
            pressing=lambda html, identifier, fonts, sharing=sharing: press(
                html, identifier=identifier, fonts=fonts, scratch=scratch, sharing=sharing
            ),
        ).pdf
        for sharing in ("nothing", "parts", "parts")
    ]
    assert found[0] == found[1] == found[2]


def test_the_same_words_in_another_style_are_set_anew(scratch: Path) -> None:
    body = f"<p>{WORDS * 3}ﬁnal 0123 office AVATAR ½</p>"
    styles = [
        "p {hyphens: auto}",
        "p {hyphens: auto; hyphenate-limit-chars: 12 6 6}",
        "p {hyphens: auto; hyphenate-limit-zone: 40%}",
        "p {hyphens: auto; hyphenate-character: '='}",
        "p {text-align: justify}",
        "p {letter-spacing: 1px}",
        "p {word-spacing: 5px}",
        "p {font-variant-ligatures: none}",
        "p {font-kerning: none}",
        "p {font-feature-settings: 'onum'}",
        "p {font-variant-numeric: oldstyle-nums}",
        "p {font-variant-caps: small-caps}",
        "p {font-weight: bold}",
        "p {font-style: italic}",
        "p {font-size: 9.7pt}",
        "p {font-family: 'Source Sans 3'}",
        "p {width: 60mm}",
        "p {white-space: pre-wrap}",
        "p {word-break: break-all}",
        "p {overflow-wrap: anywhere; width: 12mm}",
        "p {text-decoration: underline}",
        "p {text-decoration: line-through overline}",
        "p {direction: rtl}",
        "p {line-height: calc(1rem + 4px)} html {font-size: 12pt}",
        "p {line-height: calc(1rem + 4px)} html {font-size: 16pt}",
        "p {overflow: hidden; text-overflow: ellipsis; white-space: nowrap}",
        "p {max-lines: 2; block-ellipsis: auto; overflow: hidden}",
        "p {tab-size: 3; white-space: pre}",
    ]
    pages = [page(body, css) for css in styles]
    pages += [page(body, "p {hyphens: auto}", lang=lang) for lang in ("de", "fr", "en-US")]
    pages.append(page(body.replace(" ", "\t", 2), "p {tab-size: 20px; white-space: pre-wrap}"))
    plain = [pressed(html, scratch, plain=True).pdf for html in pages]
    assert [pressed(html, scratch).pdf for html in pages] == plain
    assert [pressed(html, scratch).pdf for html in reversed(pages)] == plain[::-1]
    assert len(set(plain)) > len(pages) - 6  # most of these styles show


def test_drawings_keep_their_words(scratch: Path) -> None:
    def drawing(text: str) -> str:
        return page(f'<svg width="90" height="40"><title>T</title><text x="5" y="20">{text}</text></svg>')

    same_in_any_order([drawing("Left of it"), drawing("Left of us"), page("<p>Left of it</p>")], scratch)


def test_a_page_that_brings_its_own_font_leaves_nothing_to_others(scratch: Path) -> None:
    font = b64encode(bundled("Noto Sans").files[0].read_bytes()).decode()
    own = f'@font-face {{font-family: XCharter; src: url("data:font/ttf;base64,{font}")}}'
    without, with_own = page(f"<p>{WORDS}</p>"), page(f"<p>{WORDS}</p>", own)
    same_in_any_order([without, with_own], scratch)
    assert pressed(with_own, scratch).pdf != pressed(without, scratch).pdf


def test_what_is_wrong_is_told_each_time(scratch: Path) -> None:
    html = page("<p>not 日</p>", "p {colour: red} @font-face {font-family: none}")
    fonts, _ = fonts_for("")
    plain, *shared = (
        press(html, identifier=b"x", fonts=fonts, scratch=scratch, sharing="nothing" if plain else "parts")
        for plain in (True, False, False, False)
    )
    assert {problem.code for problem in plain.problems} == {"E301", "W302"}
    assert shared == [plain] * 3


def test_rules_of_several_style_sheets_stand_on_each_other(scratch: Path) -> None:
    first = "@layer a, b; @counter-style x {system: cyclic; symbols: '*' '+'} @layer b {p {color: #111}}"
    second = "@layer a {p {color: #f00}} @page {margin: 31mm} ol {list-style: x}"
    body = "<ol><li>one</li><li>two</li></ol><p>three</p>"
    both = page(body, first, f"<style>{second}</style>")
    turned = page(body, second, f"<style>{first}</style>")
    same_in_any_order([both, turned, page(body, second)], scratch)


def test_what_is_remembered_is_bounded(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_MOST_LINES", 40)
    monkeypatch.setattr(once, "_MOST_RUNS", 10)
    monkeypatch.setattr(once, "_MOST_SETS_OF_FONTS", 2)
    pages = [page(f"<p>{number} {WORDS * 9}</p><p>{extra}</p>") for number in range(3) for extra in ("x", "日", "ع")]
    same_in_any_order(pages, scratch)
    assert len(once._sets) == 2
    for shared in once._sets.values():
        assert 0 < len(shared.lines) <= 40
        assert 0 < len(shared.runs) <= 10


@given(st.integers(1, 9), st.lists(st.integers(0, 12), max_size=60))
def test_a_memory_holds_no_more_than_it_may_and_never_errs(most: int, keys: list[int]) -> None:
    memory = Memory[str](most)
    for before, key in pairwise([-1, *keys]):
        if memory.get(key) is None:
            memory.keep(key, f"value of {key}")
        assert memory.get(key) == f"value of {key}"
        assert len(memory) <= max(2, most)
        assert before == key or most < 4 or before < 0 or memory.get(before) is not None


def test_a_font_file_that_changes_is_another_font(tmp_path: Path, scratch: Path) -> None:
    html = page(f"<p>{WORDS}</p>")
    fonts, _ = fonts_for(html)
    mine = tmp_path / fonts.files[0].name
    mine.write_bytes(fonts.files[0].read_bytes())
    own = replace(fonts, files=(mine, *fonts.files[1:]))
    first = press(html, identifier=b"x", fonts=own, scratch=scratch).pdf
    # The bold face under the name of the regular one.
    mine.write_bytes(fonts.files[1].read_bytes())
    second = press(html, identifier=b"x", fonts=own, scratch=scratch).pdf
    assert second == press(html, identifier=b"x", fonts=own, scratch=scratch, sharing="nothing").pdf != first


def test_a_page_that_breaks_the_engine_leaves_nothing(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = page(f"<p>{WORDS}</p>")
    plain = pressed(html, scratch, plain=True)
    with monkeypatch.context() as broken:
        broken.setattr("briefing.press.engine.look_at", lambda _: 1 / 0)
        with pytest.raises(FaultyInputError):
            pressed(html, scratch)
    assert lines_kept() == 0
    assert pressed(html, scratch) == plain


def test_another_weasyprint_presses_every_page_by_itself_and_the_doctor_says_so(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(once._PROVEN["70.0"])
    monkeypatch.setattr(once, "_PROVEN", {"70.0": known | {"draw/text.py": "0" * 64}})
    once.fits.cache_clear()
    try:
        html = page(f"<p>{WORDS}</p>")
        assert pressed(html, scratch) == pressed(html, scratch, plain=True)
        assert lines_kept() == 0
        engine = examine_libraries()[0]
        assert (engine.present, engine.needed) == (True, True)
        assert "more slowly" in engine.found
        assert "weasyprint==70.0" in engine.mend
    finally:
        once.fits.cache_clear()


def test_the_files_that_it_reaches_into_are_those_it_was_proven_on() -> None:
    once.fits.cache_clear()
    assert once.fits()


LAYOUTS = open_workshop(SMALL_DESK).layouts


def in_any_order(briefs: list[MadeUp], order: list[tuple[int, str]], scratch: Path) -> None:
    pages = {}
    for index, name in dict.fromkeys((index % len(briefs), name) for index, name in order):
        brief = briefs[index].brief
        layout = LAYOUTS[brief.house.audiences[name].layout]
        try:
            variant = compose(brief, name, layout.sections)
        except FaultyInputError:
            continue  # nothing is left for this reader
        pages[index, name] = lay_out(variant, layout, Page("A4"))
    plain = {key: pressed(html, scratch, plain=True) for key, html in pages.items()}
    for index, name in order:
        if html := pages.get((index % len(briefs), name)):
            assert pressed(html, scratch) == plain[index % len(briefs), name]


ORDERS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(AUDIENCES)), min_size=2, max_size=6)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(made_up(), min_size=1, max_size=3), ORDERS)
def test_made_up_variants_in_any_order(scratch: Path, briefs: list[MadeUp], order: list[tuple[int, str]]) -> None:
    in_any_order(briefs, order, scratch)


@pytest.mark.long
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(made_up(), min_size=1, max_size=3), ORDERS)
def test_many_made_up_variants_in_any_order(scratch: Path, briefs: list[MadeUp], order: list[tuple[int, str]]) -> None:
    in_any_order(briefs, order, scratch)
