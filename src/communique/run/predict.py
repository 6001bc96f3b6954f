"""What the system makes of a labelled set: one JSON line in, one out, offsets of the input text."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from communique.errors import ItemError, SettingsError
from communique.model import Article, Evidence, Interval, Record, Report
from communique.run.coder import Coder
from communique.run.predict_items import Item, text_of
from communique.settings import Settings

Answer = Callable[[Sequence[Item]], list[Item]]
"""Answers a batch of items."""
Make = Callable[[Settings, Path], Answer]

_BATCH = 64
_DEBRIS = frozenset({"headline", "standfirst", "caption", "rail", "furniture", "repeat"})


@dataclass(frozen=True, slots=True)
class Predicted:
    """Lines answered, and how many of them with an error."""

    lines: int
    errors: int


def predict_file(task: str, source: Path, target: Path, settings: Settings) -> Predicted:
    """Answer every line of the JSONL file `source` in `target`.

    Raises SettingsError for an unknown task and for files that cannot be opened.
    """
    find_task(task)
    items = read_jsonl(source)
    lines = errors = 0
    try:
        # Half a surrogate pair comes out as the JSON escape that it came in by.
        with target.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for answer in predict_lines(task, items, settings, source.parent):
                file.write(json.dumps(answer, ensure_ascii=False) + "\n")
                lines += 1
                errors += "error" in answer
    except OSError as error:
        raise SettingsError(f"{target}: cannot be written: {error}") from error
    return Predicted(lines, errors)


def predict_lines(
    task: str, items: Iterable[Item], settings: Settings, folder: Path = Path()
) -> Iterator[Item]:
    """The answer to every item, in order; {"id", "error"} for one that cannot be processed.

    `folder` is where the files that items name are looked for.
    """
    make = find_task(task)
    stream = iter(items)
    answer: Answer | None = None
    while batch := list(islice(stream, _BATCH)):
        answer = answer or make(settings, folder)
        yield from answer(batch)


def read_jsonl(path: Path) -> list[Item]:
    """The objects of a JSONL file; a line that is none becomes {"error"}.

    Raises SettingsError when the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [_object(path, n, line) for n, line in enumerate(file, 1) if line.strip()]
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error


def _object(path: Path, number: int, line: str) -> Item:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"{path}:{number}: not JSON: {error}"}
    if not isinstance(item, dict):
        return {"id": None, "error": f"{path}:{number}: not a JSON object"}
    return item


def find_task(name: str) -> Make:
    """What makes the task's answerer. Raises SettingsError for an unknown task."""
    if name not in _TASKS:
        raise SettingsError(f"task {name!r} is not one of those that exist: {', '.join(_TASKS)}")
    return _TASKS[name]


def _articles(coder: Coder, items: Sequence[Item]) -> list[Item]:
    from communique.read import read_text

    def article(item: Item) -> Article | ItemError:
        try:
            page = read_text(
                text_of(item),
                source=str(item.get("id")),
                title=_optional(item, "title"),
                url=_optional(item, "url"),
                published=_optional(item, "published"),
            )
        except ItemError as error:
            return error
        return coder.clean(page)

    outcomes = coder.code_many([article(item) for item in items])
    return [
        _error(item, outcome) if isinstance(outcome, ItemError) else _as_answer(item, outcome)
        for item, outcome in zip(items, outcomes, strict=True)
    ]


def _optional(item: Item, key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _error(item: Item, error: ItemError) -> Item:
    return {"id": item.get("id"), "error": str(error)}


def _as_answer(item: Item, record: Record) -> Item:
    article = record.article
    published = article.published
    return {
        "id": item.get("id"),
        "debris": [[line.start, line.end] for line in article.lines if line.label in _DEBRIS],
        "events": [_event(report) for report in record.reports],
        "statements": [
            {"speaker": said.speaker, "actor": list(said.actor), "cue": said.cue, "kind": said.kind}
            | _span(said.evidence[0])
            for said in record.statements
        ],
        "commitments": [
            {
                "promisor": list(promise.promisor),
                "beneficiary": list(promise.beneficiary),
                "state": promise.state,
                "due": as_date(promise.due),
            }
            | _span(promise.evidence[0])
            for promise in record.commitments
        ],
        "positions": [
            {"actor": list(stand.actor), "issue": stand.issue, "stance": stand.stance}
            | _span(stand.evidence[0])
            for stand in record.positions
        ],
        "meetings": [
            {
                "participants": [
                    {"name": person.name, "office": person.office, "actor": person.actor}
                    for person in meeting.participants
                ],
                "place": meeting.place_text or (meeting.place.name if meeting.place else None),
                "date": as_date(meeting.when),
                "format": meeting.format,
            }
            for meeting in record.meetings
        ],
        "published": {
            "from": published.start if published else None,
            "to": published.end if published else None,
            "basis": published.basis if published else article.published_reason,
        },
    }


def _event(report: Report) -> Item:
    return {
        "source": list(report.sources),
        "target": list(report.targets),
        "type": report.type,
        "mode": report.mode,
        "status": report.status,
        "date": as_date(report.when),
        "place": report.where.name if report.where else None,
    } | _span(report.evidence[0])


def _span(evidence: Evidence) -> Item:
    return {"start": evidence.start, "end": evidence.end}


def as_date(interval: Interval | None) -> str | None:
    """The one day, month or year that an interval is; None for any other interval."""
    if interval is None or interval.start is None or interval.end is None:
        return None
    first, last = interval.start[:10], interval.end[:10]
    if first == last:
        return first
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if begin.year != end.year or begin.day != 1:
        return None
    if end.day != monthrange(end.year, end.month)[1]:
        return None
    if begin.month == end.month:
        return first[:7]
    return first[:4] if (begin.month, end.month) == (1, 12) else None


def _make_articles(settings: Settings, folder: Path) -> Answer:
    return partial(_articles, Coder(settings))


def _make_relations(settings: Settings, folder: Path) -> Answer:
    from communique.run.relations import answer_relations

    return partial(answer_relations, Coder(settings))


def _make_attribution(settings: Settings, folder: Path) -> Answer:
    from communique.run.predict_attribution import SpeechTask

    return SpeechTask(settings)


def _make_times(settings: Settings, folder: Path) -> Answer:
    from communique.run.predict_times_places import answer_times

    return answer_times


def _make_places(settings: Settings, folder: Path) -> Answer:
    from communique.run.predict_times_places import answer_places

    return answer_places


def _make_actors(settings: Settings, folder: Path) -> Answer:
    from communique.run.predict_actors import answer_actors

    return answer_actors


def _make_pages(settings: Settings, folder: Path) -> Answer:
    from communique.run.predict_pages import PageTask

    return PageTask(folder)


_TASKS: dict[str, Make] = {
    "articles": _make_articles,
    "relations": _make_relations,
    "attribution": _make_attribution,
    "times": _make_times,
    "places": _make_places,
    "actors": _make_actors,
    "pages": _make_pages,
}
