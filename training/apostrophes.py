"""Learn when a form without its apostrophe is two words: "its" for "it's".

python training/apostrophes.py --treebanks DIR --corpus DIR --out apostrophes.csv

Whoever leaves the apostrophe out writes the rest as others do. So the treebanks' "it's" teach what
stands around "its" for "it's", the "its" of treebanks and news what stands around the possessive;
how often the treebanks' writers mean which sets the odds between them.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from communique.parse.joined import clues
from silver import sentences
from treebank import read_split

FORMS = {"its": ("it", "s")}
"""What may be two words, and these as written with an apostrophe."""


@dataclass(frozen=True, slots=True)
class Case:
    """An occurrence of a form: what stands around it, and whether it is two words."""

    form: str
    clues: tuple[str, ...]
    two: bool
    real: bool
    """Whether it was written without an apostrophe, in a treebank."""


def cases(words: Sequence[str], glued: Sequence[bool], real: bool) -> Iterator[Case]:
    """The forms in a sentence; `glued` says which words no white space follows."""
    lower = [word.lower().replace("’", "'") for word in words]
    for i, word in enumerate(lower):
        if word in FORMS:
            yield Case(word, tuple(clues(words, i, i + 1)), two=False, real=real)
        if i + 1 == len(lower) or not glued[i]:
            continue
        for form, (first, second) in FORMS.items():
            if word == first and lower[i + 1] in {f"'{second}", second}:
                written = lower[i + 1] == second
                found = tuple(clues(words, i, i + 2))
                yield Case(form, found, two=True, real=real and written)


class Model:
    """Logistic regression over clues."""

    def __init__(self, least: int, penalty: float) -> None:
        self.least = least
        self.penalty = penalty
        self.weights: dict[str, float] = {}

    def fit(self, known: Sequence[Case]) -> None:
        """Learn from the cases of one form; real ones set the odds between one and two words."""
        counts = Counter(clue for case in known for clue in case.clues)
        names = sorted(clue for clue, n in counts.items() if n >= self.least)
        place = {name: number for number, name in enumerate(names)}
        x: NDArray[np.float64] = np.zeros((len(known), len(names)))
        for row, case in enumerate(known):
            x[row, [place[clue] for clue in case.clues if clue in place]] = 1
        y = np.array([case.two for case in known], float)
        real = Counter(case.two for case in known if case.real)
        seen = Counter(case.two for case in known)
        share = np.array([(real[case.two] + 0.5) / seen[case.two] for case in known])
        share *= len(known) / share.sum()
        weights, speed = np.zeros(len(names)), np.zeros(len(names))
        penalty = np.full(len(names), self.penalty)
        penalty[place["bias"]] = 0
        for _ in range(1500):
            p = 1 / (1 + np.exp(-x @ weights))
            slope = (x.T @ (share * (p - y)) + penalty * weights) / len(known)
            speed = 0.9 * speed - 0.5 * slope
            weights += speed
        self.weights = dict(zip(names, weights.tolist(), strict=True))

    def two(self, case: Case) -> bool:
        """Whether the form is two words here."""
        return sum(self.weights.get(clue, 0) for clue in case.clues) > 0


def folds(known: Sequence[Case], least: int, penalty: float) -> tuple[int, int, int, int]:
    """Real cases, those of two words, and what five-fold training finds rightly and wrongly."""
    real = [case for case in known if case.real]
    rest = [case for case in known if not case.real]
    random.Random(1).shuffle(real)
    right = wrong = 0
    for fold in range(5):
        model = Model(least, penalty)
        model.fit([c for i, c in enumerate(real) if i % 5 != fold] + rest)
        for case in real[fold::5]:
            right += model.two(case) and case.two
            wrong += model.two(case) and not case.two
    return len(real), sum(case.two for case in real), right, wrong


def main(argv: Sequence[str]) -> None:
    """Learn each form's weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--words", type=int, default=600_000)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--penalty", type=float, default=0.3)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    known: list[Case] = []
    for tree in read_split(arguments.treebanks, "train"):
        known += cases(tree.words, [not space for space in tree.spaces], real=True)
    news: list[Case] = []
    for words in sentences(arguments.corpus, arguments.words):
        news += cases(words, [True] * len(words), real=False)
    rows: list[tuple[str, str, str]] = []
    for form in FORMS:
        of_news = [case for case in news if case.form == form][:3000]
        mine = [case for case in known if case.form == form] + of_news
        print(form, *folds(mine, arguments.least, arguments.penalty), end=" ")
        model = Model(arguments.least, arguments.penalty)
        model.fit(mine)
        single = [case for case in of_news if not case.two]
        print("news:", sum(map(model.two, single)), "of", len(single))
        rows += (
            (form, clue, f"{weight:.2f}")
            for clue, weight in model.weights.items()
            if abs(weight) >= 0.1
        )
    with arguments.out.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "# version: 1. Learnt by training/apostrophes.py; CC BY-SA 4.0, as the treebanks.\n"
        )
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("form", "clue", "weight"))
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
