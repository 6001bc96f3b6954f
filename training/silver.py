"""Openly licensed news text: its sentences, and the teacher's beliefs about them."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from communique.parse.sentences import split_sentences
from communique.parse.tokens import tokenize
from communique.parse.words import normal

Halves = NDArray[np.float16]

SHORTEST, LONGEST = 3, 60


def documents(corpus: Path) -> Iterator[str]:
    """Texts of all documents; those of many one-line items come last."""
    for path in sorted(corpus.glob("*.jsonl.gz"), key=lambda p: ("current-events" in p.name, p)):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def word_counts(corpus: Path) -> Counter[str]:
    """How often each normal form occurs."""
    counts: Counter[str] = Counter()
    for text in documents(corpus):
        counts.update(text[start:end] for start, end in tokenize(text))
    folded: Counter[str] = Counter()
    for word, n in counts.items():
        folded[normal(word)] += n
    return folded


def sentences(corpus: Path, words: int) -> list[list[str]]:
    """About `words` words of different sentences, in random order.

    Sentences that differ in names and numbers only (case counts, weather, results) count as one
    after the third.
    """
    found: list[list[str]] = []
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    total = 0
    for text in documents(corpus):
        if total >= words:
            break
        for start, end in split_sentences(text):
            sentence = text[start:end]
            tokens = [sentence[a:b] for a, b in tokenize(sentence)]
            pattern = re.sub(r"\b[A-Z]\w*|\d[\d,.]*", "#", sentence)
            if sentence in seen or not SHORTEST <= len(tokens) <= LONGEST or alike[pattern] >= 3:
                continue
            seen.add(sentence)
            alike[pattern] += 1
            found.append(tokens)
            total += len(tokens)
    random.Random(0).shuffle(found)
    return found


def take(items: Sequence[list[str]], words: int) -> list[list[str]]:
    """The first sentences, until they hold so many words."""
    found: list[list[str]] = []
    total = 0
    for item in items:
        if total >= words:
            break
        found.append(item)
        total += len(item)
    return found


@dataclass(frozen=True, slots=True)
class Belief:
    """What the teacher thinks of a sentence: a best tree, and probabilities around it.

    `arcs[i, 0]` is word i being the root, `arcs[i, j + 1]` word j being its head.
    """

    words: list[str]
    heads: NDArray[np.int16]
    feats: NDArray[np.int16]
    upos: Halves
    deps: Halves
    arcs: Halves

    def __len__(self) -> int:
        return len(self.words)


def write_silver(beliefs: Sequence[Belief], path: Path) -> None:
    """Keep beliefs in one file, which appears when it is whole: a training may be waiting."""
    text = "\n".join("\t".join(belief.words) for belief in beliefs)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            text=np.frombuffer(text.encode(), np.uint8),
            heads=np.concatenate([b.heads for b in beliefs]),
            feats=np.concatenate([b.feats for b in beliefs]),
            upos=np.concatenate([b.upos for b in beliefs]),
            deps=np.concatenate([b.deps for b in beliefs]),
            arcs=np.concatenate([b.arcs.reshape(-1) for b in beliefs]),
        )
    part.rename(path)


def read_silver(path: Path) -> Iterator[Belief]:
    """The beliefs of a file."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    begin = cell = 0
    for line in arrays["text"].tobytes().decode().split("\n"):
        words = line.split("\t")
        end = begin + len(words)
        cells = len(words) * (len(words) + 1)
        arcs = arrays["arcs"][cell : cell + cells].reshape(len(words), -1)
        part = slice(begin, end)
        yield Belief(words, *(arrays[n][part] for n in ("heads", "feats", "upos", "deps")), arcs)
        begin, cell = end, cell + cells
