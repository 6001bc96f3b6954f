"""Every expected figure here was counted by hand."""

from __future__ import annotations

import pytest

from communique.evaluate import evaluate_task

GOLD = [
    {"id": "1", "text": "a", "plover": "AGREE"},
    {"id": "2", "text": "b", "plover": "AGREE"},
    {"id": "3", "text": "c", "plover": "CONCEDE"},
    {"id": "4", "text": "d", "plover": "ASSAULT"},
    {"id": "5", "text": "e", "plover": None},
]


def score(*types):
    made = [{"id": str(n), "type": kind} for n, kind in enumerate(types, 1)]
    return evaluate_task("relations", GOLD, made)


def test_all_right_with_the_folded_names():
    scores = score("AGREE", "AGREE", "RETREAT", "FIGHT", "AID")
    assert scores.measures() == {"root": 100, "quad": 100, "binary": 100}
    assert list(scores.report())[-1] == "root 100.0 quad 100.0 binary 100.0 on 4"


def test_macro_means_over_the_classes_of_the_gold():
    scores = score("AGREE", "ASSAULT", "AID", "ASSAULT")
    # AGREE: 1 of 1 predicted, 1 of 2 found; YIELD none; ASSAULT: 1 of 2, 1 of 1.
    assert scores.root == pytest.approx(100 * (2 / 3 + 0 + 2 / 3) / 3)
    # Quads: 1: 2/3; 2: AID counts for YIELD, 1; 4: 2/3. Conflict: 2·2/5 for 1, 2/3 for 2.
    assert scores.quad == pytest.approx(100 * (2 / 3 + 1 + 2 / 3) / 3)
    assert scores.binary == pytest.approx(100 * (4 / 5 + 2 / 3) / 2)
    assert scores.confusion == {("AGREE", "ASSAULT"): 1, ("YIELD", "AID"): 1}
    assert len(scores.wrong) == 2


def test_a_line_without_an_answer_is_wrong():
    assert score().root == 0
    assert score(None, "no such type").binary == 0
