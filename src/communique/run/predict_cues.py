"""Cues found by the words beside them, where the tree of the sentence tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from communique.code.tree import Tree
from communique.model import Span
from communique.ontology.cues import load_cues
from communique.run.predict_scene import FEW, MARKS, Found, Scene

_BEFORE = MARKS | {":"}
_REACH = 9
"""Words beside a quotation among which its cue is looked for."""
_NOMINAL = frozenset("PROPN NOUN PRON DET ADJ NUM PART".split())


def find_beside_quotes(scene: Scene, known: set[int]) -> Iterator[Found]:
    """'“…,” X said', '“…,” said X', 'X said: “…”' by their words, where the tree tells nothing."""
    tree = scene.tree
    for quote in scene.quotes.touching(tree.sentence.start, tree.sentence.end):
        if quote.end - quote.start < FEW:
            continue
        behind = [t.i for t in tree.tokens if t.start >= quote.end and t.text not in MARKS]
        before = [t.i for t in tree.tokens if t.end <= quote.start and t.text not in _BEFORE]
        found = _cue_behind(tree, behind[:_REACH]) or _cue_before(tree, before[-_REACH:])
        if found is not None and found[0] not in known:
            cue, source = found
            known.add(cue)
            words = Span(tree.tokens[cue].start, tree.tokens[cue].end)
            yield Found(cue, words, Span(*tree.words(*source)), [Span(quote.start, quote.end)])


def find_between_commas(scene: Scene, known: set[int]) -> Iterator[Found]:
    """'…, X said.' and '…, said X, …' by their words: all else in the sentence is said."""
    tree = scene.tree
    words = [t.i for t in tree.tokens]
    for comma in words[1:]:
        if tree.tokens[comma].text != "," or scene.quoted(tree.tokens[comma].start):
            continue
        found = _cue_behind(tree, words[comma + 1 : comma + 1 + _REACH])
        if found is None or found[0] in known:
            continue
        last = max(found[0], found[1][1])
        ends = last + 1 >= len(words) or tree.tokens[last + 1].text in (",", ".")
        if not ends or scene.quoted(tree.tokens[comma - 1].start):
            continue
        known.add(found[0])
        rest = [i for i in words[last + 1 :] if tree.tokens[i].pos != "PUNCT"]
        spans = [Span(*tree.words(0, comma - 1))]
        spans += [Span(*tree.words(rest[0], rest[-1]))] if rest else []
        cue = tree.tokens[found[0]]
        yield Found(cue.i, Span(cue.start, cue.end), Span(*tree.words(*found[1])), spans)


def _cue_behind(tree: Tree, run: list[int]) -> tuple[int, tuple[int, int]] | None:
    """The verb behind a quotation, and the first and last word of who speaks."""
    nominal = list(takewhile(lambda i: _names(tree, i), run))
    if nominal and len(nominal) < len(run) and _says(tree, run[len(nominal)]):
        return run[len(nominal)], (nominal[0], nominal[-1])
    if run and _says(tree, run[0]):
        after = list(takewhile(lambda i: _names(tree, i), run[1:]))
        return (run[0], (after[0], after[-1])) if after else None
    return None


def _cue_before(tree: Tree, run: list[int]) -> tuple[int, tuple[int, int]] | None:
    """The verb that leads to a quotation, and the first and last word of who speaks."""
    if not run or not _says(tree, run[-1]):
        return None
    nominal = list(takewhile(lambda i: _names(tree, i), reversed(run[:-1])))
    return (run[-1], (nominal[-1], nominal[0])) if nominal else None


def _says(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    cues = load_cues().get(token.lemma, ()) if token.pos == "VERB" else ()
    return any(cue.kind == "say" and len(cue.words) == 1 for cue in cues)


def _names(tree: Tree, i: int) -> bool:
    """Whether the word may stand in a name; a capital counts, whatever its tag."""
    token = tree.tokens[i]
    return token.pos in _NOMINAL or token.text[0].isupper()
