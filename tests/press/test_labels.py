"""What pages are called."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.press.environment import load
from briefing.press.pages import label_pages

NAMES = st.lists(st.sampled_from(["", "annex", "wide"]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([""], ("1",)),
        (["", "wide", "annex", "annex"], ("1", "2", "A1", "A2")),
        (["annex", "", "annex", ""], ("A1", "1", "A2", "2")),
    ],
)
def test_the_annex_is_counted_apart(names: list[str], expected: tuple[str, ...]) -> None:
    assert label_pages(names) == expected


@given(NAMES)
def test_the_labels_in_the_file_are_those_we_name(names: list[str]) -> None:
    load("briefing.press.engine")
    labels, pydyf = load("briefing.press.labels"), load("pydyf")
    pdf = pydyf.PDF()
    for _ in names:
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": [0, 0, 9, 9]}))
    for each in pdf.objects:
        if isinstance(each, dict) and "MediaBox" in each:
            each["MediaBox"] = pydyf.Array([0, 0, 9, 9])
    labels.write_labels(pdf, names)
    written = BytesIO()
    pdf.write(written)
    with pikepdf.open(written) as opened:
        assert tuple(page.label for page in opened.pages) == label_pages(names)
