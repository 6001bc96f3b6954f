"""Acts that a speaker's own word makes: promises, threats, demands and charges without a rule."""

from __future__ import annotations

from collections.abc import Sequence

from communique.code.actors import Party
from communique.code.clauses import Clause
from communique.code.coded import Coded
from communique.code.intervals import Intervals
from communique.code.match import NO_SOURCE, Matcher, Miss
from communique.code.speech import Speech, chain_of
from communique.code.story import HARMFUL
from communique.code.topic import Topic
from communique.code.tree import Tree
from communique.model import ActorMention

WILL = frozenset({"would", "might", "could", "may"})
OBLIGATION = frozenset({"should", "must", "ought"})
NO_AGENT = "agent is not "
"""How the reason of a miss for want of a doer begins."""
PROMISE_RULE = "engine.promise.1"
THREAT_RULE = "engine.threat.1"
BLAME_RULE = "engine.blame.1"
DUTY_RULE = "engine.duty.1"


class Voices:
    """Who speaks in one article, and what is done by saying it."""

    def __init__(self, matcher: Matcher, topic: Topic, speeches: Intervals[Speech]) -> None:
        self.actors, self.engine, self.codebook = matcher.actors, matcher.engine, matcher.codebook
        self.topic, self.speeches = topic, speeches
        self.issuer: ActorMention | None = None
        """Whose statement the text is; None for a text that is no statement."""

    def speaks_for_itself(self, chain: Sequence[Speech], source: Party) -> bool:
        """Whether the doer is who says so."""
        voice = self.voice(chain)
        return voice is not None and bool(set(voice.codes) & set(source.codes))

    def threat(self, clause: Clause, chain: list[Speech], misses: list[Miss]) -> Coded | None:
        """'Assets would be frozen, he said': harm without a doer is the speaker's threat."""
        if not clause.passive or "agent" in clause.roles or not chain or not chain[0].codes:
            return None
        if clause.negated or not (clause.time == "future" or clause.modal == "would"):
            return None
        doerless = (
            miss.rule for miss in misses if miss.why == NO_SOURCE or miss.why.startswith(NO_AGENT)
        )
        rules = (self.codebook.rule(name) for name in doerless)
        if not any(rule is not None and rule.type in HARMFUL for rule in rules):
            return None
        source = Party(chain[0].codes, chain[0].mentions, "self")
        target = self.actors.party(clause.sentence, clause.roles.get("patient", ()), weak=False)
        if target is not None and set(target.codes) & set(source.codes):
            target = None
        return Coded(
            clause, "THREATEN", THREAT_RULE, None, None, source, target, "occurred", chain, misses
        )

    def blamed(self, clause: Clause, chain: list[Speech]) -> Coded | None:
        """'They said that Peru was to blame': a charge by who says so."""
        if clause.lemma not in self.engine.blaming or clause.time != "future" or clause.passive:
            return None
        if "patient" in clause.roles or clause.negated or clause.conditional:
            return None
        target = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=True, weak=False
        )
        source = self.voice(chain)
        if target is None or source is None or set(target.codes) & set(source.codes):
            return None
        return Coded(clause, "ACCUSE", BLAME_RULE, None, None, source, target, "occurred", chain)

    def condition(self, tree: Tree, clause: Clause, clauses: dict[int, Clause]) -> Coded | None:
        """'Peru will recall its envoy if Chile signs': harm that hangs on what another does."""
        if clause.kind != "verb" or clause.lemma not in self.engine.harsh or clause.negated:
            return None
        if clause.passive or not (clause.time == "future" or clause.modal in WILL):
            return None
        source = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=False, weak=False
        )
        for head in tree.children(clause.head, "advcl"):
            inner = clauses.get(head)
            if source is None or inner is None or not inner.conditional:
                continue
            heads = inner.roles.get("agent", ())
            target = self.actors.party(clause.sentence, heads, owners=False, weak=False)
            if target is not None and not set(target.codes) & set(source.codes):
                start, end = tree.words(clause.head, clause.head)
                chain = chain_of(self.speeches, start, end, clause.head)
                return Coded(
                    clause, "THREATEN", THREAT_RULE, None, None, source, target, "occurred", chain
                )
        return None

    def promise(
        self,
        tree: Tree,
        clause: Clause,
        chain: list[Speech],
        clauses: dict[int, Clause],
        misses: list[Miss],
    ) -> Coded | None:
        """'He said that China would open …': a doer's own word about what it will do."""
        if clause.kind != "verb" or clause.passive or not self._is_willed(clause, clauses):
            return None
        if not (clause.time == "future" or clause.modal == "would") or clause.conditional:
            return None
        source = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=False, weak=False
        )
        if source is None or not self.speaks_for_itself(chain, source):
            return None
        if not self.topic.may_promise(source):
            return None
        target = self._any_other(clause, clauses, source)
        code = "REJECT" if clause.negated else "AGREE"
        return Coded(
            clause, code, PROMISE_RULE, None, None, source, target, "occurred", chain, misses
        )

    def _is_willed(self, clause: Clause, clauses: dict[int, Clause]) -> bool:
        """Whether one can promise it; 'would go on helping' promises to help."""
        if clause.lemma not in self.engine.going_on:
            return clause.lemma in self.engine.volitional
        inner = (clauses.get(head) for head in clause.roles.get("content", ()))
        return any(c is not None and c.lemma in self.engine.volitional for c in inner)

    def _any_other(self, clause: Clause, clauses: dict[int, Clause], source: Party) -> Party | None:
        for role, heads in clause.roles.items():
            if role in ("agent", "content", "in", "at", "during", "after", "before", "since"):
                continue
            party = self.actors.party(clause.sentence, heads, weak=False)
            if party is not None and not set(party.codes) & set(source.codes):
                return party
        for head in clause.roles.get("content", ()):
            inner = clauses.get(head)
            if inner is not None:
                return self._any_other(inner, {}, source)
        return None

    def duty(self, clause: Clause, chain: list[Speech]) -> Coded | None:
        """'He said that Russia must withdraw': a demand by the speaker on the doer."""
        if clause.kind != "verb" or clause.modal not in OBLIGATION or clause.conditional:
            return None
        target = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=False, weak=False
        )
        source = self.voice(chain)
        if clause.lemma not in self.engine.volitional:
            return None
        if target is None or source is None or set(target.codes) & set(source.codes):
            return None
        return Coded(clause, "REQUEST", DUTY_RULE, None, None, source, target, "occurred", chain)

    def voice(self, chain: Sequence[Speech]) -> Party | None:
        """Who speaks: the nearest speaker, in a statement without one its issuer."""
        if chain:
            return chain[0].party
        return Party(self.issuer.codes, (self.issuer,), "self") if self.issuer else None
