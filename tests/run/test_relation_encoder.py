from __future__ import annotations

import math

import pytest

from communique.errors import SettingsError
from communique.ontology.plover import load_plover
from communique.parse.pieces import WordPieces
from communique.run.coder import Coder
from communique.run.relation_encoder import LONGEST, load_relation_encoder, numbered
from communique.run.relations import gather_evidence
from communique.settings import Settings

MARKS = "[UNK] [CLS] [SEP] [MASK] [unused0] [unused1]".split()


def shown(words):
    listed = [*MARKS, "troops", "of", "shelled", "the", "port"]
    ids, roles = numbered(words, WordPieces(listed))
    return " ".join(listed[i] for i in ids), roles


def test_parties_are_marked_and_names_blotted_out():
    words = [
        ("Troops", True, False),
        ("of", True, False),
        (None, True, False),
        ("shelled", False, False),
        ("the", False, True),
        ("port", False, True),
    ]
    text, roles = shown(words)
    assert text == (
        "[CLS] [unused0] troops of [MASK] [unused0] shelled [unused1] the port [unused1] [SEP]"
    )
    assert [text.split()[i] for i in roles[:, 0].nonzero()[0]] == ["troops", "of", "[MASK]"]
    assert [text.split()[i] for i in roles[:, 1].nonzero()[0]] == ["the", "port"]


@pytest.mark.parametrize("place", [0, 100, 199])
def test_of_a_long_text_the_part_around_the_parties_is_read(place):
    words = [("of", i == place, i == place + 1) for i in range(201)]
    text, roles = shown(words)
    assert len(text.split()) == LONGEST
    assert roles.sum() == 2


def test_no_name_reaches_the_encoder():
    text = "In Oslo, Kari Nordmann praised the Quebec Iron Company for 12 mines."
    item = {"text": text, "source": "Kari Nordmann", "target": "the Quebec Iron Company"}
    (found,) = gather_evidence(Coder(Settings()), [item])
    seen = [word for word, _, _ in found.marked if word]
    assert "praised" in seen and not {"Oslo", "Kari", "Nordmann", "Quebec", "12"} & set(seen)


def test_the_shipped_encoder_knows_words_that_no_rule_has():
    encoder = load_relation_encoder()
    assert set(encoder.classes) - {"YIELD"} < set(load_plover().types)
    words = [("guards", True, False), ("whacked", False, False), ("farmers", False, True)]
    votes = encoder.scores(words)
    assert sum(math.exp(vote) for vote in votes.values()) == pytest.approx(1, abs=1e-4)
    assert max(votes, key=votes.__getitem__) in ("ASSAULT", "COERCE")
    assert encoder.scores(words) == votes


@pytest.mark.parametrize("damage", [b"", b"not a model", None])
def test_a_damaged_encoder_is_a_settings_error(tmp_path, damage):
    file = tmp_path / "encoder.npz"
    if damage is not None:
        file.write_bytes(damage)
    with pytest.raises(SettingsError, match=r"encoder\.npz"):
        load_relation_encoder(file)


def test_a_text_without_words_has_votes_too():
    votes = load_relation_encoder().scores(())
    assert all(math.isfinite(vote) for vote in votes.values())
