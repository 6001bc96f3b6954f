"""Tense and modality by the words that hang on a predicate."""

from communique.code.grammar import grammar_of, is_negated
from communique.code.tree import Tree
from communique.model import Sentence, Token


def tree_of(*words: tuple[str, str, str, str, int, str]) -> Tree:
    tokens = tuple(
        Token(i, text, lemma, pos, feats, head, dep, 10 * i, 10 * i + len(text))
        for i, (text, lemma, pos, feats, head, dep) in enumerate(words)
    )
    return Tree(Sentence(0, tokens[-1].end, tokens, True), 0)


def helped(helper: str, lemma: str) -> Tree:
    return tree_of(
        ("They", "they", "PRON", "", 2, "nsubj"),
        (helper, lemma, "AUX", "VerbForm=Fin", 2, "aux"),
        ("visit", "visit", "VERB", "VerbForm=Inf", -1, "root"),
    )


def test_a_modal_counts_as_it_stands_before_its_lemma() -> None:
    assert grammar_of(helped("could", "can"), 2, [1]).modal == "could"
    assert grammar_of(helped("'d", "would"), 2, [1]).modal == "would"


def test_will_makes_a_future() -> None:
    grammar = grammar_of(helped("will", "will"), 2, [1])
    assert (grammar.time, grammar.modal) == ("future", None)


def test_only_a_word_on_the_predicate_denies_it() -> None:
    tree = tree_of(
        ("They", "they", "PRON", "", 3, "nsubj"),
        ("did", "do", "AUX", "Tense=Past|VerbForm=Fin", 3, "aux"),
        ("not", "not", "PART", "", 3, "advmod"),
        ("visit", "visit", "VERB", "VerbForm=Inf", -1, "root"),
        ("Rome", "Rome", "PROPN", "", 3, "obj"),
    )
    assert is_negated(tree, 3)
    assert not is_negated(tree, 4)
