"""Words of the commitment ledger, read from codebook/commitments.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from communique.errors import SettingsError
from communique.ontology.yamlfile import load_yaml

_FILE = Path(__file__).parent / "codebook" / "commitments.yaml"
STAGES = ("withdrawn", "stalled", "in_progress", "delivered")
"""What may become of an undertaking, as the file names it; the sooner wins in a tie."""


PARTICLES = frozenset({"to", "for", "on", "up", "open", "forward"})
"""Words of a phrase that tell nothing of how firm it is."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Lexicon of undertakings; commitments.yaml says what each list is for."""

    signed: frozenset[str]
    soft: frozenset[str]
    """Words that promise softly by themselves ("plan", "ready")."""
    soft_nouns: Mapping[str, frozenset[str]]
    """By verb: the nouns that are its object in a soft promise ("express": "readiness")."""
    bound: frozenset[str]
    """Adjectives of firm promises ("committed")."""
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
        *_soft(table["promise"]["soft"]),
        frozenset(p.split()[1] for p in table["promise"]["firm"] if p.startswith("be ")),
        frozenset(table["projects"]),
        {
            verb: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
            for verb, entries in stages.items()
        },
    )


def _soft(phrases: Iterable[str]) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    """Words that are soft alone, and nouns by the verb that they make soft."""
    alone: set[str] = set()
    nouns: dict[str, frozenset[str]] = {}
    for phrase in phrases:
        words = [word for word in phrase.removeprefix("be ").split() if word not in PARTICLES]
        if len(words) == 1:
            alone.update(words)
        elif words:
            nouns[words[0]] = nouns.get(words[0], frozenset()) | {words[1]}
    return frozenset(alone - {"work"}), nouns
