from __future__ import annotations

from types import SimpleNamespace

import pytest

from communique.code.actors import Party
from communique.code.probability import (
    BOUNDS,
    FEATURES,
    features_of,
    load_weights,
    probability,
)
from communique.errors import SettingsError
from communique.model import ActorMention, Token


def mention(kind="country"):
    return ActorMention(0, 0, 0, 6, ("NOR",), kind)


def coded(**changes):
    given = {
        "source": Party(("NOR",), (mention(),), "self"),
        "target": Party(("FIN",), (mention(),), "self"),
        "clause": SimpleNamespace(kind="verb", implied=frozenset(), link="root"),
        "status": "occurred",
        "chain": [],
        "also": [],
        "misses": [],
        "joint": False,
        "implied": False,
    }
    return SimpleNamespace(**(given | changes))


def tree(words=5, dep="obj"):
    return SimpleNamespace(
        tokens=[Token(i, "a", "a", "X", "", 0, dep, i, i + 1) for i in range(words)]
    )


RULE = SimpleNamespace(constraints=5)


def test_a_plain_act_has_few_features():
    assert features_of(tree(), coded(), RULE, 3) == {"base": 1, "constraints": 3}


def test_what_was_inferred_is_said():
    they = Party(("FIN",), (mention("anaphor"),), "owner")
    found = features_of(tree(40, "dep"), coded(target=they, implied=True, chain=[1]), None, 4)
    assert found == {
        "base": 1,
        "target owner": 1,
        "target pronoun": 1,
        "target implied": 1,
        "engine rule": 1,
        "in speech": 1,
        "long": 2,
        "odd relations": 3,
        "material conflict": 1,
    }


def test_a_joint_act_lacks_no_target():
    assert "no target" in features_of(tree(), coded(target=None), RULE, 1)
    assert "no target" not in features_of(tree(), coded(target=None, joint=True), RULE, 1)


def test_the_estimate_stays_within_bounds():
    low, high = BOUNDS
    for name in FEATURES:
        for value in (1.0, 6.0):
            assert low <= probability({"base": 1.0, name: value}) <= high


def test_less_for_what_was_inferred():
    plain = features_of(tree(), coded(), RULE, 1)
    silent = features_of(tree(), coded(target=None), RULE, 1)
    assert probability(silent) < probability(plain)


def test_an_unknown_feature_is_a_defect():
    with pytest.raises(KeyError):
        probability({"height": 1.0})


HEAD = "# version: 1\n# source: test\n# licence: Apache-2.0\nfeature,weight\n"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("height,1\n", "4|5.*no feature"),
        ("base,high\n", ":5: weight 'high' is no number"),
        ("base,nan\n", "is no number"),
        ("base,1\nbase,2\n", ":6: no feature, or one twice"),
        ("base,1\n", "lacks adjective"),
    ],
)
def test_bad_weights_are_refused(tmp_path, rows, message):
    file = tmp_path / "weights.csv"
    file.write_text(HEAD + rows)
    with pytest.raises(SettingsError, match=message):
        load_weights(file)


def test_the_shipped_weights_know_every_feature():
    assert load_weights().keys() == FEATURES.keys()
