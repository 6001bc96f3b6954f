"""The task `attribution`: who says what, as spans of source, cue and content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.code.actors import ActorIndex
from communique.code.clauses import Clause, ClauseReader
from communique.code.speech import Speech, SpeechReader, find_issuer, lend_speakers
from communique.code.tree import Tree
from communique.errors import ItemError
from communique.model import Article, Mentions, Record, Sentence
from communique.ontology.cues import load_cues
from communique.ontology.engine import load_engine
from communique.run.coder import Coder, load_stages
from communique.run.predict_items import Item, answer_one, text_of
from communique.settings import Settings

Attributions = list[Item]

_NAME_STOPS = frozenset({"acl:relcl", "parataxis", "punct", "conj", "cc", "case", "mark", "advcl"})
_EDGE = frozenset({"PUNCT"})


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
    """{"source", "cue", "content"} of every attribution, in the order of the contents."""
    trees = {n: Tree(s, n) for n, s in enumerate(sentences) if s.parsed and s.tokens}
    actors = ActorIndex(trees, mentions)
    cues, light = load_cues(), load_engine().light_verbs
    issuer = find_issuer(trees, mentions.quotes, actors)
    reader = SpeechReader(article, cues, mentions.quotes, issuer)
    clauses: dict[int, dict[int, Clause]] = {}
    for n, tree in trees.items():
        clauses[n] = {c.head: c for c in ClauseReader(tree, frozenset(), light).read()}
        lend_speakers(tree, clauses[n], cues, actors)
        reader.read(tree, clauses[n], actors)
    for speech in sorted(reader.found, key=lambda s: (s.start, s.end)):
        tree = trees[speech.sentence]
        cue, source = _cue_and_source(tree, clauses[speech.sentence], speech)
        yield {
            "source": source,
            "cue": cue,
            "content": [[speech.start, speech.end]],
        }


def _cue_and_source(
    tree: Tree, clauses: dict[int, Clause], speech: Speech
) -> tuple[list[int] | None, list[int] | None]:
    clause = clauses.get(speech.cue_head)
    if clause is not None:
        cue = tree.words(clause.trigger[0], clause.trigger[-1])
        heads = clause.roles.get("agent", ())
        return list(cue), _source(tree, heads)
    if speech.cue_head >= 0:
        token = tree.tokens[speech.cue_head]
        return [token.start, token.end], None
    return None, None


def _source(tree: Tree, heads: Sequence[int]) -> list[int] | None:
    if not heads:
        return None
    spans = [tree.words(*tree.reach(head, _NAME_STOPS)) for head in heads]
    return [min(start for start, _ in spans), max(end for _, end in spans)]
