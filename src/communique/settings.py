"""One frozen `Settings`, read from `communique.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from communique.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; each has a heading in docs/settings.md."""

    record: Path = Path("record")
    """Folder of the record."""
    codebook: Path | None = None
    """A folder of rules laid over the shipped codebook; None for the shipped one alone."""
    parser: Path | None = None
    """A model folder, as training/ makes it, in place of the shipped one."""
    offices: Path | None = None
    """A CSV of who held which office when, laid over the shipped table; None for that alone."""
    max_page_characters: int = 2_000_000
    """Longer pages are cut there, with a warning."""


def load_settings(path: Path | None = None) -> Settings:
    """Settings of `path`, or of communique.toml in the working folder, or the defaults.

    Raises SettingsError for an unreadable file, an unknown key or a value of the wrong kind.
    """
    file = path or Path("communique.toml")
    if path is None and not file.exists():
        return Settings()
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read as TOML: {error}") from error
    known = {f.name for f in fields(Settings)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise SettingsError(
            f"{file}: unknown key {unknown[0]!r}; known: {', '.join(sorted(known))}"
        )
    return Settings(**{key: _value(file, key, value) for key, value in table.items()})


def _value(file: Path, key: str, value: Any) -> Any:
    if key == "max_page_characters":
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise SettingsError(f"{file}: {key} must be a whole number above 0, is {value!r}")
        return value
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{file}: {key} must be a path in quotes, is {value!r}")
    return Path(value)
