"""Positions: declared stands of actors on issues that outlast the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.intervals import Intervals
from communique.code.match import phrase_bag
from communique.code.speech import Speech, chain_of
from communique.code.tree import Tree
from communique.model import (
    Article,
    Code,
    IssueMention,
    Mentions,
    Position,
    Stance,
    content_id,
)
from communique.ontology.stances import Entry, Stances, load_stances

OBJECT_ROLES = (
    "patient",
    "on",
    "over",
    "of",
    "for",
    "to",
    "about",
    "at",
    "against",
    "with",
    "in",
    "by",
)
RULE = "position.{stance}.1"
LISTS = ("including", "such as", "namely", "like", "especially", "particularly")
PREPOSITIONS = frozenset(
    {"to", "for", "on", "in", "by", "of", "with", "at", "from", "over", "about"}
)
CUT = frozenset({"acl:relcl", "parataxis", "advcl", "punct"})


@dataclass(slots=True)
class PositionFinder:
    """Finds positions in one article."""

    article: Article
    mentions: Mentions
    actors: ActorIndex
    speeches: Intervals[Speech]
    stances: Stances

    def of_sentence(self, tree: Tree, clauses: Mapping[int, Clause]) -> Iterator[Position]:
        """The positions that a sentence's clauses declare."""
        predicates = self.stances.predicates
        for clause in clauses.values():
            if clause.lemma not in predicates:
                continue
            stance = self._stance(tree, clause)
            if stance is None or clause.conditional:
                continue
            if clause.negated:
                if stance != "support":
                    continue
                stance = "oppose"
            if stance == "support" and self._is_ended(tree, clause):
                stance = "oppose"
            holder = self._holder(tree, self._helped(clause, clauses))
            if holder is not None:
                yield from self._positions(tree, clause, stance, holder)

    def _stance(self, tree: Tree, clause: Clause) -> Stance | None:
        stances = self.stances
        if clause.kind == "verb":
            table = stances.verbs
        else:
            table = stances.nouns if clause.kind == "noun" else stances.adjectives
        entries: tuple[Entry, ...] = table.get(clause.lemma, ())
        if not entries and clause.kind == "verb":
            entries = self.stances.adjectives.get(clause.lemma, ())
            if entries and not clause.passive:
                return None
        for tail, stance in entries:
            if not tail:
                return stance
            if tree.vocabulary.issuperset(tail):
                bag = phrase_bag(tree, clause)
                if all(word in bag and _governs(clause, word) for word in tail):
                    return stance
        noun = stances.light_nouns.get(clause.lemma) if clause.kind == "noun" else None
        if noun is not None and clause.link == "light" and clause.governor is not None:
            verbs = stances.light_verbs.get(tree.tokens[clause.governor].lemma)
            if verbs and noun in verbs:
                return noun
        return None

    def _is_ended(self, tree: Tree, clause: Clause) -> bool:
        """'promote an end to the war', 'support accountability for it': the stand is against it."""
        heads = clause.roles.get("patient", ())
        return any(tree.lemmas[h] in self.stances.endings for h in heads)

    def _helped(self, clause: Clause, clauses: Mapping[int, Clause]) -> Clause:
        """'helps Laos to preserve its independence' is the stand of who helps."""
        above = clauses.get(clause.governor) if clause.governor is not None else None
        if above is None or above.lemma not in self.stances.helping or "agent" not in above.roles:
            return clause
        return above if clause.time == "infinitive" else clause

    def _holder(self, tree: Tree, clause: Clause) -> Party | None:
        heads = clause.roles.get("agent", ())
        if not heads and clause.kind == "verb" and clause.passive:
            heads = clause.roles.get("patient", ())
        party = self.actors.party(tree.index, heads, owners=clause.kind == "noun", weak=False)
        if party is not None:
            return party
        start, end = tree.words(clause.head, clause.head)
        chain = chain_of(self.speeches, start, end)
        if chain and chain[0].codes and clause.kind == "noun" and not heads:
            return Party(chain[0].codes, chain[0].mentions, "implied")
        return None

    def _positions(
        self, tree: Tree, clause: Clause, stance: Stance, holder: Party
    ) -> Iterator[Position]:
        listed = list(self._issues(tree, clause))
        if listed:
            toward = self._toward(clause, holder)
            for issue in listed:
                yield self._make(tree, stance, holder, (issue.start, issue.end), toward, issue)
            return
        sides = clause.lemma in ("stand", "side")  # "stands with them in the war": with them alone
        for role in OBJECT_ROLES:
            if sides and role == "in":
                continue
            for head in clause.roles.get(role, ()):
                token = tree.tokens[head]
                if self.actors.coded(tree.index, head) is not None:
                    continue  # "the Russian Federation" is no issue
                known = token.pos in ("NOUN", "PROPN") and (
                    token.lemma.lower() in self.stances.issue_nouns
                )
                if not known or token.lemma.lower() in self.stances.not_issues:
                    continue
                pronoun = tree.child(head, "nmod:poss")
                own = {"nmod:poss"} if pronoun and tree.pos[pronoun] == "PRON" else set()
                cut = CUT | {"case", "det", "cc", "conj"} | own
                start, end = tree.words(*tree.reach(head, cut))
                yield self._make(tree, stance, holder, (start, end), self._toward(clause, holder))
                return

    def _issues(self, tree: Tree, clause: Clause) -> Iterator[IssueMention]:
        reach: set[int] = set()
        for role in (*OBJECT_ROLES, *LISTS):
            for head in clause.roles.get(role, ()):
                reach.update(tree.subtree(head))
        spans = [(tree.tokens[i].start, tree.tokens[i].end) for i in reach if i != clause.head]
        for issue in self.mentions.issues:
            if issue.sentence == tree.index and any(
                issue.start <= a and b <= issue.end for a, b in spans
            ):
                yield issue

    def _toward(self, clause: Clause, holder: Party) -> tuple[Code, ...]:
        for role in ("patient", "with", "by", "of", "to", "against", "over"):
            heads = clause.roles.get(role)
            party = self.actors.party(clause.sentence, heads, weak=False) if heads else None
            if party is not None and not set(party.codes) & set(holder.codes):
                return party.codes
        return ()

    def _make(
        self,
        tree: Tree,
        stance: Stance,
        holder: Party,
        span: tuple[int, int],
        toward: tuple[Code, ...],
        issue: IssueMention | None = None,
    ) -> Position:
        words = self.article.text[span[0] : span[1]]
        sentence = self.article.quote(tree.sentence.start, tree.sentence.end)
        return Position(
            id=content_id(self.article.id, "position", stance, holder.codes, span),
            article=self.article.id,
            actor=holder.codes,
            issue=issue.name if issue else words,
            issue_id=issue.issue if issue else None,
            stance=stance,
            toward=toward,
            as_worded=words,
            evidence=(self.article.quote(*span), sentence),
            rule=RULE.format(stance=stance),
        )


def _governs(clause: Clause, word: str) -> bool:
    """Whether a preposition of a phrase is one of the verb, and no "to" of an infinitive."""
    if clause.kind == "noun" or word not in PREPOSITIONS:
        return True
    return word in clause.roles or word in clause.particles


def find_positions(
    article: Article,
    trees: Mapping[int, Tree],
    clauses: Mapping[int, Mapping[int, Clause]],
    mentions: Mentions,
    speeches: Intervals[Speech],
    actors: ActorIndex,
) -> list[Position]:
    """The positions that the article states, each once."""
    finder = PositionFinder(article, mentions, actors, speeches, load_stances())
    found: dict[tuple[tuple[Code, ...], str, str], Position] = {}
    for n, tree in trees.items():
        for position in finder.of_sentence(tree, clauses[n]):
            key = (position.actor, position.issue_id or position.issue.lower(), position.stance)
            found.setdefault(key, position)
    return list(found.values())
