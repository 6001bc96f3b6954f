"""`communique when`: what a temporal expression means on a publication day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from communique.detect.dates import detect_dates
from communique.detect.timex.absolute import EITHER_ORDER
from communique.detect.timex.feasts import is_left_open
from communique.model import DateMention, Interval
from communique.run.look import Answer, Facts, Reading
from communique.run.look_day import find_words, need_day
from communique.run.predict_items import story
from communique.run.predict_times_places import lay_sentences

_LONGEST = 20_000
_FRAMES = (
    ("looking back", "They met {}."),
    ("looking ahead", "They will meet {}."),
)
"""Sentences that put the words in the past and in the future."""
_EXAMPLES = ("last Friday", "on 5 May 2023", "in the first quarter of 2022", "two weeks ago")


def look_when(asked: str, published: str | None = None, text: str | None = None) -> Answer:
    """The days that the words mean; in `text`, the sentence or more that holds them, if given.

    `published` is an ISO day, month or year; without one relative words stay unresolved. Raises
    SettingsError for a date that is none and for a text that lacks the words.
    """
    day = need_day(published, "--published")
    words = " ".join(asked.split())[:_LONGEST]
    whole = " ".join(text.split())[:_LONGEST] if text is not None else words
    if not words:
        return Answer(asked, None, nearest=_EXAMPLES)
    found = _found(whole, day, *find_words(words, whole))
    if not found:
        return Answer(asked, None, nearest=_EXAMPLES)
    best = max(found, key=lambda mention: mention.end - mention.start)
    others = [_reading(m, whole) for m in found if m is not best]
    others += _orders(best)
    if text is None:
        others += _other_tenses(words, day, best)
    reading = _reading(best, whole)
    reasons = tuple(_reasons(best, whole[best.start : best.end], day, text is None))
    return Answer(asked, reading, tuple(others), reasons)


def _orders(best: DateMention) -> Iterator[Reading]:
    """The two days that "03/04/2021" may be."""
    if best.interval is not None and best.interval.basis == EITHER_ORDER:
        days = best.interval.start, best.interval.end
        for name, day in zip(("in one order", "in the other"), days, strict=True):
            yield Reading(name, {"from": day, "to": day, "days": 1, "type": "DATE", "value": day})


def _found(text: str, day: Interval | None, start: int, end: int) -> list[DateMention]:
    mentions = detect_dates(story(text, day), lay_sentences(text), day)
    return [m for m in mentions if m.start < end and start < m.end]


def _reading(mention: DateMention, text: str) -> Reading:
    return Reading(text[mention.start : mention.end], _facts(mention))


def _facts(mention: DateMention) -> Facts:
    days = mention.interval
    return {
        "from": days.start if days else None,
        "to": days.end if days else None,
        "days": _length(days),
        "type": mention.kind,
        "value": mention.value,
        "basis": days.basis if days else None,
    }


def _length(days: Interval | None) -> int | None:
    if days is None or days.start is None or days.end is None:
        return None
    return (date.fromisoformat(days.end[:10]) - date.fromisoformat(days.start[:10])).days + 1


def _other_tenses(words: str, day: Interval | None, best: DateMention) -> Iterator[Reading]:
    """What the words would mean in a sentence of the other tense, where that differs."""
    seen = {(best.value, best.interval and best.interval.start)}
    for name, frame in _FRAMES:
        at = frame.index("{")
        for mention in _found(frame.format(words), day, at, at + len(words)):
            key = (mention.value, mention.interval and mention.interval.start)
            if key not in seen:
                seen.add(key)
                yield Reading(f"{name}: {words}", _facts(mention))


def _reasons(mention: DateMention, words: str, day: Interval | None, alone: bool) -> Iterator[str]:
    if mention.value.endswith("_REF"):
        yield "a time that is not told more closely"
    elif mention.interval is not None:
        yield mention.interval.basis
    elif is_left_open(words):
        yield "a holiday or a day of another calendar: found, and left open"
    elif mention.kind in ("DATE", "TIME"):
        yield (
            "unresolved: which days these are depends on the day of publication, --published, "
            "or on a date told before, --text"
        )
    else:
        yield "a length or a repetition, of no certain days"
    if day is not None and day.start == day.end:
        yield f"published on {weekday(str(day.start))} {day.start}"
    elif day is not None:
        yield f"published between {day.start} and {day.end}"
    if alone and mention.interval is not None and mention.value.startswith("XXXX"):
        yield "the tense of its sentence would tell more: give it as --text"


def weekday(day: str) -> str:
    """The name of an ISO day's weekday."""
    return date.fromisoformat(day[:10]).strftime("%A")
