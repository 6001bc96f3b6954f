"""Train the student on gold trees, and on the teacher's beliefs about news text.

python training/distil.py --treebanks DIR --corpus DIR --encoder DIR [--silver DIR ...] --out FILE
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from communique.parse.words import normal
from encoder import WordPieces, read_safetensors
from labels import Labels
from learning import Descent
from silver import read_silver, word_counts
from student import Average, Batch, Corpus, Sizes, Student, evaluate, losses
from treebank import Tree, read_split


def vocabulary_of(trees: Sequence[Tree], corpus: Path, least: int) -> list[str]:
    """Normal forms seen often enough in treebanks and news together, the frequent ones first."""
    counts: Counter[str] = Counter()
    for tree in trees:
        counts.update(normal(word) for word in tree.words)
    counts.update(word_counts(corpus))
    frequent = (word for word, n in counts.items() if n >= least)
    return sorted(frequent, key=lambda word: (-counts[word], word))


def pretrained(encoder: Path, words: Sequence[str], width: int) -> Tensor:
    """Start values of the word vectors: the encoder's word pieces, reduced to `width`."""
    rows = _pieces(encoder, words)
    rows -= rows.mean(0)
    _, _, basis = torch.pca_lowrank(rows, width, center=False, niter=4)
    reduced = rows @ basis
    unknown = torch.zeros(1, width)
    return torch.cat([unknown, 0.5 * reduced / reduced.std()])


def _pieces(encoder: Path, words: Sequence[str]) -> Tensor:
    table = read_safetensors(encoder / "model.safetensors")["embeddings.word_embeddings.weight"]
    split = WordPieces(encoder / "vocab.txt")
    return torch.stack([table[split(word)].mean(0) for word in words])


def files_of(folders: Sequence[Path]) -> list[Path]:
    """The silver files of all folders."""
    return [path for folder in folders for path in sorted(folder.glob("*.npz"))]


def fresh_words(
    gold: Sequence[Tree], silver: Sequence[Path], known: Sequence[str], least: int
) -> list[str]:
    """Normal forms that gold and silver hold `least` times and that are not among the known."""
    counts: Counter[str] = Counter()
    for path in files_of(silver):
        counts.update(normal(word) for belief in read_silver(path) for word in belief.words)
    for tree in gold:
        counts.update(normal(word) for word in tree.words)
    have = set(known)
    return sorted(word for word, n in counts.items() if n >= least and word not in have)


def translated(
    encoder: Path, known: Sequence[str], vectors: Tensor, fresh: Sequence[str]
) -> Tensor:
    """Start values for words new to a trained student, by ridge regression from word pieces.

    The frequent words, whose vectors have learnt most, teach the map.
    """
    taught = known[:15_000]
    left = functional.pad(_pieces(encoder, taught), (0, 1), value=1.0).double()
    squares = left.T @ left + 0.1 * torch.eye(left.shape[1], dtype=torch.double)
    right = vectors[1 : len(taught) + 1].double()
    table = torch.linalg.solve(squares, left.T @ right)
    return (functional.pad(_pieces(encoder, fresh), (0, 1), value=1.0).double() @ table).float()


class Feed:
    """Batches of gold and silver; silver files that appear while training are taken in."""

    def __init__(
        self, gold: Corpus, silver: Sequence[Path], labels: Labels, vocabulary: dict[str, int]
    ) -> None:
        self.gold = gold
        self.silver: Corpus | None = None
        self.folders = silver
        self.labels = labels
        self.vocabulary = vocabulary
        self.files = 0
        self.queues: dict[bool, list[list[int]]] = {True: [], False: []}

    def batch(self, gold: bool, size: int, dice: random.Random) -> Batch:
        """The next batch of a kind."""
        queue = self.queues[gold]
        if not queue and not gold:
            self._look()
        corpus = self.gold if gold or self.silver is None else self.silver
        if not queue:
            queue += corpus.groups(range(len(corpus.rows)), size, dice)
        return corpus.batch(queue.pop())

    def _look(self) -> None:
        files = files_of(self.folders)
        if len(files) > self.files:
            items = [belief for path in files for belief in read_silver(path)]
            self.silver = Corpus(items, self.labels, self.vocabulary)
            self.files = len(files)
            print(f"silver: {self.files} files, {self.silver.lengths.sum()} words", flush=True)


def begin(
    arguments: argparse.Namespace, gold: Sequence[Tree], labels: Labels
) -> tuple[Student, list[str]]:
    """The student to train and the words it knows: a fresh one, or one trained before.

    One trained before learns the words of gold and silver that it lacks.
    """
    if arguments.start:
        saved = torch.load(arguments.start)
        known, state = saved["words"], saved["model"]
        fresh = fresh_words(gold, arguments.silver, known, arguments.least)
        if fresh:
            table = state["word.weight"]
            new = translated(arguments.encoder, known, table, fresh)
            state["word.weight"] = torch.cat([table, new])
        model = Student(Sizes(**saved["sizes"]), len(known) + len(fresh) + 1, labels)
        model.load_state_dict(state)
        return model, known + fresh
    words = vocabulary_of(gold, arguments.corpus, arguments.least)
    sizes = Sizes(**json.loads(arguments.sizes))
    model = Student(sizes, len(words) + 1, labels)
    with torch.no_grad():
        model.word.weight.copy_(pretrained(arguments.encoder, words, sizes.word))
    return model, words


def train(arguments: argparse.Namespace) -> None:
    """Train for a given time, the learning rate falling to zero; keep the averaged weights."""
    dice = random.Random(arguments.seed)
    gold = read_split(arguments.treebanks, "train")
    labels = Labels.of(gold)
    model, words = begin(arguments, gold, labels)
    vocabulary = {word: number for number, word in enumerate(words, 1)}
    model.set_dropout(arguments.dropout, arguments.word_dropout)
    extra = {"sizes": asdict(model.sizes), "labels": asdict(labels), "words": words}
    print("words known", len(words), "weights", sum(p.numel() for p in model.parameters()))
    feed = Feed(Corpus(gold, labels, vocabulary), arguments.silver, labels, vocabulary)
    dev = Corpus(read_split(arguments.treebanks, "dev"), labels, vocabulary)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=arguments.rate, betas=(0.9, 0.95), fused=True
    )
    average = Average(model, arguments.decay)
    descent = Descent(model, optimizer, 2.0, 100)
    began = time.time()
    while (done := (time.time() - began) / (60 * arguments.minutes)) < 1:
        mixed = bool(arguments.silver) and done < 1 - arguments.gold_last
        gold_turn = not mixed or dice.random() < arguments.gold_share
        batch = feed.batch(gold_turn, arguments.batch, dice)
        for group in optimizer.param_groups:
            rise = min(1.0, (descent.steps + 1) / 200)
            group["lr"] = arguments.rate * rise * max(0.005, 1 - done)
        descent.step(losses(model, batch, arguments.tags), batch, f"{done:.3f}")
        average.update(model)
        if descent.steps % arguments.every == 0:
            report(model, average, dev, extra, arguments.out)
    report(model, average, dev, extra, arguments.out)


def report(
    model: Student, average: Average, dev: Corpus, extra: dict[str, object], out: Path
) -> None:
    """Score the averaged weights on dev and save them."""
    own = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.load_state_dict(average.state)
    print("dev", evaluate(model, dev), flush=True)
    torch.save({"model": average.state, **extra}, out)
    model.load_state_dict(own)


def main(argv: Sequence[str]) -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--silver", type=Path, nargs="*", default=[], help="folders")
    parser.add_argument("--sizes", default="{}", help="JSON of student.Sizes")
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--batch", type=int, default=1200)
    parser.add_argument("--every", type=int, default=1500, help="steps between scores on dev")
    parser.add_argument("--gold-share", type=float, default=0.4)
    parser.add_argument("--gold-last", type=float, default=0.1, help="share of time on gold only")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.25)
    parser.add_argument("--word-dropout", type=float, default=0.1)
    parser.add_argument("--decay", type=float, default=0.998, help="of the averaged weights")
    parser.add_argument("--start", type=Path, help="go on from the weights of an earlier run")
    parser.add_argument("--tags", type=float, default=0.5, help="weight of the tagging losses")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    torch.set_flush_denormal(True)
    torch.manual_seed(arguments.seed)
    train(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
