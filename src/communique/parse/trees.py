"""From scores of arcs to one tree with one root."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_FAR = np.float32(-1e9)


def decode(arcs: Scores, root: Scores) -> list[int]:
    """The head of each word, -1 for the root.

    `arcs[i, j]` scores word j as the head of word i, `root[i]` word i as the root. The best head of
    each word mostly forms a tree already; only where it does not is the best tree searched, under
    each of the likeliest roots.
    """
    np.fill_diagonal(arcs, _FAR)
    best: list[int] = arcs.argmax(1).tolist()
    gain = root - arcs.max(1)
    roots = [int(gain.argmax())] if len(root) > 1 else [0]
    if len(root) > 1 and (gain > 0).sum() > 1:
        roots = np.argsort(-gain)[: min(3, int((gain > 0).sum()))].tolist()
    trees = [_under(arcs, best, node) for node in roots]
    if len(trees) == 1:
        return trees[0]
    totals = [_total(arcs, root, heads) for heads in trees]
    return trees[totals.index(max(totals))]


def _under(arcs: Scores, best: list[int], top: int) -> list[int]:
    """The best tree whose root is word `top`."""
    heads = best.copy()
    heads[top] = -1
    if is_tree(heads):
        return heads
    size = len(heads)
    full = np.full((size + 1, size + 1), _FAR, np.float32)
    full[1:, 1:] = arcs
    full[top + 1] = _FAR
    full[top + 1, 0] = 0
    return [head - 1 for head in _best_tree(full)[1:]]


def _total(arcs: Scores, root: Scores, heads: list[int]) -> float:
    return sum(
        float(root[word] if head == -1 else arcs[word, head]) for word, head in enumerate(heads)
    )


def is_tree(heads: list[int]) -> bool:
    """Whether every word leads to a root (-1)."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        node = start
        path = []
        while node != -1 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node != -1 and state[node] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True


def _best_tree(scores: Scores) -> list[int]:
    """Heads of the maximum spanning tree from node 0 (Chu-Liu/Edmonds, contracting in place)."""
    heads: list[int] = scores.argmax(1).tolist()
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    kept = np.nonzero(~inside)[0]
    members = np.array(cycle)
    own = scores[members, [heads[m] for m in cycle]]
    size = len(kept)
    smaller = np.full((size + 1, size + 1), _FAR, np.float32)
    smaller[:size, :size] = scores[np.ix_(kept, kept)]
    leaving = scores[np.ix_(kept, members)]
    smaller[:size, size] = leaving.max(1)
    entering = scores[np.ix_(members, kept)] - own[:, None]
    smaller[size, :size] = entering.max(0)
    smaller[0] = _FAR
    solved = _best_tree(smaller)
    for place, node in enumerate(kept.tolist()):
        head = solved[place]
        if place:
            heads[node] = int(members[leaving[place].argmax()]) if head == size else int(kept[head])
    entry = solved[size]
    broken = int(members[entering[:, entry].argmax()])
    heads[broken] = int(kept[entry])
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of one cycle among heads, node 0 being the root; empty when there is none."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        node = start
        path = []
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []
