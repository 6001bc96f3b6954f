"""The tasks `times` and `places`: expressions and toponyms of a text, without the parser."""

from __future__ import annotations

from collections.abc import Sequence

from communique.detect.dates import detect_dates
from communique.detect.places import detect_demonyms, detect_places
from communique.model import Interval, PlaceMention, Sentence
from communique.run.predict_items import Item, answer_each, day_of, story, text_of


def answer_times(items: Sequence[Item]) -> list[Item]:
    """{"id", "timexes"} for each item with a text and, where known, its day as "dct"."""
    return answer_each(
        items, lambda item: times_of(text_of(item), day_of(item, "dct", "published"))
    )


def answer_places(items: Sequence[Item]) -> list[Item]:
    """{"id", "toponyms"} for each item with a text.

    Demonyms ("the Georgian capital") are among them, at their country, as toponym sets have them.
    """
    return answer_each(items, lambda item: places_of(text_of(item)))


def times_of(text: str, published: Interval | None) -> Item:
    """The temporal expressions, as TIMEX3 types and values, and first and last day."""
    found = detect_dates(story(text, published), lay_sentences(text), published)
    return {
        "timexes": [
            {
                "start": mention.start,
                "end": mention.end,
                "type": mention.kind,
                "value": mention.value,
                "from": mention.interval.start if mention.interval else None,
                "to": mention.interval.end if mention.interval else None,
            }
            for mention in found
        ]
    }


def places_of(text: str) -> Item:
    """The toponyms in order, with the coordinates and the country of each."""
    article, sentences = story(text), lay_sentences(text)
    found = list(detect_places(article, sentences))
    taken = {at for place in found for at in range(place.start, place.end)}
    found += [p for p in detect_demonyms(article, sentences) if p.start not in taken]
    return {"toponyms": [_toponym(place) for place in sorted(found, key=lambda p: p.start)]}


def _toponym(place: PlaceMention) -> Item:
    return {
        "start": place.start,
        "end": place.end,
        "lat": place.lat,
        "lon": place.lon,
        "iso3": place.country,
        "name": place.name,
    }


def lay_sentences(text: str) -> list[Sentence]:
    """The sentences of a text that nobody has tagged."""
    from communique.parse import split_sentences

    return [Sentence(start, end, (), False) for start, end in split_sentences(text)]
