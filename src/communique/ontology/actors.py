"""The actor registry: countries, organisations, groups, their names, offices and leaders."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from communique.errors import SettingsError
from communique.model import Code

DATA = Path(__file__).parent / "data" / "actors"
USES = {
    "name": "a country, organisation or group by its name",
    "abbreviation": "by its initials, matched with their case",
    "adjective": "of the country",
    "person": "one of its people",
    "people": "its people",
    "capital": "capital, for the government",
    "seat": "building or street, for the government",
    "city": "another city",
    "region": "province or region",
    "agency": "a body of the state by name",
    "bloc": "adjective of a region, for its organisation ('West African leaders')",
    "in context": "an actor only where contexts.csv gives it a code",
    "no actor": "looks like an actor and is none ('South China Sea')",
    "private": "a firm, paper, school or club of a country: no actor of a text, known to `who`",
}
RULERS = ("emir", "sultan", "king", "crown prince", "chancellor", "prime minister")
"""Offices that only some countries have; the tables of leaders are whole for them."""
ACTOR_KINDS = {"country", "territory", "organisation", "group", "other"}
NOUN_KINDS = {"office", "body", "people", "asset", "relation", "place"}
BARE = {
    "country": "of the country that the text is about",
    "usa": "American where the United States are named, else as country",
    "none": "nobody's",
    "unknown": "unnamed attackers",
    "firm": "a firm without a country",
    "ngo": "an organisation without a country",
    "intl": "unnamed partners",
    "group": "the group last named",
    "side": "the party last named",
    "other": "the other party",
    "place": "the country last named",
}
TRAITS = {
    "abroad": "is stationed abroad: 'embassy in X' is not of X",
    "away": "may be abroad",
    "bloc": "goes with the adjective of a region",
    "capital": "a doer only when capitalised, or after such a mention",
    "many": "a doer only in the plural",
    "for": "speaks or works for what follows 'for'",
    "named": "ends names of movements and foundations",
    "partners": "unnamed partners when plural and bare",
    "ruling": "is of the country where a group governs",
    "the": "a doer only with an article or owner",
    "to": "none before 'to' ('opposition to the bill')",
    "side": "'the two …' are the parties in focus",
}
SECTORS = set(
    "GOV MIL LEG JUD COP SPY OPP REB UAF PTY CVL BUS JRN LAB EDU MED AGR REL REF CRM NGO".split()
)
WORD_SETS = {
    "time": "days, months and the like, which begin no name",
    "not person": "words of names that are no person's",
    "elsewhere": "'foreign governments' are not the article's country's",
    "backed": "'X-backed' does not make a thing X's",
    "place preposition": "before a place that is only where",
    "place verb": "whose object is a place and no government",
    "saying": "verbs of speech",
    "leading": "'who leads X' makes somebody X's",
    "title": "before a person's name",
    "guest office": "offices that a state's own page names for guests more than for its own",
    "against a state": "those who rise against their state: 'rebels'",
    "generic body": "names of the UN's bodies that states have too",
    "own turn": "how labels of the issuer's own people begin in its transcripts",
}
_LETTERS = str.maketrans(
    {"’": "'", "‘": "'", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "ß": "ss",
     "æ": "ae", "œ": "oe", "ə": "e"}
)  # fmt: skip
_GENITIVE = re.compile(r"['’](s\b)")
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
    """When a group is its country's government: "from" or "from..to", empty for never."""


class Name(NamedTuple):
    """A way to name an actor; `words` are folded as `fold` does."""

    words: tuple[str, ...]
    code: Code
    """Empty for a name that is no actor, or one only in some articles."""
    use: str
    """One of USES."""
    sector: str | None
    text: str


class Noun(NamedTuple):
    """A word for a doer ("foreign minister", "troops"), singular or plural."""

    words: tuple[str, ...]
    term: str
    """The singular; of a short form ("PM") the full one."""
    plural: bool
    sector: str
    kind: str
    """office (one holder), body, people, asset, relation ("side") or place ("the island")."""
    bare: str
    """Whose it is when nothing says; one of BARE."""
    gender: str
    """"m", "f" or empty."""
    traits: frozenset[str]


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


class Context(NamedTuple):
    """When a name has another code than usual."""

    code: Code
    words: tuple[str, ...]
    """One of these in the article gives the name this code …"""
    unless: tuple[str, ...]
    """… unless one of these stands there too."""


def fold(word: str) -> str:
    """The word as names are compared: lower case, no accents, straight apostrophe, no stops."""
    low = word.lower()
    if "." in low:
        low = low.replace(".", "") or low
    return low if low.isascii() else _plain(low)


@lru_cache(maxsize=50_000)
def _plain(low: str) -> str:
    """Without accents, with ASCII letters and apostrophes where there are such."""
    split = unicodedata.normalize("NFD", low.translate(_LETTERS))
    return "".join(char for char in split if not unicodedata.combining(char)) or low


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without hyphens and commas, "'s" as a word."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return tuple(name.lower().split())
    return tuple(fold(word) for word in _WORD.findall(_GENITIVE.sub(r" '\1", name)))


class ActorRegistry:
    """Names, nouns and leaders by their first word."""

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
        self.origins: dict[str, set[Code]] = {}
        """Parts of leaders' names to the codes that bear them."""
        self.rulers: dict[str, set[Code]] = {office: set() for office in RULERS}
        """Heads of state and government by office to the countries that have had one."""
        self.kingdoms: set[Code] = set()
        """Where a king, queen, emir or sultan is head of state."""
        self._read_names(folder / "names.csv")
        self._read_nouns(folder / "nouns.csv")
        self._read_leaders(folder / "leaders.csv")
        self.given: dict[str, str] = {}
        """Given name, folded, to "m", "f" or empty for both."""
        for row in _rows(folder / "given_names.csv", ("name", "gender")):
            word = fold(row["name"])
            self.given[word] = "" if word in self.given else row["gender"]
        self.titles: dict[str, str] = {}
        """Word before a name, folded, to gender or empty."""
        self.words: dict[str, frozenset[str]] = self._read_words(folder / "words.csv")
        """The sets of WORD_SETS."""
        self.sports: dict[str, int] = {
            fold(row["word"]): int(row["weight"])
            for row in _rows(folder / "sports.csv", ("word", "weight"))
        }
        """Word to how much it tells of a game."""
        self.contexts: dict[str, list[Context]] = {}
        """Folded names that have another code in some articles; the first that fits counts."""
        for row in _rows(folder / "contexts.csv", ("name", "code", "words", "unless")):
            code = self._code(row, folder / "contexts.csv")
            words, unless = (tuple(row[key].split(";")) for key in ("words", "unless"))
            name = " ".join(name_words(row["name"]))
            self.contexts.setdefault(name, []).append(Context(code, words, unless))
        self.issuers: dict[str, Code] = {
            row["host"]: self._code(row, folder / "issuers.csv")
            for row in _rows(folder / "issuers.csv", ("host", "code"))
        }
        """Host of a site, without "www.", to whose statements it carries."""
        for names in self.names.values():
            names.sort(key=lambda name: -len(name.words))
        for nouns in self.nouns.values():
            nouns.sort(key=lambda noun: -len(noun.words))

    @staticmethod
    def load() -> ActorRegistry:
        """The shipped registry; read once a process."""
        return _shipped()

    def private(self, words: str) -> Name | None:
        """The firm, paper, school or club of a country by that name, which is no actor."""
        folded = name_words(words)
        folded = folded[1:] if folded[:1] == ("the",) else folded
        names = self.names.get(folded[0], ()) if folded else ()
        return next((n for n in names if n.words == folded and n.use == "private"), None)

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

    def sector_of(self, office: str) -> str:
        """The sector of an office as worded ("Chief of Army Staff" → MIL); GOV for others."""
        words = name_words(office)
        for at in range(len(words)):
            for noun in self.nouns.get(words[at], ()):
                if words[at : at + len(noun.words)] == noun.words:
                    return self._sector_of_body(words[at + len(noun.words) :]) or noun.sector
        return "GOV"

    def _sector_of_body(self, words: tuple[str, ...]) -> str | None:
        """The sector of the body that follows "of" ("Director of the CIA" → SPY)."""
        rest = words[1:] if words[:1] == ("of",) else ()
        rest = rest[1:] if rest[:1] == ("the",) else rest
        for name in self.names.get(rest[0], ()) if rest else ():
            if rest[: len(name.words)] == name.words and name.use in ("agency", "abbreviation"):
                return name.sector
        return None

    def is_country(self, code: Code) -> bool:
        """Whether the code is a country's or a territory's."""
        return self.kind_of(code) in ("country", "territory")

    def _code(self, row: dict[str, str], file: Path) -> Code:
        if row["code"] not in self.actors:
            raise SettingsError(f"{file}:{row['line']}: unknown code {row['code']!r}")
        return row["code"]

    def _read_names(self, file: Path) -> None:
        seen: dict[tuple[str, str], str] = {}
        for row in _rows(file, ("name", "code", "use", "sector")):
            use, text = row["use"], row["name"]
            _known(file, row, "use", USES)
            code = "" if use in ("no actor", "in context") else self._code(row, file)
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
        columns = ("term", "plural", "same", "sector", "kind", "bare", "gender", "traits")
        for row in _rows(file, columns):
            _known(file, row, "sector", SECTORS)
            _known(file, row, "kind", NOUN_KINDS)
            _known(file, row, "bare", BARE)
            traits = frozenset(row["traits"].split())
            if not traits <= TRAITS.keys():
                raise SettingsError(f"{file}:{row['line']}: unknown trait in {row['traits']!r}")
            for text, plural in ((row["term"], False), (row["plural"], True)):
                words = name_words(text)
                if not words:
                    continue
                if words in seen:
                    raise SettingsError(f"{file}:{row['line']}: {text!r} stands twice")
                seen.add(words)
                many = plural or text == "people"
                noun = Noun(
                    words, row["same"] or row["term"], many, row["sector"], row["kind"],
                    row["bare"], row["gender"], traits,
                )  # fmt: skip
                self.nouns.setdefault(words[0], []).append(noun)

    def _note_ruler(self, office: str, code: Code) -> None:
        """Keeps that a country has an office; a monarchy may have a crown prince."""
        for ruler in RULERS:
            if office.startswith(ruler):
                self.rulers[ruler].add(code)
        if office.startswith(("emir", "sultan", "king", "queen")):
            self.rulers["crown prince"].add(code)

    def _read_leaders(self, file: Path) -> None:
        columns = ("names", "short", "code", "office", "since", "until", "gender", "alone")
        for row in _rows(file, columns):
            code = self._code(row, file)
            self._note_ruler(row["office"].lower().replace("amir", "emir"), code)
            if row["office"].startswith(("King", "Queen", "Emir", "Amir", "Sultan")):
                self.kingdoms.add(code)
            for index, name in enumerate(row["names"].split(";")):
                leader = Leader(
                    name, row["short"], code, row["office"], row["since"], row["until"],
                    row["gender"], row["alone"] == "yes",
                )  # fmt: skip
                words = name_words(name)
                self.leaders.setdefault(" ".join(words), []).append(leader)
                for word in words:
                    self.origins.setdefault(word, set()).add(code)
                if index == 0 and row["short"]:
                    short = " ".join(name_words(row["short"]))
                    self.surnames.setdefault(short, []).append(leader)

    def _read_words(self, file: Path) -> dict[str, frozenset[str]]:
        sets: dict[str, set[str]] = {name: set() for name in WORD_SETS}
        for row in _rows(file, ("word", "set", "gender")):
            _known(file, row, "set", WORD_SETS)
            word = fold(row["word"])
            sets[row["set"]].add(word)
            if row["set"] == "title":
                self.titles[word] = row["gender"]
        return {name: frozenset(words) for name, words in sets.items()}


@lru_cache(maxsize=1)
def _shipped() -> ActorRegistry:
    return ActorRegistry()


def _actors(file: Path) -> dict[Code, Actor]:
    found: dict[Code, Actor] = {}
    for row in _rows(file, ("code", "kind", "name", "country", "members", "governs")):
        _known(file, row, "kind", ACTOR_KINDS)
        if row["code"] in found:
            raise SettingsError(f"{file}:{row['line']}: code {row['code']} stands twice")
        found[row["code"]] = Actor(
            row["code"], row["kind"], row["name"], row["country"] or None,
            tuple(row["members"].split()), row["governs"],
        )  # fmt: skip
    for actor in found.values():
        for code in (*actor.members, *((actor.country,) if actor.country else ())):
            if code not in found:
                raise SettingsError(f"{file}: {actor.code} refers to the unknown code {code!r}")
    return found


def _known(
    file: Path, row: dict[str, str], column: str, allowed: set[str] | dict[str, str]
) -> None:
    if row[column] not in allowed:
        known = ", ".join(sorted(allowed))
        raise SettingsError(f"{file}:{row['line']}: {column} {row[column]!r} is none of {known}")


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows as text by column, with "line"; SettingsError for an unexpected column or row."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from error
    head = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[head:], strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            raise SettingsError(f"{file}:{head + 1}: columns are {header}, must be {columns}")
        for values in reader:
            line = head + reader.line_num
            if len(values) != len(columns):
                raise SettingsError(f"{file}:{line}: {len(values)} values, not {len(columns)}")
            row = dict(zip(columns, values, strict=True))
            row["line"] = str(line)
            yield row
    except csv.Error as error:
        raise SettingsError(f"{file}:{head + reader.line_num}: {error}") from error
