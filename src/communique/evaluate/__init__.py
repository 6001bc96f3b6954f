"""Scores of what the stages make of labelled sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from communique.errors import SettingsError
from communique.evaluate.actors import score_actors
from communique.evaluate.articles import score_articles
from communique.evaluate.attribution import score_attribution
from communique.evaluate.places import score_places
from communique.evaluate.relations import score_relations
from communique.evaluate.times import score_times


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
    "attribution": score_attribution,
    "times": score_times,
    "places": score_places,
    "actors": score_actors,
}


def evaluate_task(task: str, gold: _Items, predictions: _Items) -> Scores:
    """Scores of predictions against gold. Raises SettingsError for an unknown task."""
    if task not in TASKS:
        raise SettingsError(f"task {task!r} is not one of those that exist: {', '.join(TASKS)}")
    return TASKS[task](gold, predictions)
