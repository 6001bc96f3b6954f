from __future__ import annotations

import json

import pytest

from communique.errors import RetryError
from communique.record import Store, select
from communique.run import batch
from communique.run.batch import add_sources, code_chunk
from communique.settings import Settings

STORY = "The king of Norway visited Finland on Monday, and he talked to people there about it."


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "record")


@pytest.fixture
def add(store, coder, monkeypatch):
    """`add_sources` in this process, with the stages of the tests."""
    monkeypatch.setattr(batch, "Coder", lambda settings: coder)

    def run(*sources, **options):
        return add_sources(store, [str(source) for source in sources], Settings(), **options)

    return run


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in {
        "a.txt": STORY,
        "b.txt": STORY + " It was the second visit of the year.",
        "copy.txt": STORY,
        "empty.txt": " \n\n",
        "unclean.txt": STORY + " UNCLEAN.",
        "uncodable.txt": STORY + " UNCODABLE.",
        "binary.txt": "\x00\x01\x02" * 500,
    }.items():
        (folder / name).write_text(text)
    return folder


def test_all_that_comes_in_is_passed_or_dropped(add, folder, store):
    told = []
    summary = add(folder, notify=lambda summary, dropped: told.extend(dropped))
    assert (summary.taken, summary.passed) == (7, 2)
    dropped = {"known": 1, "defect": 1, "empty": 1, "unclean": 1, "binary": 1}
    assert summary.dropped == dropped
    assert summary.passed + sum(summary.dropped.values()) == summary.taken
    assert summary.failed == 4
    assert {item.reason for item in told} == set(summary.dropped) - {"known"}
    assert store.counts()["articles"] == 2 == summary.rows["articles"]


def test_adding_again_parses_nothing(add, folder, store, monkeypatch):
    add(folder)
    monkeypatch.setattr("communique.run.coder.Coder._parse", lambda self, drafts: drafts[0])
    with pytest.raises(IndexError):
        add(folder / "a.txt", folder / "b.txt")
    monkeypatch.undo()


def test_the_run_is_in_the_record(add, folder, store):
    add(folder)
    add(folder)
    found = select(store.connect(), "SELECT taken, passed, codebook, dropped FROM runs")[1]
    assert [row[:3] for row in found] == [(7, 2, "none"), (7, 0, "none")]
    assert {"reason": "known", "items": 3} in found[1][3]
    linked = "SELECT count(*) FROM articles JOIN runs ON articles.run = runs.id"
    assert select(store.connect(), linked)[1] == [(2,)]


def test_a_missing_source_spoils_no_other(add, folder, tmp_path):
    summary = add(tmp_path / "missing.txt", folder / "a.txt", tmp_path / "no*.txt")
    assert (summary.taken, summary.passed) == (3, 1)


def test_a_network_that_fails_drops_its_source_alone(add, folder, monkeypatch):
    import communique.read

    real = communique.read.iter_sources

    def failing(paths):
        if paths[0].startswith("http"):
            raise RetryError(f"{paths[0]}: no answer")
        return real(paths)

    monkeypatch.setattr(communique.read, "iter_sources", failing)
    summary = add("https://news.example/", folder / "a.txt")
    assert summary.dropped == {"retry": 1} and summary.passed == 1


def test_many_lines_are_written_in_parts(add, tmp_path, store, monkeypatch):
    monkeypatch.setattr(batch, "FLUSH_ROWS", 64)
    lines = [json.dumps({"id": f"n{n}", "text": f"{STORY} It was visit {n}."}) for n in range(150)]
    (tmp_path / "many.jsonl").write_text("\n".join([*lines, "no json", lines[0]]))
    seen = []
    summary = add(tmp_path / "many.jsonl", notify=lambda s, dropped: seen.append(s.taken))
    assert (summary.taken, summary.passed) == (152, 150)
    assert seen == [32, 64, 96, 128, 152, 152]
    assert len(list((store.path / "articles").iterdir())) == 3


def test_ctrl_c_keeps_what_is_coded(add, tmp_path, store, monkeypatch):
    lines = [json.dumps({"id": f"n{n}", "text": f"{STORY} It was visit {n}."}) for n in range(150)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    calls = []

    def interrupt(summary, dropped):
        calls.append(summary.taken)
        if len(calls) == 4:
            raise KeyboardInterrupt

    summary = add(tmp_path / "many.jsonl", notify=interrupt)
    assert summary.interrupted and summary.passed == 128 == store.counts()["articles"]
    assert add(tmp_path / "many.jsonl").passed == 22


def test_order_and_size_of_chunks_change_no_record(add, tmp_path, coder, store, monkeypatch):
    lines = [json.dumps({"id": f"n{n}", "text": f"{STORY} It was visit {n}."}) for n in range(20)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    add(tmp_path / "many.jsonl")
    other = Store(tmp_path / "other")
    (tmp_path / "turned.jsonl").write_text("\n".join(reversed(lines)))
    monkeypatch.setattr(batch, "CHUNK", 3)
    add_sources(other, [str(tmp_path / "turned.jsonl")], Settings())
    sql = "SELECT * EXCLUDE (run) FROM reports ORDER BY id"
    assert select(store.connect(), sql) == select(other.connect(), sql)


def test_a_record_that_breaks_its_promise_is_dropped(coder, store, stages):
    from dataclasses import replace

    from communique.model import Page
    from communique.run.coder import Coder

    def no_words(article, sentences, mentions):
        record = stages.code(article, sentences, mentions)
        return replace(record, reports=(replace(record.reports[0], evidence=()),))

    broken = Coder(Settings(), stages=replace(stages, code=no_words))
    (outcome,) = code_chunk(broken, store, [Page("a.txt", STORY)])
    assert outcome.reason == "defect" and "no evidence" in outcome.message
