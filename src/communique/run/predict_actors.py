"""The task `actors`: whom a lone phrase names, of which country and in which sector."""

from __future__ import annotations

from collections.abc import Sequence

from communique.detect.actors import actor_of_phrase
from communique.model import ActorMention
from communique.ontology.actors import ActorRegistry
from communique.run.look_day import middle
from communique.run.look_words import lay_phrase
from communique.run.predict_items import Item, answer_each, day_of, text_of

_LONGEST = 2_000
"""Characters of a phrase that are read; whatever is longer is no phrase."""


def answer_actors(items: Sequence[Item]) -> list[Item]:
    """{"id", "code", "name", "sector", "actor"} for each item with a phrase and perhaps a date."""
    return answer_each(items, _answer)


def _answer(item: Item) -> Item:
    given = text_of(item, "phrase" if "phrase" in item else "text")
    phrase = " ".join(given.split())[:_LONGEST]
    days = day_of(item, "date")
    found = actor_of_phrase(lay_phrase(phrase), phrase, middle(days) if days else None)
    return coded(found)


def coded(found: ActorMention | None) -> Item:
    """Code, name and sector; `code` is the country of a group that has one, else its own.

    `actor` is the registry's code of the group itself. Nulls where nobody is named.
    """
    registry = ActorRegistry.load()
    if found is None:
        return {"code": None, "name": None, "sector": None, "actor": None}
    own = found.codes[0] if found.codes else None
    code = (registry.country_of(own) or own) if own else None
    name = found.name or (registry.actors[own].name if own in registry.actors else None)
    return {"code": code, "name": name, "sector": found.sector, "actor": own}
