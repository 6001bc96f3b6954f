"""The statistical part of `relations`: a linear model over named features, read from one file.

`training/relations` makes the file. It holds no words: a feature is found by the hash of its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from communique.errors import SettingsError
from communique.ontology.relation_words import SHIPPED as WORDS

SHIPPED = WORDS.parent / "model.npz"


def feature_key(name: str) -> int:
    """The 32-bit number that stands for a feature in the file."""
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=4).digest(), "big")


@dataclass(frozen=True, slots=True)
class RelationModel:
    """Weights by feature and class."""

    classes: tuple[str, ...]
    keys: Mapping[int, int]
    """Row of a feature's weights, by its hash."""
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """How probable each class is; they sum to 1. Unknown features count for nothing."""
        scores = self.bias.copy()
        for name, value in features.items():
            row = self.keys.get(feature_key(name))
            if row is not None:
                scores += np.float32(value) * self.weights[row]
        grown = np.exp(scores - scores.max())
        shares = grown / grown.sum()
        return dict(zip(self.classes, shares.tolist(), strict=True))


@cache
def load_relation_model(file: Path = SHIPPED) -> RelationModel:
    """The model in the file; SettingsError when it is missing or damaged."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            keys = {int(key): row for row, key in enumerate(stored["keys"])}
            weights = stored["weights"].astype(np.float32) * stored["scales"].astype(np.float32)
            classes = tuple(str(name) for name in stored["classes"])
            return RelationModel(classes, keys, weights, stored["bias"].astype(np.float32))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise SettingsError(f"{file}: the relations model cannot be read: {error}") from error
