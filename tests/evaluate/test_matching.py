from __future__ import annotations

import pytest

from communique.evaluate.matching import Count, pair


def test_shares_of_counts():
    count = Count(hit=2, predicted=4, gold=5) + Count(hit=1, predicted=0, gold=0)
    assert (count.precision, count.recall) == (3 / 4, 3 / 5)
    assert count.f1 == pytest.approx(6 / 9)


def test_nothing_asked_and_nothing_said_is_perfect():
    assert (Count().precision, Count().recall, Count().f1) == (1, 1, 1)
    assert Count(gold=1).precision == 0 and Count(gold=1).f1 == 0
    assert Count(predicted=1).recall == 0


def test_pairs_are_one_to_one_best_first():
    fits = {("a", "x"): 0.6, ("a", "y"): 0.9, ("b", "y"): 1.0, ("b", "x"): 0}
    assert sorted(pair("ab", "xy", lambda g, p: fits[g, p])) == [(0, 0), (1, 1)]


def test_equal_fits_go_to_the_earlier():
    assert pair("ab", "x", lambda g, p: 1) == [(0, 0)]
    assert pair("a", "xy", lambda g, p: 1) == [(0, 0)]
    assert pair("a", "x", lambda g, p: 0) == []
