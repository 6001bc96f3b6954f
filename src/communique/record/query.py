"""SQL over the record: an in-memory DuckDB that sees the manifest's files and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from communique.errors import InvariantError, ItemError
from communique.record.tables import RUN_COLUMNS, TABLES, Row, literal


@dataclass(slots=True)
class Segments:
    """The files of one table."""

    paths: list[Path] = field(default_factory=list)
    alike: bool = True
    """Whether all have today's columns: then DuckDB need not open each to see."""


def connect_views(segments: dict[str, Segments], runs: list[Row]) -> duckdb.DuckDBPyConnection:
    """A connection with one view for each table, closed to every other file and to the network."""
    connection = duckdb.connect(config={"temp_directory": ""})
    for table, columns in TABLES.items():
        view = f"CREATE VIEW {table} AS {_view(columns, segments.get(table, Segments()))}"
        try:
            connection.execute(view)
        except duckdb.Error as error:
            raise InvariantError(
                f"{table}: {_first_lines(error)}; restore the folder from a copy"
            ) from error
    connection.execute(f"CREATE VIEW runs AS {_runs(runs)}")
    allowed = [str(path) for found in segments.values() for path in found.paths]
    if allowed:
        connection.execute(f"SET allowed_paths = {_list(allowed)}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET lock_configuration = true")
    return connection


def select(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one SELECT that a user wrote.

    Raises ItemError for anything else than one reading statement, and for what DuckDB refuses.
    """
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ItemError(
                "only one SELECT (or WITH, FROM, DESCRIBE, SHOW) can be asked of the record",
                "not-a-select",
            )
        found = connection.execute(sql, list(parameters))
        return [column[0] for column in found.description or ()], found.fetchall()
    except duckdb.Error as error:
        raise ItemError(f"query: {_first_lines(error)}", "query-refused") from error


def _first_lines(error: duckdb.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2]) if lines else type(error).__name__


def _list(texts: list[str]) -> str:
    return "[" + ", ".join(literal(text) for text in texts) + "]"


def _view(columns: dict[str, str], segments: Segments) -> str:
    if not segments.paths:
        empty = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items())
        return f"SELECT {empty} WHERE false"
    names = ", ".join(f'"{name}"' for name in columns)
    files = _list([str(path) for path in segments.paths])
    if segments.alike:
        return f"SELECT {names} FROM read_parquet({files})"
    # A column that no segment has yet would be an error: an empty row set brings all of them.
    empty = _view(columns, Segments())
    found = f"FROM read_parquet({files}, union_by_name = true)"
    return f"SELECT {names} FROM ({empty} UNION ALL BY NAME {found})"


def _runs(runs: list[Row]) -> str:
    # A view over a literal: a user's statement cannot change it, as it could a table in memory.
    shape = json.dumps([RUN_COLUMNS | {"dropped": [{"reason": "VARCHAR", "items": "INTEGER"}]}])
    return (
        "SELECT run.* FROM (SELECT unnest("
        f"from_json({literal(json.dumps(runs))}, {literal(shape)})) AS run)"
    )
