"""What an article is about, where it is not politics: sport, markets, entertainment, …"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from communique.errors import SettingsError

_FILE = Path(__file__).parent / "data" / "domains" / "domains.csv"
_WORD = re.compile(r"[a-z0-9&][a-z0-9&'’-]*")
_MOST = 4
"""A word counts this often at most, so that one topic word cannot decide alone."""
_SHORT = 450
"""Characters of a short text at most: a news item of one or two sentences."""
LONG = 60
"""Different words of a text from which on two strong ones are too few."""
POLITICS = "politics"
OFFICE = "office"
"""Words of offices: they speak for politics in an article, not in an item of one sentence."""


@cache
def load_domains() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Domains and weights by word; SettingsError names a bad line."""
    table: dict[str, list[tuple[str, int]]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        if next(rows, None) != ["word", "domain", "weight"]:
            raise SettingsError(f"{_FILE.name}: columns must be word, domain, weight")
        for row in rows:
            if len(row) != 3 or row[2] not in ("1", "2"):
                raise SettingsError(f"{_FILE.name}: not a word with domain and weight: {row}")
            table.setdefault(row[0], []).append((row[1], int(row[2])))
    return {word: tuple(entries) for word, entries in table.items()}


def find_domain(text: str) -> str | None:
    """The domain whose words outweigh those of politics, None for politics or no clear sign."""
    table = load_domains()
    counts, different = _count(text)
    scores: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    for word, count in counts.items():
        for domain, weight in table[word]:
            scores[domain] += weight * min(count, _MOST)
            strong[domain] += weight == 2
    politics = scores.pop(POLITICS, 0) + scores.pop(OFFICE, 0)
    if not scores:
        return None
    domain, score = scores.most_common(1)[0]
    clear = strong[domain] >= 2 and score >= 3 * politics
    fair = strong[domain] >= (3 if different >= LONG else 2) and score > 1.3 * politics
    return domain if clear or fair else None


def is_short(text: str) -> bool:
    """Whether it is an item of one or two sentences."""
    return len(text) <= _SHORT


def is_short_of(
    text: str, domains: frozenset[str], *, offices: bool = True, times: int = 2
) -> bool:
    """Whether a short text has strong words of the domains, and not far more of politics.

    A text this short cannot bear the two words that `find_domain` asks for. `offices`: words of
    offices are words of politics; `times`: how much more those of politics may weigh.
    """
    if not is_short(text):
        return False
    table = load_domains()
    against = {POLITICS, OFFICE} if offices else {POLITICS}
    strong = politics = 0
    weak: set[str] = set()
    for word, count in _count(text)[0].items():
        for domain, weight in table[word]:
            if domain in domains and weight == 2:
                strong += weight * min(count, _MOST)
            elif domain in domains:
                weak.add(word)
            politics += weight * min(count, _MOST) if domain in against else 0
    if len(weak) > 1 and not politics:
        strong += len(weak)  # 'a storm … a state of emergency': together they tell
    return times * strong > politics


def is_of(words: str, domains: frozenset[str]) -> bool:
    """Whether a name or phrase has a strong word of the domains: 'the football league'."""
    table = load_domains()
    found = (entry for word in _count(words)[0] for entry in table[word])
    return any(domain in domains and weight == 2 for domain, weight in found)


@lru_cache(maxsize=4)
def _count(text: str) -> tuple[Mapping[str, int], int]:
    """How often the table's words and pairs of words stand in the text; of how many words it is."""
    table, firsts = load_domains(), _first_words()
    words: list[str] = []
    for word in _WORD.findall(text.lower()):
        if "-" in word and word not in table:
            words += word.split("-")  # 'a storm-related emergency'
        else:
            words.append(word)
    counts = Counter([word for word in words if word in table])
    pairs = [f"{one} {two}" for one, two in pairwise(words) if one in firsts]
    counts.update([pair for pair in pairs if pair in table])
    return counts, len(set(words))


@cache
def _first_words() -> frozenset[str]:
    """What the table's pairs of words begin with."""
    return frozenset(word.split()[0] for word in load_domains() if " " in word)
