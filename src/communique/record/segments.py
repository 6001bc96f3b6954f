"""Immutable Parquet files, one or more a table, written and read by DuckDB."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb

from communique.record.merging import events_query
from communique.record.tables import Row, columns_argument, literal

_LEAST_OBJECT = 16 * 1024 * 1024
"""DuckDB's own limit for one JSON object, in bytes; raised for longer rows."""


class SegmentWriter:
    """Writes segments through one DuckDB in memory: opening one costs more than a small file."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"threads": 1})

    def write(self, rows: list[Row], columns: dict[str, str], target: Path) -> None:
        """Write the rows as one Parquet file at `target` and force it to the disk."""
        plain = target.with_suffix(".jsonl")
        longest = 0
        with plain.open("w", encoding="utf-8") as file:
            for row in rows:
                line = json.dumps(row)
                longest = max(longest, len(line))
                file.write(line + "\n")
        limit = max(_LEAST_OBJECT, longest + 1024)
        self._connection.execute(
            f"COPY (SELECT * FROM read_json({literal(str(plain))}, format = 'newline_delimited', "
            f"columns = {columns_argument(columns)}, maximum_object_size = {limit})) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
        plain.unlink()
        sync(target)

    def merge(
        self, paths: list[Path], columns: dict[str, str], order: tuple[str, ...], target: Path
    ) -> None:
        """Write all rows of the files, sorted, as one Parquet file, and force it to the disk."""
        names = ", ".join(f'"{name}"' for name in columns)
        files = "[" + ", ".join(literal(str(path)) for path in paths) + "]"
        self._connection.execute(
            f"COPY (SELECT {names} FROM read_parquet({files}, union_by_name = true) "
            f"ORDER BY {', '.join(order)}) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
        sync(target)

    def write_events(
        self, plans: list[Row], reports: list[Path], order: tuple[str, ...], target: Path
    ) -> None:
        """Write the events of the plans (see `merging.PLAN`), sorted, as one Parquet file."""
        plain = target.with_suffix(".jsonl")
        with plain.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(plan) + "\n" for plan in plans)
        files = "[" + ", ".join(literal(str(path)) for path in reports) + "]"
        query = events_query(
            str(plain), f"SELECT * FROM read_parquet({files}, union_by_name = true)"
        )
        self._connection.execute(
            f"COPY ({query} ORDER BY {', '.join(order)}) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
        plain.unlink()
        sync(target)


def read_row(segment: Path, row_id: str, of: str = "id = $id") -> Row | None:
    """The row of that id in one segment, None when it is not there; `of` is SQL that finds it."""
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT * FROM read_parquet($file) WHERE {of}", {"file": str(segment), "id": row_id}
        )
        names = [column[0] for column in found.description or ()]
        values: tuple[Any, ...] | None = found.fetchone()
    return None if values is None else dict(zip(names, values, strict=True))


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
