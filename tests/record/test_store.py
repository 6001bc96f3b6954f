from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from communique.errors import CommuniqueError, InvariantError, ItemError, SettingsError
from communique.model import Interval, content_id
from communique.record import TABLES, Store, rows_of, select


@pytest.fixture
def store(tmp_path, made):
    store = Store(tmp_path / "record")
    store.add([made(0), made(1)], store.start_run("test"))
    return store


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory, made):
    """A record for the tests that only read."""
    store = Store(tmp_path_factory.mktemp("unchanged") / "record")
    store.add([made(0), made(1)], store.start_run("test"))
    return store


def test_every_table_has_its_rows(unchanged):
    assert unchanged.counts() == {table: 2 for table in TABLES}
    connection = unchanged.connect()
    for table in TABLES:
        assert select(connection, f"SELECT count(*) FROM {table}")[1] == [(2,)]


def test_values_come_back(unchanged, made):
    names, rows = select(unchanged.connect(), "SELECT * FROM reports ORDER BY article")
    row = dict(zip(names, rows[0], strict=True))
    report = min((made(0), made(1)), key=lambda r: r.article.id).reports[0]
    assert row["id"] == report.id and row["sources"] == ["NOR"]
    assert row["date_from"] == datetime.date(2023, 5, 1)
    assert row["words"] == report.evidence[1].text and row["trigger"] == "visited"
    assert row["roles"][0] == {"role": "agent", "words": "Norway's foreign minister"}
    assert row["attribution"] == [{"speaker": "the ministry", "actor": ["NOR"], "cue": "said"}]
    assert (row["place"], row["lat"], row["country"]) == ("Helsinki", 60.17, "FIN")


def test_text_of_an_article_is_kept_exactly(tmp_path, made):
    record = made(0)
    text = record.article.text + "\x00 tab\t ‘quote’ 漢 \U0001f600 \r\n \u2028 ''; DROP \\n"
    article = replace(record.article, text=text, id=content_id(text))
    store = Store(tmp_path / "record")
    store.add([replace(record, article=article)], store.start_run("test"))
    assert select(store.connect(), "SELECT text FROM articles")[1] == [(text,)]


def test_adding_again_changes_nothing(store, made, tmp_path):
    files = sorted(path.name for path in (tmp_path / "record").rglob("*.parquet"))
    added = store.add([made(1), made(0), made(1)], store.start_run("again"))
    assert (added.articles, added.known, added.rows) == (0, 3, {})
    assert sorted(path.name for path in (tmp_path / "record").rglob("*.parquet")) == files


def test_an_article_twice_in_one_batch_is_stored_once(tmp_path, made):
    store = Store(tmp_path / "record")
    added = store.add([made(3), made(3)], store.start_run("test"))
    assert (added.articles, added.known) == (1, 1)


def test_reports_of_one_happening_are_one_event(tmp_path, made):
    record = made(0)
    again = replace(record.reports[0], id=content_id("other report"), rule="consult.trip.1")
    later = replace(again, id=content_id("third"), when=Interval("2023-05-02", "2023-05-02", "x"))
    store = Store(tmp_path / "record")
    twice = replace(record, reports=(*record.reports, again, later))
    store.add([twice], store.start_run("test"))
    found = select(store.connect(), "SELECT report_count FROM events ORDER BY date_from")[1]
    assert found == [(2,), (1,)]


def test_claim_without_its_words_is_refused(made):
    record = made(0)
    with pytest.raises(InvariantError, match="no evidence"):
        rows_of(replace(record, positions=(replace(record.positions[0], evidence=()),)))
    wrong = replace(record.positions[0].evidence[0], text="other words")
    with pytest.raises(InvariantError, match="is not the text"):
        rows_of(replace(record, positions=(replace(record.positions[0], evidence=(wrong,)),)))


def test_a_day_that_is_none_is_refused(made):
    record = made(0)
    bad = replace(record.reports[0], when=Interval("Monday", None, "x"))
    with pytest.raises(InvariantError, match="'Monday' is no day"):
        rows_of(replace(record, reports=(bad,)))


def test_a_failed_add_leaves_nothing(store, made, tmp_path, monkeypatch):
    from communique.record.segments import SegmentWriter

    real, calls = SegmentWriter.write, []

    def failing(self, rows, columns, target):
        calls.append(target)
        if len(calls) == 3:
            raise OSError("disk full")
        real(self, rows, columns, target)

    monkeypatch.setattr(SegmentWriter, "write", failing)
    with pytest.raises(OSError, match="disk full"):
        store.add([made(7)], store.start_run("test"))
    monkeypatch.undo()
    again = Store(tmp_path / "record")
    assert again.counts()["articles"] == 2
    assert not list((tmp_path / "record" / "staging").iterdir())
    assert again.add([made(7)], again.start_run("test")).articles == 1


def test_a_run_balances(store):
    run = store.start_run("test", codebook="book 1", model="model 1")
    with pytest.raises(InvariantError, match="3 in, but 1 passed and 1 dropped"):
        store.end_run(run, 3, 1, {"empty": 1})
    store.end_run(run, 3, 1, {"empty": 2})
    found = select(
        store.connect(),
        "SELECT taken, passed, dropped, codebook, ended >= started FROM runs WHERE program='test' "
        "AND codebook IS NOT NULL",
    )[1]
    assert found == [(3, 1, [{"reason": "empty", "items": 2}], "book 1", True)]


def test_search_finds_words_and_titles(unchanged, made):
    assert {table for table, _ in unchanged.search("icebreakers")} == {"statements", "commitments"}
    assert ("articles", made(1).article.id) in unchanged.search('minister "Helsinki')
    assert unchanged.search("zebra") == [] and unchanged.search('"* OR') == [] == unchanged.search(
        ""
    )


def test_find_takes_a_beginning(unchanged, made):
    report = made(1).reports[0]
    found = unchanged.find(report.id[:10])
    assert (found.table, found.row["id"]) == ("reports", report.id)
    assert found.article["url"] == "https://news.example/1"
    assert unchanged.find(made(0).article.id).table == "articles"
    with pytest.raises(ItemError, match="no line has an id"):
        unchanged.find("ffffffff")
    with pytest.raises(ItemError, match="is no id"):
        unchanged.find("../../etc")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY reports TO 'out.csv'",
        "ATTACH 'other.db'",
        "SELECT 1; SELECT 2",
        "SET enable_external_access = true",
        "DELETE FROM runs",
        "WITH gone AS (DELETE FROM runs RETURNING *) SELECT * FROM gone",
        "CREATE TABLE x (a INT)",
        "INSTALL httpfs",
        "SELECT * FROM parser_value",
        "SELEC 1",
        "",
    ],
)
def test_a_query_reads_the_record_and_nothing_else(unchanged, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ItemError):
        select(unchanged.connect(), sql)
    assert list(tmp_path.iterdir()) == []


def test_a_query_may_use_all_of_select(unchanged):
    connection = unchanged.connect()
    assert select(connection, "FROM reports SELECT count(*)")[1] == [(2,)]
    assert select(connection, "WITH r AS (SELECT * FROM runs) SELECT count(*) FROM r")[1] == [(1,)]
    assert len(select(connection, "DESCRIBE reports")[1]) == len(TABLES["reports"])
    assert select(connection, "SELECT count(*) FROM reports WHERE status = ?", ["x"])[1] == [(0,)]


def test_an_empty_record_answers(tmp_path):
    connection = Store(tmp_path / "new").connect()
    for table in [*TABLES, "runs"]:
        assert select(connection, f"SELECT * FROM {table}")[1] == []


def test_small_segments_are_merged(tmp_path, made, monkeypatch):
    store = Store(tmp_path / "record")
    run = store.start_run("test")
    for number in range(6):
        store.add([made(number)], run)
    reader = store.connect()
    sql = "SELECT * FROM reports ORDER BY id"
    before = select(reader, sql)
    assert store.compact(more_than=6) == 0
    assert store.compact(more_than=4) == 6 * len(TABLES)
    assert select(reader, sql) == before, "who reads goes on reading"
    assert select(store.connect(), sql) == before and store.counts()["reports"] == 6
    store.add([made(6)], run)
    assert store.compact(more_than=1) == 2 * len(TABLES)
    assert store.find(made(0).reports[0].id).row["words"] == made(0).reports[0].evidence[1].text
    assert len(list((store.path / "reports").iterdir())) == 9
    monkeypatch.setattr("communique.record.store._GRACE", -1.0)
    store.compact()
    assert len(list((store.path / "reports").iterdir())) == 1
    assert select(store.connect(), "SELECT count(DISTINCT id) FROM reports")[1] == [(7,)]
    assert store.add([made(2)], run).known == 1


def test_paths_that_are_no_record_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="no record in"):
        Store(tmp_path / "missing", create=False)
    assert not (tmp_path / "missing").exists()
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(SettingsError, match="holds holiday"):
        Store(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match="no record can be made"):
        Store(tmp_path / "file")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "catalog.sqlite").write_bytes(b"not sqlite at all" * 100)
    with pytest.raises(SettingsError, match="catalog"):
        Store(tmp_path / "bad")


def test_segments_of_an_older_program_lack_columns(unchanged, monkeypatch):
    newer = TABLES["positions"] | {"weight": "DOUBLE", "seen_by": "VARCHAR[]"}
    monkeypatch.setitem(TABLES, "positions", newer)
    sql = "SELECT issue, weight, seen_by FROM positions"
    assert select(unchanged.connect(), sql)[1] == [("Arctic Treaty", None, None)] * 2


def test_a_newer_catalogue_is_refused(store, tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "record" / "catalog.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SettingsError, match="use a newer communique"):
        Store(tmp_path / "record")


def test_a_lost_segment_is_named(store, tmp_path):
    lost = next((tmp_path / "record" / "reports").iterdir())
    lost.rename(tmp_path / "away.parquet")
    with pytest.raises(CommuniqueError, match=lost.stem):
        select(store.connect(), "SELECT * FROM reports")
