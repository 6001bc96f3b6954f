"""Words of the commitment ledger, read from codebook/commitments.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from communique.errors import SettingsError
from communique.ontology.yamlfile import load_yaml

_FILE = Path(__file__).parent / "codebook" / "commitments.yaml"
STAGES = ("withdrawn", "stalled", "in_progress", "delivered")
"""What may become of an undertaking, as the file names it; the sooner wins in a tie."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Lexicon of undertakings; commitments.yaml says what each list is for."""

    signed: frozenset[str]
    soft: frozenset[str]
    """First words of soft promises ("plan", "intend")."""
    projects: frozenset[str]
    stages: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """By verb: the further words of the phrase and the state that it reports, longest first."""


@cache
def load_ledger() -> Ledger:
    """The shipped lexicon; SettingsError for a file of another shape."""
    table: Any = load_yaml(_FILE)
    if not isinstance(table, dict) or set(table.get("stages", {})) != set(STAGES):
        raise SettingsError(f"{_FILE.name}: needs stages: {', '.join(STAGES)}")
    stages: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for state in STAGES:
        for phrase in table["stages"][state]:
            first, *rest = phrase.lower().split()
            stages.setdefault(first, []).append((tuple(rest), state))
    return Ledger(
        frozenset(table["signed"]),
        frozenset(phrase.split()[0] for phrase in table["promise"]["soft"]) - {"be", "work"},
        frozenset(table["projects"]),
        {
            verb: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
            for verb, entries in stages.items()
        },
    )
