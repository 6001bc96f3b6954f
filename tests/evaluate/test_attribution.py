from __future__ import annotations

import pytest

from communique.evaluate.attribution import score_attribution

TEXT = '"We agree," the minister said. Norway denied it; Finns hope that it rains.'


def span(words):
    start = TEXT.index(words)
    return [start, start + len(words)]


def said(source, cue, *content):
    return {
        "source": span(source) if source else None,
        "cue": span(cue) if cue else None,
        "content": [span(words) for words in content],
    }


FIRST = said("the minister", "said", '"We agree,"')
SECOND = said("Finns", "hope", "that it rains")
GOLD = [{"id": 1, "text": TEXT, "attributions": [FIRST, SECOND]}]


def scored(*attributions):
    return score_attribution(GOLD, [{"id": 1, "attributions": list(attributions)}])


def test_all_right():
    assert scored(FIRST, SECOND).measures() == pytest.approx(
        {"all_exact": 100.0, "content_overlap": 100.0, "source_link": 100.0}
    )


def test_marks_at_the_edges_do_not_count():
    bare = said("the minister", "said", "We agree")
    scores = scored(bare, SECOND)
    assert scores.exact["all"].hit == 2
    # The words do: two quotation marks and a comma are gold words that were not predicted.
    assert scores.overlap["content"].gold - scores.overlap["content"].hit == 3


def test_half_right():
    scores = scored(said("minister", "said", "We agree"), said("Norway", "denied", "it"))
    assert (scores.exact["all"].hit, scores.exact["cue"].hit) == (0, 1)
    assert scores.exact["content"].hit == 1 and scores.exact["source"].hit == 0
    assert (scores.linked, scores.sources) == (1, 2)


def test_pairs_need_a_shared_cue_unless_one_lacks_it():
    other = said("Finns", "denied", "that it rains")
    assert scored(other).overlap["content"].hit == 0
    uncued = said("Finns", None, "that it rains")
    assert scored(uncued).overlap["content"].hit == 3
    assert scored(uncued).exact["all"].hit == 0


def test_one_to_one():
    scores = scored(FIRST, FIRST)
    assert (scores.exact["all"].hit, scores.exact["all"].predicted) == (1, 2)


def test_nothing_and_errors():
    assert score_attribution(GOLD, []).measures()["all_exact"] == 0
    assert score_attribution(GOLD, [{"id": 1, "error": "no text"}]).exact["all"].gold == 2
    assert score_attribution([], []).link == 0


def test_a_single_span_is_a_content_too():
    flat = SECOND | {"content": span("that it rains")}
    assert scored(FIRST, flat).exact["all"].hit == 2


def test_report():
    lines = list(scored(FIRST).report(errors=True))
    assert lines[-1] == "source link 50.0 on 2, 1 predicted"
    assert any("missed" in line for line in lines)
    assert scored(FIRST).as_json()["predicted"] == 1
