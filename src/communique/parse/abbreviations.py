"""The list of abbreviations that own the stop after them."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, bool]]:
    with (Path(__file__).parent / "abbreviations.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["word"]: (row["kind"], row["case"] == "capital") for row in rows}


@lru_cache(maxsize=20_000)
def kind_of(word: str) -> str | None:
    """The kind of an abbreviation, given without its last stop; None for other words."""
    entry = _table().get(word.lower())
    if entry is None:
        return None
    kind, capital_only = entry
    return kind if not capital_only or word[:1].isupper() else None
