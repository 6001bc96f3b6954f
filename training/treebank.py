"""Read CoNLL-U treebanks: the gold sentences that everything in this folder learns from."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TREEBANKS = ("en_ewt", "en_gum_open")


@dataclass(slots=True)
class Tree:
    """One annotated sentence; `heads` are indices into it, -1 for the root."""

    sent_id: str
    text: str
    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    """Whether white space follows the word."""

    new_document: bool = False
    new_paragraph: bool = False

    def __len__(self) -> int:
        return len(self.words)


def read_conllu(path: Path) -> Iterator[Tree]:
    """Sentences of a gzipped CoNLL-U file, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield _tree(block)
                block = []
        if block:
            yield _tree(block)


def read_split(folder: Path, split: str) -> list[Tree]:
    """All treebanks' sentences of one split ("train", "dev" or "test")."""
    return [
        tree for name in TREEBANKS for tree in read_conllu(folder / f"{name}-{split}.conllu.gz")
    ]


def _tree(block: list[str]) -> Tree:
    tree = Tree(_comment(block, "# sent_id = "), _comment(block, "# text = "))
    tree.new_document = any(line.startswith("# newdoc") for line in block)
    tree.new_paragraph = any(line.startswith("# newpar") for line in block)
    within_until = 0
    space_after_range = True
    for line in block:
        if line.startswith("#"):
            continue
        columns = line.split("\t")
        if "." in columns[0]:
            continue
        space = "SpaceAfter=No" not in columns[9]
        if "-" in columns[0]:
            within_until = int(columns[0].split("-")[1])
            space_after_range = space
            continue
        number = int(columns[0])
        if number < within_until:
            space = False
        elif number == within_until:
            space = space_after_range
        tree.words.append(columns[1])
        tree.lemmas.append(columns[2])
        tree.upos.append(columns[3])
        tree.feats.append("" if columns[5] == "_" else columns[5])
        tree.heads.append(int(columns[6]) - 1)
        tree.deps.append(columns[7])
        tree.spaces.append(space)
    return tree


def _comment(block: list[str], prefix: str) -> str:
    return next((line[len(prefix) :] for line in block if line.startswith(prefix)), "")
