from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from communique.errors import SettingsError

judge = runpy.run_path(
    str(Path(__file__).parents[2] / "training" / "probability" / "judge.py"), run_name="judge"
)["judge"]

TEXT = "Norway visited Finland. Sweden visited Denmark. Norway visited Iceland."


def event(sentence, source, target):
    return {
        "sentence": sentence,
        "trigger": "visited",
        "source": source,
        "target": target,
        "type": "CONSULT",
    }


def test_reports_are_judged_by_type_and_actors(coder):
    gold = {
        "id": "a",
        "text": TEXT,
        "debris": [],
        "events": [
            event("Norway visited Finland.", ["FIN"], ["NOR"]),
            event("Sweden visited Denmark.", ["SWE"], ["DNK"]),
        ],
        "statements": [],
        "commitments": [],
        "positions": [],
    }
    judged = list(judge(coder, [gold]))
    # The fixture's coder makes all of them NOR toward FIN.
    assert [one.right for one in judged] == [True, False, False]


def test_gold_of_another_format(coder):
    with pytest.raises(SettingsError, match="gold"):
        list(judge(coder, [{"id": "a", "text": "x"}]))
