"""Articles about one country's own business, in which nobody stands against anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.code.actors import Party
from communique.code.coded import Coded
from communique.code.story import NOBODY
from communique.code.topic import COUNTRY
from communique.model import ActorMention, Code
from communique.ontology.engine import Engine

HOME_SHARE = 0.85
"""The part of all actors named that the country makes up, at least."""
HOME_NAMED = 12
"""Actors named at least: in a short item that names one country the others are understood."""
UNSURE = frozenset({"organisation", "group"})
"""Kinds of mentions that say little of whom an article is about: a country's agencies."""
HOME_OTHERS = 3
"""Other actors with a code at most: whoever lists many speaks to them."""
OWN_NAME = "own name"
"""Reason of a mention whose code is made of its name: a body that no list knows."""
FIGHT_SHARE = 0.15
"""The part of an article's acts that may be conflict in an article about policy."""
ALMOST_ALL = 0.93
"""From what part on it does not matter how many the others are."""


@dataclass(frozen=True, slots=True)
class Home:
    """The country whose own business an article is."""

    code: Code
    whole: bool
    """Whether all of the article is; else what it says between this country and its own alone."""


def find_home(
    owner: Code | None,
    named: Iterable[ActorMention],
    acts: Sequence[Coded],
    engine: Engine,
) -> Home | None:
    """The country whose own business the article is; None for an article about several sides.

    A page that its government issues (`owner`) speaks to its own people whatever it says; any
    other article tells policy as long as it tells next to no conflict.
    """
    counts = _count(named, engine)
    code, most = next(iter(counts.most_common(1)), ("", 0))
    issued = owner is not None and len(owner) == COUNTRY
    whole = len(code) == COUNTRY and most >= HOME_NAMED and most >= HOME_SHARE * counts.total()
    if len(counts) > HOME_OTHERS + 1 and most < ALMOST_ALL * counts.total():
        whole = False
    if whole and code != owner:
        fights = sum(act.type not in engine.at_home for act in acts)
        whole = fights <= FIGHT_SHARE * len(acts)
    if whole:
        return Home(code, True)
    return Home(owner, False) if owner is not None and issued else None


def _count(named: Iterable[ActorMention], engine: Engine) -> Counter[Code]:
    """How often each actor is named, bodies that no list knows and a country's people left out."""
    named = list(named)
    sure = {c for m in named if m.kind not in UNSURE and m.kind != "anaphor" for c in m.codes}
    return Counter(
        code
        for mention in named
        if mention.kind not in UNSURE and mention.sector not in engine.society
        for code in mention.codes
        if code not in NOBODY and (mention.kind != "anaphor" or code in sure)
    )


def is_at_home(coded: Coded, home: Home | None, engine: Engine) -> bool:
    """Whether the act stays between a government and its own people: policy and no event.

    What passes to a person by name, or between sides of the country's politics, is one.
    """
    if home is None or coded.type not in engine.at_home:
        return False
    if not _is_inside(coded.source, home.code, engine):
        return False
    if any(mention.sector in engine.other_sides for mention in coded.source.mentions):
        return False
    target = coded.target
    if target is None:
        return home.whole and home.code in coded.source.codes
    named = any(m.kind == "person" or m.sector in engine.other_sides for m in target.mentions)
    either = home.code in target.codes or (home.whole and home.code in coded.source.codes)
    return not named and either and _is_inside(target, home.code, engine)


def _is_inside(party: Party, home: Code, engine: Engine) -> bool:
    """Whether all of a side are the country, or its associations, schools and firms."""
    society = {
        code
        for m in party.mentions
        if m.sector in engine.society or m.reason == OWN_NAME
        for code in m.codes
    }
    coined = {code for m in party.mentions if m.reason == OWN_NAME for code in m.codes}
    own = all(
        code == home
        or code in NOBODY
        or (code in society and (len(code) > COUNTRY or code in coined))
        for code in party.codes
    )
    return own and bool(party.codes)
