"""Gender: whether an article calls somebody “he” or “she”, where neither a title nor a first name says so."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from briefing.speech.passage import Passage
from briefing.speech.people import Mention, People

_PRONOUN = re.compile(r"\b(?:(?P<m>he|his|him|himself|il|lui|er)|(?P<f>she|her|hers|herself|elle))\b", re.IGNORECASE)
_REACH = 240
"""How many characters behind a name a pronoun is taken to stand for it."""
_PARTICLES = {"bin": "m", "ibn": "m", "bint": "f"}


def genders(passages: Sequence[Passage], people: People) -> Mapping[str, str]:
    """`m`, `f` or nothing for everybody named: as title or first name say, or the next pronouns behind the name."""
    found = {name: named.gender or _by_particle(name) for name, named in people.named.items()}
    votes: dict[str, Counter[str]] = {}
    for passage in passages:
        for mention, end in _reaches(passage):
            if not found[mention.name] and (match := _PRONOUN.search(passage.bare, mention.end, end)):
                votes.setdefault(mention.name, Counter())["m" if match["m"] else "f"] += 1
    for name, counted in votes.items():
        (best, most), *others = counted.most_common()
        if not others or most > others[0][1]:
            found[name] = best
    return found


def _by_particle(name: str) -> str:
    return next((_PARTICLES[word] for word in name.casefold().split() if word in _PARTICLES), "")


def _reaches(passage: Passage) -> Sequence[tuple[Mention, int]]:
    """The mentions that may be of persons, each with how far a pronoun behind it stands for nobody else."""
    mentions = [mention for mention in passage.mentions if mention.kind in {"person", "thing"}]
    ends = (*(mention.begin for mention in mentions[1:]), len(passage.bare))
    return [(mention, min(end, mention.end + _REACH)) for mention, end in zip(mentions, ends, strict=False)]
