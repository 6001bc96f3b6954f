"""Days as people and data sets write them: 2023-05-05, 2023-05, 20230505, 5 May 2023."""

from __future__ import annotations

import re
from datetime import date

from communique.clean.dates import day_interval, find_day
from communique.errors import SettingsError
from communique.model import Interval

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?:[T ].*)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?")
FIRST_YEAR, LAST_YEAR = 1000, 2999
"""A number outside is taken for a slip and no year."""


def read_day(text: str, basis: str) -> Interval | None:
    """The first and last day of what is written; None where it is no date."""
    text = text.strip()
    compact = _COMPACT.fullmatch(text)
    if compact:
        text = "-".join(compact.groups())
    iso = _ISO.fullmatch(text)
    if iso:
        parts = [iso["y"], *(f"{int(p):02}" for p in (iso["m"], iso["d"]) if p)]
        found = day_interval("-".join(parts), basis)
    else:
        found = day_interval(find_day(text)[0] or "", basis) if len(text) < 60 else None
    if found is None or not FIRST_YEAR <= int(str(found.start)[:4]) <= LAST_YEAR:
        return None
    return found


def need_day(text: str | None, option: str) -> Interval | None:
    """The days of an option of the command line; SettingsError where it is no date."""
    if text is None:
        return None
    found = read_day(text, "given")
    if found is None:
        raise SettingsError(f"{option} {text!r} is no date; write it as 2023-05-05")
    return found


def middle(days: Interval) -> str:
    """The ISO day in the middle of an interval that has both ends."""
    first, last = (date.fromisoformat(str(day)) for day in (days.start, days.end))
    return (first + (last - first) / 2).isoformat()


def find_words(words: str, text: str) -> tuple[int, int]:
    """Where whole words stand in a text, capitals alike if there is such a place.

    Raises SettingsError where they do not stand.
    """
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    found = re.search(pattern, text) or re.search(pattern, text, re.IGNORECASE)
    if found is None:
        raise SettingsError(f"--text does not hold {words!r}; write the words as they stand there")
    return found.span()
