"""What a process shares: its pages pressed with it and without, each page edited anew for both."""

from dataclasses import dataclass
from functools import partial
from itertools import permutations
from pathlib import Path

from briefing.building.build import examine, open_workshop
from briefing.composing.compose import compose
from briefing.press import Sharing, press
from briefing.press.fonts import fonts_for
from tests.bench.builds import AUDIENCE, BRIEF
from tests.bench.measured import ROOT, Answer, Setting, Thing, Work, here, in_turns
from tests.workbench import page_of

EDITED = "is questionable at best"
WORDS = ("doubtful", "poor", "low", "mixed", "uneven", "unknown", "untested", "weak", "variable", "patchy", "modest")


@dataclass(frozen=True)
class Pages:
    """The page of each audience of a brief, to be pressed with words that were not there before."""

    pages: dict[str, str]
    scratch: Path
    words: "permutations[tuple[str, str]]"

    def edited(self, names: tuple[str, ...], sharing: Sharing) -> Work:
        """Press the pages of these audiences after an edit."""
        return lambda: here(partial(self._press, names, "is {} and {} at best".format(*next(self.words)), sharing))

    def _press(self, names: tuple[str, ...], words: str, sharing: Sharing) -> None:
        for name in names:
            page = self.pages[name].replace(EDITED, words)
            press(page, identifier=b"bench", fonts=fonts_for(page)[0], scratch=self.scratch, sharing=sharing)


def pages_of_the_brief(scratch: Path) -> Pages:
    """Lay out every variant of this repository's brief."""
    workshop = open_workshop(ROOT)
    brief, _ = examine(ROOT / "sources" / BRIEF, workshop)
    assert brief is not None
    layouts = {name: workshop.layouts[reader.layout] for name, reader in brief.house.audiences.items()}
    pages = {name: page_of(compose(brief, name, layout.sections), workshop) for name, layout in layouts.items()}
    assert all(EDITED in page for page in pages.values())
    return Pages(pages, scratch, permutations(WORDS, 2))


def presses(setting: Setting) -> Answer:
    """One page, and all variants of a brief."""
    pages = pages_of_the_brief(setting.folder)
    one, every = (AUDIENCE,), tuple(pages.pages)
    plain = Thing("a page edited, pressed plainly", pages.edited(one, "nothing"))
    things = (
        Thing("the same, with what pages share", pages.edited(one, "parts")),
        Thing("the same, laid out again in part", pages.edited(one, "pages")),
    )
    four = Thing("four variants edited, pressed plainly", pages.edited(every, "nothing"))
    shared = Thing("the four, with what pages share", pages.edited(every, "parts"))
    return Answer(
        "press",
        "What a process shares",
        "The press alone, in one warm process: the pages of this repository's brief after a few words were edited that "
        "all its audiences read. *Plainly* is WeasyPrint as it comes. The memory is the most that the process has held "
        "since it began.",
        (*in_turns(plain, things, setting.part(0.7)), *in_turns(four, [shared], setting.part(0.4))),
    )
