"""What stands above the story: title, standfirst, captions, menus."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.clean.cohesion import Vocabulary, short
from communique.clean.dates import ALONE
from communique.clean.kinds import has_dateline, headline_like, is_place_line
from communique.clean.rows import Row, normal
from communique.model import LineLabel

STANDFIRST = 60
"""Most words of a standfirst."""
ABOVE_DATELINE = 4
"""Most lines of standfirst and caption above a dateline."""
RAIL_ABOVE = 14
"""Lines from the top within which the title is sought below other stories' sentences."""
_LABELLED = re.compile(r"[A-Z][\w'’ -]{2,30}: [A-Z]")
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


def find_title_row(
    rows: Sequence[Row], core: Sequence[int], title: str | None, vocabulary: Vocabulary
) -> int:
    """Index of the line with the title, -1 when there is none above the story."""
    if title:
        wanted = normal(title)
        for i, row in enumerate(rows[: core[-1]]):
            if row.words <= 60 and _same_title(row.normal, wanted):
                above = sum(rows[k].words for k in core if k < i)
                below = sum(rows[k].words for k in core if k > i)
                return i if below > above else -1
        return -1
    between = _title_below_rail(rows, core, vocabulary)
    if between >= 0:
        return between
    candidates = [
        i
        for i in range(core[0])
        if rows[i].rule is None and rows[i].label is None and headline_like(rows[i])
    ]
    if not candidates:
        return -1
    body = {w for k in core[:4] for w in _CONTENT.findall(rows[k].text.lower())}
    near = [i for i in candidates if _shared(rows[i], body) >= 1 and rows[i].words >= 4]
    return near[0] if near else max(candidates, key=lambda i: rows[i].words)


def _title_below_rail(rows: Sequence[Row], core: Sequence[int], vocabulary: Vocabulary) -> int:
    """A headline below single sentences of other stories and above the story, else -1."""
    for i in range(core[0] + 1, min(core[-1], RAIL_ABOVE)):
        if rows[i].rule is not None or not headline_like(rows[i]):
            continue
        above = [rows[k] for k in core if k < i]
        below = [rows[k] for k in core if k > i]
        longer = sum(row.words for row in below) >= sum(row.words for row in above)
        if not (longer and all(short(row) for row in above)):
            return -1
        if vocabulary.apart(i):
            return i
    return -1


def _same_title(line: str, title: str) -> bool:
    """Equal, or one cut from the other by a site's name or a breadcrumb."""
    if line == title:
        return True
    if len(title) < 20 or len(line) < 20:
        return False
    return line.endswith(title) or line.startswith(title) or title.startswith(line)


def _shared(row: Row, stems: set[str]) -> int:
    return sum(word in stems for word in set(_CONTENT.findall(row.text.lower())))


def find_opening(rows: Sequence[Row], at: int, first: int) -> int:
    """The row that opens a list above the first sentence ("The President signed into law:")."""
    for i in range(at + 1, first):
        if rows[i].rule is None and rows[i].words >= 4 and rows[i].text.endswith((":", ";")):
            return i
    return first


def skip_standfirsts(rows: Sequence[Row], core: Sequence[int], first: int) -> int:
    """The first row of the body proper: standfirsts above it are labelled."""
    for _ in range(ABOVE_DATELINE):
        later = [i for i in core if i > first]
        row = rows[first]
        if not later or row.turn or row.words > STANDFIRST or has_dateline(row):
            return first
        if not any(_recurs(row, rows[i]) for i in later[:30]):
            break
        row.mark("standfirst", "said again in the story")
        first = later[0]
    return _above_dateline(rows, core, first)


def _recurs(row: Row, other: Row) -> bool:
    return row.words >= 5 and other.words > row.words and row.normal in other.normal


def _above_dateline(rows: Sequence[Row], core: Sequence[int], first: int) -> int:
    """Short lines above a paragraph with a sure dateline are standfirsts and captions."""
    block = [i for i in core if i >= first][: ABOVE_DATELINE + 1]
    for place, i in enumerate(block):
        if has_dateline(rows[i]):
            for k in block[:place]:
                rows[k].mark("standfirst", "above the dateline")
            return i
        if rows[i].words > STANDFIRST or len(_SENTENCE_END.findall(rows[i].text)) > 1:
            break
    return first


def label_top(rows: Sequence[Row], at: int, first: int, title: str | None) -> str | None:
    """Label what stands above the story; gives the title found there."""
    found = None
    if at >= 0:
        rows[at].mark("headline", "the title" if title else "the line above the story")
        found = rows[at].text
    for i in range(first):
        row = rows[i]
        if row.label is None:
            row.mark(*_top_label(row, i, at, normal(title or found or "")))
    return found


def _top_label(row: Row, i: int, at: int, title: str) -> tuple[LineLabel, str]:
    if row.normal == title:
        return "repeat", "the title again"
    if row.rule is not None:
        return row.rule.label, row.rule.id
    if i < at:
        return ("rail", "above the title") if row.words >= 5 else ("furniture", "above the title")
    if ALONE.fullmatch(row.text):
        return "furniture", "a date alone"
    if is_place_line(row):
        return "dateline", "a place alone above the story"
    if row.words >= 8 and _LABELLED.match(row.text):
        return "caption", "a label, a colon and no full stop"
    if row.words >= 5:
        return "standfirst", "above the story"
    return "furniture", "short line above the story"
