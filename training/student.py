"""The student: the small network that is shipped, trained here in PyTorch and run with NumPy.

Words become vectors by their type alone (so that they can be cached), one BiLSTM over them serves
the tagger and more of them serve a biaffine parser. Its NumPy twin is
`communique.parse.network`; `export.py` compares the two.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from communique.parse.words import BUCKETS, PIECES, UNKNOWN, normal, pieces
from encoder import Dropout
from labels import Labels
from learning import cross_entropy, gold_loss, scores
from silver import Belief
from treebank import Tree


@dataclass(frozen=True)
class Sizes:
    """Widths of the network; `layers` holds the hidden width of each BiLSTM, one direction."""

    word: int = 128
    bag: int = 96
    type_hidden: int = 384
    type_out: int = 192
    tagger: int = 160
    layers: tuple[int, ...] = (192,)
    tag_hidden: int = 128
    arc: int = 128
    label: int = 64


class Reader(nn.Module):
    """A BiLSTM whose padding always comes last, in both directions."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.forth = nn.LSTM(inputs, hidden, batch_first=True)
        self.back = nn.LSTM(inputs, hidden, batch_first=True)

    def forward(self, x: Tensor, turned: Tensor) -> Tensor:
        """Both directions' states; `turned` holds the places of each sentence read backwards."""
        index = turned[:, :, None]
        mirrored = torch.gather(x, 1, index.expand(-1, -1, x.shape[2]))
        back = self.back(mirrored)[0]
        back = torch.gather(back, 1, index.expand(-1, -1, back.shape[2]))
        return torch.cat([self.forth(x)[0], back], -1)


@dataclass
class Batch:
    """Padded tensors; target -1 means nothing to learn.

    `soft` holds the teacher's probabilities of tags, arcs and labels, where there is a teacher.
    """

    types: Tensor
    words: Tensor
    bags: Tensor
    turned: Tensor
    mask: Tensor
    upos: Tensor
    feats: Tensor
    heads: Tensor
    deps: Tensor
    soft: tuple[Tensor, Tensor, Tensor] | None


class Student(nn.Module):
    """Scores of tags, feature bundles, arcs and labels."""

    def __init__(self, sizes: Sizes, vocabulary: int, labels: Labels) -> None:
        super().__init__()
        self.sizes = sizes
        self.word = nn.Embedding(vocabulary, sizes.word)
        self.bag = nn.EmbeddingBag(BUCKETS, sizes.bag, mode="sum")
        nn.init.normal_(self.bag.weight, std=0.3)
        self.type1 = nn.Linear(sizes.word + sizes.bag, sizes.type_hidden)
        self.type2 = nn.Linear(sizes.type_hidden, sizes.type_out)
        self.tag_reader = Reader(sizes.type_out, sizes.tagger)
        inputs = 2 * sizes.tagger
        self.tag_hidden = nn.Linear(inputs, sizes.tag_hidden)
        self.upos = nn.Linear(sizes.tag_hidden, len(labels.upos))
        self.feats = nn.Linear(sizes.tag_hidden, len(labels.feats))
        readers = []
        for hidden in sizes.layers:
            readers.append(Reader(inputs, hidden))
            inputs = 2 * hidden
        self.readers = nn.ModuleList(readers)
        self.sides = nn.Linear(inputs, 2 * sizes.arc + 2 * sizes.label)
        self.root = nn.Parameter(torch.zeros(sizes.arc + sizes.label))
        self.arc = nn.Parameter(torch.zeros(sizes.arc + 1, sizes.arc))
        self.label = nn.Parameter(torch.zeros(sizes.label + 1, len(labels.deps), sizes.label + 1))
        self.dropout = Dropout(0.0)
        self.word_dropout = 0.0

    def set_dropout(self, rate: float, words: float) -> None:
        """How much is dropped while training."""
        self.dropout.rate = rate
        self.word_dropout = words

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """UPOS, FEATS and arc scores (column 0: the root), and both sides for `label_scores`."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            tags, sides = self._read(batch)
        tags = self.dropout(functional.silu(tags.float()))
        sides = functional.silu(sides.float())
        arc, label = self.sizes.arc, self.sizes.label
        arc_dep, label_dep, heads = sides.split([arc, label, arc + label], -1)
        heads = torch.cat([self.root.expand(len(heads), 1, -1), heads], 1)
        arc_head, label_head = self.dropout(heads).split([arc, label], -1)
        arc_dep = functional.pad(self.dropout(arc_dep), (0, 1), value=1.0)
        arcs = arc_dep @ self.arc @ arc_head.transpose(1, 2)
        arcs = arcs.masked_fill(~batch.mask[:, None, :], -1e4)
        return self.upos(tags), self.feats(tags), arcs, self.dropout(label_dep), label_head

    def _read(self, batch: Batch) -> tuple[Tensor, Tensor]:
        words = batch.words
        if self.training and self.word_dropout:
            lost = torch.rand(words.shape) < self.word_dropout
            words = words.masked_fill(lost, UNKNOWN)
        types = torch.cat([self.word(words), self.bag(batch.bags)], -1)
        types = self.type2(functional.silu(self.type1(types)))
        x = functional.embedding(batch.types, types)
        x = self.tag_reader(self.dropout(x), batch.turned)
        tags = self.tag_hidden(self.dropout(x))
        for reader in self.readers:
            x = reader(self.dropout(x), batch.turned)
        return tags, self.sides(self.dropout(x))

    def label_scores(self, dependents: Tensor, governors: Tensor, heads: Tensor) -> Tensor:
        """Label scores of each word under the head given for it."""
        index = heads[:, :, None].expand(-1, -1, governors.shape[-1])
        left = functional.pad(dependents, (0, 1), value=1.0)
        right = functional.pad(torch.gather(governors, 1, index), (0, 1), value=1.0)
        rows, labels, width = self.label.shape
        mixed = (left @ self.label.reshape(rows, -1)).unflatten(-1, (labels, width))
        return (mixed @ right[..., None]).squeeze(-1)


class Corpus:
    """Sentences as arrays of word types, and their targets."""

    def __init__(
        self, items: Sequence[Tree | Belief], labels: Labels, vocabulary: dict[str, int]
    ) -> None:
        types: dict[str, int] = {}
        self.rows: list[NDArray[np.int32]] = []
        self.beliefs: list[Belief | None] = []
        coders = [
            {name: number for number, name in enumerate(names)}
            for names in (labels.upos, labels.feats, labels.deps)
        ]
        for item in items:
            row = np.empty((5, len(item)), np.int32)
            row[0] = [types.setdefault(word, len(types)) for word in item.words]
            row[1:] = _targets(item, coders)
            self.rows.append(row)
            self.beliefs.append(item if isinstance(item, Belief) else None)
        self.words = torch.tensor([vocabulary.get(normal(w), UNKNOWN) for w in types])
        self.bags = torch.tensor([pieces(w) for w in types]).reshape(-1, PIECES)
        self.lengths = np.array([len(item) for item in items])

    def groups(self, chosen: Sequence[int], size: int, dice: random.Random) -> list[list[int]]:
        """The chosen sentences in batches of about `size` padded words, in random order."""
        order = sorted(chosen, key=lambda i: self.lengths[i] + dice.random() * 3)
        groups: list[list[int]] = [[]]
        widest = 0
        for index in order:
            widest = max(widest, int(self.lengths[index]))
            if groups[-1] and (len(groups[-1]) + 1) * widest > size:
                groups.append([])
                widest = int(self.lengths[index])
            groups[-1].append(index)
        dice.shuffle(groups)
        return groups

    def batch(self, group: Sequence[int]) -> Batch:
        """The sentences of a group as tensors."""
        lengths = self.lengths[group]
        width = int(lengths.max())
        data = np.full((5, len(group), width), -1, np.int64)
        turned = np.tile(np.arange(width), (len(group), 1))
        for number, index in enumerate(group):
            length = lengths[number]
            data[:, number, :length] = self.rows[index]
            turned[number, :length] = np.arange(length)[::-1]
        present, types = np.unique(data[0].clip(0), return_inverse=True)
        kinds = torch.from_numpy(present)
        mask = np.arange(width + 1)[None] <= lengths[:, None]
        upos, feats, heads, deps = (torch.from_numpy(x) for x in data[1:])
        return Batch(
            torch.from_numpy(types.reshape(data[0].shape)),
            self.words[kinds],
            self.bags[kinds],
            torch.from_numpy(turned),
            torch.from_numpy(mask),
            upos,
            feats,
            heads,
            deps,
            self._soft(group, width),
        )

    def _soft(self, group: Sequence[int], width: int) -> tuple[Tensor, Tensor, Tensor] | None:
        beliefs = [belief for index in group if (belief := self.beliefs[index])]
        if len(beliefs) < len(group):
            return None
        upos = np.zeros((len(group), width, beliefs[0].upos.shape[1]), np.float32)
        arcs = np.zeros((len(group), width, width + 1), np.float32)
        deps = np.zeros((len(group), width, beliefs[0].deps.shape[1]), np.float32)
        for number, belief in enumerate(beliefs):
            length = len(belief)
            upos[number, :length] = belief.upos
            arcs[number, :length, : length + 1] = belief.arcs
            deps[number, :length] = belief.deps
        return torch.from_numpy(upos), torch.from_numpy(arcs), torch.from_numpy(deps)


def _targets(item: Tree | Belief, coders: list[dict[str, int]]) -> NDArray[np.int32]:
    if isinstance(item, Belief):
        heads = item.heads.astype(np.int32) + 1
        return np.stack([item.upos.argmax(1), item.feats, heads, item.deps.argmax(1)])
    upos, feats, deps = (
        [coder.get(name, -1) for name in names]
        for coder, names in zip(coders, (item.upos, item.feats, item.deps), strict=True)
    )
    return np.array([upos, feats, [head + 1 for head in item.heads], deps], np.int32)


def losses(model: Student, batch: Batch, tags: float = 0.5) -> Tensor:
    """Summed cross-entropies, against the teacher's beliefs if there are any.

    `tags` is the weight of UPOS and FEATS; arcs and relations weigh 1.
    """
    upos, feats, arcs, dependents, governors = model(batch)
    labels = model.label_scores(dependents, governors, batch.heads.clamp(min=0))
    if batch.soft is None:
        return gold_loss(upos, feats, arcs, labels, batch, tags)
    total = tags * cross_entropy(feats, batch.feats)
    count = (batch.heads >= 0).sum()
    for found, believed, share in zip(
        (upos, arcs, labels), batch.soft, (tags, 1.0, 1.0), strict=True
    ):
        total = total - share * (torch.log_softmax(found, -1) * believed).sum() / count
    return total


class Average:
    """A running mean of the weights, which is what gets shipped."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Take in the weights of one more step."""
        self.steps += 1
        decay = min(self.decay, self.steps / (10 + self.steps))
        values = dict(model.named_parameters())
        names = list(values)
        torch._foreach_lerp_([self.state[n] for n in names], [values[n] for n in names], 1 - decay)


def evaluate(model: Student, corpus: Corpus) -> dict[str, float]:
    """UPOS, FEATS, UAS and LAS on gold tokens, without a tree constraint."""
    groups = corpus.groups(range(len(corpus.rows)), 3000, random.Random(0))
    return scores(model, (corpus.batch(group) for group in groups))
