"""The task `attribution`: who says what, as spans of source, cue and content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.code.actors import ActorIndex
from communique.code.clauses import ClauseReader
from communique.code.intervals import Intervals
from communique.code.speech import Speech, SpeechReader, find_issuer, lend_speakers
from communique.code.tree import Tree
from communique.errors import ItemError
from communique.model import Article, Mentions, Record, Sentence, Span
from communique.ontology.cues import load_cues
from communique.run.coder import Coder, load_stages
from communique.run.predict_cues import find_beside_quotes, find_between_commas
from communique.run.predict_items import Item, answer_one, text_of
from communique.run.predict_scene import (
    FEW,
    Found,
    Scene,
    cue_of,
    is_cut_off,
    source_of,
    touch,
    whole_content,
)
from communique.run.predict_wide import find_by_verbs
from communique.settings import Settings

Attributions = list[Item]

_AUTHORS = frozenset({"i", "we", "you", "one", "let"})
_NEAR = 200
"""Characters after which a quotation no longer goes on with the one before."""


@dataclass(slots=True)
class SpeechTask:
    """Answers items with the attributions of their texts."""

    settings: Settings
    _found: dict[str, Attributions] = field(default_factory=dict)
    """By article, of the batch at hand."""
    _coder: Coder | None = None

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        """{"id", "attributions"} for each item with a text."""
        if self._coder is None:
            stages = load_stages(self.settings)
            self._coder = Coder(self.settings, stages=replace(stages, code=self._keep))
        self._found.clear()
        outcomes = self._coder.read_stories([str(item.get("text") or "") for item in items])
        return [
            answer_one(item, lambda item, outcome=outcome: self._answer(item, outcome))  # type: ignore[misc]
            for item, outcome in zip(items, outcomes, strict=True)
        ]

    def _answer(self, item: Item, outcome: Record | ItemError) -> Item:
        text_of(item)
        if isinstance(outcome, ItemError):
            raise outcome
        return {"attributions": self._found[outcome.article.id]}

    def _keep(self, article: Article, sentences: Sequence[Sentence], mentions: Mentions) -> Record:
        """Stands in the place of coding: keeps the attributions, codes nothing."""
        self._found[article.id] = list(attributions_of(article, sentences, mentions))
        return Record(article)


def attributions_of(
    article: Article, sentences: Sequence[Sentence], mentions: Mentions
) -> Iterator[Item]:
    """{"source", "cue", "content"} of every attribution, in the order of the cues."""
    trees = {n: Tree(s, n) for n, s in enumerate(sentences) if s.parsed and s.tokens}
    actors = ActorIndex(trees, mentions)
    cues = load_cues()
    issuer = find_issuer(trees, Intervals(mentions.quotes), actors)
    reader = _Reader(article, cues, Intervals(mentions.quotes), issuer)
    found: list[Found] = []
    for tree in trees.values():
        clauses = {c.head: c for c in ClauseReader(tree, frozenset()).read()}
        lend_speakers(tree, clauses, cues, actors)
        before = len(reader.found)
        reader.read(tree, clauses, actors)
        scene = Scene(tree, clauses, reader.quotes)
        here = _of_speeches(scene, reader.found[before:])
        here += find_by_verbs(scene, {item.cue_head for item in here})
        here += find_beside_quotes(scene, {item.cue_head for item in here})
        here += find_between_commas(scene, {item.cue_head for item in here})
        here = [item for item in here if not _is_authors(article.text, item)]
        found += sorted(here, key=lambda item: item.cue_head)
        _go_on(scene, found)
    for item in found:
        yield {
            "source": list(item.source) if item.source else None,
            "cue": list(item.cue),
            "content": [list(span) for span in item.content],
        }


class _Reader(SpeechReader):
    """Reads cues only: a quotation without one is joined to its attribution afterwards."""

    __slots__ = ()

    def _continued(self, tree: Tree) -> None:
        pass


def _of_speeches(scene: Scene, speeches: Sequence[Speech]) -> list[Found]:
    """The record's attributions, less those inside quotations."""
    found: dict[int, Found] = {}
    for speech in sorted(speeches, key=lambda s: s.start):
        content = whole_content(scene, _with_tail(scene, speech))
        if scene.quoted(scene.tree.tokens[speech.cue_head].start):
            continue
        if speech.cue.lower() == "according to":
            content = _according_content(scene.tree, speech.cue_head, content)
        elif speech.cue_kind == "name":
            content = _named_content(scene.tree, speech.cue_head, content)
        if speech.cue_head in found:
            found[speech.cue_head].content.append(content)
        else:
            cue, source = _cue_and_source(scene, speech)
            found[speech.cue_head] = Found(speech.cue_head, cue, source, [content])
    return list(found.values())


def _with_tail(scene: Scene, speech: Speech) -> Span:
    """An indirect content with the relative clauses at its end, which the record leaves out."""
    tree = scene.tree
    first = tree.tokens[speech.cue_head].start
    if speech.kind == "direct" or speech.start < first:
        return Span(speech.start, speech.end)
    heads = [
        k
        for k in tree.children(speech.cue_head, "ccomp")
        if speech.start <= tree.tokens[k].start < speech.end
    ]
    last = max((k for head in heads for k in tree.subtree(head)), default=None)
    while last and tree.tokens[last].pos == "PUNCT":
        last -= 1
    return Span(speech.start, max(speech.end, tree.tokens[last].end if last else 0))


def _go_on(scene: Scene, found: list[Found]) -> None:
    """Joins a quotation that ends here and has no cue of its own to the attribution before it."""
    sentence = scene.tree.sentence
    for quote in scene.quotes.touching(sentence.start, sentence.end + 1):
        span = Span(quote.start, quote.end)
        ends = sentence.start < quote.end <= sentence.end + 1
        if not ends or quote.end - quote.start < FEW or not found:
            continue
        last = max(end for _, end in found[-1].content)
        free = not any(touch(span, content) for item in found[-4:] for content in item.content)
        if free and 0 <= quote.start - max(last, found[-1].cue.end) < _NEAR:
            found[-1].content.append(span)


def _named_content(tree: Tree, cue: int, found: Span) -> Span:
    """'Called X a liar': X and what X is called."""
    thing = tree.child(cue, "obj")
    if thing is None or not cue < thing:
        return found
    first = min(k for k in tree.subtree(thing) if k > cue)
    return Span(min(found.start, tree.tokens[first].start), found.end)


def _is_authors(text: str, item: Found) -> bool:
    """'I think', 'you know' outside quotations: what the author thinks is nobody else's."""
    source = item.source
    return source is not None and text[source.start : source.end].lower() in _AUTHORS


def _cue_and_source(scene: Scene, speech: Speech) -> tuple[Span, Span | None]:
    if speech.cue.lower() == "according to":
        return _according(scene.tree, speech.cue_head)
    clause = scene.clauses[speech.cue_head]
    return cue_of(scene.tree, clause), source_of(scene, clause)


def _according(tree: Tree, at: int) -> tuple[Span, Span | None]:
    """'According to X': the two words, and X."""
    token = tree.tokens[at]
    last = at + 1 < len(tree.tokens) and tree.tokens[at + 1].text.lower() == "to"
    cue = Span(token.start, tree.tokens[at + 1].end if last else token.end)
    keep = _according_whom(tree, at)
    return cue, Span(*tree.words(keep[0], keep[-1])) if keep else None


def _according_whom(tree: Tree, at: int) -> list[int]:
    token = tree.tokens[at]
    head = token.head if token.dep == "case" else tree.child(at, "obl", "nmod")
    if head is None or head < 0:
        return []
    keep = [k for k in tree.subtree(head) if k > at + 1 and not is_cut_off(tree, head, k)]
    while keep and tree.tokens[keep[-1]].pos == "PUNCT":
        keep.pop()
    return keep


def _according_content(tree: Tree, at: int, found: Span) -> Span:
    """The rest of the sentence, where the phrase stands at its end behind a comma, or begins it."""
    words, whom = tree.tokens, _according_whom(tree, at)
    end = whom[-1] if whom else at
    rest = [k for k in range(end + 1, len(words)) if words[k].pos != "PUNCT"]
    if at == 0 and rest:
        return Span(words[rest[0]].start, words[rest[-1]].end)
    if not rest and at > 1 and words[at - 1].text == ",":
        return Span(words[0].start, max(found.end, words[at - 2].end))
    return found
