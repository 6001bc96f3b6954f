"""Days by name and "last", "this", "next": dates that need the day of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.detect.timex import calendar as cal
from communique.detect.timex.scene import (
    DAY,
    FULL,
    MONTH,
    ORD,
    PART_OF_DAY,
    SEASON,
    UNKNOWN,
    WEEKDAY,
    Kind,
    Reading,
    Scene,
    iso_value,
    month_number,
)
from communique.detect.timex.spans import stretch
from communique.detect.timex.tense import Tense

DEICTIC = re.compile(
    r"(?P<mod>(?:earlier|later|late|early)\s+)?(?P<w>today|yesterday|tomorrow|tonight|overnight|"
    r"the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|"
    r"this\s+(?:morning|afternoon|evening)|last\s+night)\b(?:['’]s)?(?:\s+(?P<p>morning|afternoon|evening|night)\b)?",
    re.IGNORECASE,
)
_DEICTIC_SHIFT = {"yesterday": -1, "tomorrow": 1, "last night": -1}


def read_deictic(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "today", "yesterday evening", "this morning"."""
    word = re.sub(r"\s+", " ", match["w"].lower())
    step = _DEICTIC_SHIFT.get(word, 0)
    if word.startswith("the day"):
        step = -2 if "before" in word else 2
    part = PART_OF_DAY.get((match["p"] or word.split()[-1]).lower(), "")
    if word == "overnight":
        step = 0
    suffix = f"T{part}" if part else ""
    kind: Kind = "TIME" if part else "DATE"
    if scene.day is None:
        return Reading(kind, "XXXX-XX-XX" + suffix)
    day = cal.shift(scene.day, step, "day")
    first = cal.shift(day, -1, "day") if word == "overnight" else day
    return Reading(kind, day.isoformat() + suffix, (first, day), f"{word} of publication")


NAMED_DAY = re.compile(
    rf"(?:(?P<r>last|this|next|coming|past|previous|following)\s+)?(?P<d>{WEEKDAY}|{WEEKDAY.upper()})(?P<poss>['’]s)?"
    r"(?:\s+(?P<p>morning|afternoon|evening|night|noon)\b)?(?P<w>\s+(?P<wr>last|next|this)\s+week\b)?(?![\w-]*\w)"
)
_NOT_DAY_BEFORE = re.compile(r"\b(?:Good|Black|Bloody|Super|Easter|Ash|Palm|Holy|Boxing|Cyber)\s+$")
_NOT_DAY_AFTER = re.compile(
    r"\s+(?:Times|Mail|Telegraph|Express|Mirror|Independent|Herald|Guardian|Mosque|Agreement|Morning\s+Herald|Night\s+Live)\b"
)
_DATE_FOLLOWS = re.compile(
    rf",?\s+\(?(?:the\s+)?(?:{MONTH}\s+{DAY}|{DAY}{ORD}\s+(?:of\s+)?{MONTH})(?!\d)"
)


def read_named_day(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "on Friday", "last Monday", "Friday morning"."""
    if _NOT_DAY_BEFORE.search(scene.text, max(0, match.start() - 10), match.start()):
        return None
    if _NOT_DAY_AFTER.match(scene.text, match.end()) or _DATE_FOLLOWS.match(
        scene.text, match.end()
    ):
        return None
    number = cal.WEEKDAYS.index(match["d"].lower())
    part = PART_OF_DAY.get((match["p"] or "").lower(), "")
    suffix = (part if part.startswith("T") else f"T{part}") if part else ""
    kind: Kind = "TIME" if part else "DATE"
    if scene.day is None:
        return Reading(kind, f"XXXX-WXX-{number + 1}{suffix}")
    tense = scene.tense(match.start())
    if match["wr"]:
        weeks = {"last": -1, "next": 1}.get(match["wr"].lower(), 0)
        day = cal.shift(scene.day, 7 * weeks + number - scene.day.weekday(), "day")
        return Reading(kind, day.isoformat() + suffix, (day, day), f"weekday of {match['wr']} week")
    day, basis = _weekday(number, match["r"], scene.day, tense)
    return Reading(kind, day.isoformat() + suffix, (day, day), basis)


def _weekday(number: int, word: str | None, day: date, tense: Tense | None) -> tuple[date, str]:
    back = (day.weekday() - number) % 7
    monday = day - timedelta(day.weekday())
    word = (word or "").lower()
    if word in {"last", "past", "previous"}:
        # Said on a Friday "last Thursday" may also be a week earlier; the nearer one is taken.
        return cal.shift(day, -(back or 7), "day"), "last such weekday before publication"
    if word in {"next", "following"}:
        return cal.shift(monday, 7 + number, "day"), "weekday of the week after publication"
    if word == "this":
        return cal.shift(monday, number, "day"), "weekday of the week of publication"
    if tense == "future" or word == "coming":
        return cal.shift(day, (number - day.weekday()) % 7, "day"), "weekday after publication"
    basis = "weekday of publication" if back == 0 else "weekday before publication"
    return cal.shift(day, -back, "day"), basis


# ---------------------------------------------------------------- last, this, next

RELATIVE = re.compile(
    r"(?:(?P<the>the)\s+)?(?:(?P<mod>earlier|later|early|late)\s+)?"
    r"(?P<r>last|this|next|past|previous|coming|current|upcoming|preceding|following|same)\s+"
    rf"(?:(?P<u>weekend|day|week|month|quarter|year|decade|century|fortnight)\b|(?P<m>{FULL})\b(?!\s+\d)|(?P<s>{SEASON})\b)(?:['’]s)?",
    re.IGNORECASE,
)
_STEP = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "following": 1,
}


def read_relative(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "last year", "earlier this week", "next March", "the same day"."""
    word = match["r"].lower()
    if match["m"]:
        return _relative_month(match["m"], word, scene)
    if match["s"]:
        return _relative_season(match["s"].lower(), word, scene)
    unit = match["u"].lower()
    if match["the"] and word in {"last", "past", "next", "coming"} and unit != "weekend":
        return stretch(1, unit, word, scene)
    if word == "same" and not match["the"]:
        return None
    anaphoric = word in {"same", "previous", "preceding", "following"} or (
        bool(match["the"]) and unit == "day"
    )
    base = scene.anchor(unit) if anaphoric else scene.day
    if unit == "day" and not anaphoric:
        return None
    if base is None:
        return Reading("DATE", UNKNOWN.get(unit, "XXXX"))
    step = _STEP.get(word, 0)
    target = cal.shift(base, step, "week" if unit == "weekend" else unit)
    basis = f"{word} {unit}, from {'the date before it' if anaphoric else 'publication'}"
    return _with_part(cal.value_at(target, unit), match["mod"], scene.day, basis)


def _with_part(value: str, part: str | None, day: date | None, basis: str) -> Reading:
    """Reads "earlier this week" ends on the publication day, "later this year" begins there."""
    days = cal.days_of(value)
    part = (part or "").lower()
    if days and day and days[0] <= day <= days[1]:
        if part == "earlier":
            days = (days[0], day)
        elif part == "later":
            days = (day, days[1])
    if days and part in {"early", "late"}:
        days = cal.narrow(days, "start" if part == "early" else "end")
    return Reading("DATE", value, days, basis)


def _relative_month(name: str, word: str, scene: Scene) -> Reading | None:
    month = month_number(name)
    if scene.day is None:
        return Reading("DATE", iso_value(None, month))
    year = scene.day.year
    if word in {"last", "past", "previous"} and month >= scene.day.month:
        year -= 1
    if word in {"next", "coming"} and month <= scene.day.month:
        year += 1
    return Reading("DATE", iso_value(year, month), None, f"{word} {name}, from publication")


def _relative_season(name: str, word: str, scene: Scene) -> Reading | None:
    code = cal.SEASONS[name]
    if scene.day is None:
        return Reading("DATE", f"XXXX-{code}")
    year = scene.day.year
    start = cal.days_of(f"{year}-{code}")
    if start and word in {"last", "past", "previous"} and start[1] >= scene.day:
        year -= 1
    if start and word in {"next", "coming"} and start[0] <= scene.day:
        year += 1
    return Reading("DATE", f"{year}-{code}", None, f"{word} {name}, from publication")
