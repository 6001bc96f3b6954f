"""`communique who`: whom words name, and which offices the registry gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from communique.detect.actors import actor_of_phrase, detect_actors
from communique.model import ActorMention, Interval
from communique.ontology.actors import ActorRegistry, Name, name_words
from communique.run.look import Answer, Facts, Reading, alike
from communique.run.look_day import find_words, middle, need_day
from communique.run.look_offices import (
    Spell,
    all_people,
    as_mention,
    holders,
    in_full,
    kind_of,
    people_named,
    spells_of,
    titled,
)
from communique.run.look_words import lay_phrase
from communique.run.predict_items import story
from communique.settings import load_settings

_LONGEST = 500
_MOST = 12
"""Candidates shown."""
_PRIVATE = "of that country, but not its government: in a text it is no actor"
_PRIVATE_KINDS = {
    "BUS": "firm",
    "JRN": "newspaper or broadcaster",
    "EDU": "school or institute",
    "CVL": "sports club",
}
_NAMED = ("person", "office")
_COUNTRY_USES = ("adjective", "person", "people", "capital", "seat", "city", "region")


def look_who(asked: str, on: str | None = None, text: str | None = None) -> Answer:
    """Whom the words name, and on the day `on` who held the office that they name.

    `text`, a sentence or more that holds the words, tells whom "he" or "the minister" means; only
    with it the parser is loaded. Raises SettingsError for a date that is none and for a text that
    lacks the words.
    """
    days = need_day(on, "--on")
    day = middle(days) if days else None
    words = " ".join(asked.split())[:_LONGEST]
    if not words:
        return Answer(asked, None)
    private = ActorRegistry.load().private(words)
    if private is not None and text is None:
        return Answer(asked, _private(private), reasons=(_PRIVATE,))
    if text is not None:
        mention = _in_text(words, " ".join(text.split()), days)
    else:
        mention = _alone(words, day)
    if mention is None or not (mention.codes or _spells(mention, words)):
        reasons = _no_actor(words) or _unnamed(mention)
        return Answer(asked, None, reasons=reasons, nearest=_nearest(words))
    return _answer(asked, words, mention, day)


def _in_text(words: str, text: str, days: Interval | None) -> ActorMention | None:
    """The mention in the text that shares most with the words, first of all its head."""
    from communique.parse import Parser, split_sentences

    at, end = find_words(words, text)
    pieces = [(start, text[start:stop]) for start, stop in split_sentences(text)]
    sentences = Parser.load(load_settings().parser).parse(pieces)
    found = detect_actors(story(text, days), sentences)
    touching = [m for m in found if m.start < end and at < m.end]
    return max(
        touching, key=lambda m: (min(m.end, end) - max(m.start, at), bool(m.codes)), default=None
    )


def _alone(words: str, day: str | None) -> ActorMention | None:
    """Whom a lone phrase names; a title and a family name may tell what its words do not."""
    mention = actor_of_phrase(lay_phrase(words), words, day)
    if mention is not None and mention.codes and mention.kind != "metonym":
        later = day is not None and mention.name and not _in_office(mention.name, day)
        full = titled(words, day) if later else None
    else:
        full = in_full(words) or titled(words, day) or _in_office_alone(words, day)
    return (as_mention(full, day) if full else None) or mention


def _in_office(name: str, day: str) -> bool:
    return any(spell.holds(day) for spell in spells_of(name))


def _in_office_alone(words: str, day: str | None) -> str | None:
    """The one of a family name, or the one who is in office on the day."""
    people = people_named(words)
    if day is not None and len(people) > 1:
        people = tuple(person for person in people if _in_office(person, day))
    return people[0] if len(people) == 1 else None


def _unnamed(mention: ActorMention | None) -> tuple[str, ...]:
    if mention is None:
        return ()
    sector = f", sector {mention.sector}" if mention.sector else ""
    return (
        f"read as {_a(mention.kind)}{sector}, of no country or organisation ({mention.reason})",
    )


def _private(name: Name) -> Reading:
    kind = _PRIVATE_KINDS.get(name.sector or "", "body")
    return Reading(name.text, {"kind": kind, "country": name.code, "sector": name.sector})


def _no_actor(words: str) -> tuple[str, ...]:
    """Said of a name that the registry has, lest it be taken for a country or government."""
    folded = name_words(words)
    names = ActorRegistry.load().names.get(folded[0], ()) if folded else ()
    if any(name.words == folded and name.use == "no actor" for name in names):
        return ("a name that the registry has as no actor: a firm, a paper, a team, a water …",)
    if any(name.words == folded and name.use == "in context" for name in names):
        return ("a name of several: the words around it decide, give them with --text",)
    return ()


def _nearest(words: str) -> tuple[str, ...]:
    registry = ActorRegistry.load()
    names = [name.text for group in registry.names.values() for name in group]
    people = list(all_people())
    found = alike(words, [*names, *people, *(person.split()[-1] for person in people)])
    last = words.rsplit(maxsplit=1)[-1] if words else ""
    found = tuple(name for name in found if name_words(name) != name_words(words))
    return found or people_named(last)[:6]


def _answer(asked: str, words: str, mention: ActorMention, day: str | None) -> Answer:
    registry = ActorRegistry.load()
    spells = _spells(mention, words)
    code = mention.codes[0] if mention.codes else spells[-1].country
    kind = kind_of(words)
    held = holders(code, kind, day) if kind and day else ()
    lone_office = mention.kind == "office" or not mention.name
    if lone_office and held:
        spells = spells_of(held[0].person) or held
    name = _name(mention, words, held if lone_office else (), registry)
    facts: Facts = {
        "kind": mention.kind,
        "code": code,
        "codes": list(mention.codes) if len(mention.codes) > 1 else None,
        "country": registry.country_of(code),
        "sector": mention.sector,
        "office": mention.office or (held[0].office if lone_office and held else None),
        "offices": [_spell(s, day) for s in spells] or None,
    }
    whole = set(name_words(name)) <= set(name_words(words))
    last = words.rsplit(maxsplit=1)[-1] if mention.kind in _NAMED and not whole else ""
    others = tuple(_others(last, name, held, day))[:_MOST]
    reasons = tuple(_reasons(mention, name, spells, held, day))
    return Answer(asked, Reading(name, facts), others, reasons)


def _spells(mention: ActorMention, words: str) -> tuple[Spell, ...]:
    if mention.name:
        return spells_of(mention.name)
    return spells_of(words) if mention.kind in _NAMED else ()


def _name(mention: ActorMention, words: str, held: Sequence[Spell], registry: ActorRegistry) -> str:
    if held:
        return held[0].person
    if mention.name:
        return mention.name
    code = mention.codes[0] if mention.codes else words
    body = _body_named(words, code, registry) if mention.kind == "organisation" else None
    names = [registry.actors[c].name for c in mention.codes if c in registry.actors]
    return body or " and ".join(names) or code


def _body_named(words: str, code: str, registry: ActorRegistry) -> str | None:
    """A party, ministry or firm of a country by its own name ("Georgian Dream")."""
    folded = name_words(words)
    folded = folded[1:] if folded[:1] == ("the",) else folded
    for name in registry.names.get(folded[0], ()) if folded else ():
        if name.words == folded and name.code == code and name.use not in _COUNTRY_USES:
            return name.text if name.sector and registry.is_country(code) else None
    return None


def _spell(spell: Spell, day: str | None) -> Facts:
    return {
        "office": spell.office,
        "country": spell.country,
        "from": spell.start,
        "to": spell.end,
        "in_office": spell.holds(day) if day else None,
        "source": spell.source,
    }


def _others(last: str, name: str, held: Sequence[Spell], day: str | None) -> Iterator[Reading]:
    """Those who held the office too, and others of the same family name."""
    seen = {name_words(name)}
    for spell in held:
        if name_words(spell.person) not in seen:
            seen.add(name_words(spell.person))
            yield Reading(spell.person, _spell(spell, day))
    for person in people_named(last):
        if name_words(person) not in seen:
            seen.add(name_words(person))
            spells = spells_of(person)
            yield Reading(person, _spell(spells[-1], day) if spells else {})


def _reasons(
    mention: ActorMention,
    name: str,
    spells: Sequence[Spell],
    held: Sequence[Spell],
    day: str | None,
) -> Iterator[str]:
    yield f"read as {_a(mention.kind)}: {mention.reason or 'named'}"
    inside = [s for s in spells if day is not None and s.holds(day)]
    for spell in inside:
        yield f"{spell.office} of {_of(spell.country)} {_term(spell)}, so in office on {day}"
    if day is not None and spells and not inside:
        near = min(spells, key=lambda s: _days_off(s, day))
        yield f"not in office on {day}; {near.office} of {_of(near.country)} {_term(near)}"
    own = set(name_words(name))
    other = [s for s in held if not own & set(name_words(s.person))]
    if other:
        yield f"by the registry {other[0].person} held that office then, {_term(other[0])}"
    if day is None and spells:
        yield "who holds an office depends on the day: give one with --on"


def _days_off(spell: Spell, day: str) -> int:
    at, start = date.fromisoformat(day), date.fromisoformat(spell.start)
    end = date.fromisoformat(spell.end) if spell.end else date.max
    return max((start - at).days, (at - end).days, 0)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _of(code: str) -> str:
    actor = ActorRegistry.load().actors.get(code)
    name = actor.name if actor else code
    return f"the {name}" if name.startswith(("United ", "European ", "African ")) else name


def _term(spell: Spell) -> str:
    until = f"to {spell.end}" if spell.end else "on, with no end in the table"
    return f"from {spell.start} {until} ({spell.source})"
