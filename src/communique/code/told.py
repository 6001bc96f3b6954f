"""What is not coded a second time: contents of requests and promises, and acts told twice."""

from __future__ import annotations

from collections.abc import Mapping

from communique.code.actors import ActorIndex
from communique.code.clauses import Clause
from communique.code.coded import TELLS_OF, Coded
from communique.code.tree import Tree

SWALLOWS = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT"})
"""Types whose content is not coded a second time."""
CONTENT_LINKS = frozenset(
    {"xcomp", "ccomp", "light", "obj", "nsubj:pass", "acl", "obl", "advcl", "conj"}
)
"""Relations by which a content hangs on its act."""
ASIDE_MARKS = frozenset({"while", "whereas"})
GOVERNING = frozenset({"for", "of", "against", "from"})
"""Prepositions before what one is accused of: 'of attempting to overthrow'."""
DEMANDS = frozenset(
    {"demand", "request", "call", "appeal", "proposal", "ultimatum", "threat", "plea"}
)
"""Nouns whose that-clause tells what is asked or threatened, not what is done."""
TOPICS = frozenset({"SUPPORT", "AGREE", "COOPERATE", "AID"})
"""Types of acts that are only spoken of where they are the object of talks."""


def is_asked_by_noun(tree: Tree, clause: Clause) -> bool:
    """'the demand that he resign': he has not resigned."""
    if clause.mark != "that" or clause.link not in ("acl", "ccomp") or clause.kind == "noun":
        return False
    above = tree.tokens[clause.head].head
    return above >= 0 and tree.lemmas[above] in DEMANDS and tree.pos[above] == "NOUN"


def _same_act(one: Coded, other: Coded) -> bool:
    if one.type != other.type or one.codes() != other.codes():
        return False
    kinds = {one.clause.kind, other.clause.kind}
    if kinds == {"verb"} and one.rule != other.rule and one.type != "CONSULT":
        return False
    held = one.status in ("occurred", "ongoing") and other.status in ("occurred", "ongoing")
    return held or one.status == other.status


class ToldOnce:
    """Tells the contents and repetitions of one article's acts."""

    def __init__(self, actors: ActorIndex) -> None:
        self.actors = actors
        self.void: set[int] = set()
        """Verbs of the sentence that ask or threaten, without a known doer."""

    @staticmethod
    def repeats(coded: Coded, done: Mapping[int, Coded]) -> bool:
        """'rocket attacks killed two': the noun names the act that its verb tells."""
        clause = coded.clause
        above = done.get(clause.governor) if clause.governor is not None else None
        if above is None or above is coded or above.type != coded.type:
            return False
        again = clause.link == "advcl" or (clause.link == "conj" and clause.form.endswith("ing"))
        if coded.domestic and again and above.source.codes == coded.source.codes:
            return True  # 'pounded the city, killing five': no other act, and no other victim
        if clause.kind != "noun":
            return False
        means = clause.link in ("nsubj", "obl", "obl:agent")
        return means and set(coded.source.codes) == set(above.source.codes)

    @staticmethod
    def is_topic(tree: Tree, coded: Coded, done: Mapping[int, Coded]) -> bool:
        """'They discussed bolstering ties and their support for the truce': talked about."""
        if coded.type not in TOPICS or coded.clause.link == "root":
            return False
        at = coded.clause.head
        for _ in range(5):
            token = tree.tokens[at]
            if token.head < 0 or token.dep in ("acl:relcl", "advcl", "parataxis"):
                return False
            finite = token.pos == "VERB" and not token.text.endswith("ing")
            if finite and at != coded.clause.head:
                return False
            at = token.head
            above = done.get(at)
            if above is not None and above is not coded and above.type == "CONSULT":
                told = coded.clause.kind == "verb" and not coded.clause.form.endswith("ing")
                return above.clause.kind == "verb" and not told
        return False

    def swallowed(
        self, tree: Tree, clause: Clause, clauses: dict[int, Clause], done: Mapping[int, Coded]
    ) -> bool:
        """Whether it is the content of an act that is coded already."""
        if not done:
            return False
        at, link, time, mark = clause.head, clause.link, clause.time, clause.mark
        first = clauses.get(clause.governor) if clause.governor is not None else None
        if link == "conj" and time == "future" and first and first.time == "infinitive":
            return False  # 'agreed to extend it and will meet'
        for steps in range(6):
            known = clauses.get(at)
            above = (
                tree.tokens[at].head if known is None or known.governor is None else known.governor
            )
            if above < 0 or link not in CONTENT_LINKS:
                return False
            if above in self.void and link in ("xcomp", "ccomp", "advcl"):
                return True  # 'we urge them to leave', whoever "we" are: they have not left
            found = done.get(above)
            if found is not None and found.clause.head != clause.head:
                return self._swallows(found, link, time, mark, clause, steps)
            at = above
            parent = clauses.get(at)
            link = parent.link if parent is not None else tree.deps[at]
            mark = parent.mark if parent is not None else ""
            time = parent.time if parent is not None else "none"
        return False

    def _swallows(
        self, above: Coded, link: str, time: str, mark: str, clause: Clause, steps: int
    ) -> bool:
        if link == "conj":
            return steps > 0 and above.type in SWALLOWS
        if link == "advcl":
            governed = not GOVERNING.isdisjoint((mark, clause.mark))
            if above.type == "ACCUSE" and governed:
                return True
            return above.type in SWALLOWS and (time == "infinitive" or governed)
        if above.type == "REQUEST" and clause.mark == "for":
            return True  # 'called for the resignation of the premier'
        if above.type in SWALLOWS:
            return link != "obl" or not self._owned(clause)
        if above.type == "ACCUSE" and steps > 0:
            return True
        if link in ("light", "obj", "nsubj:pass"):
            return not self._owned(clause)
        if above.type in TELLS_OF and link in ("ccomp", "xcomp", "acl"):
            return clause.mark != "for"
        return False

    def _owned(self, clause: Clause) -> bool:
        """Whether a noun's own doer stands with it."""
        return clause.kind == "noun" and any(
            self.actors.party(clause.sentence, clause.roles[role]) is not None
            for role in ("agent", "between", "by")
            if role in clause.roles and role not in clause.implied
        )

    def retold(self, coded: Coded, clauses: dict[int, Clause], done: Mapping[int, Coded]) -> None:
        """An act that is the object of praise or blame lies before it."""
        clause = coded.clause
        above = done.get(clause.governor) if clause.governor is not None else None
        if above is None or clause.link in ("conj", "parataxis"):
            return
        if clause.link == "advcl" and clause.form.endswith("ing") and not clause.mark:
            return  # 'lashed out at them, accusing …': the same act
        if clause.link == "advcl" and clause.mark in ASIDE_MARKS:
            return  # 'condemned the raid, while the army warned …': side by side
        if above.type not in TELLS_OF or coded.status not in ("occurred", "ongoing"):
            return
        thanked = "thank" in above.rule or "for" in clause.mark.split()
        if thanked or above.type == "ACCUSE":
            coded.status = "recalled"

    @staticmethod
    def distinct(coded: list[Coded]) -> list[Coded]:
        """One event where two words of a sentence tell the same act of the same actors."""
        out: list[Coded] = []
        for one in coded:
            same = next((other for other in out if _same_act(one, other)), None)
            if same is None:
                out.append(one)
            else:
                same.also.append(one)
        return out
