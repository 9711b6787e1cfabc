"""Schemes and levels, and the banner of what holds them; the yardsticks beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.house import House
from briefing.model.marking import Marking, Scheme
from briefing.model.scheme import scheme_of, shipped_schemes
from briefing.model.yardstick import yardstick_of

US = scheme_of("us")
GSC = scheme_of("gsc")
TLP = scheme_of("tlp")


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_scheme_has_levels_in_their_order(name: str) -> None:
    scheme = scheme_of(name)
    assert [level.rank for level in scheme.levels] == list(range(len(scheme.levels)))
    assert scheme.lowest.level is scheme.levels[0]


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_level_of_a_scheme_is_read_as_it_is_printed(name: str) -> None:
    scheme = scheme_of(name)
    for level in scheme.levels:
        for caveats in [(), *((c,) for c in scheme.caveats if c.only_at in {None, level.name} and not c.listed)]:
            marking = Marking(level, caveats, scheme.form)
            assert scheme.marking(marking.name) == marking
            assert scheme.marking(marking.portion) == marking


def test_the_traffic_light_protocol_is_that_of_its_version_2() -> None:
    assert TLP.names == ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
    assert (TLP.align, TLP.size) == ("right", 12)


@pytest.mark.parametrize(
    ("scheme", "written", "name", "portion"),
    [
        (US, "SECRET//NOFORN", "SECRET//NOFORN", "(S//NF)"),
        (US, "(S//OC/NF)", "SECRET//ORCON/NOFORN", "(S//OC/NF)"),
        (US, "S//NF/OC", "SECRET//ORCON/NOFORN", "(S//OC/NF)"),
        (US, "TS//REL TO USA, GBR", "TOP SECRET//REL TO USA, GBR", "(TS//REL TO USA, GBR)"),
        (US, "CUI//SP-PRVCY", "CUI//SP-PRVCY", "(CUI//SP-PRVCY)"),
        (US, "(U)", "UNCLASSIFIED", "(U)"),
        (GSC, "OFFICIAL-SENSITIVE [COMMERCIAL]", "OFFICIAL-SENSITIVE [COMMERCIAL]", "(O-S [COMMERCIAL])"),
        (GSC, "SECRET - UK EYES ONLY", "SECRET [UK EYES ONLY]", "(S [UK EYES ONLY])"),
        (GSC, "OFFICIAL", "OFFICIAL", "(O)"),
        (TLP, "TLP:AMBER+STRICT", "TLP:AMBER+STRICT", "(TLP:AMBER+STRICT)"),
    ],
)
def test_a_marking_is_read_in_full_or_as_a_portion(scheme: Scheme, written: str, name: str, portion: str) -> None:
    marking = scheme.marking(written)
    assert (marking.name, marking.portion) == (name, portion)


@pytest.mark.parametrize(
    ("scheme", "written", "message"),
    [
        (US, "SECRETS", "no marking “SECRETS”"),
        (US, "SECRET//NOFRON", "no handling caveat “NOFRON”"),
        (US, "SECRET//PRVCY", "goes with CUI only"),
        (US, "SECRET//REL TO", "no handling caveat “REL TO”"),
        (TLP, "TLP:AMBERX", "no marking “TLP:AMBERX”"),
        (TLP, "tlp:green", "no marking “tlp:green”"),
        (TLP, "", "no marking"),
    ],
)
def test_what_a_scheme_does_not_know_is_named(scheme: Scheme, written: str, message: str) -> None:
    assert not scheme.knows(written)
    with pytest.raises(ValueError, match=message):
        scheme.marking(written)


@pytest.mark.parametrize(
    ("scheme", "portions", "banner"),
    [
        (TLP, ["TLP:GREEN", "TLP:AMBER+STRICT", "TLP:CLEAR"], "TLP:AMBER+STRICT"),
        (TLP, [], "TLP:CLEAR"),
        (US, ["U", "S", "C//NF"], "SECRET//NOFORN"),
        (US, ["S//REL TO USA, GBR", "S//REL TO USA, GBR, AUS", "U"], "SECRET//REL TO USA, GBR"),
        (US, ["S//REL TO USA, GBR", "C//REL TO USA, AUS"], "SECRET//REL TO USA"),
        (US, ["S//REL TO USA, GBR", "S"], "SECRET"),
        (US, ["S//REL TO USA, GBR", "S//NF"], "SECRET//NOFORN"),
        (US, ["CUI//PRVCY", "CUI//SP-CTI"], "CUI//SP-CTI/PRVCY"),
        (US, ["CUI//PRVCY", "S"], "SECRET"),
        (GSC, ["O [FOR PUBLIC RELEASE]", "O [FOR PUBLIC RELEASE]"], "OFFICIAL [FOR PUBLIC RELEASE]"),
        (GSC, ["O [FOR PUBLIC RELEASE]", "O-S [COMMERCIAL]"], "OFFICIAL-SENSITIVE [COMMERCIAL]"),
    ],
)
def test_the_banner_is_the_highest_level_with_the_caveats_that_portions_hand_up(
    scheme: Scheme, portions: list[str], banner: str
) -> None:
    assert scheme.banner(scheme.marking(portion) for portion in portions).name == banner


@pytest.mark.parametrize(
    ("ceiling", "marking", "allowed"),
    [
        ("SECRET", "CONFIDENTIAL", True),
        ("SECRET", "TOP SECRET", False),
        ("SECRET", "UNCLASSIFIED//NOFORN", False),
        ("SECRET//NOFORN", "CUI//NOFORN", True),
        ("SECRET//NOFORN", "SECRET//ORCON/NOFORN", False),
        ("SECRET", "CUI//SP-PRVCY", True),
        ("SECRET//REL TO GBR", "SECRET//REL TO USA, GBR", True),
        ("SECRET//REL TO GBR", "SECRET//REL TO USA, AUS", False),
        ("SECRET//REL TO GBR", "SECRET", False),
        ("SECRET//REL TO GBR", "SECRET//NOFORN", False),
        ("SECRET//REL TO GBR", "UNCLASSIFIED", True),
        ("SECRET", "SECRET//REL TO USA, GBR", True),
    ],
)
def test_a_reader_sees_what_level_and_caveats_both_allow(ceiling: str, marking: str, allowed: bool) -> None:
    assert US.allows(US.marking(ceiling), US.marking(marking)) is allowed


markings = st.builds(
    lambda level, caveats: "//".join([level, *(["/".join(caveats)] if caveats else [])]),
    st.sampled_from(["U", "C", "S", "TS"]),
    st.lists(st.sampled_from(["NF", "OC", "NOCON", "REL TO USA, GBR"]), unique=True),
)


@given(st.lists(markings, min_size=1, max_size=5), markings)
def test_nobody_sees_a_whole_and_not_its_parts(portions: list[str], ceiling: str) -> None:
    read = [US.marking(portion) for portion in portions]
    if US.allows(US.marking(ceiling), US.banner(read)) and "REL TO" not in ceiling:
        assert all(US.allows(US.marking(ceiling), marking) for marking in read)


def house(marking: object) -> House:
    return House.model_validate({"organisation": "O", "marking": marking, "audiences": {"a": {"title": "A"}}})


def test_a_house_names_a_scheme_or_lists_levels() -> None:
    assert house("gsc").scheme.names[-1] == "TOP SECRET"
    assert house(["A", "B"]).scheme.names == ("A", "B")
    for wrong in ("none", [], ["A", "A"], ["A", 5], 5, None, [""]):
        with pytest.raises(ValueError, match=r"scheme|level"):
            house(wrong)


def test_a_house_may_write_a_whole_scheme() -> None:
    own = {
        "portions": True,
        "align": "left",
        "levels": [{"name": "OPEN", "portion": "O"}, "CLOSED"],
        "caveats": [{"name": "STAFF", "portion": "ST", "limits": False}],
    }
    scheme = house(own).scheme
    assert scheme.marking("CLOSED//STAFF").portion == "(CLOSED//ST)"
    assert (scheme.portions, scheme.align) == (True, "left")
    for wrong in ({"levels": []}, {**own, "caveats": [{"name": "X", "only_at": "Y"}]}, {"levels": ["A", "A"]}):
        with pytest.raises(ValueError, match=r"scheme|levels"):
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
