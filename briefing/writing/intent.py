"""Intent: what each kind of edit means, as the steps that are to be done to the brief."""

from collections.abc import Callable, Mapping
from typing import Any

from briefing.model.text import Model
from briefing.writing import edit as e
from briefing.writing.access import address, mark
from briefing.writing.citing import cite, uncite
from briefing.writing.quoting import actor, quote
from briefing.writing.standing import Intent, Standing, gone
from briefing.writing.step import Confirm, Take
from briefing.writing.texts import reword


def intent(edit: e.Edit, on: Standing) -> Intent:
    """What an edit means for a brief.

    Raises FaultyInputError: E721 the words cannot be taken over, E722 what it speaks of is not there.
    """
    return _MEANINGS[type(edit)](on, edit)


def _confirm(on: Standing, edit: e.Confirm) -> Intent:
    """What is marked loses its mark, and the quotations of a view with it: they are read together."""
    marked = sorted(path for path in on.drafted if path == edit.path or path[:-2] == edit.path)
    if not marked:
        raise gone("this is not marked “confirm”", "Somebody may have confirmed it already: load the page anew.")
    return Intent(tuple(Confirm(path) for path in marked), edit.path)


def _drop(on: Standing, edit: e.Drop) -> Intent:
    on.item(edit.path)
    return Intent((Take(edit.path),), ())


_MEANINGS: Mapping[type[Model], Callable[[Standing, Any], Intent]] = {
    e.Quote: quote,
    e.Name: actor,
    e.Cite: cite,
    e.Uncite: uncite,
    e.Reword: reword,
    e.Confirm: _confirm,
    e.Drop: _drop,
    e.Mark: mark,
    e.Address: address,
}
