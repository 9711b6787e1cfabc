"""A variant's digest: of all that its reader sees, and of nothing else; the same in every process."""

import subprocess
import sys
from dataclasses import replace

from tests.workbench import ROOT, DeskCopy, clean_environment

SHOW = """
from pathlib import Path
from tests.workbench import DeskCopy
print(DeskCopy(Path({!r})).variant("board").digest())
"""


def test_the_digest_is_that_of_what_is_read(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    assert variant.digest() == desk.variant("board").digest() != desk.variant("reader").digest()
    assert replace(variant, title="Another").digest() != variant.digest()
    assert len(bytes.fromhex(variant.digest().decode())) == 32


def test_the_digest_is_the_same_in_another_process(desk: DeskCopy) -> None:
    other = subprocess.run(
        [sys.executable, "-c", SHOW.format(str(desk.folder))],
        env={**clean_environment(), "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == str(desk.variant("board").digest())


def test_sections_and_entries_are_found_in_order(desk: DeskCopy) -> None:
    variant = desk.variant("chief")
    stakes = variant.section("stakes")
    assert stakes is not None
    assert variant.section("options") is None
    assert [entry for section in variant.sections for entry in section.entries] == list(variant.entries())
