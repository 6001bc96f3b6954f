"""Scores of the relation between two given parties: macro F1 of PLOVER roots, quads, conflict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communique.evaluate.gold_page import Item
from communique.evaluate.matching import Count

_FOLDED = {"CONCEDE": "YIELD", "RETREAT": "YIELD", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""Types that the sets hold as one root."""
_QUADS = {
    1: ("AGREE", "CONSULT", "SUPPORT"),
    2: ("COOPERATE", "AID", "YIELD"),
    3: ("ACCUSE", "REQUEST", "REJECT", "THREATEN"),
    4: ("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"),
}
_QUAD = {root: quad for quad, roots in _QUADS.items() for root in roots}

Pairs = Sequence[tuple[Hashable, Hashable]]


@dataclass(slots=True)
class RelationScores:
    """Macro F1 in percent, counts by root, and every error."""

    root: float = 0.0
    quad: float = 0.0
    binary: float = 0.0
    lines: int = 0
    by_root: dict[str, Count] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def measures(self) -> dict[str, float]:
        """The figures for floors."""
        return {"root": self.root, "quad": self.quad, "binary": self.binary}

    def as_json(self) -> Item:
        """All of it for programs."""
        return {
            "task": "relations",
            "measures": self.measures(),
            "lines": self.lines,
            "by_root": {
                root: {"precision": c.precision, "recall": c.recall, "f1": c.f1, "gold": c.gold}
                for root, c in sorted(self.by_root.items())
            },
            "confusion": [[*roots, n] for roots, n in self.confusion.most_common()],
            "wrong": self.wrong,
        }

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print; with `errors` every wrong answer too."""
        yield f"{'':15}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"
        for root, count in sorted(self.by_root.items()):
            yield (
                f"{root:15}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}{count.gold:7}"
            )
        if self.confusion:
            yield ""
            yield "roots taken for others, gold → predicted"
            yield from (f"{n:5}  {a} → {b}" for (a, b), n in self.confusion.most_common(15))
        if errors:
            yield ""
            yield from self.wrong
        yield ""
        yield (
            f"root {self.root:.1f} quad {self.quad:.1f} binary {self.binary:.1f} on {self.lines}"
        )


def score_relations(gold: Iterable[Item], predictions: Iterable[Item]) -> RelationScores:
    """Scores of predictions (`communique predict relations`) against gold lines, by id.

    Gold lines without a root are left out; a line without a prediction counts as wrong.
    """
    made = {item.get("id"): _root(item.get("type")) for item in predictions}
    lines = [item for item in gold if item.get("plover")]
    rows = [(str(_root(item["plover"])), made.get(item.get("id"))) for item in lines]
    quads = [(_QUAD.get(right), _QUAD.get(str(answer))) for right, answer in rows]
    scores = RelationScores(
        root=macro_f1(rows),
        quad=macro_f1(quads),
        binary=macro_f1([(_conflict(a), _conflict(b)) for a, b in quads]),
        lines=len(rows),
        by_root={root: count for root, count in counts(rows).items() if isinstance(root, str)},
    )
    for item, (right, answer) in zip(lines, rows, strict=True):
        if right != answer:
            scores.confusion[right, str(answer)] += 1
            scores.wrong.append(
                f"{item.get('id')}  {right} → {answer}  [{item.get('source')} | "
                f"{item.get('target')}] {item.get('text')}"
            )
    return scores


def counts(pairs: Pairs) -> Mapping[Hashable, Count]:
    """Counts by class, of the classes that the gold holds."""
    return {
        name: Count(
            hit=sum(right == name == answer for right, answer in pairs),
            predicted=sum(answer == name for _, answer in pairs),
            gold=sum(right == name for right, _ in pairs),
        )
        for name in {right for right, _ in pairs}
    }


def macro_f1(pairs: Pairs) -> float:
    """Mean F1 in percent over the classes that the gold holds; 0 without any."""
    found = counts(pairs)
    # Summed in the order of names, so that a figure is the same in its last digit every time.
    values = [found[name].f1 for name in sorted(found, key=str)]
    return 100 * sum(values) / len(values) if values else 0.0


def _root(name: object) -> str | None:
    return _FOLDED.get(name, name) if isinstance(name, str) else None


def _conflict(quad: int | None) -> int | None:
    """1 for cooperation, 2 for conflict."""
    return None if quad is None else (quad + 1) // 2
