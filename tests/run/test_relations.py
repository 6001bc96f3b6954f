from __future__ import annotations

import pytest

from communique.run.coder import Coder
from communique.run.relations import answer_relations
from communique.settings import Settings


@pytest.fixture(scope="module")
def real(parser):
    return Coder(Settings(), parser=parser)


def answer(coder, text, source, target):
    (found,) = answer_relations(
        coder, [{"id": 1, "text": text, "source": source, "target": target}]
    )
    assert set(found) == {"id", "type"} and found["id"] == 1
    return found["type"]


def test_parties_may_be_anyone(real):
    text = "Village guards arrested two photographers after the farmers' union condemned the mill."
    assert answer(real, text, "Village guards", "two photographers") == "COERCE"
    assert answer(real, text, "the farmers' union", "the mill") == "ACCUSE"


def test_the_sentence_may_hold_other_relations(real):
    text = "Norway thanked Finland for its help, while Sweden accused Russia of spying."
    assert answer(real, text, "Norway", "Finland") == "SUPPORT"
    assert answer(real, text, "Sweden", "Russia") == "ACCUSE"


def test_there_is_always_an_answer(coder, real):
    for source, target in (("A", "B"), ("", ""), ("not there", "(nor] this")):
        assert answer(real, "A lake lies between two hills.", source, target)
    (found,) = answer_relations(coder, [{"id": 2, "text": " "}])
    assert found["id"] == 2 and found["type"] and found["error"]
