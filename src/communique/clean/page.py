"""A page to an article: labelled lines, title, dateline, day of publication, grade."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.clean.dateline import Dateline, find_dateline, place_day
from communique.clean.dates import ALONE, day_interval, find_day
from communique.clean.kinds import is_stamp
from communique.clean.label import label_rows
from communique.clean.rows import Row, make_rows
from communique.errors import ItemError
from communique.model import Article, Interval, Line, Page, content_id

THIN = 40
"""Fewer words of story than this and the article is "thin"."""
LOOK = 0.35
"""A smaller share of the words kept than this and a human should look."""
STANDFIRST_LINES = 3
STANDFIRST_WORDS = 45
NEAR = 4
"""Lines below the first of the story where a stamp is still the page's own."""
_STAMP = re.compile(r"(?i)published|posted|created|released|issued|dated?\b|first")
_AGENCY = re.compile(r"[A-Za-z][A-Za-z .]+")


def clean_page(page: Page) -> Article:
    """The article on a page: its text unchanged, every line labelled with a reason.

    Lines hold every character but line ends, in order; offsets are those of `page.text`. Raises
    ItemError with reason "empty" or "not an article".
    """
    try:
        rows, blanks = make_rows(page.text)
        title = label_rows(rows, page.title)
    except ItemError as error:
        raise ItemError(f"{page.source}: {error}", error.reason) from error
    _set_off_standfirst(rows)
    dateline = _dateline(rows)
    published, reason = _published(page, rows, dateline)
    standfirst = next((row.text for row in rows if row.label == "standfirst"), None)
    return Article(
        id=content_id(page.url or "", page.text),
        source=page.source,
        text=page.text,
        lines=_lines(page.text, rows, blanks, dateline),
        url=page.url,
        title=title,
        standfirst=standfirst,
        dateline_place=_place(rows, dateline),
        dateline_agency=dateline.agency if dateline and dateline.agency else _agency(rows),
        published=published,
        published_reason=reason,
        language=page.language or "en",
        grade=_grade(rows),
    )


def _first(rows: Sequence[Row]) -> Row:
    story = [row for row in rows if row.label == "story"]
    if not story:
        raise ItemError("not an article: no line of story", "not an article")
    return story[0]


def _dateline(rows: Sequence[Row]) -> Dateline | None:
    return _dateline_of(_first(rows), rows)


def _dateline_of(row: Row, rows: Sequence[Row]) -> Dateline | None:
    found = None if row.turn else find_dateline(row.text)
    if found and found.place and not found.strong:
        # "Background: The two sides …" is no place when the word is used as a word elsewhere.
        used = re.compile(rf"\b{re.escape(found.place.lower())}\b")
        if any(used.search(other.text) for other in rows[:100]):
            return None
    return found


def _set_off_standfirst(rows: Sequence[Row]) -> None:
    """Labels the one or two sentences that stand above the line with the dateline."""
    story = [row for row in rows if row.label == "story"][:STANDFIRST_LINES]
    if not any(row.label == "headline" for row in rows):
        return
    for number, row in enumerate(story):
        if row.words > STANDFIRST_WORDS and not _dateline_of(row, rows):
            return
        if _dateline_of(row, rows):
            for above in story[:number]:
                above.label, above.reason = "standfirst", "a sentence above the dateline"
            return


def _place(rows: Sequence[Row], dateline: Dateline | None) -> str | None:
    if dateline and dateline.place:
        return dateline.place
    alone = next((row.text for row in rows if row.label == "dateline"), None)
    if not alone:
        return None
    dated = place_day().fullmatch(alone)
    return dated["place"] if dated else alone.rstrip(".,")


def _agency(rows: Sequence[Row]) -> str | None:
    """The agency that signs the end of the text or the line above it."""
    for row in rows:
        if row.rule is not None and row.rule.id in {"agency.end", "byline.agency"}:
            found = _AGENCY.search(row.text)
            if found and found.group().lower() not in {"ends", "null", "undefined", "file"}:
                return found.group().strip()
    return None


def _lines(
    text: str, rows: Sequence[Row], blanks: Sequence[tuple[int, int]], dateline: Dateline | None
) -> tuple[Line, ...]:
    lines = [Line(start, end, "blank", "white space") for start, end in blanks]
    first = _first(rows)
    for row in rows:
        start = row.start
        if row is first and dateline:
            indent = len(text[start : row.end]) - len(text[start : row.end].lstrip())
            cut = start + indent + dateline.length
            lines.append(Line(start, cut, "dateline", "head of the story"))
            start = cut
        lines.append(Line(start, row.end, row.label or "story", row.reason))
    return tuple(sorted(lines, key=lambda line: line.start))


def _published(
    page: Page, rows: Sequence[Row], dateline: Dateline | None
) -> tuple[Interval | None, str]:
    """When the page was published, with the reason; None and the reason when nothing tells."""
    if page.published:
        basis = page.published_basis or "metadata"
        interval = day_interval(page.published, basis)
        if interval:
            return interval, basis
    reasons = []
    for row, basis in _stamps(rows):
        day, why = find_day(row.text)
        if day:
            return Interval(day, day, basis), basis
        if why != "no day":
            reasons.append(f"stamp: {why}")
    if dateline and dateline.day:
        day, why = find_day(dateline.day)
        if day:
            return Interval(day, day, "dateline"), "dateline"
        reasons.append(f"dateline: {why}")
    return None, "; ".join(reasons) or "no date in metadata, stamps or dateline"


def _stamps(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Rows that give the day of publication, the surest first."""
    first = next((i for i, row in enumerate(rows) if row.label == "story"), 0)
    title = next((i for i, row in enumerate(rows) if row.label == "headline"), -1)
    weather = any(row.kind == "weather" for row in rows[:first])
    rails = (i for i, row in enumerate(rows) if i > first and row.label == "rail")
    near = min(first + NEAR, next(rails, len(rows)) - 1)
    found: list[tuple[int, Row, str]] = []
    for i, row in enumerate(rows):
        if row.kind == "print" and row.label != "rail":
            found.append((2, row, "stamp: Published in"))
        elif i > near:
            continue
        elif row.label == "dateline" and find_day(row.text)[0]:
            found.append((1, row, "dateline"))
        elif row.kind in {"stamp", "byline"} or is_stamp(rows, i):
            rank = 0 if _STAMP.search(row.text) and "updated" not in row.text.lower()[:7] else 1
            found.append((rank, row, _basis(row)))
        elif i < first and i > title and not weather and ALONE.fullmatch(row.text):
            found.append((3, row, "date line above the story"))
    return [(row, basis) for _, row, basis in sorted(found, key=lambda item: item[0])]


def _basis(row: Row) -> str:
    if row.kind != "stamp":
        return "stamp: byline"
    return "stamp: " + re.split(r"[\s:]", row.text)[0]


def _grade(rows: Sequence[Row]) -> str:
    kept = sum(row.words for row in rows if row.label == "story")
    if kept < LOOK * sum(row.words for row in rows):
        return "look"
    return "thin" if kept < THIN else "good"
