"""What every row of a page is: a chain of passes, each sure of one thing."""

from __future__ import annotations

from collections.abc import Sequence

from communique.clean.cohesion import Vocabulary, short
from communique.clean.kinds import is_stamp
from communique.clean.rails import (
    find_end,
    label_ages,
    label_below_sections,
    label_strangers,
    label_teasers,
    label_units,
)
from communique.clean.refuse import label_foreign, refuse_lists, short_item
from communique.clean.rows import Row, normal
from communique.clean.stops import label_middle, label_tail
from communique.clean.top import find_opening, find_title_row, label_top, skip_standfirsts

REPEAT = 8
"""Words from which a line found twice is a repetition and no turn of speech."""


POST = 60
"""Most words of a post."""


def label_rows(rows: Sequence[Row], title: str | None) -> str | None:
    """Label every row and give the page's title, None when it has none.

    Raises ItemError with reason "not an article" for menus and lists of stories.
    """
    refuse_lists(rows)
    label_foreign(rows)
    core = [i for i, row in enumerate(rows) if row.prose and row.label is None]
    if not core:
        core = short_item(rows)
    _signed_captions(rows, core)
    core = [i for i in core if rows[i].label is None]
    vocabulary = Vocabulary(rows, core)
    at = find_title_row(rows, core, title, vocabulary)
    first = next((i for i in core if i > at), core[0])
    first = skip_standfirsts(rows, core, find_opening(rows, at, first))
    found = label_top(rows, at, first, title)
    last = find_end(rows, core, first, vocabulary)
    label_strangers(rows, [i for i in core if first <= i <= last], vocabulary)
    _rules(rows)
    _posts(rows)
    label_ages(rows, first)
    label_units(rows, first)
    label_below_sections(rows, first)
    label_teasers(rows, first, last)
    last = max((i for i in core if i <= last and rows[i].label is None), default=last)
    label_middle(rows, first, last)
    label_tail(rows, last)
    _repeats(rows, first, title or found)
    for row in rows:
        row.mark("story", "text of the story")
    return title or found


def _rules(rows: Sequence[Row]) -> None:
    """Rows that a line rule hits get its label; names with offices only above the story."""
    for i, row in enumerate(rows):
        if row.rule is not None and row.kind != "office":
            row.mark(row.rule.label, row.rule.id)
        elif is_stamp(rows, i):
            row.mark("furniture", "a date beside a byline")


def _signed_captions(rows: Sequence[Row], core: Sequence[int]) -> None:
    """A short line signed by an agency is a caption; a report is signed once, at its end."""
    for i in core[:-1]:
        if rows[i + 1].kind == "agency" and short(rows[i]):
            rows[i].mark("caption", "signed by an agency, above the end")


def _posts(rows: Sequence[Row]) -> None:
    """What stands above the name and date of a post is the post."""
    for i in range(1, len(rows)):
        signed = rows[i].kind == "tweet" and rows[i].text[0] in "—–-"
        if signed and rows[i - 1].words <= POST and rows[i - 1].rule is None:
            rows[i - 1].mark("furniture", "an embedded post")


def _repeats(rows: Sequence[Row], first: int, title: str | None) -> None:
    """A line that was there before says nothing new."""
    seen = {normal(title)} if title else set()
    for row in rows:
        if row.label in {"headline", "standfirst"}:
            seen.add(row.normal)
    for row in rows[first:]:
        if row.label not in {None, "story", "caption"} or row.turn:
            continue
        if row.words >= 4 and row.normal in seen and (row.words >= REPEAT or not row.stop):
            row.label, row.reason = "repeat", "was there before"
        elif row.words >= REPEAT:
            seen.add(row.normal)
