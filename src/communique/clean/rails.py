"""Other stories: below the end, in rails, as teasers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from communique.clean.cohesion import (
    Vocabulary,
    leading_strangers,
    opens,
    short,
    trailing_strangers,
)
from communique.clean.dates import ALONE
from communique.clean.kinds import has_dateline, headline_like, rail_like
from communique.clean.rows import Row

MARKS = frozenset({"age", "stamp", "byline", "section", "print", "time"})
"""Kinds of lines that stand around another story's headline."""
HEADS = 3
"""Most lines without a stop between a story and the next one's lead."""
LEAD = 12
"""Least words of a lead."""
ENOUGH = 80
"""Words of story from which a sentence without any shared word stands out."""


def find_end(rows: Sequence[Row], core: Sequence[int], first: int, vocabulary: Vocabulary) -> int:
    """Index of the last row of the story; what follows a break of marks is another story."""
    body = [i for i in core if i >= first]
    breaks = [(i, k) for i, k in pairwise(body) if k - i > 1 and _headed(rows[i + 1 : k])]
    if not breaks:
        return body[-1]
    total = sum(rows[i].words for i in body)
    count = {
        i: above for i, above in zip(body, accumulate(rows[i].words for i in body), strict=True)
    }
    for before, after in breaks:
        above = count[before]
        # A summary above a byline must not cut off the story: what is longer needs more proof.
        marked = total - above <= 2 * above and _breaks(rows[before + 1 : after])
        if above >= ENOUGH / 2 and (marked or _apart(rows, vocabulary, before, after)):
            for row in rows[before + 1 :]:
                row.mark("rail", "below the end of the story")
            return before
    return body[-1]


def _breaks(between: Sequence[Row]) -> bool:
    """True for dates, ages and bylines of two kinds: another story begins."""
    kinds = {row.kind for row in between if row.kind in MARKS or ALONE.fullmatch(row.text)}
    return len(kinds) >= 2


def _headed(between: Sequence[Row]) -> bool:
    return any(row.rule is None and headline_like(row) for row in between)


def _apart(rows: Sequence[Row], vocabulary: Vocabulary, before: int, after: int) -> bool:
    """True when a headline and prose about something else follow."""
    opening = rows[after]
    if after - before > HEADS + 1 and not _breaks(rows[before + 1 : after]):
        return False
    return opening.words >= LEAD and opens(opening) and vocabulary.apart(after)


def label_strangers(rows: Sequence[Row], core: Sequence[int], vocabulary: Vocabulary) -> None:
    """Sentences below the story that share no word with it are other stories'."""
    body = [i for i in core if not rows[i].turn and rows[i].label is None]
    if sum(rows[i].words for i in body) < ENOUGH:
        return
    for i in trailing_strangers(rows, body, vocabulary):
        rows[i].mark("rail", "shares no word with the story")
    if not any(has_dateline(rows[i]) for i in body[:2]):
        for i in leading_strangers(rows, body, vocabulary):
            rows[i].mark("rail", "shares no word with the story")


def label_ages(rows: Sequence[Row], first: int) -> None:
    """A headline beside an age is another story's, and so is a sentence in a row of them."""
    ages = [i for i in range(first + 1, len(rows)) if rows[i].kind == "age"]
    for i in ages:
        for k in (i - 1, i + 1):
            if first < k < len(rows) and rows[k].kind != "age" and rail_like(rows[k]):
                rows[k].mark("rail", "beside an age")
    pairs = [(i, k) for i, k in pairwise(ages) if k - i == 2 and short(rows[i + 1])]
    for i, _ in pairs:
        rows[i + 1].mark("rail", "between two ages")
    if not pairs:
        return
    # The ages of a rail stand all above or all below their sentences.
    edge = ages[0] - 1 if ages[-1] == len(rows) - 1 else ages[-1] + 1
    if first < edge < len(rows) and short(rows[edge]):
        rows[edge].mark("rail", "beside an age")


def label_units(rows: Sequence[Row], first: int) -> None:
    """Headline, teaser and "Read more" are another story's."""
    for i in range(first + 3, len(rows)):
        more = rows[i].normal in {"read more", "continue reading", "full story", "more"}
        if more and short(rows[i - 1]) and not rows[i - 2].stop:
            rows[i - 1].mark("rail", "a teaser above its link")
            rows[i - 2].mark("rail", "a headline above its teaser")


def label_below_sections(rows: Sequence[Row], first: int) -> None:
    """Headlines under "Related stories" and the like are other stories'."""
    under = False
    for row in rows[first:]:
        if row.kind in {"section", "related"}:
            under = row.kind == "section"
        elif row.rule is None and not rail_like(row):
            under = False
        elif under:
            row.mark("rail", "under a heading of other stories")


def label_teasers(rows: Sequence[Row], first: int, last: int) -> None:
    """A teaser cut by "..." beside a rail is no paragraph of this story."""
    for i in range(first + 1, len(rows)):
        row = rows[i]
        if row.label is None and row.truncated and not row.turn and row.words <= 80:
            beside = [rows[k] for k in (i - 1, i + 1) if first < k < len(rows)]
            if has_dateline(row) or any(r.label == "rail" or r.truncated for r in beside):
                row.mark("rail", "a teaser cut off")
