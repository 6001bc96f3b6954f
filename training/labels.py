"""The closed sets of labels that teacher and student choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from treebank import Tree

RARE = 3


@dataclass(frozen=True)
class Labels:
    """Tags, feature bundles seen at least `RARE` times, and relations, each in one fixed order."""

    upos: list[str]
    feats: list[str]
    deps: list[str]

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Labels:
        """All labels of the trees."""
        counts = Counter(bundle for tree in trees for bundle in tree.feats)
        return cls(
            sorted({tag for tree in trees for tag in tree.upos}),
            sorted(bundle for bundle, n in counts.items() if n >= RARE),
            sorted({dep for tree in trees for dep in tree.deps}),
        )
