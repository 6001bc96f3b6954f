"""Floors: the least that a measure may be, kept beside the hash of the gold it was measured on."""

from __future__ import annotations

import json
from hashlib import blake2b
from math import floor
from pathlib import Path
from typing import Any

from communique.errors import SettingsError

_DIGITS = 1000
"""Floors are kept in thousandths, rounded down."""


def below_floors(file: Path, task: str, gold: Path, measures: dict[str, float]) -> list[str]:
    """A line for every measure below its floor, and for gold that is not the one measured on.

    Raises SettingsError when the file holds no floors for the task.
    """
    entry = _read(file).get(task)
    if not isinstance(entry, dict) or not isinstance(entry.get("floors"), dict):
        raise SettingsError(f"{file}: holds no floors for {task}")
    if entry.get("gold") != _hash(gold):
        return [f"{gold} is not the gold of these floors; set them again"]
    return [
        f"{name} is {measures.get(name, 0.0):.4f}, below its floor of {least}"
        for name, least in entry["floors"].items()
        if measures.get(name, 0.0) < least
    ]


def set_floors(
    file: Path, task: str, gold: Path, measures: dict[str, float], lower: bool = False
) -> None:
    """Raise the floors to what was measured; with `lower`, let them fall to it too.

    Gold that changed begins new floors, which takes `lower` as well. Raises SettingsError
    otherwise.
    """
    table = _read(file) if file.exists() else {}
    entry = table.get(task, {})
    same = entry.get("gold") == _hash(gold)
    if entry and not same and not lower:
        raise SettingsError(f"{gold} is not the gold of {file}; new floors take --lower-floors")
    old = entry.get("floors", {}) if same and not lower else {}
    now = {name: floor(value * _DIGITS) / _DIGITS for name, value in sorted(measures.items())}
    table[task] = {
        "gold": _hash(gold),
        "floors": {name: max(value, old.get(name, value)) for name, value in now.items()},
    }
    file.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def _hash(gold: Path) -> str:
    try:
        return blake2b(gold.read_bytes(), digest_size=16).hexdigest()
    except OSError as error:
        raise SettingsError(f"{gold}: cannot be read: {error}") from error


def _read(file: Path) -> dict[str, Any]:
    try:
        table = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: cannot be read as JSON: {error}") from error
    if not isinstance(table, dict):
        raise SettingsError(f"{file}: is no object of floors by task")
    return table
