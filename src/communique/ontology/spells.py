"""Who held an office on a day: the tables of offices and of leaders as one, with spellings."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from communique.errors import SettingsError
from communique.ontology.actors import ActorRegistry, Leader, name_words
from communique.ontology.offices import DATA, Offices, Tenure, load_offices, read_rows
from communique.ontology.titles import load_titles

_SMALL_WORDS = frozenset(
    "al el ul ur bin ibn ben de da dos del di du von van der den la le ad as ash abu abd".split()
    + "jr sr ii iii iv dr mr mrs ms sir lord sheikh syed sayed haji general gen prof".split()
)
_ALIKE = 0.8
"""The least likeness, of 1, of two spellings of one word of a name."""
_JOINED = 5
"""The fewest consonants by which names that are split otherwise are the same."""
_LATIN = (("ph", "f"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("q", "k"),
          ("c", "k"), ("z", "s"), ("j", "s"), ("w", "v"), ("x", "ks"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spell:
    """One person in one office of one country or organisation."""

    person: str
    names: tuple[str, ...]
    country: str
    kind: str
    """Kind of office: "foreign-minister"."""
    start: date
    end: date | None
    """None: no end in the table."""
    source: str
    own: bool = False
    """Whether the row is of a user's own table."""

    def holds(self, first: date, last: date) -> bool:
        """Whether some day of that time lies in the spell."""
        return self.start <= last and (self.end is None or first <= self.end)


class SpellTable:
    """Spells by office; get it with `load_spells`."""

    def __init__(self, spells: Iterable[Spell]) -> None:
        self._by_office: dict[tuple[str, str], list[Spell]] = {}
        self._by_kind: dict[str, list[Spell]] = {}
        for spell in spells:
            self._by_office.setdefault((spell.country, spell.kind), []).append(spell)
            self._by_kind.setdefault(spell.kind, []).append(spell)

    def of_office(self, country: str, kind: str) -> tuple[Spell, ...]:
        """All spells of an office, the user's first."""
        return tuple(self._by_office.get((country, kind), ()))

    def of_kind(self, kind: str) -> tuple[Spell, ...]:
        """All spells of a kind of office, of whatever country."""
        return tuple(self._by_kind.get(kind, ()))

    def holders(self, country: str, kind: str, first: date, last: date) -> tuple[Spell, ...]:
        """Who held an office on some day of that time; a user's own rows outweigh the shipped."""
        found = [s for s in self.of_office(country, kind) if s.holds(first, last)]
        return tuple([s for s in found if s.own] or found)


def load_spells(offices: Offices | None = None) -> SpellTable:
    """The shipped tables, or those of `offices` with the shipped leaders behind them."""
    return _table(offices or load_offices())


@lru_cache(maxsize=4)
def _table(offices: Offices) -> SpellTable:
    first = [_of_tenure(tenure) for tenure in offices.tenures]
    known = {(s.country, s.kind, " ".join(name_words(n))) for s in first for n in s.names}
    leaders: dict[int, Leader] = {
        id(one): one for group in ActorRegistry.load().leaders.values() for one in group
    }
    more = []
    for leader in leaders.values():
        spell = _of_leader(leader)
        if spell and (spell.country, spell.kind, " ".join(name_words(spell.person))) not in known:
            more.append(spell)
    own = [s for s in first if s.own]
    return SpellTable([*own, *(s for s in first if not s.own), *more])


def _of_tenure(tenure: Tenure) -> Spell:
    return Spell(
        tenure.person, tenure.names, tenure.country, tenure.office, tenure.start, tenure.end,
        f"table of offices, {tenure.source}" if not tenure.own else tenure.source, tenure.own,
    )  # fmt: skip


def _of_leader(leader: Leader) -> Spell | None:
    kind = load_titles().kind_of(leader.office, leader.code)
    if not kind:
        return None
    start = _day(leader.since, False) or date.min
    end = _day(leader.until, True)
    names = (leader.name,)
    return Spell(leader.name, names, leader.code, kind, start, end, "table of leaders")


def _day(text: str, last: bool) -> date | None:
    """The first or last day of an ISO day, month or year; None for no text."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if last:
        return date(year, month or 12, day or monthrange(year, month or 12)[1])
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=50_000)
def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: spelling, initials and left-out names aside.

    A family name alone fits whoever bears it. Ask it of holders of one office only.
    """
    (a, initials), (b, others) = _parts(one), _parts(other)
    if not a or not b or (initials and others and initials != others):
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    joined = "".join(map(_sound, short))
    if len(joined) >= _JOINED and joined == "".join(map(_sound, long)):
        return True
    matched = sum(any(_alike(x, y) for y in long) for x in short)
    return matched == len(short) or (len(short) >= 4 and matched >= len(short) - 1)


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[tuple[str, ...], str]:
    """The words of a name that tell, and its initials ("hw" of "George H.W. Bush")."""
    initials = "".join(re.findall(r"\b([A-Z])\.", name)).lower()
    words = [word for word in name_words(re.sub(r"\b[A-Z]\.", " ", name)) if word != "'s"]
    kept = tuple(word for word in words if len(word) > 1 and word not in _SMALL_WORDS)
    return kept or tuple(words), initials


@lru_cache(maxsize=50_000)
def _alike(one: str, other: str) -> bool:
    if one == other or _full(one) & _full(other):
        return True
    if min(len(one), len(other)) > 2 and _sound(one) == _sound(other):
        return True
    if min(len(one), len(other)) < 6 or abs(len(one) - len(other)) > 3:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


@lru_cache(maxsize=20_000)
def _full(word: str) -> frozenset[str]:
    """The given names that a word may stand for, itself among them."""
    return frozenset({word, *_nicknames().get(word, ())})


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for where, (short, full) in read_rows(DATA / "nicknames.csv", ["short", "full"]):
        if not short or not full:
            raise SettingsError(f"{where}: short and full must not be empty")
        found.setdefault(short, set()).add(full)
    return found


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """The consonants of a word, those that transliterations confuse made one."""
    if len(word) > 5:
        word = re.sub(r"^[ae]l", "", word)
    for letters, letter in _LATIN:
        word = word.replace(letters, letter)
    bare = word[:1] + re.sub(r"[aeiouyhw'’]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)
