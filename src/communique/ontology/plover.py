"""The PLOVER ontology: event types, modes, contexts and sectors, read from plover.yaml."""

from __future__ import annotations

from collections.abc import Mapping as ReadMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from communique.errors import SettingsError
from communique.ontology.yamlfile import Mapping, Sequence, line_of, load_yaml

_FILE = Path(__file__).with_name("plover.yaml")
_TYPE_KEYS = frozenset({"quad", "score", "recipient", "cameo", "definition", "precedence", "modes"})
_MODE_KEYS = frozenset({"score", "cameo", "definition"})
_SECTOR_KEYS = frozenset({"side", "definition"})
_TOP_KEYS = frozenset({"version", "source", "licence", "quads", "types", "contexts", "sectors"})
_SIDES = frozenset({"state", "armed", "society", "unknown"})


@dataclass(frozen=True, slots=True)
class Mode:
    """A kind of an event type."""

    name: str
    score: float
    """Conflict and cooperation scale of the manual, -10 to 10."""
    cameo: str
    definition: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen PLOVER types."""

    code: str
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    score: float
    """As in `Mode`; for events without a mode."""
    recipient_required: bool
    cameo: str
    """CAMEO root, two digits."""
    definition: str
    precedence: str
    modes: ReadMapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Context:
    """A setting that a paragraph may give to its events."""

    name: str
    keywords: tuple[str, ...]
    """Lower-case lemmas and phrases, any of which gives the context."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A role of an actor in its society."""

    code: str
    side: str
    """state, armed, society or unknown."""
    definition: str


@dataclass(frozen=True, slots=True)
class Plover:
    """The whole ontology; order is that of the file."""

    version: str
    quads: ReadMapping[int, str]
    types: ReadMapping[str, EventType]
    contexts: ReadMapping[str, Context]
    sectors: ReadMapping[str, Sector]

    def intensity(self, code: str, mode: str | None) -> float:
        """Score of the mode, or of the type where mode is None; KeyError for an unknown one."""
        event_type = self.types[code]
        return event_type.score if mode is None else event_type.modes[mode].score

    def cameo(self, code: str, mode: str | None) -> str:
        """CAMEO code of the mode, or the root of the type; KeyError for an unknown one."""
        event_type = self.types[code]
        return event_type.cameo if mode is None else event_type.modes[mode].cameo


@cache
def load_plover() -> Plover:
    """The shipped ontology, read once.

    Raises SettingsError, naming file and line, where plover.yaml breaks its own form.
    """
    return read_plover(_FILE)


def read_plover(path: Path) -> Plover:
    """The ontology in the file at `path`; see `load_plover`."""
    return _Reader(path).plover(load_yaml(path))


class _Reader:
    """Checks every entry and says where one is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def plover(self, top: Any) -> Plover:
        table = self._table(top, _TOP_KEYS, "the file", line=1)
        quads = self._mapping(table, "quads")
        names = {self._whole(quads, key, key): self._text(quads, key) for key in quads}
        types = self._mapping(table, "types")
        contexts = self._mapping(table, "contexts")
        sectors = self._mapping(table, "sectors")
        return Plover(
            version=self._text(table, "version"),
            quads=MappingProxyType(names),
            types=MappingProxyType({key: self._type(types, key, names) for key in types}),
            contexts=MappingProxyType({key: self._context(contexts, key) for key in contexts}),
            sectors=MappingProxyType({key: self._sector(sectors, key) for key in sectors}),
        )

    def _type(self, types: Mapping, code: str, quads: dict[int, str]) -> EventType:
        table = self._table(types[code], _TYPE_KEYS, f"type {code}", line=line_of(types, code))
        quad = self._whole(table, "quad", self._text(table, "quad"))
        if quad not in quads:
            self._refuse(line_of(table, "quad"), f"quad {quad} is not among `quads`")
        recipient = self._text(table, "recipient")
        if recipient not in {"yes", "no"}:
            self._refuse(line_of(table, "recipient"), f"recipient is {recipient!r}, not yes or no")
        modes = self._mapping(table, "modes")
        return EventType(
            code=code,
            quad=quad,
            score=self._score(table),
            recipient_required=recipient == "yes",
            cameo=self._cameo(table),
            definition=self._text(table, "definition"),
            precedence=self._text(table, "precedence"),
            modes=MappingProxyType({name: self._mode(modes, name) for name in modes}),
        )

    def _mode(self, modes: Mapping, name: str) -> Mode:
        table = self._table(modes[name], _MODE_KEYS, f"mode {name}", line=line_of(modes, name))
        return Mode(name, self._score(table), self._cameo(table), self._text(table, "definition"))

    def _context(self, contexts: Mapping, name: str) -> Context:
        words = contexts[name]
        if not isinstance(words, Sequence) or not words:
            self._refuse(line_of(contexts, name), f"context {name} needs a list of keywords")
        seen: set[str] = set()
        for index, word in enumerate(words):
            if not isinstance(word, str) or not word or word != word.lower():
                self._refuse(line_of(words, index), f"keyword {word!r} must be lower-case text")
            if word in seen:
                self._refuse(line_of(words, index), f"keyword {word!r} of {name} is here twice")
            seen.add(word)
        return Context(name, tuple(words))

    def _sector(self, sectors: Mapping, code: str) -> Sector:
        line = line_of(sectors, code)
        table = self._table(sectors[code], _SECTOR_KEYS, f"sector {code}", line=line)
        side = self._text(table, "side")
        if side not in _SIDES:
            self._refuse(line, f"side {side!r} is unknown; known: {', '.join(sorted(_SIDES))}")
        return Sector(code, side, self._text(table, "definition"))

    def _table(self, value: Any, keys: frozenset[str], what: str, line: int) -> Mapping:
        if not isinstance(value, Mapping):
            self._refuse(line, f"{what} must be a mapping with {', '.join(sorted(keys))}")
        for key in value:
            if key not in keys:
                known = ", ".join(sorted(keys))
                self._refuse(line_of(value, key), f"unknown key {key!r} in {what}; known: {known}")
        for key in sorted(keys):
            if key not in value:
                self._refuse(line, f"{what} lacks {key!r}; add it")
        return value

    def _mapping(self, table: Mapping, key: str) -> Mapping:
        value = table[key]
        if not isinstance(value, Mapping):
            self._refuse(line_of(table, key), f"{key} must be a mapping")
        return value

    def _text(self, table: Mapping, key: str) -> str:
        value = table[key]
        if not isinstance(value, str) or not value:
            self._refuse(line_of(table, key), f"{key} must be text")
        return value

    def _whole(self, table: Mapping, key: str, text: str) -> int:
        if not text.isascii() or not text.isdigit():
            self._refuse(line_of(table, key), f"{text!r} must be a whole number")
        return int(text)

    def _score(self, table: Mapping) -> float:
        text = self._text(table, "score")
        try:
            score = float(text)
        except ValueError:
            self._refuse(line_of(table, "score"), f"score {text!r} is no number")
        if not -10 <= score <= 10:
            self._refuse(line_of(table, "score"), f"score {text} is outside -10 to 10")
        return score

    def _cameo(self, table: Mapping) -> str:
        code = self._text(table, "cameo")
        if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
            self._refuse(line_of(table, "cameo"), f"CAMEO code {code!r} must be 2 to 4 digits")
        return code

    def _refuse(self, line: int, problem: str) -> NoReturn:
        raise SettingsError(f"{self._path}:{line}: {problem}")
