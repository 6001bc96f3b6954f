"""What a row looks like: headline, place, dateline, rail."""

from __future__ import annotations

from collections.abc import Sequence

from communique.clean.dateline import PLACE_LINE, find_dateline, is_place, place_day
from communique.clean.dates import ALONE
from communique.clean.rows import Row

HEADLINE = (3, 28)
"""Words of a line that may be a headline."""


def headline_like(row: Row) -> bool:
    """True for a line of a headline's length without a full stop."""
    low, high = HEADLINE
    return (
        low <= row.words <= high
        and row.text[-1] != ":"
        and (not row.stop or row.text[-1] in "?!”’\"'")
        and (not row.bullet and not ALONE.fullmatch(row.text) and not is_place_line(row))
    )


def rail_like(row: Row) -> bool:
    """True for a headline or a teaser cut off."""
    return row.words <= HEADLINE[1] and (not row.stop or row.truncated or row.text[-1] in "?!”’\"'")


def has_dateline(row: Row) -> bool:
    """True for a row that opens with a dateline that can be nothing else."""
    found = None if row.turn else find_dateline(row.text)
    return found is not None and found.strong


def is_place_line(row: Row) -> bool:
    """True for a place alone on its line."""
    if row.words > 8:
        return False
    dated = place_day().fullmatch(row.text)
    if dated:
        return is_place(dated["place"])
    return (
        row.words <= 6 and bool(PLACE_LINE.fullmatch(row.text)) and is_place(row.text.split(",")[0])
    )


def is_stamp(rows: Sequence[Row], i: int) -> bool:
    """True for a day alone on its line beside a byline or another stamp."""
    if rows[i].rule is not None or rows[i].words > 9 or not ALONE.fullmatch(rows[i].text):
        return False
    return any(rows[k].kind in {"byline", "stamp"} for k in (i - 1, i + 1) if 0 <= k < len(rows))
