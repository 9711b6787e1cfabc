"""Readings of a PDF: what it says is read, and the words of its form are not taken for what it says."""

import io

import pikepdf
import pytest

from briefing.prove.grams import Needles
from briefing.prove.pdf import readings_of_pdf


def found(text: str, creator: str) -> bool:
    """Whether a withheld text is found in an empty PDF that was made by `creator`, as its metadata say."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "A boat"
            metadata["dc:creator"] = [creator]
        document.save(made)
    needles = Needles.of([text], [])
    return any(list(needles.in_reading(reading)) for reading in readings_of_pdf(made.getvalue()))


@pytest.mark.parametrize("name", ["li", "Alt", "x", "dc", "Bag", "Seq"])
def test_a_short_name_is_found_in_metadata_where_it_is_said_and_not_in_the_names_of_the_form(name: str) -> None:
    assert found(name, f"Ada and {name}")
    assert not found(name, "Ada")
