"""Every expected figure here was counted by hand."""

from __future__ import annotations

import copy

import pytest

from communique.errors import SettingsError
from communique.evaluate import evaluate_task

TEXT = (
    "OSLO: Norway's premier visited Finland. Norway and Sweden signed a treaty on Monday.\n\n"
    "She said that Norway would lend ships. Norway supports the Arctic Treaty.\n"
    "Goals galore as Norway thrash Finland"
)
VISIT = "OSLO: Norway's premier visited Finland."
TREATY = "Norway and Sweden signed a treaty on Monday."


def event(sentence, trigger, kind, source, target, status="occurred"):
    return {
        "sentence": sentence,
        "trigger": trigger,
        "type": kind,
        "source": source,
        "target": target,
        "status": status,
    }


GOLD = {
    "id": "a",
    "text": TEXT,
    "debris": ["Goals galore as Norway thrash Finland"],
    "events": [
        event(VISIT, "visited", "CONSULT", ["NOR"], ["FIN"]),
        event(TREATY, "signed", "AGREE", ["NOR", "SWE"], []),
    ],
    "statements": [{"speaker": "Norway's premier", "content": "Norway would lend ships"}],
    "commitments": [{"promisor": ["NOR"], "beneficiary": [], "words": "Norway would lend ships"}],
    "positions": [{"actor": ["NOR"], "issue": "the Arctic Treaty", "stance": "support"}],
}
DECOY = GOLD | {
    "id": "b",
    "kind": "decoy",
    "text": "Oil fell. Gold rose.",
    "debris": [],
    "events": [],
    "statements": [],
    "commitments": [],
    "positions": [],
}


def made(words, kind, source, target, status="occurred"):
    start = TEXT.index(words)
    return {
        "type": kind,
        "source": source,
        "target": target,
        "status": status,
        "start": start,
        "end": start + len(words),
    }


def span(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


PERFECT = {
    "id": "a",
    "events": [
        made("visited", "CONSULT", ["NOR"], ["FIN"]),
        made("signed", "AGREE", ["SWE"], ["NOR"]),
    ],
    "statements": [{"speaker": "the premier"} | span("Norway would lend ships")],
    "commitments": [{"promisor": ["NOR"], "beneficiary": []} | span("would lend ships")],
    "positions": [{"actor": ["NOR"], "issue": "Arctic treaty", "stance": "support"}],
    "debris": [[TEXT.index("Goals"), len(TEXT)]],
}


def score(*predictions):
    return evaluate_task("articles", [GOLD, DECOY], predictions)


def test_perfect_predictions():
    scores = score(PERFECT, {"id": "b"})
    assert set(scores.measures().values()) == {1.0, 1000.0}
    assert scores.missed == [] and scores.false == []
    report = list(scores.report())
    assert report[-1] == (
        "F1 TYPE 1.000 ACTORS 1.000 EXACT 1.000 SAID 1.000 PROMISES 1.000 POSITIONS 1.000 "
        "QUIET 1000.0"
    )
    assert "debris left: 0 of 32 characters = 0.0 %" in report


def test_nothing_predicted():
    scores = score()
    assert scores.measures()["exact"] == 0
    assert scores.other["no prediction"] == 2
    assert "debris left: 32 of 32 characters = 100.0 %" in list(scores.report())
    assert len(scores.missed) == 5


def test_direction_counts_only_where_the_gold_has_one():
    turned = copy.deepcopy(PERFECT)
    turned["events"][0] |= {"source": ["FIN"], "target": ["NOR"]}
    scores = score(turned)
    assert scores.counts["type + actors"].hit == 2
    assert scores.counts["exact"].hit == 1


def test_actors_count_only_where_sentence_and_type_are_right():
    other = copy.deepcopy(PERFECT)
    other["events"] = [
        made("visited", "CONSULT", ["FIN"], ["NOR"]),  # no direction by the guide
        made("signed", "AGREE", ["SWE"], ["FIN"]),
        made("supports", "SUPPORT", ["NOR"], ["SWE"]),
    ]
    scores = score(other)
    assert (scores.actors_given.hit, scores.actors_given.gold) == (1, 2)
    assert "actors of events right, given the event: 1 of 2 = 0.500" in list(scores.report())
    assert "made: SWE → FIN" in scores.wrong_actors[0]


def test_status_and_type_and_place_are_told_apart():
    wrong = copy.deepcopy(PERFECT)
    wrong["events"] = [
        made("visited", "CONSULT", ["NOR"], ["FIN"], "planned"),
        made("signed", "SUPPORT", ["NOR"], ["SWE"]),
        made("supports", "AGREE", ["NOR"], ["SWE"]),
    ]
    scores = score(wrong)
    assert [scores.counts[m].hit for m in ("event type", "type + actors", "exact")] == [1, 1, 0]
    assert scores.counts["event type"].f1 == pytest.approx(2 / 5)
    assert scores.confusion == {("AGREE", "SUPPORT"): 1}
    assert (scores.by_type["AGREE"].predicted, scores.by_type["AGREE"].gold) == (1, 1)
    assert scores.by_status["occurred"].gold == 1 and scores.by_status["planned"].predicted == 1
    assert any("AGREE occurred NOR SWE" in line for line in scores.missed)
    assert any("[supports]" in line for line in scores.false)


def test_statements_need_half_the_words_and_the_speaker():
    half = copy.deepcopy(PERFECT)
    half["statements"] = [{"speaker": "the premier."} | span("would lend ships. Norway supp")]
    assert score(half).counts["statements"].hit == 0
    half["statements"] = [{"speaker": "the premier’s"} | span("would lend ships")]
    assert score(half).counts["statements"].hit == 1
    half["statements"] = [{"speaker": "the minister"} | span("Norway would lend ships")]
    assert score(half).counts["statements"].hit == 0


def test_positions_share_words_of_the_issue():
    other = copy.deepcopy(PERFECT)
    other["positions"] = [
        {"actor": ["NOR"], "issue": "the Antarctic Treaty", "stance": "support"},
        {"actor": ["NOR"], "issue": "the Arctic Treaty", "stance": "oppose"},
        {"actor": ["SWE"], "issue": "the Arctic Treaty", "stance": "support"},
    ]
    assert score(other).counts["positions"].hit == 1
    other["positions"] = other["positions"][1:]
    assert score(other).counts["positions"].hit == 0


def test_false_alarms_of_decoys():
    alarm = {"id": "b", "events": [made("visited", "AID", ["NOR"], []) | {"start": 0, "end": 3}]}
    scores = score(PERFECT, alarm)
    assert scores.alarms == 500.0
    assert scores.measures()["quiet"] == 500.0
    assert "decoys: 1 false alarms in 2 sentences of 1 articles = 500.0 per 1,000" in list(
        scores.report()
    )


def test_debris_and_story_are_counted_in_characters():
    cut = PERFECT | {"debris": [[0, 5], [TEXT.index("thrash"), len(TEXT) + 99]]}
    scores = score(cut)
    assert scores.other["debris left"] == 32 - len("thrashFinland")
    assert scores.other["story lost"] == 5


def test_gold_that_breaks_its_format_is_named():
    with pytest.raises(SettingsError, match="gold article a: not in the text: 'Goals of Norway'"):
        evaluate_task("articles", [GOLD | {"debris": ["Goals of Norway"]}], [])
    with pytest.raises(SettingsError, match="gold article a: is not in the gold format"):
        evaluate_task("articles", [{"id": "a", "text": "x"}], [])
    with pytest.raises(SettingsError, match="predictions for articles that the gold lacks: z"):
        score({"id": "z"})
    with pytest.raises(SettingsError, match="those that exist: articles, relations"):
        evaluate_task("weather", [], [])


def test_json_of_the_scores():
    found = score(PERFECT).as_json()
    assert found["counts"]["exact"] == {
        "hit": 2,
        "predicted": 2,
        "gold": 2,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
