"""What the glyphs of an Arabic font stand for."""

from types import SimpleNamespace

import pytest
from fontTools.ttLib import TTFont

from briefing.press import families
from briefing.press.letters import correct

FILES = {name: families.bundled(name).files[0] for name in families.COMPANIONS.keys() | families.COMPANIONS.values()}


def font_of(name: str, seen: dict[str, str]) -> SimpleNamespace:
    """A font of a document in which glyphs, by name, were seen to stand for something."""
    with TTFont(FILES[name]) as font:
        return SimpleNamespace(
            file_content=FILES[name].read_bytes(),
            index=0,
            to_unicode={font.getGlyphID(glyph): text for glyph, text in seen.items()},
        )


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_form_of_a_letter_stands_for_the_letter(name: str) -> None:
    """Where two glyphs share two letters, what was seen of each is both of them, or nothing."""
    with TTFont(FILES[name]) as font:
        kaf = font.getBestCmap()[ord("ك")]
        forms = {
            other
            for lookup in font["GSUB"].table.LookupList.Lookup
            for table in lookup.SubTable
            for glyph, other in getattr(getattr(table, "ExtSubTable", table), "mapping", {}).items()
            if glyph == kaf and isinstance(other, str)
        }
    assert forms
    seen = font_of(name, dict.fromkeys([kaf, *forms], "لك"))
    correct(seen)
    assert set(seen.to_unicode.values()) == {"ك"}


def test_a_ligature_stands_for_its_letters_in_the_order_of_the_eye() -> None:
    with TTFont(FILES["IBM Plex Sans Arabic"]) as font:
        ligatures = {
            ligature.LigGlyph: first
            for lookup in font["GSUB"].table.LookupList.Lookup
            for table in lookup.SubTable
            for first, found in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items()
            for ligature in found
        }
    seen = font_of("IBM Plex Sans Arabic", dict.fromkeys(ligatures, "لا"))
    correct(seen)
    assert "ال" in seen.to_unicode.values()


def test_other_fonts_and_signs_are_left_as_they_are() -> None:
    latin = SimpleNamespace(file_content=b"no font", index=0, to_unicode={3: "a", 4: "fi"})
    correct(latin)
    assert latin.to_unicode == {3: "a", 4: "fi"}
    mixed = font_of("Amiri", {"parenleft": ")", "A": "A", "uni0643": "ك"})
    correct(mixed)
    assert sorted(mixed.to_unicode.values()) == [")", "A", "ك"]
