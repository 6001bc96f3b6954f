"""Two given parties in a text: where their words stand, and how near other words are to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.model import Sentence, Span, Token
from communique.ontology.codebook import Codebook, Entry

SOURCE, TARGET = "SOURCE", "TARGET"
"""Codes of the two parties while their relation is coded."""
FAR = 99
"""Steps to a word that no path leads to."""


@dataclass(slots=True)
class Pair:
    """One item: where its parties stand, and the sentences that were parsed."""

    spans: Mapping[str, list[Span]]
    sentences: Sequence[Sentence] = ()
    heads: dict[str, list[tuple[int, int]]] = field(
        default_factory=lambda: {SOURCE: [], TARGET: []}
    )
    """Sentence and token of each place where a party stands."""

    def in_sentence(self, role: str, number: int) -> list[int]:
        """Tokens of that sentence at which the party stands."""
        return [i for n, i in self.heads[role] if n == number]


def find_pair(text: str, item: Mapping[str, Any]) -> Pair:
    """The pair of an item with "source" and "target", words of the text; without sentences yet."""
    spans = {}
    for role, key in ((SOURCE, "source"), (TARGET, "target")):
        words = str(item.get(key) or "").strip()
        found = re.finditer(re.escape(words), text, re.IGNORECASE) if words else ()
        spans[role] = [Span(*match.span()) for match in found if _whole(text, match)]
    return Pair(spans)


def _whole(text: str, match: re.Match[str]) -> bool:
    """Whether the match neither begins nor ends inside a word."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not (before.isalnum() or after.isalnum())


def heads_of(sentences: Sequence[Sentence], span: Span) -> Iterator[tuple[int, int]]:
    """Sentence and token: the token of the span that the rest of it hangs on."""
    for number, sentence in enumerate(sentences):
        if not (sentence.start <= span.start and span.end <= sentence.end):
            continue
        inside = [t.i for t in sentence.tokens if t.start < span.end and span.start < t.end]
        for i in inside:
            if sentence.tokens[i].head not in inside:
                yield number, i
                return


def distances(sentence: Sentence, heads: Sequence[int]) -> list[int]:
    """Steps in the tree from each token to the nearest of the heads; FAR where there is none."""
    steps = [FAR] * len(sentence.tokens)
    edge = list(heads)
    for head in heads:
        steps[head] = 0
    near: list[list[int]] = [[] for _ in sentence.tokens]
    for token in sentence.tokens:
        if token.head >= 0:
            near[token.i].append(token.head)
            near[token.head].append(token.i)
    while edge:
        following = []
        for i in edge:
            for other in near[i]:
                if steps[other] == FAR:
                    steps[other] = steps[i] + 1
                    following.append(other)
        edge = following
    return steps


def entries_of(codebook: Codebook, token: Token) -> Sequence[Entry]:
    """The codebook's predicates that begin with this token."""
    lemma = token.lemma.lower()
    if token.pos == "VERB":
        return codebook.verbs.get(lemma, ())
    if token.pos in ("NOUN", "PROPN"):
        return codebook.nouns.get(lemma, ())
    return codebook.adjectives.get(lemma, ()) if token.pos == "ADJ" else ()


def words_of(sentence: Sentence) -> set[str]:
    """Forms and lemmas of a sentence, in lower case."""
    words = {token.lemma.lower() for token in sentence.tokens}
    return words | {token.text.lower() for token in sentence.tokens}
