"""Write a trained student as the model folder that the package ships.

python training/export.py --student student.pt --treebanks DIR --out src/communique/parse/model
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from communique.parse.network import Network
from communique.parse.trees import decode
from labels import Labels
from lemma_table import write_lemmas
from student import Corpus, Sizes, Student
from treebank import Tree, read_split

Floats = NDArray[np.float32]

_GATES = (0, 1, 3, 2)
"""PyTorch orders the gates input, forget, cell, output; the runtime wants the sigmoids together."""


def arrays_of(state: dict[str, torch.Tensor]) -> dict[str, NDArray[np.generic]]:
    """The runtime's arrays: half precision, the two big tables as bytes with a scale a row."""
    own = {name: tensor.detach().float().numpy() for name, tensor in state.items()}
    found: dict[str, NDArray[np.generic]] = {}
    for name in ("word", "bag"):
        found[name], found[f"{name}.scale"] = _bytes(own[f"{name}.weight"])
    for name in ("type1", "type2", "tag_hidden", "upos", "feats", "sides"):
        found[name] = own[f"{name}.weight"].T
        found[f"{name}.bias"] = own[f"{name}.bias"]
    readers = {"tagger": "tag_reader"}
    depth = len({name.split(".")[1] for name in own if name.startswith("readers.")})
    readers.update({f"reader{number}": f"readers.{number}" for number in range(depth)})
    for ours, theirs in readers.items():
        parts = [_direction(own, f"{theirs}.{side}") for side in ("forth", "back")]
        found[f"{ours}.inputs"] = np.concatenate([p[0] for p in parts], 1)
        found[f"{ours}.bias"] = np.concatenate([p[1] for p in parts])
        found[f"{ours}.again"] = np.stack([p[2] for p in parts])
    for name in ("arc", "label", "root"):
        found[name] = own[name]
    return {
        name: np.ascontiguousarray(array if array.dtype == np.int8 else array.astype(np.float16))
        for name, array in found.items()
    }


def _direction(own: dict[str, Floats], name: str) -> tuple[Floats, Floats, Floats]:
    inputs = own[f"{name}.weight_ih_l0"]
    again = own[f"{name}.weight_hh_l0"]
    bias = own[f"{name}.bias_ih_l0"] + own[f"{name}.bias_hh_l0"]
    hidden = again.shape[1]
    scale = np.repeat(np.array([0.5, 0.5, 0.5, 1.0], np.float32), hidden)
    order = np.concatenate([np.arange(hidden) + gate * hidden for gate in _GATES])
    return (
        (inputs[order] * scale[:, None]).T,
        bias[order] * scale,
        (again[order] * scale[:, None]).T,
    )


def _bytes(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    scale = np.maximum(np.abs(table).max(1), 1e-6) / 127
    return np.round(table / scale[:, None]).astype(np.int8), scale


def compare(saved: dict[str, Any], folder: Path, trees: Sequence[Tree]) -> float:
    """The share of words that the folder's network tags and attaches as the student does."""
    labels = Labels(**saved["labels"])
    words = saved["words"]
    model = Student(Sizes(**saved["sizes"]), len(words) + 1, labels).eval()
    model.load_state_dict(saved["model"])
    ordered = sorted(trees, key=len, reverse=True)
    corpus = Corpus(ordered, labels, {word: number for number, word in enumerate(words, 1)})
    with torch.inference_mode():
        upos, _, arcs, _, _ = model(corpus.batch(range(len(ordered))))
    network = Network(folder)
    own, _, states = network.tag([tree.words for tree in ordered])
    found, _ = network.parse(states, [len(tree) for tree in ordered])
    same, begin = 0, 0
    for row, tree in enumerate(ordered):
        size = len(tree)
        tags = upos[row, :size].argmax(-1).numpy() == own[begin : begin + size]
        scores = arcs[row, :size].numpy()
        heads = decode(scores[:, 1 : size + 1].copy(), scores[:, 0].copy())
        same += int((tags & (np.array(heads) == np.array(found[row]))).sum())
        begin += size
    return same / begin


def main(argv: Sequence[str]) -> None:
    """Build the folder beside its place, then swap it in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--lookups", type=Path, required=True, help="data of spacy-lookups-data")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    saved = torch.load(arguments.student)
    fresh = arguments.out.with_name(arguments.out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    np.savez(fresh / "weights.npz", **arrays_of(saved["model"]))
    (fresh / "labels.json").write_text(json.dumps(saved["labels"], indent=0), "utf-8")
    (fresh / "words.txt").write_text("\n".join(saved["words"]), "utf-8")
    trees = read_split(arguments.treebanks, "train")
    write_lemmas(trees, arguments.lookups, fresh / "lemmas.txt")
    agreement = compare(saved, fresh, read_split(arguments.treebanks, "dev")[:200])
    if agreement < 0.99:
        raise SystemExit(f"NumPy and PyTorch agree on {agreement:.1%} of the words only")
    card = arguments.out / "MODEL_CARD.md"
    if card.exists():
        shutil.copy(card, fresh / card.name)
    old = arguments.out.with_name(arguments.out.name + ".old")
    if arguments.out.exists():
        arguments.out.rename(old)
    fresh.rename(arguments.out)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
