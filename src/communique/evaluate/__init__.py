"""Scores of what the stages make of labelled sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from communique.errors import SettingsError
from communique.evaluate.articles import score_articles
from communique.evaluate.relations import score_relations


class Scores(Protocol):
    """What every task's scores can do."""

    def measures(self) -> dict[str, float]:
        """The figures for floors."""

    def as_json(self) -> dict[str, Any]:
        """All of it for programs."""

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print."""


_Items = Iterable[dict[str, Any]]
TASKS: dict[str, Callable[[_Items, _Items], Scores]] = {
    "articles": score_articles,
    "relations": score_relations,
}


def evaluate_task(task: str, gold: _Items, predictions: _Items) -> Scores:
    """Scores of predictions against gold. Raises SettingsError for an unknown task."""
    if task not in TASKS:
        raise SettingsError(f"task {task!r} is not one of those that exist: {', '.join(TASKS)}")
    return TASKS[task](gold, predictions)
