"""Whether two pieces of text speak of the same things."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from communique.clean.rows import Row
from communique.clean.rules import words

LETTERS = 5
"""Words count as the same when they begin with the same letters."""
SAME = 0.1
"""Two parts of one story share a larger share of their words; measured on news and statements."""
FEW = 8
"""Fewer words than this on one side tell nothing."""
MOST = 12
"""Most lines of a rail of sentences."""
NAME_LETTERS = 4
_NAME = re.compile(r"(?<=[^.!?\n] )[A-Z][^\W\d_]{3,}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_POINTER = re.compile(
    r"\b(?:he|she|it|its|they|them|their|his|her|him|this|these|that|those|such|both|here|there"
    r"|i|we|us|our|you|your|me|my|god|so)\b|[“\"(]",
    re.I,
)
_LINK = re.compile(r"(?:And|But|So|Also|However|Meanwhile|Earlier|Later|Then|Still|Yet)\b")


def stems(text: str) -> set[str]:
    """The beginnings of the words of a text that are not common to all news."""
    found = {word[:LETTERS] for word in _WORD.findall(text.lower())} - words("common")
    # "China" and "Chinese" are one.
    return found | {name[:NAME_LETTERS] for name in _NAME.findall(text)}


class Vocabulary:
    """Where every stem of a page's prose stands first and last; made when first asked."""

    def __init__(self, rows: Sequence[Row], core: Sequence[int]) -> None:
        self._rows = rows
        self._core = core

    @cached_property
    def _ends(self) -> tuple[dict[str, int], dict[str, int]]:
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for i in self._core:
            found = stems(self._rows[i].text)
            last.update(dict.fromkeys(found, i))
            for stem in found:
                first.setdefault(stem, i)
        return first, last

    @cached_property
    def _sorted(self) -> tuple[list[int], list[int]]:
        first, last = self._ends
        return sorted(first.values()), sorted(last.values())

    def apart(self, at: int) -> bool:
        """True when the rows above row `at` and those from it on share too little to be one."""
        firsts, lasts = self._sorted
        above = bisect_left(firsts, at)
        below = len(lasts) - bisect_left(lasts, at)
        smaller = min(above, below)
        return smaller >= FEW and above + below - len(firsts) <= SAME * smaller

    def strange_below(self, row: int, at: int) -> bool:
        """True when no stem of the row stands above row `at`."""
        first, _ = self._ends
        return all(first[stem] >= at for stem in stems(self._rows[row].text))

    def strange_above(self, row: int, at: int) -> bool:
        """True when no stem of the row stands below row `at`."""
        _, last = self._ends
        return all(last[stem] <= at for stem in stems(self._rows[row].text))


def opens(row: Row) -> bool:
    """True for a row that can open a story: it points at nothing in its first words."""
    head = " ".join(row.text.split()[:4])
    return not (_POINTER.search(head) or _LINK.match(head))


def short(row: Row) -> bool:
    """True for a paragraph of one sentence, or two short ones."""
    return row.words <= 45


def trailing_strangers(
    rows: Sequence[Row], body: Sequence[int], vocabulary: Vocabulary
) -> list[int]:
    """Short paragraphs at the end that share no word with what stands above them.

    One such row may be the story's own last line; two or more are a rail, and then one in four
    may share a word by chance.
    """
    found = _run(rows, body[::-1])
    for length in range(len(found), 1, -1):
        tail = found[:length]
        strange = [vocabulary.strange_below(i, tail[-1]) for i in tail]
        if strange[-1] and sum(strange) * 4 >= 3 * length:
            return tail
    return []


def leading_strangers(
    rows: Sequence[Row], body: Sequence[int], vocabulary: Vocabulary
) -> list[int]:
    """Two or more short paragraphs at the top that share no word with what stands below them."""
    found = _run(rows, body)
    for length in range(len(found), 1, -1):
        head = found[:length]
        if all(vocabulary.strange_above(i, head[-1]) for i in head):
            return head
    return []


def _run(rows: Sequence[Row], body: Sequence[int]) -> list[int]:
    """The short paragraphs that open stories, from the first of `body` on, at most half of it."""
    found: list[int] = []
    left = sum(rows[i].words for i in body) / 2
    for i in body[:MOST]:
        row = rows[i]
        left -= row.words
        fit = row.words >= 6 and short(row) and opens(row)
        if left < 0 or not (fit and len(stems(row.text)) >= 3):
            break
        found.append(i)
    return found
