"""A record as JSON: the values of `model.py`, named as there, evidence with its offsets."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from communique.model import Record

FORMAT = "communique.record/1"
"""Goes up when a key is renamed or removed; new keys may come at any time."""


def record_as_json(record: Record) -> dict[str, Any]:
    """The record as plain values that `json` can write."""
    return {"format": FORMAT, **asdict(record)}


def dump(value: Any) -> str:
    """Indented JSON that any encoding of the output can carry."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
