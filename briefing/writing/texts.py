"""Texts: another wording for a printed text of the brief, wherever it stands and however it is written."""

from typing import Any

from briefing.model.problem import FaultyInputError
from briefing.model.summary import ArticleEntry, Path, Summary
from briefing.model.text import Model
from briefing.writing import edit as e
from briefing.writing.form import Field, behind, field_of, main_text
from briefing.writing.standing import Intent, Standing, gone
from briefing.writing.step import Open, Put, Reword, Step, Take, within


def reword(on: Standing, edit: e.Reword) -> Intent:
    """Another wording for a text; one that is given per audience changes for those who have none of their own."""
    model, holder = _holder(on, edit.path)
    inside = edit.path[len(holder) :] or (main_text(model),)
    if isinstance(within(on.data, holder), str):
        return _reworded_plain(on, edit, holder, model, inside)
    field = field_of(model, str(inside[0]))
    if field is None or field.holds not in {"text", "texts", "named texts"}:
        raise gone("this is no text of the brief that can be changed here")
    path = _written_at(on, (*holder, *inside))
    there = on.at(path)
    is_missing = there is None and len(path) > len(holder) + 1 and not _may_be_new(on, path)
    if isinstance(there, list | dict) or is_missing:
        raise gone("this text is no longer there")
    _refuse_another(edit, there)
    if not edit.text:
        return Intent((_emptied(on, path, field, inside),), holder)
    text = _worded(edit.text, there)
    if isinstance(path[-1], int):
        return Intent((Reword(path, text),), holder)
    before = behind(model, field.name) if len(inside) == 1 else ()
    return Intent((Put(path[:-1], path[-1], text, before),), holder)


def _written_at(on: Standing, path: Path) -> Path:
    """Where a text stands in the file: one for all may be a mapping there, and a list of one a plain text."""
    if isinstance(on.at(path), dict):
        return (*path, "default")
    if path[-1] in {0, "default"} and isinstance(on.at(path[:-1]), str):
        return path[:-1]
    return path


def _reworded_plain(on: Standing, edit: e.Reword, path: Path, model: type[Model], inside: Path) -> Intent:
    """Another text for an item that is a plain text, or a field beside that."""
    main = main_text(model)
    if inside in {(main,), (main, "default")}:
        _refuse_another(edit, within(on.data, path))
        if not edit.text:
            raise _needed(main)
        return Intent((Reword(path, _worded(edit.text, within(on.data, path))),), path)
    field = field_of(model, str(inside[0])) if len(inside) == 1 else None
    if field is None or field.holds != "text" or not edit.text:
        raise gone("this is no text of the brief that can be changed here")
    return Intent((Open(path, main), Put(path, field.name, edit.text, behind(model, field.name))), path)


def _refuse_another(edit: e.Reword, there: Any) -> None:
    if edit.was is not None and edit.was.split() != str(there or "").split():
        raise gone(
            "this text says something else by now", "Copy what you wrote, load the page anew, and put it in again."
        )


def _holder(on: Standing, path: Path) -> tuple[type[Model], Path]:
    """What holds a text: the item or the article that the path leads to or into, or else the brief iton."""
    for length in range(len(path), 1, -1):
        if path[:length] in on.items:
            return type(on.items[path[:length]]), path[:length]
    if path[0] == "articles" and len(path) > 2 and path[1] in on.summary.articles:
        return ArticleEntry, path[:2]
    return Summary, ()


def _may_be_new(on: Standing, path: Path) -> bool:
    """Whether a path names the wording of an audience, beside others that are there."""
    return path[-1] in on.ground.house.audiences and isinstance(on.at(path[:-1]), dict)


def _emptied(on: Standing, path: Path, field: Field, inside: Path) -> Step:
    there = on.at(path)
    if there is None or (len(inside) == 1 and field.is_required) or path[-1] == "default":
        raise _needed(str(inside[0]))
    holder = within(on.data, path[:-1])
    return Take(path[:-1] if isinstance(holder, list) and len(holder) == 1 else path)


def _worded(text: str, there: Any) -> str:
    """A new text as the file has it: on one line where the other was, and with the line ends at the end that it had."""
    before = there if isinstance(there, str) else ""
    body = before.rstrip("\n")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return (lines if "\n" in body else " ".join(lines.split())) + before[len(body) :]


def _needed(key: str) -> FaultyInputError:
    return gone(f"“{key}” cannot be empty", "Write something there, or drop the item.")
