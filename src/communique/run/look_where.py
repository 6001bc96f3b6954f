"""`communique where`: a place, who administers and who claims it, and whose name for it it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.detect.places import DIVISION, detect_places, divisions
from communique.errors import SettingsError
from communique.ontology.actors import ActorRegistry
from communique.ontology.places import DATA, Gazetteer, Place, fold, load_gazetteer
from communique.run.look import Answer, Reading, alike
from communique.run.predict_items import story
from communique.run.predict_times_places import lay_sentences

_MOST = 12
"""Candidates shown."""
_LONGEST = 200
_APART = 0.3
"""Degrees between two places of one name and country that are not the same."""
_LAYERS = {
    "political": "the table of political places",
    "country": "the table of countries",
    "capital": "the capitals of the table of countries",
    "division": "the table of provinces, states and districts",
    "feature": "the table of seas, rivers, straits and mountains",
    "city": "the table of cities",
}
_TABLES = ("political-places.csv", "countries.csv", "divisions.csv", "features.csv", "cities.csv")
_NAMES = {"political-places.csv": 1, "countries.csv": 1}
"""Column of the name, 0 in the others."""


def look_where(asked: str, context: str | None = None) -> Answer:
    """The place of a name, as a text that names it would be read.

    `context` is a country, by code or name, whose places go first. Raises SettingsError where it
    is none.
    """
    gazetteer = load_gazetteer()
    country = _context(context, gazetteer) if context else None
    words = " ".join(asked.split())[:_LONGEST]
    name, places = _named(words, gazetteer)
    if not places:
        return Answer(asked, None, nearest=alike(words, _all_names(gazetteer)))
    chosen = _as_read(words, country, gazetteer)
    ranked = sorted(places, key=lambda place: _rank(place, chosen, country))
    best = ranked[0]
    others = [p for p in ranked[1:] if not _same(p, best)]
    reasons = list(_reasons(name, best, country, chosen == best.id))
    if others:
        which = f"the one in {country.name}" if country and _lies_in(best, country) else ""
        which = which or (f"the one of {words!r}" if "," in words else "the likeliest")
        reasons.append(f"{len(others) + 1} places bear the name; this is {which}")
    return Answer(asked, _reading(best), tuple(map(_reading, others[:_MOST])), tuple(reasons))


def _context(context: str, gazetteer: Gazetteer) -> Place:
    found = gazetteer.country(context.upper()) or next(
        (p for p in gazetteer.places(fold(context)) if p.layer == "country"), None
    )
    if found is None:
        raise SettingsError(
            f"--context {context!r} is no country; give a code such as PAK or a name"
        )
    return found


def _named(words: str, gazetteer: Gazetteer) -> tuple[str, tuple[Place, ...]]:
    """The name as the tables have it, and all places that bear it."""
    for name in _spellings(words):
        places = gazetteer.places(name)
        if places:
            return name, places
        code = gazetteer.demonyms.get(name) or (name if len(name) == 3 else "")
        country = gazetteer.country(code) if code else None
        if country is not None:
            return name, (country,)
    division = re.search(DIVISION.pattern + "$", words)
    if division is not None:
        name, places = _named(words[: division.start()], gazetteer)
        inner = divisions(places)
        if inner:
            return name, inner
    head, comma, _ = words.partition(",")
    return _named(head, gazetteer) if comma and head.strip() else (words, ())


def _spellings(words: str) -> Iterator[str]:
    """The name as asked, without "the", and with capitals where the asker spared them."""
    plain = fold(words).strip(" .;:!?\"'")
    short = plain[4:] if plain[:4].lower() == "the " else plain
    capitals = " ".join(
        word if word in ("of", "and", "the", "de", "al") else word[:1].upper() + word[1:]
        for word in short.split(" ")
    )
    yield from dict.fromkeys((plain, short, capitals, short.title(), short.upper()))


def _as_read(words: str, country: Place | None, gazetteer: Gazetteer) -> str | None:
    """Id of the place that an article would be read to mean; None where it would be passed over."""
    for name in dict.fromkeys((words, *_spellings(words))):
        text = f"near {name}."
        if country is not None:
            text += f" It lies in {country.name}."
        found = detect_places(story(text), lay_sentences(text), gazetteer)
        if found and found[0].start < len(name) + 5:
            return found[0].place_id
    return None


def _rank(place: Place, chosen: str | None, country: Place | None) -> tuple[bool, bool, int, int]:
    layers = tuple(_LAYERS)
    sides = {place.country, *place.administered_by, *place.claimed_by}
    away = country is not None and country.country not in sides
    return away, place.id != chosen, layers.index(place.layer), -place.thousands


def _reading(place: Place) -> Reading:
    plain = place.administered_by == (place.country,)
    return Reading(
        place.name,
        {
            "kind": place.kind,
            "country": place.country,
            "state": place.admin1 or None,
            "administered_by": None if plain else list(place.administered_by) or None,
            "claimed_by": list(place.claimed_by) or None,
            "wording_of": place.wording_of,
            "lat": place.lat,
            "lon": place.lon,
            "people": place.thousands * 1000 or None,
            "id": place.id,
        },
    )


def _reasons(name: str, best: Place, country: Place | None, read: bool) -> Iterator[str]:
    yield f"{name!r} stands in {_LAYERS[best.layer]}"
    if best.alternate:
        yield f"it is a second name of {best.name}"
    if best.wording_of:
        yield (
            f"{name!r} is the wording of {_name_of(best.wording_of)}; "
            f"the neutral name is {best.name}"
        )
    if best.claimed_by:
        by = ", ".join(map(_name_of, best.administered_by))
        yield (
            f"disputed: {f'administered by {by}; ' if by else ''}"
            f"claimed by {', '.join(map(_name_of, best.claimed_by))}"
        )
    if country is not None and not _lies_in(best, country):
        yield f"none of them lies in {country.name}"
    if not read:
        yield "alone, without such a context, a text that names it would not be read so"


def _same(place: Place, other: Place) -> bool:
    """A capital stands among the countries and among the cities."""
    apart = abs(place.lat - other.lat) + abs(place.lon - other.lon)
    return place.country == other.country and place.kind == other.kind and apart < _APART


def _lies_in(place: Place, country: Place) -> bool:
    return country.country in {place.country, *place.administered_by, *place.claimed_by}


def _name_of(code: str) -> str:
    actor = ActorRegistry.load().actors.get(code)
    return actor.name if actor else code


def _all_names(gazetteer: Gazetteer) -> Iterator[str]:
    """The main names of all tables."""
    import csv

    for table in _TABLES:
        with (DATA / table).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(line for line in file if not line.startswith("#"))
            column = _NAMES.get(table, 0)
            yield from (row[column] for row in rows)
    yield from gazetteer.demonyms
