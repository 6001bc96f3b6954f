"""What a look-up answers: the best reading, others, the reasons, and what is named alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

Facts = dict[str, Any]
"""By name: texts, numbers, codes, and lists of them or of further facts; None is left out."""

_ALIKE = 0.72
"""The least likeness, of 1, of what is offered for an unknown name."""
_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that the words may mean."""

    name: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question."""

    asked: str
    best: Reading | None
    """None: not known."""
    others: tuple[Reading, ...] = ()
    """Other candidates, the likelier first."""
    reasons: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    """Names like the one asked for, where it is not known."""

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.best is not None

    def as_json(self) -> Facts:
        """The answer for programs."""
        return {
            "asked": self.asked,
            "known": self.known,
            "answer": asdict(self.best) if self.best else None,
            "candidates": [asdict(other) for other in self.others],
            "reasons": list(self.reasons),
            "nearest": list(self.nearest),
        }


def alike(asked: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names spelt like the one asked for, the nearest first; capitals do not count."""
    low = asked.lower().strip()
    if not low:
        return ()
    first, length = low[0], len(low)
    fitting = {
        name.lower(): name
        for name in names
        if name and name[0].lower() == first and abs(len(name) - length) <= 3
    }
    found = get_close_matches(low, list(fitting), n=_OFFERED, cutoff=_ALIKE)
    return tuple(fitting[name] for name in found)
