"""Dates, times, durations and sets: temporal expressions of news, as intervals with a basis.

Words that can open an expression are looked up in a table; only there are patterns tried. What an
expression means is told by the publication day, or by both ends of a publication window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from communique.detect import timex
from communique.detect.timex import Days
from communique.model import Article, DateMention, Interval, Sentence

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Tense = Literal["past", "future"]


class _Reading(NamedTuple):
    """What one expression means on one publication day."""

    kind: Kind
    value: str
    days: Days | None = None
    """None: the days that the value covers."""
    basis: str = "as stated"


@dataclass(slots=True)
class _Scene:
    """What a rule may look at besides its own words."""

    text: str
    sentence: Sentence
    day: date | None
    """Publication day, None when unknown."""
    focus: Days | None = None
    """Last explicit date of the article so far: what "the same day" points at."""

    def tense(self, at: int) -> Tense | None:
        """Tense of the verb that governs the words at an offset."""
        return _tense(self.sentence, self.text, at)


Handler = Callable[[re.Match[str], _Scene], _Reading | None]

# ---------------------------------------------------------------- pieces of patterns

_ABBREVIATED = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"]
_MONTH_NAMES = [m.capitalize() for m in timex.MONTHS]
_MONTH_OF = {m: n for n, m in enumerate(timex.MONTHS, 1)} | {
    a.lower(): next(n for n, m in enumerate(timex.MONTHS, 1) if m.startswith(a.lower()))
    for a in _ABBREVIATED
}
_FULL = "|".join(_MONTH_NAMES + [m.upper() for m in _MONTH_NAMES])
_MONTH = rf"(?:{_FULL}|(?:{'|'.join(_ABBREVIATED + [a.upper() for a in _ABBREVIATED])})\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_ORD = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]\d\d|20\d\d|21\d\d)"
_DASH = r"\s*(?:-|–|—|to|and|until|through)\s*"
_WEEKDAY = "|".join(d.capitalize() for d in timex.WEEKDAYS)
_SEASON = "spring|summer|autumn|fall|winter"
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUM = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{_TENS})(?:[- ](?:{_SMALL}))?|{_SMALL}|"
    r"a\s+(?:couple\s+of|few|dozen)|an?(?:\s+half)?|half\s+an?|a\s+hundred|(?:a\s+)?couple\s+of|"
    r"(?:a\s+)?dozen|several|few|many|hundred)"
)
_UNIT = "day|week|fortnight|month|quarter|year|decade|century|night|hour|minute|second"
_UNITS = (
    "days|weeks|fortnights|months|quarters|years|decades|centuries|nights|hours|minutes|seconds"
)
_ZONE = r"(?:GMT|UTC|EST|EDT|ET|PST|PDT|BST|CET|CEST|IST|PKT|local\s+time|Moscow\s+time|hours|hrs)"
_PART_OF_DAY = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "overnight": "NI",
    "tonight": "NI",
    "noon": "T12:00",
    "midnight": "T00:00",
}


def _month(name: str) -> int:
    return _MONTH_OF[name.lower().rstrip(".")]


def _iso(year: int | None, month: int, day: int | None = None) -> str:
    first = f"{year:04}" if year else "XXXX"
    return f"{first}-{month:02}" + (f"-{day:02}" if day else "")


# ---------------------------------------------------------------- tense

_FUTURE_WORDS = re.compile(
    r"\b(?:will|shall|won['’]t|['’]ll|(?:is|are|be|was|were)\s+(?:due|set|scheduled|expected|slated|"
    r"likely|about|planned|going|to)|(?:plans?|planned|hopes?|intends?|expects?|expected|scheduled|"
    r"agreed|vowed|promised|due)\s+(?:to|for|on)|upcoming|forthcoming|ahead\s+of)\b",
    re.IGNORECASE,
)
_PAST_WORDS = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|met|held|made|took|began|came|went|gave|left|won|"
    r"led|saw|spoke|called|sent|put|set|hit|cut|\w{2,}ed)\b",
    re.IGNORECASE,
)


def _tense(sentence: Sentence, text: str, at: int) -> Tense | None:
    """Tense of the governing verb: from the tree, else from the nearest cue before, then after."""
    if sentence.parsed:
        found = _tense_of_tree(sentence, at)
        if found:
            return found
    return _tense_of_words(text, sentence.start, at, sentence.end)


def _tense_of_tree(sentence: Sentence, at: int) -> Tense | None:
    tokens = sentence.tokens
    here = next((t for t in tokens if t.start <= at < t.end), None)
    for _ in range(len(tokens)):
        if here is None:
            return None
        if here.pos in {"VERB", "AUX"}:
            break
        here = tokens[here.head] if here.head >= 0 else None
    if here is None:
        return None
    cluster = [here] + [t for t in tokens if t.head == here.i and t.dep.startswith("aux")]
    if any(t.lemma.lower() in {"will", "shall"} or t.text in {"'ll", "’ll"} for t in cluster):
        return "future"
    if "VerbForm=Inf" in here.feats and not any(t.dep.startswith("aux") for t in cluster):
        return "future"
    return "past" if any("Tense=Past" in t.feats for t in cluster) else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    position = -1
    for match in pattern.finditer(text, start, end):
        position = match.start()
    return position


def _tense_of_words(text: str, start: int, at: int, end: int) -> Tense | None:
    start = max(start, at - 120)
    future, past = (_last(p, text, start, at) for p in (_FUTURE_WORDS, _PAST_WORDS))
    if future < 0 and past < 0:
        ahead = min(end, at + 120)
        after = [p.search(text, at, ahead) for p in (_FUTURE_WORDS, _PAST_WORDS)]
        future, past = (-m.start() if m else -len(text) - 1 for m in after)
        if future == past:
            return None
    # "was expected to" holds a past cue inside a future one.
    return "future" if future >= past or (future >= 0 and past - future <= 14) else "past"


# ---------------------------------------------------------------- choosing a year


def _nearest(choices: Sequence[Days], day: date, tense: Tense | None, bias: int) -> Days:
    """The stretch nearest to the day; one that the tense speaks against counts as `bias` further."""

    def distance(days: Days) -> int:
        first, last = days
        if first > day:
            return (first - day).days * (bias if tense == "past" else 1)
        if last < day:
            return (day - last).days * (bias if tense == "future" else 1)
        return 0

    return min(choices, key=distance)


def _month_near(month: int, scene: _Scene, at: int) -> Days | None:
    if scene.day is None:
        return None
    choices = [timex.month_days(scene.day.year + n, month) for n in (-1, 0, 1)]
    # Without a tense a bare month is the last one: "the October decision".
    return _nearest(choices, scene.day, scene.tense(at) or "past", 4)


def _day_near(month: int, day: int, scene: _Scene, at: int) -> date | None:
    if scene.day is None:
        return None
    made = (timex.make_day(scene.day.year + n, month, day) for n in (-1, 0, 1))
    choices = [(d, d) for d in made if d]
    return _nearest(choices, scene.day, scene.tense(at), 3)[0] if choices else None


def _year_of(words: str | None) -> int | None:
    if not words:
        return None
    digits = re.sub(r"\D", "", words)
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) > 40 else 2000)


# ---------------------------------------------------------------- absolute dates

_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")
_MONTH_DAY = re.compile(
    rf"(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>{_DAY}){_ORD}(?![\d:%]|[.,]\d)"
    rf"(?:{_DASH}(?P<m2>{_MONTH}\s+)?(?P<d2>{_DAY}){_ORD}(?![\d:%]|,\d))?(?:,?\s+(?P<y>{_YEAR})(?!\d))?"
)
_DAY_MONTH = re.compile(
    rf"(?P<d>{_DAY}){_ORD}(?:\s*(?P<dash>-|–|to|and|until)\s*(?P<d2>{_DAY}){_ORD})?\s+(?:day\s+)?"
    rf"(?:of\s+)?(?P<m>{_MONTH})(?![a-z])(?:,?\s+(?:of\s+)?(?P<y>{_YEAR})(?!\d))?"
)
_MONTH_YEAR = re.compile(
    rf"(?P<m>{_MONTH})(?:(?:-|–|\s+(?:and|to)\s+)(?P<m2>{_MONTH}))?(?:\s+of)?,?\s+(?P<y>{_YEAR})(?!\d)"
)
_NUMERIC = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\d/.]\d|\d)")
_YEAR_RANGE = re.compile(
    rf"(?:(?:between|from)\s+)?(?P<a>{_YEAR})(?:-|–|—|/|\s+(?:to|and|until|through)\s+)(?P<b>{_YEAR}|\d\d)"
    r"(?![\d,%-]|\.\d)(?!\s+(?:percent|per\s+cent|people|troops|soldiers))"
)
_ONLY_YEAR = re.compile(rf"{_YEAR}(?![\d%:/°]|[.,]\d|[-–]\w)")
_SHORT_YEAR = re.compile(r"['’](\d\d)(?![\d'’\w])")
_DECADE = re.compile(r"((?:1[5-9]|20)\d)0['’]?s\b|['’]?([1-9])0['’]?s\b")


def _between(first: date | None, last: date | None) -> Days | None:
    return (first, last) if first and last and first <= last else None


def _iso_date(match: re.Match[str], scene: _Scene) -> _Reading | None:
    value = match[0][:16] if "T" in match[0] else match[0]
    return _Reading("DATE", value) if timex.days_of(value) else None


def _date_with_day(match: re.Match[str], scene: _Scene) -> _Reading | None:
    """ "May 5, 2023", "5-7 May", "May 30 to June 2"."""
    month, number = _month(match["m"]), int(match["d"])
    year, basis = _year_of(match["y"]), "as stated"
    if timex.make_day(year or 2000, month, number) is None:
        return None
    if year is None:
        near = _day_near(month, number, scene, match.start())
        year = near.year if near else None
        basis = "nearest to publication" if near else basis
    if match["d2"] is None:
        return _Reading("DATE", _iso(year, month, number), None, basis)
    last_month = match.groupdict().get("m2")
    month2 = _month(last_month.strip()) if last_month else month
    if year is None:
        return _Reading("DATE", _iso(None, month, number), None, basis)
    first = timex.make_day(year, month, number)
    last = timex.make_day(year + (month2 < month), month2, int(match["d2"]))
    return _Reading("DATE", _iso(year, month, number), _between(first, last), basis)


def _month_and_year(match: re.Match[str], scene: _Scene) -> _Reading:
    year, month = int(match["y"]), _month(match["m"])
    days = None
    if match["m2"]:
        last = timex.month_days(year, _month(match["m2"]))[1]
        days = _between(timex.month_days(year, month)[0], last)
    return _Reading("DATE", _iso(year, month), days)


_MAY_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|last|next|this|of|from|early|late|mid|to|between|before|after|"
    r"during|for)[\s-]+(?:early\s+|late\s+|mid[\s-])?$",
    re.IGNORECASE,
)
_LONE_MONTH = re.compile(rf"(?P<m>{_FULL})(?![\w-]*[a-z])(?!\s+\d)")
_SURNAME_MAY = re.compile(r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Minister)\s+May\b")


def _lone_month(match: re.Match[str], scene: _Scene) -> _Reading | None:
    word = match["m"]
    if word.lower() in {"may", "march", "august"}:
        before = scene.text[max(0, match.start() - 24) : match.start()]
        if not _MAY_BEFORE.search(before):
            return None
        if word == "May" and before.endswith("by ") and _SURNAME_MAY.search(scene.text):
            return None
    days = _month_near(_month(word), scene, match.start())
    if days is None:
        return _Reading("DATE", _iso(None, _month(word)))
    return _Reading("DATE", _iso(days[0].year, days[0].month), None, "month nearest to publication")


def _numeric(match: re.Match[str], scene: _Scene) -> _Reading | None:
    year = _year_of(match[4]) or 0
    first, second = int(match[1]), int(match[3])
    orders = {timex.make_day(year, second, first), timex.make_day(year, first, second)} - {None}
    days = sorted(d for d in orders if d)
    if not days:
        return None
    if len(days) == 1:
        return _Reading("DATE", days[0].isoformat())
    if scene.day is None:
        return _Reading("DATE", f"{year}-XX-XX", None, "day and month in unknown order")
    near = min(days, key=lambda d: abs((d - scene.day).days))  # type: ignore[operator]
    return _Reading("DATE", near.isoformat(), None, "order nearest to publication")


def _year_range(match: re.Match[str], scene: _Scene) -> _Reading | None:
    first = int(match["a"])
    last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
    if last <= first or last - first > 200:
        return None
    days = (date(first, 1, 1), date(last, 12, 31))
    return _Reading("DURATION", f"P{last - first}Y", days, "stated range")


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|between|and|of|the|during|before|after|early|late|mid|to|"
    r"through|for|around|about|than|year|years|election|elections|[A-Z][a-z]{2,}\.?)[\s-]+|[(,;:/–-]\s*|"
    r"['’]s\s+)$",
    re.IGNORECASE,
)
_NOT_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥₹#.,/:\d+-]|\b(?:US\$|Rs\.?|No\.?|Article|Articles|Section|Resolution|resolution|Flight|"
    r"flight|room|page|Route|Law|Act|than|about|around|over|nearly|almost|some|least|only|up to|"
    r"euros|dollars)\s*)$"
)
_COUNTED = re.compile(
    r"\s+(?!elections\b|polls\b|talks\b|sanctions\b|floods\b|protests\b|attacks\b|clashes\b|riots\b|"
    r"accords\b|Olympics\b|was\b|is\b|has\b|as\b|this\b|does\b|goals\b|hostilities\b)"
    r"(?:[a-z]+ing\s+)?(?:[a-z]+(?<!s)s|people|men|women|km|kilomet\w+|metres?|meters?|feet|percent|"
    r"per\s+cent|tons|tonnes|hours|hrs|GMT|UTC|personnel|troops|children|million|billion)\b"
)


def _only_year(match: re.Match[str], scene: _Scene) -> _Reading | None:
    before = scene.text[max(0, match.start() - 16) : match.start()]
    year = int(match[0])
    if _NOT_YEAR_BEFORE.search(before) and not before.endswith("-"):
        return None
    expected = _YEAR_BEFORE.search(before) is not None
    if year < 1900 and not expected:
        return None
    if _COUNTED.match(scene.text, match.end()):
        return None
    return _Reading("DATE", match[0])


def _short_year(match: re.Match[str], scene: _Scene) -> _Reading:
    return _Reading("DATE", str(_year_of(match[1])))


_AGE_BEFORE = re.compile(r"\b(?:his|her|their|my|your|our|the\s+low|the\s+high)\s+(?:\w+\s+)?$")


def _decade(match: re.Match[str], scene: _Scene) -> _Reading | None:
    if _AGE_BEFORE.search(scene.text, max(0, match.start() - 24), match.start()):
        return None
    return _Reading("DATE", match[1] or f"{20 if match[2] in '12' else 19}{match[2]}")


_WORD_DECADE = re.compile(
    r"(?:the\s+)(?:early\s+|mid[- ]|late\s+)?(twen|thir|for|fif|six|seven|eigh|nine)ties\b"
)
_CENTURY = re.compile(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)[\s-]+century\b")


def _word_decade(match: re.Match[str], scene: _Scene) -> _Reading:
    ordinal = ["twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"].index(match[1]) + 2
    return _Reading("DATE", f"19{ordinal}")


def _century(match: re.Match[str], scene: _Scene) -> _Reading | None:
    number = int(match[1]) - 1
    return _Reading("DATE", f"{number:02}") if 0 < number < 30 else None


# ---------------------------------------------------------------- quarters, fiscal years, seasons

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_OF_YEAR = rf"(?:\s+(?:of|in)\s+(?:the\s+)?(?:(?:fiscal|calendar|financial)\s+)?(?P<y>{_YEAR}|this\s+year|last\s+year|next\s+year|year))"
_QUARTER = re.compile(
    rf"(?:the\s+)?(?P<n>first|second|third|fourth|final|last|[1-4](?:st|nd|rd|th))[\s-]+(?P<u>quarter|half)\b{_OF_YEAR}?",
    re.IGNORECASE,
)
_SHORT_QUARTER = re.compile(rf"(?P<u>[QH])(?P<n>[1-4])(?:\s*(?:of\s+)?(?P<y>{_YEAR}|FY\d\d))?\b")


def _relative_year(words: str | None, scene: _Scene) -> int | None:
    if words and words[-1].isdigit():
        return _year_of(words)
    if scene.day is None:
        return None
    shift = {"last": -1, "next": 1}.get((words or "this").split()[0].lower(), 0)
    return scene.day.year + shift


def _quarter(match: re.Match[str], scene: _Scene) -> _Reading | None:
    unit = match["u"][0].upper()
    unit = "Q" if unit == "Q" else "H"
    word = match["n"].lower()
    number = int(word[0]) if word[0].isdigit() else _ORDINALS[word]
    limit = 4 if unit == "Q" else 2
    if unit == "H" and (word == "last" or word == "final"):
        number = 2
    if number > limit or (unit == "H" and not match["y"]):
        return None
    if match["y"] is None and scene.day and word in {"last"}:
        before = timex.shift(scene.day, -1, "quarter")
        return _Reading(
            "DATE", timex.value_at(before, "quarter"), None, "quarter before publication"
        )
    year = _relative_year(match["y"], scene)
    if year is None:
        return _Reading("DATE", f"XXXX-{unit}{number}")
    if match["y"] is None:
        year -= _unfinished(f"{year}-{unit}{number}", scene, match.start())
    return _Reading("DATE", f"{year}-{unit}{number}")


def _unfinished(value: str, scene: _Scene, at: int) -> int:
    """1 where a part of the running year still lies ahead and no future tense speaks of it."""
    days = timex.days_of(value)
    ahead = days is not None and scene.day is not None and days[0] > scene.day
    return int(ahead and scene.tense(at) != "future")


_FISCAL = re.compile(
    rf"(?:the\s+)?(?:(?:fiscal|financial)\s+(?:year\s+)?|FY\s?['’]?)(?P<a>{_YEAR}|\d\d)(?:[-–/](?P<b>\d{{4}}|\d\d))?(?!\d)",
    re.IGNORECASE,
)
_FISCAL_RELATIVE = re.compile(
    r"(?:the\s+)?(?P<r>last|this|next|current|previous|ongoing|outgoing|coming)\s+(?:fiscal|financial)(?:\s+year)?\b",
    re.IGNORECASE,
)


def _fiscal(match: re.Match[str], scene: _Scene) -> _Reading:
    first = _year_of(match["a"]) or 0
    if match["b"] is None:
        return _Reading("DATE", f"FY{first}", None, "fiscal year, its months differ by country")
    last = first // 100 * 100 + int(match["b"][-2:])
    days = _between(date(first, 4, 1), date(last, 6, 30)) if last == first + 1 else None
    return _Reading("DATE", f"FY{last}", days, "fiscal year, its months differ by country")


def _fiscal_relative(match: re.Match[str], scene: _Scene) -> _Reading:
    if scene.day is None:
        return _Reading("DATE", "FYXXXX")
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(match["r"].lower(), 0)
    year = scene.day.year + step
    return _Reading("DATE", f"FY{year}", None, "fiscal year, its months differ by country")


_SEASON_YEAR = re.compile(
    rf"(?:the\s+)?(?P<s>{_SEASON})\s+(?:of\s+|in\s+)?(?P<y>{_YEAR})(?!\d)", re.IGNORECASE
)
_SEASON_ALONE = re.compile(
    rf"(?:in|during|by|until|since|early|late)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?(?P<s>{_SEASON})\b(?!\s+of)(?!\s+in\b)",
    re.IGNORECASE,
)


def _season(match: re.Match[str], scene: _Scene) -> _Reading | None:
    return _Reading("DATE", f"{match['y']}-{timex.SEASONS[match['s'].lower()]}")


def _season_alone(match: re.Match[str], scene: _Scene) -> _Reading | None:
    code = timex.SEASONS[match["s"].lower()]
    if match["s"] == "fall":
        return None
    if scene.day is None:
        return _Reading("DATE", f"XXXX-{code}")
    values = [f"{scene.day.year + n}-{code}" for n in (-1, 0, 1)]
    choices = {days: v for v in values if (days := timex.days_of(v))}
    days = _nearest(list(choices), scene.day, scene.tense(match.start()), 3)
    return _Reading("DATE", choices[days], None, "season nearest to publication")


# ---------------------------------------------------------------- days by name

_DEICTIC = re.compile(
    r"(?P<mod>(?:earlier|later|late|early)\s+)?(?P<w>today|yesterday|tomorrow|tonight|overnight|"
    r"the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|"
    r"this\s+(?:morning|afternoon|evening)|last\s+night)\b(?:['’]s)?(?:\s+(?P<p>morning|afternoon|evening|night)\b)?",
    re.IGNORECASE,
)
_DEICTIC_SHIFT = {"yesterday": -1, "tomorrow": 1, "last night": -1}


def _deictic(match: re.Match[str], scene: _Scene) -> _Reading:
    word = re.sub(r"\s+", " ", match["w"].lower())
    step = _DEICTIC_SHIFT.get(word, 0)
    if word.startswith("the day"):
        step = -2 if "before" in word else 2
    part = _PART_OF_DAY.get((match["p"] or word.split()[-1]).lower(), "")
    if word == "overnight":
        step = 0
    suffix = f"T{part}" if part else ""
    kind: Kind = "TIME" if part else "DATE"
    if scene.day is None:
        return _Reading(kind, "XXXX-XX-XX" + suffix)
    day = timex.shift(scene.day, step, "day")
    first = timex.shift(day, -1, "day") if word == "overnight" else day
    return _Reading(kind, day.isoformat() + suffix, (first, day), f"{word} of publication")


_NAMED_DAY = re.compile(
    rf"(?:(?P<r>last|this|next|coming|past|previous|following)\s+)?(?P<d>{_WEEKDAY}|{_WEEKDAY.upper()})(?P<poss>['’]s)?"
    r"(?:\s+(?P<p>morning|afternoon|evening|night|noon)\b)?(?P<w>\s+(?P<wr>last|next|this)\s+week\b)?(?![\w-]*\w)"
)
_NOT_DAY_BEFORE = re.compile(r"\b(?:Good|Black|Bloody|Super|Easter|Ash|Palm|Holy|Boxing|Cyber)\s+$")
_NOT_DAY_AFTER = re.compile(
    r"\s+(?:Times|Mail|Telegraph|Express|Mirror|Independent|Herald|Guardian|Mosque|Agreement|Morning\s+Herald|Night\s+Live)\b"
)
_DATE_FOLLOWS = re.compile(
    rf",?\s+\(?(?:the\s+)?(?:{_MONTH}\s+{_DAY}|{_DAY}{_ORD}\s+(?:of\s+)?{_MONTH})(?!\d)"
)


def _named_day(match: re.Match[str], scene: _Scene) -> _Reading | None:
    if _NOT_DAY_BEFORE.search(scene.text, max(0, match.start() - 10), match.start()):
        return None
    if _NOT_DAY_AFTER.match(scene.text, match.end()) or _DATE_FOLLOWS.match(
        scene.text, match.end()
    ):
        return None
    number = timex.WEEKDAYS.index(match["d"].lower())
    part = _PART_OF_DAY.get((match["p"] or "").lower(), "")
    suffix = (part if part.startswith("T") else f"T{part}") if part else ""
    kind: Kind = "TIME" if part else "DATE"
    if scene.day is None:
        return _Reading(kind, f"XXXX-WXX-{number + 1}{suffix}")
    tense = scene.tense(match.start())
    day, basis = _weekday(number, match["r"] or match["wr"], scene.day, tense)
    return _Reading(kind, day.isoformat() + suffix, (day, day), basis)


def _weekday(number: int, word: str | None, day: date, tense: Tense | None) -> tuple[date, str]:
    back = (day.weekday() - number) % 7
    monday = day - timedelta(day.weekday())
    word = (word or "").lower()
    if word in {"last", "past", "previous"}:
        # Said on a Friday "last Thursday" may also be a week earlier; the nearer one is taken.
        return timex.shift(day, -(back or 7), "day"), "last such weekday before publication"
    if word in {"next", "following"}:
        return timex.shift(monday, 7 + number, "day"), "weekday of the week after publication"
    if word == "this":
        return timex.shift(monday, number, "day"), "weekday of the week of publication"
    if tense == "future" or word == "coming":
        return timex.shift(day, (number - day.weekday()) % 7, "day"), "weekday after publication"
    basis = "weekday of publication" if back == 0 else "weekday before publication"
    return timex.shift(day, -back, "day"), basis


# ---------------------------------------------------------------- last, this, next

_RELATIVE = re.compile(
    r"(?:(?P<the>the)\s+)?(?:(?P<mod>earlier|later|early|late)\s+)?"
    r"(?P<r>last|this|next|past|previous|coming|current|upcoming|preceding|following|same)\s+"
    rf"(?:(?P<u>weekend|day|week|month|quarter|year|decade|century|fortnight)\b|(?P<m>{_FULL})\b(?!\s+\d)|(?P<s>{_SEASON})\b)(?:['’]s)?",
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


def _relative(match: re.Match[str], scene: _Scene) -> _Reading | None:
    word = match["r"].lower()
    if match["m"]:
        return _relative_month(match["m"], word, scene)
    if match["s"]:
        return _relative_season(match["s"].lower(), word, scene)
    unit = match["u"].lower()
    if match["the"] and word in {"last", "past", "next", "coming"} and unit != "weekend":
        return _stretch(1, unit, word, scene)
    if word == "same" and not match["the"]:
        return None
    anaphoric = word in {"same", "previous", "preceding", "following"} or (
        bool(match["the"]) and unit == "day"
    )
    base = scene.focus[0] if anaphoric and scene.focus else scene.day
    if unit == "day" and not anaphoric:
        return None
    if base is None:
        return _Reading("DATE", _UNKNOWN.get(unit, "XXXX"))
    step = _STEP.get(word, 0)
    target = timex.shift(base, step, "week" if unit == "weekend" else unit)
    basis = f"{word} {unit}, from {'the date before it' if anaphoric else 'publication'}"
    return _with_part(timex.value_at(target, unit), match["mod"], scene.day, basis)


_UNKNOWN = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "fortnight": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "decade": "XXX",
    "century": "XX",
}


def _with_part(value: str, part: str | None, day: date | None, basis: str) -> _Reading:
    """ "earlier this week" ends on the publication day, "later this year" begins there."""
    days = timex.days_of(value)
    part = (part or "").lower()
    if days and day and days[0] <= day <= days[1]:
        if part == "earlier":
            days = (days[0], day)
        elif part == "later":
            days = (day, days[1])
    if days and part in {"early", "late"}:
        days = timex.narrow(days, "start" if part == "early" else "end")
    return _Reading("DATE", value, days, basis)


def _relative_month(name: str, word: str, scene: _Scene) -> _Reading | None:
    month = _month(name)
    if scene.day is None:
        return _Reading("DATE", _iso(None, month))
    year = scene.day.year
    if word in {"last", "past", "previous"} and month >= scene.day.month:
        year -= 1
    if word in {"next", "coming"} and month <= scene.day.month:
        year += 1
    return _Reading("DATE", _iso(year, month), None, f"{word} {name}, from publication")


def _relative_season(name: str, word: str, scene: _Scene) -> _Reading | None:
    code = timex.SEASONS[name]
    if scene.day is None:
        return _Reading("DATE", f"XXXX-{code}")
    year = scene.day.year
    start = timex.days_of(f"{year}-{code}")
    if start and word in {"last", "past", "previous"} and start[1] >= scene.day:
        year -= 1
    if start and word in {"next", "coming"} and start[0] <= scene.day:
        year += 1
    return _Reading("DATE", f"{year}-{code}", None, f"{word} {name}, from publication")


# ---------------------------------------------------------------- numbers of units

_LINK = r"(?:\s*-\s*|\s+)"
_ADJECTIVE = r"(?:(?:and[\s-]a[\s-]half|more|full|consecutive|straight|successive|calendar|working|business|trading|long|turbulent|whole|additional|further|odd)[\s-]+)?"
_MANY = rf"(?P<n>{_NUM}){_LINK}{_ADJECTIVE}(?P<u>{_UNITS}|{_UNIT})\b"
_AGO = re.compile(
    rf"{_MANY}\s+(?P<d>ago|earlier|later|afterwards|from\s+now|from\s+today|hence|on\b(?=\s*,))(?!\s+(?:this|than))",
    re.IGNORECASE,
)
_STRETCH = re.compile(
    rf"(?:the\s+)?(?P<r>last|past|next|coming|previous|following|recent)\s+(?:(?P<n>{_NUM}){_LINK})?{_ADJECTIVE}"
    rf"(?P<u>{_UNITS}|decade|century)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(rf"{_MANY}(?![\s-]+old\b)(?!-on-)(?!['’]s\s+(?:Eve|Day)\b)", re.IGNORECASE)
_EVERY = re.compile(
    rf"(?:every|each)\s+(?:(?:single|other)\s+)?(?:(?P<n>{_NUM})\s+)?(?:(?P<u>{_UNITS}|{_UNIT})\b|(?P<d>{_WEEKDAY})\b|(?P<m>{_FULL})\b)",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:once|twice|\w+\s+times)\s+(?:a|per|every|each)\s+(?P<u>day|week|month|quarter|year)\b|"
    r"per\s+(?P<v>day|week|month|quarter|year|annum)\b",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"(?P<w>annual|annually|yearly|monthly|weekly|daily|quarterly|hourly|fortnightly|biennial|biennially)\b"
)
_OFTEN = {
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


def _unit(word: str) -> str:
    word = word.lower()
    return "century" if word == "centuries" else word.removesuffix("s")


def _number(match: re.Match[str]) -> float | None:
    words = match["n"]
    number = timex.number_of(words) if words else None
    if number is not None and re.search(r"and[\s-]a[\s-]half", match[0], re.IGNORECASE):
        number += 0.5
    return number


def _ago(match: re.Match[str], scene: _Scene) -> _Reading | None:
    unit, number = _unit(match["u"]), _number(match)
    word = match["d"].lower()
    if number is None:
        return _Reading("DATE", "PAST_REF" if word in {"ago", "earlier"} else "FUTURE_REF")
    if unit in {"hour", "minute", "second"} and word in {"ago", "earlier"}:
        days = (timex.shift(scene.day, -1, "day"), scene.day) if scene.day else None
        return _Reading(
            "TIME", timex.duration_value(number, unit), days, "hours before publication"
        )
    anaphoric = word in {"earlier", "later", "afterwards", "on"}
    base = scene.focus[0] if anaphoric and scene.focus else scene.day
    if base is None:
        return _Reading("DATE", _UNKNOWN.get(unit, "XXXX"))
    target = timex.shift(base, -number if word in {"ago", "earlier"} else number, unit)
    basis = f"counted from {'the date before it' if anaphoric and scene.focus else 'publication'}"
    return _Reading("DATE", *_blurred(target, unit), basis)


def _blurred(day: date, unit: str) -> tuple[str, Days | None]:
    """Value at the grain of the unit; "three weeks ago" may be a few days off."""
    if unit in {"week", "fortnight"}:
        return day.isoformat(), (timex.shift(day, -3, "day"), timex.shift(day, 3, "day"))
    grain = {"decade": "year", "century": "year", "quarter": "quarter", "month": "month"}
    return timex.value_at(day, grain.get(unit, unit)), None


def _stretch_words(match: re.Match[str], scene: _Scene) -> _Reading:
    word = match["r"].lower()
    number = _number(match)
    unit = _unit(match["u"])
    if number is None and match["u"].lower() in {"decade", "century"}:
        number = 1
    return _stretch(number, unit, word, scene)


def _stretch(number: float | None, unit: str, word: str, scene: _Scene) -> _Reading:
    """ "the past three days", "the next six months": a duration that touches publication."""
    value = timex.duration_value(number, unit)
    if scene.day is None or number is None:
        return _Reading("DURATION", value)
    ahead = word in {"next", "coming", "following"}
    other = timex.shift(scene.day, number if ahead else -number, unit)
    days = (scene.day, other) if ahead else (other, scene.day)
    return _Reading("DURATION", value, days, f"{word} {value}, from publication")


_PER_NUMBER = re.compile(
    r"(?:\d|\b(?:million|billion|percent|times|once|twice|tons|tonnes|barrels|people))\s*$"
)
_SINGLE = re.compile(r"(?:a|an)\s+(?P<u>\w+)$", re.IGNORECASE)
_NOT_DURATION_AFTER = re.compile(r"\s+(?:in\s+which|of\s+(?:action|mourning)\b)")


def _duration(match: re.Match[str], scene: _Scene) -> _Reading | None:
    unit, words = _unit(match["u"]), match["n"].lower()
    plural = match["u"].lower() != unit
    if unit in {"second", "quarter"} and not (plural and words not in {"a", "an"}):
        return None
    if words in {"a", "an"}:
        if match[0].endswith("night"):
            return None
        if _PER_NUMBER.search(scene.text, max(0, match.start() - 12), match.start()):
            return _Reading("SET", timex.duration_value(1, unit))
    elif not plural and "-" not in match[0] and words not in {"one", "half a", "half an", "1"}:
        # "two year" without a hyphen is a slip that news makes before a noun ("a 20 year plan").
        if not re.match(r"\s+[a-z]", scene.text[match.end() : match.end() + 3]):
            return None
    number = _number(match)
    if number is not None and number > 1000 and "," not in words and unit != "year":
        return None
    return _Reading(
        "DURATION", timex.duration_value(number, unit), *_due(match, number, unit, scene)
    )


_WITHIN = re.compile(
    r"\b(?:within|in\s+less\s+than|inside)\s+(?:the\s+)?(?:next\s+)?$", re.IGNORECASE
)
_IN = re.compile(r"\bin\s+(?:about\s+)?$", re.IGNORECASE)


def _due(
    match: re.Match[str], number: float | None, unit: str, scene: _Scene
) -> tuple[Days | None, str]:
    """ "within two months" and, in the future tense, "in two months" lie in time."""
    if scene.day is None or number is None:
        return None, "duration"
    if _WITHIN.search(scene.text, max(0, match.start() - 24), match.start()):
        return (scene.day, timex.shift(scene.day, number, unit)), "counted from publication"
    if _IN.search(scene.text, max(0, match.start() - 10), match.start()):
        if scene.tense(match.start()) == "future":
            target = timex.shift(scene.day, number, unit)
            return _blurred(target, unit)[1] or (target, target), "counted from publication"
    return None, "duration"


_BARE_UNITS = re.compile(
    r"(?P<u>decades|years|months|weeks|days|hours|minutes)(?P<l>-long)?\b(?!\s+(?:of\s+age|old|ago))"
)
_BARE_BEFORE = re.compile(
    r"\b(?:for|over|in|within|after|through|of|the|recent|took|take|lasted?)\s+(?:the\s+)?$"
)


def _bare_units(match: re.Match[str], scene: _Scene) -> _Reading | None:
    before = _BARE_BEFORE.search(scene.text, max(0, match.start() - 16), match.start())
    if not before and not match["l"]:
        return None
    return _Reading("DURATION", timex.duration_value(None, _unit(match["u"])))


def _every(match: re.Match[str], scene: _Scene) -> _Reading | None:
    if match["d"]:
        return _Reading("SET", f"XXXX-WXX-{timex.WEEKDAYS.index(match['d'].lower()) + 1}")
    if match["m"]:
        return _Reading("SET", _iso(None, _month(match["m"])))
    number = _number(match) or 1
    return _Reading("SET", timex.duration_value(number, _unit(match["u"])))


def _rate(match: re.Match[str], scene: _Scene) -> _Reading:
    unit = (match["u"] or match["v"]).lower().replace("annum", "year")
    return _Reading("SET", timex.duration_value(1, unit))


def _frequency(match: re.Match[str], scene: _Scene) -> _Reading:
    return _Reading("SET", _OFTEN[match["w"].lower()])


# ---------------------------------------------------------------- parts of a stretch, points

_THE_UNIT = re.compile(
    r"(?P<w>the|that)\s+(?:entire\s+)?(?P<u>day|weekend|week|month|year)\b(?!\s+(?:of\s+the|before|after)\b)(?!['’]s\s+Eve)",
    re.IGNORECASE,
)


def _the_unit(match: re.Match[str], scene: _Scene) -> _Reading | None:
    """ "the day", "that week": the last date told, else the one of publication."""
    unit = match["u"].lower()
    base = scene.focus[0] if scene.focus else scene.day
    if base is None:
        return _Reading("DATE", _UNKNOWN.get(unit, "XXXX"))
    return _Reading("DATE", timex.value_at(base, unit), None, f"the {unit} of the date before it")


_CLOCK = re.compile(
    rf"(?P<h>[01]?\d|2[0-4])(?:(?P<sep>[:.])(?P<m>[0-5]\d))?\s*(?P<ap>[ap]\.?\s?m\b\.?)(?:\s+\(?(?P<z>{_ZONE})\b)?|"
    rf"(?P<h2>[01]?\d|2[0-4]):?(?P<m2>[0-5]\d)\s*(?P<z2>{_ZONE})\b|(?P<h3>[01]?\d|2[0-4]):(?P<m3>[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|around|about|by|until|from|before|after)\s+$", re.IGNORECASE)


def _clock(match: re.Match[str], scene: _Scene) -> _Reading | None:
    if match["h3"] and not _AT.search(scene.text, max(0, match.start() - 8), match.start()):
        return None
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = match["m"] or match["m2"] or match["m3"] or "00"
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"].lower().startswith("p") else 0)
    zone = "Z" if (match["z"] or match["z2"] or "").upper() in {"GMT", "UTC"} else ""
    day = scene.focus if scene.focus and scene.focus[0] == scene.focus[1] else None
    base = day[0] if day else scene.day
    first = base.isoformat() if base else "XXXX-XX-XX"
    return _Reading("TIME", f"{first}T{hour:02}:{minute}{zone}", None, "clock time of the day told")


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
_REFERENCES = re.compile(
    rf"(?P<w>{'|'.join(sorted(_REFERENCE, key=len, reverse=True))})\b", re.IGNORECASE
)


def _reference(match: re.Match[str], scene: _Scene) -> _Reading:
    return _Reading("DATE", _REFERENCE[match["w"].lower()])


_EDGE = re.compile(
    r"(?:\b(?P<a>early|late|mid)[\s-]+(?:in\s+)?|"
    r"\b(?:the\s+)?(?:very\s+)?(?P<b>beginning|start|end|middle|close|turn)\s+of\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_EDGE_PART: dict[str, timex.Part] = {
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

# ---------------------------------------------------------------- the table of rules

_NUMBER_STARTS = sorted(timex.NUMBER_WORDS) + _SMALL.split("|") + _TENS.split("|") + ["half"]
_RULES: tuple[tuple[str, re.Pattern[str], Handler], ...] = (
    ("#", _ISO_DATE, _iso_date),
    ("#", _NUMERIC, _numeric),
    ("#", _DAY_MONTH, _date_with_day),
    ("@month", _MONTH_DAY, _date_with_day),
    ("@month", _MONTH_YEAR, _month_and_year),
    ("@month", _LONE_MONTH, _lone_month),
    ("# between from", _YEAR_RANGE, _year_range),
    ("#", _CENTURY, _century),
    ("#", _DECADE, _decade),
    ("the first second third fourth final last #", _QUARTER, _quarter),
    ("q h", _SHORT_QUARTER, _quarter),
    ("the fiscal financial fy", _FISCAL, _fiscal),
    (
        "the last this next current previous ongoing outgoing coming",
        _FISCAL_RELATIVE,
        _fiscal_relative,
    ),
    ("the spring summer autumn fall winter", _SEASON_YEAR, _season),
    ("in during by until since early late", _SEASON_ALONE, _season_alone),
    ("#", _CLOCK, _clock),
    ("#", _ONLY_YEAR, _only_year),
    ("the", _WORD_DECADE, _word_decade),
    (
        "earlier later late early today yesterday tomorrow tonight overnight the this last",
        _DEICTIC,
        _deictic,
    ),
    ("@weekday last this next coming past previous following", _NAMED_DAY, _named_day),
    ("the last past next coming previous following recent", _STRETCH, _stretch_words),
    (
        "the earlier later early late last this next past previous coming current upcoming preceding "
        "following same",
        _RELATIVE,
        _relative,
    ),
    ("# @number", _AGO, _ago),
    ("once twice per three four five several", _RATE, _rate),
    ("# @number", _DURATION, _duration),
    ("every each", _EVERY, _every),
    (" ".join(_OFTEN), _FREQUENCY, _frequency),
    ("decades years months weeks days hours minutes", _BARE_UNITS, _bare_units),
    ("the that", _THE_UNIT, _the_unit),
    ("currently now at nowadays for recently recent in the soon", _REFERENCES, _reference),
)


def _openers(starts: str) -> Iterator[str]:
    for word in starts.split():
        if word == "@month":
            yield from timex.MONTHS
            yield from (a.lower() for a in _ABBREVIATED)
        elif word == "@weekday":
            yield from timex.WEEKDAYS
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


# ---------------------------------------------------------------- detection


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
    found: list[DateMention] = []
    scene = _Scene(article.text, Sentence(0, 0, (), False), None)
    for index, sentence in enumerate(sentences):
        scene.sentence = sentence
        for start, end, pattern_match, handler in _matches(scene, days):
            mention = _mention(
                index, (start, end), _read(pattern_match, handler, scene, days), scene
            )
            if mention is None or _is_stamp(mention, article.text, published):
                continue
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
    scene: _Scene, days: tuple[date, ...]
) -> Iterator[tuple[int, int, re.Match[str], Handler]]:
    text, start, end = scene.text, scene.sentence.start, scene.sentence.end
    scene.day = days[-1] if days else None
    free = start
    for word in _WORD.finditer(text, start, end):
        at = word.start()
        if at < free:
            continue
        rules = _BY_OPENER.get(word[0]) or (_NUMBER_RULES if word[0].isdigit() else ())
        if not rules or (at and text[at - 1] in "-_/@#" and not _after_prefix(text, at)):
            continue
        for pattern, handler in rules:
            match = pattern.match(text, at, end)
            if match and handler(match, scene):
                free = match.end()
                yield at, free, match, handler
                break


def _after_prefix(text: str, at: int) -> bool:
    """True behind "mid-" or a range dash: "mid-2011", "pre-2014", "Beijing-Monday" is not."""
    return text[max(0, at - 5) : at].lower().endswith(("mid-", "pre-", "post-", "early-", "late-"))


def _read(
    match: re.Match[str], handler: Handler, scene: _Scene, days: tuple[date, ...]
) -> tuple[_Reading, Days | None] | None:
    """The reading and its days; under a window the readings of both ends are joined."""
    readings = []
    for day in days or (None,):
        scene.day = day
        if reading := handler(match, scene):
            readings.append(reading)
    if not readings:
        return None
    covers = [r.days or timex.days_of(r.value) for r in readings]
    known = [c for c in covers if c]
    first = readings[0]
    if len(known) != len(covers):
        return first, None
    if len({r.value for r in readings}) > 1:
        scene.day = None
        unknown = handler(match, scene) or first
        first = _Reading(first.kind, unknown.value, None, f"{first.basis}, a window")
    return first, (min(c[0] for c in known), max(c[1] for c in known))


def _mention(
    index: int, span: tuple[int, int], read: tuple[_Reading, Days | None] | None, scene: _Scene
) -> DateMention | None:
    if read is None:
        return None
    reading, days = read
    start, end = span
    edge = _EDGE.search(scene.text, max(scene.sentence.start, start - 24), start)
    if edge and days and reading.kind == "DATE" and days[0] != days[1]:
        start = edge.start()
        days = timex.narrow(days, _EDGE_PART[(edge["a"] or edge["b"]).lower()])
    if days and reading.kind in {"DATE", "TIME"}:
        scene.focus = days
    interval = Interval(days[0].isoformat(), days[1].isoformat(), reading.basis) if days else None
    return DateMention(index, start, end, reading.kind, reading.value, interval)


def _is_stamp(mention: DateMention, text: str, published: Interval | None) -> bool:
    if published is None or mention.interval is None or mention.interval.start != published.start:
        return False
    line_start = text.rfind("\n", 0, mention.start) + 1
    line_end = text.find("\n", mention.end)
    around = (
        text[line_start : mention.start] + text[mention.end : line_end if line_end >= 0 else None]
    )
    return not re.sub(rf"\W|{_WEEKDAY}", "", around)


_DEADLINE = re.compile(
    r"\b(?P<w>by|before|within|until|till|no\s+later\s+than|not\s+later\s+than|at\s+the\s+latest\s+(?:by|in))"
    r"\s+(?:the\s+)?(?:(?:early|mid|late|end\s+of|beginning\s+of|close\s+of)[\s-]+(?:the\s+)?)?$",
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
        last = timex.shift(date.fromisoformat(mention.interval.start), -1, "day").isoformat()
    return Interval(None, last, word)
