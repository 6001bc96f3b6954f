"""Lines without a full stop, among paragraphs that have one and below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.clean.cohesion import stems
from communique.clean.kinds import HEADLINE
from communique.clean.rows import Row
from communique.clean.rules import words

LONG = 15
"""Words from which a line is expected to end in a stop."""
DISCIPLINE = 0.8
"""A page in which this share of the long lines end in a stop means it."""
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_LOWER_WORD = re.compile(r"\b(?!(?:of|the|and|for|de|in|on|to)\b)[a-zß-ÿ]\w+")
_RUNNING = re.compile(r"\b(?:the|a|an|was|were|has|have|had|is|are|that|which|who|and|their|his)\b")
_OPEN_END = (":", ";", ",", "—", "–", "-")


def label_middle(rows: Sequence[Row], first: int, last: int) -> None:
    """Lines without a stop between paragraphs: captions, or headlines of other stories."""
    if not _disciplined(rows, first, last):
        return
    stems = {
        w[:5]
        for row in rows[first : last + 1]
        if row.prose
        for w in _CONTENT.findall(row.text.lower())
    }
    for i in range(first + 1, last):
        row = rows[i]
        if row.label is not None or row.prose or _belongs(rows, i):
            continue
        shared = len({w[:5] for w in _CONTENT.findall(row.text.lower())} & stems)
        if row.words >= 4 and not shared:
            row.mark("rail", "a headline that shares no word with the story")
        elif row.words >= 7 and _LOWER_WORD.search(row.text):
            row.mark("caption", "no full stop among paragraphs that have one")
        elif row.words >= 7:
            row.mark("headline", "a heading among paragraphs")


def _disciplined(rows: Sequence[Row], first: int, last: int) -> bool:
    long = [row.stop for row in rows[first : last + 1] if row.words >= LONG and row.rule is None]
    return len(long) >= 2 and sum(long) >= DISCIPLINE * len(long)


def _belongs(rows: Sequence[Row], i: int) -> bool:
    """True for a line without a stop that is part of a list, a turn or a broken paragraph."""
    row = rows[i]
    if row.turn or row.bullet or row.stop or row.text.endswith(_OPEN_END):
        return True
    if row.text.rsplit(" ", 1)[-1] in words("lead_in"):
        return True
    if row.text[-1:] in '”"' and row.words >= LONG:
        return True
    if row.text[:1].islower() or row.text[:1] in "“\"'‘(" or row.kind == "office":
        return True
    beside = [rows[k] for k in (i - 1, i + 1) if 0 <= k < len(rows)]
    if beside and beside[0].text.endswith(_OPEN_END):
        return True
    # Three lines without a stop in a row are a list of names or points.
    run = 1
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(rows) and not rows[k].stop and rows[k].rule is None and run < 3:
            run, k = run + 1, k + step
    return run >= 3


def label_tail(rows: Sequence[Row], last: int) -> None:
    """Lines without a stop below the story are headlines and furniture, unless a list."""
    listed = rows[last].text.endswith(_OPEN_END) or _names(rows[last + 1 :])
    points = any(row.bullet for row in rows[: last + 1])
    for i in range(last + 1, len(rows)):
        row = rows[i]
        if row.label is not None:
            continue
        listed = listed or (row.text.endswith(":") and row.words <= 30)
        if (
            listed
            or row.turn
            or (row.bullet and points)
            or row.kind == "office"
            or row.text[:1] in '“"('
        ):
            row.mark("story", "list at the end of the story")
        elif i == last + 1 and _last_line(rows, row, last):
            row.mark("story", "last line, without a stop")
        elif row.words >= HEADLINE[0]:
            row.mark("rail", "a headline below the story")
        else:
            row.mark("furniture", "short line below the story")


def _last_line(rows: Sequence[Row], row: Row, last: int) -> bool:
    """True for a sentence that lost its stop: it runs like prose about the story."""
    if len(_RUNNING.findall(row.text)) < 2:
        return False
    story = set[str]().union(*(stems(above.text) for above in rows[: last + 1] if above.prose))
    return len(stems(row.text) & story) >= 2


def _names(rows: Sequence[Row]) -> bool:
    """True for a list of names: short lines without a word in lower case."""
    free = [row for row in rows if row.rule is None and row.label is None and not row.stop]
    if len(free) < 3 or len(free) < 0.8 * len(rows):
        return False
    plain = sum(bool(_LOWER_WORD.search(row.text)) for row in free)
    return sum(row.words for row in free) <= 5 * len(free) and plain * 3 <= len(free)
