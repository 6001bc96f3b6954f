"""Stance words of the position table, read from codebook/positions.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from communique.errors import SettingsError
from communique.model import Stance
from communique.ontology.codebook import head_of
from communique.ontology.yamlfile import load_yaml

_FILE = Path(__file__).parent / "codebook" / "positions.yaml"
_STANCES: tuple[Stance, ...] = ("support", "oppose", "concern")
_KINDS = ("verbs", "nouns", "adjectives")

Entry = tuple[tuple[str, ...], Stance]


@dataclass(frozen=True, slots=True)
class Stances:
    """Stance predicates by kind and head word, and which nouns name an issue."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    adjectives: Mapping[str, tuple[Entry, ...]]
    light_verbs: Mapping[str, frozenset[Stance]]
    light_nouns: Mapping[str, Stance]
    issue_nouns: frozenset[str]
    not_issues: frozenset[str]
    endings: frozenset[str]
    helping: frozenset[str]
    predicates: frozenset[str]
    """Head words of all kinds."""


@cache
def load_stances() -> Stances:
    """The shipped stance words; SettingsError for a file of another shape."""
    table: Any = load_yaml(_FILE)
    if not isinstance(table, dict) or set(table.get("stances", {})) != set(_STANCES):
        raise SettingsError(f"{_FILE.name}: needs stances: support, oppose and concern")
    by_kind: dict[str, dict[str, list[Entry]]] = {kind: {} for kind in _KINDS}
    light_verbs: dict[str, set[Stance]] = {}
    light_nouns: dict[str, Stance] = {}
    for stance in _STANCES:
        words = table["stances"][stance]
        for kind in _KINDS:
            for phrase in words.get(kind) or ():
                head, tail = head_of(tuple(phrase.lower().split()), kind)
                by_kind[kind].setdefault(head, []).append((tail, stance))
        light = words.get("light") or {}
        for verb in light.get("verbs") or ():
            light_verbs.setdefault(verb, set()).add(stance)
        light_nouns.update(dict.fromkeys(light.get("nouns") or (), stance))
    ordered = {
        kind: {
            head: tuple(sorted(entries, key=lambda e: -len(e[0])))
            for head, entries in heads.items()
        }
        for kind, heads in by_kind.items()
    }
    return Stances(
        ordered["verbs"],
        ordered["nouns"],
        ordered["adjectives"],
        {verb: frozenset(found) for verb, found in light_verbs.items()},
        light_nouns,
        frozenset(table.get("issue_nouns") or ()),
        frozenset(table.get("not_issues") or ()),
        frozenset(table.get("endings") or ()),
        frozenset(table.get("helping") or ()),
        frozenset(head for heads in ordered.values() for head in heads) | light_nouns.keys(),
    )
