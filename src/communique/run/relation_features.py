"""What the statistical model sees of two parties in a text: named features with values.

The features come from the dependency path between the parties, from the predicates that govern
each of them, from the codebook's types of those predicates, and from the words between and around
the parties. Names of people, places and firms are no features, nor are the parties' own names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from communique.model import Report, Sentence, Token
from communique.ontology.codebook import Codebook
from communique.ontology.relation_words import load_relation_words
from communique.run.relation_pair import (
    FAR,
    SOURCE,
    TARGET,
    Pair,
    distances,
    entries_of,
    words_of,
)

Features = dict[str, float]

_NEGATIONS = frozenset(
    "not n't n’t never no fail refuse without cannot neither nor decline".split()
)
_FUTURE = frozenset("will 'll ’ll wo shall".split())
_MODALS = frozenset("would could may might can should must".split())
_PLANS = frozenset(
    "plan promise pledge vow intend ready expect prepare schedule agree set consider hope want "
    "threaten willing commit determined announce".split()
)
_NO_WORDS = frozenset({"PROPN", "NUM", "PUNCT", "SYM", "DET", "X"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ"})
_KEPT_SUBTYPES = frozenset({"nsubj:pass", "obl:agent", "compound:prt"})
_SATELLITES = frozenset({"aux", "mark", "case", "advmod", "compound:prt", "det"})
_PARTS = frozenset(
    "obj xcomp obl nmod ccomp advcl acl nsubj:pass iobj amod compound conj nsubj".split()
)
_OBJECTS = frozenset({"obj", "xcomp", "obl", "nsubj:pass"})
_MODIFIERS = frozenset("det amod compound nmod:poss nummod nmod acl acl:relcl".split())
_LONGEST_BETWEEN = 14
_HIGHEST = 6
"""Steps up from a party in which its governing verb is looked for."""


def features_of(pair: Pair, codebook: Codebook) -> Features:
    """The features of the text around the pair; {} for a text without words."""
    found: Features = {}
    for number, sentence in enumerate(pair.sentences):
        view = _View(sentence, pair, number, codebook)
        view.words_anywhere(found)
        ends = view.nearest_ends()
        if ends is None:
            for role, letter in ((SOURCE, "s"), (TARGET, "t")):
                for i in pair.in_sentence(role, number):
                    view.governor(found, i, letter)
            continue
        view.path_words(found, *ends)
        view.path_types(found, *ends)
        view.ends(found, *ends)
        view.linear(found, *ends)
        view.nearest_types(found, *ends)
    return found


def features_of_rules(
    reports: Iterable[tuple[int, Report]], best: str | None, turned: str | None, word: str | None
) -> Features:
    """What the rules say: each report with its fit to the pair, the best, and the nearest word."""
    found: Features = {f"r2={best}": 1.0, f"r1={turned}": 1.0, f"rw={word}": 1.0}
    for fit, report in reports:
        found[f"rf{fit}={report.type}"] = 1.0
        found[f"rf{fit}={report.type},{report.status}"] = 1.0
        if fit >= 2:
            found[f"rr={report.rule}"] = 1.0
        if {SOURCE, TARGET} <= set(report.sources):
            found[f"rj={report.type}"] = 1.0
    return found


@dataclass(slots=True)
class _Path:
    """From the source up to the top and down to the target, ends included."""

    up: list[int]
    top: int
    down: list[int]

    def inner(self) -> list[int]:
        """Tokens strictly between the ends."""
        whole = [*self.up, self.top, *self.down]
        return whole[1:-1]


@dataclass(slots=True)
class _View:
    """One sentence with the parties in it."""

    sentence: Sentence
    pair: Pair
    number: int
    codebook: Codebook
    tokens: Sequence[Token] = ()
    children: list[list[Token]] = field(default_factory=list)
    party: dict[str, set[int]] = field(default_factory=dict)
    """Tokens inside the words of each party."""
    words: set[str] = field(default_factory=set)
    types: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        self.children = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head >= 0:
                self.children[token.head].append(token)
        for role, spans in self.pair.spans.items():
            self.party[role] = {
                token.i
                for token in self.tokens
                if any(span.start < token.end and token.start < span.end for span in spans)
            }
        self.words = words_of(self.sentence)

    def outside(self, token: Token) -> bool:
        """Whether the token is in neither party's words."""
        return token.i not in self.party[SOURCE] and token.i not in self.party[TARGET]

    def nearest_ends(self) -> tuple[int, int, _Path] | None:
        """The two places of the parties with the shortest path; None without both parties."""
        best: tuple[int, int, _Path] | None = None
        for source in self.pair.in_sentence(SOURCE, self.number):
            for target in self.pair.in_sentence(TARGET, self.number):
                path = self._path(source, target)
                if path is None:
                    continue
                if best is None or len(path.inner()) < len(best[2].inner()):
                    best = source, target, path
        return best

    def _path(self, source: int, target: int) -> _Path | None:
        above = [source]
        while self.tokens[above[-1]].head >= 0:
            above.append(self.tokens[above[-1]].head)
        down: list[int] = []
        at = target
        while at >= 0 and at not in above:
            down.append(at)
            at = self.tokens[at].head
        if at < 0:
            return None
        return _Path(above[: above.index(at)], at, down[::-1])

    def words_anywhere(self, found: Features) -> None:
        """Every word that names no one."""
        for token in self.tokens:
            if token.pos not in _NO_WORDS and self.outside(token):
                found[f"b={_lemma(token)}"] = 1.0

    def governor(self, found: Features, i: int, letter: str) -> None:
        """The words above one party, as far as its first verb, and that verb's own."""
        at, steps = i, 0
        while self.tokens[at].head >= 0 and steps < _HIGHEST:
            dep = _base(self.tokens[at])
            at, steps = self.tokens[at].head, steps + 1
            token = self.tokens[at]
            if token.pos not in _CONTENT:
                continue
            lemma = _lemma(token)
            found[f"{letter}g{min(steps, 2)}={lemma}"] = 1.0
            if token.pos == "VERB":
                found[f"{letter}v={lemma}:{dep}"] = 1.0
                self._verb_parts(found, at, i, letter)
                return

    def _verb_parts(self, found: Features, verb: int, party: int, letter: str) -> None:
        for child in self.children[verb]:
            lemma, dep = _lemma(child), _base(child)
            if dep == "aux" or lemma in _NEGATIONS:
                found[f"{letter}m={lemma}"] = 1.0
            named = child.pos == "PROPN" or child.pos not in (*_CONTENT, "ADV")
            if dep in ("xcomp", "ccomp", "obj", "obl") and child.i != party and not named:
                found[f"{letter}x={dep}:{lemma}"] = 1.0

    def path_words(self, found: Features, source: int, target: int, path: _Path) -> None:
        """Words and relations on the path and just beside it."""
        tokens = self.tokens
        up = "^".join(_base(tokens[i]) for i in path.up)
        down = "v".join(_base(tokens[i]) for i in path.down)
        found[f"order={source < target}"] = 1.0
        if len(path.up) + len(path.down) <= 4:
            found[f"sig={up}|{down}"] = 1.0
        source_dep, target_dep, case = self._end_deps(path, target)
        found[f"sdep={source_dep}"] = 1.0
        found[f"tdep={target_dep}/{case}"] = 1.0
        for i in path.inner():
            lemma = _lemma(tokens[i])
            if tokens[i].pos != "PROPN":
                found[f"p={lemma}"] = 1.0
                found[f"pp={lemma}/{tokens[i].pos}"] = 1.0
            for child in self.children[i]:
                if self.outside(child):
                    self._beside(found, lemma, child)
        self.governor(found, source, "s")
        self.governor(found, target, "t")
        if path.up and tokens[tokens[source].head].pos != "PROPN":
            found[f"s1={source_dep}:{_lemma(tokens[tokens[source].head])}"] = 1.0
        if path.down and tokens[tokens[target].head].pos != "PROPN":
            found[f"t1={target_dep}/{case}:{_lemma(tokens[tokens[target].head])}"] = 1.0
        self._top(found, tokens[path.top])

    def _top(self, found: Features, top: Token) -> None:
        found[f"toppos={top.pos}"] = 1.0
        for feature in top.feats.split("|"):
            if feature.startswith(("Tense", "Mood", "VerbForm", "Voice")):
                found[f"f={feature}"] = 1.0
        if top.pos != "PROPN":
            found[f"top={_lemma(top)}"] = 1.0

    def _end_deps(self, path: _Path, target: int) -> tuple[str, str, str]:
        case = next((_lemma(c) for c in self.children[target] if c.dep == "case"), "-")
        source_dep = _base(self.tokens[path.up[0]]) if path.up else "top"
        return source_dep, _base(self.tokens[target]) if path.down else "top", case

    def _beside(self, found: Features, lemma: str, child: Token) -> None:
        """A word that hangs on a word of the path."""
        own, dep = _lemma(child), _base(child)
        if dep in _SATELLITES:
            found[f"m={own}"] = 1.0
        if dep == "compound:prt" or (dep == "advmod" and len(own) < 5):
            found[f"pc={lemma}+{own}"] = 1.0
        if own in _NEGATIONS:
            found["neg="] = 1.0
        if dep in _PARTS and child.pos in _CONTENT:
            found[f"c={own}"] = 1.0
            found[f"cd={dep}:{own}"] = 1.0
            if dep in _OBJECTS:
                found[f"pc={lemma}+{own}"] = 1.0

    def types_of(self, i: int) -> tuple[str, ...]:
        """The codebook's types for a predicate, whatever else its rules ask for."""
        if i not in self.types:
            token = self.tokens[i]
            here = [
                (rule.type, all(self.words & listed for _, listed in rule.words))
                for tail, rule in entries_of(self.codebook, token)
                if self.words.issuperset(tail)
            ]
            fitting = {kind for kind, fits in here if fits} or {kind for kind, _ in here}
            single = load_relation_words().get((_lemma(token), token.pos))
            if single and len(fitting) > 2:
                fitting = {single}
            self.types[i] = tuple(sorted(fitting))
        return self.types[i]

    def mood(self, inner: Iterable[int]) -> str:
        """Whether the path says it is not, will be, may be, or is to be done."""
        inner = list(inner)
        beside = {_lemma(c): c.dep for i in inner for c in self.children[i]}
        if not _NEGATIONS.isdisjoint(beside):
            return "not"
        if not _FUTURE.isdisjoint(beside) or any(_lemma(self.tokens[i]) in _PLANS for i in inner):
            return "will"
        if not _MODALS.isdisjoint(beside):
            return "may"
        return "to" if beside.get("to") == "mark" else "is"

    def path_types(self, found: Features, source: int, target: int, path: _Path) -> None:
        """Types of the predicates on the path, alone and with mood, objects and places of ends."""
        inner = path.inner()
        mood = self.mood(inner)
        found[f"mod={mood}"] = 1.0
        source_dep, target_dep, case = self._end_deps(path, target)
        for step, i in enumerate(inner):
            lemma = _lemma(self.tokens[i])
            found[f"ml={mood},{lemma}"] = 1.0
            for kind in self.types_of(i):
                found[f"pt={kind}"] = 1.0
                found[f"mt={mood},{kind}"] = 1.0
                found[f"st={source_dep},{kind}"] = 1.0
                found[f"dt={target_dep}/{case},{kind}"] = 1.0
            beside = [
                child.i
                for child in self.children[i]
                if self.outside(child) and _base(child) in _PARTS - {"iobj", "conj"}
            ]
            for other in {*beside, *inner[step + 1 : step + 2]} - {i}:
                for kind in self.types_of(other):
                    found[f"ct={kind}"] = 1.0
                    found[f"vt={lemma}>{kind}"] = 1.0
                    for own in self.types_of(i):
                        found[f"tt={own}>{kind}"] = 1.0

    def ends(self, found: Features, source: int, target: int, path: _Path) -> None:
        """What kind of words the parties are."""
        form = ""
        for i, role, letter in ((source, SOURCE, "S"), (target, TARGET, "T")):
            token, inside = self.tokens[i], self.party[role]
            cut = any(c.i not in inside and c.dep in _MODIFIERS for c in self.children[i])
            form += "cut " if cut else "pronoun " if token.pos == "PRON" else "whole "
            found[f"ek{letter}={token.pos}"] = 1.0
            for kind in self.types_of(i):
                found[f"own{letter}={kind}"] = 1.0
            for j in sorted(inside):
                if self.tokens[j].pos in _CONTENT:
                    found[f"in{letter}={_lemma(self.tokens[j])}"] = 1.0
                for kind in self.types_of(j) if j != i else ():
                    found[f"int{letter}={kind}"] = 1.0
        found[f"frm={form.strip()}"] = 1.0

    def linear(self, found: Features, source: int, target: int, path: _Path) -> None:
        """Words between the parties, in ones, twos and threes, and the nearest outside them."""
        low, high = sorted((source, target))
        words = [
            token
            for token in self.tokens
            if self.outside(token) and token.pos not in ("DET", "PUNCT")
        ]
        between = [_shown(token) for token in words if low < token.i < high]
        if len(between) > _LONGEST_BETWEEN:
            half = _LONGEST_BETWEEN // 2
            between = between[:half] + between[-half:]
        for word in between:
            found[f"w={word}"] = 1.0
        edged = ["^", *between, "$"]
        for first, second in pairwise(edged):
            found[f"w2={first} {second}"] = 1.0
        for first, second, third in zip(between, between[1:], between[2:], strict=False):
            found[f"w3={first} {second} {third}"] = 1.0
        for token in [token for token in words if token.i > high][:4]:
            found[f"a={_shown(token)}"] = 1.0
        for token in [token for token in words if token.i < low][-3:]:
            found[f"bf={_shown(token)}"] = 1.0

    def nearest_types(self, found: Features, source: int, target: int, path: _Path) -> None:
        """Types of all predicates, the more the nearer they stand to both parties."""
        steps = [
            a + b
            for a, b in zip(
                distances(self.sentence, [source]), distances(self.sentence, [target]), strict=True
            )
        ]
        inner = set(path.inner())
        singles = load_relation_words()
        nearest: tuple[int, int] = (FAR, 0)
        for token in self.tokens:
            single = singles.get((_lemma(token), token.pos))
            weights = self._weights(token)
            for kind, weight in weights.items():
                near = weight / (1 + 0.3 * max(0, steps[token.i] - 2))
                _raise(found, f"cb={kind}", near)
                if token.i in inner:
                    _raise(found, f"cbp={kind}", weight)
            if single:
                found[f"sg={single}"] = 1.0
                if token.i in inner:
                    found[f"sgp={single}"] = 1.0
            if (weights or single) and token.i != source:
                nearest = min(nearest, (steps[token.i], token.i))
        if nearest[0] < FAR:
            token = self.tokens[nearest[1]]
            for kind, weight in self._weights(token).items():
                found[f"cbn={kind}"] = weight
            if single := singles.get((_lemma(token), token.pos)):
                found[f"sgn={single}"] = 1.0

    def _weights(self, token: Token) -> dict[str, float]:
        weights: dict[str, float] = {}
        for tail, rule in entries_of(self.codebook, token):
            if self.words.issuperset(tail):
                fits = all(self.words & listed for _, listed in rule.words)
                weight = (1.0 if fits else 0.4) + 0.3 * bool(tail)
                weights[rule.type] = max(weights.get(rule.type, 0.0), weight)
        return weights


def _raise(found: Features, name: str, value: float) -> None:
    found[name] = max(found.get(name, 0.0), value)


def _lemma(token: Token) -> str:
    return token.lemma.lower()


def _base(token: Token) -> str:
    """The relation without the subtypes that tell nothing here."""
    return token.dep if token.dep in _KEPT_SUBTYPES else token.dep.split(":")[0]


def _shown(token: Token) -> str:
    """The lemma, with names and numbers blotted out."""
    if token.pos == "NUM":
        return "NUMBER"
    return "NAME" if token.pos == "PROPN" else _lemma(token)
