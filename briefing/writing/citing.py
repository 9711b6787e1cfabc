"""Citing: an item cites one more paragraph, or one less."""

from briefing.model.article import parse_citation
from briefing.writing import edit as e
from briefing.writing.form import behind
from briefing.writing.standing import Intent, Standing, citation, gone
from briefing.writing.step import Add, Take


def cite(on: Standing, edit: e.Cite) -> Intent:
    """One more citation, where the item does not have it yet."""
    item = on.item(edit.path)
    last = edit.last or edit.paragraph
    count = len(on.article(edit.article).paragraphs)
    if not edit.paragraph <= last <= count:
        raise gone(f"article {edit.article} has no such paragraph: it has {count}")
    wanted = range(edit.paragraph, last + 1)
    for text in item.cites:
        cited = _cited(on, text)
        if cited and cited[0] == edit.article and set(wanted) <= set(cited[1]):
            raise gone(f"the item cites {citation(edit.article, edit.paragraph, last)} already", "It stays so.")
    steps = on.opened(edit.path)
    cite = citation(edit.article, edit.paragraph, last)
    steps.append(Add((*edit.path, "cites"), cite, before=behind(type(item), "cites")))
    return Intent(tuple(steps), edit.path)


def uncite(on: Standing, edit: e.Uncite) -> Intent:
    """A citation less; a paragraph within a longer one is not cut out of it."""
    item = on.item(edit.path)
    wanted = _cited(on, edit.cite)
    cited = [(text, _cited(on, text)) for text in item.cites]
    index = next((i for i, (_, one) in enumerate(cited) if wanted is not None and one == wanted), None)
    if index is None:
        around = [text for text, one in cited if one and wanted and one[0] == wanted[0] and wanted[1][0] in one[1]]
        hint = f"It cites {around[0]}: take that away as a whole." if around else "Load the page anew."
        raise gone(f"the item does not cite {edit.cite} by itself", hint)
    alone = len(item.cites) == 1
    return Intent((Take((*edit.path, "cites") if alone else (*edit.path, "cites", index)),), edit.path)


def _cited(on: Standing, text: str) -> tuple[str, range] | None:
    try:
        cite = parse_citation(text, on.summary.articles)
    except ValueError:
        return None
    return cite.key, range(cite.first, cite.last + 1)
