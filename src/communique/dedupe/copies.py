"""Which articles are copies of one: winnowed fingerprints of five words, joined as a star.

`prints_of` is an item stage, `clusters` a group stage over all articles of some weeks. Quotations
are left out first: two independent reports of one speech share them.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

_GRAM = 5
_WINDOW = 4
"""Of so many neighbouring five-word pieces the one with the least hash is kept."""
_CONTAINED = 0.6
"""Part of the smaller article's fingerprints that a copy shares."""
_LEAST = 10
"""Fingerprints below which an article is too short to be called a copy."""
_NUMBERS = 4
"""Different numbers from which on half of them must be shared: bulletins differ in nothing else."""
_DAYS = 30
"""Days after which an article is no longer looked for among the earlier ones."""
_MASK = (1 << 63) - 1
_BASE = 1_000_003

_QUOTED = re.compile(r"“[^“”]{1,5000}”|\"[^\"]{1,5000}\"|«[^«»]{1,5000}»")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Prints:
    """What is compared of one article."""

    article: str
    day: int | None
    """Day of publication (proleptic ordinal); None when unknown."""
    prints: array[int]
    """Signed 64-bit numbers, sorted, each once."""
    numbers: frozenset[str]


def prints_of(article: str, day: int | None, text: str) -> Prints:
    """The fingerprints of an article's story."""
    words = _WORD.findall(_QUOTED.sub(" ", text).lower())
    return Prints(
        article=article,
        day=day,
        prints=array("q", sorted(set(_winnowed(words)))),
        numbers=frozenset(word for word in words if word[0].isdigit()),
    )


def _winnowed(words: Sequence[str]) -> Iterable[int]:
    hashes = {word: _hash(word) for word in set(words)}
    values = [hashes[word] for word in words]
    grams = []
    for start in range(max(0, len(values) - _GRAM + 1)):
        gram = 0
        for value in values[start : start + _GRAM]:
            gram = (gram * _BASE + value) & _MASK
        grams.append(gram)
    for start in range(max(1, len(grams) - _WINDOW + 1)):
        if grams:
            yield min(grams[start : start + _WINDOW])


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def clusters(articles: Iterable[Prints]) -> dict[str, str]:
    """For every article the earliest one of which it is a copy, or itself.

    Each fingerprint points at the earliest article that has it, and an article is compared with
    those alone, so a story that hundreds carry costs no more than one that two carry.
    """
    hubs: dict[int, Prints] = {}
    recent: deque[Prints] = deque()
    home: dict[str, str] = {}
    for one in sorted(articles, key=_age):
        _forget(hubs, recent, one)
        known = [hub for hub in map(hubs.get, one.prints) if hub is not None]
        shared = Counter(hub.article for hub in known)
        earlier = sorted(
            {hub.article: hub for hub in known}.values(),
            key=lambda hub: (-shared[hub.article], _age(hub)),
        )
        original = next((hub for hub in earlier if _copy(one, hub, shared[hub.article])), one)
        home[one.article] = home.get(original.article, one.article)
        for number in one.prints:
            hubs.setdefault(number, one)
        recent.append(one)
    return home


def _forget(hubs: dict[int, Prints], recent: deque[Prints], one: Prints) -> None:
    """Drop the fingerprints of articles that are too old for this one."""
    while one.day is not None and recent and one.day - (recent[0].day or 0) > _DAYS:
        old = recent.popleft()
        for number in old.prints:
            if hubs.get(number) is old:
                del hubs[number]


def _age(one: Prints) -> tuple[bool, int, str]:
    return one.day is None, one.day or 0, one.article


def _copy(one: Prints, hub: Prints, shared: int) -> bool:
    smaller = min(len(one.prints), len(hub.prints))
    if smaller < _LEAST or shared < _CONTAINED * smaller:
        return False
    fewer = min(len(one.numbers), len(hub.numbers))
    return fewer < _NUMBERS or 2 * len(one.numbers & hub.numbers) >= fewer
