"""The faces of the preview's page."""

import re

import pytest

from briefing.preview.fonts import TYPES, font_file
from tests.preview.test_static import STATIC


def test_every_face_that_a_style_sheet_names_is_there_and_of_the_kind_it_says() -> None:
    named = re.findall(r"fonts/([\w-]+)(\.\w+)", (STATIC / "base.css").read_text("utf-8"))
    assert len(named) >= 8
    for name, suffix in named:
        file = font_file(name)
        assert file is not None, name
        assert file.suffix == suffix
        assert suffix in TYPES


@pytest.mark.parametrize("name", ["", "sans", "sans-black", "../sans-regular", "arabic-italic", "comic-regular"])
def test_any_other_name_is_no_face(name: str) -> None:
    assert font_file(name) is None
