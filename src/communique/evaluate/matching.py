"""Counting what agrees: one-to-one pairs, and precision, recall and F1 of the counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

G = TypeVar("G")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, predicted and in the gold."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 1 where nothing was predicted or to be found."""
        return self._share(self.predicted)

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 where nothing was predicted or to be found."""
        return self._share(self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 1 where nothing was predicted or to be found."""
        both = self.predicted + self.gold
        return 2 * self.hit / both if both else 1.0

    def _share(self, whole: int) -> float:
        if whole:
            return self.hit / whole
        return float(self.predicted == self.gold == 0)


def pair(
    gold: Sequence[G], predicted: Sequence[P], fit: Callable[[G, P], float]
) -> list[tuple[int, int]]:
    """Pairs of indices, each index once, taken greedily from the best fit down.

    A fit of 0 never pairs; of equal fits the earlier gold item, then the earlier prediction, wins.
    """
    fits = [
        (-value, i, j)
        for i, right in enumerate(gold)
        for j, made in enumerate(predicted)
        if (value := fit(right, made)) > 0
    ]
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for _, i, j in sorted(fits):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs
