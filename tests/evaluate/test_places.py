from __future__ import annotations

import pytest

from communique.evaluate.places import kilometres, score_places

TEXT = "From Bergen to Oslo by way of Voss, says Acme."
GOLD = [
    {
        "id": 1,
        "text": TEXT,
        "toponyms": [
            {"start": 5, "end": 11, "lat": 60.39, "lon": 5.32, "country": "Norway"},
            {"start": 15, "end": 19, "lat": 59.91, "lon": 10.75, "country": "NOR"},
            {"start": 30, "end": 34, "lat": None, "lon": None, "country": None},
        ],
    }
]


def place(start, end, lat, lon, iso3):
    return {"start": start, "end": end, "lat": lat, "lon": lon, "iso3": iso3}


def scored(*toponyms):
    return score_places(GOLD, [{"id": 1, "toponyms": list(toponyms)}])


def test_found_near_and_country():
    scores = scored(
        place(5, 11, 60.4, 5.3, "NOR"),
        place(15, 19, 34.2, -90.8, "USA"),
        place(30, 34, 60.6, 6.4, "NOR"),
        place(41, 45, 1.0, 1.0, "GAB"),
    )
    assert scores.gold == 2
    assert scores.measures() == {"found": 100.0, "near": 50.0, "country": 50.0, "precision": 75.0}
    assert scores.wrong == ["1  at None USA: 'Oslo' of NOR"]


def test_the_best_of_several_counts():
    scores = scored(place(5, 8, 0.0, 0.0, None), place(8, 11, 60.4, 5.3, "NOR"))
    assert (scores.found, scores.near, scores.right_country) == (1, 1, 1)


def test_no_coordinates_and_nothing_predicted():
    assert scored(place(5, 11, None, None, "NOR")).near == 0
    assert score_places(GOLD, [{"id": 1, "error": "no text"}]).measures()["found"] == 0
    assert score_places([], []).gold == 0


def test_kilometres():
    assert kilometres(0, 0, 0, 180) == pytest.approx(20015, abs=1)
    assert kilometres(60.39, 5.32, 59.91, 10.75) == pytest.approx(305, abs=3)
    assert kilometres(1, 2, 1, 2) == 0


def test_report():
    lines = list(scored(place(5, 11, 60.4, 5.3, "NOR")).report(errors=True))
    assert lines[0].startswith("1  missed: 'Oslo'")
    assert lines[-1] == "found 50.0 within 161 km 50.0 right country 50.0 precision 100.0 on 2"
    assert scored().as_json()["gold"] == 2
