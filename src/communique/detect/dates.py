"""Dates, times, durations and sets: temporal expressions of news, as intervals with a basis.

Words that can open an expression are looked up in a table; only there are patterns tried. What an
expression means is told by the publication day, or by both ends of a publication window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from communique.detect.timex import absolute, feasts, relative, spans
from communique.detect.timex import calendar as cal
from communique.detect.timex.calendar import Days
from communique.detect.timex.scene import ABBREVIATED, SMALL, TENS, WEEKDAY, Handler, Reading, Scene
from communique.model import Article, DateMention, Interval, Sentence

_NUMBER_STARTS = sorted(cal.NUMBER_WORDS) + SMALL.split("|") + TENS.split("|") + ["half"]
_RULES: tuple[tuple[str, re.Pattern[str], Handler], ...] = (
    ("@feast", feasts.FEAST, feasts.read_feast),
    ("@calendar", feasts.OTHER_MONTH, feasts.read_other_calendar),
    ("#", feasts.OTHER_DAY, feasts.read_other_calendar),
    ("@season", feasts.SEASON_ALONE, feasts.read_season_of_faith),
    ("#", absolute.ISO_DATE, absolute.read_iso_date),
    ("#", absolute.NUMERIC, absolute.read_numeric),
    ("#", absolute.DAY_MONTH, absolute.read_date_with_day),
    ("@month", absolute.MONTH_OF_YEAR, absolute.read_month_of_year),
    (
        "the first second third fourth last final",
        absolute.WEEK_OF_MONTH,
        absolute.read_week_of_month,
    ),
    ("the week", absolute.WEEK_OF_DAY, absolute.read_week_of_day),
    ("@month", absolute.MONTH_DAY, absolute.read_date_with_day),
    ("@month", absolute.MONTH_YEAR, absolute.read_month_and_year),
    ("@month", absolute.LONE_MONTH, absolute.read_lone_month),
    ("# between from", absolute.YEAR_RANGE, absolute.read_year_range),
    ("#", absolute.CENTURY, absolute.read_century),
    ("#", absolute.DECADE, absolute.read_decade),
    ("the first second third fourth final last #", absolute.QUARTER, absolute.read_quarter),
    ("q h", absolute.SHORT_QUARTER, absolute.read_quarter),
    ("the fiscal financial fy", absolute.FISCAL, absolute.read_fiscal),
    (
        "the last this next current previous ongoing outgoing coming",
        absolute.FISCAL_RELATIVE,
        absolute.read_fiscal_relative,
    ),
    ("the spring summer autumn fall winter", absolute.SEASON_YEAR, absolute.read_season),
    ("in during by until since early late", absolute.SEASON_ALONE, absolute.read_season_alone),
    ("#", spans.CLOCK, spans.read_clock),
    ("#", absolute.ONLY_YEAR, absolute.read_only_year),
    ("the", absolute.WORD_DECADE, absolute.read_word_decade),
    (
        "earlier later late early today yesterday tomorrow tonight overnight the this last",
        relative.DEICTIC,
        relative.read_deictic,
    ),
    (
        "@weekday last this next coming past previous following",
        relative.NAMED_DAY,
        relative.read_named_day,
    ),
    (
        "the last past next coming previous following recent",
        spans.STRETCH,
        spans.read_stretch_words,
    ),
    (
        "the earlier later early late last this next past previous coming current upcoming "
        "preceding following same",
        relative.RELATIVE,
        relative.read_relative,
    ),
    ("# @number", spans.AGO, spans.read_ago),
    ("once twice per three four five several", spans.RATE, spans.read_rate),
    ("# @number", spans.DURATION, spans.read_duration),
    ("every each", spans.EVERY, spans.read_every),
    (" ".join(spans.OFTEN), spans.FREQUENCY, spans.read_frequency),
    ("year", spans.YEAR_END, spans.read_year_end),
    ("decades years months weeks days hours minutes", spans.BARE_UNITS, spans.read_bare_units),
    ("the that", spans.THE_UNIT, spans.read_the_unit),
    (
        "currently now at nowadays for recently recent in the soon",
        spans.REFERENCES,
        spans.read_reference,
    ),
)


def _openers(starts: str) -> Iterator[str]:
    for word in starts.split():
        if word == "@month":
            yield from cal.MONTHS
            yield from (a.lower() for a in ABBREVIATED)
        elif word == "@weekday":
            yield from cal.WEEKDAYS
        elif word == "@feast":
            yield from feasts.openers("feast")
        elif word == "@calendar":
            yield from feasts.openers("month", "season")
        elif word == "@season":
            yield from feasts.openers("season")
        elif word == "@number":
            yield from _NUMBER_STARTS
        else:
            yield word


def _table() -> dict[str, tuple[tuple[re.Pattern[str], Handler], ...]]:
    table: dict[str, list[tuple[re.Pattern[str], Handler]]] = {}
    for starts, pattern, handler in _RULES:
        for opener in dict.fromkeys(_openers(starts)):
            for form in {opener, opener.capitalize(), opener.upper()}:
                table.setdefault(form, []).append((pattern, handler))
    return {word: tuple(rules) for word, rules in table.items()}


_BY_OPENER = _table()
_WORD = re.compile(r"[A-Za-z]+|\d+")
_NUMBER_RULES = _BY_OPENER["#"]


_EDGE = re.compile(
    r"(?:\b(?P<a>early|late|mid)[\s-]+(?:in\s+)?|"
    r"\b(?:the\s+)?(?:very\s+)?(?P<b>beginning|start|end|middle|close|turn)(?:\s+of\s+(?:the\s+)?|-))$",
    re.IGNORECASE,
)
_EDGE_PART: dict[str, cal.Part] = {
    "early": "start",
    "beginning": "start",
    "start": "start",
    "turn": "start",
    "mid": "mid",
    "middle": "mid",
    "late": "end",
    "end": "end",
    "close": "end",
}


def detect_dates(
    article: Article, sentences: Sequence[Sentence], published: Interval | None
) -> tuple[DateMention, ...]:
    """The temporal expressions of the sentences, in order, without overlaps.

    `published` is a day or a window. Under a window the interval of a relative expression covers
    all days that it may mean. Without one such expressions keep an incomplete value
    ("XXXX-WXX-5") and the interval None. A line that holds nothing but the publication day is the
    page's own stamp and gives no mention.
    """
    days = _publication_days(published)
    last = days[-1].isoformat() if days else None
    found: list[DateMention] = []
    scene = Scene(article.text, Sentence(0, 0, (), False), None)
    for index, sentence in enumerate(sentences):
        scene.sentence = sentence
        for match, handler, reading in _matches(scene, days):
            meaning = _meaning(match, handler, reading, scene, days)
            mention = _mention(index, match.span(), meaning, scene, last)
            if not _is_stamp(mention, article.text, published):
                found.append(mention)
    return tuple(found)


def _publication_days(published: Interval | None) -> tuple[date, ...]:
    if published is None:
        return ()
    ends: list[date] = []
    for text in (published.start, published.end):
        try:
            ends.append(date.fromisoformat((text or "")[:10]))
        except ValueError:
            return ()
    return tuple(dict.fromkeys(ends))


def _matches(
    scene: Scene, days: tuple[date, ...]
) -> Iterator[tuple[re.Match[str], Handler, Reading]]:
    """Expressions of the sentence, read for the last publication day."""
    text, start, end = scene.text, scene.sentence.start, scene.sentence.end
    free = start
    for word in _WORD.finditer(text, start, end):
        at = word.start()
        if at < free:
            continue
        rules = _BY_OPENER.get(word[0]) or (_NUMBER_RULES if word[0].isdigit() else ())
        if not rules or (at and text[at - 1] in "-_/@#" and not _after_prefix(text, at)):
            continue
        scene.day = days[-1] if days else None
        for pattern, handler in rules:
            match = pattern.match(text, at, end)
            reading = handler(match, scene) if match else None
            if match and reading:
                free = match.end()
                yield match, handler, reading
                break


def _after_prefix(text: str, at: int) -> bool:
    """True behind "mid-" or a range dash: "mid-2011", "pre-2014", "Beijing-Monday" is not."""
    return (
        text[max(0, at - 5) : at]
        .lower()
        .endswith(("mid-", "pre-", "post-", "early-", "late-", "end-"))
    )


def _meaning(
    match: re.Match[str],
    handler: Handler,
    reading: Reading,
    scene: Scene,
    days: tuple[date, ...],
) -> tuple[Reading, Days | None]:
    """The reading and its days; under a window the readings of both ends are joined."""
    readings = [reading]
    for day in days[:-1]:
        scene.day = day
        if other := handler(match, scene):
            readings.append(other)
    covers = [r.days or cal.days_of(r.value) for r in readings]
    known = [c for c in covers if c]
    if len(known) != len(covers):
        return reading, None
    if len({r.value for r in readings}) > 1:
        scene.day = None
        unknown = handler(match, scene) or reading
        reading = Reading(reading.kind, unknown.value, None, f"{reading.basis}, a window")
    return reading, (min(c[0] for c in known), max(c[1] for c in known))


_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)


def _mention(
    index: int,
    span: tuple[int, int],
    meaning: tuple[Reading, Days | None],
    scene: Scene,
    published: str | None,
) -> DateMention:
    reading, days = meaning
    start, end = span
    edge = _EDGE.search(scene.text, max(scene.sentence.start, start - 24), start)
    if edge and days and reading.kind == "DATE" and days[0] != days[1]:
        start = edge.start()
        days = cal.narrow(days, _EDGE_PART[(edge["a"] or edge["b"]).lower()])
    if days and reading.kind in {"DATE", "TIME"}:
        scene.focus, scene.focus_at = days, start
    interval = Interval(days[0].isoformat(), days[1].isoformat(), reading.basis) if days else None
    if interval and _SINCE.search(scene.text, max(scene.sentence.start, start - 12), start):
        interval = Interval(interval.start, published, f"since then, {reading.basis}")
    return DateMention(index, start, end, reading.kind, reading.value, interval)


_STAMP_LENGTH = 80
"""A line that only gives the day is short."""


def _is_stamp(mention: DateMention, text: str, published: Interval | None) -> bool:
    if published is None or mention.interval is None or mention.interval.start != published.start:
        return False
    line_start = text.rfind("\n", 0, mention.start) + 1
    line_end = text.find("\n", mention.end)
    if (line_end if line_end >= 0 else len(text)) - line_start > _STAMP_LENGTH:
        return False
    around = (
        text[line_start : mention.start] + text[mention.end : line_end if line_end >= 0 else None]
    )
    return not re.sub(rf"\W|{WEEKDAY}", "", around)


_DEADLINE = re.compile(
    r"\b(?P<w>by|before|within|until|till|no\s+later\s+than|not\s+later\s+than|at\s+the\s+latest\s+(?:by|in))"
    r"\s+(?:the\s+)?(?:(?:early|mid|late|end\s+of|beginning\s+of|close\s+of|year)[\s-]+(?:the\s+)?)?$",
    re.IGNORECASE,
)


def as_deadline(mention: DateMention, text: str) -> Interval | None:
    """The time within which something is due: (None or first day, last day), from a mention.

    Looks for "by", "before", "within", "until" and the like in front of the mention. None where
    none stands there or the mention has no days.
    """
    cue = _DEADLINE.search(text, max(0, mention.start - 40), mention.start)
    if cue is None or mention.interval is None or mention.interval.end is None:
        return None
    word = re.sub(r"\s+", " ", cue["w"].lower())
    if word == "within" and mention.kind == "DURATION":
        return Interval(mention.interval.start, mention.interval.end, "within")
    last = mention.interval.end
    if word == "before" and mention.interval.start:
        last = cal.shift(date.fromisoformat(mention.interval.start), -1, "day").isoformat()
    return Interval(None, last, word)
