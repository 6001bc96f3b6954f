"""A user's own table of who held which office: a CSV, or an export of Wikidata's query service."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from communique.errors import SettingsError
from communique.ontology.actors import ActorRegistry, name_words
from communique.ontology.offices import Tenure
from communique.ontology.titles import load_titles, slug

_OWN = {
    "person": "person", "office": "office", "country": "country", "from": "from", "to": "to",
    "source": "source", "aliases": "aliases",
}  # fmt: skip
_WIKIDATA = {
    "personLabel": "person", "positionLabel": "office", "countryLabel": "country",
    "start": "from", "end": "to",
}  # fmt: skip
_NEEDED = ("person", "office", "country", "from")
_ITEM = re.compile(r"Q\d+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T[\d:.]+Z?)?")
# Wikidata writes a value that is known to be unknown as a blank node.
_UNKNOWN = re.compile(r"(?:_:.*|t\d+|https?://www\.wikidata\.org/\.well-known/genid/.*)")
_NAMES = ("name", "abbreviation", "in context")


def load_own_offices(path: Path) -> tuple[Tenure, ...]:
    """The tenures of a user's table, each marked with its source and as the user's own.

    The first line names the columns, in any order: person, office, country, from, to, source and
    aliases (separated by "|"), or personLabel, positionLabel, countryLabel, start and end as
    Wikidata's query service exports them; other columns of an export are left aside. Raises
    SettingsError, with file and line, for a row that cannot be used.
    """
    return tuple(_tenure(path, where, row) for where, row in _rows(path))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    lines = text.splitlines(keepends=True)
    skipped = next((n for n, line in enumerate(lines) if line.strip() and line[0] != "#"), None)
    if skipped is None:
        raise SettingsError(f"{path}: is empty; the first line must name the columns")
    head = lines[skipped]
    delimiter = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(lines[skipped:], delimiter=delimiter, strict=True)
    try:
        columns = _columns(f"{path}:{skipped + 1}", next(reader, []))
        for cells in reader:
            where = f"{path}:{skipped + reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                raise SettingsError(f"{where}: {len(cells)} cells, the header has {len(columns)}")
            row = zip(columns, cells, strict=True)
            yield where, {name: cell.strip() for name, cell in row if name}
    except csv.Error as error:
        raise SettingsError(f"{path}:{skipped + reader.line_num}: {error}") from error


def _columns(where: str, header: list[str]) -> list[str]:
    """What each column is; "" for one that is left aside."""
    names = [name.strip().removeprefix("?") for name in header]
    wikidata = "personLabel" in names
    known: Mapping[str, str] = _WIKIDATA if wikidata else _OWN
    columns = [known.get(name, "") for name in names]
    unknown = [n for n, c in zip(names, columns, strict=True) if not c and not wikidata]
    if unknown:
        raise SettingsError(f"{where}: unknown column {unknown[0]!r}; known: {', '.join(_OWN)}")
    for name in _NEEDED:
        if columns.count(name) != 1:
            theirs = next(label for label, column in known.items() if column == name)
            raise SettingsError(f"{where}: needs one column {theirs!r}")
    return columns


def _tenure(path: Path, where: str, row: Mapping[str, str]) -> Tenure:
    for name in ("person", "office", "country"):
        if not row[name] or _ITEM.fullmatch(row[name]):
            raise SettingsError(
                f"{where}: {name} {row[name]!r} is no name; fill it in or remove the row"
            )
    country = _country(where, row["country"])
    start = _day(where, row["from"], last=False)
    end = _day(where, row.get("to", ""), last=True)
    if start is None:
        raise SettingsError(f"{where}: needs the day, month or year from which the office was held")
    if end is not None and end < start:
        raise SettingsError(f"{where}: the end {row['to']} lies before the beginning {row['from']}")
    aliases = [alias.strip() for alias in row.get("aliases", "").split("|")]
    names = (row["person"], *(alias for alias in aliases if alias))
    source = f"{path.name}, {row['source']}" if row.get("source") else path.name
    kind = _kind(row["office"], country)
    return Tenure(row["person"], names, country, kind, start, end, source, own=True)


def _country(where: str, words: str) -> str:
    """The code of a state or organisation that is given by code or name."""
    codes = _codes(words)
    if len(codes) != 1:
        raise SettingsError(
            f"{where}: country {words!r} is not known; write its code, such as NOR or EU"
        )
    return codes.pop()


def _codes(words: str) -> set[str]:
    registry = ActorRegistry.load()
    if words in registry.actors:
        return {words}
    folded = name_words(words)
    codes = {
        name.code
        for name in registry.names.get(folded[0] if folded else "", ())
        if name.words == folded and name.use in _NAMES and name.code
    }
    # "Georgia" is the state in most tables, though news may mean another.
    contexts = registry.contexts.get(" ".join(folded), ())
    codes |= {actor.code for actor in registry.actors.values() if name_words(actor.name) == folded}
    return codes or {context.code for context in contexts}


def _kind(office: str, country: str) -> str:
    """The kind of an office that is given by kind ("foreign-minister") or in words."""
    if "-" in office and office == slug(office):
        return office
    known = load_titles().kind_of(office, country)
    before, of, whose = office.rpartition(" of ")
    own = bool(of) and country in _codes(whose.removeprefix("the "))
    return known or slug(before if own else office)


def _day(where: str, text: str, last: bool) -> date | None:
    """The first or last day of what the text gives; None for nothing and for unknown."""
    if not text or _UNKNOWN.fullmatch(text):
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if last:
            month = month or 12
            return date(year, month, day or monthrange(year, month)[1])
        return date(year, month or 1, day or 1)
    except ValueError:
        raise SettingsError(
            f"{where}: {text!r} is no day, month or year; write 2023-05-05, 2023-05 or 2023"
        ) from None
