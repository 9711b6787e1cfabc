"""How long the evidence takes: articles of 30, 100 and 300 pages, 200 quotations, a tenth of them misquoted."""

import random
from functools import partial
from pathlib import Path

from briefing.evidence import figures_of, wording_of
from briefing.matching.quotation import Wording
from briefing.model.article import Article, number
from tests.bench.measured import Answer, Setting, Thing, here, in_turns

WORDS_A_PAGE = 490
WORDS_A_PARAGRAPH = 70
QUOTATIONS = 200
SIZES = (30, 100, 300)
SEED = Path(__file__).parents[2] / "seeds" / "000_bfa03035c30b369b.txt"


def article(pages: int, chance: random.Random) -> Article:
    """An article of so many pages, in the words of the seed."""
    vocabulary = SEED.read_text("utf-8").split()
    paragraphs = (
        " ".join(chance.choice(vocabulary) for _ in range(WORDS_A_PARAGRAPH))
        for _ in range(pages * WORDS_A_PAGE // WORDS_A_PARAGRAPH)
    )
    return Article("A", number((text, False) for text in paragraphs), "")


def quoted(of: Article, chance: random.Random) -> list[str]:
    """Quotations of twenty words; every tenth has a word that the article does not."""
    texts = []
    for index in range(QUOTATIONS):
        words = chance.choice(of.paragraphs).text.split()
        start = chance.randrange(len(words) - 20)
        run = words[start : start + 20]
        texts.append(" ".join([*run[:9], "zebra", *run[10:]] if index % 10 == 0 else run))
    return texts


def hold_against(text: Article, quotations: list[str]) -> None:
    """From the bare article to a verdict on every quotation, the figures of the article read too."""
    wording_of.cache_clear()
    figures_of.cache_clear()
    wording = Wording(text)
    missed = [quotation for quotation in quotations if not wording.find(quotation)]
    shown = [wording.nearest(quotation) for quotation in missed]
    figures_of(text)
    assert len(shown) == QUOTATIONS // 10


def evidence(setting: Setting) -> Answer:
    """A page of each size beside a page of the smallest."""
    chance = random.Random(1)

    def thing(pages: int) -> Thing:
        text = article(pages, chance)
        quotations = quoted(text, chance)
        return Thing(f"a page of {pages}", partial(here, partial(hold_against, text, quotations)), units=pages)

    first, *others = map(thing, SIZES)
    return Answer(
        "evidence",
        "Holding quotations against the article",
        f"{QUOTATIONS} quotations, a tenth misquoted, and the figures of articles of {SIZES[0]} pages or more, "
        "in one process, divided by the pages: near one where the work grows with the pages and no faster. The memory "
        "is that of the bench itself.",
        in_turns(first, others, setting.part(0.3)),
    )
