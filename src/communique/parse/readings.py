"""Words that the network would misread, and what it reads for them: "Under Secretary"."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _readings() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = {}
    with (Path(__file__).parent / "readings.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            table.setdefault(row["word"], {})[row["next"]] = row["read"]
    return table


def as_read(words: list[str]) -> list[str]:
    """The words as the network shall read them, as many as there are."""
    table = _readings()
    if table.keys().isdisjoint(words):
        return words
    pairs = zip(words, [*words[1:], ""], strict=True)
    return [table[word].get(after, word) if word in table else word for word, after in pairs]
