from pathlib import Path

import pytest

import communique.parse
from communique.parse.lemmas import Lemmas

PAST, PART, ING = "Mood=Ind|Tense=Past|VerbForm=Fin", "Tense=Past|VerbForm=Part", "VerbForm=Ger"

CASES = [
    ("staged", "VERB", "Tense=Past", "stage"),
    ("waging", "VERB", "VerbForm=Ger", "wage"),
    ("fined", "VERB", "Tense=Past", "fine"),
    ("dining", "VERB", "VerbForm=Ger", "dine"),
    ("dinning", "VERB", "VerbForm=Ger", "din"),
    ("rooted", "VERB", PART, "root"),
    ("termed", "VERB", PAST, "term"),
    ("said", "VERB", PAST, "say"),
    ("met", "VERB", PAST, "meet"),
    ("held", "VERB", PAST, "hold"),
    ("sought", "VERB", PAST, "seek"),
    ("took", "VERB", PAST, "take"),
    ("found", "VERB", PAST, "find"),
    ("found", "VERB", "VerbForm=Inf", "found"),
    ("left", "VERB", PAST, "leave"),
    ("banned", "VERB", PAST, "ban"),
    ("agreed", "VERB", PAST, "agree"),
    ("urged", "VERB", PAST, "urge"),
    ("condemned", "VERB", PAST, "condemn"),
    ("denied", "VERB", PAST, "deny"),
    ("ratified", "VERB", PAST, "ratify"),
    ("expelled", "VERB", PAST, "expel"),
    ("signing", "VERB", ING, "sign"),
    ("imposing", "VERB", ING, "impose"),
    ("visiting", "VERB", ING, "visit"),
    ("writing", "VERB", ING, "write"),
    ("pledges", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "pledge"),
    ("discusses", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "discuss"),
    ("talks", "NOUN", "Number=Plur", "talk"),
    ("countries", "NOUN", "Number=Plur", "country"),
    ("houses", "NOUN", "Number=Plur", "house"),
    ("men", "NOUN", "Number=Plur", "man"),
    ("spokesmen", "NOUN", "Number=Plur", "spokesman"),
    ("crises", "NOUN", "Number=Plur", "crisis"),
    ("embassies", "NOUN", "Number=Plur", "embassy"),
    ("news", "NOUN", "Number=Sing", "news"),
    ("larger", "ADJ", "Degree=Cmp", "large"),
    ("best", "ADJ", "Degree=Sup", "good"),
    ("Nations", "PROPN", "Number=Plur", "Nations"),
    ("was", "AUX", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "be"),
    ("n’t", "PART", "Polarity=Neg", "not"),
    ("these", "DET", "Number=Plur|PronType=Dem", "this"),
    ("The", "DET", "Definite=Def|PronType=Art", "the"),
]


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    return Lemmas(Path(communique.parse.__file__).parent / "model")


@pytest.mark.parametrize(("word", "pos", "feats", "expected"), CASES)
def test_lemma(lemmas: Lemmas, word: str, pos: str, feats: str, expected: str) -> None:
    assert lemmas.lemma(word, pos, feats) == expected


def test_odd_words_keep_a_lemma(lemmas: Lemmas) -> None:
    for word in ("s", "es", "ed", "ing", "'", "ies", "ied", "…", "ss", "men"):
        for pos in ("NOUN", "VERB", "ADJ", "AUX", "NUM", "X"):
            for feats in ("", "Number=Plur", PAST, "Degree=Cmp", "Degree=Sup"):
                assert lemmas.lemma(word, pos, feats)
