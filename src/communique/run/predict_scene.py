"""One sentence of the task `attribution`: its cues, its sources and whole contents."""

from __future__ import annotations

from dataclasses import dataclass

from communique.code.clauses import Clause
from communique.code.intervals import Intervals
from communique.code.tree import Tree
from communique.model import QuoteMention, Span

_NAME_STOPS = frozenset({"acl:relcl", "parataxis", "cc", "conj", "case", "mark", "advcl"})
_NOT_IN_CUE = frozenset("how why when where whether yet so still that".split())
_IN_CUE = frozenset({"aux", "aux:pass", "advmod"})
MARKS = frozenset("“ ” \" '' `` ‘ ’ ,".split())
FEW = 30
"""Characters up to which quoted words are part of their sentence."""


@dataclass(slots=True)
class Found:
    """One attribution in the making."""

    cue_head: int
    """Token in its sentence."""
    cue: Span
    source: Span | None
    content: list[Span]


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with its clauses, and the quotations of the text."""

    tree: Tree
    clauses: dict[int, Clause]
    quotes: Intervals[QuoteMention]

    def quoted(self, at: int) -> bool:
        """Whether the offset lies in a quotation of more than a few words."""
        return any(q.end - q.start > FEW for q in self.quotes.touching(at, at + 1))


def touch(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a.start < b.end and b.start < a.end


def whole_content(scene: Scene, content: Span) -> Span:
    """The content with the "that" before it, and with all of a quotation of many sentences."""
    sentence = scene.tree.sentence
    for quote in scene.quotes.touching(content.start, content.end):
        if quote.start < sentence.start or quote.end > sentence.end:
            return Span(min(content.start, quote.start), max(content.end, quote.end))
    before = [t for t in scene.tree.tokens if t.end <= content.start]
    if before and before[-1].text.lower() == "that" and before[-1].pos == "SCONJ":
        return Span(before[-1].start, content.end)
    return content


def cue_of(tree: Tree, clause: Clause) -> Span:
    """The verb with its auxiliaries and adverbs, and its particles."""
    first = min(clause.trigger)
    while (
        first
        and tree.tokens[first - 1].dep in _IN_CUE
        and tree.tokens[first - 1].head == clause.head
        and tree.tokens[first - 1].text.lower() not in _NOT_IN_CUE
    ):
        first -= 1
    return Span(*tree.words(first, max(clause.trigger)))


def source_of(scene: Scene, clause: Clause) -> Span | None:
    """The noun phrases that speak, on their side of the cue; "who" for whom it stands for."""
    tree, cue = scene.tree, clause.head
    own = tree.child(cue, "nsubj", "nsubj:pass")
    heads = clause.roles.get("agent", []) if own is None else tree.conjuncts(own)
    spans = []
    for head in heads:
        inside = scene.quoted(tree.tokens[head].start)
        keep = [
            k
            for k in tree.subtree(head)
            if (k < cue) == (head < cue)
            and k != cue
            and not is_cut_off(tree, head, k)
            and scene.quoted(tree.tokens[k].start) == inside
        ]
        keep = [k for k in keep if tree.tokens[k].pos != "PUNCT"] or [head]
        spans.append(tree.words(min(keep), max(keep)))
    if not spans:
        return None
    return Span(min(start for start, _ in spans), max(end for _, end in spans))


def is_cut_off(tree: Tree, head: int, k: int) -> bool:
    """Whether a child of the head that is no part of its name holds the token."""
    while k != head and tree.tokens[k].head >= 0:
        if tree.tokens[k].head == head and tree.tokens[k].dep in _NAME_STOPS:
            return True
        k = tree.tokens[k].head
    return False
