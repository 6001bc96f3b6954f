import itertools

import numpy as np
import pytest

from communique.parse.trees import decode, is_tree


def best_by_trying(arcs: np.ndarray, root: np.ndarray) -> float:
    size = len(root)
    totals = []
    for heads in itertools.product(range(-1, size), repeat=size):
        if heads.count(-1) == 1 and is_tree(list(heads)):
            totals.append(sum(root[i] if h == -1 else arcs[i, h] for i, h in enumerate(heads)))
    return float(max(totals))


@pytest.mark.parametrize("seed", range(60))
def test_best_tree_under_its_root(seed: int) -> None:
    dice = np.random.default_rng(seed)
    size = int(dice.integers(1, 6))
    arcs = dice.normal(size=(size, size)).astype(np.float32)
    # One clear root: among several the search looks at the likeliest only.
    root = np.full(size, -9, np.float32)
    root[dice.integers(size)] = 9
    heads = decode(arcs.copy(), root)
    assert heads.count(-1) == 1
    assert is_tree(heads)
    total = sum(root[i] if h == -1 else arcs[i, h] for i, h in enumerate(heads))
    assert total == pytest.approx(best_by_trying(arcs, root), abs=1e-4)


@pytest.mark.parametrize("size", [1, 2, 7, 60, 200])
def test_always_one_tree(size: int) -> None:
    dice = np.random.default_rng(size)
    for _ in range(5):
        arcs = dice.normal(size=(size, size)).astype(np.float32)
        heads = decode(arcs, dice.normal(size=size).astype(np.float32))
        assert heads.count(-1) == 1
        assert is_tree(heads)


def test_cycles_are_no_trees() -> None:
    assert not is_tree([1, 0, -1])
    assert is_tree([1, 2, -1])
