"""Who held which office from when to when, and dated events: what undated pages are dated by."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from communique.errors import SettingsError

DATA = Path(__file__).parent / "data" / "offices"
_TENURE_COLUMNS = ["person", "aliases", "country", "office", "from", "to", "source"]
_EVENT_COLUMNS = ["id", "kind", "words", "country", "from", "to"]
# Those whose family name comes first; elsewhere it is the last word.
_FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "VNM", "TWN", "SGP", "HKG"})


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office."""

    person: str
    names: tuple[str, ...]
    """All forms of the name, the full one first."""
    country: str
    """ISO 3166 alpha-3 of the state, or the code of an organisation."""
    office: str
    """Kind of office: "president", "prime-minister", "foreign-minister", …"""
    start: date
    end: date | None
    """None: still in office at the date of the table."""
    source: str
    own: bool = False
    """Whether the row is of a user's own table."""

    @property
    def family_name(self) -> str:
        """The name that stands alone behind a title: "Alvi", "Qin"."""
        words = self.person.split()
        if self.country in _FAMILY_FIRST and len(words) > 1 and "." not in words[0]:
            return words[0]
        last = words[-1]
        return words[-2] if last.rstrip(".") in {"Jr", "II", "III"} and len(words) > 1 else last


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A public event or a term with its first (and last) day."""

    id: str
    kind: Literal["event", "term"]
    words: tuple[str, ...]
    country: str
    start: date
    end: date | None


class Offices:
    """Tenures by name; build it with `load_offices`."""

    def __init__(self, tenures: tuple[Tenure, ...], events: tuple[DatedEvent, ...]) -> None:
        self.tenures = tenures
        self.events = events
        self.by_name: Mapping[str, tuple[Tenure, ...]] = _group(
            (name, tenure) for tenure in tenures for name in tenure.names
        )
        self.by_family_name: Mapping[str, tuple[Tenure, ...]] = _group(
            (tenure.family_name, tenure) for tenure in tenures
        )

    def held(self, name: str, office: str | None = None) -> tuple[Tenure, ...]:
        """Tenures of a full name or alias as written in the tables, of one kind where given."""
        found = self.by_name.get(name, ())
        return tuple(t for t in found if office is None or t.office == office)


def _group(pairs: Iterator[tuple[str, Tenure]]) -> Mapping[str, tuple[Tenure, ...]]:
    groups: dict[str, list[Tenure]] = {}
    for name, tenure in pairs:
        for form in {name, plain(name)}:
            group = groups.setdefault(form, [])
            if tenure not in group:
                group.append(tenure)
    return {name: tuple(group) for name, group in groups.items()}


def plain(name: str) -> str:
    """A name without accents and curly apostrophes."""
    name = name.replace("’", "'")
    if name.isascii():
        return name
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


@cache
def load_offices(folder: Path = DATA, own: Path | None = None) -> Offices:
    """The shipped tables, with a user's own table of tenures laid over them.

    A shipped tenure gives way to an own one of the same person in the same office that overlaps
    it. Raises SettingsError, with file and line, for a broken row.
    """
    tenures = tuple(
        _tenure(where, row) for where, row in read_rows(folder / "offices.csv", _TENURE_COLUMNS)
    )
    events = tuple(
        _event(where, row) for where, row in read_rows(folder / "events.csv", _EVENT_COLUMNS)
    )
    seen: set[str] = set()
    for event in events:
        if event.id in seen:
            raise SettingsError(f"{folder / 'events.csv'}: id {event.id!r} is here twice")
        seen.add(event.id)
    if own is not None:
        from communique.ontology.own_offices import load_own_offices

        tenures = _laid_over(load_own_offices(own), tenures)
    return Offices(tenures, events)


def _laid_over(own: tuple[Tenure, ...], shipped: tuple[Tenure, ...]) -> tuple[Tenure, ...]:
    """The own tenures, then the shipped ones that they do not replace."""
    replacing: dict[tuple[str, str, str], list[Tenure]] = {}
    for tenure in own:
        for name in tenure.names:
            key = (plain(name).lower(), tenure.country, tenure.office)
            replacing.setdefault(key, []).append(tenure)
    kept = [
        tenure
        for tenure in shipped
        if not any(
            _overlap(tenure, other)
            for name in tenure.names
            for other in replacing.get((plain(name).lower(), tenure.country, tenure.office), ())
        )
    ]
    return (*own, *kept)


def _overlap(one: Tenure, other: Tenure) -> bool:
    return (one.end is None or other.start <= one.end) and (
        other.end is None or one.start <= other.end
    )


def read_rows(path: Path, columns: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The rows of a shipped table, each with its file and line; SettingsError for a broken one."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    head = [line for line in lines if line.startswith("#")]
    for field in ("# version:", "# source:", "# licence:"):
        if not any(line.startswith(field) for line in head):
            raise SettingsError(f"{path}: the first lines lack '{field} …'")
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    reader = csv.reader(line for _, line in numbered)
    for (number, _), cells in zip(numbered, reader, strict=True):
        where = f"{path}:{number}"
        if number == numbered[0][0]:
            if cells != columns:
                raise SettingsError(f"{where}: the header must be {','.join(columns)}")
            continue
        if len(cells) != len(columns):
            raise SettingsError(f"{where}: {len(cells)} cells, {len(columns)} are needed")
        yield where, cells


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{where}: {text!r} is no day like 2023-05-05") from error


def _span(where: str, first: str, last: str) -> tuple[date, date | None]:
    start, end = _day(where, first), _day(where, last) if last else None
    if end and end < start:
        raise SettingsError(f"{where}: the end {last} lies before the beginning {first}")
    return start, end


def _tenure(where: str, cells: list[str]) -> Tenure:
    person, aliases, country, office, first, last, source = cells
    if not (person and country and office and source):
        raise SettingsError(f"{where}: person, country, office and source must not be empty")
    start, end = _span(where, first, last)
    names = (person, *filter(None, aliases.split("|")))
    return Tenure(person, names, country, office, start, end, source)


def _event(where: str, cells: list[str]) -> DatedEvent:
    name, kind, words, country, first, last = cells
    if kind not in {"event", "term"} or not words:
        raise SettingsError(f"{where}: kind must be event or term, and words must not be empty")
    start, end = _span(where, first, last)
    narrow: Literal["event", "term"] = "event" if kind == "event" else "term"
    return DatedEvent(name, narrow, tuple(words.split("|")), country, start, end)
