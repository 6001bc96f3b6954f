from __future__ import annotations

from communique.parse.pieces import WordPieces

LISTED = "[UNK] [CLS] [SEP] [MASK] [unused0] [unused1] un happy ##happy ##ness - cafe".split()


def named(word):
    return [LISTED[number] for number in WordPieces(LISTED).numbers(word)]


def test_a_word_is_cut_into_the_longest_pieces_from_its_left():
    assert named("unhappyness") == ["un", "##happy", "##ness"]
    assert named("Happyness") == ["happy", "##ness"]


def test_accents_are_folded_and_signs_stand_alone():
    assert named("Café-happy") == ["cafe", "-", "happy"]


def test_what_has_no_pieces_is_unknown():
    assert named("zebra") == ["[UNK]"] and named("") == ["[UNK]"]
    assert len(named("happy-" * 9)) == 8
