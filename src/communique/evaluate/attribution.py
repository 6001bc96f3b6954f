"""Scores of attributions: source, cue and content, exactly and by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.evaluate.gold_page import Item
from communique.evaluate.matching import Count

ROLES = ("cue", "source", "content")
_WORD = re.compile(r"\w+|[^\w\s]")
_EDGE = " \t\r\n,.;:\"'“”‘’`"
_CUE_WEIGHT = 3
"""How much more a shared word of the cue says than one of the content."""

Spans = tuple[tuple[int, int], ...]


class _Role(NamedTuple):
    spans: Spans
    """Without marks and blanks at the edges, in order."""
    words: frozenset[int]
    """Numbers of the words that they touch."""


_Roles = dict[str, _Role]


def _no_counts() -> dict[str, Count]:
    return {role: Count() for role in (*ROLES, "all")}


@dataclass(slots=True)
class AttributionScores:
    """Counts by role, with "all" for the three together."""

    exact: dict[str, Count] = field(default_factory=_no_counts)
    overlap: dict[str, Count] = field(default_factory=_no_counts)
    """Counts of words; "all" pools the roles."""
    sources: int = 0
    linked: int = 0
    """Gold attributions with a source, and those whose pair's source touches it."""
    wrong: list[str] = field(default_factory=list)

    def measures(self) -> dict[str, float]:
        """Figures in percent."""
        return {
            "all_exact": 100 * self.exact["all"].f1,
            "content_overlap": 100 * self.overlap["content"].f1,
            "source_link": self.link,
        }

    @property
    def link(self) -> float:
        """Share of the gold's sources that were linked, in percent."""
        return 100 * self.linked / self.sources if self.sources else 0.0

    def as_json(self) -> Item:
        """All of it for programs."""
        return {
            "task": "attribution",
            "measures": self.measures(),
            "exact": {role: _figures(count) for role, count in self.exact.items()},
            "overlap": {role: _figures(count) for role, count in self.overlap.items()},
            "gold": self.exact["all"].gold,
            "predicted": self.exact["all"].predicted,
            "wrong": self.wrong,
        }

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print; with `errors` every gold attribution that is not exact."""
        yield f"{'':18}{'P':>7}{'R':>7}{'F1':>7}"
        for name, counts in (("exact", self.exact), ("overlap", self.overlap)):
            for role, count in counts.items():
                p, r, f = _figures(count).values()
                yield f"{name + ' ' + role:18}{p:7.1f}{r:7.1f}{f:7.1f}"
        if errors:
            yield ""
            yield from self.wrong
        yield ""
        total = self.exact["all"]
        yield f"source link {self.link:.1f} on {total.gold}, {total.predicted} predicted"


def score_attribution(gold: Iterable[Item], predictions: Iterable[Item]) -> AttributionScores:
    """Scores of predictions (`communique predict attribution`) against gold lines, by id.

    A prediction pairs with a gold attribution when their cues share a word or, where one of them
    has no cue, their contents do; one to one, the pair that shares most first.
    """
    made = {item.get("id"): item.get("attributions") or [] for item in predictions}
    scores = AttributionScores()
    for line in gold:
        text = str(line.get("text", ""))
        words = [match.span() for match in _WORD.finditer(text)]
        told = [_roles(text, words, item) for item in line.get("attributions") or []]
        found = [_roles(text, words, item) for item in made.get(line.get("id"), [])]
        _score_line(scores, told, found)
        scores.wrong += _errors(line, told, found)
    return scores


def _score_line(scores: AttributionScores, told: Sequence[_Roles], found: Sequence[_Roles]) -> None:
    pairs = dict(_pairs(told, found))
    for role in ROLES:
        hits = [(told[i][role], found[j][role]) for i, j in pairs.items()]
        same = sum(bool(a.spans) and a.spans == b.spans for a, b in hits)
        predicted = sum(bool(item[role].spans) for item in found)
        scores.exact[role] += Count(same, predicted, sum(bool(item[role].spans) for item in told))
        count = Count(
            sum(len(a.words & b.words) for a, b in hits),
            sum(len(item[role].words) for item in found),
            sum(len(item[role].words) for item in told),
        )
        scores.overlap[role] += count
        scores.overlap["all"] += count
    right = sum(_same(told[i], found[j]) for i, j in pairs.items())
    scores.exact["all"] += Count(right, len(found), len(told))
    for i, item in enumerate(told):
        if item["source"].spans:
            scores.sources += 1
            other = found[pairs[i]]["source"].words if i in pairs else frozenset()
            scores.linked += bool(item["source"].words & other)


def _same(told: _Roles, found: _Roles) -> bool:
    return all(told[role].spans == found[role].spans for role in ROLES)


def _pairs(told: Sequence[_Roles], found: Sequence[_Roles]) -> Iterator[tuple[int, int]]:
    fits = []
    for i, gold in enumerate(told):
        for j, made in enumerate(found):
            cue = len(gold["cue"].words & made["cue"].words)
            content = len(gold["content"].words & made["content"].words)
            if cue or (content and not (gold["cue"].words and made["cue"].words)):
                fits.append((cue * _CUE_WEIGHT + content, i, j))
    used_gold: set[int] = set()
    used_made: set[int] = set()
    for _, i, j in sorted(fits, reverse=True):
        if i not in used_gold and j not in used_made:
            used_gold.add(i)
            used_made.add(j)
            yield i, j


def _roles(text: str, words: Sequence[tuple[int, int]], item: Item) -> _Roles:
    roles = {}
    for role in ROLES:
        spans = _spans(item.get(role))
        touched = frozenset(
            n for n, (a, b) in enumerate(words) if any(a < y and b > x for x, y in spans)
        )
        roles[role] = _Role(_trimmed(text, spans), touched)
    return roles


def _spans(value: object) -> list[tuple[int, int]]:
    """The spans of a role, which is one span, a list of them, or nothing."""
    if not isinstance(value, list) or not value:
        return []
    if isinstance(value[0], list):
        return [(a, b) for a, b in value]
    return [(value[0], value[1])]


def _trimmed(text: str, spans: Iterable[tuple[int, int]]) -> Spans:
    out = []
    for first, last in spans:
        piece = text[first:last]
        start = last - len(piece.lstrip(_EDGE))
        end = first + len(piece.rstrip(_EDGE))
        if start < end:
            out.append((start, end))
    return tuple(sorted(out))


def _errors(line: Item, told: Sequence[_Roles], found: Sequence[_Roles]) -> Iterator[str]:
    text, pairs = str(line.get("text", "")), dict(_pairs(told, found))
    for i, item in enumerate(told):
        other = found[pairs[i]] if i in pairs else None
        if other is None or not _same(item, other):
            yield f"{line.get('id')}  gold {_shown(text, item)}"
            yield f"    made {_shown(text, other)}" if other else "    missed"


def _shown(text: str, item: _Roles) -> str:
    return " | ".join(" … ".join(text[a:b] for a, b in item[role].spans) for role in ROLES)


def _figures(count: Count) -> dict[str, float]:
    p, r = count.hit / max(count.predicted, 1), count.hit / max(count.gold, 1)
    return {
        "precision": 100 * p,
        "recall": 100 * r,
        "f1": 200 * p * r / max(p + r, 1e-9),
    }
