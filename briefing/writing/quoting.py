"""Quoting: words of an article become a quotation of an expert view, or the name of a key actor."""

from briefing.drafting.draft import DraftedActor, DraftedQuote, DraftedView, Ids, ids_of, last_name
from briefing.drafting.manuscript import Item as Values
from briefing.drafting.manuscript import items_of_actors, items_of_views
from briefing.evidence import wording_of
from briefing.model.summary import Actor, ExpertView, Item, Path, Quotation
from briefing.speech import listen
from briefing.writing import edit as e
from briefing.writing import selection
from briefing.writing.form import behind
from briefing.writing.standing import Intent, Standing, citation, gone
from briefing.writing.step import Add


def quote(on: Standing, edit: e.Quote) -> Intent:
    """A quotation of the view that is named, of one of the expert, or of a new one."""
    article = on.article(edit.article)
    text, first, last = selection.quotation(edit, article, wording_of(article))
    path = edit.view or _view_of(on, edit.expert)
    ids = Ids(set(ids_of(on.data)))
    if path is None:
        return _new_view(on, edit, text, (first, last), ids)
    view = on.item(path)
    if not isinstance(view, ExpertView):
        raise gone("this is no expert view")
    cite = citation(edit.article, first, last)
    if any(quote.text.default == text and cite in (quote.cites or view.cites) for quote in view.quotes):
        raise gone("the view has this quotation already", "Choose other words, or another view.")
    base = view.id or ids.of(last_name(view.expert.default), "voice")
    name = ids.of(f"{base}-q{len(view.quotes) + 1}", base) if _has_ids(on, Quotation) else ""
    quote = {**({"id": name} if name else {}), "text": text, "cites": [cite]}
    step = Add((*path, "quotes"), quote, before=behind(ExpertView, "quotes"))
    return Intent((step,), (*path, "quotes", len(view.quotes)))


def _view_of(on: Standing, expert: str) -> Path | None:
    """The first view of an expert of this name."""
    if not expert:
        raise gone("nobody is named who said this", "Choose an expert view, or write who said it.")
    views = ((path, item) for path, item in on.items.items() if isinstance(item, ExpertView))
    return next((path for path, view in views if view.expert.default.casefold() == expert.casefold()), None)


def _new_view(on: Standing, edit: e.Quote, text: str, paragraphs: tuple[int, int], ids: Ids) -> Intent:
    """A view with what a draft leaves to the desk, marked to be confirmed, and the quotation, which is not."""
    view_id = ids.of(last_name(edit.expert), "voice")
    quote = DraftedQuote(ids.of(f"{view_id}-q1", view_id), text, paragraphs[0])
    cited = tuple(dict.fromkeys(paragraphs))
    drafted = DraftedView(view_id, edit.expert, edit.affiliation, cited, (quote,))
    [values] = items_of_views([drafted], edit.article)
    kept = _with_id(on, values, ExpertView)
    path: Path = ("expert_views", len(on.summary.expert_views))
    words = {"id": quote.id, "text": text, "cites": [citation(edit.article, *paragraphs)]}
    view = {key: value for key, value in kept.items() if key != "quotes"}
    steps = (
        Add(("expert_views",), view, is_drafted=True),
        Add((*path, "quotes"), _with_id(on, words, Quotation), before=behind(ExpertView, "quotes")),
    )
    return Intent(steps, (*path, "quotes", 0))


def actor(on: Standing, edit: e.Name) -> Intent:
    """A key actor by a name that is not there yet."""
    article = on.article(edit.article)
    name = selection.name(edit, article)
    if any(actor.name.default.casefold() == name.casefold() for actor in on.summary.key_actors):
        raise gone(f"“{name}” is a key actor already", "Add a citation to it instead.")
    if edit.side and edit.side not in on.summary.sides:
        raise gone(f"there is no side “{edit.side}”", f"There is: {', '.join(on.summary.sides) or 'none yet'}.")
    # A body goes by its whole name, as in a draft; whoever is not known to be one goes by the last.
    is_body = any(named.name == name and named.kind != "person" for named in listen(article).people.named.values())
    short = name if is_body else last_name(name)
    drafted = DraftedActor(Ids(set(ids_of(on.data))).of(short, "actor"), name, "", (edit.paragraph,))
    [values] = items_of_actors([drafted], edit.article)
    side = {"side": edit.side} if edit.side else {}
    cites = values["cites"]
    kept = {**{key: value for key, value in values.items() if key != "cites"}, **side, "cites": cites}
    path: Path = ("key_actors", len(on.summary.key_actors))
    return Intent((Add(("key_actors",), _with_id(on, kept, Actor)),), path)


def _with_id(on: Standing, values: Values, kind: type[Item]) -> Values:
    return values if _has_ids(on, kind) else {key: value for key, value in values.items() if key != "id"}


def _has_ids(on: Standing, kind: type[Item]) -> bool:
    """Whether items of this kind have ids here; where there are none of the kind, whether any item has one."""
    alike = [item for item in on.items.values() if type(item) is kind]
    return any(item.id for item in alike or on.items.values()) or not on.items
