"""Since when a question is open: through how many editions before it was asked without a break."""

from collections.abc import Sequence

from briefing.model.change import Dated
from briefing.model.edition import Number
from briefing.model.said import Said


def since(question: str, history: Sequence[Said]) -> Dated | None:
    """The edition since which the question of this id is open, in the earlier editions of one audience, oldest first.

    None where the last of them does not ask it: then it is new, or asked again.
    """
    found: Said | None = None
    for said in reversed(history):
        if not any(item.id == question for item in said.items() if item.section == "open_questions"):
            break
        found = said
    return dated(found) if found and question else None


def dated(said: Said) -> Dated:
    """The edition that said it, by its number and day."""
    return Dated(Number.parse(said.edition) if said.edition else None, said.date)
