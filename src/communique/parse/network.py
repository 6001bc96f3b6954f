"""The network, run with NumPy alone: a tagger over one BiLSTM, a biaffine parser over more.

The weights are trained in PyTorch (`training/`). Words become vectors by their form alone, so those
are computed once for each form and kept.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from communique.parse.trees import decode
from communique.parse.words import PIECES, UNKNOWN, normal, pieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Forms kept before the store is emptied: 200 MB would be too much for a worker.
_KEPT = 60_000


def use_one_thread() -> None:
    """Keep the matrix library of NumPy's wheels to one thread, in the whole process.

    The products here are small: a second thread waits more than it works, and on a busy machine
    that made parsing ten times slower. Runners start one process for each core instead.
    """
    for path in (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"):
        library = ctypes.CDLL(str(path))
        for name in ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads64_"):
            if hasattr(library, name):
                getattr(library, name)(1)


@dataclass(frozen=True, slots=True)
class Order:
    """How sentences, longest first, lie in time: step t reads the t-th word of each long enough."""

    forth: Ints
    back: Ints
    active: list[int]

    @classmethod
    def of(cls, lengths: Sequence[int]) -> Order:
        """The order of sentences of these lengths, the longest first."""
        sizes = np.array(lengths)
        starts = np.cumsum(sizes) - sizes
        steps = np.arange(sizes[0])
        alive = steps[:, None] < sizes[None, :]
        forth = (starts[None, :] + steps[:, None])[alive]
        back = ((starts + sizes - 1)[None, :] - steps[:, None])[alive]
        return cls(forth, back, alive.sum(1).tolist())


class Reader:
    """One BiLSTM."""

    def __init__(self, weights: dict[str, Floats], name: str) -> None:
        self.inputs = weights[f"{name}.inputs"]
        self.bias = weights[f"{name}.bias"]
        self.again = weights[f"{name}.again"]
        self.hidden = self.again.shape[1]

    def project(self, x: Floats) -> Floats:
        """The part of the gates that the input alone decides, both directions side by side."""
        projected: Floats = x @ self.inputs
        projected += self.bias
        return projected

    def read(self, projected: Floats, rows: Ints | None, order: Order) -> Floats:
        """States of both directions for each word; `rows` maps words to rows of `projected`."""
        width = 4 * self.hidden
        forth, back = order.forth, order.back
        if rows is None:
            places = np.stack([2 * forth, 2 * back + 1])
        else:
            places = np.stack([2 * rows[forth], 2 * rows[back] + 1])
        gates = projected.reshape(-1, width)[places]
        packed = self._steps(gates, order.active)
        states = np.empty((len(forth), 2 * self.hidden), np.float32)
        states[forth, : self.hidden] = packed[0]
        states[back, self.hidden :] = packed[1]
        return states

    def _steps(self, gates: Floats, active: list[int]) -> Floats:
        hidden = self.hidden
        states = np.empty((2, gates.shape[1], hidden), np.float32)
        cells = np.zeros((2, active[0], hidden), np.float32)
        before = np.zeros((2, active[0], hidden), np.float32)
        begin = 0
        for alive in active:
            gate = gates[:, begin : begin + alive]
            if begin:
                gate += before[:, :alive] @ self.again
            np.tanh(gate, out=gate)
            # The first three gates are sigmoids: their halved weights are already in the file.
            sigmoids = gate[:, :, : 3 * hidden]
            sigmoids += 1.0
            cell = cells[:, :alive]
            cell *= sigmoids[:, :, hidden : 2 * hidden]
            cell += sigmoids[:, :, :hidden] * gate[:, :, 3 * hidden :]
            cell *= 0.5
            before = np.tanh(cell)
            before *= sigmoids[:, :, 2 * hidden :]
            before *= 0.5
            states[:, begin : begin + alive] = before
            begin += alive
        return states


class Network:
    """Tags and trees for sentences of words."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "weights.npz") as stored:
            arrays = {name: stored[name] for name in stored.files}
        labels = json.loads((folder / "labels.json").read_text("utf-8"))
        self.upos: list[str] = labels["upos"]
        self.feats: list[str] = labels["feats"]
        self.deps: list[str] = labels["deps"]
        words = (folder / "words.txt").read_text("utf-8").split("\n")
        self._vocabulary = {word: number for number, word in enumerate(words, 1)}
        self._word, self._word_scale = arrays.pop("word"), arrays.pop("word.scale")
        self._bag, self._bag_scale = arrays.pop("bag"), arrays.pop("bag.scale")
        weights: dict[str, Floats] = {n: a.astype(np.float32) for n, a in arrays.items()}
        self._weights = weights
        self._tag_reader = Reader(weights, "tagger")
        names = sorted(n for n in weights if n.startswith("reader") and n.endswith("bias"))
        self._readers = [Reader(weights, n.removesuffix(".bias")) for n in names]
        self._arc = weights["arc"].shape[1]
        self._label = weights["label"].shape[0] - 1
        self._root_dep = self.deps.index("root")
        self._rows: dict[str, int] = {}
        self._types = np.empty((1024, weights["type2.bias"].shape[0]), np.float32)

    def tag(self, sentences: Sequence[Sequence[str]]) -> tuple[Ints, Ints, Floats]:
        """UPOS and FEATS numbers and states of all words; sentences come longest first."""
        order = Order.of([len(s) for s in sentences])
        rows = self._type_rows([word for sentence in sentences for word in sentence])
        present, rows = np.unique(rows, return_inverse=True)
        projected = self._tag_reader.project(self._types[present])
        states = self._tag_reader.read(projected, rows, order)
        weights = self._weights
        hidden = _silu(states @ weights["tag_hidden"] + weights["tag_hidden.bias"])
        upos = (hidden @ weights["upos"] + weights["upos.bias"]).argmax(1)
        feats = (hidden @ weights["feats"] + weights["feats.bias"]).argmax(1)
        return upos, feats, states

    def parse(self, states: Floats, lengths: Sequence[int]) -> tuple[list[list[int]], list[int]]:
        """Heads of each sentence's words (-1: root) and relation numbers of all words."""
        order = Order.of(lengths)
        for reader in self._readers:
            states = reader.read(reader.project(states), None, order)
        weights = self._weights
        sides = _silu(states @ weights["sides"] + weights["sides.bias"])
        arc, label = self._arc, self._label
        dependent, label_dependent, governor, label_governor = np.split(
            sides, [arc, arc + label, 2 * arc + label], 1
        )
        dependent = dependent @ weights["arc"][:-1] + weights["arc"][-1]
        root = dependent @ weights["root"][:arc]
        trees: list[list[int]] = []
        chosen = np.empty(len(states), np.int64)
        begin = 0
        for length in lengths:
            end = begin + length
            scores = dependent[begin:end] @ governor[begin:end].T
            heads = decode(scores, root[begin:end])
            trees.append(heads)
            chosen[begin:end] = heads
            chosen[begin:end][chosen[begin:end] >= 0] += begin
            begin = end
        return trees, self._relations(label_dependent, label_governor, chosen)

    def _relations(self, dependent: Floats, governor: Floats, heads: Ints) -> list[int]:
        weights = self._weights
        table = weights["label"]
        right = governor[heads]
        right[heads < 0] = weights["root"][self._arc :]
        flat = table.reshape(len(table), -1)
        relations: list[int] = []
        for begin in range(0, len(heads), 128):
            part = slice(begin, begin + 128)
            mixed = (dependent[part] @ flat[:-1] + flat[-1]).reshape(-1, *table.shape[1:])
            scores = (mixed[:, :, :-1] @ right[part, :, None])[:, :, 0] + mixed[:, :, -1]
            scores[:, self._root_dep] = np.where(heads[part] < 0, np.inf, -np.inf)
            relations += scores.argmax(1).tolist()
        return relations

    def _type_rows(self, words: Sequence[str]) -> Ints:
        """Rows of the words in the store of type vectors, which takes in those it lacks."""
        rows = self._rows
        fresh = [word for word in set(words) if word not in rows]
        if fresh:
            if len(rows) + len(fresh) > _KEPT:
                rows.clear()
                fresh = list(set(words))
            self._add(fresh)
        return np.fromiter((rows[word] for word in words), np.int64, len(words))

    def _add(self, words: list[str]) -> None:
        begin = len(self._rows)
        end = begin + len(words)
        if end > len(self._types):
            grown = np.empty((2 * end, self._types.shape[1]), np.float32)
            grown[:begin] = self._types[:begin]
            self._types = grown
        weights = self._weights
        known = [self._vocabulary.get(normal(word), UNKNOWN) for word in words]
        parts = np.array([pieces(word) for word in words]).reshape(-1)
        bags = self._bag[parts] * self._bag_scale[parts].astype(np.float32)[:, None]
        bag = bags.reshape(len(words), PIECES, -1).sum(1)
        word = self._word[known] * self._word_scale[known].astype(np.float32)[:, None]
        x = np.concatenate([word, bag], 1)
        x = _silu(x @ weights["type1"] + weights["type1.bias"])
        self._types[begin:end] = x @ weights["type2"] + weights["type2.bias"]
        self._rows.update(zip(words, range(begin, end), strict=True))


def _silu(x: Floats) -> Floats:
    """The product of x and sigmoid(x), by way of tanh, which NumPy computes fastest."""
    half = x * np.float32(0.5)
    gate: Floats = np.tanh(half)
    gate += 1.0
    gate *= half
    return gate
