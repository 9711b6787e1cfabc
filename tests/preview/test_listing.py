"""The list of a desk's briefs says what each calls itself, and names those that cannot be read."""

from pathlib import Path

import pytest

from briefing.preview.listing import listed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: A quay\ndate: 2026-03-09\n", {"title": "A quay", "date": "2026-03-09"}),
        ("title: {default: A quay, public: A port}\n", {"title": "A quay", "date": None}),
        ("title: [1]\ndate: soon\n", {"title": None, "date": None}),
        ("title: [\n", {}),
        ("- a list\n", {}),
    ],
)
def test_a_brief_is_told_as_far_as_it_can_be_read(tmp_path: Path, text: str, told: dict[str, str | None]) -> None:
    folder = tmp_path / "quay"
    folder.mkdir()
    (folder / "brief.yaml").write_text(text, "utf-8")
    assert listed([folder]) == [{"name": "quay", **told}]


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    assert listed([tmp_path / "gone"]) == [{"name": "gone"}]
