"""How likely a report is right: a logistic model over what was known when it was coded.

Right means that its sentence asserts an act of this type between these actors. docs/probability.md
says how the weights were found and how well they hold.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from communique.code.tree import Tree
from communique.errors import SettingsError
from communique.ontology.codebook import Rule

if TYPE_CHECKING:
    from communique.code.actors import Party
    from communique.code.coded import Coded

WEIGHTS = Path(__file__).parents[1] / "ontology" / "data" / "probability" / "weights.csv"
ODD = frozenset({"dep", "parataxis", "list", "orphan", "reparandum", "goeswith"})
"""Relations that a parser gives where it knows no better."""
LOOSE = frozenset({"advcl", "xcomp", "parataxis", "appos"})
BOUNDS = (0.05, 0.95)
"""No estimate goes beyond what some hundred judged reports can tell."""

FEATURES: Mapping[str, str] = {
    "base": "1 for every report",
    "source owner": "the source owns the noun phrase in its role",
    "source pronoun": "the source is a pronoun or a phrase that points back",
    "source many": "the source has more than one code",
    "no target": "nobody is the target",
    "target owner": "the target owns the noun phrase in its role",
    "target place": "the target is the country of a place",
    "target pronoun": "the target is a pronoun or a phrase that points back",
    "target implied": "the target is the other side of the article, or the source's own country",
    "own country": "source and target share a code",
    "noun": "the predicate is a noun",
    "adjective": "the predicate is an adjective",
    "inherited": "a role was passed on from another clause",
    "loose clause": "hangs on another clause as adverbial, open complement or aside",
    "engine rule": "no rule but the engine made it: promise, duty, threat",
    "constraints": "what the rule asks for beside its predicate, at most 3",
    "in speech": "lies in what somebody says",
    "not plain": "is planned, hypothetical, denied or recalled",
    "told twice": "two words of the sentence tell it",
    "lost rules": "rules that named the predicate and did not fit, at most 6",
    "long": "words of the sentence beyond 20, in tens, at most 4",
    "odd relations": "words that the parser could not place, at most 3",
    "verbal cooperation": "AGREE, CONSULT, SUPPORT, CONCEDE",
    "material cooperation": "COOPERATE, AID, RETREAT",
    "material conflict": "PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT",
}
"""What each feature says; verbal conflict is the case without a mark of its own."""

_QUADS = {1: "verbal cooperation", 2: "material cooperation", 4: "material conflict"}


def features_of(tree: Tree, coded: Coded, rule: Rule | None, quad: int) -> dict[str, float]:
    """The features of a coded clause that are not 0; `rule` is None where the engine coded it."""
    tokens = tree.tokens
    found: dict[str, float] = {
        "base": 1,
        "source owner": coded.source.how not in ("self", "mutual"),
        "source pronoun": _is_pronoun(coded.source),
        "source many": len(coded.source.codes) > 1,
        "noun": coded.clause.kind == "noun",
        "adjective": coded.clause.kind == "adjective",
        "inherited": bool(coded.clause.implied),
        "loose clause": coded.clause.link in LOOSE,
        "engine rule": rule is None,
        "constraints": min(3, rule.constraints) if rule else 0,
        "in speech": bool(coded.chain),
        "not plain": coded.status not in ("occurred", "ongoing"),
        "told twice": bool(coded.also),
        "lost rules": min(6, len({miss.rule for miss in coded.misses})),
        "long": min(4.0, max(0, len(tokens) - 20) / 10),
        "odd relations": min(3, sum(token.dep in ODD for token in tokens)),
        **_target(coded),
    }
    if quad in _QUADS:
        found[_QUADS[quad]] = 1
    return {name: float(value) for name, value in found.items() if value}


def _target(coded: Coded) -> dict[str, float]:
    target = coded.target
    if target is None:
        return {"no target": not coded.joint}
    return {
        "target owner": target.how == "owner",
        "target place": target.how == "place",
        "target pronoun": _is_pronoun(target),
        "target implied": coded.implied,
        "own country": bool(set(target.codes) & set(coded.source.codes)),
    }


def _is_pronoun(party: Party) -> bool:
    return any(mention.kind == "anaphor" for mention in party.mentions)


def probability(features: Mapping[str, float]) -> float:
    """The share of reports with these features that is right, to two digits.

    KeyError for a feature that FEATURES lacks.
    """
    weights = load_weights()
    score = sum(weights[name] * value for name, value in features.items())
    low, high = BOUNDS
    return round(min(high, max(low, 1 / (1 + math.exp(-score)))), 2)


@cache
def load_weights(path: Path = WEIGHTS) -> Mapping[str, float]:
    """The weight of every feature. SettingsError names the line that is wrong."""
    weights: dict[str, float] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    rows = [(n, line) for n, line in enumerate(text.splitlines(), 1) if not line.startswith("#")]
    for (number, _), row in zip(rows, csv.reader(line for _, line in rows), strict=True):
        if row == ["feature", "weight"]:
            continue
        if len(row) != 2 or row[0] not in FEATURES or row[0] in weights:
            raise SettingsError(f"{path}:{number}: no feature, or one twice: {row}")
        weights[row[0]] = _number(path, number, row[1])
    missing = FEATURES.keys() - weights.keys()
    if missing:
        raise SettingsError(f"{path}: lacks {', '.join(sorted(missing))}")
    return weights


def _number(path: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SettingsError(f"{path}:{line}: weight {text!r} is no number")
    return value
