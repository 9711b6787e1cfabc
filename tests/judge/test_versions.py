"""Moments and URIs, as the two RFCs have them."""

import pytest

from briefing.judge.versions import is_moment, is_uri


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T12:00:00Z",
        "2026-11-23t12:00:00z",
        "2024-02-29T00:00:00+00:00",
        "2021-03-31T08:22:37.241208990-05:00",
        "1990-12-31T23:59:60Z",
        "0000-02-29T00:00:00Z",
    ],
)
def test_a_moment_of_rfc_3339(text: str) -> None:
    assert is_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-23",
        "2026-11-23 12:00:00Z",
        "2026-11-23T12:00Z",
        "2026-11-23T12:00:00",
        "2026-11-23T12:00:00+0100",
        "2026-11-23T12:00:00.Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T12:60:00Z",
        "2026-11-23T12:00:61Z",
        "2026-11-23T12:00:00+24:00",
        "２０２６-11-23T12:00:00Z",
        "2026-11-23T12:00:00Z\n",
    ],
)
def test_what_is_no_moment_of_rfc_3339(text: str) -> None:
    assert not is_moment(text)


def test_a_uri_has_a_scheme_and_no_space() -> None:
    assert is_uri("ark:/12345/bcd987")
    assert is_uri("https://briefs.example.org/id/one")
    assert not is_uri("one")
    assert not is_uri("a thing: that is")
    assert not is_uri("urn:")
