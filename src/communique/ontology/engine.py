"""Word classes of the coding engine, read from codebook/engine.yaml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from communique.errors import SettingsError
from communique.ontology.yamlfile import load_yaml

_FILE = Path(__file__).parent / "codebook" / "engine.yaml"


@dataclass(frozen=True, slots=True)
class Engine:
    """Sets of lemmas; engine.yaml says what each is for."""

    light_verbs: frozenset[str]
    agentive: frozenset[str]
    plan_governors: frozenset[str]
    hope_governors: frozenset[str]
    await_governors: frozenset[str]
    polite_verbs: frozenset[str]
    going_on: frozenset[str]
    continuing: frozenset[str]
    blaming: frozenset[str]
    plan_nouns: frozenset[str]
    harsh: frozenset[str]
    outrages: frozenset[str]
    seeking_verbs: frozenset[str]
    unsure_nouns: frozenset[str]
    unsure_modifiers: frozenset[str]
    accident_verbs: frozenset[str]
    fail_governors: frozenset[str]
    past_adverbs: frozenset[str]
    volitional: frozenset[str]
    doubt: frozenset[str]
    ongoing_cases: frozenset[str]
    past_modifiers: frozenset[str]
    future_modifiers: frozenset[str]
    standing: frozenset[str]
    lasting: frozenset[str]
    suffered: frozenset[str]
    undoing: frozenset[str]
    play: frozenset[str]
    misfortune: frozenset[str]
    harm: frozenset[str]
    brief_harm: frozenset[str]
    meant_modes: frozenset[str]
    deeds: frozenset[str]
    relief: frozenset[str]
    relief_modes: frozenset[str]
    at_home: frozenset[str]
    official: frozenset[str]
    firms: frozenset[str]
    society: frozenset[str]
    trades: frozenset[str]
    other_sides: frozenset[str]
    law: frozenset[str]
    rulers: frozenset[str]
    safety: frozenset[str]
    mishaps: frozenset[str]
    rescues: frozenset[str]
    beasts: frozenset[str]
    trade_modes: frozenset[str]
    premises: frozenset[str]
    wrecks: frozenset[str]
    trade_acts: frozenset[str]
    calls: frozenset[str]
    summits: frozenset[str]
    sidelines: frozenset[str]
    visits: frozenset[str]


@cache
def load_engine() -> Engine:
    """The shipped word classes; raises SettingsError when a list is missing or unknown."""
    table = load_yaml(_FILE)
    lists = table.get("lists") if isinstance(table, dict) else None
    names = {field.name for field in fields(Engine)}
    if not isinstance(lists, dict) or set(lists) != names:
        found = set(lists) if isinstance(lists, dict) else set()
        raise SettingsError(f"{_FILE.name}: lists differ from what is needed: {found ^ names}")
    return Engine(**{name: frozenset(words) for name, words in lists.items()})
