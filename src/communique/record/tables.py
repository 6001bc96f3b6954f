"""The tables of the record: their columns, as DuckDB types, in order.

`docs/record.md` describes them. A column is never removed or given another type: segments written
years apart are read together by name.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by table."""

_EVIDENCE = {
    "start_char": "INTEGER",
    "end_char": "INTEGER",
    "words": "VARCHAR",
    "evidence": "STRUCT(start_char INTEGER, end_char INTEGER, words VARCHAR)[]",
}
_DATE = {"date_from": "DATE", "date_to": "DATE", "date_basis": "VARCHAR"}
_PLACE = {
    "place": "VARCHAR",
    "place_id": "VARCHAR",
    "place_kind": "VARCHAR",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "country": "VARCHAR",
    "administered_by": "VARCHAR[]",
    "claimed_by": "VARCHAR[]",
    "wording_of": "VARCHAR",
}
_CHAIN = "STRUCT(speaker VARCHAR, actor VARCHAR[], cue VARCHAR)[]"
_CODING = {
    "type": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": "VARCHAR[]",
    "cameo": "VARCHAR",
    "quad": "TINYINT",
    "intensity": "DOUBLE",
    "sources": "VARCHAR[]",
    "targets": "VARCHAR[]",
    "status": "VARCHAR",
}

TABLES: dict[str, dict[str, str]] = {
    "articles": {
        "id": "VARCHAR",
        "source": "VARCHAR",
        "url": "VARCHAR",
        "title": "VARCHAR",
        "standfirst": "VARCHAR",
        "dateline_place": "VARCHAR",
        "dateline_agency": "VARCHAR",
        "published_from": "DATE",
        "published_to": "DATE",
        "published_basis": "VARCHAR",
        "published_reason": "VARCHAR",
        "language": "VARCHAR",
        "grade": "VARCHAR",
        "text": "VARCHAR",
        "lines": "STRUCT(start_char INTEGER, end_char INTEGER, label VARCHAR, reason VARCHAR)[]",
        "silent": "STRUCT(reason VARCHAR, sentences INTEGER)[]",
        "run": "VARCHAR",
        "prints": "BIGINT[]",
        "numbers": "VARCHAR[]",
    },
    "reports": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        **_CODING,
        "source_text": "VARCHAR",
        "target_text": "VARCHAR",
        **_DATE,
        "date_reason": "VARCHAR",
        **_PLACE,
        "attribution": _CHAIN,
        "trigger": "VARCHAR",
        **_EVIDENCE,
        "rule": "VARCHAR",
        "roles": "STRUCT(role VARCHAR, words VARCHAR)[]",
        "dropped": "VARCHAR[]",
        "probability": "DOUBLE",
        "run": "VARCHAR",
    },
    "events": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        **_CODING,
        **_DATE,
        **_PLACE,
        "reports": "VARCHAR[]",
        "report_count": "INTEGER",
        "source_count": "INTEGER",
        **_EVIDENCE,
        "run": "VARCHAR",
        "tellings": "VARCHAR[]",
        "articles": "VARCHAR[]",
        "origins": "VARCHAR[]",
        "fulfils": "VARCHAR[]",
        "contradicts": "VARCHAR[]",
    },
    "meetings": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        "participants": "STRUCT(name VARCHAR, office VARCHAR, actor VARCHAR)[]",
        "actors": "VARCHAR[]",
        "format": "VARCHAR",
        "delegation": "BOOLEAN",
        "topics": "VARCHAR[]",
        "status": "VARCHAR",
        **_DATE,
        **_PLACE,
        "place_text": "VARCHAR",
        "reports": "VARCHAR[]",
        **_EVIDENCE,
        "run": "VARCHAR",
    },
    "statements": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        "speaker": "VARCHAR",
        "office": "VARCHAR",
        "actor": "VARCHAR[]",
        "cue": "VARCHAR",
        "kind": "VARCHAR",
        "addressee": "VARCHAR[]",
        "topics": "VARCHAR[]",
        "attribution": _CHAIN,
        **_EVIDENCE,
        "run": "VARCHAR",
    },
    "commitments": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        "promisor": "VARCHAR[]",
        "beneficiary": "VARCHAR[]",
        "act": "VARCHAR",
        "sector": "VARCHAR",
        "project": "VARCHAR",
        "place": "VARCHAR",
        "amount": "VARCHAR",
        "condition": "VARCHAR",
        "due_from": "DATE",
        "due_to": "DATE",
        "due_basis": "VARCHAR",
        "strength": "VARCHAR",
        "form": "VARCHAR",
        "state": "VARCHAR",
        **_EVIDENCE,
        "rule": "VARCHAR",
        "run": "VARCHAR",
    },
    "observations": {
        "id": "VARCHAR",
        "commitment": "VARCHAR",
        "article": "VARCHAR",
        "state": "VARCHAR",
        **_DATE,
        **_EVIDENCE,
        "rule": "VARCHAR",
        "run": "VARCHAR",
    },
    "positions": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        "actor": "VARCHAR[]",
        "issue": "VARCHAR",
        "issue_id": "VARCHAR",
        "stance": "VARCHAR",
        "toward": "VARCHAR[]",
        "as_worded": "VARCHAR",
        **_EVIDENCE,
        "rule": "VARCHAR",
        "run": "VARCHAR",
    },
    "offices": {
        "id": "VARCHAR",
        "article": "VARCHAR",
        "person": "VARCHAR",
        "office": "VARCHAR",
        "kind": "VARCHAR",
        "country": "VARCHAR",
        "country_reason": "VARCHAR",
        "marker": "VARCHAR",
        **_DATE,
        "verdict": "VARCHAR",
        "verdict_reason": "VARCHAR",
        **_EVIDENCE,
        "run": "VARCHAR",
    },
}
"""Tables kept in Parquet segments, each with its columns."""

ORDER: dict[str, tuple[str, ...]] = {
    "reports": ("sources", "targets", "date_from", "id"),
    "events": ("sources", "targets", "date_from", "id"),
    "offices": ("country", "kind", "date_from", "id"),
}
"""How merged segments are sorted, so that a question about two parties reads few of them; the
others by article."""

RUN_COLUMNS: dict[str, str] = {
    "id": "VARCHAR",
    "started": "TIMESTAMP",
    "ended": "TIMESTAMP",
    "program": "VARCHAR",
    "codebook": "VARCHAR",
    "model": "VARCHAR",
    "taken": "INTEGER",
    "passed": "INTEGER",
    "dropped": "STRUCT(reason VARCHAR, items INTEGER)[]",
}
"""The table `runs`, which the catalogue keeps because a run changes until it ends."""

CODING: tuple[str, ...] = tuple(_CODING)
PLACE: tuple[str, ...] = tuple(_PLACE)
EVIDENCE: tuple[str, ...] = tuple(_EVIDENCE)
"""Names of columns that an event takes from its reports."""


def columns_argument(columns: dict[str, str]) -> str:
    """The columns as DuckDB's `columns={…}` argument; our names and types only."""
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items()) + "}"


def literal(text: str) -> str:
    """Text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
