"""The encoder of `relations`: a small transformer that reads the text with its parties marked.

Its start values are those of MiniLM-L6; `training/relations/encode.py` trains it on the
labelled sets and makes the file. Names and numbers are blotted out before it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from communique.errors import SettingsError
from communique.ontology.relation_words import SHIPPED as WORDS
from communique.parse.pieces import WordPieces
from communique.run.relation_pair import SOURCE, TARGET, Pair

Floats = NDArray[np.float32]
Marked = tuple[str | None, bool, bool]
"""A word (None for a name or number), whether the source has it, whether the target has it."""

SHIPPED = WORDS.parent / "encoder.npz"
LONGEST = 96
"""Pieces read of one text."""
HEADS = 12
_BLOTTED = frozenset({"PROPN", "NUM", "X"})
_TINY = 1e-12


def marked_words(pair: Pair) -> tuple[Marked, ...]:
    """The words of a pair's text for the encoder, each run of names as one."""
    words: list[Marked] = []
    for sentence in pair.sentences:
        for token in sentence.tokens:
            sides = [
                any(span.start < token.end and token.start < span.end for span in pair.spans[role])
                for role in (SOURCE, TARGET)
            ]
            word = None if token.pos in _BLOTTED else token.text
            mark = (word, sides[0], sides[1])
            if word is not None or not words or words[-1] != mark:
                words.append(mark)
    return tuple(words)


def numbered(words: Iterable[Marked], pieces: WordPieces) -> tuple[list[int], Floats]:
    """Numbers of the pieces, with both ends, and for each whether it is of the parties' words.

    A piece of its own stands wherever a party's words begin or end. A long text is cut to the part
    around the parties.
    """
    ids: list[int] = []
    roles: list[tuple[bool, bool]] = []
    before = (False, False)
    for word, source, target in (*words, (None, False, False)):
        for now, old, edge in zip((source, target), before, pieces.edges, strict=True):
            if now != old:
                ids.append(edge)
                roles.append((False, False))
        before = source, target
        for number in (pieces.name,) if word is None else pieces.numbers(word):
            ids.append(number)
            roles.append(before)
    del ids[-1], roles[-1]
    room = LONGEST - 2
    if len(ids) > room:
        told = [i for i, role in enumerate(roles) if any(role)] or [0]
        near = told[-1] - told[0] < LONGEST
        middle = (told[0] + told[-1]) // 2 if near else told[0] + LONGEST // 2
        begin = max(0, min(middle - LONGEST // 2 + 1, len(ids) - room))
        ids, roles = ids[begin : begin + room], roles[begin : begin + room]
    neither = (False, False)
    return [pieces.begin, *ids, pieces.end], np.array([neither, *roles, neither], np.float32)


@dataclass(frozen=True, slots=True)
class RelationEncoder:
    """Weights by name, all with inputs as rows."""

    classes: tuple[str, ...]
    pieces: WordPieces
    weights: Mapping[str, Floats]
    depth: int

    def scores(self, words: Sequence[Marked]) -> dict[str, float]:
        """The logarithm of the share of each class."""
        ids, roles = numbered(words, self.pieces)
        weights = self.weights
        x = weights["words"][ids] + weights["positions"][: len(ids)]
        x = self._normal(x, "norm")
        for number in range(self.depth):
            x = self._layer(x, f"{number}.")
        own = roles / np.maximum(roles.sum(0), 1.0)
        parts = np.concatenate([x[0], *(own.T @ x), x.mean(0)])
        hidden = _gelu(parts @ weights["hidden"] + weights["hidden.bias"])
        scores = hidden @ weights["classes"] + weights["classes.bias"]
        scores -= scores.max()
        scores -= np.log(np.exp(scores).sum())
        return dict(zip(self.classes, scores.tolist(), strict=True))

    def _layer(self, x: Floats, name: str) -> Floats:
        length, width = x.shape
        mixed = self._linear(x, name + "qkv").reshape(length, 3, HEADS, width // HEADS)
        query, key, value = mixed.transpose(1, 2, 0, 3)
        attention = query @ key.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
        attention = np.exp(attention - attention.max(-1, keepdims=True))
        attention /= attention.sum(-1, keepdims=True)
        joined = (attention @ value).transpose(1, 0, 2).reshape(length, width)
        x = self._normal(x + self._linear(joined, name + "out"), name + "norm1")
        inner = self._linear(_gelu(self._linear(x, name + "up")), name + "down")
        return self._normal(x + inner, name + "norm2")

    def _linear(self, x: Floats, name: str) -> Floats:
        result: Floats = x @ self.weights[name] + self.weights[name + ".bias"]
        return result

    def _normal(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(_TINY))
        result: Floats = x * self.weights[name] + self.weights[name + ".bias"]
        return result


def _gelu(x: Floats) -> Floats:
    inner: Floats = x * x
    inner *= x
    inner *= np.float32(0.044715)
    inner += x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1.0
    inner *= x
    inner *= 0.5
    return inner


@cache
def load_relation_encoder(file: Path = SHIPPED) -> RelationEncoder:
    """The encoder in the file; SettingsError when it is missing or damaged."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        classes = tuple(str(name) for name in arrays.pop("classes.names"))
        pieces = WordPieces(bytes(arrays.pop("pieces")).decode("utf-8").split("\n"))
        depth = int(arrays.pop("depth"))
        weights = {
            name: array.astype(np.float32) * arrays[name + ".scale"].astype(np.float32)
            if name + ".scale" in arrays
            else array.astype(np.float32)
            for name, array in arrays.items()
            if not name.endswith(".scale")
        }
        return RelationEncoder(classes, pieces, weights, depth)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise SettingsError(f"{file}: the relations encoder cannot be read: {error}") from error
