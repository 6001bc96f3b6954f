"""Happenings merged across the articles of a record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.errors import RetryError
from communique.model import Participant
from communique.record import Store, select

PEOPLE = (
    Participant("Anniken Huitfeldt", "foreign minister", "NOR"),
    Participant("Pekka Haavisto", "foreign minister", "FIN"),
)


@pytest.fixture
def named(made):
    """Invented articles that all tell the meeting of the same two people on one day."""

    def record(number):
        one = made(number)
        return replace(one, meetings=(replace(one.meetings[0], participants=PEOPLE),))

    return record


def filled(folder, records):
    store = Store(folder)
    for record in records:
        store.add([record], store.start_run("test"))
    return store


def rows(store, columns="*"):
    return select(store.connect(), f"SELECT {columns} FROM events ORDER BY id")[1]


def test_one_event_for_all_who_tell_it(tmp_path, named):
    store = filled(tmp_path / "record", [named(0), named(1), named(2)])
    assert len(rows(store)) == 3
    assert store.merge_events() == 1
    ((reports, count, sources, origins, day),) = rows(
        store, "reports, report_count, source_count, origins, date_from::VARCHAR"
    )
    assert len(reports) == count == 3
    assert sources == len(origins)
    assert day == "2023-05-01"
    assert store.counts()["events"] == 1


def test_an_event_is_found_by_every_id_that_it_had(tmp_path, named):
    store = filled(tmp_path / "record", [named(0), named(1)])
    before = [row[0] for row in rows(store, "id")]
    store.merge_events()
    ((kept,),) = rows(store, "id")
    assert kept in before
    assert {store.find(row_id).row["id"] for row_id in before} == {kept}
    store.compact(more_than=0)
    assert {store.find(row_id).row["id"] for row_id in before} == {kept}


def test_merging_again_writes_nothing(tmp_path, named):
    store = filled(tmp_path / "record", [named(0), named(1)])
    store.merge_events()
    files = sorted(store.path.glob("events/*"))
    assert store.merge_events() == 1
    assert sorted(store.path.glob("events/*")) == files
    assert Store(tmp_path / "empty").merge_events() == 0


def test_a_later_article_joins(tmp_path, named):
    store = filled(tmp_path / "record", [named(0), named(1)])
    store.merge_events()
    ((kept,),) = rows(store, "id")
    store.add([named(2)], store.start_run("test"))
    store.merge_events()
    ((joined, count),) = rows(store, "id, report_count")
    assert count == 3
    assert store.find(kept).row["id"] == joined


def test_order_of_adding_changes_nothing(tmp_path, named, made):
    records = [named(0), named(1), made(2), made(3)]
    first = filled(tmp_path / "first", records)
    second = filled(tmp_path / "second", records[::-1])
    first.merge_events(), second.merge_events()
    columns = "* EXCLUDE (run)"
    assert rows(first, columns) == rows(second, columns)
    assert len(rows(first)) == 3


def test_what_nobody_else_tells_is_written_alike_by_adding_and_merging(tmp_path, named, made):
    store = filled(tmp_path / "record", [named(0), named(1), made(2)])
    alone = made(2).reports[0].id
    before = [row for row in rows(store, "reports, *") if row[0] == [alone]]
    store.merge_events()
    assert [row for row in rows(store, "reports, *") if row[0] == [alone]] == before


def test_a_merge_that_is_cut_short_is_finished(tmp_path, named, monkeypatch):
    store = filled(tmp_path / "record", [named(0), named(1)])
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_publish", lambda store, names: None)
        store.merge_events()
    assert len(rows(Store(tmp_path / "record"))) == 1


def test_a_failed_merge_changes_nothing(tmp_path, named, monkeypatch):
    store = filled(tmp_path / "record", [named(0), named(1)])
    with monkeypatch.context() as patch:
        patch.setattr("communique.record.segments.SegmentWriter.write_events", None)
        with pytest.raises(TypeError):
            store.merge_events()
    assert len(rows(Store(tmp_path / "record"))) == 2


def test_others_who_keep_adding(tmp_path, named, monkeypatch):
    store = filled(tmp_path / "record", [named(0), named(1)])
    late = iter([named(number) for number in range(2, 9)])
    connect = Store.connect

    def adding(self):
        Store(self.path).add([next(late)], "test")
        return connect(self)

    monkeypatch.setattr(Store, "connect", adding)
    with pytest.raises(RetryError):
        store.merge_events()
    monkeypatch.undo()
    assert store.merge_events() == 1
    assert rows(store, "report_count") == [(5,)]
