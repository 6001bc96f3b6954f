"""Reads YAML in which every scalar is text and everything knows its line.

`NO` stays Norway, `1.10` stays a version. Refused, with file and line: duplicate keys, keys that
are no text, aliases (they can blow up) and tags of programs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from communique.errors import SettingsError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "map", "seq")
)


class Mapping(dict[str, Any]):
    """A YAML mapping: keys are text, values are text, `Mapping` or `Sequence`.

    `line` is the line where it begins and `lines` that of every key, both counted from 1.
    """

    line: int
    lines: dict[str, int]


class Sequence(list[Any]):
    """A YAML sequence; `line` is where it begins, `lines` where each item begins, from 1."""

    line: int
    lines: list[int]


def load_yaml(path: Path) -> Any:
    """Content of the YAML file at `path`: str, `Mapping` or `Sequence`; "" for an empty value.

    Raises SettingsError, naming file and line, for a file that cannot be read as strict YAML.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> Any:
    """Like `load_yaml` for a text in hand; `name` stands for the file in messages."""
    try:
        return _Reader(text, name).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark is not None else name
        problem = getattr(error, "problem", None) or str(error)
        raise SettingsError(f"{where}: is no valid YAML: {problem}") from error
    except RecursionError as error:
        raise SettingsError(f"{name}: is nested too deeply; flatten it") from error


def line_of(value: Any, key: str | int | None = None) -> int:
    """Line of `value`, or of its entry `key`, from 1; 0 where none is known (plain text)."""
    if isinstance(value, Mapping):
        return value.lines.get(key, value.line) if isinstance(key, str) else value.line
    if isinstance(value, Sequence):
        known = isinstance(key, int) and 0 <= key < len(value.lines)
        return value.lines[key] if known and isinstance(key, int) else value.line
    return 0


class _Reader:
    """Turns YAML events into values, without YAML's guesses about types.

    Events and no nodes: a codebook of half a megabyte is read in half the time.
    """

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._next: Callable[[], Any] = _LOADER(text).get_event

    def document(self) -> Any:
        """The only document of the text; "" where there is none."""
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return ""
        value = self._value(self._next())
        self._next()
        extra = self._next()
        if not isinstance(extra, yaml.StreamEndEvent):
            self._refuse(extra, "a second document; one file holds one")
        return value

    def _value(self, event: Any) -> Any:
        # An alias names what is written elsewhere; many of them can blow up a small file.
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "aliases are not allowed; write the entry out")
        if event.tag is not None and event.tag not in _PLAIN_TAGS:
            self._refuse(event, f"tag {event.tag!r} is not allowed; write plain text")
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        return self._mapping(event) if is_mapping else self._sequence(event)

    def _mapping(self, start: Any) -> Mapping:
        result = Mapping()
        result.line = _line(start)
        result.lines = {}
        while True:
            event = self._next()
            if isinstance(event, yaml.MappingEndEvent):
                return result
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "a key must be plain text")
            key = event.value
            if key in result:
                self._refuse(event, f"key {key!r} is here twice; keep one")
            result.lines[key] = _line(event)
            result[key] = self._value(self._next())

    def _sequence(self, start: Any) -> Sequence:
        result = Sequence()
        result.line = _line(start)
        result.lines = []
        while True:
            event = self._next()
            if isinstance(event, yaml.SequenceEndEvent):
                return result
            result.lines.append(_line(event))
            result.append(self._value(event))

    def _refuse(self, event: Any, problem: str) -> NoReturn:
        raise SettingsError(f"{self._name}:{_line(event)}: {problem}")


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1
