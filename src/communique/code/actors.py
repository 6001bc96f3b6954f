"""Who stands in a role: from the head of a noun phrase to actor mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from communique.code.tree import Tree, is_currency
from communique.model import ActorMention, Code, Mentions, PlaceMention

OWNER_DEPS = ("nmod:poss", "amod", "compound", "nmod", "appos", "flat")
PLACE_CASES = frozenset({"in", "at", "near", "on"})
OWNER_CASES = ("of", "by", "from", "between", "among", "with", "for", "to", "in")
ARMED = frozenset({"MIL", "REB", "UAF", "COP", "SPY"})
NAMED_SIDES = frozenset({"country", "metonym", "organisation", "group"})
MAX_DEPTH = 3
COUNTRY = 3
"""Letters of a country's code."""
EDGES = frozenset({"border", "frontier", "boundary"})
"""What stands 'near the border with Peru' has nothing to do with Peru."""
VAGUE = frozenset({"UNK", "MNC", "NGO"})
INCLUDING = frozenset({"including", "include", "like", "such"})
"""Cases of what is named of a larger number."""
QUANTITIES = frozenset(
    """dozen score hundred thousand million billion number group majority rest handful batch series
    lot part half most worth pair couple kind type crowd mob some many few several ten team
    generation convoy set mass all each both any none one""".split()
)
"""Heads that count what their of-phrase names."""
GIVEN = "given"
"""Reason of a mention that a task gave: it passes as any class of actor."""


class Party(NamedTuple):
    """One side of an event: codes, the mentions that gave them, and whether they own the phrase."""

    codes: tuple[Code, ...]
    mentions: tuple[ActorMention, ...]
    how: str
    """"self", "owner", "place" or "implied"."""


BEARERS = frozenset({"person", "office"})
"""Kinds of mentions of one who stands beside another in a list."""


class ActorIndex:
    """Actor and place mentions of one article by sentence and token."""

    def __init__(self, trees: Mapping[int, Tree], mentions: Mentions) -> None:
        self.trees = trees
        self._by_head: dict[tuple[int, int], ActorMention] = {}
        for mention in mentions.actors:
            known = self._by_head.get((mention.sentence, mention.head))
            if (
                known is None
                or (known.weak and not mention.weak)
                or (not known.codes and mention.codes)
            ):
                self._by_head[mention.sentence, mention.head] = mention
        self._naming = {mention.sentence for mention in mentions.actors if mention.codes}
        self._places: dict[int, list[PlaceMention]] = {}
        for place in mentions.places:
            self._places.setdefault(place.sentence, []).append(place)

    def names_any(self, sentence: int) -> bool:
        """Whether the sentence names an actor with a code, or a place."""
        return sentence in self._naming or sentence in self._places

    def countries(self, sentence: int) -> tuple[Code, ...]:
        """The countries that the sentence names, each once."""
        tree = self.trees[sentence]
        codes = (
            code
            for (number, head), mention in self._by_head.items()
            if number == sentence and not _is_beyond(tree, head)
            for code in mention.codes
        )
        return tuple(dict.fromkeys(c for c in codes if len(c) == COUNTRY and c not in VAGUE))

    def at(self, sentence: int, head: int) -> ActorMention | None:
        """The mention whose head is that token."""
        return self._by_head.get((sentence, head))

    def place_at(self, sentence: int, head: int) -> PlaceMention | None:
        """The place that covers that token."""
        if sentence not in self._places:
            return None
        token = self.trees[sentence].tokens[head]
        return next(
            (p for p in self._places[sentence] if p.start <= token.start and token.end <= p.end),
            None,
        )

    def coded(self, sentence: int, head: int) -> ActorMention | None:
        """The mention of that head when it has a code."""
        mention = self._by_head.get((sentence, head))
        return mention if mention is not None and mention.codes else None

    def owners(
        self, sentence: int, head: int, depth: int = 0, avoid: frozenset[Code] = frozenset()
    ) -> list[ActorMention]:
        """Actors that own or do what the noun names: genitive, demonym, of- and by-phrases."""
        if depth >= MAX_DEPTH:
            return []
        tree = self.trees[sentence]
        ranked: list[tuple[int, ActorMention]] = []
        for kid in tree.kids[head]:
            token = tree.tokens[kid]
            if token.dep == "acl" and not depth:
                ranked += [(2 + depth, m) for m in self._doers(sentence, kid)]
            if token.dep == "nmod" and not self._owns(tree, kid):
                ranked += [(3 + depth, m) for m in self._sender(sentence, kid)]
                continue
            if token.dep not in OWNER_DEPS:
                continue
            found = self.coded(sentence, kid)
            if found is None and tree.case_of(kid) in PLACE_CASES:
                continue  # 'a bombing at a market of the Afghan city' is nobody's
            near = [found] if found else self.owners(sentence, kid, depth + 1)
            rank = self._rank(tree, kid, depth) + 2 * (found is None)
            for mention in near:
                ranked.append((rank + depth, mention))
                if found and token.dep != "flat":
                    ranked += [(rank + depth, m) for m in self._conjoined(sentence, kid)]
        others = [(rank, m) for rank, m in ranked if not avoid.issuperset(m.codes)]
        ranked = others or ranked
        if not ranked:
            return []
        best = min(rank for rank, _ in ranked)
        return [mention for rank, mention in ranked if rank == best]

    @staticmethod
    def _rank(tree: Tree, kid: int, depth: int) -> int:
        """How near an owner is, before depth: 'the staging of G20 fairs by Chile' is Chile's."""
        if depth and tree.case_of(kid) == "by":
            return -1
        return 0 if tree.deps[kid] in ("nmod:poss", "amod", "compound") else 1

    def _doers(self, sentence: int, participle: int) -> list[ActorMention]:
        """'the relief sent by Chile', 'a note received from Chile': who did it."""
        tree = self.trees[sentence]
        active = tree.tokens[participle].text.endswith("ing")
        if active or tree.child(participle, "mark", "aux") is not None:
            return []
        near = tree.children(participle, "obl:agent", "obl")
        kids = [k for k in near if tree.case_of(k) in ("by", "from")]
        found = (self.coded(sentence, each) for k in kids for each in tree.conjuncts(k))
        return [mention for mention in found if mention]

    def _sender(self, sentence: int, kid: int) -> list[ActorMention]:
        """'assurances on trade from Chile': hung on the noun before, it means the whole."""
        tree = self.trees[sentence]
        found = (
            self.coded(sentence, k)
            for k in tree.children(kid, "nmod")
            if tree.case_of(k) in ("from", "by")
        )
        sent = [m for part in tree.children(kid, "acl") for m in self._doers(sentence, part)]
        return [mention for mention in found if mention] + sent

    @staticmethod
    def _owns(tree: Tree, kid: int) -> bool:
        return tree.case_of(kid) in OWNER_CASES

    def _conjoined(self, sentence: int, head: int) -> list[ActorMention]:
        tree = self.trees[sentence]
        found = (self.coded(sentence, k) for k in tree.conjuncts(head) if k != head)
        return [mention for mention in found if mention]

    def party(
        self,
        sentence: int,
        heads: Sequence[int],
        owners: bool = True,
        weak: bool = True,
        avoid: frozenset[Code] = frozenset(),
    ) -> Party | None:
        """The actors in a role with these heads; None when no head gives a code.

        `owners`: also who owns a head that is no actor. `weak`: also bare places that may stand
        for a government. `avoid`: owners that count only where there is no other.
        """
        heads = [self.real(sentence, head) for head in heads]
        direct = [m for h in heads for m in self._named(sentence, h) if weak or not m.weak]
        if direct:
            return Party(_codes(direct), _one_each(direct), "self")
        if owners:
            owning = [
                m
                for h in heads
                if self.at(sentence, h) is None or not self.at(sentence, h).codes  # type: ignore[union-attr]
                for m in self.owners(sentence, h, avoid=avoid)
                if weak or not m.weak
            ]
            if owning:
                return Party(_codes(owning), tuple(owning), "owner")
        if weak:
            for head in heads:
                place = self.place_at(sentence, head) or self._place_below(sentence, head)
                if place is not None and place.country:
                    return Party((place.country,), (), "place")
            leading = [m for h in heads for m in self._leads_to(sentence, h)]
            if leading:
                return Party(_codes(leading), tuple(leading), "owner")
        return None

    def _leads_to(self, sentence: int, head: int) -> list[ActorMention]:
        """'the road leading into Chile', 'a rally supporting Chile': what a participle names."""
        tree = self.trees[sentence]
        if "acl" not in tree.by[head]:
            return []
        kids = [
            k
            for part in tree.children(head, "acl")
            if tree.tokens[part].text.endswith("ing")
            for k in tree.children(part, "obj", "obl")
            if tree.deps[k] == "obj" or tree.case_of(k) in ("to", "into", "for", "against")
        ]
        found = (self.coded(sentence, k) for k in kids)
        return [m for m in found if m is not None and m.kind in NAMED_SIDES]

    def real(self, sentence: int, head: int) -> int:
        """What is counted, for a head that only counts: 'thousands of protesters'."""
        tree = self.trees[sentence]
        if tree.pos[head] != "NUM" and tree.lemmas[head] not in QUANTITIES:
            return head
        if "nmod" not in tree.by[head] or self.coded(sentence, head) is not None:
            return head
        for kid in tree.children(head, "nmod"):
            if tree.case_of(kid) == "of":
                return self.real(sentence, kid)  # 'tens of thousands of people'
        return head

    def _named(self, sentence: int, head: int) -> list[ActorMention]:
        """The mention of a head, or of its appositions: 'both countries, Jordan and Oman'."""
        found = self.coded(sentence, head)
        tree = self.trees[sentence]
        if found is not None and VAGUE.issuperset(found.codes):
            told = self._included(sentence, head)
            if told:
                return told  # 'lenders including the IMF'
        if "appos" not in tree.by[head]:
            return [found] if found is not None else []
        if found is not None:
            return [found, *self._listed_behind(sentence, head, found)]
        parts = [k for kid in tree.children(head, "appos") for k in tree.conjuncts(kid)]
        return [m for k in parts if (m := self.coded(sentence, k))]

    def _included(self, sentence: int, head: int) -> list[ActorMention]:
        """Whom the words after 'including' or 'such as' name."""
        tree = self.trees[sentence]
        found = (
            self.coded(sentence, k)
            for kid in tree.kids[head]
            if tree.case_of(kid) in INCLUDING
            for k in tree.conjuncts(kid)
        )
        return [m for m in found if m is not None and m.kind in NAMED_SIDES]

    def _listed_behind(self, sentence: int, head: int, first: ActorMention) -> list[ActorMention]:
        """'his Chilean colleague Ana Rojas and the Peruvian envoy': hung on the name."""
        tree = self.trees[sentence]
        others = (
            self.coded(sentence, k)
            for kid in tree.children(head, "appos")
            for k in tree.conjuncts(kid)
            if k != kid
        )
        return [m for m in others if m is not None and m.kind in BEARERS and m.codes != first.codes]

    def _place_below(self, sentence: int, head: int) -> PlaceMention | None:
        """'a refinery in Odesa': the place in which a thing stands."""
        tree = self.trees[sentence]
        for kid in tree.children(head, "nmod"):
            if tree.case_of(kid) in ("in", "of", "near", "at"):
                place = self.place_at(sentence, kid)
                if place is not None:
                    return place
        return None

    def is_class(self, sentence: int, heads: Sequence[int], names: Iterable[str]) -> bool:
        """Whether some head is of one of the codebook's classes."""
        real = [self.real(sentence, head) for head in heads]
        return any(self._one_class(sentence, head, name) for head in real for name in names)

    def _one_class(self, sentence: int, head: int, name: str) -> bool:
        mention = self.at(sentence, head)
        if name == "no-actor":
            return mention is None
        if name == "place":
            return self.place_at(sentence, head) is not None
        if name == "amount":
            return _is_amount(self.trees[sentence], head)
        if mention is None:
            return False
        return _mention_is(mention, name)


def _is_beyond(tree: Tree, head: int) -> bool:
    """Whether the token, or what it is joined to, only says whose border is near."""
    while tree.deps[head] == "conj":
        head = tree.tokens[head].head
    above = tree.tokens[head].head
    return above >= 0 and tree.lemmas[above] in EDGES


def _mention_is(mention: ActorMention, name: str) -> bool:
    if name == "actor" or mention.reason == GIVEN:
        return True
    if name == "person":
        return mention.kind in ("person", "office") or mention.name is not None
    if mention.kind == "anaphor" and mention.sector is None:
        return bool(mention.codes)
    if name == "military":
        return mention.sector == "MIL"
    if name == "armed":
        return mention.sector in ARMED or "UNK" in mention.codes or mention.kind == "group"
    if name == "government":
        return mention.kind in ("country", "metonym") or mention.sector == "GOV"
    if name == "country":
        return mention.kind in ("country", "metonym", "demonym")
    return any(len(code) == 3 and code.isalpha() for code in mention.codes)


def _is_amount(tree: Tree, head: int) -> bool:
    token = tree.tokens[head]
    if token.pos in ("NUM", "SYM") or is_currency(token.text):
        return True
    return any(
        tree.deps[k] in ("nummod", "compound") and tree.pos[k] in ("NUM", "SYM")
        for k in tree.kids[head]
    )


def _one_each(mentions: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Without bare titles beside a name of the same side: 'the Premier and …, Li Qiang'."""
    named = {code for m in mentions if m.name for code in m.codes}
    kept = [m for m in mentions if m.name or m.kind != "office" or not set(m.codes) <= named]
    seen: dict[str, ActorMention] = {}
    for mention in kept:
        seen.setdefault(mention.name or f"{mention.sentence}:{mention.head}", mention)
    return tuple(seen.values())


def _codes(mentions: Iterable[ActorMention]) -> tuple[Code, ...]:
    return tuple(dict.fromkeys(code for mention in mentions for code in mention.codes))
