from __future__ import annotations

import numpy as np
import pytest

from communique.errors import SettingsError
from communique.ontology.plover import load_plover
from communique.run.coder import Coder
from communique.run.relation_model import feature_key, load_relation_model
from communique.run.relations import Evidence, answer_relations, decide, gather_evidence
from communique.settings import Settings


@pytest.fixture(scope="module")
def real(parser):
    return Coder(Settings(), parser=parser)


def ask(coder, text, source, target):
    (found,) = answer_relations(
        coder, [{"id": 1, "text": text, "source": source, "target": target}]
    )
    assert found["id"] == 1 and found["basis"] in ("rule", "class", "model")
    assert ("rule" in found) == (found["basis"] == "rule")
    assert found["type"] in load_plover().types
    return found


def answer(coder, *item):
    return ask(coder, *item)["type"]


def test_parties_may_be_anyone(real):
    text = "Village guards arrested two photographers after the farmers' union condemned the mill."
    assert answer(real, text, "Village guards", "two photographers") == "COERCE"
    assert answer(real, text, "the farmers' union", "the mill") == "ACCUSE"


def test_the_sentence_may_hold_other_relations(real):
    text = "Norway thanked Finland for its help, while Sweden accused Russia of spying."
    assert answer(real, text, "Norway", "Finland") == "SUPPORT"
    assert answer(real, text, "Sweden", "Russia") == "ACCUSE"


def test_a_rule_that_decides_is_named(real):
    found = ask(real, "Norway condemned Finland's missile test.", "Norway", "Finland")
    assert found["basis"] == "rule" and found["rule"].startswith("accuse.")


def test_an_act_to_come_is_an_agreement_or_a_threat(real):
    text = "The foreign minister of Chad will meet his counterpart from Niger next week."
    assert answer(real, text, "Chad", "his counterpart from Niger") == "AGREE"


def test_there_is_always_an_answer(coder, real):
    for source, target in (("A", "B"), ("", ""), ("not there", "(nor] this")):
        assert answer(real, "A lake lies between two hills.", source, target)
    (found,) = answer_relations(coder, [{"id": 2, "text": " "}])
    assert found["id"] == 2 and found["type"] and found["error"]


def test_names_are_no_features(real):
    text = "In Oslo, Norway's Kari Nordmann praised the Quebec Iron Company for its Zanzibar mine."
    (found,) = gather_evidence(
        real, [{"text": text, "source": "Kari Nordmann", "target": "the Quebec Iron Company"}]
    )
    seen = " ".join(found.features).lower()
    assert "praise" in seen
    assert not any(name in seen for name in ("oslo", "nordmann", "quebec", "zanzibar"))


def test_the_plainest_basis_is_given(tmp_path):
    model = load_relation_model(small_model(tmp_path / "model.npz"))
    assert decide(Evidence("RETREAT", "retreat.x.1", None, {"p=leave": 1.0}), model) == {
        "type": "RETREAT",
        "basis": "rule",
        "rule": "retreat.x.1",
    }
    assert decide(Evidence("AID", "aid.x.1", "CONCEDE", {"p=leave": 1.0}), model) == {
        "type": "CONCEDE",
        "basis": "class",
    }
    assert decide(Evidence("ACCUSE", "accuse.x.1", None, {"p=leave": 1.0}), model) == {
        "type": "CONCEDE",
        "basis": "model",
    }
    assert decide(Evidence(None, None, None, {"p=give": 1.0}), model)["type"] == "AID"


def test_probabilities_sum_to_one_and_unknown_features_count_for_nothing(tmp_path):
    model = load_relation_model(small_model(tmp_path / "model.npz"))
    shares = model.probabilities({"p=leave": 1.0})
    assert sum(shares.values()) == pytest.approx(1)
    assert model.probabilities({"p=leave": 1.0, "never seen": 5.0}) == shares


@pytest.mark.parametrize("damage", [b"", b"not a model", b"PK\x03\x04cut short", None])
def test_a_damaged_model_is_a_settings_error(tmp_path, damage):
    file = tmp_path / "model.npz"
    if damage is not None:
        file.write_bytes(damage)
    with pytest.raises(SettingsError, match=r"model\.npz"):
        load_relation_model(file)


def small_model(file):
    names = ["p=leave", "p=give"]
    order = sorted(names, key=feature_key)
    rows = {"p=leave": [-90, 120], "p=give": [100, -50]}
    np.savez(
        file,
        keys=np.array([feature_key(name) for name in order], np.uint32),
        weights=np.array([rows[name] for name in order], np.int8),
        scales=np.full((2, 1), 0.05, np.float16),
        classes=np.array(["AID", "YIELD"]),
        bias=np.zeros(2, np.float32),
    )
    return file
