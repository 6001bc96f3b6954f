r"""The teacher: a biaffine parser and tagger on a small pretrained encoder.

python training/teacher.py train --encoder DIR --treebanks DIR --out teacher.pt
python training/teacher.py parse --encoder DIR --treebanks DIR --corpus DIR \
    --teachers teacher.pt --out DIR
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.parse.trees import decode
from encoder import CLS, SEP, Dropout, Encoder, WordPieces, read_safetensors
from labels import Labels
from learning import Descent, gold_loss, scores
from silver import Belief, sentences, take, write_silver
from treebank import Tree, read_split

SHAPES = 8


def shape(word: str, index: int) -> int:
    """What an uncased encoder cannot see."""
    if word.islower() or not any(c.isalpha() for c in word):
        return 1 if word.islower() else 0
    if word[:1].isupper() and word[1:].islower():
        kind = 2
    elif word.isupper():
        kind = 4 if len(word) > 1 else 3
    else:
        kind = 5
    return kind if index else 6 + (kind != 2)


class Biaffine(nn.Module):
    """Scores for pairs of two vectors."""

    def __init__(self, width: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, width + 1, width + 1))

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """Scores by output, left place and right place."""
        left = functional.pad(left, (0, 1), value=1.0)
        right = functional.pad(right, (0, 1), value=1.0)
        return torch.einsum("bxi,oij,byj->boxy", left, self.weight, right)


class Teacher(nn.Module):
    """Word pieces to scores: tags, feature bundles, arcs and labels."""

    def __init__(self, weights: dict[str, Tensor], labels: Labels) -> None:
        super().__init__()
        self.encoder = Encoder(weights)
        self.shapes = nn.Embedding(SHAPES, 32)
        width = self.encoder.width + 32
        arc, label = 384, 128
        self.root = nn.Parameter(torch.zeros(width))
        self.tag_hidden = nn.Linear(width, 256)
        self.upos = nn.Linear(256, len(labels.upos))
        self.feats = nn.Linear(256, len(labels.feats))
        self.arc_dependent = nn.Linear(width, arc)
        self.arc_head = nn.Linear(width, arc)
        self.label_dependent = nn.Linear(width, label)
        self.label_head = nn.Linear(width, label)
        self.arc = Biaffine(arc, 1)
        self.label = Biaffine(label, len(labels.deps))
        self.dropout = Dropout(0.33)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """UPOS, FEATS and arc scores, and the two label sides; column 0 of the arcs is the root."""
        states = self.encoder(batch.ids, batch.piece_mask).float()
        width = states.shape[-1]
        words = torch.gather(states, 1, batch.first[:, :, None].expand(-1, -1, width))
        last = torch.gather(states, 1, batch.last[:, :, None].expand(-1, -1, width))
        words = torch.cat([(words + last) / 2, self.shapes(batch.shapes)], -1)
        words = self.dropout(words)
        tags = self.dropout(functional.gelu(self.tag_hidden(words)))
        root = self.root.expand(len(words), 1, -1)
        heads = torch.cat([root, words], 1)
        arcs = self.arc(
            self.dropout(functional.gelu(self.arc_dependent(words))),
            self.dropout(functional.gelu(self.arc_head(heads))),
        ).squeeze(1)
        arcs = arcs.masked_fill(~batch.head_mask[:, None, :], -1e4)
        dependents = self.dropout(functional.gelu(self.label_dependent(words)))
        governors = self.dropout(functional.gelu(self.label_head(heads)))
        return self.upos(tags), self.feats(tags), arcs, dependents, governors

    def label_scores(self, dependents: Tensor, governors: Tensor, heads: Tensor) -> Tensor:
        """Label scores of each word for the head chosen for it."""
        width = governors.shape[-1]
        chosen = torch.gather(governors, 1, heads[:, :, None].expand(-1, -1, width))
        left = functional.pad(dependents, (0, 1), value=1.0)
        right = functional.pad(chosen, (0, 1), value=1.0)
        return torch.einsum("bxi,oij,bxj->bxo", left, self.label.weight, right)


@dataclass
class Batch:
    """Padded tensors of some sentences; target -1 means nothing to learn there."""

    ids: Tensor
    piece_mask: Tensor
    first: Tensor
    last: Tensor
    shapes: Tensor
    head_mask: Tensor
    upos: Tensor
    feats: Tensor
    heads: Tensor
    deps: Tensor
    lengths: list[int]


class Batcher:
    """Makes batches of sentences of like length."""

    def __init__(self, pieces: WordPieces, labels: Labels) -> None:
        self.pieces = pieces
        self.upos = {x: i for i, x in enumerate(labels.upos)}
        self.feats = {x: i for i, x in enumerate(labels.feats)}
        self.deps = {x: i for i, x in enumerate(labels.deps)}

    def batches(
        self, sentences: Sequence[Sequence[str]], size: int, generator: random.Random | None = None
    ) -> Iterator[list[int]]:
        """Indices of sentences, about `size` padded words a batch."""
        jitter = (lambda: generator.random() * 4) if generator else (lambda: 0.0)
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]) + jitter())
        groups: list[list[int]] = [[]]
        for index in order:
            if groups[-1] and (len(groups[-1]) + 1) * len(sentences[index]) > size:
                groups.append([])
            groups[-1].append(index)
        if generator:
            generator.shuffle(groups)
        yield from groups

    def batch(self, sentences: Sequence[Sequence[str]], trees: Sequence[Tree] | None) -> Batch:
        """Tensors of these sentences, with targets where trees are given."""
        rows, firsts, lasts = [], [], []
        for words in sentences:
            row, first, last = [CLS], [], []
            for word in words:
                first.append(min(len(row), 510))
                row.extend(self.pieces(word))
                last.append(min(len(row) - 1, 510))
            rows.append([*row[:511], SEP])
            firsts.append(first)
            lasts.append(last)
        lengths = [len(s) for s in sentences]
        ids = _pad(rows, 0)
        head_mask = torch.arange(max(lengths) + 1)[None] <= torch.tensor(lengths)[:, None]
        shapes = [[shape(w, i) for i, w in enumerate(s)] for s in sentences]
        empty = [[-1] * n for n in lengths]
        targets = [empty] * 4
        if trees is not None:
            targets = [
                [[self.upos.get(x, -1) for x in t.upos] for t in trees],
                [[self.feats.get(x, -1) for x in t.feats] for t in trees],
                [[h + 1 for h in t.heads] for t in trees],
                [[self.deps.get(x, -1) for x in t.deps] for t in trees],
            ]
        return Batch(
            ids,
            _pad([[1] * len(r) for r in rows], 0).bool(),
            _pad(firsts, 0),
            _pad(lasts, 0),
            _pad(shapes, 0),
            head_mask,
            *(_pad(t, -1) for t in targets),
            lengths,
        )


def _pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])


def train(arguments: argparse.Namespace) -> None:
    """Fine-tune on the gold trees and keep the last weights."""
    torch.manual_seed(arguments.seed)
    generator = random.Random(arguments.seed)
    trees = read_split(arguments.treebanks, "train")
    dev = read_split(arguments.treebanks, "dev")
    labels = Labels.of(trees)
    weights = read_safetensors(arguments.encoder / "model.safetensors")
    model = Teacher(weights, labels)
    batcher = Batcher(WordPieces(arguments.encoder / "vocab.txt"), labels)
    words = [t.words for t in trees]
    steps = arguments.epochs * sum(1 for _ in batcher.batches(words, arguments.batch))
    encoder = [
        p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad
    ]
    others = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    groups = [{"params": encoder, "lr": arguments.rate}, {"params": others, "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / (0.06 * steps), max(0.02, (steps - s) / (0.94 * steps)))
    )
    descent = Descent(model, optimizer, 5.0, 20)
    for epoch in range(1, arguments.epochs + 1):
        model.train()
        for group in batcher.batches(words, arguments.batch, generator):
            batch = batcher.batch([words[i] for i in group], [trees[i] for i in group])
            with torch.autocast("cpu", torch.bfloat16, enabled=arguments.bf16):
                upos, feats, arcs, dependents, governors = model(batch)
                labelled = model.label_scores(dependents, governors, batch.heads.clamp(min=0))
            loss = gold_loss(upos, feats, arcs, labelled, batch)
            descent.step(loss, batch, f"of {steps}")
            schedule.step()
        print(f"epoch {epoch}:", evaluate(model, batcher, dev, arguments.bf16), flush=True)
        torch.save(model.state_dict(), arguments.out)


def evaluate(
    model: Teacher, batcher: Batcher, trees: Sequence[Tree], bf16: bool
) -> dict[str, float]:
    """UPOS, FEATS, UAS and LAS on gold tokens, without a tree constraint."""
    words = [t.words for t in trees]
    groups = batcher.batches(words, 1500)
    batches = (batcher.batch([words[i] for i in g], [trees[i] for i in g]) for g in groups)
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        return scores(model, batches)


def load(paths: Sequence[Path], encoder: Path, labels: Labels) -> list[Teacher]:
    """Trained teachers, whose beliefs are averaged."""
    weights = read_safetensors(encoder / "model.safetensors")
    teachers = []
    for path in paths:
        teacher = Teacher(weights, labels)
        teacher.load_state_dict(torch.load(path))
        teachers.append(teacher.eval())
    return teachers


def beliefs(
    teachers: Sequence[Teacher], batcher: Batcher, sentences: Sequence[list[str]]
) -> list[Belief]:
    """What the teachers together think of tokenised sentences, in order."""
    found: list[Belief | None] = [None] * len(sentences)
    with torch.inference_mode():
        for group in batcher.batches(sentences, 3000):
            batch = batcher.batch([sentences[i] for i in group], None)
            for index, belief in zip(group, _believe(teachers, batch), strict=True):
                found[index] = replace(belief, words=sentences[index])
    return [belief for belief in found if belief is not None]


def _believe(teachers: Sequence[Teacher], batch: Batch) -> Iterator[Belief]:
    outputs = []
    for teacher in teachers:
        with torch.autocast("cpu", torch.bfloat16):
            outputs.append(teacher(batch))
    upos = sum(torch.softmax(o[0].float(), -1) for o in outputs) / len(outputs)
    feats = sum(torch.softmax(o[1].float(), -1) for o in outputs).argmax(-1)
    arcs = sum(torch.softmax(o[2].float(), -1) for o in outputs) / len(outputs)
    trees = []
    heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
    scores = np.log(arcs.numpy() + 1e-9)
    for row, length in enumerate(batch.lengths):
        tree = decode(scores[row, :length, 1 : length + 1].copy(), scores[row, :length, 0].copy())
        trees.append(tree)
        heads[row, :length] = torch.tensor(tree) + 1
    deps = 0
    for teacher, output in zip(teachers, outputs, strict=True):
        with torch.autocast("cpu", torch.bfloat16):
            label = teacher.label_scores(output[3], output[4], heads)
        deps = deps + torch.softmax(label.float(), -1) / len(teachers)
    for row, (tree, length) in enumerate(zip(trees, batch.lengths, strict=True)):
        yield Belief(
            [],
            np.array(tree, np.int16),
            feats[row, :length].numpy().astype(np.int16),
            upos[row, :length].numpy().astype(np.float16),
            deps[row, :length].numpy().astype(np.float16),
            arcs[row, :length, : length + 1].numpy().astype(np.float16),
        )


def parse(arguments: argparse.Namespace) -> None:
    """Write the teachers' beliefs about the corpus."""
    labels = Labels.of(read_split(arguments.treebanks, "train"))
    teachers = load(arguments.teachers, arguments.encoder, labels)
    batcher = Batcher(WordPieces(arguments.encoder / "vocab.txt"), labels)
    chosen = sentences(arguments.corpus, arguments.words)
    keep_beliefs(teachers, batcher, chosen, arguments.out, trusted)


def keep_beliefs(
    teachers: Sequence[Teacher],
    batcher: Batcher,
    sentences: Sequence[list[str]],
    out: Path,
    kept: Callable[[Belief], bool],
    size: int = 200_000,
) -> None:
    """Write the beliefs that pass `kept`, in files of about `size` words."""
    out.mkdir(parents=True, exist_ok=True)
    began, done = time.time(), 0
    while sentences:
        part = take(sentences, size)
        sentences = sentences[len(part) :]
        found = [b for b in beliefs(teachers, batcher, part) if kept(b)]
        done += sum(map(len, part))
        number = len(list(out.glob("*.npz")))
        if found:
            write_silver(found, out / f"{number:03}.npz")
        rate, share = done / (time.time() - began), len(found) / len(part)
        print(f"{done} words {rate:.0f} words/s kept {share:.3f}", flush=True)


def trusted(belief: Belief) -> bool:
    """Whether the teacher is sure enough of the sentence as a whole."""
    rows = np.arange(len(belief))
    arcs = belief.arcs[rows, belief.heads + 1].astype(np.float32)
    labels = belief.deps.max(1).astype(np.float32)
    return bool(arcs.mean() > 0.7 and labels.mean() > 0.75)


def main(argv: Sequence[str]) -> None:
    """Train a teacher, or let teachers parse the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["train", "parse"])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--teachers", type=Path, nargs="*")
    parser.add_argument("--words", type=int, default=2_500_000)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=700)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    arguments = parser.parse_args(argv)
    {"train": train, "parse": parse}[arguments.action](arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
