"""Balance: whether each side of the matter is heard."""

from collections.abc import Iterator

from briefing.model.brief import Brief
from briefing.model.rule import Finding, Rule, warning


def sides_of_actors_have_stakes(brief: Brief) -> Iterator[Finding]:
    """A side that has an actor has something at stake."""
    acting = {actor.side: index for index, actor in reversed(list(enumerate(brief.summary.key_actors))) if actor.side}
    for side, index in acting.items():
        if side in brief.summary.sides and not brief.summary.stakes.get(side):
            name = brief.summary.sides[side].default
            message = f"{name} has an actor, and nothing at stake"
            yield Finding(("key_actors", index, "side"), message, f"Say under stakes what {name} may gain or lose.")


def sides_are_spoken_for(brief: Brief) -> Iterator[Finding]:
    """Each side with something at stake has an expert view."""
    speaking = {view.side for view in brief.summary.expert_views}
    for side in brief.summary.stakes:
        if brief.summary.expert_views and side in brief.summary.sides and side not in speaking:
            name = brief.summary.sides[side].default
            hint = "Add a line side: … to the expert view that speaks for it, or find one."
            yield Finding(("stakes", side), f"no expert view speaks for {name}", hint, at_key=True)


def stakes_are_not_all_gains(brief: Brief) -> Iterator[Finding]:
    """The stakes of a side are not gains alone."""
    for side, stakes in brief.summary.stakes.items():
        if len(stakes) > 1 and all(stake.kind == "gain" for stake in stakes) and side in brief.summary.sides:
            name = brief.summary.sides[side].default
            hint = "Add what it risks (kind: risk), or what holds it back (kind: constraint)."
            yield Finding(("stakes", side), f"all stakes of {name} are gains", hint, at_key=True)


RULES: tuple[Rule, ...] = (
    warning("W131", sides_of_actors_have_stakes),
    warning("W132", sides_are_spoken_for),
    warning("W133", stakes_are_not_all_gains),
)
