"""How long the evidence takes: articles of 30, 100 and 300 pages, 200 quotations, a tenth of them misquoted.

Run: .venv/bin/python tests/bench/evidence.py
Prints seconds for each size, and the ratio to the smallest per page: it stays near one where the work is linear.
"""

import random
import statistics
import time
from pathlib import Path

from briefing.article import Article, number
from briefing.evidence import figures_of, wording_of
from briefing.quotation import Wording

WORDS_A_PAGE = 490
WORDS_A_PARAGRAPH = 70
QUOTATIONS = 200
ROUNDS = 5
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


def seconds(of: Article, quotations: list[str]) -> float:
    """From the bare article to a verdict on every quotation, the figures of the article read too."""
    wording_of.cache_clear()
    figures_of.cache_clear()
    start = time.perf_counter()
    wording = Wording(of)
    missed = [text for text in quotations if not wording.find(text)]
    shown = [wording.nearest(text) for text in missed]
    figures_of(of)
    elapsed = time.perf_counter() - start
    assert len(shown) == QUOTATIONS // 10
    return elapsed


def main() -> None:
    """Print the table."""
    chance = random.Random(1)
    print(f"{'pages':>6} {'words':>8} {'seconds (median of 5)':>22} {'range':>14} {'a page, to 30 pages':>20}")
    base = 0.0
    for pages in (30, 100, 300):
        text = article(pages, chance)
        quotations = quoted(text, chance)
        times = sorted(seconds(text, quotations) for _ in range(ROUNDS))
        median = statistics.median(times)
        base = base or median / pages
        spread = f"{times[0]:.2f}–{times[-1]:.2f}"
        words = pages * WORDS_A_PAGE
        print(f"{pages:>6} {words:>8} {median:>22.2f} {spread:>14} {median / pages / base:>20.2f}")


if __name__ == "__main__":
    main()
