from __future__ import annotations

from communique.evaluate.times import score_times


def timex(start, end, value, kind="DATE", **more):
    return {"start": start, "end": end, "type": kind, "value": value} | more


TEXT = "On Monday they met for two days; on Friday they left."
GOLD = [
    {
        "id": "a",
        "text": TEXT,
        "timexes": [
            timex(3, 9, "2023-05-01"),
            timex(23, 31, "P2D", "DURATION"),
            timex(36, 42, "2023-05-05"),
            timex(0, 2, "2023-05-07", dct=True),
        ],
    }
]


def scored(timexes, gold=GOLD):
    return score_times(gold, [{"id": "a", "timexes": timexes}])


def test_all_right():
    right = [item for item in GOLD[0]["timexes"] if not item.get("dct")]
    assert scored(right).measures() == {"relaxed": 100.0, "value": 100.0}
    assert scored(right).wrong == []


def test_touching_spans_and_other_values():
    scores = scored([timex(0, 9, "2023-05-01"), timex(27, 31, "P3D"), timex(50, 52, "2023")])
    assert (scores.spans.hit, scores.values.hit) == (2, 1)
    assert (scores.spans.predicted, scores.spans.gold) == (3, 3)
    assert round(scores.measures()["relaxed"], 1) == 66.7
    assert [line.split("  ")[1].split(":")[0] for line in scores.wrong] == [
        "value P3D",
        "missed",
        "false",
    ]


def test_a_prediction_counts_once():
    assert scored([timex(0, 52, "2023-05-01")]).spans.hit == 1


def test_what_lies_behind_the_annotation_does_not_count():
    late = [timex(45, 52, "2023")]
    assert scored(late).spans.predicted == 1
    partly = [GOLD[0] | {"full_chars": 400}]
    assert scored(late, partly).spans.predicted == 0


def test_nothing_predicted_and_errors():
    assert score_times(GOLD, []).spans.gold == 3
    assert score_times(GOLD, [{"id": "a", "error": "no text"}]).measures()["relaxed"] == 0
    assert score_times([], []).spans.gold == 0


def test_report():
    lines = list(scored([timex(3, 9, "2023-05-01")]).report(errors=True))
    assert lines[-1] == "relaxed 50.0 value 50.0 on 3"
    assert any("missed: 'Friday'" in line for line in lines)
    assert scored([]).as_json()["task"] == "times"
