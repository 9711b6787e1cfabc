"""Schemes and levels, and the banner of what holds them; the yardsticks beside them."""

import pytest

from briefing.house import House
from briefing.marking import highest, scheme_of, shipped_schemes
from briefing.yardstick import yardstick_of


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_scheme_has_levels_in_their_order(name: str) -> None:
    scheme = scheme_of(name)
    assert [level.rank for level in scheme.levels] == list(range(len(scheme.levels)))
    assert len(set(scheme.names)) == len(scheme.names)
    assert scheme.lowest is scheme.levels[0]
    assert scheme.align in {"left", "center", "right"}
    assert all(len(level.colour) == len(level.ground) == 7 for level in scheme.levels)


def test_the_traffic_light_protocol_is_that_of_its_version_2() -> None:
    assert scheme_of("tlp").names == ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


def test_a_desk_s_own_levels_make_a_scheme() -> None:
    scheme = scheme_of(["open", "closed"])
    assert (scheme.names, scheme.level("closed").rank) == (("open", "closed"), 1)
    with pytest.raises(KeyError):
        scheme.level("secret")


def test_the_banner_is_the_highest_level() -> None:
    levels = scheme_of("tlp").levels
    assert highest([levels[1], levels[3], levels[0]]) is levels[3]
    assert highest([]) is None


def house(marking: object) -> House:
    return House.model_validate({"organisation": "O", "marking": marking, "audiences": {"a": {"title": "A"}}})


def test_a_house_names_a_scheme_or_lists_levels() -> None:
    assert house("gsc").scheme.names[-1] == "TOP SECRET"
    assert house(["A", "B"]).scheme.names == ("A", "B")
    for wrong in ("none", [], ["A", "A"], ["A", 5], 5, None, [""]):
        with pytest.raises(ValueError, match=r"scheme|level"):
            house(wrong)


@pytest.mark.parametrize("name", ["phia", "icd203"])
def test_the_bands_of_a_yardstick_rise_and_share_no_word(name: str) -> None:
    yardstick = yardstick_of(name)
    assert len(set(yardstick.words)) == len(yardstick.words)
    for below, above in zip(yardstick.bands, yardstick.bands[1:], strict=False):
        assert below.low < below.high <= above.low < above.high


def test_a_word_of_likelihood_is_found_however_it_is_written() -> None:
    phia = yardstick_of("phia")
    band = phia.band("  Highly   LIKELY ")
    assert band is not None
    assert (band.low, band.high) == (80, 90)
    assert phia.band("quite likely") is None
    with pytest.raises(KeyError):
        yardstick_of("none")
