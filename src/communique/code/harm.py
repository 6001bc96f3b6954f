"""Whom harm hits: by the place where it is done, by those killed in it, by the act beside it."""

from __future__ import annotations

from collections.abc import Mapping

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.coded import Coded
from communique.code.setting import Setting
from communique.code.story import NOBODY
from communique.code.topic import COUNTRY
from communique.code.tree import Tree
from communique.model import GUESSED
from communique.ontology.engine import Engine

UNKNOWN = ("UNK",)
"""The code of men whom nobody names."""
REBELS = "REB"
"""What the code of a country's rebels ends in."""
HURTFUL = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that fall on the country in which they are done."""
BLAMED = ("patient", "against")
"""Roles of what is condemned."""


def share_victims(coded: Coded, done: Mapping[int, Coded]) -> None:
    """'shelled Niger, killing two people and injuring five others': no people of its own."""
    clause = coded.clause
    above = done.get(clause.governor) if clause.governor is not None else None
    if above is None or above.type != coded.type:
        return
    own = set(coded.source.codes)
    foreign = above.target is not None and not set(above.target.codes) <= own
    if not foreign or set(above.source.codes) != own:
        return
    if coded.target is None:
        told = clause.link == "conj" and coded.domestic
    else:
        told = clause.form.endswith("ing") and bool(coded.target.mentions)
    if told and (coded.target is None or set(coded.target.codes) <= own):
        coded.target, coded.domestic = above.target, False


def same_victims(coded: Coded, done: Mapping[int, Coded]) -> None:
    """'attacked a Chilean frigate, killing two sailors': those hurt are of whom it hit."""
    clause = coded.clause
    if coded.type != "ASSAULT" or clause.link not in ("advcl", "conj") or coded.target is None:
        return
    above = done.get(clause.governor) if clause.governor is not None else None
    if above is None or above.type != "ASSAULT" or above.target is None:
        return
    hurt, hit = coded.target.mentions, above.target.mentions
    guessed = bool(hurt) and all(m.reason == GUESSED or m.codes == UNKNOWN for m in hurt)
    told = any(m.reason != GUESSED and m.codes != UNKNOWN for m in hit)
    known = NOBODY.isdisjoint(above.target.codes)
    if guessed and told and known and above.source.codes == coded.source.codes:
        coded.target = coded.target._replace(codes=above.target.codes)


class Harm:
    """The victims in one article."""

    def __init__(self, engine: Engine, setting: Setting, actors: ActorIndex) -> None:
        self.engine, self.setting, self.actors = engine, setting, actors
        self.assailant: Party | None = None
        """Who did the last violence told."""

    def place(self, tree: Tree, coded: Coded) -> None:
        """Whom harm hits by where it is done."""
        if coded.domestic and coded.type in self.engine.harm:
            self._abroad(tree, coded)
        unknown = {"UNK"} == set(coded.source.codes) | set(
            coded.target.codes if coded.target else ()
        )
        if unknown:
            coded.target = None  # 'gunmen kill refugees': they are not of one side
        if coded.target is None and not coded.domestic and coded.type in HURTFUL:
            coded.target = self._fallen_on(tree, coded)
        if coded.type in HURTFUL and coded.target is not None and coded.target.codes == UNKNOWN:
            where = self.scene(tree, coded.clause)  # 'shot two gunmen in Kenya'
            if where is not None:
                coded.target = coded.target._replace(codes=where.codes)

    def scene(self, tree: Tree, clause: Clause) -> Party | None:
        """The country in which the act is done, as a side of it."""
        place = self.setting.where(tree, clause) or self.setting.only_place(tree)
        if place is None or not place.country:
            return None
        return Party((place.country,), (), "place")

    def of_outrage(self, tree: Tree, clause: Clause) -> Party | None:
        """Whom one condemns with an attack: its doer, UNK where the text names none."""
        heads = [h for role in BLAMED for h in clause.roles.get(role, ())]
        if not any(tree.lemmas[h] in self.engine.outrages for h in heads):
            return None
        return self.assailant or Party(("UNK",), (), "implied")

    def _abroad(self, tree: Tree, coded: Coded) -> None:
        """What a state's forces do in another country falls on that one."""
        place = self.scene(tree, coded.clause)
        if place is not None and not set(place.codes) & set(coded.source.codes):
            coded.target, coded.domestic = place, False

    def _fallen_on(self, tree: Tree, coded: Coded) -> Party | None:
        """Whom violence hits that names no victim: the country of the place where it is done.

        What unknown men do falls on the only country that the sentence names.
        """
        group = all(len(code) != COUNTRY for code in coded.source.codes)
        killed = self._killed_in(tree, coded)
        if killed is not None:
            return killed
        steps = 2 if coded.clause.link in ("obl", "light", "conj", "advcl") else 1 + group
        place = self.setting.where(tree, coded.clause, steps)
        if place is not None and place.country:
            own = place.country in coded.source.codes
            return None if own else Party((place.country,), (), "place")
        rebels = [code for code in coded.source.codes if code.endswith(REBELS)]
        if rebels:
            return Party((rebels[0].removesuffix(REBELS),), (), "implied")
        if not set(coded.source.codes) <= NOBODY:
            return None
        named = self.actors.countries(tree.index)
        return Party(named, (), "implied") if len(named) == 1 else None

    def _killed_in(self, tree: Tree, coded: Coded) -> Party | None:
        """'two Chadians died in their raid', 'were killed by its shelling': who was hit."""
        clause = coded.clause
        above = self.setting.clauses.get(tree.index, {}).get(clause.governor or -1)
        if clause.kind != "noun" or clause.link != "obl" or above is None:
            return None
        if above.lemma not in self.engine.suffered or not (above.passive or above.lemma == "die"):
            return None
        role = "patient" if above.passive else "agent"
        party = self.actors.party(tree.index, above.roles.get(role, ()), weak=False)
        if party is None or set(party.codes) & set(coded.source.codes):
            return None
        return party
