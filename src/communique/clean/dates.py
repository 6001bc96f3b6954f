"""Days written in stamps and datelines."""

from __future__ import annotations

import calendar
import re
from datetime import date

from communique.model import Interval

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
MONTH = (
    "(?:" + "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True)) + r")\b\.?"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b[.,]?\s*)?"
YEARS = range(1900, 2101)
_NAMED = re.compile(
    rf"(?:(?P<m1>{MONTH})\s*(?P<d1>{DAY})\b|(?P<d2>{DAY})(?:\s+of)?[\s-]*(?P<m2>{MONTH}))"
    rf"(?:[\s,-]*(?P<y>(?:19|20)\d\d)\b)?",
    re.I,
)
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)\b")
ALONE = re.compile(
    rf"[(\[]?{WEEKDAY}(?:{MONTH}\s*{DAY}|{DAY}\s*[\s-]{MONTH})[\s,-]*(?:19|20)\d\d"
    r"(?:[\s,|–—-]+(?:at )?\d{1,2}[:.]\d\d.{0,20})?[)\].]?"
    r"|\(?\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\)?"
    r"|\(?(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?\)?",
    re.I,
)
"""A whole line that is a day with its year."""


def day_interval(iso: str, basis: str) -> Interval | None:
    """The days of an ISO year, month, day or time; None when it is no date."""
    parts = [int(part) for part in re.findall(r"\d+", iso[:10])]
    try:
        if len(parts) == 1:
            return Interval(f"{date(parts[0], 1, 1)}", f"{date(parts[0], 12, 31)}", basis)
        if len(parts) == 2:
            last = calendar.monthrange(parts[0], parts[1])[1]
            return Interval(
                f"{date(parts[0], parts[1], 1)}", f"{date(parts[0], parts[1], last)}", basis
            )
        day = f"{date(*parts[:3])}"
    except (ValueError, TypeError, calendar.IllegalMonthError):
        return None
    return Interval(day, day, basis)


def find_day(text: str) -> tuple[str | None, str]:
    """The ISO day that a stamp gives, or None with the reason ("ambiguous", "no year", …).

    05/06/2023 is ambiguous unless one number is above 12; with dots the day comes first.
    """
    iso = _ISO.search(text)
    if iso:
        return _valid(*(int(part) for part in iso.groups()))
    named = _NAMED.search(text)
    if named:
        if not named["y"]:
            return None, f"{named.group().strip()!r} has no year"
        month = MONTHS[(named["m1"] or named["m2"]).rstrip(".").lower()]
        digits = re.sub(r"\D", "", named["d1"] or named["d2"])
        return _valid(int(named["y"]), month, int(digits))
    numbers = _NUMBERS.search(text)
    if not numbers:
        return None, "no day"
    first, mark, second, year = numbers.groups()
    a, b = int(first), int(second)
    if a > 12 or mark == "." or a == b:
        return _valid(int(year), b, a)
    if b > 12:
        return _valid(int(year), a, b)
    return None, f"{numbers.group()!r} is ambiguous: day or month first?"


def _valid(year: int, month: int, day: int) -> tuple[str | None, str]:
    try:
        if year in YEARS:
            return date(year, month, day).isoformat(), ""
    except ValueError:
        pass
    return None, f"{year}-{month}-{day} is no day"
