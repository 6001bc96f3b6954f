"""From scores of arcs to one tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def is_tree(heads: list[int]) -> bool:
    """Whether the heads (-1: root) form one tree with one root."""
    if heads.count(-1) != 1:
        return False
    state = [0] * len(heads)
    for start in range(len(heads)):
        node, path = start, []
        while node != -1 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node != -1 and state[node] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True
