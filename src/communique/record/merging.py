"""The table `events`: happenings merged from the reports of the record.

An article is added with the events that it alone tells. Merging reads all reports, and writes the
table anew where that changes anything.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import duckdb

from communique.dedupe import Prints, clusters
from communique.model import Code
from communique.record.tables import (
    CODING,
    EVIDENCE,
    PLACE,
    TABLES,
    Row,
    columns_argument,
    literal,
)
from communique.resolve.merge import Happening, merge
from communique.resolve.telling import Spot, Teller, Telling, Told, points_back, tell
from communique.resolve.words import content_words, proper_names, surname

People = Mapping[str, frozenset[tuple[Code, str]]]
"""Surnames of a meeting's people by the actor for whom they act, for the id of each report."""

_REPORT = (
    "id start_char type mode status sources targets date_from date_to place place_id place_kind "
    "country trigger words"
).split()
_SAME = ("reports", "origins", "fulfils", "contradicts")
PLAN: dict[str, str] = {
    "id": "VARCHAR",
    "lead": "VARCHAR",
    "dated": "VARCHAR",
    "placed": "VARCHAR",
    "status": "VARCHAR",
    "date_from": "DATE",
    "date_to": "DATE",
    "reports": "VARCHAR[]",
    "report_count": "INTEGER",
    "source_count": "INTEGER",
    "tellings": "VARCHAR[]",
    "articles": "VARCHAR[]",
    "origins": "VARCHAR[]",
    "fulfils": "VARCHAR[]",
    "contradicts": "VARCHAR[]",
}
"""What merging says of an event: its own columns, and the reports that give the others."""


def events_of(article: Row, reports: Sequence[Row], meetings: Iterable[Row]) -> list[Row]:
    """The rows of `events` for what one article tells, before it is merged with others."""
    named = _people((meeting["participants"], meeting["reports"]) for meeting in meetings)
    by_id = {report["id"]: report for report in reports}
    return [_event(_plan(e), by_id) for e in merge(_tellings(article, reports, named, None))]


def happenings(connection: duckdb.DuckDBPyConnection) -> list[Happening]:
    """All happenings that the reports of a record tell, merged."""
    origins = clusters(_prints(connection))
    named = _people(connection.execute("SELECT participants, reports FROM meetings").fetchall())
    names = [*(f"r.{name}" for name in _REPORT), "article", "published_from", "published_to"]
    found = connection.execute(
        f"SELECT {', '.join(names)} FROM reports AS r JOIN articles AS a ON a.id = article "
        "ORDER BY article"
    )
    keys = [*_REPORT, "article", "published_from", "published_to"]
    rows = (dict(zip(keys, values, strict=True)) for values in _fetched(found))
    tellings: list[Telling] = []
    for article, some in groupby(rows, key=lambda row: str(row["article"])):
        reports = list(some)
        first = reports[0] | {"id": article}
        tellings += _tellings(first, reports, named, origins.get(article))
    return merge(tellings)


def plans(events: Iterable[Happening]) -> list[Row]:
    """The rows of `PLAN` for happenings."""
    return [_plan(event) for event in events]


def is_published(connection: duckdb.DuckDBPyConnection, plans: Sequence[Row]) -> bool:
    """Whether the table `events` says the same already."""
    found = connection.execute(f"SELECT id, {', '.join(_SAME)} FROM events")
    known = {values[0]: list(values[1:]) for values in _fetched(found)}
    return len(known) == len(plans) and all(
        known.get(plan["id"]) == [plan[name] for name in _SAME] for plan in plans
    )


def events_query(plan: str, reports: str) -> str:
    """SQL for the columns of `events`, from a JSONL file of `PLAN` and a query for `reports`."""
    columns = {
        **{name: f"lead.{name}" for name in ("article", *CODING, *EVIDENCE, "run")},
        "date_basis": "dated.date_basis",
        **{name: f"placed.{name}" for name in PLACE},
        **{name: f"plan.{name}" for name in PLAN},
        "date_from": "coalesce(plan.date_from, dated.date_from)",
        "date_to": "coalesce(plan.date_to, dated.date_to)",
    }
    selected = ", ".join(f'{columns[name]} AS "{name}"' for name in TABLES["events"])
    return (
        f"WITH reports AS ({reports}) SELECT {selected} FROM read_json({literal(plan)}, "
        f"format = 'newline_delimited', columns = {columns_argument(PLAN)}) AS plan "
        "JOIN reports AS lead ON lead.id = plan.lead "
        "JOIN reports AS dated ON dated.id = coalesce(plan.dated, plan.lead) "
        "LEFT JOIN reports AS placed ON placed.id = plan.placed"
    )


def _plan(event: Happening) -> Row:
    told, dated, placed = event.told, event.dated, event.placed
    origins = sorted({telling.teller.cluster for telling in event.tellings})
    return {
        "id": event.id,
        "lead": event.lead.id,
        "dated": dated.id if dated else None,
        "placed": placed.id if placed else None,
        "status": event.status,
        "date_from": date.fromordinal(event.days[0]).isoformat() if event.days else None,
        "date_to": date.fromordinal(event.days[1]).isoformat() if event.days else None,
        "reports": [report.id for report in told],
        "report_count": len(told),
        "source_count": len(origins),
        "tellings": [telling.id for telling in event.tellings],
        "articles": sorted({telling.teller.article for telling in event.tellings}),
        "origins": origins,
        "fulfils": list(event.fulfils),
        "contradicts": list(event.contradicts),
    }


def _event(plan: Row, reports: Mapping[str, Row]) -> Row:
    """What `events_query` gives for one plan."""
    lead = reports[plan["lead"]]
    dated = reports[plan["dated"] or plan["lead"]]
    placed = reports[plan["placed"]] if plan["placed"] else {}
    return {
        **{name: lead[name] for name in ("article", *CODING, *EVIDENCE)},
        **{name: placed.get(name) for name in PLACE},
        **{name: value for name, value in plan.items() if name in TABLES["events"]},
        "date_from": plan["date_from"] or dated["date_from"],
        "date_to": plan["date_to"] or dated["date_to"],
        "date_basis": dated["date_basis"],
    }


def _tellings(
    article: Row, reports: Sequence[Row], people: People, origin: str | None
) -> list[Telling]:
    held = [r for r in reports if r["type"] == "CONSULT" and r["status"] in ("occurred", "ongoing")]
    teller = Teller(
        article=article["id"],
        cluster=origin or article["id"],
        published=_days(article["published_from"], article["published_to"]),
        parties=frozenset(code for r in held for code in (*r["sources"], *r["targets"])),
    )
    return tell(teller, [_told(report, people) for report in reports])


def _told(row: Row, people: People) -> Told:
    place = row.get("place_id") or row.get("place")
    words, trigger = row["words"], row["trigger"] or ""
    return Told(
        id=row["id"],
        start=row["start_char"],
        type=row["type"],
        mode=row["mode"],
        status=row["status"],
        sources=tuple(row["sources"]),
        targets=tuple(row["targets"]),
        days=_days(row["date_from"], row["date_to"]),
        spot=Spot(place, row["place_kind"] or "", row["country"]) if place else None,
        people=people.get(row["id"], frozenset()),
        trigger=trigger,
        words=content_words(words),
        names=proper_names(words),
        definite=points_back(words, trigger),
    )


def _days(first: str | date | None, last: str | date | None) -> tuple[int, int] | None:
    if first is None or last is None:
        return None
    days = sorted(
        (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()
        for day in (first, last)
    )
    return days[0], days[1]


def _people(meetings: Iterable[Sequence[Any]]) -> dict[str, frozenset[tuple[Code, str]]]:
    named: dict[str, frozenset[tuple[Code, str]]] = {}
    for participants, reports in meetings:
        found = {(p["actor"], surname(p["name"])) for p in participants if p["name"] and p["actor"]}
        known = frozenset(pair for pair in found if pair[1])
        named |= dict.fromkeys(reports, known)
    return named


def _prints(connection: duckdb.DuckDBPyConnection) -> Iterator[Prints]:
    found = connection.execute("SELECT id, published_from, prints, numbers FROM articles")
    for article, day, prints, numbers in _fetched(found):
        yield Prints(
            article=article,
            day=day.toordinal() if day else None,
            prints=array("q", prints or ()),
            numbers=frozenset(numbers or ()),
        )


def _fetched(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := found.fetchmany(10_000):
        yield from rows
