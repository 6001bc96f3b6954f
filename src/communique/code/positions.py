"""Positions: declared stands of actors on issues that outlast the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.code.clauses import Clause
from communique.code.speech import Speech
from communique.code.tree import Tree
from communique.model import Article, Mentions, Position
from communique.ontology.engine import Engine


def find_positions(
    article: Article,
    trees: Mapping[int, Tree],
    clauses: Mapping[int, Mapping[int, Clause]],
    mentions: Mentions,
    speeches: Sequence[Speech],
    engine: Engine,
) -> list[Position]:
    """The positions that the article states."""
    return []
