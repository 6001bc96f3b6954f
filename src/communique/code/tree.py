"""A dependency tree as the coder walks it; the only place that knows UD relation names by rule."""

from __future__ import annotations

from collections.abc import Iterator

from communique.model import Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X"})

ALONG = frozenset({"as well as", "along with", "together with"})
"""Prepositions that join like "and"."""


class Tree:
    """One parsed sentence with its children and the questions that clauses ask of it."""

    __slots__ = ("_deps", "_vocabulary", "index", "kids", "sentence", "tokens")

    def __init__(self, sentence: Sentence, index: int) -> None:
        self.sentence = sentence
        self.index = index
        self.tokens: tuple[Token, ...] = sentence.tokens
        kids: list[list[int]] = [[] for _ in self.tokens]
        deps: list[str] = []
        for i, token in enumerate(self.tokens):
            deps.append(token.dep)
            if token.head >= 0:
                kids[token.head].append(i)
        self.kids = kids
        self._deps = deps
        self._vocabulary: frozenset[str] | None = None

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of the sentence in small letters, as they stand and as lemmas."""
        if self._vocabulary is None:
            lemmas = {token.lemma.lower() for token in self.tokens}
            self._vocabulary = frozenset(lemmas.union(token.text.lower() for token in self.tokens))
        return self._vocabulary

    def children(self, i: int, *deps: str) -> list[int]:
        """Children of i with one of the relations, in order."""
        kids = self.kids[i]
        if not kids:
            return []
        known = self._deps
        return [kid for kid in kids if known[kid] in deps]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of i with one of the relations."""
        known = self._deps
        for kid in self.kids[i]:
            if known[kid] in deps:
                return kid
        return None

    def conjuncts(self, i: int) -> list[int]:
        """Token i and what is coordinated with it to its right, verbs and nouns apart."""
        if not self.kids[i]:
            return [i]
        verbal = self.tokens[i].pos in ("VERB", "AUX")
        out = [i]
        last = max(
            (k for k in self.children(i, "conj") if self.child(k, "cc") is not None), default=-1
        )
        for kid in self.kids[i]:
            # 'A, B, C and D': what a parser took for appositions before the last conjunct.
            listed = not verbal and kid < last and self.tokens[kid].dep in ("appos", "list")
            if not listed and not self._is_conjunct(kid, i):
                continue
            if (self.tokens[kid].pos in ("VERB", "AUX")) == verbal:
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
        """A conjunct, also one that the parser took for a title or apposition: its "and" tells."""
        dep = self.tokens[kid].dep
        if dep == "conj":
            return True
        loose = dep in ("nmod:desc", "appos", "nmod", "flat", "list", "compound")
        if loose and kid > i and self.child(kid, "cc") is not None:
            return True
        return dep in ("nmod", "obl") and kid > i and self.case_of(kid) in ALONG

    def case_of(self, i: int) -> str:
        """The preposition of a nominal, in small letters, "because of" for a fixed one."""
        found = self.child(i, "case")
        if found is None:
            return ""
        words = [self.tokens[found].text.lower()]
        words += [self.tokens[kid].text.lower() for kid in self.children(found, "fixed")]
        for kid in self.children(i, "case"):
            if kid != found and kid == found + 1:
                words.append(self.tokens[kid].text.lower())
        return " ".join(words)

    def subtree(self, i: int) -> list[int]:
        """Indices of i and all below it, sorted."""
        out, todo, seen = [], [i], set()
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            out.append(at)
            todo.extend(self.kids[at])
        out.sort()
        return out

    def reach(self, i: int, without: frozenset[str] = frozenset()) -> tuple[int, int]:
        """First and last token of i's subtree, less the children of i with relations `without`.

        Punctuation at the edges is left out.
        """
        keep = {i}
        for kid in self.kids[i]:
            if self.tokens[kid].dep not in without:
                keep.update(self.subtree(kid))
        first, last = min(keep), max(keep)
        while first < i and self.tokens[first].pos == "PUNCT":
            first += 1
        while last > i and self.tokens[last].pos == "PUNCT":
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
