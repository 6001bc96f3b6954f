"""Pages that are no article, and lines in a language that is not read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.clean.rows import Row
from communique.clean.rules import words
from communique.errors import ItemError

UNITS = 4
"""Headline and "Read more" (or age) units that make a list of stories."""
PARAGRAPH = 12
"""Least words of a paragraph that makes an article of its own."""
_NOT_ASCII = re.compile(r"[^\W\d_a-zA-Z]")


def refuse_lists(rows: Sequence[Row]) -> None:
    """Raise ItemError for a page of headlines, each with its teaser, age or "Read more"."""
    if not rows:
        raise ItemError("empty: no line with a word; nothing to read", "empty")
    units = sum(
        row.kind in {"age", "tail", "head"} or row.normal in {"read more", "continue reading"}
        for row in rows
    )
    glued = sum(row.kind == "glue" for row in rows)
    run = best = 0
    for row in rows:
        if row.prose and not row.truncated:
            run += 1
            best = max(best, run)
        elif row.kind != "glue":
            run = 0
    prose = sum(row.prose for row in rows)
    teasers = sum(row.truncated and row.prose for row in rows)
    if units + glued >= UNITS and best < 2 and not _report_on_top(rows):
        raise ItemError(f"not an article: a list of {units + glued} stories", "not an article")
    if teasers >= UNITS and teasers * 2 > prose and best < 2 and not _report_on_top(rows):
        raise ItemError(f"not an article: a list of {teasers} teasers", "not an article")


def _report_on_top(rows: Sequence[Row]) -> bool:
    """True when a paragraph stands above all headlines of others and none below."""
    prose = [i for i, row in enumerate(rows) if row.prose and row.words >= PARAGRAPH]
    whole = [i for i in prose if not rows[i].truncated]
    marks = [i for i, row in enumerate(rows) if row.kind in {"age", "tail", "head", "glue"}]
    return len(whole) == 1 and whole[0] == prose[0] and (not marks or whole[0] < marks[0])


def short_item(rows: Sequence[Row]) -> list[int]:
    """The rows to take as story on a page without a sentence; ItemError when there are none."""
    free = [i for i, row in enumerate(rows) if row.rule is None and row.label is None]
    if len(rows) <= 3 and free:
        longest = max(free, key=lambda i: rows[i].words)
        if rows[longest].words >= 5:
            return [longest]
    raise ItemError(f"not an article: {len(rows)} short lines, no prose", "not an article")


def label_foreign(rows: Sequence[Row]) -> None:
    """Label lines in another language as furniture: they are not read."""
    english = words("lead_in")
    for row in rows:
        if row.text.isascii() or row.rule is not None or row.words > 200:
            continue
        if not _NOT_ASCII.search(row.text):
            continue
        letters = [char for char in row.text if char.isalpha()]
        tokens = row.text.split()
        other = sum(char > "\u0250" for char in letters) * 2 > len(letters)
        small = sum(token.islower() for token in tokens)
        if other or (small >= 3 and not any(t.lower().strip(",.") in english for t in tokens)):
            row.mark("furniture", "in another language")
