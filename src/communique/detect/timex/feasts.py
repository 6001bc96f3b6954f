"""Holidays and days of other calendars: found, and left open, for no table here tells the day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.detect.timex import calendar as cal
from communique.detect.timex.scene import ORD, YEAR, Reading, Scene
from communique.ontology.feasts import load_feasts

_NAMES = load_feasts()
_OPEN = "XXXX-XX-XX"
_EDGE = r"(?![\w’'-])(?!\s+(?-i:[A-Z])(?!(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)\w)"
"""Behind a holiday: no word with a capital, for "Easter Island" is none."""


def _any(kind: str) -> str:
    names = sorted(_NAMES[kind], key=len, reverse=True)
    return "|".join(re.escape(n).replace("'", "['’]").replace(r"\ ", r"\s+") for n in names)


FEAST = re.compile(rf"(?:{_any('feast')})(?:,?\s+(?P<y>{YEAR})\b|{_EDGE})")
_MONTH = rf"(?:{_any('month')}|{_any('season')})"
_ERA = r"\s*(?:AH|A\.H\.|SH|AM|BS|B\.S\.|Hijri)\b"
_SOLAR_YEAR = r"[1-9]\d{3}\b"
OTHER_MONTH = re.compile(
    rf"{_MONTH}\s+(?:\d{{1,2}}{ORD}\b(?:,?\s*{_SOLAR_YEAR})?|{_SOLAR_YEAR})(?:{_ERA})?"
)
OTHER_DAY = re.compile(
    rf"\d{{1,2}}{ORD}\s+(?:of\s+)?{_MONTH}\b(?:,?\s*{_SOLAR_YEAR})?(?:{_ERA})?|"
    rf"{_SOLAR_YEAR}{_ERA}|{_SOLAR_YEAR}\s+{_MONTH}\s+\d{{1,2}}\b"
)
SEASON_ALONE = re.compile(rf"(?:{_any('season')})\b")
_BEFORE = re.compile(
    r"\b(?:during|in|of|for|this|before|after|since|until|till|throughout|by|month|last|next|on)"
    r"\s+(?:the\s+)?$"
)
_LOOK_BACK = 20


def openers(*kinds: str) -> Iterator[str]:
    """The words with which names of these kinds begin."""
    for kind in kinds:
        for name in _NAMES[kind]:
            first = re.match(r"[A-Za-z]+", name)
            if first:
                yield first[0].lower()


def read_feast(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "Eid al-Fitr", "Christmas 2021": no day, at most a year."""
    if not match["y"]:
        return Reading("DATE", _OPEN)
    days = cal.days_of(match["y"])
    return Reading("DATE", f"{match['y']}-XX-XX", days, "the year of a holiday, its day left open")


def read_other_calendar(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "1 Muharram 1445", "1402 SH": a date of another calendar."""
    return Reading("DATE", _OPEN)


def read_season_of_faith(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "during Ramadan"; None without such a word before it, for people bear the name."""
    at = match.start()
    return (
        Reading("DATE", _OPEN) if _BEFORE.search(scene.text, max(0, at - _LOOK_BACK), at) else None
    )


def is_left_open(words: str) -> bool:
    """Whether the words are a holiday or a date of another calendar."""
    patterns = (FEAST, OTHER_MONTH, OTHER_DAY, SEASON_ALONE)
    return any(pattern.fullmatch(words) for pattern in patterns)
