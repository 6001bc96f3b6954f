import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import communique.parse
from communique.model import Sentence
from communique.parse import Parser, split_sentences
from communique.parse.parser import _hash

TEXT = (
    "Pakistan's foreign minister met his Chinese counterpart in Beijing on Monday. "
    "“We did not discuss the border,” he told reporters.\n"
    "The talks, termed productive by both sides, were held at the U.S. embassy.  "
    "Sanctions will be lifted."
)
ODD = ["", " ", "\u200b", ".", "...", "(", "𝔘𝔫𝔦", "a" * 3_000, "\ud800", "1", "🇺🇳", "- - -", "\x00"]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


def spans(text: str) -> list[tuple[int, str]]:
    return [(start, text[start:end]) for start, end in split_sentences(text)]


def is_tree(sentence: Sentence) -> bool:
    heads = [token.head for token in sentence.tokens]
    for start in range(len(heads)):
        node, steps = start, 0
        while node != -1 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != -1:
            return False
    return heads.count(-1) == 1


def test_tokens_are_slices_of_the_article(parser: Parser) -> None:
    for sentence in parser.parse(spans(TEXT)):
        assert sentence.start <= sentence.tokens[0].start
        assert sentence.tokens[-1].end <= sentence.end
        for index, token in enumerate(sentence.tokens):
            assert token.i == index
            assert TEXT[token.start : token.end] == token.text
            assert token.text.strip() == token.text != ""


def test_trees_have_one_root(parser: Parser) -> None:
    for sentence in parser.parse(spans(TEXT)):
        assert sentence.parsed
        assert is_tree(sentence)
        for token in sentence.tokens:
            assert (token.dep == "root") == (token.head == -1)


def test_grammar_of_plain_sentences(parser: Parser) -> None:
    first, _, _, last = parser.parse(spans(TEXT))
    words = {token.text: token for token in first.tokens}
    assert (words["met"].lemma, words["met"].pos, words["met"].dep) == ("meet", "VERB", "root")
    assert words["minister"].dep == "nsubj"
    assert words["counterpart"].dep == "obj"
    assert first.tokens[words["counterpart"].head].text == "met"
    assert words["Pakistan"].dep == "nmod:poss"
    assert last.tokens[0].dep == "nsubj:pass"


def test_an_under_secretary_is_no_place_under_a_secretary(parser: Parser) -> None:
    (sentence,) = parser.parse([(0, "Under Secretary of State Ana Rojas visited Kenya.")])
    secretary = sentence.tokens[1]
    assert (sentence.tokens[0].text, secretary.dep) == ("Under", "nsubj")


def test_a_list_of_ministers_hangs_on_the_names(parser: Parser) -> None:
    text = (
        "Secretary Rojas met with Kenyan Foreign Minister Jean-Paul Le Moto, Chadian Foreign "
        "Minister Annalena Barka, and Foreign Secretary Elizabeth Tamba."
    )
    (sentence,) = parser.parse([(0, text)])
    met = next(t.i for t in sentence.tokens if t.text == "met")
    with_whom = [t for t in sentence.tokens if t.head == met and t.dep == "obl"]
    assert [t.text for t in with_whom] == ["Jean"]
    joined = {t.text for t in sentence.tokens if t.dep == "conj" and t.head == with_whom[0].i}
    assert {"Annalena", "Elizabeth"} <= joined


def test_order_and_batches_do_not_matter(parser: Parser) -> None:
    texts = spans(TEXT) * 30
    together = parser.parse(texts)
    assert [(s.start, s.end) for s in together] == [(o, o + len(t)) for o, t in texts]
    mixed = list(range(len(texts)))
    random.Random(3).shuffle(mixed)
    again = parser.parse([texts[i] for i in mixed])
    assert [together[i] for i in mixed] == again
    assert [parser.parse([text])[0] for text in texts[:4]] == together[:4]


def test_unwanted_sentences_are_only_tagged(parser: Parser) -> None:
    texts = spans(TEXT)
    found = parser.parse(texts, lambda sentence: any(t.lemma == "meet" for t in sentence.tokens))
    assert [sentence.parsed for sentence in found] == [True, False, False, False]
    assert all(token.head == -1 and token.dep == "" for token in found[1].tokens)
    assert [t.pos for s in found for t in s.tokens] == [
        t.pos for s in parser.parse(texts) for t in s.tokens
    ]


def test_odd_input(parser: Parser) -> None:
    found = parser.parse([(7, text) for text in ODD])
    assert len(found) == len(ODD)
    assert [not sentence.tokens for sentence in found[:4]] == [True, True, True, False]
    assert all(is_tree(sentence) for sentence in found if sentence.parsed)
    assert parser.parse([]) == []


def test_long_sentence_is_one_tree(parser: Parser) -> None:
    text = "the minister said that " * 400 + "."
    (sentence,) = parser.parse([(0, text)])
    assert len(sentence.tokens) == 1_601
    assert is_tree(sentence)
    assert [token.i for token in sentence.tokens] == list(range(1_601))


def test_import_is_light() -> None:
    code = "import sys, communique.parse; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_model_hash_is_stable(parser: Parser) -> None:
    assert parser.model_hash == Parser.load().model_hash
    assert len(parser.model_hash) == 16


@pytest.mark.parametrize("name", ["abbreviations.csv", "apostrophes.csv", "joined.csv"])
def test_model_hash_covers_the_tables_of_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Path(communique.parse.__file__).parent
    for table in package.glob("*.csv"):
        shutil.copy(table, tmp_path)
    monkeypatch.setattr("communique.parse.parser._TABLES", tmp_path)
    before = _hash(package / "model")
    with (tmp_path / name).open("a", encoding="utf-8") as lines:
        lines.write("\n")
    assert _hash(package / "model") != before


def test_model_hash_covers_every_file_of_the_model(tmp_path: Path) -> None:
    for name in ("weights.npz", "labels.json", "words.txt", "lemmas.txt"):
        (tmp_path / name).write_text("a")
    seen = {_hash(tmp_path)}
    for path in sorted(tmp_path.iterdir()):
        path.write_text("b")
        seen.add(_hash(tmp_path))
    assert len(seen) == 5


@pytest.mark.parametrize("unit", ["No. X ", "a-", "“.” ", "1. ", "x!” A", "U.S. ", "((", ". ' "])
def test_hostile_text_takes_no_longer_than_other_text(parser: Parser, unit: str) -> None:
    text = unit * (9_000 // len(unit))
    began = time.process_time()
    found = parser.parse(spans(text), lambda sentence: False)
    assert len(found) == len(split_sentences(text))
    assert time.process_time() - began < 5
