"""Whether two pieces of text speak of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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


def all_stems(rows: Iterable[Row]) -> set[str]:
    """The stems of all rows together."""
    found: set[str] = set()
    for row in rows:
        found |= stems(row.text)
    return found


def apart(above: set[str], below: set[str]) -> bool:
    """True when two parts of a page share too little to be one story."""
    smaller = min(len(above), len(below))
    return smaller >= FEW and len(above & below) <= SAME * smaller


def opens(row: Row) -> bool:
    """True for a row that can open a story: it points at nothing in its first words."""
    head = " ".join(row.text.split()[:4])
    return not (_POINTER.search(head) or _LINK.match(head))


def short(row: Row) -> bool:
    """True for a paragraph of one sentence, or two short ones."""
    return row.words <= 45


def trailing_strangers(rows: Sequence[Row], body: Sequence[int]) -> list[int]:
    """Short paragraphs at the end that share no word with what stands above them.

    One such row may be the story's own last line; two or more are a rail, and then one in four
    may share a word by chance.
    """
    found = _run(rows, body[::-1])
    for length in range(len(found), 1, -1):
        tail = found[:length]
        story = all_stems(rows[i] for i in body if i < tail[-1])
        strange = [not stems(rows[i].text) & story for i in tail]
        if strange[-1] and sum(strange) * 4 >= 3 * length:
            return tail
    return []


def leading_strangers(rows: Sequence[Row], body: Sequence[int]) -> list[int]:
    """Two or more short paragraphs at the top that share no word with what stands below them."""
    found = _run(rows, body)
    for length in range(len(found), 1, -1):
        head = found[:length]
        story = all_stems(rows[i] for i in body if i > head[-1])
        if not any(stems(rows[i].text) & story for i in head):
            return head
    return []


def _run(rows: Sequence[Row], body: Sequence[int]) -> list[int]:
    """The short paragraphs that open stories, from the first of `body` on, at most half of it."""
    found: list[int] = []
    left = sum(rows[i].words for i in body) / 2
    for i in body:
        left -= rows[i].words
        enough = len(stems(rows[i].text)) >= 3
        if left < 0 or rows[i].words < 6 or not (short(rows[i]) and opens(rows[i]) and enough):
            break
        found.append(i)
    return found[:MOST]
