"""The lexicon of reporting cues: which verbs and phrases bring somebody's words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.errors import SettingsError

_FILE = Path(__file__).parent / "data" / "speech" / "cues.csv"
_COLUMNS = ["cue", "class", "takes", "factive"]
TAKES = frozenset({"clause", "quote", "both"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb, noun or phrase."""

    words: tuple[str, ...]
    kind: str
    """say, ask, promise, believe, deny, demand, warn, praise, accuse, announce, agree or name."""
    takes: str
    """clause, quote (only quoted words count as content) or both."""
    factive: bool
    """Whether the content is presupposed to be true."""


@cache
def load_cues() -> Mapping[str, tuple[Cue, ...]]:
    """Cues by their first word, longest first. SettingsError names the line of a bad entry."""
    table: dict[str, list[Cue]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        header = next(rows, [])
        if header != _COLUMNS:
            raise SettingsError(f"{_FILE.name}: columns are {header}, must be {_COLUMNS}")
        for row in rows:
            if len(row) != len(_COLUMNS) or row[2] not in TAKES or row[3] not in ("yes", "no"):
                raise SettingsError(f"{_FILE.name}: not a cue: {row}")
            words = tuple(row[0].lower().split())
            table.setdefault(words[0], []).append(Cue(words, row[1], row[2], row[3] == "yes"))
    return {
        word: tuple(sorted(cues, key=lambda cue: -len(cue.words))) for word, cues in table.items()
    }
