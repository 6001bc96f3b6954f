"""What the rules share: the scene of an expression, pieces of patterns, the choice of a year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from communique.detect.timex import calendar as cal
from communique.detect.timex.calendar import Days
from communique.detect.timex.tense import Tense, tense_of
from communique.model import Sentence

Kind = Literal["DATE", "TIME", "DURATION", "SET"]


class Reading(NamedTuple):
    """What one expression means on one publication day."""

    kind: Kind
    value: str
    days: Days | None = None
    """None: the days that the value covers."""
    basis: str = "as stated"


@dataclass(slots=True)
class Scene:
    """What a rule may look at besides its own words."""

    text: str
    sentence: Sentence
    day: date | None
    """Publication day, None when unknown."""
    focus: Days | None = None
    """Last explicit date of the article so far: what "the same day" points at."""
    focus_at: int = -1
    """Offset where that date stands."""

    names_may: bool | None = None
    """Whether the article names a person May; None until asked."""

    def anchor(self, unit: str) -> date | None:
        """From where "the same day", "a week later" count: the last date told, else publication."""
        if self.focus is None or (unit == "day" and self.focus[0] != self.focus[1]):
            return self.day
        return self.focus[0]

    def tense(self, at: int) -> Tense | None:
        """Tense of the verb that governs the words at an offset."""
        return tense_of(self.sentence, self.text, at)


Handler = Callable[[re.Match[str], Scene], Reading | None]


ABBREVIATED = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"]
_MONTH_NAMES = [m.capitalize() for m in cal.MONTHS]
_MONTH_OF = {m: n for n, m in enumerate(cal.MONTHS, 1)} | {
    a.lower(): next(n for n, m in enumerate(cal.MONTHS, 1) if m.startswith(a.lower()))
    for a in ABBREVIATED
}
FULL = "|".join(_MONTH_NAMES + [m.upper() for m in _MONTH_NAMES])
MONTH = rf"(?:{FULL}|(?:{'|'.join(ABBREVIATED + [a.upper() for a in ABBREVIATED])})\b\.?)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])"
ORD = r"(?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]\d\d|20\d\d|21\d\d)"
DASH = r"\s*(?:-|–|—|to|and|until|through)\s*"
WEEKDAY = "|".join(d.capitalize() for d in cal.WEEKDAYS)
SEASON = "spring|summer|autumn|fall|winter"
SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
NUM = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{TENS})(?:[- ](?:{SMALL}))?|{SMALL}|"
    r"a\s+(?:couple\s+of|few|dozen)|an?(?:\s+half)?|half\s+an?|a\s+hundred|(?:a\s+)?couple\s+of|"
    r"(?:a\s+)?dozen|several|few|many|hundred|single)"
)
UNIT = "day|week|fortnight|month|quarter|year|decade|century|night|hour|minute|second"
UNITS = "days|weeks|fortnights|months|quarters|years|decades|centuries|nights|hours|minutes|seconds"
ZONE = r"(?:GMT|UTC|EST|EDT|ET|PST|PDT|BST|CET|CEST|IST|PKT|local\s+time|Moscow\s+time|hours|hrs)"
PART_OF_DAY = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "overnight": "NI",
    "tonight": "NI",
    "noon": "T12:00",
    "midnight": "T00:00",
}


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    return _MONTH_OF[name.lower().rstrip(".")]


def iso_value(year: int | None, month: int, day: int | None = None) -> str:
    """The TIMEX3 value of a month or day; XXXX for an unknown year."""
    first = f"{year:04}" if year else "XXXX"
    return f"{first}-{month:02}" + (f"-{day:02}" if day else "")


UNKNOWN = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "fortnight": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "decade": "XXX",
    "century": "XX",
}


def nearest(choices: Sequence[Days], day: date, tense: Tense | None, bias: int) -> Days:
    """The stretch nearest to the day; one against the tense counts `bias` times as far."""

    def distance(days: Days) -> int:
        first, last = days
        if first > day:
            return (first - day).days * (bias if tense == "past" else 1)
        if last < day:
            return (day - last).days * (bias if tense == "future" else 1)
        return 0

    return min(choices, key=distance)


def month_near(month: int, scene: Scene, at: int) -> Days | None:
    """The month's days in the year that fits publication and tense; None without publication."""
    if scene.day is None:
        return None
    choices = [cal.month_days(scene.day.year + n, month) for n in (-1, 0, 1)]
    tense = scene.tense(at)
    # Without a tense a bare month is rather the last one: "the October decision".
    return nearest(choices, scene.day, tense or "past", 12 if tense else 4)


def day_near(month: int, day: int, scene: Scene, at: int) -> date | None:
    """The day in the year that fits publication and tense; None without publication."""
    if scene.day is None:
        return None
    made = (cal.make_day(scene.day.year + n, month, day) for n in (-1, 0, 1))
    choices = [(d, d) for d in made if d]
    return nearest(choices, scene.day, scene.tense(at), 8)[0] if choices else None


def year_of(words: str | None) -> int | None:
    """The year that four or two digits say: "2019", "'82"."""
    if not words:
        return None
    digits = re.sub(r"\D", "", words)
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) > 40 else 2000)
