"""Scores of temporal expressions: spans that touch, and equal TIMEX3 values among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from communique.evaluate.gold_page import Item
from communique.evaluate.matching import Count


@dataclass(slots=True)
class TimeScores:
    """Counts of spans and of values, by type too, and every error."""

    spans: Count = field(default_factory=Count)
    values: Count = field(default_factory=Count)
    by_type: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Gold type and "gold", "found" or "right" to how many."""
    wrong: list[str] = field(default_factory=list)

    def measures(self) -> dict[str, float]:
        """F1 in percent."""
        return {"relaxed": 100 * self.spans.f1, "value": 100 * self.values.f1}

    def as_json(self) -> Item:
        """All of it for programs."""
        return {
            "task": "times",
            "measures": self.measures(),
            "gold": self.spans.gold,
            "predicted": self.spans.predicted,
            "by_type": {f"{kind} {what}": n for (kind, what), n in sorted(self.by_type.items())},
            "wrong": self.wrong,
        }

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print; with `errors` every expression missed, false or of another value."""
        yield f"{'':10}{'gold':>7}{'found':>7}{'right':>7}"
        for kind in sorted({kind for kind, _ in self.by_type}):
            gold, found, right = (self.by_type[kind, w] for w in ("gold", "found", "right"))
            yield f"{kind:10}{gold:7}{found:7}{right:7}"
        if errors:
            yield ""
            yield from self.wrong
        yield ""
        yield "relaxed {relaxed:.1f} value {value:.1f}".format(**self.measures()) + (
            f" on {self.spans.gold}"
        )


def score_times(gold: Iterable[Item], predictions: Iterable[Item]) -> TimeScores:
    """Scores of predictions (`communique predict times`) against gold lines, by id.

    The publication day, marked "dct" in the gold, is no expression to be found. Each gold
    expression takes the first prediction that it touches. Where a text is longer than what was
    annotated ("full_chars" is given), predictions behind the last gold expression do not count.
    """
    made = {item.get("id"): item.get("timexes") or [] for item in predictions}
    scores = TimeScores()
    for line in gold:
        _score_line(scores, line, list(made.get(line.get("id"), ())))
    return scores


def _score_line(scores: TimeScores, line: Item, left: list[Item]) -> None:
    told = line.get("timexes") or []
    wanted = [item for item in told if not item.get("dct")]
    if "full_chars" in line:
        last = max((item["end"] for item in told), default=0)
        left = [item for item in left if item["start"] <= last]
    predicted, hit, right = len(left), 0, 0
    for item in wanted:
        kind = str(item.get("type"))
        scores.by_type[kind, "gold"] += 1
        found = _first_touching(item, left)
        if found is None:
            scores.wrong.append(_line(line, "missed", item))
            continue
        left.remove(found)
        hit += 1
        scores.by_type[kind, "found"] += 1
        if found.get("value") == item.get("value"):
            right += 1
            scores.by_type[kind, "right"] += 1
        else:
            scores.wrong.append(_line(line, f"value {found.get('value')}", item))
    scores.wrong += [_line(line, "false", item) for item in left]
    scores.spans += Count(hit, predicted, len(wanted))
    scores.values += Count(right, predicted, len(wanted))


def _first_touching(item: Item, left: Sequence[Item]) -> Item | None:
    return next((p for p in left if p["start"] < item["end"] and item["start"] < p["end"]), None)


def _line(line: Item, what: str, item: Item) -> str:
    words = str(line.get("text", ""))[item["start"] : item["end"]]
    return f"{line.get('id')}  {what}: {words!r} {item.get('type')} {item.get('value')}"
