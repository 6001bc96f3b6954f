"""Scores of whole articles: events, statements, commitments, positions, debris, false alarms.

How things are matched, always one to one:

- event type: in one sentence, as multisets of types; type + actors: with the unordered actors too.
- actors given the event: of the events whose sentence and type match, the share with the same
  sources and targets; CONSULT, AGREE, COOPERATE and joint gold events in any direction.
- exact: type, status, source and target in one sentence; a joint gold event (several sources, no
  target) takes its actors in any direction.
- statements: at least half of the characters of both are shared, and the speakers' last words.
- commitments: one sentence and the same promisors.
- positions: the same actors and stance, and half of the shorter issue's content words.
- false alarms: events of decoy articles (and of those without gold events) that match none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.errors import SettingsError
from communique.evaluate.gold_page import GoldPage, Item, Reach, shared
from communique.evaluate.matching import Count, pair

MEASURES = {
    "event type": "TYPE",
    "type + actors": "ACTORS",
    "exact": "EXACT",
    "statements": "SAID",
    "commitments": "PROMISES",
    "positions": "POSITIONS",
}
"""The six measures, each with its name in the closing line."""

_SMALL = frozenset(
    """
    a an and as at by for from in into its of on or over s that the their to under with
    """.split()
)
_MUTUAL = ("CONSULT", "AGREE", "COOPERATE")
_KINDS = ("events", "statements", "commitments", "positions", "debris")


@dataclass(slots=True)
class ArticleScores:
    """Counts over all articles, and every miss and false find."""

    counts: dict[str, Count] = field(default_factory=lambda: dict.fromkeys(MEASURES, Count()))
    by_type: dict[str, Count] = field(default_factory=dict)
    by_status: dict[str, Count] = field(default_factory=dict)
    """Events of right sentence and type: of these, who has the right status."""
    actors_given: Count = field(default_factory=Count)
    """Events of right sentence and type: of these, how many have the right sources and targets."""
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(gold type, predicted type) of what is left over in one sentence."""
    other: Counter[str] = field(default_factory=Counter)
    """Characters of debris and story, false alarms and what they are counted over."""
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    wrong_actors: list[str] = field(default_factory=list)

    @property
    def alarms(self) -> float:
        """False alarms in 1,000 sentences of decoys."""
        return 1000 * self.other["false alarms"] / max(1, self.other["decoy sentences"])

    def measures(self) -> dict[str, float]:
        """The figures for floors: F1 of each measure and the shares of text kept and cut."""
        found = {MEASURES[name].lower(): count.f1 for name, count in self.counts.items()}
        found["actors_given"] = self.actors_given.recall
        found["quiet"] = 1000 - self.alarms
        found["debris_cut"] = 1 - self.other["debris left"] / max(1, self.other["debris"])
        found["story_kept"] = 1 - self.other["story lost"] / max(1, self.other["story"])
        return found

    def as_json(self) -> Item:
        """All of it for programs."""
        return {
            "task": "articles",
            "measures": self.measures(),
            "counts": {name: _count(count) for name, count in self.counts.items()},
            "by_type": {name: _count(self.by_type[name]) for name in sorted(self.by_type)},
            "by_status": {name: _count(self.by_status[name]) for name in sorted(self.by_status)},
            "confusion": [[*types, n] for types, n in self.confusion.most_common()],
            "other": dict(self.other),
            "actors_given": _count(self.actors_given),
            "missed": self.missed,
            "false": self.false,
            "wrong_actors": self.wrong_actors,
        }

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print; with `errors` every miss and false find too."""
        yield from _table(self.counts)
        given = self.actors_given
        yield (
            f"actors of events right, given the event: {given.hit} of {given.gold} = "
            f"{given.recall:.3f}"
        )
        other = self.other
        yield (
            f"decoys: {other['false alarms']} false alarms in {other['decoy sentences']} sentences "
            f"of {other['decoys']} articles = {self.alarms:.1f} per 1,000"
        )
        for kind, lost in (("debris", "debris left"), ("story", "story lost")):
            share = 100 * other[lost] / max(1, other[kind])
            yield f"{lost}: {other[lost]} of {other[kind]} characters = {share:.1f} %"
        yield ""
        yield from _table({name: self.by_type[name] for name in sorted(self.by_type)})
        yield ""
        yield from _table({name: self.by_status[name] for name in sorted(self.by_status)})
        if self.confusion:
            yield ""
            yield "types taken for others, gold → predicted"
            yield from (f"{n:5}  {a} → {b}" for (a, b), n in self.confusion.most_common(15))
        if errors:
            yield ""
            yield from (f"missed  {line}" for line in self.missed)
            yield from (f"false   {line}" for line in self.false)
            yield from (f"actors  {line}" for line in self.wrong_actors)
        yield ""
        if other["no prediction"]:
            yield f"articles without a prediction: {other['no prediction']}"
        figures = " ".join(f"{MEASURES[name]} {c.f1:.3f}" for name, c in self.counts.items())
        yield f"F1 {figures} QUIET {1000 - self.alarms:.1f}"


def score_articles(gold: Iterable[Item], predictions: Iterable[Item]) -> ArticleScores:
    """Scores of predictions (`communique predict articles`) against gold articles, by id.

    An article without a prediction counts as an empty one. Raises SettingsError for gold that
    breaks its format and for predictions of articles that the gold lacks.
    """
    pages = [GoldPage(item) for item in gold]
    made = {prediction.get("id"): prediction for prediction in predictions}
    unknown = sorted(str(name) for name in made.keys() - {page.item.get("id") for page in pages})
    if unknown:
        raise SettingsError(f"predictions for articles that the gold lacks: {', '.join(unknown)}")
    scores = ArticleScores()
    for page in pages:
        _score_page(scores, page, made.get(page.item.get("id"), {}))
    return scores


def _score_page(scores: ArticleScores, page: GoldPage, prediction: Item) -> None:
    scores.other["no prediction"] += not prediction
    made: dict[str, list[Any]] = {kind: prediction.get(kind) or [] for kind in _KINDS}
    alarms = _score_types(scores, page, made["events"])
    _score_pairs(scores, page, made)
    if page.is_decoy:
        scores.other["decoys"] += 1
        scores.other["decoy sentences"] += len(page.sentences)
        scores.other["false alarms"] += alarms
    _score_debris(scores, page, made["debris"])


def _score_types(scores: ArticleScores, page: GoldPage, made: Sequence[Item]) -> int:
    """Count the two measures without status; gives the events that match none by the second."""
    right = Counter((page.sentence(e), e["type"]) for e in page.events)
    found = Counter((page.sentence(e), e["type"]) for e in made)
    hits = right & found
    _add(scores.counts, "event type", Count(hits.total(), len(made), len(page.events)))
    for counter, field_name in ((hits, "hit"), (found, "predicted"), (right, "gold")):
        for (_, kind), n in counter.items():
            _add(scores.by_type, kind, Count(**{field_name: n}))
    _confuse(scores, right - hits, found - hits)
    with_actors = Counter(_actors_key(page, e) for e in page.events) & Counter(
        _actors_key(page, e) for e in made
    )
    _add(scores.counts, "type + actors", Count(with_actors.total(), len(made), len(page.events)))
    return len(made) - with_actors.total()


def _actors_key(page: GoldPage, event: Item) -> tuple[int | None, str, frozenset[str]]:
    return page.sentence(event), event["type"], frozenset(event["source"] + event["target"])


def _confuse(
    scores: ArticleScores,
    missed: Mapping[tuple[int | None, str], int],
    false: Mapping[tuple[int | None, str], int],
) -> None:
    """Pair what is left over in one sentence, in the order of the types' names."""
    rest: dict[int | None, tuple[list[str], list[str]]] = {}
    for side, counter in enumerate((missed, false)):
        for (sentence, kind), n in sorted(counter.items(), key=str):
            rest.setdefault(sentence, ([], []))[side].extend([kind] * n)
    for right, wrong in rest.values():
        scores.confusion.update(zip(right, wrong, strict=False))


def _score_pairs(scores: ArticleScores, page: GoldPage, made: Mapping[str, list[Any]]) -> None:
    """Count the measures that pair gold and predictions one to one, and list the errors."""

    def exact(right: Item, event: Item) -> int:
        return _same_event(right, event) if page.sentence(right) == page.sentence(event) else 0

    def promised(right: Item, promise: Item) -> int:
        same = set(right["promisor"]) == set(promise["promisor"])
        return int(same and page.sentence(right) == page.sentence(promise))

    def typed(right: Item, event: Item) -> int:
        same = right["type"] == event["type"] and page.sentence(right) == page.sentence(event)
        return int(same) + int(same and right["status"] == event.get("status"))

    def acted(right: Item, event: Item) -> int:
        return (1 + 2 * _given_actors(right, event)) * bool(typed(right, event))

    measures = (
        ("exact", "event", page.events, made["events"], exact),
        ("statements", "statement", page.statements, made["statements"], _same_statement),
        ("commitments", "commitment", page.commitments, made["commitments"], promised),
        ("positions", "position", page.positions, made["positions"], _same_position),
    )
    for measure, kind, gold, predicted, fit in measures:
        pairs = pair(gold, predicted, fit)
        _add(scores.counts, measure, Count(len(pairs), len(predicted), len(gold)))
        found, used = ({p[side] for p in pairs} for side in (0, 1))
        scores.missed += [_line(page, kind, x) for i, x in enumerate(gold) if i not in found]
        scores.false += [_line(page, kind, x) for i, x in enumerate(predicted) if i not in used]
    for i, j in pair(page.events, made["events"], typed):
        right, event = page.events[i], made["events"][j]
        same = int(right["status"] == event.get("status"))
        _add(scores.by_status, right["status"], Count(hit=same, gold=1))
        _add(scores.by_status, str(event.get("status")), Count(predicted=1))
    for i, j in pair(page.events, made["events"], acted):
        right, event = page.events[i], made["events"][j]
        same = _given_actors(right, event)
        scores.actors_given += Count(hit=same, gold=1)
        if not same:
            scores.wrong_actors.append(
                f"{_line(page, 'event', right)}\n        made: {' '.join(event['source'])} → "
                f"{' '.join(event['target'])}"
            )


def _same_event(right: Item, event: Item) -> int:
    same = (right["type"], right["status"]) == (event["type"], event.get("status"))
    return _same_actors(right, event) if same else 0


def _same_actors(right: Item, event: Item) -> int:
    """2 for the same sources and targets, 1 for those of a joint event in any direction."""
    source, target = set(right["source"]), set(right["target"])
    from_whom, to_whom = set(event["source"]), set(event["target"])
    if (source, target) == (from_whom, to_whom):
        return 2
    return int(len(source) > 1 and not target and source == from_whom | to_whom)


def _given_actors(right: Item, event: Item) -> bool:
    """Whether the actors are right, direction aside where the gold has none by its guide."""
    actors = [set(item["source"]) | set(item["target"]) for item in (right, event)]
    mutual = right["type"] in _MUTUAL and actors[0] == actors[1]
    return mutual or bool(_same_actors(right, event))


def _same_statement(right: Item, said: Item) -> float:
    one, other = _reach(right), _reach(said)
    both = max(one[1], other[1]) - min(one[0], other[0])
    share = shared(one, other) / both if both else 0.0
    return share if share >= 0.5 and _last(right["speaker"]) == _last(said["speaker"]) else 0.0


def _last(speaker: str) -> str:
    """The last word of a speaker's name, without possessive and final stop."""
    words = re.findall(r"\w[\w'’.-]*", speaker.casefold())
    return re.sub(r"['’]s?$|\.$", "", words[-1]) if words else ""


def _same_position(right: Item, stand: Item) -> float:
    one, other = (
        set(re.findall(r"\w+", item["issue"].casefold())) - _SMALL for item in (right, stand)
    )
    share = len(one & other) / max(1, min(len(one), len(other)))
    same = set(right["actor"]) == set(stand["actor"]) and right["stance"] == stand["stance"]
    return share if same and share >= 0.5 else 0.0


def _score_debris(scores: ArticleScores, page: GoldPage, made: Iterable[Sequence[int]]) -> None:
    """Count the characters, white space apart, that are debris, are left, and are lost."""
    text = page.text
    rail, cut = (
        {i for span in spans for i in range(*span) if i < len(text) and not text[i].isspace()}
        for spans in (page.debris, made)
    )
    scores.other["debris"] += len(rail)
    scores.other["debris left"] += len(rail - cut)
    scores.other["story"] += sum(not c.isspace() for c in text) - len(rail)
    scores.other["story lost"] += len(cut - rail)


def _reach(item: Item) -> Reach:
    return item["start"], item["end"]


def _add(counts: dict[str, Count], name: str, count: Count) -> None:
    counts[name] = counts.get(name, Count()) + count


def _line(page: GoldPage, kind: str, item: Item) -> str:
    """One miss or false find: article, what it is, and its words where it has offsets."""
    if kind == "event":
        what = (
            f"{item['type']} {item.get('status')} {' '.join(item['source'])} → "
            f"{' '.join(item['target'])}"
        )
    elif kind == "statement":
        what = item["speaker"]
    elif kind == "commitment":
        what = " ".join(item["promisor"])
    else:
        what = f"{' '.join(item['actor'])} {item['stance']} {item['issue']}"
    words = item.get("words", "")
    if "start" in item:
        number = page.sentence(item)
        around = page.sentences[number] if number is not None else _reach(item)
        said = page.text[item["start"] : item["end"]]
        words = f"[{said}] {page.text[around[0] : around[1]]}" if kind == "event" else said
    return f"{page.id}  {kind} {what}: {' '.join(words.split())}"


def _count(count: Count) -> Item:
    return {
        "hit": count.hit,
        "predicted": count.predicted,
        "gold": count.gold,
        "precision": count.precision,
        "recall": count.recall,
        "f1": count.f1,
    }


def _table(counts: Mapping[str, Count]) -> Iterator[str]:
    yield f"{'':15}{'P':>7}{'R':>7}{'F1':>7}{'matched':>9}{'pred':>6}{'gold':>6}"
    for name, count in counts.items():
        yield (
            f"{name:15}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}"
            f"{count.hit:9}{count.predicted:6}{count.gold:6}"
        )
