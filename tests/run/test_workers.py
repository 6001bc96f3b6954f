"""The same pages through one process and through workers give the same record."""

from __future__ import annotations

import json

import pytest

from communique.errors import SettingsError
from communique.record import TABLES, Store, select
from communique.run.batch import add_sources
from communique.settings import Settings


def test_workers_give_what_one_process_gives(parser, tmp_path):
    lines = [
        {"id": str(n), "text": f"The king of Norway visited Finland on Monday, for day {n}."}
        for n in range(70)
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, [*lines, {"id": "x"}])))
    tables = []
    for jobs in (1, 2):
        store = Store(tmp_path / str(jobs))
        summary = add_sources(store, [str(source)], Settings(), jobs=jobs)
        assert (summary.taken, summary.passed, summary.dropped) == (71, 70, {"json": 1})
        connection = store.connect()
        tables.append(
            {
                table: select(connection, f"SELECT * EXCLUDE (run) FROM {table} ORDER BY id")
                for table in TABLES
            }
        )
    assert tables[0] == tables[1]


def test_workers_that_cannot_start_say_why(tmp_path):
    (tmp_path / "rules").write_text("no folder")
    store = Store(tmp_path / "record")
    with pytest.raises(SettingsError, match="rules"):
        add_sources(store, ["x"], Settings(codebook=tmp_path / "rules"), jobs=2)
