"""The task `actors`: whom a lone phrase names, of which country and in which sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.detect.actors import actor_of_phrase
from communique.model import ActorMention, Sentence
from communique.ontology.actors import ActorRegistry
from communique.parse import Parser
from communique.run.look_day import middle
from communique.run.predict_items import Item, answer_one, day_of, text_of
from communique.settings import Settings

_LONGEST = 2_000
"""Characters of a phrase that are read; whatever is longer is no phrase."""


@dataclass(slots=True)
class ActorTask:
    """Answers items with the actor of their phrase."""

    settings: Settings
    _parser: Parser | None = None

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        """{"id", "code", "name", "sector", …} for each item with a phrase and perhaps a date."""
        if self._parser is None:
            self._parser = Parser.load(self.settings.parser)
        phrases = [phrase_of(item) for item in items]
        parsed = self._parser.parse([(0, phrase) for phrase in phrases])
        return [
            answer_one(item, lambda item, sentence=sentence: answer(item, sentence))  # type: ignore[misc]
            for item, sentence in zip(items, parsed, strict=True)
        ]


def phrase_of(item: Item) -> str:
    """The words of the phrase; "" where there is none."""
    value = item.get("phrase") or item.get("text")
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def answer(item: Item, sentence: Sentence) -> Item:
    """The actor of one tagged phrase; ItemError for an item without a phrase."""
    phrase = phrase_of(item) or text_of(item, "phrase")
    days = day_of(item, "date")
    found = actor_of_phrase(sentence, phrase, middle(days) if days else None)
    return coded(phrase, found)


def coded(phrase: str, found: ActorMention | None) -> Item:
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
