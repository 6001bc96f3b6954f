r"""Trains the encoder of `communique predict relations`.

PYTHONPATH=training python training/relations/encode.py --data DIR --encoder DIR \
    [--corpus DIR] [--held-out FILE] [--out FILE]

--data has the labelled sets; --encoder has MiniLM-L6 (model.safetensors and vocab.txt, one piece a
line). With --held-out it first learns in five parts and writes what it says of the lines that it
has not seen, for train.py. It keeps the word pieces of the shipped file, or with --corpus those
that this news text needs.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from train import NEWS, WAR, folds, read_lines, side_of

from communique.parse.pieces import WordPieces
from communique.parse.tokens import tokenize
from communique.run.coder import Coder
from communique.run.relation_encoder import LONGEST, SHIPPED, Floats, Marked, numbered
from communique.settings import Settings
from encoder import Encoder, read_safetensors
from silver import documents

EPOCHS, BATCH = 6, 16
RATE, HEAD_RATE = 1e-4, 1e-3
WARM = 0.1
"""Share of the steps in which the rate rises; after it the rate falls to zero."""
WAR_SHARE, SIDE_SHARE = 0.3, 0.3
"""Weights of a line of the second set in the choice of a type, and of the choice of a side."""
SMOOTHING = 0.05
LEVELS = 15
"""Steps on either side of zero in which a weight is kept."""
LEAST = 10
"""Times that a piece must be needed in the corpus."""
MARKS = ("[PAD]", "[unused0]", "[unused1]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")

Row = tuple[list[int], Floats]


class Reader(nn.Module):
    """The encoder, and over it the scores of classes and of conflict."""

    def __init__(self, weights: dict[str, Tensor], classes: int) -> None:
        super().__init__()
        self.encoder = Encoder(weights)
        self.encoder.words.weight.requires_grad_(False)
        width = self.encoder.width
        self.hidden = nn.Linear(4 * width, width)
        self.classes = nn.Linear(width, classes)
        self.side = nn.Linear(width, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, present: Tensor, roles: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of each text's classes, and of its being conflict."""
        encoder = self.encoder
        x = encoder.norm(encoder.words(ids) + encoder.positions[: ids.shape[1]])
        x = encoder.dropout(x)
        wide = (~present).float()[:, None, None, :] * -1e4
        for layer in encoder.layers:
            x = layer(x, wide)
        shares = torch.cat([roles, present[..., None].float()], -1)
        shares = shares / shares.sum(1, keepdim=True).clamp(min=1)
        parts = torch.cat([x[:, :1], shares.transpose(1, 2) @ x], 1).flatten(1)
        hidden = self.dropout(functional.gelu(self.hidden(self.dropout(parts)), approximate="tanh"))
        return self.classes(hidden), self.side(hidden)[:, 0]


def padded(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, where there are any, and roles."""
    size = (len(rows), max(len(ids) for ids, _ in rows))
    pieces, present, roles = np.zeros(size, int), np.zeros(size, bool), np.zeros((*size, 2), "f")
    for number, (ids, own) in enumerate(rows):
        pieces[number, : len(ids)] = ids
        present[number, : len(ids)] = True
        roles[number, : len(ids)] = own
    return torch.from_numpy(pieces), torch.from_numpy(present), torch.from_numpy(roles)


def learn(weights: dict[str, Tensor], rows: list[Row], labels: np.ndarray, war: np.ndarray) -> Any:
    """A reader trained on these lines; `war` says which are of the second set."""
    torch.manual_seed(0)
    dice = random.Random(0)
    classes, numbers = np.unique(labels, return_inverse=True)
    reader = Reader(weights, len(classes)).train()
    counts = np.bincount(numbers[~war], minlength=len(classes)).clip(1)
    lift = torch.tensor((counts.mean() / counts) ** 0.5, dtype=torch.float32)
    sides = torch.tensor([float(side_of(label)) for label in labels])
    importance = torch.tensor(np.where(war, WAR_SHARE, 1.0), dtype=torch.float32)
    targets = torch.from_numpy(numbers)
    start = [p for p in reader.encoder.parameters() if p.requires_grad]
    heads = [p for part in (reader.hidden, reader.classes, reader.side) for p in part.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": start, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = EPOCHS * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (WARM * steps)) * max(0.0, 1 - n / steps)
    )
    for _ in range(EPOCHS):
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + 10 * dice.random())
        groups = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
        dice.shuffle(groups)
        for group in groups:
            kinds, conflict = reader(*padded([rows[i] for i in group]))
            loss = importance[group] * functional.cross_entropy(
                kinds, targets[group], weight=lift, reduction="none", label_smoothing=SMOOTHING
            )
            side = functional.binary_cross_entropy_with_logits(conflict, sides[group])
            optimiser.zero_grad()
            (loss.mean() + SIDE_SHARE * side).backward()
            nn.utils.clip_grad_norm_([*start, *heads], 1.0)
            optimiser.step()
            schedule.step()
    return reader.eval()


def answers(reader: Reader, rows: list[Row], classes: Sequence[str]) -> list[dict[str, float]]:
    """The logarithm of the share of each class, for each line."""
    weight, bias = last_layer(reader, classes)
    found: list[dict[str, float]] = []
    with torch.no_grad():
        reader.classes.weight.copy_(torch.from_numpy(weight.T))
        reader.classes.bias.copy_(torch.from_numpy(bias))
        reader.side.weight.zero_()
        reader.side.bias.zero_()
        for row in rows:
            scores = torch.log_softmax(reader(*padded([row]))[0][0], -1).tolist()
            found.append({k: round(v, 4) for k, v in zip(classes, scores, strict=True)})
    return found


def last_layer(reader: Reader, classes: Sequence[str]) -> tuple[Floats, Floats]:
    """Weights of the classes with half of their side's in them."""
    sign = np.array([0.5 if side_of(name) else -0.5 for name in classes], np.float32)
    weight = reader.classes.weight.detach().numpy().T + reader.side.weight.detach().numpy().T * sign
    return weight, reader.classes.bias.detach().numpy() + reader.side.bias.detach().numpy() * sign


def coarse(table: Floats, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """The table in few steps and the size of a step, which is the one that loses least."""
    widest = np.abs(table).max(axis, keepdims=True)
    best: tuple[np.ndarray, np.ndarray] | None = None
    for share in np.linspace(0.4, 1, 13):
        step = (widest * share / LEVELS + 1e-7).astype(np.float16).astype(np.float32)
        steps = np.clip(np.round(table / step), -LEVELS, LEVELS)
        lost = ((steps * step - table) ** 2).sum(axis, keepdims=True)
        if best is None:
            best = step, lost
        else:
            best = np.where(lost < best[1], step, best[0]), np.minimum(lost, best[1])
    assert best is not None
    steps = np.clip(np.round(table / best[0]), -LEVELS, LEVELS)
    return steps.astype(np.int8), best[0].astype(np.float16)


def save(reader: Reader, classes: Sequence[str], listed: Sequence[str], file: Path) -> None:
    """Write what `relation_encoder` reads."""
    state = {name: value.numpy() for name, value in reader.encoder.state_dict().items()}
    weight, bias = last_layer(reader, classes)
    arrays: dict[str, np.ndarray] = {
        "classes.names": np.array(classes),
        "pieces": np.frombuffer("\n".join(listed).encode(), np.uint8),
        "depth": np.array(len(reader.encoder.layers)),
        "positions": state["positions"][:LONGEST].astype(np.float16),
        "classes": weight.astype(np.float16),
        "classes.bias": bias.astype(np.float16),
        "hidden.bias": reader.hidden.bias.detach().numpy().astype(np.float16),
    }
    tables = {
        "words": (state["words.weight"], 1),
        "hidden": (reader.hidden.weight.detach().numpy().T, 0),
    }
    norms = {"norm": "norm"}
    for number in range(len(reader.encoder.layers)):
        for part in ("qkv", "out", "up", "down"):
            name, own = f"{number}.{part}", f"layers.{number}.{part}"
            tables[name] = (state[own + ".weight"].T, 0)
            arrays[name + ".bias"] = state[own + ".bias"].astype(np.float16)
        norms |= {f"{number}.{part}": f"layers.{number}.{part}" for part in ("norm1", "norm2")}
    for name, own in norms.items():
        arrays[name] = state[own + ".weight"].astype(np.float16)
        arrays[name + ".bias"] = state[own + ".bias"].astype(np.float16)
    for name, (table, axis) in tables.items():
        arrays[name], arrays[name + ".scale"] = coarse(table, axis)
    np.savez_compressed(file, **arrays)


def common_pieces(vocabulary: list[str], corpus: Path) -> list[str]:
    """The pieces that news text in small letters needs, in the vocabulary's order."""
    whole = WordPieces(vocabulary)
    needed: Counter[int] = Counter()
    for text in documents(corpus):
        for begin, end in tokenize(text):
            if text[begin:end].islower():
                needed.update(whole.numbers(text[begin:end]))
    return [
        piece
        for number, piece in enumerate(vocabulary)
        if needed[number] >= LEAST or piece in MARKS or len(piece.removeprefix("##")) == 1
    ]


def shipped_pieces() -> list[str]:
    """The pieces of the shipped file."""
    with np.load(SHIPPED) as stored:
        return bytes(stored["pieces"]).decode("utf-8").split("\n")


def start_weights(folder: Path, listed: Sequence[str]) -> dict[str, Tensor]:
    """The weights to begin with, vectors of the listed pieces alone."""
    weights = read_safetensors(folder / "model.safetensors")
    order = {p: n for n, p in enumerate((folder / "vocab.txt").read_text("utf-8").split("\n"))}
    name = "embeddings.word_embeddings.weight"
    weights[name] = weights[name][[order[piece] for piece in listed]]
    return weights


def main() -> None:
    """Cross-validate if asked, then train on all lines and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = (asked.encoder / "vocab.txt").read_text("utf-8").split("\n")
    listed = common_pieces(vocabulary, asked.corpus) if asked.corpus else shipped_pieces()
    weights, pieces = start_weights(asked.encoder, listed), WordPieces(listed)
    coder = Coder(Settings())
    sets = [read_lines(asked.data, name, coder) for name in (NEWS, WAR)]
    marked: list[tuple[Marked, ...]] = [e.marked for lines in sets for e in lines.evidence]
    rows = [numbered(words, pieces) for words in marked]
    labels = np.concatenate([lines.labels for lines in sets])
    war = np.arange(len(labels)) >= len(sets[0].labels)
    classes = [str(name) for name in np.unique(labels)]
    if asked.held_out:
        ids = [item["id"] for lines in sets for item in lines.items]
        part = np.zeros(len(labels), int)
        for own in (~war, war):
            for number, (_, ask) in enumerate(folds(labels[own], 0)):
                part[np.flatnonzero(own)[ask]] = number
        held_out: dict[str, dict[str, float]] = {}
        for number in range(5):
            seen, unseen = np.flatnonzero(part != number), np.flatnonzero(part == number)
            reader = learn(weights, [rows[i] for i in seen], labels[seen], war[seen])
            found = answers(reader, [rows[i] for i in unseen], classes)
            held_out |= {ids[i]: shares for i, shares in zip(unseen, found, strict=True)}
        asked.held_out.write_text(json.dumps(held_out), "utf-8")
    save(learn(weights, rows, labels, war), classes, listed, asked.out)


if __name__ == "__main__":
    main()
