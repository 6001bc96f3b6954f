"""Dates an undated page by what it says: offices held, years named, dated events.

Each piece of evidence is a set of stretches of time; the window is what they leave in common. The
day of the run plays no part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from communique.model import Article, Interval, Sentence
from communique.ontology.offices import DatedEvent, Offices, Tenure, load_offices, plain
from communique.ontology.places import load_gazetteer

Stretch = tuple[date, date]

_BEGIN, _END = date.min, date.max


@dataclass(frozen=True, slots=True)
class DatedWindow:
    """When a page can have been published, and why."""

    interval: Interval | None
    """None when nothing on the page tells; an open end is None in the interval."""
    reasons: tuple[str, ...]
    """What was found, what each excludes, and what was set aside."""


class _Evidence(NamedTuple):
    """Stretches in which the page can have been published, by one clue."""

    stretches: tuple[Stretch, ...]
    reason: str


_TITLES: dict[str, str] = {
    "president": r"(?:interim\s+|acting\s+)?president",
    "prime-minister": r"(?:caretaker\s+|interim\s+|acting\s+)?prime\s+minister|premier|PM",
    "foreign-minister": (
        r"foreign\s+minister|minister\s+(?:of|for)\s+foreign\s+affairs|foreign\s+affairs\s+minister|"
        r"(?:minister\s+(?:of|for)\s+external\s+affairs|external\s+affairs\s+minister)|"
        r"foreign\s+secretary|secretary\s+of\s+state|FM|EAM|minister\s+of\s+international\s+relations"
    ),
    "defence-minister": (
        r"defen[cs]e\s+(?:minister|secretary)|minister\s+(?:of|for)\s+(?:national\s+)?defen[cs]e|"
        r"secretary\s+of\s+defen[cs]e"
    ),
    "finance-minister": r"treasury\s+secretary|secretary\s+of\s+the\s+treasury",
    "security-adviser": r"national\s+security\s+advis[eo]r|NSA",
    "un-ambassador": r"ambassador\s+to\s+the\s+(?:united\s+nations|UN|U\.N\.)",
    "secretary-general": r"secretary[\s-]general",
    "director-general": r"director[\s-]general",
    "managing-director": r"managing\s+director",
    "high-representative": r"high\s+representative|foreign\s+policy\s+chief",
    "commission-president": (
        r"(?:european\s+)?commission\s+president|"
        r"president\s+of\s+the\s+(?:european\s+)?commission"
    ),
    "council-president": (
        r"(?:european\s+)?council\s+president|president\s+of\s+the\s+european\s+council"
    ),
    "vice-president": r"vice[\s-]president",
    "chancellor": r"chancellor",
    "monarch": r"king|queen|emir|amir|sultan",
    "crown-prince": r"crown\s+prince",
    "supreme-leader": r"supreme\s+leader",
    "leader": r"(?:supreme\s+)?leader",
    "army-chief": r"army\s+chief|chief\s+of\s+(?:the\s+)?army\s+staff|COAS",
    "pope": r"pope",
    "chief-adviser": r"chief\s+advis[eo]r",
}
# Longer titles first: "Vice President" before "President".
_ORDER = sorted(_TITLES, key=lambda kind: kind in {"president", "leader", "monarch", "chancellor"})
_TITLE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{kind.replace('-', '_')}>{_TITLES[kind]})" for kind in _ORDER)
    + r")(?![\w-])",
    re.IGNORECASE,
)
_NOT_IN_OFFICE = re.compile(
    r"\b(?:former|ex|then|late|past|previous|deputy|assistant|under|predecessor|incoming|vice|"
    r"successor|future|would-be|ousted|deposed|overthrown|toppled|alternate|slain|jailed|"
    r"(?:assassination|killing|murder|death|overthrow|ouster|removal|fall)\s+of)[\s-]+"
    r"(?:[\w.’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PARTICLE = r"(?:bin|al|el|de|da|dos|del|di|von|van|der|den|ul|ur|Al)"
_NAME = rf"[A-Z][\w.’'-]*(?:\s+(?:[A-Z][\w.’'-]*|{_PARTICLE}\b)){{0,7}}"
_AFTER = re.compile(
    r"(?:\s+(?:of|for|to)\s+(?:the\s+)?[A-Z][\w’'.-]*(?:\s+(?:of|and|the|[A-Z][\w’'.-]*)){0,7}?)?"
    rf",?\s+(?P<name>{_NAME})"
)
_BEFORE = re.compile(rf"(?P<name>{_NAME}),\s+(?:(?:who\s+is\s+)?the\s+)?(?:[\w’'.-]+\s+){{0,4}}$")
_HONORIFICS = frozenset(
    {"Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Gen", "Gen.", "General", "Sheikh"}
    | {"Sir", "Lord", "Shri", "Prof.", "H.E.", "Syed", "Muhammad", "Mohammad", "Prince", "Field"}
)


def date_page(
    article: Article, sentences: Sequence[Sentence], offices: Offices | None = None
) -> DatedWindow:
    """The window in which a page can have been published, from its own words.

    Evidence that leaves nothing in common with what stands before it is set aside, and the reasons
    say so. Without any evidence the interval is None.
    """
    offices = offices or load_offices()
    window: tuple[Stretch, ...] = ((_BEGIN, _END),)
    reasons: list[str] = []
    for evidence in _evidence(article.text, sentences, offices):
        common = _intersect(window, evidence.stretches)
        if not common:
            reasons.append(f"set aside, it contradicts the others: {evidence.reason}")
            continue
        if common == window:
            reasons.append(f"{evidence.reason}: excludes nothing more")
        else:
            reasons.append(f"{evidence.reason}: excludes {_excluded(window, common)}")
        window = common
    first, last = window[0][0], window[-1][1]
    if (first, last) == (_BEGIN, _END):
        return DatedWindow(None, (*reasons, "nothing on the page tells when it was published"))
    interval = Interval(
        None if first == _BEGIN else first.isoformat(),
        None if last == _END else last.isoformat(),
        "dated by what the page says",
    )
    return DatedWindow(interval, tuple(reasons))


def _evidence(text: str, sentences: Sequence[Sentence], offices: Offices) -> Iterator[_Evidence]:
    """Terms first, which are surest; then offices, years and named events."""
    yield from _terms(text, sentences, offices)
    yield from _offices_held(text, sentences, offices)
    yield from _years_named(text, sentences)
    yield from _last_years(text, sentences, offices)


def _intersect(one: Iterable[Stretch], other: Iterable[Stretch]) -> tuple[Stretch, ...]:
    others = tuple(other)
    common = [(max(a, c), min(b, d)) for a, b in one for c, d in others if max(a, c) <= min(b, d)]
    return _union(common)


def _union(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    merged: list[Stretch] = []
    for first, last in sorted(stretches):
        if merged and first <= _next_day(merged[-1][1]):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _next_day(day: date) -> date:
    return day if day == _END else day + timedelta(1)


def _excluded(before: tuple[Stretch, ...], after: tuple[Stretch, ...]) -> str:
    parts = []
    if after[0][0] > before[0][0]:
        parts.append(f"days before {after[0][0].isoformat()}")
    if after[-1][1] < before[-1][1]:
        parts.append(f"days after {after[-1][1].isoformat()}")
    return " and ".join(parts) or "days between"


# ---------------------------------------------------------------- offices held

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _offices_held(
    text: str, sentences: Sequence[Sentence], offices: Offices
) -> Iterator[_Evidence]:
    """One piece of evidence for each person named with an office, the best supported first."""
    told: dict[tuple[Tenure, ...], str] = {}
    count: Counter[tuple[Tenure, ...]] = Counter()
    for sentence in sentences:
        # "in 2015 President Obama signed" tells of then, and not of the day of the page.
        if _YEAR.search(text, sentence.start, sentence.end):
            continue
        for title in _TITLE.finditer(text, sentence.start, sentence.end):
            found, words = _holders(text, title, sentence, offices)
            if found:
                told.setdefault(found, words)
                count[found] += 1
    pieces = {t: _of_tenures(t, told[t]) for t in _without_predecessors(count)}
    for tenures in sorted(pieces, key=lambda t: (-_agreeing(pieces[t], pieces), -count[t])):
        yield pieces[tenures]


def _agreeing(one: _Evidence, pieces: Mapping[tuple[Tenure, ...], _Evidence]) -> int:
    """How many pieces have time in common with one: what stands alone is a namesake."""
    return sum(bool(_intersect(one.stretches, other.stretches)) for other in pieces.values())


def _without_predecessors(
    named: Iterable[tuple[Tenure, ...]],
) -> list[tuple[Tenure, ...]]:
    """Of several holders of one office the last one: others keep the title out of courtesy."""
    latest: dict[tuple[str, str], tuple[Tenure, ...]] = {}
    for tenures in named:
        key = (tenures[0].country, tenures[0].office)
        known = latest.get(key)
        if known is None or tenures[-1].start > known[-1].start:
            latest[key] = tenures
    return list(latest.values())


def _of_tenures(tenures: Sequence[Tenure], words: str) -> _Evidence:
    stretches = _union((t.start, t.end or _END) for t in tenures)
    spells = ", ".join(
        f"{first.isoformat()} to {'today' if last == _END else last.isoformat()}"
        for first, last in stretches
    ).replace("to today", "on")
    people = " or ".join(dict.fromkeys(t.person for t in tenures))
    return _Evidence(stretches, f"“{words}”: {people} held the office {spells}")


def _holders(
    text: str, title: re.Match[str], sentence: Sentence, offices: Offices
) -> tuple[tuple[Tenure, ...], str]:
    """Whose office a title tells of, with the words that say so; () when nobody known."""
    kind = (title.lastgroup or "").replace("_", "-")
    if _NOT_IN_OFFICE.search(text, max(sentence.start, title.start() - 40), title.start()):
        return (), ""
    after = _AFTER.match(text, title.end(), sentence.end)
    if after:
        found = _tenures(after["name"], kind, offices, text)
        if found:
            return found, text[title.start() : after.end()]
    before = _BEFORE.search(text, max(sentence.start, title.start() - 90), title.start())
    if before:
        found = _tenures(before["name"], kind, offices, None)
        if found:
            return found, text[before.start() : title.end()]
    return (), ""


def _tenures(name: str, kind: str, offices: Offices, text: str | None) -> tuple[Tenure, ...]:
    """Tenures of that kind of office by a person whom the words name.

    With the text of the article a family name is enough where the article names the country.
    """
    words = [_bare(w) for w in name.split() if w not in _HONORIFICS]
    shortest = 1 if text is not None else 2
    for length in range(min(len(words), 6), shortest - 1, -1):
        for first in range(len(words) - length + 1):
            full = " ".join(words[first : first + length])
            found = tuple(t for t in offices.by_name.get(full, ()) if t.office == kind)
            if found:
                return found
    return _by_family_name(words, kind, offices, text) if text is not None else ()


def _bare(word: str) -> str:
    word = re.sub(r"['’]s$", "", word)
    return plain(word.rstrip(",") if len(word.rstrip(".")) < 3 else word.rstrip(",."))


def _by_family_name(words: list[str], kind: str, offices: Offices, text: str) -> tuple[Tenure, ...]:
    """Reads "President Alvi"; a first name beside it must be the person's."""
    for word in words:
        found = [t for t in offices.by_family_name.get(word, ()) if t.office == kind]
        others = set(words[: words.index(word) + 2]) - {word}
        if len(words) > 1:
            found = [t for t in found if others & set(" ".join(t.names).split())]
        found = [t for t in found if _names_country(text, t.country)]
        if found or len(words) == 1:
            return tuple(found)
    return ()


def _names_country(text: str, code: str) -> bool:
    names = _country_names(code)
    return not names or any(name in text for name in names)


# ---------------------------------------------------------------- years named

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DATED = re.compile(
    rf"\b(?:in|on|since|during|from|after|of)\s+(?:(?:early|late|mid|the)[\s-]+)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:(?P<m>{'|'.join(_MONTHS)})\s+)?"
    rf"(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,\s+)?(?P<y>(?:19|20)\d\d)\b(?![-–/]\d)"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|would|going\s+to|to\s+be|due|scheduled|expected|planned|slated|upcoming|plans?|set\s+to|by|"
    r"until|till|before|through|beyond|target|targets|aims?|agenda|vision|expires?|fiscal|must|may|"
    r"should|can|could|effective|deadline)\b",
    re.IGNORECASE,
)
# "-ed" before a noun is an adjective ("the elected government") and tells no time.
_PAST = re.compile(
    r"(?<![\w-])(?:was|were|had|did|said|told|met|held|made|took|began|came|went|gave|left|won|led|"
    r"saw|spoke|signed|visiting|having|"
    r"\w{2,}ed(?=\s+(?:the|a|an|in|on|to|that|by|his|her|its|their|with|from|for|at|into|and|up|"
    r"[A-Z]\w*)\b))(?![\w-])"
)


def _years_named(text: str, sentences: Sequence[Sentence]) -> Iterator[_Evidence]:
    """The latest time that the page tells of as past: it cannot be older."""
    latest: tuple[date, str] | None = None
    for sentence in sentences:
        for match in _DATED.finditer(text, sentence.start, sentence.end):
            if not _past(text, sentence, match):
                continue
            day = _first_day(match)
            if day and (latest is None or day > latest[0]):
                latest = (day, match[0])
    if latest:
        yield _Evidence(((latest[0], _END),), f"“{latest[1]}” is told as past")


def _past(text: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a past verb stands close by and nothing around looks ahead."""
    floor = max(sentence.start, match.start() - 200)
    if _AHEAD.search(text, floor, min(sentence.end, match.end() + 200)):
        return False
    if _PAST.search(text, max(sentence.start, match.start() - 60), match.start()):
        return True
    opens = match.start() - sentence.start < 4
    return (
        opens and _PAST.search(text, match.end(), min(sentence.end, match.end() + 60)) is not None
    )


def _first_day(match: re.Match[str]) -> date | None:
    month = _MONTHS.index(match["m"]) + 1 if match["m"] else 1
    day = int(match["d1"] or match["d2"] or 1) if match["m"] else 1
    try:
        return date(int(match["y"]), month, day)
    except ValueError:
        return None


# ---------------------------------------------------------------- terms and events


def _terms(text: str, sentences: Sequence[Sentence], offices: Offices) -> Iterator[_Evidence]:
    if not sentences:
        return
    story = " ".join(text[s.start : s.end] for s in sentences).replace("’", "'")
    for event in offices.events:
        if event.kind != "term":
            continue
        word = next((w for w in event.words if w in story), None)
        if word:
            reason = f"“{word}” is not older than {event.start.isoformat()}"
            yield _Evidence(((event.start, _END),), reason)


_LAST_YEARS = re.compile(r"\b(?P<w>last|this)\s+year['’]s\s+(?P<what>(?:[\w’'-]+\s+){0,4}[\w’'-]+)")


def _last_years(text: str, sentences: Sequence[Sentence], offices: Offices) -> Iterator[_Evidence]:
    """Reads "last year's floods in Pakistan": a page of the year after floods of that country."""
    events = [e for e in offices.events if e.kind == "event"]
    for sentence in sentences:
        for match in _LAST_YEARS.finditer(text, sentence.start, sentence.end):
            words = text[sentence.start : sentence.end]
            known = [e for e in events if _meant(e, match["what"], words)]
            if known:
                shift = 1 if match["w"] == "last" else 0
                years = [_year(e.start.year + shift) for e in known]
                names = ", ".join(e.id for e in known)
                yield _Evidence(_union(years), f"“{match[0]}” ({names})")


def _year(year: int) -> Stretch:
    return date(year, 1, 1), date(year, 12, 31)


def _meant(event: DatedEvent, what: str, sentence: str) -> bool:
    if not any(re.search(rf"\b{re.escape(w)}\b", what, re.IGNORECASE) for w in event.words):
        return False
    return any(name in sentence for name in _country_names(event.country))


@cache
def _country_names(code: str) -> tuple[str, ...]:
    """Name, short forms and demonyms of a country; () for organisations."""
    gazetteer = load_gazetteer()
    country = gazetteer.country(code)
    demonyms = tuple(d for d, iso3 in gazetteer.demonyms.items() if iso3 == code)
    short = ("U.S.", "White House") if code == "USA" else ()
    return ((country.name,) if country else ()) + demonyms + short
