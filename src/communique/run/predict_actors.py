"""The task `actors`: whom a lone phrase names, of which country and in which sector."""

from __future__ import annotations

from collections.abc import Sequence

from communique.detect.actor_people import FORMER
from communique.detect.actors import actor_of_phrase
from communique.model import ActorMention
from communique.ontology.actors import ActorRegistry
from communique.ontology.actors import fold as fold_word
from communique.ontology.places import fold, load_gazetteer
from communique.run.look_day import middle
from communique.run.look_offices import as_mention, in_full, titled
from communique.run.look_words import lay_phrase
from communique.run.predict_items import Item, answer_each, day_of, text_of

_WAS = frozenset("former ex retired ousted deposed disgraced".split())
_FAITHS = frozenset(
    "muslim islamic christian jewish hindu buddhist sikh catholic orthodox protestant religious "
    "evangelical shia shiite sunni".split()
)
_NOBODY = frozenset({"MNC", "NGO"})
"""Codes of firms and organisations without a country."""
_BODIES = frozenset({"LEG", "JUD", "NGO", "BUS", "EDU", "JRN", "LAB", "MED", "COP", "SPY"})
"""Sectors that a body gives to who presides over it."""
_LONGEST = 2_000
"""Characters of a phrase that are read; whatever is longer is no phrase."""


def answer_actors(items: Sequence[Item]) -> list[Item]:
    """{"id", "code", "name", "sector", "actor"} for each item with a phrase and perhaps a date."""
    return answer_each(items, _answer)


def _answer(item: Item) -> Item:
    given = text_of(item, "phrase" if "phrase" in item else "text")
    phrase = " ".join(given.split())[:_LONGEST]
    days = day_of(item, "date")
    return code_phrase(phrase, middle(days) if days else None)


def code_phrase(phrase: str, day: str | None) -> Item:
    """Code, name and sector; `code` is the country of a group that has one, else its own.

    `actor` is the registry's code of the group itself. Nulls where nobody is named.
    """
    private = ActorRegistry.load().private(phrase)
    if private is not None:
        sector, name = private.sector, private.text
        return {"code": private.code, "name": name, "sector": sector, "actor": private.code}
    found = actor_of_phrase(lay_phrase(phrase), phrase, day)
    if found is None or found.kind == "metonym" or (found.kind == "person" and not found.codes):
        full = in_full(phrase) or titled(phrase, day)
        found = (as_mention(full, day) if full else None) or found
    own = found.codes[0] if found is not None and found.codes else None
    if found is None or (own is None and found.kind not in ("person", "office")):
        return _place(phrase, found)
    registry = ActorRegistry.load()
    actor = registry.actors.get(own or "")
    return {
        "code": _code(own, registry),
        "name": found.name or (actor.name if actor else None),
        "sector": _sector(phrase, found),
        "actor": own,
    }


def _code(own: str | None, registry: ActorRegistry) -> str | None:
    if own is None or (registry.kind_of(own) != "other" and own not in _NOBODY):
        return (registry.country_of(own) or own) if own else None
    # "MMRREB" is a group of Myanmar; "UNK" and "INTL" are nobody's.
    return own[:3] if registry.is_country(own[:3]) and len(own) > 3 else None


def _place(phrase: str, found: ActorMention | None) -> Item:
    """A town or region that the tables of actors lack: its country, and its people as the actor."""
    place = next((p for p in load_gazetteer().places(fold(phrase)) if p.country), None)
    sector = found.sector if found is not None else _of_words(phrase)
    if place is None or place.word:
        return {"code": None, "name": None, "sector": sector, "actor": None}
    return {"code": place.country, "name": place.name, "sector": sector or "CVL", "actor": None}


def _sector(phrase: str, found: ActorMention) -> str | None:
    alone = found.end - found.start == len(phrase)
    if found.kind == "demonym" and alone:
        return None  # a people as such
    if found.kind == "metonym" and found.reason.startswith("city") and alone:
        return "CVL"
    words = frozenset(fold_word(word) for word in phrase.split())
    if found.kind in ("office", "people", "organisation"):
        beside = _of_office(phrase, words - _FAITHS if found.kind == "organisation" else words)
        return beside or found.sector
    bare = found.kind in ("country", "metonym", "demonym") and len(words) > 1
    return (_of_words(phrase) if bare else None) or found.sector


def _of_office(phrase: str, words: frozenset[str]) -> str | None:
    """What the words beside an office say more of it than the office itself."""
    if words & _WAS:
        return FORMER
    if words & _FAITHS:
        return "REL"
    if "intelligence" in words or {"secret", "services"} <= words or {"secret", "service"} <= words:
        return "SPY"
    body = phrase.partition(" of ")[2]
    other = actor_of_phrase(lay_phrase(body), body) if body else None
    return other.sector if other is not None and other.sector in _BODIES else None


def _of_words(phrase: str) -> str | None:
    """The sector of the last word for a doer in the phrase, before any preposition."""
    registry = ActorRegistry.load()
    sentence = lay_phrase(phrase)
    words = [fold_word(token.text) for token in sentence.tokens]
    head = next((token.i for token in sentence.tokens if token.head < 0), -1)
    for at in range(head, -1, -1):
        for noun in registry.nouns.get(words[at], ()):
            doer = noun.kind not in ("relation", "place")
            if doer and tuple(words[at : at + len(noun.words)]) == noun.words:
                return noun.sector
    return None
