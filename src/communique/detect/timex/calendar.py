"""Calendar arithmetic of temporal expressions: TIMEX3 values, the days that they cover, numbers.

Values follow TIMEX3 (TimeML 1.2.1): "2023-05-05", "2023-05", "2023", "2023-W18", "2023-W18-WE",
"2023-Q2", "2023-H1", "2023-SU", "FY2023", "202" (a decade), "20" (a century).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

Days = tuple[date, date]
Part = Literal["start", "mid", "end"]

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
# Meteorological seasons of the northern half; winter is named after the year in which it begins.
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
UNITS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "Y",
    "century": "Y",
}
_TIMES = {"fortnight": 2, "decade": 10, "century": 100}
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = (
    {word: n for n, word in enumerate(_SMALL)}
    | {word: 10 * n for n, word in enumerate(_TENS, 2)}
    | {"a": 1, "an": 1, "single": 1, "couple": 2, "dozen": 12, "hundred": 100, "half": 0.5}
)
NUMBER_WORDS = frozenset(_WORDS) | {"several", "few", "many"}

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_PART = re.compile(r"(\d{4})-([QH])([1-4])$")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
_FISCAL = re.compile(r"FY(\d{4})$")


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar lacks it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_days(year: int, month: int) -> Days:
    """First and last day of a month; months past December run into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(max(year, MINYEAR), MAXYEAR)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def week_value(day: date) -> str:
    """The ISO week of a day as TIMEX3 value."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def days_of(value: str) -> Days | None:
    """First and last day that a TIMEX3 date value covers; None for durations and unknown parts."""
    value = value.split("T", 1)[0]
    for pattern, read in _READERS:
        if match := pattern.match(value):
            try:
                return read(match)
            except (ValueError, OverflowError):
                return None
    return None


def _read_day(match: re.Match[str]) -> Days:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return day, day


def _read_week(match: re.Match[str]) -> Days:
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    sunday = monday + timedelta(6)
    return (monday + timedelta(5) if match[3] else monday), sunday


def _read_part(match: re.Match[str]) -> Days:
    length = 3 if match[2] == "Q" else 6
    first = (int(match[3]) - 1) * length + 1
    year = int(match[1])
    return month_days(year, first)[0], month_days(year, first + length - 1)[1]


def _read_season(match: re.Match[str]) -> Days:
    year, first = int(match[1]), _SEASON_MONTH[match[2]]
    return month_days(year, first)[0], month_days(year, first + 2)[1]


def _read_fiscal(match: re.Match[str]) -> Days:
    # Fiscal years begin between the April before (India) and the April of (Japan) the named year.
    year = int(match[1])
    return date(year - 1, 4, 1), date(year + 1, 3, 31)


def _read_years(first: int, count: int) -> Days:
    return date(first, 1, 1), date(first + count - 1, 12, 31)


_READERS = (
    (_DAY, _read_day),
    (_MONTH, lambda m: month_days(int(m[1]), int(m[2]))),
    (_WEEK, _read_week),
    (_PART, _read_part),
    (_SEASON, _read_season),
    (_FISCAL, _read_fiscal),
    (re.compile(r"(\d{4})$"), lambda m: _read_years(int(m[1]), 1)),
    (re.compile(r"(\d{3})$"), lambda m: _read_years(int(m[1]) * 10, 10)),
    (re.compile(r"(\d{2})$"), lambda m: _read_years(int(m[1]) * 100, 100)),
)


def narrow(days: Days, part: Part) -> Days:
    """The first, middle or last third of a stretch of days."""
    first, last = days
    third = ((last - first).days + 1) // 3
    if part == "start":
        return first, first + timedelta(max(third - 1, 0))
    if part == "end":
        return last - timedelta(max(third - 1, 0)), last
    return first + timedelta(third), last - timedelta(third)


def shift(day: date, number: float, unit: str) -> date:
    """The day `number` units (day, week, month, quarter, year, decade, …) on; hours stay inside."""
    number *= _TIMES.get(unit, 1)
    code = UNITS[unit]
    try:
        if code in {"D", "W"}:
            return day + timedelta(round(number * (7 if code == "W" else 1)))
        if code.startswith("T"):
            return day + timedelta(seconds=0, days=int(number * {"TH": 1 / 24}.get(code, 0)))
        months = round(number * {"M": 1, "Q": 3, "Y": 12}[code])
        first, last = month_days(day.year, day.month + months)
        return first.replace(day=min(day.day, last.day))
    except (OverflowError, ValueError):
        return day


def number_of(words: str) -> float | None:
    """The number that words or digits say; None for "several" and the like."""
    words = words.lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    total: float = 0
    known = False
    for word in re.findall(r"[a-z]+", words):
        if word in {"of", "and"} or (word in {"a", "an"} and " " in words):
            continue
        if word not in _WORDS:
            return None
        total, known = total + _WORDS[word], True
    return total if known else None


def duration_value(number: float | None, unit: str) -> str:
    """The TIMEX3 duration of a number of units: "P2D", "PT12H", "PXY"."""
    code = UNITS[unit]
    figure = "X" if number is None else f"{number * _TIMES.get(unit, 1):g}"
    return f"PT{figure}{code[1]}" if code.startswith("T") else f"P{figure}{code}"


def value_at(day: date, unit: str) -> str:
    """The TIMEX3 value of the day, week, month, quarter, year, decade or century a day lies in."""
    if unit == "week":
        return week_value(day)
    if unit == "weekend":
        return week_value(day) + "-WE"
    if unit == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    lengths = {"month": 7, "year": 4, "decade": 3, "century": 2}
    return day.isoformat()[: lengths.get(unit, 10)]
