"""Numbers of units, durations, sets, times of day, and words such as "recently"."""

from __future__ import annotations

import re
from datetime import date

from communique.detect.timex import calendar as cal
from communique.detect.timex.calendar import Days
from communique.detect.timex.scene import (
    FULL,
    NUM,
    UNIT,
    UNITS,
    UNKNOWN,
    WEEKDAY,
    ZONE,
    Reading,
    Scene,
    day_near,
    iso_value,
    month_number,
)

_LINK = r"(?:\s*-\s*|\s+)"
_ADJECTIVE = (
    r"(?:(?:and[\s-]a[\s-]half|more|full|consecutive|straight|successive|calendar|working|business|"
    r"trading|long|whole|additional|further|odd)[\s-]+)?"
)
_MANY = rf"(?P<n>{NUM}){_LINK}{_ADJECTIVE}(?P<u>{UNITS}|{UNIT})\b"
AGO = re.compile(
    rf"{_MANY}\s+(?P<d>ago|earlier|later|afterwards|from\s+now|from\s+today|hence|on\b(?=\s*,))"
    r"(?!\s+(?:this|than))",
    re.IGNORECASE,
)
STRETCH = re.compile(
    r"(?:the\s+)?(?P<r>last|past|next|coming|previous|following|recent)\s+"
    rf"(?:(?P<n>{NUM}){_LINK})?{_ADJECTIVE}(?P<u>{UNITS}|decade|century)\b",
    re.IGNORECASE,
)
DURATION = re.compile(rf"{_MANY}(?![\s-]+old\b)(?!-on-)(?!['’]s\s+(?:Eve|Day)\b)", re.IGNORECASE)
EVERY = re.compile(
    rf"(?:every|each)\s+(?:(?:single|other)\s+)?(?:(?P<n>{NUM})\s+)?"
    rf"(?:(?P<u>{UNITS}|{UNIT})\b|(?P<d>{WEEKDAY})\b|(?P<m>{FULL})\b)",
    re.IGNORECASE,
)
RATE = re.compile(
    r"(?:once|twice|\w+\s+times)\s+(?:a|per|every|each)\s+(?P<u>day|week|month|quarter|year)\b|"
    r"per\s+(?P<v>day|week|month|quarter|year|annum)\b",
    re.IGNORECASE,
)
OFTEN = {
    "annual": "P1Y",
    "annually": "P1Y",
    "yearly": "P1Y",
    "monthly": "P1M",
    "weekly": "P1W",
    "daily": "P1D",
    "quarterly": "P1Q",
    "hourly": "PT1H",
    "fortnightly": "P2W",
    "biennial": "P2Y",
    "biennially": "P2Y",
}
FREQUENCY = re.compile(rf"(?P<w>{'|'.join(sorted(OFTEN, key=len, reverse=True))})\b")


def _unit(word: str) -> str:
    word = word.lower()
    return "century" if word == "centuries" else word.removesuffix("s")


def _number(match: re.Match[str]) -> float | None:
    words = match["n"]
    number = cal.number_of(words) if words else None
    if number is not None and re.search(r"and[\s-]a[\s-]half", match[0], re.IGNORECASE):
        number += 0.5
    return number


def read_ago(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "two days ago", "a week later"."""
    unit, number = _unit(match["u"]), _number(match)
    word = match["d"].lower()
    if number is None:
        return Reading("DATE", "PAST_REF" if word in {"ago", "earlier"} else "FUTURE_REF")
    if unit in {"hour", "minute", "second"} and word in {"ago", "earlier"}:
        days = (cal.shift(scene.day, -1, "day"), scene.day) if scene.day else None
        return Reading("TIME", cal.duration_value(number, unit), days, "hours before publication")
    anaphoric = word in {"earlier", "later", "afterwards", "on"}
    base = scene.anchor(unit) if anaphoric else scene.day
    if anaphoric and word != "earlier" and scene.focus is None:
        base = None
    if base is None:
        return Reading("DATE", UNKNOWN.get(unit, "XXXX"))
    target = cal.shift(base, -number if word in {"ago", "earlier"} else number, unit)
    basis = f"counted from {'publication' if base == scene.day else 'the date before it'}"
    return Reading("DATE", *_blurred(target, unit), basis)


def _blurred(day: date, unit: str) -> tuple[str, Days | None]:
    """Value at the grain of the unit; "three weeks ago" may be a few days off."""
    if unit in {"week", "fortnight"}:
        return day.isoformat(), (cal.shift(day, -3, "day"), cal.shift(day, 3, "day"))
    grain = {"decade": "year", "century": "year", "quarter": "quarter", "month": "month"}
    return cal.value_at(day, grain.get(unit, unit)), None


_LAST_IS_VERB = re.compile(
    r"\b(?:will|to|would|could|may|might|can|should|did|must|not)\s+$", re.IGNORECASE
)


def read_stretch_words(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the past three days", "recent weeks"."""
    word = match["r"].lower()
    before = scene.text[max(0, match.start() - 12) : match.start()]
    if word == "last" and _LAST_IS_VERB.search(before):
        return None
    number = _number(match)
    unit = _unit(match["u"])
    if number is None and match["u"].lower() in {"decade", "century"}:
        number = 1
    return stretch(number, unit, word, scene)


def stretch(number: float | None, unit: str, word: str, scene: Scene) -> Reading:
    """A duration that touches publication: up to it, or from it on."""
    value = cal.duration_value(number, unit)
    if scene.day is None or number is None:
        return Reading("DURATION", value)
    ahead = word in {"next", "coming", "following"}
    other = cal.shift(scene.day, number if ahead else -number, unit)
    days = (scene.day, other) if ahead else (other, scene.day)
    return Reading("DURATION", value, days, f"{word} {value}, from publication")


_PER_NUMBER = re.compile(
    r"(?:\d|\b(?:million|billion|percent|times|once|twice|tons|tonnes|barrels|people))\s*$"
)


def read_duration(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "two weeks", "a three-day visit", "15 a year" (a set)."""
    unit, words = _unit(match["u"]), match["n"].lower()
    plural = match["u"].lower() != unit
    if not _is_duration(match, unit, words, scene.text):
        return None
    per_number = scene.text[max(0, match.start() - 12) : match.start()]
    if words in {"a", "an"} and not plural and _PER_NUMBER.search(per_number):
        return Reading("SET", cal.duration_value(1, unit))
    number = _number(match)
    return Reading("DURATION", cal.duration_value(number, unit), *_due(match, number, unit, scene))


def _is_duration(match: re.Match[str], unit: str, words: str, text: str) -> bool:
    plural = match["u"].lower() != unit
    if unit in {"second", "quarter"} and (not plural or words in {"a", "an"}):
        return False
    if words in {"a", "an"}:
        return not match[0].endswith("night")
    if not plural and "-" not in match[0] and words not in {"one", "half a", "half an", "1"}:
        # "two year" without a hyphen is a slip that news makes before a noun ("a 20 year plan").
        return re.match(r"\s+[a-z]", text[match.end() : match.end() + 3]) is not None
    number = _number(match)
    return number is None or number <= 1000 or "," in words or unit == "year"


_WITHIN = re.compile(
    r"\b(?:within|in\s+less\s+than|inside)\s+(?:the\s+)?(?:next\s+)?$", re.IGNORECASE
)
_IN = re.compile(r"\bin\s+(?:about\s+)?$", re.IGNORECASE)


def _due(
    match: re.Match[str], number: float | None, unit: str, scene: Scene
) -> tuple[Days | None, str]:
    """Days of "within two months" and, in the future tense, of "in two months"."""
    if scene.day is None or number is None:
        return None, "duration"
    before = scene.text[max(0, match.start() - 24) : match.start()]
    target = cal.shift(scene.day, number, unit)
    if _WITHIN.search(before):
        return (scene.day, target), "counted from publication"
    if _IN.search(before) and scene.tense(match.start()) == "future":
        return _blurred(target, unit)[1] or (target, target), "counted from publication"
    return None, "duration"


BARE_UNITS = re.compile(
    r"(?P<u>decades|years|months|weeks|days|hours|minutes)(?P<l>-long)?\b"
    r"(?!\s+(?:of\s+age|old|ago))"
)
_BARE_BEFORE = re.compile(
    r"\b(?:for|over|in|within|after|through|of|the|recent|took|take|lasted?)\s+(?:the\s+)?$"
)


def read_bare_units(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "for years", "decades-long"."""
    before = _BARE_BEFORE.search(scene.text, max(0, match.start() - 16), match.start())
    if not before and not match["l"]:
        return None
    return Reading("DURATION", cal.duration_value(None, _unit(match["u"])))


def read_every(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "every year", "each Friday", "every two weeks"."""
    if match["d"]:
        return Reading("SET", f"XXXX-WXX-{cal.WEEKDAYS.index(match['d'].lower()) + 1}")
    if match["m"]:
        return Reading("SET", iso_value(None, month_number(match["m"])))
    number = _number(match) or 1
    return Reading("SET", cal.duration_value(number, _unit(match["u"])))


def read_rate(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "twice a week", "per year"."""
    unit = (match["u"] or match["v"]).lower().replace("annum", "year")
    return Reading("SET", cal.duration_value(1, unit))


def read_frequency(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "annual", "weekly"."""
    return Reading("SET", OFTEN[match["w"].lower()])


# ---------------------------------------------------------------- points

THE_UNIT = re.compile(
    r"(?P<w>the|that)\s+(?:entire\s+)?(?P<u>day|weekend|week|month|year)\b"
    r"(?!\s+(?:of\s+the|before|after|\d{4})\b)(?!['’]s\s+(?:Eve|end)|[-–])",
    re.IGNORECASE,
)


def read_the_unit(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "the day", "that week": the one of the last date told, else of publication."""
    unit = match["u"].lower()
    base = scene.anchor(unit)
    if base is None:
        return Reading("DATE", UNKNOWN.get(unit, "XXXX"))
    value, days = cal.value_at(base, unit), None
    past = unit == "weekend" and base == scene.day and scene.tense(match.start()) == "past"
    if past and (days := cal.days_of(value)) and days[0] > base:
        value = cal.value_at(cal.shift(base, -1, "week"), unit)
    return Reading("DATE", value, None, f"the {unit} of the date before it")


YEAR_END = re.compile(r"year(?:-end|['’]s\s+end)\b", re.IGNORECASE)


def read_year_end(match: re.Match[str], scene: Scene) -> Reading:
    """Reads "year-end"."""
    if scene.day is None:
        return Reading("DATE", "XXXX")
    value = str(scene.day.year)
    return Reading(
        "DATE", value, (date(scene.day.year, 12, 1), date(scene.day.year, 12, 31)), "year-end"
    )


_DAY_BEHIND = (
    rf"(?:,?\s+(?:on\s+)?(?:(?P<w>{WEEKDAY})\b|(?P<t>today|yesterday|tomorrow)\b|"
    rf"(?P<mo>{FULL})\s+(?P<da>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)))?"
)
CLOCK = re.compile(
    r"(?:(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))?\s*(?P<ap>[ap]m\b|[ap]\.\s?m\b\.?)"
    rf"(?:\s+\(?(?P<z>{ZONE})\b)?|(?P<h2>[01]?\d|2[0-4]):?(?P<m2>[0-5]\d)\s*(?P<z2>{ZONE})\b|"
    rf"(?P<h3>[01]?\d|2[0-4]):(?P<m3>[0-5]\d)(?![\d:])){_DAY_BEHIND}",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|around|about|by|until|from|before|after)\s+$", re.IGNORECASE)


def read_clock(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "10 a.m.", "08:30 GMT on Monday"; a bare "08:30" only behind "at" and the like."""
    if match["h3"] and not _AT.search(scene.text, max(0, match.start() - 8), match.start()):
        return None
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = match["m"] or match["m2"] or match["m3"] or "00"
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"].lower().startswith("p") else 0)
    zone = "Z" if (match["z"] or match["z2"] or "").upper() in {"GMT", "UTC"} else ""
    base = _day_behind(match, scene)
    first = base.isoformat() if base else "XXXX-XX-XX"
    return Reading("TIME", f"{first}T{hour:02}:{minute}{zone}", None, "clock time of the day told")


def _day_behind(match: re.Match[str], scene: Scene) -> date | None:
    """The day that stands behind a time of day, else the day told last."""
    day = scene.day
    if match["mo"]:
        return day_near(month_number(match["mo"]), int(match["da"]), scene, match.start())
    if match["t"] and day:
        return cal.shift(day, {"yesterday": -1, "tomorrow": 1}.get(match["t"].lower(), 0), "day")
    if match["w"] and day:
        number = cal.WEEKDAYS.index(match["w"].lower())
        back = (day.weekday() - number) % 7
        ahead = scene.tense(match.start()) == "future"
        return cal.shift(day, 7 - back if ahead and back else -back, "day")
    # A time of day belongs to a day of its own sentence, else to the day of the news.
    return scene.anchor("day") if scene.focus_at >= scene.sentence.start else day


_REFERENCE = {
    "currently": "PRESENT_REF",
    "now": "PRESENT_REF",
    "at present": "PRESENT_REF",
    "at the moment": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "for the time being": "PRESENT_REF",
    "recently": "PAST_REF",
    "recent": "PAST_REF",
    "in the past": "PAST_REF",
    "the near future": "FUTURE_REF",
    "the future": "FUTURE_REF",
    "soon": "FUTURE_REF",
}
REFERENCES = re.compile(
    rf"(?P<w>{'|'.join(sorted(_REFERENCE, key=len, reverse=True))})\b", re.IGNORECASE
)


_UNIT_FOLLOWS = re.compile(rf"\s+(?:[\w-]+\s+){{0,3}}?(?:{UNITS}|{UNIT})\b")


def read_reference(match: re.Match[str], scene: Scene) -> Reading | None:
    """Reads "recently", "now", "the future"; "in the past three days" is a stretch instead."""
    words = match["w"].lower()
    if words == "in the past" and _UNIT_FOLLOWS.match(scene.text, match.end()):
        return None
    return Reading("DATE", _REFERENCE[words])
