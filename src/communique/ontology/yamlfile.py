"""Reads YAML in which every scalar is text and everything knows its line.

`NO` stays Norway, `1.10` stays a version. Refused, with file and line: duplicate keys, keys that
are no text, aliases (they can blow up) and tags of programs.
"""

from __future__ import annotations

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
        node = yaml.compose(text, Loader=_LOADER)
        return "" if node is None else _Reader(name).value(node)
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
    """Turns composed nodes into values, without YAML's guesses about types."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[int] = set()

    def value(self, node: Any) -> Any:
        if node.tag not in _PLAIN_TAGS:
            self._refuse(node, f"tag {node.tag!r} is not allowed; write plain text")
        if isinstance(node, yaml.ScalarNode):
            return node.value
        # An alias gives the very node of its anchor a second time.
        if id(node) in self._seen:
            self._refuse(node, "aliases are not allowed; write the entry out")
        self._seen.add(id(node))
        return self._mapping(node) if isinstance(node, yaml.MappingNode) else self._sequence(node)

    def _mapping(self, node: Any) -> Mapping:
        result = Mapping()
        result.line = node.start_mark.line + 1
        result.lines = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "a key must be plain text")
            key = key_node.value
            if key in result:
                self._refuse(key_node, f"key {key!r} is here twice; keep one")
            result[key] = self.value(value_node)
            result.lines[key] = key_node.start_mark.line + 1
        return result

    def _sequence(self, node: Any) -> Sequence:
        result = Sequence(self.value(item) for item in node.value)
        result.line = node.start_mark.line + 1
        result.lines = [item.start_mark.line + 1 for item in node.value]
        return result

    def _refuse(self, node: Any, problem: str) -> NoReturn:
        raise SettingsError(f"{self._name}:{node.start_mark.line + 1}: {problem}")
