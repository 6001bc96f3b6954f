"""A writer that is killed, and readers beside a writer, each in its own process."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from communique.record import TABLES, Store, select

WRITER = Path(__file__).parent / "writer.py"
LAST, BATCH = 120, 4


def start(folder: Path, last: int = LAST, many: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(folder), *map(str, (0, last, BATCH, many))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def check(store: Store) -> int:
    """Articles in the record; every table must hold the same ones, once."""
    connection = store.connect()
    counts = {
        table: select(connection, f"SELECT count(*), count(DISTINCT id) FROM {table}")[1][0]
        for table in TABLES
    }
    assert len(set(counts.values())) == 1, counts
    rows, distinct = counts["articles"]
    assert rows == distinct == store.counts()["articles"]
    return rows


def test_kill_loses_and_doubles_nothing(tmp_path):
    folder, acknowledged = tmp_path / "record", 0
    chance = random.Random(7)
    for _ in range(10):
        writer = start(folder)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        writer.send_signal(signal.SIGKILL)
        said = writer.stdout.read().split()
        writer.wait()
        acknowledged = max(acknowledged, *(int(line) + 1 for line in said), BATCH)
        stored = check(Store(folder))
        assert stored >= acknowledged and stored % BATCH == 0
        on_disk = {path.stem for path in folder.glob("*/*.parquet")}
        assert len(on_disk) == sum(1 for _ in folder.glob("*/*.parquet"))
        assert not list((folder / "staging").iterdir())
    assert 0 < acknowledged < LAST, "the kills came too late to test anything"
    writer = start(folder)
    assert writer.wait(60) == 0
    assert check(Store(folder)) == LAST


def test_kill_while_merging_loses_and_doubles_nothing(tmp_path):
    folder, seen = tmp_path / "record", BATCH
    chance = random.Random(3)
    for _ in range(4):
        writer = start(folder, many=2)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(chance.uniform(0.1, 0.5))
        writer.send_signal(signal.SIGKILL)
        seen = max(seen, *(int(line) + 1 for line in writer.stdout.read().split()), BATCH)
        writer.wait()
        assert check(Store(folder)) >= seen
        assert not list((folder / "staging").iterdir())


def test_readers_see_whole_batches_while_one_writes(tmp_path):
    folder, last = tmp_path / "record", 48
    writer = start(folder, last, many=5)
    assert writer.stdout
    writer.stdout.readline()
    seen = [check_while_writing(folder)]
    while writer.poll() is None:
        seen.append(check_while_writing(folder))
    assert writer.returncode == 0
    assert seen == sorted(seen) and seen[0] < last and len(set(seen)) > 2
    assert check(Store(folder)) == last


def check_while_writing(folder: Path) -> int:
    connection = Store(folder, create=False).connect()
    tables = " UNION ALL ".join(f"SELECT count(*) AS n FROM {table}" for table in TABLES)
    counts = {row[0] for row in select(connection, tables)[1]}
    assert len(counts) == 1 and counts.pop() % BATCH == 0
    return int(select(connection, "SELECT count(*) FROM articles")[1][0][0])
