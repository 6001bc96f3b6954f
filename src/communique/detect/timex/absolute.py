"""Dates that say themselves when they are: days, months, years, decades, quarters, seasons."""

from __future__ import annotations

import re
from datetime import date

from communique.detect.timex import calendar as cal
from communique.detect.timex.calendar import Days
from communique.detect.timex.scene import (
    DASH,
    DAY,
    FULL,
    MONTH,
    ORD,
    SEASON,
    YEAR,
    Reading,
    Scene,
    day_near,
    iso_value,
    month_near,
    month_number,
    nearest,
    year_of,
)

ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")
MONTH_DAY = re.compile(
    rf"(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>{DAY}){ORD}(?![\d:%]|[.,]\d)"
    rf"(?:{DASH}(?P<m2>{MONTH}\s+)?(?P<d2>{DAY}){ORD}(?![\d:%]|,\d))?(?:,?\s+(?P<y>{YEAR})(?!\d))?"
)
DAY_MONTH = re.compile(
    rf"(?P<d>{DAY}){ORD}(?:\s*(?P<dash>-|–|to|and|until)\s*(?P<d2>{DAY}){ORD})?\s+(?:day\s+)?"
    rf"(?:of\s+)?(?P<m>{MONTH})(?![a-z])(?:,?\s+(?:of\s+)?(?P<y>{YEAR})(?!\d))?"
)
MONTH_YEAR = re.compile(
    rf"(?P<m>{MONTH})(?:(?:-|–|\s+(?:and|to)\s+)(?P<m2>{MONTH}))?(?:\s+of)?,?\s+(?P<y>{YEAR})(?!\d)"
)
NUMERIC = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\d/.]\d|\d)")
YEAR_RANGE = re.compile(
    rf"(?:(?:between\s+(?P<and>)|from\s+))?(?P<a>{YEAR})"
    rf"(?:-|–|—|/|\s+(?:to|until|through|(?(and)and|to))\s+)(?P<b>{YEAR}|\d\d)"
    r"(?![\d%-]|[.,]\d)(?!\s+(?:percent|per\s+cent|people|troops|soldiers))"
)
ONLY_YEAR = re.compile(rf"{YEAR}(?![\d%:/°]|[.,]\d|[-–]\w|\s\d{{3}})")
DECADE = re.compile(r"((?:1[5-9]|20)\d)0['’]?s\b|['’]?([1-9])0['’]?s\b")


def _between(first: date | None, last: date | None) -> Days | None:
    return (first, last) if first and last and first <= last else None


def read_iso_date(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "2023-05-05", with or without a time."""
    value = match[0][:16] if "T" in match[0] else match[0]
    return Reading("DATE", value) if cal.days_of(value) else None


def read_date_with_day(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "May 5, 2023", "5-7 May", "May 30 to June 2"."""
    month, number = month_number(match["m"]), int(match["d"])
    year, basis = year_of(match["y"]), "as stated"
    if cal.make_day(year or 2000, month, number) is None:
        return None
    if year is None:
        near = day_near(month, number, scene, match.start())
        year = near.year if near else None
        basis = "nearest to publication" if near else basis
    if match["d2"] is None:
        return Reading("DATE", iso_value(year, month, number), None, basis)
    last_month = match.groupdict().get("m2")
    month2 = month_number(last_month.strip()) if last_month else month
    if year is None:
        return Reading("DATE", iso_value(None, month, number), None, basis)
    first = cal.make_day(year, month, number)
    last = cal.make_day(year + (month2 < month), month2, int(match["d2"]))
    return Reading("DATE", iso_value(year, month, number), _between(first, last), basis)


MONTH_OF_YEAR = re.compile(
    rf"(?P<m>{FULL})\s+(?:of\s+)?(?P<r>last|this|next)\s+year\b", re.IGNORECASE
)
WEEK_OF_MONTH = re.compile(
    rf"(?:the\s+)?(?P<n>first|second|third|fourth|last|final)\s+(?:full\s+)?week\s+(?:of|in)\s+"
    rf"(?P<m>{FULL})(?:,?\s+(?P<y>{YEAR})(?!\d))?",
    re.IGNORECASE,
)
WEEK_OF_DAY = re.compile(
    rf"(?:the\s+)?week\s+of\s+(?P<m>{FULL})\s+(?P<d>{DAY}){ORD}(?:,?\s+(?P<y>{YEAR})(?!\d))?",
    re.IGNORECASE,
)


def read_week_of_day(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the week of May 8"."""
    month, number, year = month_number(match["m"]), int(match["d"]), year_of(match["y"])
    if year:
        day = cal.make_day(year, month, number)
    else:
        day = day_near(month, number, scene, match.start())
    return Reading("DATE", cal.week_value(day) if day else "XXXX-WXX", None, "week of a day")


def read_month_of_year(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "October of next year"."""
    year = _relative_year(f"{match['r']} year", scene)
    return Reading("DATE", iso_value(year, month_number(match["m"])), None, "from publication")


def read_week_of_month(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the last week of March"."""
    month = month_number(match["m"])
    year = year_of(match["y"])
    near = None if year else month_near(month, scene, match.start())
    days = cal.month_days(year, month) if year else near
    if days is None:
        return Reading("DATE", "XXXX-WXX")
    number = _ORDINALS[match["n"].lower()]
    last = match["n"].lower() in {"last", "final"}
    day = days[1] if last else cal.shift(days[0], 7 * number - 4, "day")
    return Reading("DATE", cal.week_value(day), None, "week of a month")


def read_month_and_year(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "March 2020", "March-April 2020"."""
    year, month = int(match["y"]), month_number(match["m"])
    days = None
    if match["m2"]:
        last = cal.month_days(year, month_number(match["m2"]))[1]
        days = _between(cal.month_days(year, month)[0], last)
    return Reading("DATE", iso_value(year, month), days)


_MAY_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|last|next|this|of|from|early|late|mid|to|between|before|after|"
    r"during|for)[\s-]+(?:early\s+|late\s+|mid[\s-])?$",
    re.IGNORECASE,
)
LONE_MONTH = re.compile(rf"(?P<m>{FULL})(?![\w-]*[a-z])(?!\s+\d)")
_SURNAME_MAY = re.compile(r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Minister)\s+May\b")


def _names_may(scene: Scene) -> bool:
    if scene.names_may is None:
        scene.names_may = _SURNAME_MAY.search(scene.text) is not None
    return scene.names_may


def read_lone_month(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "in March": the month nearest to publication that the tense allows."""
    word = match["m"]
    if word.lower() in {"may", "march", "august"}:
        before = scene.text[max(0, match.start() - 24) : match.start()]
        if not _MAY_BEFORE.search(before):
            return None
        if word == "May" and before.endswith("by ") and _names_may(scene):
            return None
    days = month_near(month_number(word), scene, match.start())
    if days is None:
        return Reading("DATE", iso_value(None, month_number(word)))
    return Reading(
        "DATE", iso_value(days[0].year, days[0].month), None, "month nearest to publication"
    )


EITHER_ORDER = "day and month in unknown order"
_RECENT = 60
"""Days within which a date near to publication is the one that is meant."""


def read_numeric(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "05/06/2023": the order of day and month that is nearer to publication."""
    year = year_of(match[4]) or 0
    first, second = int(match[1]), int(match[3])
    orders = {cal.make_day(year, second, first), cal.make_day(year, first, second)} - {None}
    days = sorted(d for d in orders if d)
    if not days:
        return None
    if len(days) == 1:
        return Reading("DATE", days[0].isoformat())
    day = scene.day
    near = min(days, key=lambda d: abs((d - day).days)) if day else None
    if day is None or near is None or abs((near - day).days) > _RECENT:
        return Reading("DATE", f"{year}-XX-XX", (days[0], days[1]), EITHER_ORDER)
    return Reading("DATE", near.isoformat(), None, "order nearest to publication")


def read_year_range(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "2018-2022", "between 2018 and 2022"."""
    first = int(match["a"])
    last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
    if last <= first or last - first > 200:
        return None
    days = (date(first, 1, 1), date(last, 12, 31))
    return Reading("DURATION", f"P{last - first}Y", days, "stated range")


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|between|and|of|the|during|before|after|early|late|mid|to|"
    r"through|for|around|about|than|year|years|election|elections|[A-Z][a-z]{2,}\.?)[\s-]+|[(,;:/–-]\s*|"
    r"['’]s\s+)$",
    re.IGNORECASE,
)
_NOT_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥₹#.,/:\d+-]|\b(?:US\$|Rs\.?|No\.?|UNSCR|UNGA|SCR|Article|Articles|Section|Resolution|resolution|Flight|"
    r"flight|room|page|Route|Law|Act|than|about|around|over|nearly|almost|some|least|only|up to|"
    r"euros|dollars)\s*)$"
)
_SURELY_YEAR = re.compile(r"\b(?:in|since|by|until|during|year)\s+$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?!elections\b|polls\b|talks\b|sanctions\b|floods\b|protests\b|attacks\b|clashes\b|riots\b|"
    r"accords\b|Olympics\b|was\b|is\b|has\b|as\b|this\b|does\b|goals\b|hostilities\b)"
    r"(?:[a-z]+ing\s+)?(?:[a-z]+(?<!s)s|people|men|women|km|kilomet\w+|metres?|meters?|feet|percent|"
    r"per\s+cent|tons|tonnes|hours|hrs|GMT|UTC|personnel|troops|children|million|billion)\b"
)


def read_only_year(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "2019", where the words around do not count, number or measure something."""
    before = scene.text[max(0, match.start() - 16) : match.start()]
    year = int(match[0])
    if _NOT_YEAR_BEFORE.search(before) and not before.endswith("-"):
        return None
    expected = _YEAR_BEFORE.search(before) is not None
    if year < 1900 and not expected:
        return None
    # "in 2015 floods hit", but "a force of 2000 soldiers".
    if not _SURELY_YEAR.search(before) and _COUNTED.match(scene.text, match.end()):
        return None
    return Reading("DATE", match[0])


_AGE_BEFORE = re.compile(r"\b(?:his|her|their|my|your|our|the\s+low|the\s+high)\s+(?:\w+\s+)?$")


def read_decade(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the 1990s", "'80s"; "in his 70s" is an age."""
    if _AGE_BEFORE.search(scene.text, max(0, match.start() - 24), match.start()):
        return None
    return Reading("DATE", match[1] or f"{20 if match[2] in '12' else 19}{match[2]}")


WORD_DECADE = re.compile(
    r"(?:the\s+)(?:early\s+|mid[- ]|late\s+)?(twen|thir|for|fif|six|seven|eigh|nine)ties\b"
)
CENTURY = re.compile(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)[\s-]+century\b")


def read_word_decade(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "the nineties"."""
    ordinal = ["twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"].index(match[1]) + 2
    return Reading("DATE", f"19{ordinal}")


def read_century(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the 19th century"."""
    number = int(match[1]) - 1
    return Reading("DATE", f"{number:02}") if 0 < number < 30 else None


# ---------------------------------------------------------------- quarters, fiscal years, seasons

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_OF_YEAR = (
    r"(?:\s+(?:of|in)\s+(?:the\s+)?(?:(?:fiscal|calendar|financial)\s+)?"
    rf"(?P<y>{YEAR}|this\s+year|last\s+year|next\s+year|year))"
)
QUARTER = re.compile(
    rf"(?:the\s+)?(?P<n>first|second|third|fourth|final|last|[1-4](?:st|nd|rd|th))[\s-]+(?P<u>quarter|half)\b{_OF_YEAR}?",
    re.IGNORECASE,
)
SHORT_QUARTER = re.compile(rf"(?P<u>[QH])(?P<n>[1-4])(?:\s*(?:of\s+)?(?P<y>{YEAR}|FY\d\d))?\b")


def _relative_year(words: str | None, scene: Scene) -> int | None:
    if words and words[-1].isdigit():
        return year_of(words)
    if scene.day is None:
        return None
    shift = {"last": -1, "next": 1}.get((words or "this").split()[0].lower(), 0)
    return scene.day.year + shift


def read_quarter(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the first quarter of 2009", "Q1 2009", "the second half of last year"."""
    unit = match["u"][0].upper()
    unit = "Q" if unit == "Q" else "H"
    word = match["n"].lower()
    number = int(word[0]) if word[0].isdigit() else _ORDINALS[word]
    limit = 4 if unit == "Q" else 2
    if unit == "H" and (word in {"last", "final"}):
        number = 2
    if number > limit or (unit == "H" and not match["y"]):
        return None
    if match["y"] is None and scene.day and word in {"last"}:
        before = cal.shift(scene.day, -1, "quarter")
        return Reading("DATE", cal.value_at(before, "quarter"), None, "quarter before publication")
    year = _relative_year(match["y"], scene)
    if year is None:
        return Reading("DATE", f"XXXX-{unit}{number}")
    if match["y"] is None:
        year -= _unfinished(f"{year}-{unit}{number}", scene, match.start())
    return Reading("DATE", f"{year}-{unit}{number}")


def _unfinished(value: str, scene: Scene, at: int) -> int:
    """1 where a part of the running year still lies ahead and no future tense speaks of it."""
    days = cal.days_of(value)
    ahead = days is not None and scene.day is not None and days[0] > scene.day
    return int(ahead and scene.tense(at) != "future")


FISCAL = re.compile(
    rf"(?:the\s+)?(?:(?:fiscal|financial)\s+(?:year\s+)?|FY\s?['’]?)(?P<a>{YEAR}|\d\d)(?:[-–/](?P<b>\d{{4}}|\d\d))?(?!\d)",
    re.IGNORECASE,
)
FISCAL_RELATIVE = re.compile(
    r"(?:the\s+)?(?P<r>last|this|next|current|previous|ongoing|outgoing|coming)\s+(?:fiscal|financial)\s+year\b",
    re.IGNORECASE,
)


def read_fiscal(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "fiscal year 2022-23", "FY23"."""
    first = year_of(match["a"]) or 0
    if match["b"] is None:
        return Reading("DATE", f"FY{first}", None, "fiscal year, its months differ by country")
    last = first // 100 * 100 + int(match["b"][-2:])
    days = _between(date(first, 4, 1), date(last, 6, 30)) if last == first + 1 else None
    return Reading("DATE", f"FY{last}", days, "fiscal year, its months differ by country")


def read_fiscal_relative(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "the current fiscal year"."""
    if scene.day is None:
        return Reading("DATE", "FYXXXX")
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(match["r"].lower(), 0)
    year = scene.day.year + step
    return Reading("DATE", f"FY{year}", None, "fiscal year, its months differ by country")


SEASON_YEAR = re.compile(
    rf"(?:the\s+)?(?P<s>{SEASON})\s+(?:of\s+|in\s+)?(?P<y>{YEAR})(?!\d)", re.IGNORECASE
)
SEASON_ALONE = re.compile(
    rf"(?:in|during|by|until|since|early|late)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?(?P<s>{SEASON})\b(?!\s+of)(?!\s+in\b)",
    re.IGNORECASE,
)


def read_season(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the summer of 2015"."""
    return Reading("DATE", f"{match['y']}-{cal.SEASONS[match['s'].lower()]}")


def read_season_alone(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "in spring": the season nearest to publication that the tense allows."""
    code = cal.SEASONS[match["s"].lower()]
    if match["s"] == "fall":
        return None
    if scene.day is None:
        return Reading("DATE", f"XXXX-{code}")
    values = [f"{scene.day.year + n}-{code}" for n in (-1, 0, 1)]
    choices = {days: v for v in values if (days := cal.days_of(v))}
    days = nearest(list(choices), scene.day, scene.tense(match.start()), 3)
    return Reading("DATE", choices[days], None, "season nearest to publication")
