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
_LONGER = 3
"""Letters more or less that a name may have to be alike."""


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
    """Names spelt like the one asked for, the nearest first; capitals do not count.

    Of a longer name the first words may be alike: "Khunjerb" gives "Khunjerab Pass".
    """
    low = asked.lower().strip()
    if not low:
        return ()
    count, length = len(low.split()), len(low)
    fitting: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        if name[:1].lower() != low[0]:
            continue
        head = " ".join(name.lower().split(" ", count)[:count])
        for part in {name.lower(), head}:
            if abs(len(part) - length) <= _LONGER:
                fitting.setdefault(part, []).append(name)
    found = get_close_matches(low, list(fitting), n=_OFFERED, cutoff=_ALIKE)
    return tuple(dict.fromkeys(name for part in found for name in fitting[part]))[:_OFFERED]
