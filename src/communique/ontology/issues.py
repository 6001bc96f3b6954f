"""The registry of named issues, read from data/issues/issues.yaml."""

from __future__ import annotations

from collections.abc import Mapping as ReadMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from communique.errors import SettingsError
from communique.ontology.plover import load_plover
from communique.ontology.yamlfile import Mapping, Sequence, line_of, load_yaml

FILE = Path(__file__).parent / "data" / "issues" / "issues.yaml"
_TOP_KEYS = frozenset({"version", "source", "licence", "issues"})
_KEYS = frozenset({"id", "name", "topic", "parties", "places", "names", "wordings", "contextual"})


@dataclass(frozen=True, slots=True)
class Issue:
    """Something on which states take a stand and which outlasts the day."""

    id: str
    name: str
    """Neutral name."""
    topic: str
    """PLOVER context."""
    parties: tuple[str, ...]
    """Actor codes of those whose dispute it is; () for an issue of all."""
    places: tuple[str, ...]
    """Ids of political places."""
    names: tuple[str, ...]
    wordings: tuple[tuple[str, str], ...]
    """Names that take a side, each with the code of the side."""
    contextual: tuple[str, ...]
    """Names that mean the issue only in an issue context: "Taiwan"."""


@cache
def load_issues(path: Path = FILE) -> ReadMapping[str, Issue]:
    """Issues by id; raises SettingsError, with file and line, for a registry that breaks a rule."""
    data = load_yaml(path)
    if not isinstance(data, Mapping):
        raise SettingsError(f"{path}: must be a mapping with version, source, licence and issues")
    _check_keys(path, data, _TOP_KEYS)
    issues: dict[str, Issue] = {}
    for entry in _list(path, data, "issues"):
        issue = _issue(path, entry)
        if issue.id in issues:
            _refuse(path, entry, f"issue id {issue.id!r} is here twice; keep one")
        issues[issue.id] = issue
    return issues


def _refuse(path: Path, at: Any, problem: str, key: str | None = None) -> NoReturn:
    raise SettingsError(f"{path}:{line_of(at, key)}: {problem}")


def _check_keys(path: Path, entry: Mapping, keys: frozenset[str]) -> None:
    for key in entry:
        if key not in keys:
            _refuse(path, entry, f"unknown key {key!r}; allowed: {', '.join(sorted(keys))}", key)
    for key in sorted(keys - set(entry)):
        _refuse(path, entry, f"key {key!r} is missing")


def _list(path: Path, entry: Mapping, key: str) -> Sequence:
    value = entry[key]
    if not isinstance(value, Sequence):
        _refuse(path, entry, f"{key!r} must be a list", key)
    return value


def _texts(path: Path, entry: Mapping, key: str) -> tuple[str, ...]:
    values = _list(path, entry, key)
    for value in values:
        if not isinstance(value, str) or not value.strip():
            _refuse(path, entry, f"{key!r} must hold plain texts", key)
    return tuple(values)


def _issue(path: Path, entry: Any) -> Issue:
    if not isinstance(entry, Mapping):
        _refuse(path, entry, "an issue must be a mapping")
    _check_keys(path, entry, _KEYS)
    for key in ("id", "name", "topic"):
        if not isinstance(entry[key], str) or not entry[key]:
            _refuse(path, entry, f"{key!r} must be plain text", key)
    if entry["topic"] not in load_plover().contexts:
        _refuse(path, entry, f"{entry['topic']!r} is no PLOVER context", "topic")
    wordings = entry["wordings"]
    if not isinstance(wordings, Mapping):
        _refuse(path, entry, "'wordings' must map codes to lists of names", "wordings")
    return Issue(
        entry["id"],
        entry["name"],
        entry["topic"],
        _texts(path, entry, "parties"),
        _texts(path, entry, "places"),
        _texts(path, entry, "names"),
        tuple((name, side) for side in wordings for name in _texts(path, wordings, side)),
        _texts(path, entry, "contextual"),
    )
