"""Load a desk and its briefs: files in, things out, and every problem of their form at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath

from briefing.loading.document import read_document
from briefing.loading.schema import validate
from briefing.model.article import Article
from briefing.model.brief import Brief, Desk
from briefing.model.desk import BRIEF, examine_name
from briefing.model.house import House
from briefing.model.layout import BASE, SHIPPED, Layout, LayoutFile, is_inside
from briefing.model.problem import FaultyInputError, Place, Places, Problem
from briefing.model.summary import ArticleEntry, Summary
from briefing.read import read

_NO_FILE = "-"

# What stands in for a value that is wrong or missing, so that what refers to it is not reported as well.
_STAND_INS = {
    ("title",): "'-'",
    ("date",): "2000-01-01",
    ("organisation",): "'-'",
    ("sides", "*"): "'-'",
    ("articles", "*"): f"{{file: '{_NO_FILE}'}}",
    ("audiences", "*"): "{title: '-'}",
    ("*", "*", "confidence"): "low",
    ("stakes", "*", "*", "confidence"): "low",
}


def load_desk(folder: Path) -> Desk:
    """The desk of a folder that holds `sources/house.yaml`. Raises FaultyInputError with all its problems."""
    document = read_document(folder / "sources" / "house.yaml")
    house, problems = validate(House, document, _STAND_INS)
    if house is None or problems:
        raise FaultyInputError(problems)
    return Desk(folder, house, document.places)


def load_brief(folder: Path, house: House) -> tuple[Brief | None, tuple[Problem, ...]]:
    """The brief of a folder, as far as it can be read, and the problems of its form.

    What is wrong is left out of the brief, so that the rest of it can be checked too. None where nothing of it
    can be used.
    """
    document = read_document(folder / BRIEF)
    stand_ins = {**_STAND_INS, ("marking",): f"'{house.scheme.lowest.name}'"}
    summary, problems = validate(Summary, document, stand_ins)
    if summary is None:
        return None, tuple(problems)
    # A stand-in has no file of its own, and stands there only beside a problem.
    entries = {key: entry for key, entry in summary.articles.items() if entry.file != _NO_FILE or not problems}
    articles, faults = _articles(entries, folder, document.places)
    of_name = examine_name(folder.name, document.places.file)
    return Brief(folder.name, summary, articles, house, document.places), (*of_name, *problems, *faults)


def _articles(
    entries: Mapping[str, ArticleEntry], folder: Path, places: Places
) -> tuple[dict[str, Article], list[Problem]]:
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        place = places.at(("articles", key, "file"))
        try:
            articles[key] = read(key, _inside(folder, entry.file, place))
        except FaultyInputError as error:
            problems += error.problems
    return articles, problems


def _inside(folder: Path, name: str, place: Place) -> Path:
    """The path of an article, which has to stay inside its brief's folder, links followed."""
    windows = PureWindowsPath(name)
    if Path(name).is_absolute() or windows.drive or windows.root:
        hint = "Put the article into the brief's own folder and write its name alone."
        raise FaultyInputError([Problem("E031", f"“{name}” is an absolute path", hint, place)])
    try:
        path = (folder / name).resolve()
        found = path.exists()
    except (OSError, RuntimeError, ValueError):  # too long for a name, a link to itself, a NUL
        hint = "Call the article by a plain name, such as article.txt."
        raise FaultyInputError([Problem("E011", f"“{name}” cannot be a file", hint, place)]) from None
    if not path.is_relative_to(folder.resolve()):
        hint = "An article stays inside its brief's folder: copy it there."
        raise FaultyInputError([Problem("E031", f"“{name}” leads out of the brief's folder", hint, place)])
    if not found:
        others = sorted(file.name for file in folder.glob("*") if file.is_file() and file.name != "brief.yaml")
        there = f"In {folder} there is: {', '.join(others[:5])}." if others else f"Put the article into {folder}."
        raise FaultyInputError([Problem("E011", f"there is no article “{name}”", there, place)])
    return path


def load_layouts(own: Path | None) -> dict[str, Layout]:
    """The layouts there are, by name: those of the desk's `own` folder go before those shipped.

    Raises FaultyInputError where one of them cannot be used.
    """
    roots = (*([own] if own else []), SHIPPED)
    folders: dict[str, Path] = {}
    for root in roots:
        for file in sorted(root.glob("*/layout.yaml")):
            folders.setdefault(file.parent.name, file.parent)
    files: dict[str, LayoutFile] = {}
    problems: list[Problem] = []
    for name, folder in folders.items():
        try:
            files[name] = _layout_file(folder)
        except FaultyInputError as error:
            problems += error.problems
    if problems:
        raise FaultyInputError(problems)
    return {name: Layout.of(_chain(name, folders, files)) for name in sorted(folders) if name != BASE}


def _layout_file(folder: Path) -> LayoutFile:
    if not is_inside(folder / "layout.yaml", folder):
        hint = "A layout uses files of its own folder only: copy it there."
        message = "layout.yaml is a link out of the layout's folder"
        raise FaultyInputError([Problem("E501", message, hint, Place(folder / "layout.yaml"))])
    document = read_document(folder / "layout.yaml")
    file, problems = validate(LayoutFile, document, {})
    if file is None or problems:
        raise FaultyInputError(problems)
    return file


def _chain(name: str, folders: dict[str, Path], files: dict[str, LayoutFile]) -> Iterator[tuple[Path, LayoutFile]]:
    """A layout's folder and those that it extends."""
    seen: set[str] = set()
    while True:
        yield folders[name], files[name]
        if name == BASE:
            return
        seen.add(name)
        above = files[name].extends
        if above in seen or above not in folders:
            what = "extends itself" if above in seen else f"extends “{above}”, which is not there"
            place = Place(folders[name] / "layout.yaml")
            hint = f"There is: {', '.join(sorted(folders))}."
            raise FaultyInputError([Problem("E501", f"the layout “{name}” {what}", hint, place)])
        name = above
