"""The codebook: rules that map clauses to PLOVER types, read from YAML and indexed by predicate.

A rule never sees a tree: it sees a predicate with roles (see docs/codebook.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from communique.errors import SettingsError
from communique.ontology.plover import Plover, load_plover
from communique.ontology.yamlfile import line_of, load_yaml

SHIPPED = Path(__file__).parent / "codebook"
OTHER_FILES = frozenset({"sets.yaml", "commitments.yaml", "positions.yaml", "engine.yaml"})
"""Files of the codebook folder that hold no rules."""

CLASSES = frozenset(
    {
        "actor",
        "person",
        "country",
        "military",
        "armed",
        "place",
        "amount",
        "no-actor",
        "state",
        "government",
    }
)
TARGET_NEEDED = frozenset({"yes", "no", "self"})
CONTENT = frozenset({"finite", "infinitive", "ing", "any", "none"})
PREPOSITIONS = frozenset({"of", "for", "in", "on", "to", "with", "between", "by"})
STATUSES = frozenset({"occurred", "ongoing", "planned", "hypothetical", "denied", "recalled"})
_KEYS = frozenset(
    [
        "id",
        "type",
        "mode",
        "cameo",
        "verbs",
        "nouns",
        "adjectives",
        "light",
        "source",
        "target",
        "target_needed",
        "joint",
        "words",
        "not_words",
        "classes",
        "content",
        "status",
        "future",
        "tense",
        "match",
        "reject",
    ]
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a rule's own, with the codes it must give where they are stated."""

    text: str
    source: tuple[str, ...] | None = None
    target: tuple[str, ...] | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the codebook; docs/codebook.md explains each field."""

    id: str
    type: str
    mode: str | None
    cameo: str | None
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, ...], ...]
    adjectives: tuple[tuple[str, ...], ...]
    light_verbs: frozenset[str]
    light_nouns: frozenset[str]
    source: tuple[str, ...]
    target: tuple[str, ...]
    target_needed: str
    joint: bool
    words: tuple[tuple[str, frozenset[str]], ...]
    not_words: tuple[tuple[str, frozenset[str]], ...]
    classes: tuple[tuple[str, frozenset[str]], ...]
    content: str | None
    status: str | None
    future: str | None
    tense: str | None
    match: tuple[Example, ...]
    reject: tuple[str, ...]
    file: str
    needs: tuple[frozenset[str], ...] = field(repr=False)
    """One word of each of these sets stands in every sentence that the rule fits."""

    @property
    def constraints(self) -> int:
        """How many things beside the predicate the rule asks for; more is more specific."""
        asked = (self.content, self.tense)
        return len(self.words) + len(self.classes) + sum(part is not None for part in asked)


Entry = tuple[tuple[str, ...], Rule]


def specific_first(entry: Entry) -> tuple[int, int, str]:
    """Sorts entries: longer phrases first, then rules that ask for more, then by id."""
    tail, rule = entry
    return -len(tail), -rule.constraints, rule.id


@dataclass(frozen=True, slots=True)
class Codebook:
    """All rules, indexed by the first word of their predicates."""

    rules: tuple[Rule, ...]
    by_id: Mapping[str, Rule] = field(repr=False)
    hash: str
    verbs: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    nouns: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    adjectives: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    """All that rules ask for or exclude, compounds by their last word."""
    light: Mapping[str, tuple[Rule, ...]] = field(repr=False)
    """By noun: rules whose verb and object noun together make the predicate."""
    speaks: bool = True
    """Whether some rule may have whoever speaks as its source."""

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, None when there is none."""
        return self.by_id.get(rule_id)


def _fail(where: str, message: str) -> SettingsError:
    return SettingsError(f"codebook, {where}: {message}")


class _Reader:
    """Turns the entries of one file into rules; names file and rule in every error."""

    def __init__(self, file: Path, sets: Mapping[str, frozenset[str]], plover: Plover) -> None:
        self.file, self.sets, self.plover = file, sets, plover

    def words(self, where: str, value: Any) -> tuple[str, ...]:
        if value is None or value == "":
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise _fail(where, f"needs a list of words, has {value!r}")
        out: list[str] = []
        for word in value:
            if word.startswith("@"):
                if word[1:] not in self.sets:
                    raise _fail(where, f"unknown set {word!r}; sets are in sets.yaml")
                out.extend(sorted(self.sets[word[1:]]))
            else:
                out.append(word)
        return tuple(dict.fromkeys(out))

    def phrases(self, where: str, value: Any) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(word.lower().split()) for word in self.words(where, value))

    def roles(self, where: str, value: Any) -> tuple[tuple[str, frozenset[str]], ...]:
        if value is None:
            return ()
        if not isinstance(value, dict):
            raise _fail(where, f"needs roles with lists, has {value!r}")
        return tuple(
            (role, frozenset(w.lower() for w in self.words(f"{where}.{role}", listed)))
            for role, listed in value.items()
        )

    def choice(self, where: str, value: Any, allowed: Iterable[str]) -> str | None:
        if value is not None and value not in allowed:
            raise _fail(where, f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return None if value is None else str(value)

    def example(self, where: str, value: Any) -> Example:
        if isinstance(value, str):
            return Example(value)
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            raise _fail(where, f"needs a sentence, or text with source and target: {value!r}")
        unknown = set(value) - {"text", "source", "target", "status"}
        if unknown:
            raise _fail(where, f"unknown key {sorted(unknown)[0]!r}")
        codes = {
            key: self.words(f"{where}.{key}", value[key]) if key in value else None
            for key in ("source", "target")
        }
        return Example(
            value["text"],
            codes["source"],
            codes["target"],
            self.choice(where, value.get("status"), STATUSES),
        )

    def rule(self, entry: Any) -> Rule:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise _fail(self.file.name, f"an entry without id: {str(entry)[:80]}")
        where = f"{self.file.name}:{line_of(entry)}, rule {entry['id']}"
        unknown = set(entry) - _KEYS
        if unknown:
            raise _fail(where, f"unknown key {sorted(unknown)[0]!r}")
        code = str(entry.get("type"))
        if code not in self.plover.types:
            raise _fail(where, f"type {code!r} is no PLOVER type")
        mode = self.choice(where, entry.get("mode"), self.plover.types[code].modes)
        light = entry.get("light") or {}
        if not isinstance(light, dict) or set(light) - {"verbs", "nouns"}:
            raise _fail(where, f"light needs verbs and nouns, has {light!r}")
        classes = self.roles(f"{where}.classes", entry.get("classes"))
        for role, names in classes:
            for name in names:
                self.choice(f"{where}.classes.{role}", name, CLASSES)
        words = self.roles(f"{where}.words", entry.get("words"))
        rule = Rule(
            id=entry["id"],
            type=code,
            mode=mode,
            cameo=entry.get("cameo"),
            verbs=self.phrases(f"{where}.verbs", entry.get("verbs")),
            nouns=self.phrases(f"{where}.nouns", entry.get("nouns")),
            adjectives=self.phrases(f"{where}.adjectives", entry.get("adjectives")),
            light_verbs=frozenset(self.words(f"{where}.light.verbs", light.get("verbs"))),
            light_nouns=frozenset(self.words(f"{where}.light.nouns", light.get("nouns"))),
            source=self.words(f"{where}.source", entry.get("source")) or ("agent",),
            target=self.words(f"{where}.target", entry.get("target")) or ("patient",),
            target_needed=self.choice(where, entry.get("target_needed"), TARGET_NEEDED) or "no",
            joint=self.choice(where, entry.get("joint"), ("yes", "no")) == "yes",
            words=words,
            not_words=self.roles(f"{where}.not_words", entry.get("not_words")),
            classes=classes,
            content=self.choice(where, entry.get("content"), CONTENT),
            status=self.choice(where, entry.get("status"), STATUSES),
            future=self.choice(where, entry.get("future"), self.plover.types),
            tense=self.choice(where, entry.get("tense"), ("future",)),
            match=tuple(self.example(f"{where}.match", e) for e in entry.get("match") or ()),
            reject=self.words(f"{where}.reject", entry.get("reject")),
            file=self.file.name,
            needs=_needs(words),
        )
        if not (rule.verbs or rule.nouns or rule.adjectives or rule.light_nouns):
            raise _fail(where, "has no predicate: give verbs, nouns, adjectives or light")
        return rule


def _read_sets(folder: Path) -> dict[str, frozenset[str]]:
    file = folder / "sets.yaml"
    if not file.exists():
        return {}
    table = load_yaml(file) or {}
    named = table.get("sets", {}) if isinstance(table, dict) else {}
    if not isinstance(named, dict):
        raise _fail("sets.yaml", "sets: needs names with lists of words")
    flat: dict[str, frozenset[str]] = {}
    for name, words in named.items():
        if not isinstance(words, list):
            raise _fail("sets.yaml", f"{name} needs a list of words")
        plain = {word for word in words if not word.startswith("@")}
        for other in (word[1:] for word in words if word.startswith("@")):
            if other not in flat:
                raise _fail("sets.yaml", f"{name} names the set {other!r}, which is not above it")
            plain |= flat[other]
        flat[name] = frozenset(plain)
    return flat


def _read_rules(folder: Path, plover: Plover, sets: Mapping[str, frozenset[str]]) -> list[Rule]:
    rules: list[Rule] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name in OTHER_FILES:
            continue
        table = load_yaml(file)
        if not isinstance(table, dict) or set(table) - {"version", "source", "licence", "rules"}:
            raise _fail(file.name, "needs version, source, licence and rules, nothing else")
        reader = _Reader(file, sets, plover)
        rules.extend(reader.rule(entry) for entry in table.get("rules") or ())
    return rules


def _index(rules: Iterable[Rule], kind: str) -> dict[str, tuple[Entry, ...]]:
    table: dict[str, list[Entry]] = {}
    for rule in rules:
        for phrase in getattr(rule, kind):
            head, tail = head_of(phrase, kind)
            table.setdefault(head, []).append((tail, rule))
        if kind != "verbs":
            # 'be friend', 'be critical of': the predicate is what follows the copula.
            for phrase in rule.verbs:
                if phrase[0] == "be" and len(phrase) > 1:
                    table.setdefault(phrase[1], []).append((("be", *phrase[2:]), rule))
    return {word: tuple(sorted(entries, key=specific_first)) for word, entries in table.items()}


def head_of(phrase: tuple[str, ...], kind: str) -> tuple[str, tuple[str, ...]]:
    """The word that carries the phrase in a tree, and the others."""
    prepositional = len(phrase) > 2 and phrase[1] in PREPOSITIONS
    if kind != "nouns" or len(phrase) == 1 or prepositional:
        return phrase[0], phrase[1:]
    return phrase[-1], phrase[:-1]


def _needs(words: Iterable[tuple[str, frozenset[str]]]) -> tuple[frozenset[str], ...]:
    return tuple(found for _, asked in words if (found := spelled(asked)) is not None)


@cache
def spelled(words: frozenset[str]) -> frozenset[str] | None:
    """Which words stand where one of these is meant; None where the sign of a currency may."""
    return None if "dollar" in words else last_words(words)


def last_words(words: frozenset[str]) -> frozenset[str]:
    """The words, compounds by their last: who has one of the words has one of these."""
    return frozenset(word.split()[-1] for word in words)


def _light_index(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules:
        for noun in rule.light_nouns:
            table.setdefault(noun, []).append(rule)
    return {noun: tuple(listed) for noun, listed in table.items()}


@cache
def load_codebook(extra: Path | None = None) -> Codebook:
    """The shipped codebook; a rule of the folder `extra` replaces the shipped one of the same id.

    Raises SettingsError for an unknown key, type, mode, set or class, and for an id used twice.
    """
    plover = load_plover()
    sets = _read_sets(SHIPPED)
    found: dict[str, Rule] = {}
    for rule in _read_rules(SHIPPED, plover, sets):
        if rule.id in found:
            raise _fail(rule.file, f"rule id {rule.id!r} is used twice")
        found[rule.id] = rule
    if extra is not None:
        if not extra.is_dir():
            raise SettingsError(f"codebook: {extra} is no folder of YAML rules")
        own = _read_rules(extra, plover, sets | _read_sets(extra))
        if len({rule.id for rule in own}) < len(own):
            raise _fail(str(extra), "a rule id is used twice")
        found.update((rule.id, rule) for rule in own)
    rules = tuple(found.values())
    digest = blake2b(repr(rules).encode(), digest_size=8).hexdigest()
    return Codebook(
        rules,
        found,
        digest,
        _index(rules, "verbs"),
        _index(rules, "nouns"),
        _index(rules, "adjectives"),
        frozenset().union(*(last_words(w) for r in rules for _, w in (*r.words, *r.not_words))),
        _light_index(rules),
        any("speaker" in rule.source for rule in rules),
    )
