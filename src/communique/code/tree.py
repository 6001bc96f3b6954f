"""A dependency tree as the coder walks it; the only place that knows UD relation names by rule."""

from __future__ import annotations

from collections.abc import Iterator

from communique.model import Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X"})
VERBAL = frozenset({"VERB", "AUX"})
LOOSE = frozenset({"nmod:desc", "appos", "nmod", "flat", "list", "compound"})
"""Relations that a parser gives to conjuncts too; their "and" tells."""
JOINS = LOOSE | {"conj", "obl"}
"""Relations of what may be coordinated with its head."""

CURRENCY_SIGNS = frozenset("$€£¥₹₽₺₩₦₪₨")
CURRENCY_NAMES = frozenset(
    {"RS", "USD", "EUR", "GBP", "INR", "PKR", "CNY", "RMB", "JPY", "AED", "SAR"}
)
ALONG = frozenset({"as well as", "along with", "together with"})
"""Prepositions that join like "and"."""


_NONE: list[int] = []
_NO_RELATION: dict[str, list[int]] = {}


class Tree:
    """One parsed sentence with its children and the questions that clauses ask of it.

    The lists that it hands out are kept and handed out again: whoever changes one copies it.
    """

    __slots__ = (
        "_cases",
        "_conjuncts",
        "_subtrees",
        "_vocabulary",
        "by",
        "deps",
        "heads",
        "index",
        "kids",
        "lemmas",
        "lower",
        "pos",
        "sentence",
        "tokens",
    )

    def __init__(self, sentence: Sentence, index: int) -> None:
        self.sentence = sentence
        self.index = index
        tokens = sentence.tokens
        self.tokens: tuple[Token, ...] = tokens
        _, texts, lemmas, pos, _, heads, deps, _, _ = zip(*tokens, strict=True)
        self.deps: tuple[str, ...] = deps
        self.heads: tuple[int, ...] = heads
        self.pos: tuple[str, ...] = pos
        self.lower: list[str] = list(map(str.lower, texts))
        """The words in small letters."""
        self.lemmas: list[str] = list(map(str.lower, lemmas))
        """The lemmas in small letters."""
        kids = [_NONE] * len(tokens)
        by = [_NO_RELATION] * len(tokens)
        for i, (head, dep) in enumerate(zip(heads, deps, strict=True)):
            if head < 0:
                continue
            known = by[head]
            if not known:
                kids[head] = [i]
                by[head] = {dep: [i]}
                continue
            kids[head].append(i)
            if dep in known:
                known[dep].append(i)
            else:
                known[dep] = [i]
        self.kids = kids
        self.by: list[dict[str, list[int]]] = by
        """The children of each token by relation."""
        self._vocabulary: frozenset[str] | None = None
        self._cases: dict[int, str] = {}
        self._conjuncts: dict[int, list[int]] = {}
        self._subtrees: dict[int, list[int]] = {}

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of the sentence in small letters, as they stand and as lemmas."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self.lower).union(self.lemmas)
        return self._vocabulary

    def children(self, i: int, dep: str, *more: str) -> list[int]:
        """Children of i with one of the relations, in order."""
        by = self.by[i]
        if not more or not by:
            return by.get(dep, _NONE)
        if by.keys().isdisjoint(more):
            return by.get(dep, _NONE)
        known = self.deps
        return [kid for kid in self.kids[i] if known[kid] == dep or known[kid] in more]

    def kids_of(self, i: int, deps: frozenset[str]) -> list[int]:
        """Children of i with one of the relations, in order; for sets that are asked often."""
        by = self.by[i]
        if deps.isdisjoint(by):
            return _NONE
        if len(by) == 1:
            return self.kids[i]
        known = self.deps
        return [kid for kid in self.kids[i] if known[kid] in deps]

    def child(self, i: int, dep: str, *more: str) -> int | None:
        """The first child of i with one of the relations."""
        by = self.by[i]
        if not by:
            return None
        if not more or by.keys().isdisjoint(more):
            found = by.get(dep)
            return found[0] if found else None
        known = self.deps
        for kid in self.kids[i]:
            if known[kid] == dep or known[kid] in more:
                return kid
        return None

    def conjuncts(self, i: int) -> list[int]:
        """Token i and what is coordinated with it to its right, verbs and nouns apart."""
        found = self._conjuncts.get(i)
        if found is None:
            found = [i] if self.by[i].keys().isdisjoint(JOINS) else self._find_conjuncts(i)
            self._conjuncts[i] = found
        return found

    def _find_conjuncts(self, i: int) -> list[int]:
        deps, pos, by = self.deps, self.pos, self.by
        verbal = pos[i] in VERBAL
        out = [i]
        last = max([k for k in by[i].get("conj", ()) if "cc" in by[k]], default=-1)
        for kid in self.kids[i]:
            # 'A, B, C and D': what a parser took for appositions before the last conjunct.
            dep = deps[kid]
            listed = not verbal and kid < last and dep in ("appos", "list")
            if not listed and dep != "conj" and not self._is_conjunct(kid, i):
                continue
            if (pos[kid] in VERBAL) == verbal:
                out.extend(self.conjuncts(kid))
                if listed:
                    out.extend(self._appositions(kid))
        return out

    def _appositions(self, i: int) -> list[int]:
        out = []
        for kid in self.children(i, "appos", "list"):
            out += [kid, *self._appositions(kid)]
        return out

    def _is_conjunct(self, kid: int, i: int) -> bool:
        """Whether the parser took a conjunct for a title or apposition: its "and" tells."""
        dep = self.deps[kid]
        if kid <= i or dep not in JOINS:
            return False
        if dep in LOOSE and "cc" in self.by[kid]:
            return True
        return dep in ("nmod", "obl") and self.case_of(kid) in ALONG

    def case_of(self, i: int) -> str:
        """The preposition of a nominal, in small letters, "because of" for a fixed one."""
        markers = self.by[i].get("case")
        if markers is None:
            return ""
        known = self._cases.get(i)
        if known is not None:
            return known
        found, lower = markers[0], self.lower
        words = [lower[found]]
        words += [lower[kid] for kid in self.children(found, "fixed")]
        words += [lower[kid] for kid in markers if kid == found + 1]
        case = self._cases[i] = " ".join(words)
        return case

    def subtree(self, i: int) -> list[int]:
        """Indices of i and all below it, sorted."""
        known = self._subtrees.get(i)
        if known is None:
            known = self._subtrees[i] = self._find_subtree(i)
        return known

    def _find_subtree(self, i: int) -> list[int]:
        if not self.kids[i]:
            return [i]
        out, seen = [i], {i}
        for at in out:
            for kid in self.kids[at]:
                if kid not in seen:
                    seen.add(kid)
                    out.append(kid)
        out.sort()
        return out

    def reach(self, i: int, without: frozenset[str] = frozenset()) -> tuple[int, int]:
        """First and last token of i's subtree, less the children of i with relations `without`.

        Punctuation at the edges is left out.
        """
        first = last = i
        for kid in self.kids[i]:
            if self.deps[kid] not in without:
                below = self.subtree(kid)
                first, last = min(first, below[0]), max(last, below[-1])
        while first < i and self.pos[first] == "PUNCT":
            first += 1
        while last > i and self.pos[last] == "PUNCT":
            last -= 1
        return first, last

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above i, nearest first."""
        at, steps = self.tokens[i].head, 0
        while at >= 0 and steps <= len(self.tokens):
            yield at
            at, steps = self.tokens[at].head, steps + 1

    def words(self, first: int, last: int) -> tuple[int, int]:
        """Characters from token first to token last, both included."""
        return self.tokens[first].start, self.tokens[last].end


def is_currency(word: str) -> bool:
    """Whether the word is the sign or short name of a currency: "$", "US$", "€", "Rs"."""
    return word[-1:] in CURRENCY_SIGNS or word.rstrip(".").upper() in CURRENCY_NAMES
