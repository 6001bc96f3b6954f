"""Whether two pieces of text speak of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from communique.clean.rows import Row
from communique.clean.rules import words

LETTERS = 5
"""Words count as the same when they begin with the same letters."""
SAME = 0.07
"""Two parts of one story share a larger share of their words; measured on news and statements."""
FEW = 8
"""Fewer words than this on one side tell nothing."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_POINTER = re.compile(
    r"\b(?:he|she|it|its|they|them|their|his|her|him|this|these|that|those|such|both|here|there"
    r"|i|we|us|our|you|your|me|my|god|so)\b|[“\"(]",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])")
_LINK = re.compile(r"(?:And|But|So|Also|However|Meanwhile|Earlier|Later|Then|Still|Yet)\b")


def stems(text: str) -> set[str]:
    """The beginnings of the words of a text that are not common to all news."""
    return {word[:LETTERS] for word in _WORD.findall(text.lower())} - words("common")


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


def alone(row: Row) -> bool:
    """True for one sentence that points at nothing before it (no "he", "this", "we")."""
    return 6 <= row.words <= 45 and not (
        _SENTENCE_END.search(row.text) or _POINTER.search(row.text) or row.bullet
    )


def opens(row: Row) -> bool:
    """True for a row that can open a story: it points at nothing in its first words."""
    head = " ".join(row.text.split()[:4])
    return not (_POINTER.search(head) or _LINK.match(head))


def single(row: Row) -> bool:
    """True for a line of one sentence."""
    return row.words <= 45 and not _SENTENCE_END.search(row.text)


def trailing_strangers(rows: Sequence[Row], body: Sequence[int]) -> list[int]:
    """Rows at the end of the body that stand alone and share no word with what is above them.

    One such row may be the story's own last line; two or more are a rail.
    """
    found: list[int] = []
    for place in range(len(body) - 1, 1, -1):
        row = rows[body[place]]
        if not alone(row):
            break
        found.append(body[place])
    if len(found) < 2:
        return []
    story = all_stems(rows[i] for i in body if i not in set(found))
    strangers = [i for i in found if not stems(rows[i].text) & story]
    return strangers if len(strangers) >= 2 and len(strangers) * 3 >= len(found) * 2 else []
