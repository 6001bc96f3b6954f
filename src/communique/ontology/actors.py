"""The actor registry: countries, organisations, groups, their names, offices and leaders."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from communique.errors import SettingsError
from communique.model import Code

DATA = Path(__file__).parent / "data" / "actors"
USES = frozenset(
    [
        "name",
        "abbreviation",
        "adjective",
        "person",
        "people",
        "capital",
        "seat",
        "region",
        "city",
        "agency",
    ]
) | {"no actor"}
ACTOR_KINDS = frozenset(("country", "territory", "organisation", "group", "other"))
NOUN_KINDS = frozenset(("office", "body", "people", "asset", "relation", "place"))
BARE = frozenset(
    ("country", "none", "unknown", "firm", "ngo", "group", "side", "other", "place", "usa")
)
SECTORS = frozenset(
    [
        "GOV",
        "MIL",
        "LEG",
        "JUD",
        "COP",
        "SPY",
        "OPP",
        "REB",
        "UAF",
        "PTY",
        "CVL",
        "BUS",
        "JRN",
        "LAB",
        "EDU",
        "MED",
        "AGR",
        "REL",
        "REF",
        "CRM",
        "NGO",
    ]
)
DEFAULT_NOUN_SECTOR = "GOV"
_WORD = re.compile(r"'s\b|[^\W_]+(?:[.'’][^\W_]+)*|[&+]")


class Actor(NamedTuple):
    """Whom a code stands for."""

    code: Code
    kind: str
    """country, territory, organisation, group or other."""
    name: str
    country: str | None
    """Country of a group, owner of a breakaway territory."""
    members: tuple[Code, ...]
    governs: str
    """Since when a group is its country's government, ISO date; "" when it is not."""


class Name(NamedTuple):
    """A way to name an actor; `words` are folded as `fold` does."""

    words: tuple[str, ...]
    code: Code
    """"" for a name that looks like an actor's and is none ("South China Sea")."""
    use: str
    """One of USES."""
    sector: str | None
    text: str


class Noun(NamedTuple):
    """A word for a doer ("foreign minister", "troops"), singular or plural."""

    words: tuple[str, ...]
    term: str
    """The singular."""
    plural: bool
    sector: str
    kind: str
    """office (one holder), body, people, asset, relation ("counterpart") or place ("the island")."""
    bare: str
    """Whose it is when nothing says: the article's country, "unknown", "firm", … or "none"."""
    gender: str
    """"m", "f" or ""."""


class Leader(NamedTuple):
    """A person and one office."""

    name: str
    short: str
    code: Code
    office: str
    since: str
    until: str
    gender: str
    alone: bool
    """Whether the short form means this person without title or first name."""


def fold(word: str) -> str:
    """The word as names are compared: lower case, straight apostrophe, no full stops."""
    low = word.lower()
    if "." in low:
        low = low.replace(".", "")
    return low.replace("’", "'") if "’" in low else low


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without hyphens and commas, "'s" as a word."""
    return tuple(fold(word) for word in _WORD.findall(re.sub(r"['’](s\b)", r" '\1", name)))


class ActorRegistry:
    """Names, nouns and leaders by their first word; made by `ActorRegistry.load`."""

    def __init__(self, folder: Path = DATA) -> None:
        """Read the CSV files of `folder`; SettingsError for a bad row, naming file and line."""
        self.actors: dict[Code, Actor] = _actors(folder / "actors.csv")
        self.names: dict[str, list[Name]] = {}
        """By first word, longest first."""
        self.nouns: dict[str, list[Noun]] = {}
        """By first word, longest first."""
        self.leaders: dict[str, list[Leader]] = {}
        """By folded full name."""
        self.surnames: dict[str, list[Leader]] = {}
        """By folded short form."""
        self.given: dict[str, str] = {}
        """Given name, folded, to "m", "f" or "" (both)."""
        self.origins: dict[str, set[Code]] = {}
        """Parts of leaders' names to the codes that bear them."""
        self.contexts: dict[str, tuple[Code, tuple[str, ...]]] = {}
        """A folded name that has another code in an article with one of these words."""
        self.sports: frozenset[str] = frozenset(
            fold(row["word"]) for row in _rows(folder / "sports.csv", ("word",))
        )
        """Words of which two in a sentence tell of a game."""
        self._read_names(folder / "names.csv")
        self._read_nouns(folder / "nouns.csv")
        self._read_leaders(folder / "leaders.csv")
        for row in _rows(folder / "given_names.csv", ("name", "gender")):
            word = fold(row["name"])
            self.given[word] = "" if word in self.given else row["gender"]
        for row in _rows(folder / "contexts.csv", ("name", "code", "words")):
            words = tuple(row["words"].split(";"))
            self.contexts[fold(row["name"])] = (self._code(row, folder / "contexts.csv"), words)
        for table in (self.names, self.nouns):
            for entries in table.values():
                if len(entries) > 1:
                    entries.sort(key=lambda entry: -len(entry.words))

    @staticmethod
    def load() -> ActorRegistry:
        """The shipped registry; read once."""
        return _shipped()

    def country_of(self, code: Code) -> Code | None:
        """The country of a country code or of a group; None for organisations."""
        actor = self.actors.get(code)
        if actor is None:
            return None
        return code if actor.kind in ("country", "territory") else actor.country

    def kind_of(self, code: Code) -> str:
        """country, territory, organisation, group or other; "other" for an unknown code."""
        actor = self.actors.get(code)
        return actor.kind if actor else "other"

    def _code(self, row: dict[str, str], file: Path) -> Code:
        if row["code"] not in self.actors:
            raise SettingsError(f"{file}:{row['line']}: unknown code {row['code']!r}")
        return row["code"]

    def _read_names(self, file: Path) -> None:
        seen: dict[tuple[str, str], str] = {}
        for row in _rows(file, ("name", "code", "use", "sector")):
            use, text = row["use"], row["name"]
            _known(file, row, "use", USES)
            code = "" if use == "no actor" else self._code(row, file)
            words = name_words(text)
            if not words:
                raise SettingsError(f"{file}:{row['line']}: name without letters: {text!r}")
            if seen.setdefault((text, use), row["line"]) != row["line"]:
                raise SettingsError(
                    f"{file}:{row['line']}: {text!r} stands already in line {seen[text, use]}"
                )
            if row["sector"]:
                _known(file, row, "sector", SECTORS)
            name = Name(words, code, use, row["sector"] or None, text)
            self.names.setdefault(words[0], []).append(name)

    def _read_nouns(self, file: Path) -> None:
        seen: set[tuple[str, ...]] = set()
        columns = ("term", "plural", "sector", "kind", "bare", "gender")
        for row in _rows(file, columns):
            _known(file, row, "sector", SECTORS)
            _known(file, row, "kind", NOUN_KINDS)
            _known(file, row, "bare", BARE)
            for text, plural in ((row["term"], False), (row["plural"], True)):
                words = name_words(text)
                if not words or words in seen:
                    if words and not plural:
                        raise SettingsError(f"{file}:{row['line']}: {text!r} stands twice")
                    continue
                seen.add(words)
                noun = Noun(
                    words,
                    row["term"],
                    plural or row["term"] == "people",
                    row["sector"],
                    row["kind"],
                    row["bare"],
                    row["gender"],
                )
                self.nouns.setdefault(words[0], []).append(noun)

    def _read_leaders(self, file: Path) -> None:
        columns = ("names", "short", "code", "office", "since", "until", "gender", "alone")
        for row in _rows(file, columns):
            code = self._code(row, file)
            for index, name in enumerate(row["names"].split(";")):
                leader = Leader(
                    name,
                    row["short"],
                    code,
                    row["office"],
                    row["since"],
                    row["until"],
                    row["gender"],
                    row["alone"] == "yes",
                )
                words = name_words(name)
                self.leaders.setdefault(" ".join(words), []).append(leader)
                for word in words:
                    self.origins.setdefault(word, set()).add(code)
                if index == 0 and row["short"]:
                    short = " ".join(name_words(row["short"]))
                    self.surnames.setdefault(short, []).append(leader)


@lru_cache(maxsize=1)
def _shipped() -> ActorRegistry:
    return ActorRegistry()


def _actors(file: Path) -> dict[Code, Actor]:
    found: dict[Code, Actor] = {}
    for row in _rows(file, ("code", "kind", "name", "country", "members", "governs")):
        _known(file, row, "kind", ACTOR_KINDS)
        if row["code"] in found:
            raise SettingsError(f"{file}:{row['line']}: code {row['code']} stands twice")
        members = tuple(row["members"].split())
        country = row["country"] or None
        found[row["code"]] = Actor(
            row["code"], row["kind"], row["name"], country, members, row["governs"]
        )
    for actor in found.values():
        for code in (*actor.members, *((actor.country,) if actor.country else ())):
            if code not in found:
                raise SettingsError(f"{file}: {actor.code} refers to the unknown code {code!r}")
    return found


def _known(file: Path, row: dict[str, str], column: str, allowed: frozenset[str]) -> None:
    if row[column] not in allowed:
        raise SettingsError(
            f"{file}:{row['line']}: {column} {row[column]!r} is none of {', '.join(sorted(allowed))}"
        )


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows as text by column, with "line"; SettingsError for a missing, unknown or odd column."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from error
    head = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[head:], strict=True)
    header = tuple(next(reader, ()))
    if header != columns:
        raise SettingsError(f"{file}:{head + 1}: columns are {header}, must be {columns}")
    try:
        for values in reader:
            if len(values) != len(columns):
                raise SettingsError(
                    f"{file}:{head + reader.line_num}: {len(values)} values, must be {len(columns)}"
                )
            row = dict(zip(columns, values, strict=True))
            row["line"] = str(head + reader.line_num)
            yield row
    except csv.Error as error:
        raise SettingsError(f"{file}:{head + reader.line_num}: {error}") from error
