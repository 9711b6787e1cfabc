"""Which fonts a text is pressed with."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.problem import Severity
from briefing.press import families, fonts
from briefing.press.fonts import fonts_for

DEFAULTS = [families.bundled(name) for name in families.DEFAULT_FAMILIES]


def make_font(path: Path, family: str, text: str, *, restricted: bool = False, weight: int = 400) -> Path:
    """A font file that can set a few characters."""
    builder = FontBuilder(unitsPerEm=1000)
    names = {ord(character): f"u{ord(character):04X}" for character in sorted(set(text) | {" "})}
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (400, 0), (400, 600)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], glyph))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=weight, fsType=2 if restricted else 0)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def chosen(text: str, *folders: Path) -> tuple[str, ...]:
    found, problems = fonts_for(text, system_folders=folders)
    assert not problems
    return found.families


@pytest.mark.parametrize("family", [*families.DEFAULT_FAMILIES, *families.OTHER_FAMILIES])
def test_every_family_named_is_there_with_its_regular_first(family: str) -> None:
    files = families.bundled(family).files
    assert files[0].stem.endswith("-Regular")
    assert all(file.stem.split("-")[0] == family.replace(" ", "") for file in files)
    has_no_slant = (
        family[-3:] in {" KR", " JP", " SC"} or family in families.COMPANIONS.keys() | families.COMPANIONS.values()
    )
    assert len(files) == (2 if has_no_slant else 4)


def test_the_common_characters_are_set_in_every_style_of_a_default_family() -> None:
    either = DEFAULTS[0].every_style | DEFAULTS[1].every_style
    assert not {character for character in fonts._COMMON if ord(character) not in either}


def test_for_a_latin_text_no_font_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> frozenset[int]:
        raise AssertionError("a font was opened")

    monkeypatch.setattr(families, "coverage", refuse)
    found, problems = fonts_for("“Déjà vu” – naïve Łódź, 12 ½ €, § 3 → ▲ †\n\t")
    assert found.files == (*DEFAULTS[0].files, *DEFAULTS[1].files)
    assert (found.families, problems) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Жуков and Ελλάδα", ()),
        ("in one style of XCharter and nowhere else: ℞", ()),
        ("김정은 and 金正恩", ("Noto Sans KR",)),
        ("ひらがな and 日本国", ("Noto Sans JP",)),
        ("习近平主席", ("Noto Sans SC",)),
        ("नमस्ते", ("Noto Sans",)),
        ("unseen: a\u200bb\u2060c\u00add\ufe0fe\ufeff\u202af", ()),
    ],
)
def test_one_family_is_added_for_a_script_the_defaults_lack(text: str, expected: tuple[str, ...]) -> None:
    assert chosen(text) == expected


def test_a_family_counts_only_what_all_its_styles_have() -> None:
    # XCharter's regular has alpha, its italic has not; Source Sans 3 has it in all four.
    assert 0x3B1 in families.coverage(DEFAULTS[0].files[0])
    assert 0x3B1 not in DEFAULTS[0].every_style
    assert 0x3B1 in DEFAULTS[1].every_style


def test_what_gentium_has_beyond_the_defaults_is_set_in_gentium() -> None:
    beyond = families.bundled("Gentium Book Plus").every_style - DEFAULTS[0].any_style - DEFAULTS[1].any_style
    latin = [chr(code) for code in sorted(beyond) if 0x1E00 <= code < 0x2000 or 0xA700 <= code < 0xA7FF]
    assert chosen("".join(latin[:20])) == ("Gentium Book Plus",)


def test_a_font_of_the_machine_is_used_last_and_said(tmp_path: Path) -> None:
    thai = make_font(tmp_path / "b" / "thai.ttf", "Test Thai", "กขค")
    found, problems = fonts_for("กข and 김", system_folders=[tmp_path])
    assert found.families == ("Noto Sans KR", "Test Thai")
    assert found.files[-1] == thai
    (problem,) = problems
    assert (problem.code, problem.severity) == ("W301", Severity.WARNING)
    assert "ก (U+0E01 THAI CHARACTER KO KAI)" in problem.message
    assert "Test Thai" in problem.message
    assert "this machine" in problem.hint


def test_broken_restricted_and_bold_only_fonts_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00 no font")
    (tmp_path / "empty.otf").write_bytes(b"")
    make_font(tmp_path / "mine.ttf", "Restricted", "ก", restricted=True)
    make_font(tmp_path / "bold.ttf", "Bold Only", "ก", weight=700)
    cut = make_font(tmp_path / "cut.ttf", "Cut", "ก")
    cut.write_bytes(cut.read_bytes()[:-200])
    codes = [problem.code for problem in fonts_for("ก", system_folders=[tmp_path])[1]]
    assert codes == ["E301"]


def test_of_two_fonts_of_the_machine_the_fuller_is_used_and_else_the_first_by_name(tmp_path: Path) -> None:
    make_font(tmp_path / "z" / "1.ttf", "Beta", "กขค")
    make_font(tmp_path / "a" / "2.ttf", "Gamma", "กขค")
    make_font(tmp_path / "a" / "1.ttf", "Alpha", "ก")
    assert fonts_for("กขค", system_folders=[tmp_path])[0].families == ("Beta",)
    assert fonts_for("ก", system_folders=[tmp_path])[0].families == ("Alpha",)


def test_a_folder_that_is_not_there_is_no_matter(tmp_path: Path) -> None:
    assert [problem.code for problem in fonts_for("ก", system_folders=[tmp_path / "none"])[1]] == ["E301"]


def test_without_any_font_the_characters_are_named_ten_of_them() -> None:
    (problem,) = fonts_for("กขฃคฅฆงจฉชซฌ", system_folders=[])[1]
    assert (problem.code, problem.is_error) == ("E301", True)
    assert "ก (U+0E01 THAI CHARACTER KO KAI)" in problem.message
    assert problem.message.count("U+0E") == 10
    assert "and 2 more" in problem.message
    assert "Noto Sans Thai" in problem.hint


@pytest.mark.parametrize(
    ("text", "advice"), [("\U0001f600", "emoji"), ("𠀀𠀁", "East Asian"), ("ก", "Thai"), ("ሀ", "Ethiopic")]
)
def test_the_hint_says_which_kind_of_font(text: str, advice: str) -> None:
    (problem,) = fonts_for(text, system_folders=[])[1]
    assert advice in problem.hint


def test_characters_for_private_use_are_refused_although_a_font_has_a_picture_for_them() -> None:
    assert 0xE000 in DEFAULTS[0].any_style
    (problem,) = fonts_for("bullet \ue000", system_folders=[])[1]
    assert (problem.code, "U+E000" in problem.message) == ("E301", True)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12))
def test_every_character_is_set_by_a_font_or_named_in_a_problem(text: str) -> None:
    found, problems = fonts_for(text, system_folders=[])
    covered = frozenset[int]().union(*(families.coverage(file) for file in found.files))
    unset = {c for c in text if ord(c) not in covered and c not in fonts._IGNORED}
    named = " ".join(problem.message for problem in problems)
    assert bool(unset) <= bool(problems)
    assert len(unset) > 10 or all(f"U+{ord(character):04X}" in named for character in unset)


def test_the_same_text_gives_the_same_fonts_in_any_order_of_its_characters() -> None:
    assert fonts_for("김 ə ひ") == fonts_for("ひ 김 ə")


def test_importing_the_press_loads_neither_weasyprint_nor_fonts() -> None:
    heavy = "{'weasyprint', 'pydyf', 'fontTools', 'rendercv_fonts', 'cffi'}"
    script = f"import sys, briefing.press, briefing.press.fonts; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_font_made_here_is_a_font(tmp_path: Path) -> None:
    file = make_font(tmp_path / "x.ttf", "X", "กข")
    assert families.coverage(file) == {0x20, 0xE01, 0xE02}
    assert BytesIO(file.read_bytes()).read(4) == b"\x00\x01\x00\x00"
