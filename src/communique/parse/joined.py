"""Forms written as one that are two words: "cannot", "dont", and "its" where it is "it's"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

DOUBTFUL = re.compile(r"(?<!\w)its(?!\w)", re.IGNORECASE)
"""A form that is one word or two; it has weights in `apostrophes.csv`."""

_HEADS = {"its": 2}

_SURE = 0.6
"""Log odds from which a form is cut: edited text, where one word is right, loses least so."""


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def always() -> dict[str, tuple[int, ...]]:
    """Where to cut each form that is always more than one word.

    A form with a capital is meant only as it is written there ("Lets").
    """
    cuts: dict[str, tuple[int, ...]] = {}
    for row in _rows("joined.csv"):
        parts = row["words"].split()
        ends = [len("".join(parts[: i + 1])) for i in range(len(parts))]
        cuts["".join(parts)] = tuple(ends[:-1])
    return cuts


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {}
    for row in _rows("apostrophes.csv"):
        weights.setdefault(row["form"], {})[row["clue"]] = float(row["weight"])
    return weights


def clues(words: Sequence[str], begin: int, end: int) -> Iterator[str]:
    """What stands around the words from `begin` to `end`: the word before, two words after."""
    before = words[begin - 1].lower() if begin else "^"
    after = words[end].lower() if end < len(words) else "$"
    later = words[end + 1].lower() if end + 1 < len(words) else "$"
    yield "bias"
    yield f"before {before}"
    yield f"after {after}"
    yield f"later {later}"
    if after.isalpha():
        yield f"ends {after[-2:]}"
        yield f"ends {after[-3:]}"
    elif after[:1].isdigit():
        yield "after 0"
    else:
        yield "after ."


def cut_of(words: Sequence[str], place: int) -> int:
    """Where the word at `place` is to be cut in two; 0: nowhere."""
    form = words[place].lower()
    weights = _weights().get(form)
    if weights is None or words[place].isupper():
        return 0
    total = sum(weights.get(clue, 0.0) for clue in clues(words, place, place + 1))
    return _HEADS[form] if total > _SURE else 0
