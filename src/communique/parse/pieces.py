"""Word pieces: a word cut into the longest pieces of a list, from its left."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_MOST = 8
"""Pieces kept of one word."""


class WordPieces:
    """Numbers of the pieces of single words, case and accents folded."""

    def __init__(self, listed: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(listed)}
        self.begin, self.end, self.name, self.unknown = (
            self._numbers[mark] for mark in ("[CLS]", "[SEP]", "[MASK]", "[UNK]")
        )
        self.edges = self._numbers["[unused0]"], self._numbers["[unused1]"]
        """Pieces that stand in no word."""
        self.numbers = lru_cache(maxsize=50_000)(self._of)

    def _of(self, word: str) -> tuple[int, ...]:
        decomposed = unicodedata.normalize("NFD", word.lower())
        folded = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        parts: list[str] = []
        for character in folded:
            if parts and character.isalnum() and parts[-1][-1].isalnum():
                parts[-1] += character
            else:
                parts.append(character)
        found = [number for part in parts for number in self._cut(part)]
        return tuple(found[:_MOST]) or (self.unknown,)

    def _cut(self, part: str) -> list[int]:
        found: list[int] = []
        begin = 0
        while begin < len(part):
            mark = "##" if begin else ""
            ends = range(len(part), begin, -1)
            end = next((e for e in ends if mark + part[begin:e] in self._numbers), None)
            if end is None:
                return [self.unknown]
            found.append(self._numbers[mark + part[begin:end]])
            begin = end
        return found
