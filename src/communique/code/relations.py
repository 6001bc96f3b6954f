"""Which PLOVER type relates two given phrases of a sentence: always an answer, and what gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.code.article import ArticleCoder
from communique.code.clauses import Clause, ClauseReader
from communique.code.tree import Tree
from communique.model import ActorMention, Article, Mentions, Record, Report, Sentence

SOURCE, TARGET = "SOURCE", "TARGET"
DEFAULT = "CONSULT"
"""Given where not one word of the codebook stands in the text: the commonest act in news."""


@dataclass(frozen=True, slots=True)
class Relation:
    """The answer for one pair."""

    type: str
    rule: str
    basis: str
    """"rule" (roles fit), "source" (only the doer fits), "act" (some act of the sentence),
    "word" (a predicate of the codebook stands in it) or "default"."""


def relate(
    coder: ArticleCoder, article: Article, sentences: Sequence[Sentence], source: str, target: str
) -> Relation:
    """The type of what the source does to the target, by rule where one fits, else by words."""
    trees = [Tree(s, n) for n, s in enumerate(sentences) if s.parsed and s.tokens]
    actors = (
        *_mentions(article, trees, source, SOURCE),
        *_mentions(article, trees, target, TARGET),
    )
    record = coder.code(article, sentences, Mentions(actors=actors))
    return _by_rule(record) or _by_word(coder, trees) or Relation(DEFAULT, "", "default")


def _mentions(
    article: Article, trees: Sequence[Tree], words: str, code: str
) -> Iterator[ActorMention]:
    at = article.text.find(words)
    while words and at >= 0:
        end = at + len(words)
        for tree in trees:
            inside = [t for t in tree.tokens if at <= t.start and t.end <= end]
            for token in inside:
                outside = token.head < 0 or not at <= tree.tokens[token.head].start < end
                if outside and token.pos not in ("PUNCT", "ADP"):
                    yield ActorMention(
                        tree.index, token.i, at, end, (code,), "organisation", "GOV", reason="given"
                    )
        at = article.text.find(words, end)


def _by_rule(record: Record) -> Relation | None:
    ranked = sorted(record.reports, key=_rank)
    if not ranked:
        return None
    best = ranked[0]
    basis = ("rule", "rule", "source", "act")[_rank(best)]
    return Relation(best.type, best.rule, basis)


def _rank(report: Report) -> int:
    """0 for the asked doer and recipient, 1 for both in any role, 2 for the doer, 3 for others."""
    if SOURCE in report.sources and TARGET in report.targets:
        return 0
    if {SOURCE, TARGET} <= {*report.sources, *report.targets}:
        return 1
    return 2 if SOURCE in report.sources else 3


def _by_word(coder: ArticleCoder, trees: Sequence[Tree]) -> Relation | None:
    votes: Counter[str] = Counter()
    for tree in trees:
        for clause in ClauseReader(tree, coder.nouns, coder.engine.light_verbs).read():
            votes.update(_types_of(coder, clause))
    if not votes:
        return None
    return Relation(votes.most_common(1)[0][0], "", "word")


def _types_of(coder: ArticleCoder, clause: Clause) -> set[str]:
    tables = {"verb": coder.codebook.verbs, "noun": coder.codebook.nouns}
    entries = tables.get(clause.kind, coder.codebook.adjectives).get(clause.lemma, ())
    return {rule.type for tail, rule in entries if not tail}
