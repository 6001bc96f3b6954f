"""Whom a story is about, for acts whose words name nobody at the other end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from communique.code.actors import ActorIndex, Party
from communique.code.coded import Coded
from communique.code.topic import COUNTRY
from communique.model import Code, Status

NOBODY = frozenset({"INTL", "MNC", "NGO", "UNK"})
"""Codes of nobody in particular."""
PAIR_SHARE = 0.7
"""The part of all actors named that the two sides of a story about two make up, at least."""
HOME_SHARE = 0.8
"""From what part of all actors named a story is of one country."""
MAIN_SHARE = 0.3
"""From what part of all actors named an outsider's words concern the country named most."""
BOTH_SHARE = 0.5
"""From what part of all actors named an outsider's praise or blame concerns the first two."""
RIVAL = 0.6
"""How often the second side is named, for each time that the first is, at least."""
HOSTILE = frozenset({"COERCE", "SANCTION", "ACCUSE", "REJECT", "THREATEN"})
"""Types of acts that a story's side directs at the other."""
OUTSIDE = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN"})
"""Types of acts by which outsiders concern themselves with a story's country."""
HARMFUL = frozenset({"ASSAULT", "COERCE", "SANCTION"})
"""Acts that those who meet do to a third."""
BOTH_SIDES = frozenset({"ACCUSE", "SUPPORT"})
"""What an outsider says to both sides of a story at once."""
ADDRESSED = frozenset({"AID", "SANCTION"})
"""Types of acts that always have somebody at the other end: the only other country named."""
IMPLIED_FOR = frozenset(
    """AGREE SUPPORT ACCUSE REJECT THREATEN REQUEST CONSULT AID CONCEDE RETREAT SANCTION
    COERCE""".split()
)


class Story:
    """Who is named how often in one article, who meets and who fights whom."""

    def __init__(self, actors: ActorIndex) -> None:
        self.actors = actors
        self.focus: Counter[Code] = Counter()
        self.lead: frozenset[Code] = frozenset()
        """Actors named in the first sentences: a story about two names both at once."""
        self.writers: frozenset[Code] = frozenset()
        """Whose own statement it is; empty for news."""
        self.talks: list[frozenset[Code]] = []
        """Who meets whom in the news itself."""
        self.fights: list[frozenset[Code]] = []
        """Who fights whom in the news itself, not in its background."""
        self.foes: dict[Code, Counter[Code]] = {}
        """Whom each country or group attacks, in the news and in its background."""

    def count(self, codes: Iterable[Code]) -> None:
        """Counts the actors named."""
        self.focus.update(codes)

    def note(self, kind: str, status: Status, codes: frozenset[Code]) -> None:
        """Keeps who meets and who fights whom."""
        if kind == "ASSAULT" and status == "occurred":
            self.fights.append(codes)
        if kind == "CONSULT" and status in ("occurred", "planned"):
            self.talks.append(codes)

    def note_attack(self, sources: tuple[Code, ...], targets: tuple[Code, ...]) -> None:
        """Keeps whom a single doer attacks."""
        if len(sources) == 1 and len(targets) == 1 and sources != targets:
            self.foes.setdefault(sources[0], Counter()).update(targets)

    def foe(self, coded: Coded) -> Party | None:
        """Whom an attack hits that names nobody: the one whom its doer attacks elsewhere.

        Else the only other country of the sentence that is not among those who meet or write.
        """
        own = coded.source.codes
        if len(own) != 1:
            return None
        found = [code for code in self.foes.get(own[0], ()) if code not in NOBODY]
        if not found:
            meet = frozenset[Code]().union(*self.talks) | self.writers
            named = self.actors.countries(coded.clause.sentence)
            found = [code for code in named if code not in meet and code != own[0]]
        return Party((found[0],), (), "implied") if len(found) == 1 else None

    def pair(self) -> tuple[Code, ...]:
        """The two sides of a story about two, () when the story is not about two."""
        top = self.focus.most_common(3)
        if len(top) < 2 or top[1][1] < 2 or (len(top) > 2 and top[1][1] < 1.5 * top[2][1]):
            return ()
        if top[0][1] + top[1][1] < PAIR_SHARE * self.focus.total():
            return ()
        sides = {top[0][0], top[1][0]}
        if not sides.isdisjoint(NOBODY) or not sides <= self.lead:
            return ()
        return (top[0][0], top[1][0])

    def _is_named(self, coded: Coded, head: int) -> bool:
        """Whether the object is somebody or something else with a name of its own."""
        sentence = coded.clause.sentence
        found = self.actors.coded(sentence, head)
        if found is not None and set(found.codes) <= set(coded.source.codes):
            return False  # 'Chad was committed to it': the doer
        return self.actors.trees[sentence].tokens[head].pos == "PROPN"

    def implied_target(self, coded: Coded) -> Party | None:
        """Whom an act concerns whose words name nobody; None where the story does not tell."""
        if coded.type == "ASSAULT":
            return None if coded.domestic else self.foe(coded)
        if coded.type not in IMPLIED_FOR or len(coded.source.codes) != 1:
            return None
        if coded.mode == "resign":
            return Party(coded.source.codes, (), "implied")
        named = coded.clause.roles.get("patient", ())
        if any(self._is_named(coded, head) for head in named):
            return None
        sides = self.pair()
        own = coded.source.codes[0]
        if self.writers and coded.type in HARMFUL and frozenset(sides) in self.talks:
            return None  # they met: it is a third that one of them sanctions or warns
        if own in sides:
            return Party((sides[1] if own == sides[0] else sides[0],), (), "implied")
        if coded.status == "denied" or coded.clause.kind == "adjective" or self._is_told(coded):
            return None
        codes = self._concerned(own, coded.type)
        if not codes and coded.type in ADDRESSED:
            others = self.actors.countries(coded.clause.sentence)
            codes = tuple(code for code in others if code != own)
            codes = codes if len(codes) == 1 else ()
        return Party(codes, (), "implied") if codes else None

    def _is_told(self, coded: Coded) -> bool:
        """Whether the words of the act name another actor, in whatever role."""
        tree = self.actors.trees[coded.clause.sentence]
        below = [h for role, hs in coded.clause.roles.items() if role != "agent" for h in hs]
        return any(
            (found := self.actors.coded(tree.index, k)) is not None
            and not set(found.codes) <= set(coded.source.codes)
            for head in below
            for k in tree.subtree(head)
        )

    def _concerned(self, own: Code, kind: str) -> tuple[Code, ...]:
        """Whom the story is about, for an act of `own` that names nobody.

        In a story of one country it is that country; what an outsider says in a story about two
        concerns both, in one about a single country that country.
        """
        top = self.focus.most_common(2)
        total = self.focus.total()
        if not top or top[0][0] in NOBODY:
            return ()
        first, most = top[0]
        if own == first and len(top) > 1 and kind in HOSTILE and top[1][1] >= RIVAL * most:
            return () if top[1][0] in NOBODY else (top[1][0],)
        if own == first:
            return (own,) if most >= HOME_SHARE * total and len(own) == COUNTRY else ()
        if kind not in OUTSIDE | HOSTILE or first not in self.lead or own in NOBODY:
            return ()
        second, fewer = top[1] if len(top) > 1 else ("", 0)
        if own == second and kind in HOSTILE:
            return (first,)
        two = fewer >= most / 2 and most + fewer >= BOTH_SHARE * total
        foes = any({first, second} <= fight for fight in self.fights)
        if own != second and two and not foes and second in self.lead and kind in BOTH_SIDES:
            return (first, second)
        return (first,) if kind in OUTSIDE and most >= MAIN_SHARE * total else ()
