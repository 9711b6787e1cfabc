"""Check: hold a brief against its house style and itself.

A rule is a small function that yields findings; its docstring is its documentation. The house style may set a
rule to error, warning or off, and an item may silence one, except where the rule guards what others rely on.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator

from briefing import evidence
from briefing.checking import balance, handling, phrasing
from briefing.composing.reader import Reader
from briefing.language.direction import turned
from briefing.language.words import is_language, languages
from briefing.model.article import parse_citation
from briefing.model.brief import Brief, Desk
from briefing.model.marking import Scheme
from briefing.model.problem import Problem, Severity
from briefing.model.rule import Finding, Rule, at, error, warning
from briefing.model.summary import SECTIONS, Actor, ExpertView, Path
from briefing.model.text import Text, texts_of


def check(brief: Brief) -> tuple[Problem, ...]:
    """Every problem that the rules find in a brief."""
    return tuple(problem for rule in RULES for problem in _apply(rule, brief))


def _apply(rule: Rule, brief: Brief) -> Iterator[Problem]:
    setting = brief.house.rules.get(rule.code) if rule.adjustable else None
    if setting == "off":
        return
    severity = Severity(setting) if setting else rule.severity
    silenced = _silenced(brief, rule.code) if rule.adjustable else ()
    for found in rule.find(brief):
        if not any(found.path[: len(path)] == path for path in silenced):
            place = brief.places.at(found.path, key=found.at_key)
            yield Problem(rule.code, found.message, found.hint, place, severity, path=found.path)


def may_be_drafted(problems: Iterable[Problem]) -> bool:
    """Whether a draft can show what is wrong: not where it is unclear what the brief says, or who may see it."""
    return not any(problem.is_error and problem.code[:2] not in {"E1", "W1"} for problem in problems)


def _silenced(brief: Brief, code: str) -> tuple[Path, ...]:
    items = brief.summary.items()
    return tuple(path for path, item in items if any(silence.code == code for silence in item.silence))


def sides_exist(brief: Brief) -> Iterator[Finding]:
    """A side that an actor, an expert view or a stake names stands under `sides`."""
    sides = brief.summary.sides
    for path, item in brief.summary.items():
        if isinstance(item, Actor | ExpertView) and item.side and item.side not in sides:
            yield Finding((*path, "side"), f"there is no side “{item.side}”", _did_you_mean(item.side, sides, "sides"))
    for side in brief.summary.stakes:
        if side not in sides:
            yield Finding(
                ("stakes", side),
                f"there is no side “{side}”",
                _did_you_mean(side, sides, "sides"),
                at_key=True,
            )


def citations_lead_somewhere(brief: Brief) -> Iterator[Finding]:
    """A citation names an article of the brief and a paragraph that the article has."""
    keys = tuple(brief.summary.articles)
    for path, item in brief.summary.items():
        for index, text in enumerate(item.cites):
            place = (*path, "cites", index)
            try:
                cite = parse_citation(text, keys)
            except ValueError as error:
                yield Finding(place, str(error), "Each paragraph of the article has a number, headings have none.")
                continue
            article = brief.articles.get(cite.key)
            if article and cite.last > len(article.paragraphs):
                count = len(article.paragraphs)
                there = f"{count} paragraphs: {cite.key}1 to {cite.key}{count}" if count > 1 else "one paragraph"
                hint = f"Article {cite.key} has {there}."
                yield Finding(place, f"there is no paragraph {text}", hint)


def markings_exist(brief: Brief) -> Iterator[Finding]:
    """A marking is a level of the house's scheme, with handling caveats that the scheme has."""
    for path, marking in _markings(brief):
        message, hint = _unknown_marking(brief.house.scheme, marking)
        if message:
            yield Finding(path, message, hint)


def _unknown_marking(scheme: Scheme, marking: str) -> tuple[str, str]:
    """What is wrong with a marking, and a hint; nothing for one that the scheme has."""
    try:
        scheme.marking(marking)
    except ValueError as error:
        hint = _did_you_mean(marking, scheme.names, "the scheme of the house")
        caveats = ", ".join(caveat.name for caveat in scheme.caveats)
        return str(error), f"{hint} Handling caveats: {caveats}." if caveats else hint
    return "", ""


def _markings(brief: Brief) -> Iterator[tuple[Path, str]]:
    summary = brief.summary
    yield ("marking",), summary.marking
    marked: list[tuple[Path, str | None]] = [
        *((("articles", key), entry.marking) for key, entry in summary.articles.items()),
        *((path, item.marking) for path, item in summary.items()),
        *((path, text.marking) for path, text in _outside(brief)),
    ]
    yield from (((*path, "marking"), marking) for path, marking in marked if marking)


def _outside(brief: Brief) -> Iterator[tuple[Path, Text]]:
    """The texts outside the items: title, subtitle, authors, owner, sides, and what is printed of the articles."""
    yield from texts_of(brief.summary)
    for key, entry in brief.summary.articles.items():
        yield from ((("articles", key, *path), text) for path, text in texts_of(entry))


def outside_the_items_all_may_see(brief: Brief) -> Iterator[Finding]:
    """A title, subtitle, author or side that is marked is not marked above what its readers may see."""
    scheme = brief.house.scheme
    for path, text in _outside(brief):
        if text.marking and scheme.knows(text.marking) and path[0] != "articles":
            for name in brief.house.audiences:
                ceiling = brief.house.ceiling(name)
                if not scheme.allows(ceiling, scheme.marking(text.marking)):
                    marked = f"“{path[0]}” is marked {text.marking}"
                    message = f"{marked}, and the audience “{name}” may see {ceiling.name} at most"
                    yield Finding(path, message, "Everyone reads it: mark it lower, and word it so that it can be.")


def texts_are_marked_by_what_holds_them(brief: Brief) -> Iterator[Finding]:
    """A text of an item or an article carries no marking of its own: who sees the whole sees all of it."""
    summary = brief.summary
    parts = (*summary.items(), *((("articles", key), entry) for key, entry in summary.articles.items()))
    for path, part in parts:
        for inside, text in texts_of(part):
            if text.marking:
                whole = "article" if path[0] == "articles" else "item"
                message = f"“{inside[0]}” is marked {text.marking}, and only the {whole} as a whole can be marked"
                hint = f"Mark the {whole}, or move what is marked into an item of its own."
                yield Finding((*path, *inside, "marking"), message, hint, at_key=True)


def audiences_exist(brief: Brief) -> Iterator[Finding]:
    """An audience that `only`, `except` or a text names stands in house.yaml."""
    known = brief.house.audiences
    for path, name in _audiences_named(brief):
        if name not in known:
            yield Finding(path, f"there is no audience “{name}”", _did_you_mean(name, known, "house.yaml"), at_key=True)


def _audiences_named(brief: Brief) -> Iterator[tuple[Path, str]]:
    for path, item in brief.summary.items():
        yield from (((*path, "only", index), name) for index, name in enumerate(item.only or ()))
        yield from (((*path, "except", index), name) for index, name in enumerate(item.except_))
        for inside, text in texts_of(item):
            yield from (((*path, *inside, name), name) for name in text.audiences)
    for path, text in _outside(brief):
        yield from (((*path, name), name) for name in text.audiences)


def likelihoods_are_of_the_yardstick(brief: Brief) -> Iterator[Finding]:
    """A word of likelihood is one of the house's yardstick."""
    yardstick = brief.house.words_of_likelihood
    for path, item in brief.summary.items():
        if item.likelihood and yardstick.band(item.likelihood) is None:
            message = f"“{item.likelihood}” is no word of likelihood of the {yardstick.title}"
            yield Finding(
                (*path, "likelihood"),
                message,
                _did_you_mean(item.likelihood, yardstick.words, "the yardstick"),
            )


def likelihood_has_confidence(brief: Brief) -> Iterator[Finding]:
    """A judgement with a likelihood says how confident the desk is in it."""
    for path, item in brief.summary.items():
        if item.likelihood and not item.confidence:
            message = "this judgement gives a likelihood and no confidence"
            yield Finding((*path, "likelihood"), message, "Add a line confidence: low, moderate or high.", at_key=True)


def ids_are_unique(brief: Brief) -> Iterator[Finding]:
    """An id stands once in a brief: editions are compared by it."""
    first: dict[str, int | None] = {}
    for path, item in brief.summary.items():
        if item.id is None:
            continue
        place = (*path, "id")
        if item.id in first:
            yield Finding(place, f"the id “{item.id}” is used twice", f"It stands in line {first[item.id]} already.")
        first.setdefault(item.id, brief.places.at(place).line)


def views_say_something(brief: Brief) -> Iterator[Finding]:
    """An expert view says what the expert holds, or quotes them."""
    for path, item in brief.summary.items():
        if isinstance(item, ExpertView) and not item.view and not item.quotes:
            yield Finding(
                path,
                f"nothing is said of what {item.expert.default} holds",
                "Add a line view: … or quotes: …",
            )


def language_is_known(brief: Brief) -> Iterator[Finding]:
    """The language is one whose dates and numbers are known."""
    if not is_language(brief.summary.language):
        message = f"there is no language “{brief.summary.language}”"
        yield Finding(("language",), message, "Write it as en-GB, fr, ar or ko.")


def labels_are_translated(brief: Brief) -> Iterator[Finding]:
    """The words that the layout prints are there in the brief's language."""
    language = brief.summary.language
    if is_language(language) and language.replace("_", "-").split("-")[0] not in languages():
        message = f"the labels are not translated into “{language}” yet, and are printed in English"
        yield Finding(("language",), message, f"Complete are: {', '.join(languages())}.")


def gaps_tell_nothing(brief: Brief) -> Iterator[Finding]:
    """An audience with open numbering is shown all items of its sections: a gap tells that something was withheld."""
    for name, audience in brief.house.audiences.items():
        reader = Reader(brief, name)
        sections = audience.sections or SECTIONS
        items = {path: reader.reads(path, ()) for path, item in brief.summary.items() if path in reader.numbers}
        withheld = next((path for path, is_read in items.items() if path[0] in sections and not is_read), None)
        if audience.numbering == "open" and withheld and any(items.values()):
            message = f"the numbers of “{name}” skip this item, which it may not see"
            hint = f"Set numbering: closed for {name} in house.yaml; or rules: {{W216: off}}, if a gap may be seen."
            yield Finding(withheld, message, hint)


def texts_read_as_they_are_printed(brief: Brief) -> Iterator[Finding]:
    """A text holds no control character that prints its letters in another order, or turns what stands after it."""
    for path, text in (*_outside(brief), *_of_items(brief)):
        for audience, written in text.each():
            if character := turned(written):
                name = f"U+{ord(character):04X} {unicodedata.name(character)}"
                message = f"{name} makes this text read otherwise than it is printed"
                hint = "Delete it: it cannot be seen, and words in another direction are put in order by themselves."
                yield Finding(at(*path, audience=audience), message, hint)


def _of_items(brief: Brief) -> Iterator[tuple[Path, Text]]:
    for path, item in brief.summary.items():
        yield from (((*path, *inside), text) for inside, text in texts_of(item))


def _did_you_mean(word: str, known: Iterable[str], where: str) -> str:
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    there = f"In {where} there is: {', '.join(names)}." if names else f"There is none in {where} yet."
    return f"Did you mean “{close[0]}”? {there}" if close else there


RULES: tuple[Rule, ...] = (
    *evidence.RULES,
    *phrasing.RULES,
    *balance.RULES,
    error("E201", sides_exist, adjustable=False),
    error("E202", citations_lead_somewhere, adjustable=False),
    error("E203", markings_exist, adjustable=False),
    error("E204", audiences_exist, adjustable=False),
    error("E205", likelihoods_are_of_the_yardstick, adjustable=False),
    warning("W206", likelihood_has_confidence),
    error("E207", ids_are_unique, adjustable=False),
    error("E208", outside_the_items_all_may_see, adjustable=False),
    error("E209", language_is_known, adjustable=False),
    warning("W210", labels_are_translated),
    error("E211", views_say_something),
    error("E214", texts_are_marked_by_what_holds_them, adjustable=False),
    warning("W216", gaps_tell_nothing),
    *handling.RULES,
    error("E220", texts_read_as_they_are_printed, adjustable=False),
)
"""The rules, in the order of their codes."""


def check_house(desk: Desk, layouts: Iterable[str]) -> tuple[Problem, ...]:
    """Every problem of a house style: ceilings that the scheme lacks, layouts that are nowhere, unknown rules."""
    return tuple(_house_problems(desk, tuple(layouts)))


def _house_problems(desk: Desk, layouts: tuple[str, ...]) -> Iterator[Problem]:
    codes = {rule.code for rule in RULES}
    for name, audience in desk.house.audiences.items():
        path: Path = ("audiences", name)
        if name in Text.model_fields:
            hint = "Where a text is given per audience, that word means something else: choose another."
            place = desk.places.at(path, key=True)
            yield Problem("E215", f"an audience cannot be called “{name}”", hint, place)
        message, hint = _unknown_marking(desk.house.scheme, audience.ceiling) if audience.ceiling else ("", "")
        if message:
            yield Problem("E203", message, hint, desk.places.at((*path, "ceiling")))
        if audience.layout not in layouts:
            hint = _did_you_mean(audience.layout, layouts, "layouts/")
            yield Problem("E212", f"there is no layout “{audience.layout}”", hint, desk.places.at((*path, "layout")))
    for code in desk.house.rules:
        if code not in codes:
            hint = f"Known are: {', '.join(sorted(codes))}."
            place = desk.places.at(("rules", code), key=True)
            yield Problem("W213", f"there is no rule {code}", hint, place, Severity.WARNING)
