"""Articles about one country's own business, in which nobody stands against anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from communique.code.actors import Party
from communique.code.events import NOBODY, Coded
from communique.model import ActorMention, Code

AT_HOME = frozenset({"AGREE", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "CONSULT", "REQUEST"})
"""What a government says and does for its own people, with no other side to it."""
HOME_SHARE = 0.85
"""The part of all actors named that the country makes up, at least."""
HOME_NAMED = 12
"""Actors named at least: in a short item that names one country the others are understood."""
SOCIETY = frozenset({"NGO", "SOC", "BUS", "EDU", "MED", "LAB", "REL", "JRN", "AGR"})
UNSURE = frozenset({"organisation", "group"})
"""Kinds of mentions that say little of whom an article is about: a country's agencies."""
HOME_OTHERS = 3
"""Other actors with a code at most: whoever lists many speaks to them."""
OTHER_SIDES = frozenset({"OPP", "PTY", "LEG", "JUD", "REB"})
"""Sectors that stand over against a government of their own country."""


def find_home(
    issuer: ActorMention | None, named: Iterable[ActorMention], acts: Iterable[Coded]
) -> Code | None:
    """The country whose own business the article is; None for an article about several sides.

    A page that its government issues speaks to its own people whatever it says; any other article
    tells policy as long as it tells no conflict.
    """
    counts = Counter(
        code
        for mention in named
        if mention.kind not in UNSURE and mention.sector not in SOCIETY
        for code in mention.codes
        if code not in NOBODY
    )
    code, most = next(iter(counts.most_common(1)), ("", 0))
    if len(code) != 3 or most < HOME_NAMED or most < HOME_SHARE * counts.total():
        return None
    if len(counts) > HOME_OTHERS + 1:
        return None
    issued = issuer is not None and code in issuer.codes
    return code if issued or all(act.type in AT_HOME for act in acts) else None


def is_at_home(coded: Coded, home: Code | None) -> bool:
    """Whether the act stays between a government and its own people: policy and no event.

    What passes to a person by name, or between sides of the country's politics, is one.
    """
    if home is None or coded.type not in AT_HOME or not _is_inside(coded.source, home):
        return False
    if any(mention.sector in OTHER_SIDES for mention in coded.source.mentions):
        return False
    target = coded.target
    if target is None:
        return True
    named = any(m.kind == "person" or m.sector in OTHER_SIDES for m in target.mentions)
    return not named and _is_inside(target, home)


def _is_inside(party: Party, home: Code) -> bool:
    """Whether all of a side are the country, or its associations, schools and firms."""
    society = {code for m in party.mentions if m.sector in SOCIETY for code in m.codes}
    return home in party.codes and all(
        code == home or code in NOBODY or (code in society and len(code) > 3)
        for code in party.codes
    )
