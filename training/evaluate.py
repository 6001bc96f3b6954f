"""Score a model on raw text of the treebanks, with its own words and, if asked, sentences.

python training/evaluate.py --treebanks DIR [--model DIR] [--split test] [--documents] [--genres]

Words are aligned by characters as in the CoNLL 2018 shared task; every score is an F1 in percent.
LAS compares whole relations, with subtypes; LAS* drops subtypes, as that task did.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from communique.model import Sentence
from communique.parse import Parser, split_sentences
from treebank import TREEBANKS, Tree, read_conllu


class Word(NamedTuple):
    """One word of either side, placed by its characters."""

    span: tuple[int, int]
    upos: str
    feats: str
    lemma: str
    head: tuple[int, int] | None
    dep: str


Measure = Callable[[Word, Word], bool]

MEASURES: dict[str, Measure] = {
    "words": lambda gold, own: True,
    "UPOS": lambda gold, own: gold.upos == own.upos,
    "FEATS": lambda gold, own: gold.feats == own.feats,
    "lemmas": lambda gold, own: gold.lemma == own.lemma,
    "UAS": lambda gold, own: gold.head == own.head,
    "LAS": lambda gold, own: gold.head == own.head and gold.dep == own.dep,
    "LAS*": lambda gold, own: (
        gold.head == own.head and gold.dep.split(":")[0] == own.dep.split(":")[0]
    ),
}


def texts(trees: Sequence[Tree], documents: bool) -> Iterator[tuple[str, list[Tree]]]:
    """Stretches of raw text with their gold sentences: one each, or whole documents."""
    group: list[Tree] = []
    text = ""
    for tree in trees:
        if group and (not documents or tree.new_document):
            yield text, group
            group, text = [], ""
        text += ("\n" if tree.new_paragraph else " " if group else "") + surface(tree)
        group.append(tree)
    if group:
        yield text, group


def surface(tree: Tree) -> str:
    """The sentence as written."""
    pairs = zip(tree.words, tree.spaces, strict=True)
    return "".join(word + " " * space for word, space in pairs).rstrip()


def gold_words(trees: Sequence[Tree]) -> Iterator[Word]:
    """The treebank's words, placed in the text without white space."""
    begin = 0
    for tree in trees:
        spans = []
        for word in tree.words:
            length = len("".join(word.split()))
            spans.append((begin, begin + length))
            begin += length
        for i, span in enumerate(spans):
            head = spans[tree.heads[i]] if tree.heads[i] >= 0 else None
            lemma = comparable(tree.lemmas[i], tree.words[i], tree.upos[i])
            yield Word(span, tree.upos[i], tree.feats[i], lemma, head, tree.deps[i])


def own_words(text: str, sentences: Sequence[Sentence]) -> Iterator[Word]:
    """The parser's words, placed alike."""
    place = [0]
    for character in text:
        place.append(place[-1] + (not character.isspace()))
    for sentence in sentences:
        spans = [(place[token.start], place[token.end]) for token in sentence.tokens]
        for token, span in zip(sentence.tokens, spans, strict=True):
            head = spans[token.head] if token.head >= 0 else None
            lemma = comparable(token.lemma, token.text, token.pos)
            yield Word(span, token.pos, token.feats, lemma, head, token.dep)


def comparable(lemma: str, word: str, pos: str) -> str:
    """Lemmas in lower case; proper nouns, symbols and foreign words count as their form."""
    return word.lower() if pos in {"PROPN", "X", "PUNCT", "SYM"} else lemma.lower()


class Tally:
    """Right, gold and own words; F1 of each measure."""

    def __init__(self) -> None:
        self.right = dict.fromkeys(MEASURES, 0)
        self.gold = self.own = 0

    def add(self, gold: Sequence[Word], own: Sequence[Word]) -> None:
        """Count one text."""
        by_span = {word.span: word for word in own}
        self.gold += len(gold)
        self.own += len(own)
        for word in gold:
            other = by_span.get(word.span)
            if other:
                for name, measure in MEASURES.items():
                    self.right[name] += measure(word, other)

    def __str__(self) -> str:
        total = max(1, self.gold + self.own)
        return "  ".join(f"{name} {200 * n / total:.2f}" for name, n in self.right.items())


def main(argv: Sequence[str]) -> None:
    """Print the scores of each treebank."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--documents", action="store_true", help="find the sentences too")
    parser.add_argument("--genres", action="store_true")
    arguments = parser.parse_args(argv)
    model = Parser.load(arguments.model)
    for name in TREEBANKS:
        trees = list(read_conllu(arguments.treebanks / f"{name}-{arguments.split}.conllu.gz"))
        tallies: dict[str, Tally] = defaultdict(Tally)
        stretches = list(texts(trees, arguments.documents))
        spans: list[tuple[int, str]] = []
        counts = []
        for text, _ in stretches:
            found = split_sentences(text) if arguments.documents else [(0, len(text))]
            counts.append(len(found))
            spans += [(start, text[start:end]) for start, end in found]
        began = time.perf_counter()
        sentences = iter(model.parse(spans))
        seconds = time.perf_counter() - began
        for (text, group), count in zip(stretches, counts, strict=True):
            own = list(own_words(text, [next(sentences) for _ in range(count)]))
            gold = list(gold_words(group))
            tallies["all"].add(gold, own)
            if arguments.genres:
                tallies[genre(group[0].sent_id)].add(gold, own)
        print(f"{name}-{arguments.split}  {tallies['all'].own / seconds:.0f} words/s")
        for key in sorted(tallies):
            print(f"  {key:12} {tallies[key]}")


def genre(sent_id: str) -> str:
    """The genre that a GUM sentence id names, or the section of an EWT id."""
    parts = sent_id.split("_")
    return parts[1] if parts[0] == "GUM" else sent_id.split("-", maxsplit=1)[0]


if __name__ == "__main__":
    main(sys.argv[1:])
