"""Attributions that are no statements: what is wished, asked, doubted, praised and blamed."""

from __future__ import annotations

from collections.abc import Sequence

from communique.code.clauses import Clause
from communique.code.tree import Tree
from communique.model import Span
from communique.ontology.cues import load_cues
from communique.run.predict_scene import (
    MARKS,
    Found,
    Scene,
    cue_of,
    is_cut_off,
    source_of,
    whole_content,
)

_MOVES = frozenset("urge encourage want order expect prefer demand wish".split())
"""Verbs that wish what somebody else does."""
_WISHES = _MOVES | frozenset(
    "hope plan intend promise vow pledge threaten agree refuse decide decline ask tell seek aim "
    "offer call swear choose".split()
)
"""Verbs whose infinitive is what somebody wishes."""
_SHOWS = frozenset("show find suggest indicate reveal worry".split())
_ABOUT = frozenset(
    "cite mention mock defend attack criticise criticize blast praise question discuss describe "
    "denounce condemn slam support oppose endorse back reject deny favor favour reference "
    "promote tout outline propose ridicule blame".split()
)
"""Verbs whose object is what somebody speaks of."""
_ABOUT_PREPOSITION = {
    "for": frozenset("call push argue".split()),
    "on": frozenset({"call"}),
    "to": frozenset("point refer allude respond object".split()),
    "about": frozenset("complain speak talk ask worry warn boast brag".split()),
    "of": frozenset("complain speak warn boast dream".split()),
    "against": frozenset({"argue"}),
    "at": frozenset({"hint"}),
}
"""The same through a preposition: "call for"."""
_CLAUSE_ONLY = frozenset(
    "say add find hold know learn see call read express report tell ask post publish issue note "
    "think remember feel understand imagine recall recognise recognize".split()
)
"""Reporting verbs whose object is seldom what is said."""


def find_by_verbs(scene: Scene, known: set[int]) -> list[Found]:
    """What is wished, asked, doubted and blamed: no statements of the record, but attributions."""
    found = []
    for clause in scene.clauses.values():
        start = scene.tree.tokens[clause.head].start
        inverted = _inverted(scene, clause)
        if inverted is not None and clause.head not in known:
            found.append(inverted)
            continue
        speaks = clause.kind == "verb" and clause.roles.get("agent")
        if not speaks or clause.head in known or scene.quoted(start):
            continue
        content, cue = _wide_content(scene.tree, clause)
        if content is not None and not content.start <= start < content.end:
            found.append(Found(clause.head, cue, source_of(scene, clause), [content]))
    return found


def _wide_content(tree: Tree, clause: Clause) -> tuple[Span | None, Span]:
    """What follows a verb of wish, doubt or blame, and its cue."""
    verb, cue = clause.lemma, cue_of(tree, clause)
    reports = any(len(known.words) == 1 for known in load_cues().get(verb, ()))
    for kid in tree.children(clause.head, "ccomp", "xcomp", "advcl"):
        to = any(tree.tokens[k].text.lower() == "to" for k in tree.children(kid, "mark"))
        finite = tree.tokens[kid].dep == "ccomp"
        if (to and verb in _WISHES) or (finite and (reports or verb in _WISHES | _SHOWS)):
            moved = tree.child(clause.head, "obj", "iobj") if verb in _MOVES else None
            first = kid if moved is None or moved < clause.head else moved
            return _behind(tree, clause, (first, kid)), cue
    if verb in _ABOUT or (reports and verb not in _CLAUSE_ONLY):
        for thing in clause.roles.get("patient", ()):
            if thing > clause.head:
                reason = [k for k in tree.children(clause.head, "obl") if tree.case_of(k) == "for"]
                return _behind(tree, clause, (thing, *(k for k in reason if k > thing))), cue
    for thing in tree.children(clause.head, "obl"):
        case = tree.child(thing, "case")
        if case is not None and verb in _ABOUT_PREPOSITION.get(tree.case_of(thing), ()):
            span = _behind(tree, clause, (thing,))
            token = tree.tokens[case]
            if span is not None and span.start == token.start and token.end < span.end:
                after = next(t.start for t in tree.tokens if t.start >= token.end)
                return Span(after, span.end), Span(cue.start, token.end)
    return None, cue


def _behind(tree: Tree, clause: Clause, heads: Sequence[int]) -> Span | None:
    """The words under the heads that stand behind the cue."""
    keep = sorted({k for head in heads for k in tree.subtree(head) if k > clause.head})
    if not keep:
        return None
    while len(keep) > 1 and tree.tokens[keep[-1]].pos in ("PUNCT", "CCONJ"):
        keep.pop()
    while len(keep) > 1 and tree.tokens[keep[0]].pos == "PUNCT":
        keep.pop(0)
    return Span(*tree.words(keep[0], keep[-1]))


def _inverted(scene: Scene, clause: Clause) -> Found | None:
    """'…, said one of them': who speaks, where the parser took the words behind for an object."""
    tree, head = scene.tree, clause.head
    said = tree.child(head, "ccomp", "parataxis")
    who = tree.child(head, "obj", "iobj")
    if said is None or who is None or not said < head < who or clause.roles.get("agent"):
        return None
    known = any(cue.kind == "say" for cue in load_cues().get(clause.lemma, ()))
    if not known or scene.quoted(tree.tokens[head].start):
        return None
    keep = [k for k in tree.subtree(said) if k < head and tree.tokens[k].text not in MARKS]
    keep = keep or [said]
    content = whole_content(scene, Span(*tree.words(min(keep), max(keep))))
    source = Span(
        *tree.words(who, max(k for k in tree.subtree(who) if not is_cut_off(tree, who, k)))
    )
    first = min(k for k in tree.subtree(who) if k > head)
    source = Span(tree.tokens[first].start, source.end)
    return Found(head, cue_of(tree, clause), source, [content])
