r"""Rough text for the student: chat, and news in wrong capitals and with typing errors.

python training/rough.py --encoder DIR --treebanks DIR --corpus DIR [--chat FILE] \
    --teachers teacher.pt --out DIR

The teacher tags and parses the text as it stands, so the student learns to read it as the teacher
does. FILE is `dataset.json` of the package chitchat-dataset.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from communique.parse.sentences import split_sentences
from communique.parse.tokens import tokenize
from encoder import WordPieces
from labels import Labels
from silver import LONGEST, Belief, sentences, take
from teacher import Batcher, keep_beliefs, load
from treebank import read_split

LETTERS = "etaoinsrhl"
"""Frequent letters, put in the place of others."""

TYPING_ERRORS = 0.06
"""Share of words with an error, where a sentence is to have some."""


def chat_sentences(path: Path, dice: random.Random) -> list[list[str]]:
    """Different sentences of the conversations, in random order; few of the short ones."""
    found: dict[str, list[str]] = {}
    for text in _utterances(path):
        for start, end in split_sentences(text):
            sentence = text[start:end]
            words = [sentence[a:b] for a, b in tokenize(sentence)]
            plain = sum(character.isascii() for character in sentence) > 0.95 * len(sentence)
            if 4 <= len(words) <= LONGEST and plain:
                found[sentence] = words
    order = list(found.values())
    dice.shuffle(order)
    return [words for words in order if len(words) >= 7 or dice.random() < 0.3]


def _utterances(path: Path) -> Iterator[str]:
    for conversation in json.loads(path.read_text("utf-8")).values():
        for turn in conversation["messages"]:
            for utterance in turn:
                yield utterance["text"]


def mistyped(word: str, dice: random.Random) -> str:
    """The word with two letters swapped, one lost, one doubled or one wrong."""
    if len(word) < 4 or not word.isalpha():
        return word
    place, kind = dice.randrange(1, len(word) - 1), dice.random()
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if kind < 0.3:
        return before + after[0] + letter + after[1:]
    if kind < 0.6:
        return before + after
    if kind < 0.8:
        return before + letter + letter + after
    return before + dice.choice(LETTERS) + after


def disturbed(words: Sequence[str], dice: random.Random) -> list[str]:
    """The sentence in small letters, in capitals, in title case or as it was; some mistyped."""
    kind = dice.random()
    found = list(words)
    if kind < 0.5:
        found = [word.lower() for word in found]
    elif kind < 0.6:
        found = [word.upper() for word in found]
    elif kind < 0.75:
        found = [word[:1].upper() + word[1:] for word in found]
    if kind < 0.4 or kind > 0.85:
        found = [mistyped(w, dice) if dice.random() < TYPING_ERRORS else w for w in found]
    return found


def sure(belief: Belief) -> bool:
    """Whether the teacher knows most relations; rough text makes it less sure than news does."""
    return bool(belief.deps.max(1).astype(np.float32).mean() > 0.6)


def main(argv: Sequence[str]) -> None:
    """Write the teachers' beliefs about rough text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--chat", type=Path)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--chat-words", type=int, default=480_000)
    parser.add_argument("--news-words", type=int, default=150_000)
    parser.add_argument(
        "--pool", type=int, default=2_600_000, help="words of news from which those are drawn"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args(argv)
    torch.set_flush_denormal(True)
    dice = random.Random(arguments.seed)
    chat = chat_sentences(arguments.chat, dice) if arguments.chat else []
    news = take(sentences(arguments.corpus, arguments.pool), arguments.news_words)
    chosen = take(chat, arguments.chat_words) + [disturbed(words, dice) for words in news]
    dice.shuffle(chosen)
    labels = Labels.of(read_split(arguments.treebanks, "train"))
    teachers = load(arguments.teachers, arguments.encoder, labels)
    batcher = Batcher(WordPieces(arguments.encoder / "vocab.txt"), labels)
    keep_beliefs(teachers, batcher, chosen, arguments.out, sure, 100_000)


if __name__ == "__main__":
    main(sys.argv[1:])
