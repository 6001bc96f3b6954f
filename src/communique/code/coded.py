"""An act as it is coded, on its way from a clause to a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.code.actors import Party
from communique.code.clauses import Clause
from communique.code.match import Miss
from communique.code.speech import Speech
from communique.model import Code, Status

TELLS_OF = frozenset({"ACCUSE", "SUPPORT"})
"""Types whose object is coded only where its own doer stands with it."""


@dataclass(slots=True)
class Coded:
    """A clause with its code, before it becomes a report."""

    clause: Clause
    type: str
    rule: str
    mode: str | None
    cameo: str | None
    source: Party
    target: Party | None
    status: Status
    chain: list[Speech]
    misses: list[Miss] = field(default_factory=list)
    joint: bool = False
    implied: bool = False
    domestic: bool = False
    """Whether the doer's own country is meant where nobody else is."""
    alone: bool = False
    """Whether it is the only act of its sentence: then the sentence's one date is its date."""
    also: list[Coded] = field(default_factory=list)
    """The same act told again in the sentence: 'a meeting between …, who called on him'."""

    def codes(self) -> frozenset[Code]:
        """All actors on either side."""
        return frozenset((*self.source.codes, *(self.target.codes if self.target else ())))
