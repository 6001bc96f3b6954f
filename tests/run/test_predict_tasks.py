from __future__ import annotations

import json

import pytest

from communique.run.predict import predict_file
from communique.run.predict_actors import answer_actors
from communique.run.predict_attribution import SpeechTask
from communique.run.predict_items import answer_each
from communique.run.predict_pages import PageTask
from communique.run.predict_times_places import answer_places, answer_times
from communique.settings import Settings

BAD = [{"id": 7}, {"id": 8, "text": " "}, {"id": 9, "text": 5}, {"error": "no JSON"}]


def one(answers):
    (answer,) = answers
    return answer


def test_times():
    text = "Norway and Finland met on Monday.\nThey will meet again in March 2024."
    found = one(answer_times([{"id": 1, "text": text, "dct": "2023-05-05"}]))["timexes"]
    assert [text[t["start"] : t["end"]] for t in found] == ["Monday", "March 2024"]
    assert found[0] | {"start": 0, "end": 0} == {
        "start": 0,
        "end": 0,
        "type": "DATE",
        "value": "2023-05-01",
        "from": "2023-05-01",
        "to": "2023-05-01",
    }
    assert (found[1]["from"], found[1]["to"]) == ("2024-03-01", "2024-03-31")


@pytest.mark.parametrize("dct", [None, "", "03-02-2009", "nonsense", 5, ["2023"]])
def test_times_without_a_day(dct):
    found = one(answer_times([{"id": 1, "text": "They met on Monday.", "dct": dct}]))["timexes"]
    assert [(t["value"], t["from"]) for t in found] == [("XXXX-WXX-1", None)]


def test_places():
    text = "The Finnish minister flew from Helsinki to Bergen, Norway."
    found = one(answer_places([{"id": 1, "text": text}]))["toponyms"]
    assert [(text[p["start"] : p["end"]], p["iso3"]) for p in found] == [
        ("Finnish", "FIN"),
        ("Helsinki", "FIN"),
        ("Bergen", "NOR"),
        ("Norway", "NOR"),
    ]
    assert abs(found[2]["lat"] - 60.4) < 0.3


@pytest.mark.parametrize(
    ("phrase", "date", "code", "sector"),
    [
        ("Serbian police", None, "SRB", "COP"),
        ("Chancellor Angela Merkel", "2012-05-01", "DEU", "GOV"),
        ("Angela Merkel", "1 May 2023", "DEU", "ELI"),
        ("Deputy Secretary Hicks", "2022-04-01", "USA", "GOV"),
        ("Finland", None, "FIN", None),
        ("Bergen", None, "NOR", "CVL"),
        ("gunmen", None, None, "UAF"),
        ("a teapot", None, None, None),
    ],
)
def test_actors(phrase, date, code, sector):
    found = one(answer_actors([{"id": 1, "phrase": phrase, "date": date}]))
    assert (found["code"], found["sector"]) == (code, sector)


def test_attribution(parser):
    text = "Norway's minister said that the bridge would open. Others walked home."
    (said,) = one(SpeechTask(Settings())([{"id": 1, "text": text}]))["attributions"]
    words = {role: text[slice(*said[role])] for role in ("source", "cue")}
    assert words == {"source": "Norway's minister", "cue": "said"}
    assert [text[a:b] for a, b in said["content"]] == ["that the bridge would open"]


def test_pages(tmp_path):
    story = "Norway's minister flew to Finland on Monday and met her colleague in Helsinki. " * 3
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><head><title>A visit</title></head><body><p>{story}</p></body></html>",
        "utf-8",
    )
    (tmp_path / "page.txt").write_text(f"A visit\n\n{story}\n", "utf-8")
    task = PageTask(tmp_path)
    for item in ({"id": 1, "html_file": str(page)}, {"id": 1, "text_file": "page.txt"}):
        found = one(task([item]))
        assert "met her colleague in Helsinki" in found["text"], found
        assert set(found) == {"id", "text", "title", "published"}


def test_what_cannot_be_processed(tmp_path, parser):
    tasks = (answer_times, answer_places, answer_actors, SpeechTask(Settings()), PageTask(tmp_path))
    for task in tasks:
        for item, answer in zip(BAD, task(BAD), strict=True):
            assert set(answer) == {"id", "error"} and answer["id"] == item.get("id")
    assert "no JSON" in one(answer_times(BAD[3:]))["error"]
    assert set(one(PageTask(tmp_path)([{"id": 1, "html_file": "nowhere"}]))) == {"id", "error"}
    assert set(one(PageTask(tmp_path)([{"id": 1, "html_file": "\x00"}]))) == {"id", "error"}


def test_half_a_surrogate_pair(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "\\ud800", "phrase": "President J\\ud800hn Smith"}\n', "utf-8")
    predict_file("actors", source, target, Settings())
    assert json.loads(target.read_text("utf-8"))["id"] == "\ud800"


def test_a_defect_ends_no_run():
    def broken(item):
        raise ZeroDivisionError("no words")

    assert "ZeroDivisionError" in one(answer_each([{"id": 1}], broken))["error"]
