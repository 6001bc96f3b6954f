"""Commitments: promises and agreements, and what the article says of their state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.code.actors import ActorIndex
from communique.code.clauses import Clause
from communique.code.coded import Coded
from communique.code.match import phrase_bag
from communique.code.tree import Tree
from communique.model import (
    Article,
    Code,
    Commitment,
    Interval,
    Mentions,
    PlaceMention,
    Report,
    content_id,
)
from communique.ontology.ledger import Ledger

NEWS_RULE = "ledger.{state}.1"
AMOUNT = re.compile(
    r"(?:(?:US|A|C)?[$€£¥]\s?\d[\d,.]*(?:\s(?:million|billion|trillion|crore|lakh))?"
    r"|\d[\d,.]*\s(?:(?:million|billion|trillion|crore|lakh)\s)?"
    r"(?:US\s)?(?:dollars|euros|yuan|rupees|pounds|yen|tons|tonnes|megawatts|doses))"
)
STATE_OF = frozenset({"AGREE", "AID", "COOPERATE"})
"""Types of acts that make or carry out a commitment."""
GIVEN_UP = frozenset({"stalled", "withdrawn"})
KEPT_STATUS = frozenset({"occurred", "ongoing", "recalled"})


@dataclass(frozen=True, slots=True)
class LedgerReader:
    """Finds the commitments of one article, and what it says of those made before."""

    article: Article
    mentions: Mentions
    actors: ActorIndex
    ledger: Ledger
    pair: tuple[Code, ...]
    """The two sides of a story about two; () for another story."""

    def read(
        self,
        told: Sequence[tuple[Tree, Coded, Report]],
        trees: Mapping[int, Tree],
        clauses: Mapping[int, Mapping[int, Clause]],
    ) -> list[Commitment]:
        """One commitment for each promise, agreement or delivery, and each project's news."""
        out: dict[str, Commitment] = {}
        coded: set[tuple[int, int]] = set()
        for tree, act, report in told:
            coded.add((tree.index, act.clause.head))
            past_aid = act.type == "AID" and report.status == "recalled"
            kept = report.status in KEPT_STATUS or (
                report.status == "planned" and act.clause.time == "future"
            )
            if act.type in STATE_OF and kept and not past_aid:
                made = self._of_act(tree, act, report)
                out.setdefault(made.id, made)
        stages = self.ledger.stages
        for n, tree in trees.items():
            for clause in clauses[n].values():
                if clause.lemma in stages and (n, clause.head) not in coded:
                    news = self._news(tree, clause)
                    if news is not None:
                        out.setdefault(news.id, news)
        return list(out.values())

    def _of_act(self, tree: Tree, act: Coded, report: Report) -> Commitment:
        clause = act.clause
        signed = clause.lemma in self.ledger.signed and act.type == "AGREE"
        joint = "joint_statement" if len(report.sources) > 1 else None
        told_by = "reported_remark" if report.attribution else "official_statement"
        if act.type == "AGREE" or report.status == "planned":
            state = "agreed" if signed else "announced"
        else:
            state = self._stage(tree, clause) or "in_progress"
        return self._make(
            tree,
            clause,
            (report.sources, report.targets),
            state,
            act.rule,
            ("signed_instrument" if signed else joint or told_by, report.contexts, report.where),
        )

    def _news(self, tree: Tree, clause: Clause) -> Commitment | None:
        """'The start of the line was postponed': what became of a project, told without a doer."""
        stages = self.ledger.stages.get(clause.lemma, ())
        if clause.kind != "verb" or not any(state in GIVEN_UP for _, state in stages):
            return None
        if tree.vocabulary.isdisjoint(self.ledger.projects):
            return None
        if clause.conditional or clause.modal:
            return None
        if clause.time not in ("past", "perfect", "pluperfect", "present"):
            return None
        things = (
            clause.roles.get("patient", ()) if clause.passive else clause.roles.get("agent", ())
        )
        named = [h for h in things if self._is_project(tree, h)]
        state = self._stage(tree, clause) if named else None
        if state not in GIVEN_UP or clause.negated:
            return None
        party = self.actors.party(
            tree.index, clause.roles.get("agent", ()), owners=False, weak=False
        )
        party = party or self.actors.party(tree.index, named, weak=False)
        codes = party.codes if party is not None else self.pair
        if not codes:
            return None
        other = tuple(code for code in self.pair if code not in codes)
        return self._make(
            tree,
            clause,
            (codes, other if len(codes) == 1 else ()),
            state,
            NEWS_RULE.format(state=state),
            ("reported_remark", (), None),
        )

    def _is_project(self, tree: Tree, head: int) -> bool:
        words = {tree.lemmas[head]}
        words |= {tree.lemmas[k] for k in tree.children(head, "compound", "nmod")}
        return bool(words & self.ledger.projects)

    def _stage(self, tree: Tree, clause: Clause) -> str | None:
        entries = self.ledger.stages.get(clause.lemma, ())
        bag = phrase_bag(tree, clause) if entries else frozenset()
        return next((state for rest, state in entries if all(w in bag for w in rest)), None)

    def _make(
        self,
        tree: Tree,
        clause: Clause,
        sides: tuple[tuple[Code, ...], tuple[Code, ...]],
        state: str,
        rule: str,
        setting: tuple[str, tuple[str, ...], PlaceMention | None],
    ) -> Commitment:
        article = self.article
        form, contexts, where = setting
        start, end = _extent(tree, clause)
        amount = AMOUNT.search(article.text[start:end])
        return Commitment(
            id=content_id(article.id, "commitment", start, end, sides[0]),
            article=article.id,
            promisor=sides[0],
            beneficiary=sides[1],
            act=_act(article, tree, clause),
            sector=contexts[0] if contexts else None,
            project=_project(self.mentions, start, end),
            place=where.name if where else None,
            amount=amount.group() if amount else None,
            condition=_condition(article, tree, clause),
            due=_due(tree, self.mentions, start, end, article.text),
            strength="soft" if self._is_soft(tree, clause) else "firm",
            form=form,
            state=state,
            evidence=(article.quote(start, end),),
            rule=rule,
        )

    def _is_soft(self, tree: Tree, clause: Clause) -> bool:
        ledger, roles = self.ledger, clause.roles
        lemmas = {clause.lemma} | {tree.lemmas[c] for c in roles.get("content", ())}
        nouns = ledger.soft_nouns.get(clause.lemma, frozenset())
        if lemmas & ledger.soft or any(tree.lemmas[h] in nouns for h in roles.get("patient", ())):
            return True
        return clause.kind == "adjective" and clause.lemma not in ledger.bound


def _extent(tree: Tree, clause: Clause) -> tuple[int, int]:
    """The clause with its complements; a relative clause or another sentence part stays out."""
    first, last = tree.reach(
        clause.head, frozenset({"parataxis", "conj", "advcl", "acl:relcl", "cc", "mark"})
    )
    for kid in (*tree.children(clause.head, "advcl"), *clause.roles.get("content", ())):
        if any(tree.lower[k] == "to" for k in tree.children(kid, "mark")):
            last = max(last, tree.reach(kid, frozenset({"parataxis", "acl:relcl"}))[1])
    return tree.words(first, last)


def _act(article: Article, tree: Tree, clause: Clause) -> str:
    content = clause.roles.get("content") or clause.roles.get("patient") or [clause.head]
    first, last = tree.reach(
        content[0], frozenset({"acl:relcl", "parataxis", "nsubj", "mark", "aux"})
    )
    start, end = tree.words(first, last)
    return article.text[start:end]


def _due(tree: Tree, mentions: Mentions, start: int, end: int, text: str) -> Interval | None:
    for date in mentions.dates:
        if date.sentence != tree.index or not start <= date.start < end or date.interval is None:
            continue
        before = text[max(0, date.start - 12) : date.start].lower().split()
        if text[date.start : date.end].lower().startswith("within") or (
            before and before[-1] in ("by", "before", "until", "till", "within")
        ):
            return date.interval
    return None


def _project(mentions: Mentions, start: int, end: int) -> str | None:
    return next((i.name for i in mentions.issues if start <= i.start and i.end <= end), None)


def _condition(article: Article, tree: Tree, clause: Clause) -> str | None:
    for kid in tree.children(clause.head, "advcl"):
        marks = {tree.lower[k] for k in tree.children(kid, "mark")}
        if marks & {"if", "unless", "provided", "once"}:
            start, end = tree.words(*tree.reach(kid))
            return article.text[start:end]
    return None
