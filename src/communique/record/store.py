"""The record on disk: a folder with one catalogue and immutable Parquet segments.

A write is one transaction of the catalogue: ids that are new, their rows as files in `staging/`,
forced to disk, then the manifest; only after the commit are the files renamed into place. Whatever
moment the process is killed at, the catalogue alone says what is in the record, and the next
opening finishes the renames or removes files that it does not know. `docs/decisions/` says why.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from communique.errors import InvariantError, ItemError, RetryError, SettingsError
from communique.model import CATALOGUE, Record
from communique.record import catalogue, merging
from communique.record.query import Segments, connect_views
from communique.record.rows import rows_of
from communique.record.segments import SegmentWriter, read_row, sync
from communique.record.tables import ORDER, TABLES, Row, Rows

_SEARCHED = ("reports", "statements", "commitments", "positions", "meetings")
"""Tables whose words are searched; an article is searched by its title."""


_GRACE = 3600.0
"""Seconds that the file of a merged segment stays for readers."""
_TRIES = 3
"""How often events are merged anew because others added meanwhile."""
_SMALL = {"articles": 10_000}
"""Rows below which a segment is small; articles hold their whole text."""


@dataclass(frozen=True, slots=True)
class Added:
    """What one `add` changed."""

    articles: int = 0
    known: int = 0
    """Articles that the record already had; nothing of them was written."""
    rows: dict[str, int] = field(default_factory=dict)
    """New rows by table."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the record, with the article that it came from."""

    table: str
    row: Row
    article: Row


class Store:
    """The record in one folder; any number of processes may read while one writes."""

    def __init__(self, path: Path | str, create: bool = True) -> None:
        """Open the record at `path`, finishing what a killed writer left.

        With `create`, a record is begun in a folder that is missing or empty. Raises
        SettingsError when there is none and `create` is false, or when the path is something else.
        """
        self.path = Path(path)
        self._catalogue = self.path / CATALOGUE
        self._staging = self.path / "staging"
        self._writer: SegmentWriter | None = None
        if not self._catalogue.exists():
            self._begin(create)
        catalogue.prepare(self._catalogue)
        self._recover()

    def add(self, records: Iterable[Record], run: str) -> Added:
        """Store the records of articles that are new; what is already there changes nothing."""
        return self.add_rows([rows_of(record) for record in records], run)

    def add_rows(self, batch: Iterable[Rows], run: str) -> Added:
        """The same for records that are rows already (see `rows_of`)."""
        taken = list(batch)
        with catalogue.writing(self._catalogue) as connection:
            fresh = _fresh(connection, taken)
            staged = {
                table: self._stage(connection, table, _rows(fresh, table, run), run)
                for table in TABLES
            }
            _index(connection, staged)
        names = {table: name for table, (name, rows) in staged.items() if rows}
        self._publish(names)
        return Added(
            articles=len(fresh),
            known=len(taken) - len(fresh),
            rows={table: len(rows) for table, (_, rows) in staged.items() if rows},
        )

    def known(self, articles: Iterable[str]) -> set[str]:
        """Those of the article ids that the record has."""
        with catalogue.reading(self._catalogue) as connection:
            return {article for article in articles if _has(connection, "articles", article)}

    def start_run(self, program: str, codebook: str | None = None, model: str | None = None) -> str:
        """Note the begin of a run with what codes in it; gives the run's id."""
        run = uuid.uuid4().hex
        with catalogue.writing(self._catalogue) as connection:
            connection.execute(
                "INSERT INTO runs (id, started, program, codebook, model) VALUES (?, ?, ?, ?, ?)",
                (run, _now(), program, codebook, model),
            )
        return run

    def end_run(self, run: str, taken: int, passed: int, dropped: Mapping[str, int]) -> None:
        """Note what a run took in, passed on and dropped by reason.

        Raises InvariantError when passed and dropped do not sum to what came in.
        """
        if passed + sum(dropped.values()) != taken:
            raise InvariantError(
                f"run {run}: {taken} in, but {passed} passed and {sum(dropped.values())} dropped"
            )
        with catalogue.writing(self._catalogue) as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, taken = ?, passed = ?, dropped = ? WHERE id = ?",
                (_now(), taken, passed, json.dumps(dict(dropped)), run),
            )

    def compact(self, more_than: int = 64) -> int:
        """Merge the small segments of every table that has many; gives how many were merged.

        Files that were merged stay for an hour, for those who are reading them.
        """
        merged = 0
        for table in TABLES:
            with catalogue.writing(self._catalogue) as connection:
                small = _small(connection, table)
                name = self._merge(connection, table, small) if len(small) > more_than else None
            if name is not None:
                self._publish({table: name})
                merged += len(small)
        self._sweep()
        return merged

    def merge_events(self) -> int:
        """Join the events that several articles tell; gives how many events there are then.

        Nothing is written where nothing changes. Raises RetryError when others keep adding.
        """
        for _ in range(_TRIES):
            with catalogue.reading(self._catalogue) as connection:
                before = _live(connection, "events")
            with self.connect() as found:
                plans = merging.plans(merging.happenings(found))
                if merging.is_published(found, plans):
                    return len(plans)
            with catalogue.writing(self._catalogue) as connection:
                changed = _live(connection, "events") != before
                name = None if changed else self._replace_events(connection, before, plans)
            if name is not None:
                self._publish({"events": name})
                self._sweep()
                return len(plans)
        raise RetryError(f"{self.path}: others are adding to this record; merge again later")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB with a view for each table, as of now; it can open no other file.

        Give statements of a user to `communique.record.query.select`, which refuses all but SELECT.
        """
        with catalogue.reading(self._catalogue) as connection:
            manifest = connection.execute(
                "SELECT table_name, name, columns FROM segments "
                "WHERE merged_into IS NULL ORDER BY number"
            ).fetchall()
            runs = [_run(row) for row in connection.execute("SELECT * FROM runs ORDER BY started")]
        waiting = self._waiting()
        segments: dict[str, Segments] = {}
        for table, name, columns in manifest:
            if f"{name}.parquet" in waiting:
                self._rename(table, name)
            found = segments.setdefault(table, Segments())
            found.paths.append(self._segment(table, name).absolute())
            found.alike = found.alike and columns == len(TABLES[table])
        return connect_views(segments, runs)

    def counts(self) -> dict[str, int]:
        """Rows by table, from the manifest alone."""
        with catalogue.reading(self._catalogue) as connection:
            found = connection.execute(
                "SELECT table_name, sum(rows) FROM segments WHERE merged_into IS NULL GROUP BY 1"
            )
            counted = dict(found.fetchall())
        return {table: counted.get(table, 0) for table in TABLES}

    def search(self, query: str, limit: int = 50) -> list[tuple[str, str]]:
        """Table and id of the lines whose words, or title, hold all words asked for, best first."""
        words = re.findall(r"\w+", query)
        if not words:
            return []
        match = " ".join(f'"{word}"' for word in words)
        with catalogue.reading(self._catalogue) as connection:
            found = connection.execute(
                "SELECT table_name, id FROM fts JOIN fts_rows ON fts.rowid = fts_rows.number "
                "WHERE fts MATCH ? ORDER BY rank LIMIT ?",
                (match, limit),
            ).fetchall()
        return [(table, row_id.hex()) for table, row_id in found]

    def find(self, row_id: str) -> Found:
        """The line of that id, or of the only id that begins so (six digits at least).

        Raises ItemError when there is none or more than one.
        """
        table, full, name = self._locate(row_id)
        row = self._row(table, full, name)
        if table == "articles":
            return Found(table, row, row)
        _, article, article_segment = self._locate(row["article"], "articles")
        return Found(table, row, self._row("articles", article, article_segment))

    def _begin(self, create: bool) -> None:
        if not create:
            raise SettingsError(
                f"no record in {self.path}; make one with `communique add SOURCE --record "
                f"{self.path}`"
            )
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            foreign = next(
                (e.name for e in self.path.iterdir() if not e.name.startswith(CATALOGUE)),
                None,
            )
        except OSError as error:
            raise SettingsError(f"{self.path}: no record can be made there: {error}") from error
        if foreign:
            raise SettingsError(
                f"{self.path}: is no record, and holds {foreign}; name a new or empty folder"
            )

    def _segment(self, table: str, name: str) -> Path:
        return self.path / table / f"{name}.parquet"

    def _stage(
        self, connection: sqlite3.Connection, table: str, rows: list[Row], run: str
    ) -> tuple[str, list[Row]]:
        """Write the rows with new ids to `staging/`; gives the segment's name and those rows."""
        name = uuid.uuid4().hex
        if not rows:
            return name, []
        days = sorted(day for row in rows if (day := row.get("date_from")))
        number = connection.execute(
            "INSERT INTO segments (name, table_name, columns, rows, min_date, max_date, run) "
            "VALUES (?, ?, ?, 0, ?, ?, ?)",
            (
                name,
                table,
                len(TABLES[table]),
                days[0] if days else None,
                days[-1] if days else None,
                run,
            ),
        ).lastrowid
        new = [row for row in rows if _take(connection, table, row["id"], number)]
        if not new:
            connection.execute("DELETE FROM segments WHERE number = ?", (number,))
            return name, []
        connection.execute("UPDATE segments SET rows = ? WHERE number = ?", (len(new), number))
        self._staging.mkdir(exist_ok=True)
        self._writer = self._writer or SegmentWriter()
        self._writer.write(new, TABLES[table], self._staging / f"{name}.parquet")
        return name, new

    def _merge(
        self, connection: sqlite3.Connection, table: str, small: list[tuple[int, str]]
    ) -> str:
        """Write the segments as one to `staging/` and list it in their place; gives its name."""
        name = uuid.uuid4().hex
        _list_in_place(connection, name, table, small)
        self._staging.mkdir(exist_ok=True)
        self._writer = self._writer or SegmentWriter()
        paths = [self._present(table, old) for _, old in small]
        order = ORDER.get(table, ("article", "id") if "article" in TABLES[table] else ("id",))
        self._writer.merge(paths, TABLES[table], order, self._staging / f"{name}.parquet")
        return name

    def _replace_events(
        self, connection: sqlite3.Connection, before: list[tuple[int, str]], plans: list[Row]
    ) -> str:
        """Write the events to `staging/` and list them in place of all others; gives the name."""
        name = uuid.uuid4().hex
        new = _list_in_place(connection, name, "events", before, len(plans))
        connection.executemany(
            "INSERT INTO ids (table_name, id, segment) VALUES ('events', ?, ?) "
            "ON CONFLICT DO NOTHING",
            ((_key(plan["id"]), new) for plan in plans),
        )
        self._staging.mkdir(exist_ok=True)
        self._writer = self._writer or SegmentWriter()
        self._writer.write_events(
            plans,
            [self._present("reports", old) for _, old in _live(connection, "reports")],
            ORDER["events"],
            self._staging / f"{name}.parquet",
        )
        return name

    def _present(self, table: str, name: str) -> Path:
        """The file of a committed segment, moved into place if that is still to be done."""
        if (self._staging / f"{name}.parquet").exists():
            self._rename(table, name)
        return self._segment(table, name)

    def _sweep(self) -> None:
        """Remove the files of segments that were merged long enough ago."""
        with catalogue.writing(self._catalogue) as connection:
            old = connection.execute(
                "SELECT number, table_name, name FROM segments WHERE merged_at < ?",
                (time.time() - _GRACE,),
            ).fetchall()
            for number, table, name in old:
                self._segment(table, name).unlink(missing_ok=True)
                connection.execute(
                    "UPDATE segments SET merged_at = NULL WHERE number = ?", (number,)
                )

    def _publish(self, names: Mapping[str, str]) -> None:
        for table, name in names.items():
            self._rename(table, name)
        if names:
            sync(self._staging)

    def _rename(self, table: str, name: str) -> None:
        """Move a committed segment into place; another process may have done so just before."""
        target = self._segment(table, name)
        target.parent.mkdir(exist_ok=True)
        try:
            (self._staging / target.name).rename(target)
        except FileNotFoundError:
            if not target.exists():
                raise InvariantError(
                    f"{target}: the catalogue lists this segment, but it is gone; restore the "
                    "folder from a copy"
                ) from None
            return
        sync(target.parent)

    def _waiting(self) -> set[str]:
        """Names of the files in `staging/`."""
        if not self._staging.is_dir():
            return set()
        return {file.name for file in self._staging.iterdir()}

    def _recover(self) -> None:
        """Finish renames and remove what no transaction committed; not while another one writes."""
        if not self._waiting():
            return
        try:
            with catalogue.writing(self._catalogue, patience=0) as connection:
                for file in sorted(self._staging.iterdir()):
                    known = connection.execute(
                        "SELECT table_name FROM segments WHERE name = ?", (file.stem,)
                    ).fetchone()
                    if known and file.suffix == ".parquet":
                        self._rename(known[0], file.stem)
                    else:
                        file.unlink(missing_ok=True)
        except RetryError:
            return

    def _locate(self, row_id: str, table: str | None = None) -> tuple[str, str, str]:
        """Table, full id and segment name of the one line whose id begins with `row_id`."""
        digits = row_id.strip().lower().replace("-", "")
        if not re.fullmatch(r"[0-9a-f]{6,32}", digits):
            raise ItemError(
                f"{row_id!r} is no id; ids are 32 hexadecimal digits, of which the first six or "
                "more are enough",
                "not-an-id",
            )
        low, high = bytes.fromhex(digits.ljust(32, "0")), bytes.fromhex(digits.ljust(32, "f"))
        with catalogue.reading(self._catalogue) as connection:
            found = [
                (name, row[0].hex(), row[1])
                for name in ([table] if table else TABLES)
                for row in connection.execute(
                    "SELECT id, live.name FROM ids JOIN segments AS own ON segment = own.number "
                    "JOIN segments AS live ON live.number = coalesce(own.merged_into, own.number) "
                    "WHERE ids.table_name = ? AND id BETWEEN ? AND ? LIMIT 2",
                    (name, low, high),
                )
            ]
        if len(found) != 1:
            what = "more than one line has an id that begins" if found else "no line has an id"
            raise ItemError(f"{self.path}: {what} {row_id}", "unknown-id")
        return found[0]

    def _row(self, table: str, row_id: str, name: str) -> Row:
        segment = self._present(table, name)
        row = read_row(segment, row_id)
        if row is None and table == "events":
            row = read_row(segment, row_id, "list_contains(tellings, $id)")
        if row is None:
            raise InvariantError(f"{table} {row_id} is not in the segment that the catalogue names")
        return row


def _live(connection: sqlite3.Connection, table: str) -> list[tuple[int, str]]:
    """Number and name of the segments that hold a table."""
    return connection.execute(
        "SELECT number, name FROM segments WHERE table_name = ? AND merged_into IS NULL "
        "ORDER BY number",
        (table,),
    ).fetchall()


def _list_in_place(
    connection: sqlite3.Connection,
    name: str,
    table: str,
    old: list[tuple[int, str]],
    rows: int | None = None,
) -> int | None:
    """List a segment in place of others, with their dates; gives its number.

    `rows`: None for as many as theirs.
    """
    numbers = ", ".join(str(number) for number, _ in old)
    new = connection.execute(
        "INSERT INTO segments (name, table_name, columns, rows, min_date, max_date) "
        "SELECT ?, ?, ?, coalesce(?, sum(rows)), min(min_date), max(max_date) FROM segments "
        f"WHERE number IN ({numbers})",
        (name, table, len(TABLES[table]), rows),
    ).lastrowid
    _retire(connection, numbers, new)
    return new


def _retire(connection: sqlite3.Connection, numbers: str, new: int | None) -> None:
    """Note that another segment stands in the place of these and of what they had replaced."""
    connection.execute(
        "UPDATE segments SET merged_into = ?, merged_at = coalesce(merged_at, ?) "
        f"WHERE number IN ({numbers}) OR merged_into IN ({numbers})",
        (new, time.time()),
    )


def _small(connection: sqlite3.Connection, table: str) -> list[tuple[int, str]]:
    """Number and name of the small segments of a table."""
    return connection.execute(
        "SELECT number, name FROM segments WHERE table_name = ? AND merged_into IS NULL "
        "AND rows < ? ORDER BY number",
        (table, _SMALL.get(table, 100_000)),
    ).fetchall()


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def _rows(fresh: list[Rows], table: str, run: str) -> list[Row]:
    return [row | {"run": run} for rows in fresh for row in rows.get(table, [])]


def _key(row_id: str) -> bytes:
    try:
        return bytes.fromhex(row_id)
    except ValueError as error:
        raise InvariantError(f"{row_id!r} is no content id") from error


def _has(connection: sqlite3.Connection, table: str, row_id: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM ids WHERE table_name = ? AND id = ?", (table, _key(row_id))
    )
    return found.fetchone() is not None


def _take(connection: sqlite3.Connection, table: str, row_id: str, segment: int | None) -> bool:
    """True when the id is new, which then belongs to this segment."""
    done = connection.execute(
        "INSERT INTO ids (table_name, id, segment) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (table, _key(row_id), segment),
    )
    return done.rowcount == 1


def _fresh(connection: sqlite3.Connection, batch: list[Rows]) -> list[Rows]:
    """The records of articles that neither the record nor an earlier place of the batch holds."""
    fresh: dict[str, Rows] = {}
    for rows in batch:
        article = rows["articles"][0]["id"]
        if article not in fresh and not _has(connection, "articles", article):
            fresh[article] = rows
    return list(fresh.values())


def _index(connection: sqlite3.Connection, staged: Mapping[str, tuple[str, list[Row]]]) -> None:
    for row in staged["articles"][1]:
        _index_row(connection, "articles", row["id"], (row["title"], row["standfirst"]))
    for table in _SEARCHED:
        for row in staged[table][1]:
            _index_row(connection, table, row["id"], (None, row["words"]))


def _index_row(
    connection: sqlite3.Connection, table: str, row_id: str, texts: tuple[str | None, str | None]
) -> None:
    if not any(texts):
        return
    number = connection.execute(
        "INSERT INTO fts_rows (table_name, id) VALUES (?, ?)", (table, _key(row_id))
    ).lastrowid
    connection.execute(
        "INSERT INTO fts (rowid, title, evidence) VALUES (?, ?, ?)", (number, *texts)
    )


def _run(row: tuple[Any, ...]) -> Row:
    keys = ("id", "started", "ended", "program", "codebook", "model", "taken", "passed", "dropped")
    values = dict(zip(keys, row, strict=True))
    dropped = json.loads(values["dropped"] or "{}")
    values["dropped"] = [{"reason": reason, "items": count} for reason, count in dropped.items()]
    return values
