"""Titles that a tree hangs beside their name: "met with Foreign Minister Ana Rojas".

A network that scores arcs one by one may take both "Minister" and "Ana" for the object. Universal
Dependencies make the name the head and the title its `nmod:desc`.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.model import Token

ARGUMENTS = frozenset({"obj", "obl", "obl:agent", "nmod"})
"""Relations in which the name of a title may be lost; of two subjects both are read."""


def join_titles(tokens: Sequence[Token], first: int = 0) -> list[Token]:
    """The tokens with each such title below its name; `first` is the number of the first one."""
    out = list(tokens)
    for token in tokens:
        if token.pos != "PROPN" or token.dep not in ARGUMENTS or token.i == first:
            continue
        title = _title_of(out, token, first)
        if title is None:
            continue
        out[title - first] = out[title - first]._replace(head=token.i, dep="nmod:desc")
        for k, other in enumerate(out):
            if other.head == title and other.dep == "case":
                out[k] = other._replace(head=token.i)
    return out


def _title_of(tokens: Sequence[Token], name: Token, first: int) -> int | None:
    """The title right before the name that hangs on the same word in the same way."""
    before = tokens[name.i - 1 - first]
    for _ in range(len(tokens)):
        if before.head < 0 or before.i >= name.i or before.head == name.i:
            return None
        if before.head == name.head:
            break
        before = tokens[before.head - first]
    fits = before.dep == name.dep and before.pos in ("PROPN", "NOUN")
    return before.i if fits and before.head == name.head else None
