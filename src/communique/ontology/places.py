"""The gazetteer: political places, countries, capitals, divisions, natural features, cities.

Rows stay text until a name is met, and the long tables are sorted and searched by halving, so that
42,000 places are ready in some 20 milliseconds. The tables in `data/places` carry their source and
licence in their first lines.
"""

from __future__ import annotations

import csv
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from communique.errors import SettingsError

DATA = Path(__file__).parent / "data" / "places"
Layer = Literal["political", "country", "capital", "division", "feature", "city"]
_LAYERS: dict[str, Layer] = {
    "p": "political",
    "k": "country",
    "h": "capital",
    "d": "division",
    "f": "feature",
    "c": "city",
}
_COLUMNS = {
    "political-places.csv": (
        "id,name,kind,country,lat,lon,administered_by,claimed_by,aliases,loaded"
    ),
    "countries.csv": "iso3,name,lat,lon,capital,capital_lat,capital_lon,aliases,demonyms",
    "divisions.csv": "name,country,lat,lon,kind,admin1,aliases",
    "features.csv": "name,kind,lat,lon,aliases",
    "cities.csv": "name,country,admin1,lat,lon,thousands,flags",
}
_REMEMBERED = 1 << 15
"""How many words of texts are kept with what the tables say of them."""
_PLAIN = str.maketrans("’‘ʻ–—", "'''--", "")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer."""

    id: str
    """Stable id: "political:crimea", "country:PAK", "city:PAK:Islamabad:33.72"."""
    name: str
    """Neutral name."""
    kind: str
    lat: float
    lon: float
    country: str | None
    """ISO 3166 alpha-3; None for the high seas and disputed areas without one owner."""
    layer: Layer
    thousands: int = 0
    """People in thousands, cities only."""
    admin1: str = ""
    """Postal code of the state or province: United States and Canada only."""
    administered_by: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    wording_of: str | None = None
    """Side whose name for it this is; None for a neutral name."""
    alternate: bool = False
    """The name asked for is a second name of the place."""
    word: bool = False
    """The name is also an everyday word ("Reading", "Split")."""


def fold(name: str) -> str:
    """The name in plain letters: no accents, straight apostrophes and hyphens."""
    if name.isascii():
        return name
    name = name.translate(_PLAIN)
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


class Gazetteer:
    """Finds places by exact name; build it with `load_gazetteer`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        """Takes the data rows of the five tables; those of cities.csv must be sorted."""
        # One text a name, its rows in lines: texts cost the garbage collector nothing.
        self._rows: dict[str, str] = {}
        self._lengths: dict[str, int] = {}
        self._cities = tables["cities.csv"]
        self.longest = lru_cache(_REMEMBERED)(self._longest)
        """Length of the longest name whose first word this is; 0 when no name begins so."""
        self.places = lru_cache(_REMEMBERED)(self._places)
        """All places of a name, political ones first; () when there is none."""
        self.prefixes: dict[str, list[str]] = {}
        """Name to what may stand in front of it in small letters: "Kashmir" to "occupied "."""
        self.demonyms: dict[str, str] = {}
        """Demonym to ISO 3166 alpha-3."""
        self.states: dict[str, str] = {}
        """Name or abbreviation of a US state or Canadian province to its postal code."""
        self._add_named("p", tables["political-places.csv"], 1, (8, 9))
        self._add_countries(tables["countries.csv"])
        self._add_divisions(tables["divisions.csv"])
        self._add_named("f", tables["features.csv"], 0, (4,))

    def _add(self, name: str, row: str) -> None:
        rows = self._rows.get(name)
        if rows is None:
            self._rows[name] = row
            self._index(name)
        else:
            self._rows[name] = f"{rows}\n{row}"

    def _index(self, name: str) -> None:
        if name.isalpha() and name[0].isupper():
            self._lengths.setdefault(name, len(name))
            return
        start = next((i for i, c in enumerate(name) if c.isupper()), None)
        if start is None:
            return
        if start:
            self.prefixes.setdefault(name[start:], []).append(name[:start])
        end = start
        while end < len(name) and name[end].isalnum():
            end += 1
        first = name[start:end]
        if self._lengths.get(first, 0) < len(name) - start:
            self._lengths[first] = len(name) - start

    def _add_named(
        self, layer: str, rows: Sequence[str], name: int, others: tuple[int, ...]
    ) -> None:
        for row in rows:
            cells = _cells(row)
            marked = f"{layer}{row}"
            names = [cells[name]]
            for column in others:
                names += [n.split("=", 1)[0] for n in cells[column].split("|") if n]
            for each in dict.fromkeys(fold(n) for n in names):
                self._add(each, marked)

    def _add_countries(self, rows: Sequence[str]) -> None:
        for row in rows:
            cells = _cells(row)
            for name in dict.fromkeys(fold(n) for n in [cells[1], *cells[7].split("|")] if n):
                self._add(name, f"k{row}")
            if cells[4]:
                self._add(fold(cells[4]), f"h{row}")
            for demonym in filter(None, cells[8].split("|")):
                self.demonyms.setdefault(demonym, cells[0])

    def _add_divisions(self, rows: Sequence[str]) -> None:
        for row in rows:
            cells = _cells(row)
            names = [cells[0], *filter(None, cells[6].split("|"))]
            for name in names:
                self._add(name, f"d{row}")
                if cells[4] == "state" and cells[5]:
                    self.states[name] = cells[5]

    def _longest(self, first: str) -> int:
        length = self._lengths.get(first, 0)
        at = bisect_left(self._cities, first)
        while at < len(self._cities) and self._cities[at].startswith(first):
            name = self._cities[at].partition(",")[0]
            if len(name) == len(first) or not name[len(first)].isalnum():
                length = max(length, len(name))
            at += 1
        return length

    def _city_rows(self, name: str) -> list[str]:
        key = name + ","
        at = bisect_left(self._cities, key)
        rows = []
        while at < len(self._cities) and self._cities[at].startswith(key):
            rows.append("c" + self._cities[at])
            at += 1
        return rows

    def _places(self, name: str) -> tuple[Place, ...]:
        rows = self._rows.get(name)
        named = rows.split("\n") if rows else []
        return tuple(_place(name, row) for row in named + self._city_rows(name))

    def __contains__(self, name: str) -> bool:
        return bool(self.places(name))

    def country(self, iso3: str) -> Place | None:
        """The country of an ISO 3166 alpha-3 code."""
        return _countries(self).get(iso3)


@cache
def _countries(gazetteer: Gazetteer) -> dict[str, Place]:
    rows = (row for rows in gazetteer._rows.values() for row in rows.split("\n"))
    places = (_place("", row) for row in dict.fromkeys(rows) if row[0] == "k")
    return {place.country: place for place in places if place.country}


def _cells(row: str) -> list[str]:
    return next(csv.reader([row])) if '"' in row else row.split(",")


@cache
def _place(name: str, row: str) -> Place:
    layer, cells = row[0], _cells(row[1:])
    return _MAKERS[layer](name, cells)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def _political(name: str, cells: list[str]) -> Place:
    loaded = dict(pair.rsplit("=", 1) for pair in cells[9].split("|") if pair)
    by_fold = {fold(n): side for n, side in loaded.items()}
    return Place(
        f"political:{cells[0]}",
        cells[1],
        cells[2],
        float(cells[4]),
        float(cells[5]),
        cells[3] or None,
        "political",
        administered_by=_codes(cells[6]) or _codes(cells[3]),
        claimed_by=_codes(cells[7]),
        wording_of=by_fold.get(name),
    )


def _country(name: str, cells: list[str]) -> Place:
    lat, lon = float(cells[2]), float(cells[3])
    return Place(
        f"country:{cells[0]}",
        cells[1],
        "country",
        lat,
        lon,
        cells[0],
        "country",
        administered_by=(cells[0],),
    )


def _capital(name: str, cells: list[str]) -> Place:
    return Place(
        f"capital:{cells[0]}",
        cells[4],
        "city",
        float(cells[5]),
        float(cells[6]),
        cells[0],
        "capital",
        administered_by=(cells[0],),
    )


def _division(name: str, cells: list[str]) -> Place:
    return Place(
        f"division:{cells[1]}:{cells[0]}" + (f":{cells[5]}" if cells[4] == "county" else ""),
        cells[0],
        cells[4],
        float(cells[2]),
        float(cells[3]),
        cells[1],
        "division",
        admin1=cells[5],
        administered_by=(cells[1],),
        alternate=name != cells[0],
    )


def _feature(name: str, cells: list[str]) -> Place:
    return Place(
        f"feature:{cells[0]}", cells[0], cells[1], float(cells[2]), float(cells[3]), None, "feature"
    )


def _city(name: str, cells: list[str]) -> Place:
    return Place(
        f"city:{cells[1]}:{cells[0]}:{cells[3]}",
        cells[0],
        "city",
        float(cells[3]),
        float(cells[4]),
        cells[1],
        "city",
        thousands=int(cells[5]),
        admin1=cells[2],
        administered_by=(cells[1],),
        alternate="a" in cells[6],
        word="w" in cells[6],
    )


_MAKERS = {
    "p": _political,
    "k": _country,
    "h": _capital,
    "d": _division,
    "f": _feature,
    "c": _city,
}


def read_table(path: Path, columns: str) -> list[str]:
    """The data rows of a CSV table as text, checked for header, version, source and licence.

    Raises SettingsError that names the file and what is missing.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    body = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = "\n".join(lines[:body])
    for field in ("# version:", "# source:", "# licence:"):
        if field not in head:
            raise SettingsError(f"{path}: the first lines lack '{field} …'")
    if body == len(lines) or lines[body] != columns:
        raise SettingsError(f"{path}:{body + 1}: the header must be '{columns}'")
    rows = lines[body + 1 :]
    while rows and not rows[-1]:
        rows.pop()
    return rows


@cache
def load_gazetteer(folder: Path = DATA) -> Gazetteer:
    """The shipped gazetteer, read once a process; raises SettingsError for a broken table."""
    return Gazetteer({name: read_table(folder / name, cols) for name, cols in _COLUMNS.items()})


def check_tables(folder: Path = DATA) -> Iterator[str]:
    """What is wrong with the tables, one line each, with file and line: the slow, full check."""
    cities = read_table(folder / "cities.csv", _COLUMNS["cities.csv"])
    if cities != sorted(cities):
        yield "cities.csv: the rows are not in the order of their characters"
    for name, columns in _COLUMNS.items():
        width, seen = columns.count(",") + 1, set[str]()
        for number, row in enumerate(read_table(folder / name, columns)):
            cells = _cells(row)
            where = f"{name}: row {number + 1}"
            if len(cells) != width:
                yield f"{where}: {len(cells)} cells, {width} are needed"
                continue
            yield from _check_row(where, name, cells)
            if name in {"political-places.csv", "countries.csv"}:
                if cells[0] in seen:
                    yield f"{where}: id {cells[0]!r} is here twice"
                seen.add(cells[0])


def _check_row(where: str, name: str, cells: list[str]) -> Iterator[str]:
    column = _COLUMNS[name].split(",").index("lat")
    try:
        lat, lon = float(cells[column]), float(cells[column + 1])
    except ValueError:
        yield f"{where}: latitude or longitude is no number"
        return
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        yield f"{where}: the point {lat}, {lon} is not on the Earth"
    if name == "political-places.csv":
        for pair in filter(None, cells[9].split("|")):
            if "=" not in pair:
                yield f"{where}: loaded name {pair!r} lacks '=SIDE'"
