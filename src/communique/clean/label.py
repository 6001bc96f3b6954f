"""What every row of a page is: a chain of passes, each sure of one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from communique.clean.cohesion import all_stems, alone, apart, opens, single, trailing_strangers
from communique.clean.dateline import PLACE_LINE, find_dateline, is_place
from communique.clean.dates import ALONE
from communique.clean.rows import Row, normal
from communique.clean.rules import words
from communique.errors import ItemError
from communique.model import LineLabel

HEADLINE = (3, 28)
"""Words of a line that may be a headline."""
STANDFIRST = 60
"""Most words of a standfirst."""
ABOVE_DATELINE = 4
"""Most lines of standfirst and caption above a dateline."""
LONG = 15
"""Words from which a line is expected to end in a stop."""
DISCIPLINE = 0.8
"""A page in which this share of the long lines end in a stop means it."""
REPEAT = 8
"""Words from which a line found twice is a repetition and no turn of speech."""
MARKS = frozenset({"age", "stamp", "byline", "section", "print", "time"})
"""Kinds of lines that stand around another story's headline."""
UNITS = 4
"""Headline and "Read more" (or age) units that make a list of stories."""
_NOT_ASCII = re.compile(r"[^\W\d_a-zA-Z]")
_LABELLED = re.compile(r"[A-Z][\w'’ -]{2,30}: [A-Z]")
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]{2,}")
_LOWER_WORD = re.compile(r"\b(?!(?:of|the|and|for|de|in|on|to)\b)[a-zß-ÿ]\w+")
_RUNNING = re.compile(r"\b(?:the|a|an|was|were|has|have|had|is|are|that|which|who|and|their|his)\b")
RAIL_ABOVE = 14
"""Lines from the top within which the title is sought below other stories' sentences."""
ENOUGH = 80
"""Words of story from which a sentence without any shared word stands out."""
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])")
_OPEN_END = (":", ";", ",", "—", "–", "-")


def label_rows(rows: Sequence[Row], title: str | None) -> str | None:
    """Label every row and give the page's title, None when it has none.

    Raises ItemError with reason "not an article" for menus and lists of stories.
    """
    _refuse_lists(rows)
    _foreign(rows)
    core = [i for i, row in enumerate(rows) if row.prose and row.label is None]
    if not core:
        core = _short_item(rows)
    at = _title_row(rows, core, title)
    first = next((i for i in core if i > at), core[0])
    _signed_captions(rows, core)
    core = [i for i in core if rows[i].label is None]
    first = _skip_standfirsts(rows, core, _opening(rows, at, first))
    found = _top(rows, at, first, title)
    last = _end_of_story(rows, core, first)
    _strangers(rows, [i for i in core if first <= i <= last])
    _rules(rows)
    _ages(rows, first)
    _units(rows, first)
    _below_sections(rows, first)
    _truncated(rows, first, last)
    last = max((i for i in core if i <= last and rows[i].label is None), default=last)
    _middle(rows, first, last)
    _tail(rows, last)
    _repeats(rows, first, title or found)
    for row in rows:
        row.mark("story", "text of the story")
    return title or found


def _refuse_lists(rows: Sequence[Row]) -> None:
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
    if teasers >= UNITS and teasers * 2 > prose and best < 2:
        raise ItemError(f"not an article: a list of {teasers} teasers", "not an article")


def _report_on_top(rows: Sequence[Row]) -> bool:
    """True when a paragraph stands above all headlines of others and none below."""
    prose = [i for i, row in enumerate(rows) if row.prose and row.words >= 20]
    marks = [i for i, row in enumerate(rows) if row.kind in {"age", "tail", "head", "glue"}]
    return len(prose) == 1 and prose[0] < marks[0]


def _foreign(rows: Sequence[Row]) -> None:
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


def _short_item(rows: Sequence[Row]) -> list[int]:
    """The rows to take as story on a page without a sentence; ItemError when there are none."""
    free = [i for i, row in enumerate(rows) if row.rule is None and row.label is None]
    if len(rows) <= 3 and free:
        longest = max(free, key=lambda i: rows[i].words)
        if rows[longest].words >= 5:
            return [longest]
    raise ItemError(f"not an article: {len(rows)} short lines, no prose", "not an article")


def _title_row(rows: Sequence[Row], core: Sequence[int], title: str | None) -> int:
    """Index of the line with the title, -1 when there is none above the story."""
    if title:
        wanted = normal(title)
        for i, row in enumerate(rows[: core[-1]]):
            if row.words <= 60 and _same_title(row.normal, wanted):
                above = sum(rows[k].words for k in core if k < i)
                below = sum(rows[k].words for k in core if k > i)
                return i if below > above else -1
        return -1
    between = _title_below_rail(rows, core)
    if between >= 0:
        return between
    candidates = [
        i
        for i in range(core[0])
        if rows[i].rule is None and rows[i].label is None and _headline_like(rows[i])
    ]
    if not candidates:
        return -1
    body = {w for k in core[:4] for w in _CONTENT.findall(rows[k].text.lower())}
    near = [i for i in candidates if _shared(rows[i], body) >= 1 and rows[i].words >= 4]
    return near[0] if near else max(candidates, key=lambda i: rows[i].words)


def _title_below_rail(rows: Sequence[Row], core: Sequence[int]) -> int:
    """A headline below single sentences of other stories and above the story, else -1."""
    for i in range(core[0] + 1, min(core[-1], RAIL_ABOVE)):
        if rows[i].rule is not None or not _headline_like(rows[i]) or rows[i].words < 4:
            continue
        above = [rows[k] for k in core if k < i]
        below = [rows[k] for k in core if k > i]
        longer = sum(row.words for row in below) >= 2 * sum(row.words for row in above)
        if not (longer and all(single(row) for row in above)):
            return -1
        if apart(all_stems(above), all_stems(below)):
            return i
    return -1


def _same_title(line: str, title: str) -> bool:
    """Equal, or one cut from the other by a site's name or a breadcrumb."""
    if line == title:
        return True
    if len(title) < 20 or len(line) < 20:
        return False
    return line.endswith(title) or line.startswith(title) or title.startswith(line)


def _headline_like(row: Row) -> bool:
    low, high = HEADLINE
    return (
        low <= row.words <= high
        and (not row.stop or row.text[-1] in "?!”’\"'")
        and (not row.bullet and not ALONE.fullmatch(row.text) and not _is_place_line(row))
    )


def _shared(row: Row, stems: set[str]) -> int:
    return sum(word in stems for word in set(_CONTENT.findall(row.text.lower())))


def _opening(rows: Sequence[Row], at: int, first: int) -> int:
    """The row that opens a list above the first sentence ("The President signed into law:")."""
    for i in range(at + 1, first):
        if rows[i].rule is None and rows[i].words >= 4 and rows[i].text.endswith((":", ";")):
            return i
    return first


def _skip_standfirsts(rows: Sequence[Row], core: Sequence[int], first: int) -> int:
    """The first row of the body proper: standfirsts above it are labelled."""
    while True:
        later = [i for i in core if i > first]
        row = rows[first]
        if not later or row.turn or row.words > STANDFIRST or _dateline(row):
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
        if _dateline(rows[i]):
            for k in block[:place]:
                rows[k].mark("standfirst", "above the dateline")
            return i
        if rows[i].words > STANDFIRST or len(_SENTENCE_END.findall(rows[i].text)) > 1:
            break
    return first


def _dateline(row: Row) -> bool:
    found = None if row.turn else find_dateline(row.text)
    return found is not None and found.strong


def _is_place_line(row: Row) -> bool:
    return (
        row.words <= 6 and bool(PLACE_LINE.fullmatch(row.text)) and is_place(row.text.split(",")[0])
    )


def _top(rows: Sequence[Row], at: int, first: int, title: str | None) -> str | None:
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
        return _label_of(row), row.rule.id
    if i < at:
        return ("rail", "above the title") if row.words >= 5 else ("furniture", "above the title")
    if ALONE.fullmatch(row.text):
        return "furniture", "a date alone"
    if _is_place_line(row):
        return "dateline", "a place alone above the story"
    if row.words >= 8 and _LABELLED.match(row.text):
        return "caption", "a label, a colon and no full stop"
    if row.words >= 5:
        return "standfirst", "above the story"
    return "furniture", "short line above the story"


def _label_of(row: Row) -> LineLabel:
    assert row.rule is not None
    return (
        "caption"
        if row.rule.label == "caption"
        else ("rail" if row.rule.label == "rail" else "furniture")
    )


def _rules(rows: Sequence[Row]) -> None:
    """Rows that a line rule hits get its label; names with offices only above the story."""
    for row in rows:
        if row.rule is not None and row.kind != "office":
            row.mark(_label_of(row), row.rule.id)


def _signed_captions(rows: Sequence[Row], core: Sequence[int]) -> None:
    """A line with dateline and agency beside another with a dateline is a caption."""
    heads = [i for i in core if _dateline(rows[i])]
    signed = [i for i in heads if i + 1 < len(rows) and rows[i + 1].kind == "agency"]
    if len(heads) > len(signed):
        for i in signed:
            rows[i].mark("caption", "signed by an agency, beside a report with a dateline")


def _ages(rows: Sequence[Row], first: int) -> None:
    """A headline beside an age is another story's, and so is a sentence in a row of them."""
    ages = [i for i in range(first + 1, len(rows)) if rows[i].kind == "age"]
    for i in ages:
        for k in (i - 1, i + 1):
            if first < k < len(rows) and rows[k].kind != "age" and _rail_like(rows[k]):
                rows[k].mark("rail", "beside an age")
    pairs = [(i, k) for i, k in pairwise(ages) if k - i == 2 and single(rows[i + 1])]
    for i, _ in pairs:
        rows[i + 1].mark("rail", "between two ages")
    if not pairs:
        return
    # The ages of a rail stand all above or all below their sentences.
    edge = ages[0] - 1 if ages[-1] == len(rows) - 1 else ages[-1] + 1
    if first < edge < len(rows) and single(rows[edge]):
        rows[edge].mark("rail", "beside an age")


def _units(rows: Sequence[Row], first: int) -> None:
    """Headline, teaser and "Read more" are another story's."""
    for i in range(first + 3, len(rows)):
        more = rows[i].normal in {"read more", "continue reading", "full story", "more"}
        if more and single(rows[i - 1]) and not rows[i - 2].stop:
            rows[i - 1].mark("rail", "a teaser above its link")
            rows[i - 2].mark("rail", "a headline above its teaser")


def _rail_like(row: Row) -> bool:
    return row.words <= HEADLINE[1] and (not row.stop or row.truncated or row.text[-1] in "?!”’\"'")


def _below_sections(rows: Sequence[Row], first: int) -> None:
    """Headlines under "Related stories" and the like are other stories'."""
    under = False
    for row in rows[first:]:
        if row.kind in {"section", "related"}:
            under = row.kind == "section"
        elif row.rule is None and not _rail_like(row):
            under = False
        elif under:
            row.mark("rail", "under a heading of other stories")


def _truncated(rows: Sequence[Row], first: int, last: int) -> None:
    """A teaser cut by "..." beside a rail is no paragraph of this story."""
    for i in range(first + 1, len(rows)):
        row = rows[i]
        if row.label is None and row.truncated and not row.turn and row.words <= 80:
            beside = [rows[k] for k in (i - 1, i + 1) if first < k < len(rows)]
            if _dateline(row) or any(r.label == "rail" or r.truncated for r in beside):
                row.mark("rail", "a teaser cut off")


def _end_of_story(rows: Sequence[Row], core: Sequence[int], first: int) -> int:
    """Index of the last row of the story; what follows a break of marks is another story."""
    body = [i for i in core if i >= first]
    for before, after in pairwise(body):
        between = rows[before + 1 : after]
        if not between or sum(i <= before for i in body) < 2:
            continue
        if _breaks(between) or (_headed(between) and _apart(rows, body, after)):
            for row in rows[before + 1 :]:
                row.mark("rail", "below the end of the story")
            return before
    return body[-1]


def _breaks(between: Sequence[Row]) -> bool:
    """True for a headline among dates, ages and bylines of two kinds: another story begins."""
    kinds = {row.kind for row in between if row.kind in MARKS or ALONE.fullmatch(row.text)}
    return len(kinds) >= 2 and _headed(between)


def _headed(between: Sequence[Row]) -> bool:
    return any(row.rule is None and _headline_like(row) for row in between)


def _apart(rows: Sequence[Row], body: Sequence[int], after: int) -> bool:
    """True when the prose from `after` on opens a story about something else."""
    if not opens(rows[after]):
        return False
    above = all_stems(rows[i] for i in body if i < after)
    return apart(above, all_stems(rows[i] for i in body if i >= after))


def _strangers(rows: Sequence[Row], core: Sequence[int]) -> None:
    """Sentences below the story that share no word with it are other stories'."""
    body = [i for i in core if not rows[i].turn and rows[i].label is None]
    if sum(rows[i].words for i in body) < ENOUGH:
        return
    for i in trailing_strangers(rows, body):
        rows[i].mark("rail", "shares no word with the story")


def _middle(rows: Sequence[Row], first: int, last: int) -> None:
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
        elif row.words >= 7:
            row.mark("caption", "no full stop among paragraphs that have one")


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


def _tail(rows: Sequence[Row], last: int) -> None:
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
        elif i == last + 1 and len(_RUNNING.findall(row.text)) >= 2:
            row.mark("story", "last line, without a stop")
        elif row.words >= HEADLINE[0]:
            row.mark("rail", "a headline below the story")
        else:
            row.mark("furniture", "short line below the story")


def _names(rows: Sequence[Row]) -> bool:
    """True for a list of names: short lines without a word in lower case."""
    free = [row for row in rows if row.rule is None and row.label is None and not row.stop]
    if len(free) < 3 or len(free) < 0.8 * len(rows):
        return False
    plain = sum(bool(_LOWER_WORD.search(row.text)) for row in free)
    return sum(row.words for row in free) <= 5 * len(free) and plain * 3 <= len(free)


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
