"""Commitments: promises and agreements, and what the article says of their state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from communique.code.clauses import Clause
from communique.code.events import Coded
from communique.code.tree import Tree
from communique.model import Article, Commitment, Interval, Mentions, Report, content_id

SIGNED = frozenset({"sign", "conclude", "ink", "initial", "seal", "ratify", "finalise", "finalize"})
SOFT = frozenset({"hope", "intend", "aim", "seek", "ready", "continue", "strive", "try", "plan"})
AMOUNT = re.compile(
    r"(?:(?:US|A|C)?[$€£¥]\s?\d[\d,.]*(?:\s(?:million|billion|trillion|crore|lakh))?"
    r"|\d[\d,.]*\s(?:(?:million|billion|trillion|crore|lakh)\s)?"
    r"(?:US\s)?(?:dollars|euros|yuan|rupees|pounds|yen|tons|tonnes|megawatts|doses))"
)
STATE_OF = {"AGREE": "announced", "AID": "in_progress", "COOPERATE": "in_progress"}
KEPT_STATUS = frozenset({"occurred", "ongoing", "recalled"})


def find_commitments(
    article: Article,
    told: Iterable[tuple[Tree, Coded, Report]],
    clauses: Mapping[int, Mapping[int, Clause]],
    mentions: Mentions,
) -> list[Commitment]:
    """One commitment for each promise, agreement or delivery that the article reports."""
    out: dict[str, Commitment] = {}
    for tree, act, report in told:
        if act.type not in STATE_OF or report.status not in KEPT_STATUS:
            continue
        start, end = _extent(tree, act.clause)
        words = article.text[start:end]
        amount = AMOUNT.search(words)
        due = _due(tree, mentions, start, end, article.text)
        made = Commitment(
            id=content_id(article.id, "commitment", start, end, report.sources),
            article=article.id,
            promisor=report.sources,
            beneficiary=report.targets,
            act=_act(article, tree, act.clause),
            sector=report.contexts[0] if report.contexts else None,
            project=_project(mentions, start, end),
            place=report.where.name if report.where else None,
            amount=amount.group() if amount else None,
            condition=_condition(article, tree, act.clause),
            due=due,
            strength="soft" if _is_soft(tree, act.clause) else "firm",
            form=_form(act, report),
            state=_state(act, report),
            evidence=(article.quote(start, end),),
            rule=act.rule,
        )
        out.setdefault(made.id, made)
    return list(out.values())


def _extent(tree: Tree, clause: Clause) -> tuple[int, int]:
    """The clause with its complements; a relative clause or another sentence part stays out."""
    first, last = tree.reach(
        clause.head, frozenset({"parataxis", "conj", "advcl", "acl:relcl", "cc", "mark"})
    )
    for kid in (*tree.children(clause.head, "advcl"), *clause.roles.get("content", ())):
        if any(tree.tokens[k].text.lower() == "to" for k in tree.children(kid, "mark")):
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
        marks = {tree.tokens[k].text.lower() for k in tree.children(kid, "mark")}
        if marks & {"if", "unless", "provided", "once"}:
            start, end = tree.words(*tree.reach(kid))
            return article.text[start:end]
    return None


def _is_soft(tree: Tree, clause: Clause) -> bool:
    lemmas = {clause.lemma} | {tree.tokens[c].lemma for c in clause.roles.get("content", ())}
    return bool(lemmas & SOFT) or clause.kind == "adjective"


def _form(act: Coded, report: Report) -> str:
    if act.clause.lemma in SIGNED:
        return "signed_instrument"
    if len(report.sources) > 1:
        return "joint_statement"
    return "reported_remark" if report.attribution else "official_statement"


def _state(act: Coded, report: Report) -> str:
    if act.type == "AGREE":
        return "agreed" if act.clause.lemma in SIGNED else "announced"
    if act.clause.lemma in ("complete", "inaugurate", "open", "reopen", "finish"):
        return "delivered"
    return "in_progress" if report.status != "recalled" else "delivered"
