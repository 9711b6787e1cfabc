"""The command line as users see it: tests/transcripts holds what is typed and what is answered.

In a transcript, a fenced block `console` holds commands after `$ ` and their answers: standard output, then standard
error, then `[exit N]` where the status is not 0. `<…>` in an answer stands for any text. A block `file PATH` writes a
file of the desk first. Each transcript works on a fresh copy of the small desk; pytest --update-golden writes the
answers anew, to be read before they are kept.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workbench import DeskCopy

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.md"))
_BLOCK = re.compile(r"^```(console|file \S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with its answer."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, answer = part.partition("\n")
        yield command, answer.rstrip("\n")


def matches(expected: str, answer: str) -> bool:
    pattern = ".*?".join(re.escape(part) for part in expected.split("<…>"))
    return re.fullmatch(pattern, answer, re.DOTALL) is not None


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_answer_is_that_of_the_transcript(
    desk: DeskCopy, briefing: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, transcript: Path
) -> None:
    written = transcript.read_text("utf-8")
    blocks = _BLOCK.findall(written)
    assert blocks, "no console block"
    for kind, block in blocks:
        if kind != "console":
            desk.write(block, kind.removeprefix("file "))
            continue
        for command, expected in commands(block):
            words = shlex.split(command)
            while "=" in words[0]:
                monkeypatch.setenv(*words.pop(0).split("=", 1))
            assert words[0] == "briefing"
            said = briefing(*words[1:])
            status = f"[exit {said.status}]" if said.status else ""
            answer = "\n".join(part.rstrip("\n") for part in (said.out, said.err, status) if part)
            if request.config.getoption("--update-golden") and not matches(expected, answer):
                written = written.replace(f"$ {command}\n{expected}\n", f"$ {command}\n{answer}\n", 1)
                transcript.write_text(written, "utf-8")
                continue
            assert matches(expected, answer), f"$ {command}\n{answer}"
