"""Holidays, and months of calendars other than the Gregorian: dates that are left open."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from communique.errors import SettingsError

DATA = Path(__file__).parent / "data" / "dates" / "feasts.csv"
KINDS = ("feast", "season", "month")


@lru_cache(maxsize=1)
def load_feasts(file: Path = DATA) -> dict[str, tuple[str, ...]]:
    """The names of each kind; SettingsError for a bad row, naming file and line."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    seen: set[str] = set()
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.startswith("#") or line == "name,kind":
            continue
        name, _, kind = line.rpartition(",")
        if not name or kind not in found or name in seen:
            raise SettingsError(f"{file}:{number}: no new name and kind: {line!r}")
        seen.add(name)
        found[kind].append(name)
    return {kind: tuple(names) for kind, names in found.items()}
