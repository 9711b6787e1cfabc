"""Sealing: the PDFs of an edition are sealed, and searched once more as they are to be filed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.editions.assembly import FilingOrder
from briefing.model.brief import Brief
from briefing.model.problem import Problem, Severity
from briefing.model.proof import Proof
from briefing.printing.order import Made
from briefing.printing.put import put
from briefing.prove import Search


def sealed(made: Sequence[Made], brief: Brief, order: FilingOrder) -> Iterator[Made | Problem]:
    """Seal what was made for an edition, each PDF in its place; what is filed is what was searched.

    Problems: E404 where the sealed file holds what is withheld, W898 where its certificate names it. Raises
    FaultyInputError where it cannot be sealed as was asked for (E891, E893, E894, E895).
    """
    if order.seal is None:
        yield from made
        return
    pressed = [one.path.read_bytes() for one in made]
    for one, before, after in zip(made, pressed, order.seal.seal(pressed, order.at), strict=True):
        if not after.startswith(before) or len(after) == len(before):
            raise ValueError("a seal stands behind the end of a PDF, whose own bytes stay")
        proof, told = _searched(one, after, brief, order)
        yield from told
        put(one.path, after)
        yield replace(one, sha256=hashlib.sha256(after).hexdigest(), proof=proof, pressed=len(before))


def _searched(one: Made, pdf: bytes, brief: Brief, order: FilingOrder) -> tuple[Proof, tuple[Problem, ...]]:
    """What the search of a sealed PDF came to.

    Without the seal it was searched before. The certificate is the desk's own, and the same under every brief: that it
    names somebody who is withheld tells nothing of the brief, and is for the desk to judge.
    """
    if one.variant is None or order.seal is None:
        raise ValueError("a print of an edition has a variant")
    proof = Search(brief, one.variant).prove(pdf, name=one.path.name)
    if not proof.problems:
        return proof, ()
    record = order.seal.record
    names = (record.name, record.subject, record.issuer, *order.seal.says)
    again = Search(brief, one.variant, allowed=names).prove(pdf, name=one.path.name)
    found = {_text(problem) for problem in again.problems}
    named = (problem for problem in proof.problems if _text(problem) not in found)
    return again, (*again.problems, *(_named(problem, record.name) for problem in named))


def _text(problem: Problem) -> str:
    """What is withheld, out of what is said of it."""
    return problem.message.partition(" is withheld")[0]


def _named(problem: Problem, name: str) -> Problem:
    message = (
        f"{_text(problem)} is withheld from “{problem.audience}”, and the seal of “{name}” names it to every reader"
    )
    hint = "It says nothing of the brief. If it must not be read, seal with another certificate, or --no-seal."
    return replace(problem, code="W898", message=message, hint=hint, severity=Severity.WARNING)
