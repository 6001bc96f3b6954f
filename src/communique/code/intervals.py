"""Spans of one text, asked which of them hold or touch some words, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Spanned(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last."""


S = TypeVar("S", bound=Spanned)


class Intervals(Generic[S]):
    """Spans in the order of their starts."""

    __slots__ = ("_items", "_reach", "_starts")

    def __init__(self, items: Iterable[S]) -> None:
        self._items = sorted(items, key=lambda item: (item.start, item.end))
        self._starts = [item.start for item in self._items]
        reach, furthest = [], 0
        for item in self._items:
            furthest = max(furthest, item.end)
            reach.append(furthest)
        # The furthest end of any span up to here: where it is short, nothing before can matter.
        self._reach = reach

    def __iter__(self) -> Iterator[S]:
        return iter(self._items)

    def holding(self, start: int, end: int) -> list[S]:
        """The spans that hold all words from start to end."""
        out = []
        for i in range(bisect_right(self._starts, start) - 1, -1, -1):
            if self._reach[i] < end:
                break
            if self._items[i].end >= end:
                out.append(self._items[i])
        out.reverse()
        return out

    def touching(self, start: int, end: int) -> list[S]:
        """The spans that share a character with the words from start to end."""
        out = []
        for i in range(bisect_left(self._starts, end) - 1, -1, -1):
            if self._reach[i] <= start:
                break
            if self._items[i].end > start:
                out.append(self._items[i])
        out.reverse()
        return out
