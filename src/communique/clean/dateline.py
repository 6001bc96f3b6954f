"""The head of a report: place, date and agency before the first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from communique.clean.dates import DAY, MONTH, WEEKDAY
from communique.clean.rules import words

MOST_WORDS = 4
"""Words of a place in title case before a bare colon or dash."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the head of a line gives."""

    length: int
    """Characters, with the white space before the sentence."""
    place: str | None
    agency: str | None
    day: str | None
    """The date as written, often without a year."""
    strong: bool
    """In capitals, or with a date or an agency: can be nothing else."""


@cache
def _head() -> re.Pattern[str]:
    agency = "|".join(sorted(map(re.escape, words("agency")), key=len, reverse=True))
    word = r"[A-ZÀ-ÞĀĂĐĞİŁŚŞŠȘŽḤỦ][\w.'’‘-]*"
    place = rf"{word}(?:[ /-](?:(?:of|de|da|del|el|al|la|le|the|sur|upon|and) )?{word}){{0,4}}"
    named = rf"(?:{agency})(?:[/ –-]+(?:{agency}|Infoquest|News Agency|Agency))*"
    day = (
        rf"{WEEKDAY}(?:{MONTH}\s*{DAY}|{DAY}\s*{MONTH})(?:,? (?:19|20)\d\d)?"
        r"|(?:19|20)\d\d[-/]\d\d?[-/]\d\d?"
    )
    other = r"[A-Z][\w .-]{1,24}(?=/|\)\s*[-–—:])"
    return re.compile(
        rf"(?:(?P<place>{place})(?:(?:, (?!(?:{MONTH})\s*\d)|\s?\[)(?P<region>{place})\]?)?"
        rf"(?:(?:,|\s[-–—|]|\.)?\s*[(]?(?P<day>{day})[)]?)?)?"
        rf"(?P<lead>[\s,.–—-]*[(/\[]\s*(?P<agency>{named}|{other})\s*[)/\]]"
        rf"|\s*[,–—-]\s*(?P<bare>{named}))?"
        rf"\s*(?P<mark>:|\.|–|—|--|-)?(?P<space>\s*)(?=\S)"
    )


def find_dateline(line: str) -> Dateline | None:
    """The dateline at the head of a stripped line, None when it opens with no dateline."""
    match = _head().match(line[:160])
    if not match or not match.end():
        return None
    place, mark = match["place"], match["mark"] or ""
    agency = match["agency"] or match["bare"]
    if not _possible(match, place, mark, agency):
        return None
    rest = line[match.end() :]
    if not rest or not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "“\"'‘[(¿"):
        return None
    region = match["region"]
    whole = f"{place}, {region}" if place and region else place
    strong = bool(agency or match["day"] or (place and place.isupper() and len(place) > 3))
    return Dateline(match.end(), whole, agency, match["day"], strong)


def _possible(match: re.Match[str], place: str | None, mark: str, agency: str | None) -> bool:
    """True when the parts found can make a dateline."""
    if place is None:
        return bool(agency and mark in {"-", "–", "—", "--", ":"})
    if not is_place(place) or (match["region"] and not is_place(match["region"])):
        return False
    if agency and agency not in words("agency") and not match["day"] and "/" not in match["lead"]:
        return place.isupper() and mark != ""
    if mark == "":
        return bool(agency)
    if mark == ".":
        return bool(agency)
    if mark == "-" and not match.group()[: match.start("mark")][-1:].isspace():
        return bool(agency or match["day"]) and bool(match["space"])
    return bool(match["space"]) or mark in {"—", "–", "--"}


def is_place(name: str) -> bool:
    """True for up to four capitalised words of which none is a title, a heading or a month."""
    parts = re.split(r"[ /]", name)
    if len(parts) > MOST_WORDS or name.isdigit():
        return False
    barred = words("not_place")
    return not any(part.strip(".,").capitalize() in barred for part in parts) and not any(
        part.strip(".,").capitalize() in words("month") for part in parts[:1]
    )


@cache
def place_day() -> re.Pattern[str]:
    """A line that is a place and a day alone: "Brussels, 4 May 2023"."""
    word = r"[A-ZÀ-Þ][\w.'’-]*"
    day = rf"{WEEKDAY}(?:{MONTH}\s*{DAY}|{DAY}\s*{MONTH})(?:,? (?:19|20)\d\d)?"
    return re.compile(rf"(?P<place>{word}(?: {word}){{0,3}}),? (?:[(–—-]\s*)?(?P<day>{day})[).:]?")


PLACE_LINE = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]+(?: (?:de |al |el |of )?[A-ZÀ-Þ][\w.'’-]+){0,2}, "
    r"(?:[A-ZÀ-Þ][\w.'’-]*)(?: (?:of |and |the )*[A-ZÀ-Þ][\w.'’-]*){0,3}[.,]?"
    r"|[A-Z][A-Z.'’-]{2,}(?: [A-Z][A-Z.'’-]+){0,2}"
)
"""A line that is a place alone: "ANKARA", "Lyon, France"."""
