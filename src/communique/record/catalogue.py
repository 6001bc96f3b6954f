"""The catalogue of a record: one SQLite file with ids, manifest, runs and full text.

Its schema grows by numbered steps; opening an older catalogue takes the missing ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from communique.errors import RetryError, SettingsError

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE segments (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        table_name TEXT NOT NULL,
        columns INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        min_date TEXT,
        max_date TEXT,
        run TEXT,
        merged_into INTEGER,
        merged_at REAL
    );
    CREATE INDEX segments_by_table ON segments (table_name, number);
    CREATE TABLE ids (
        table_name TEXT NOT NULL,
        id BLOB NOT NULL,
        segment INTEGER NOT NULL,
        PRIMARY KEY (table_name, id)
    ) WITHOUT ROWID;
    CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        started TEXT NOT NULL,
        ended TEXT,
        program TEXT NOT NULL,
        codebook TEXT,
        model TEXT,
        taken INTEGER,
        passed INTEGER,
        dropped TEXT
    );
    CREATE VIRTUAL TABLE fts USING fts5 (
        title, evidence, content='', tokenize='porter unicode61 remove_diacritics 2'
    );
    CREATE TABLE fts_rows (
        number INTEGER PRIMARY KEY,
        table_name TEXT NOT NULL,
        id BLOB NOT NULL
    );
    """,
)
"""Step n takes a catalogue from version n to n + 1; a released step never changes."""

_PATIENCE = 60.0
"""Seconds to wait for another writer."""


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one consistent state of the catalogue."""
    connection = _connect(file, _PATIENCE)
    try:
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise _explained(file, error) from error
    finally:
        connection.close()


@contextmanager
def writing(file: Path, patience: float = _PATIENCE) -> Iterator[sqlite3.Connection]:
    """A connection inside `BEGIN IMMEDIATE`: commits at the end, rolls back on any exception.

    Raises RetryError when another writer holds the catalogue for longer than `patience` seconds.
    """
    connection = _connect(file, patience)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise _explained(file, error) from error
    finally:
        connection.close()


def prepare(file: Path) -> None:
    """Make the catalogue, or take the schema steps that it lacks.

    Raises SettingsError for a file that is no catalogue or one made by a newer program.
    """
    try:
        connection = _connect(file, _PATIENCE)
    except sqlite3.Error as error:
        raise SettingsError(f"{file}: cannot be opened: {error}") from error
    try:
        if _version(connection) != len(STEPS):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            _migrate(file, connection)
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise _explained(file, error) from error
    except sqlite3.DatabaseError as error:
        raise SettingsError(f"{file}: is not a catalogue of Communique: {error}") from error
    finally:
        connection.close()


def _connect(file: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.OperationalError as error:
        connection.close()
        raise _explained(file, error) from error
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(file: Path, connection: sqlite3.Connection) -> None:
    version = _version(connection)
    if version > len(STEPS):
        raise SettingsError(
            f"{file}: has schema version {version}, this program knows {len(STEPS)}; "
            "use a newer communique"
        )
    for step in STEPS[version:]:
        for statement in step.split(";\n"):
            if statement.strip():
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def _explained(file: Path, error: sqlite3.OperationalError) -> Exception:
    if "locked" in str(error) or "busy" in str(error):
        return RetryError(f"{file}: another process is writing to this record; try again")
    return SettingsError(f"{file}: {error}")
