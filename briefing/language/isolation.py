"""Isolation: texts of a brief on a page written in one direction, each kept to itself where it runs the other way.

Otherwise the figures and commas that follow a name would go with it (Unicode Standard Annex 9, 2.4).
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from briefing.language.direction import Direction, direction_of, disturbs, runs, turned
from briefing.language.words import Language
from briefing.model.variant import Annex


def isolated(text: str, direction: Direction) -> str:
    """A text on a page of this direction, as markup where it runs the other way."""
    if not disturbs(text, direction):
        return text
    own = direction_of(text, direction)
    other = "ltr" if own == "rtl" else "rtl"
    inside = Markup("").join(
        Markup('<bdi dir="{}">{}</bdi>').format(other, piece) if is_other else piece
        for piece, is_other in runs(text, own)
    )
    return inside if own == direction and not turned(text) else Markup('<bdi dir="{}">{}</bdi>').format(own, inside)


def quoted(text: str, language: Language) -> Markup:
    """Words in the quotation marks of the language."""
    return Markup(language.quoted(str(escape(isolated(text, language.direction)))))  # noqa: S704 (escaped)


def listed(parts: Iterable[str], language: Language) -> Markup:
    """Texts as a sentence lists them."""
    alone = [str(escape(isolated(part, language.direction))) for part in parts]
    return Markup(language.listed(alone))  # noqa: S704 (what the language adds are commas and words of its own)


def direction_of_article(annex: Annex, otherwise: Direction) -> Direction:
    """The direction in which an annexed article is written."""
    return direction_of("".join(set_.block.text for set_ in annex.blocks), otherwise)
