from __future__ import annotations

from communique.evaluate.actors import score_actors

GOLD = [
    {"id": 1, "phrase": "Finnish police", "want": {"country": "FIN", "code_1": "COP"}},
    {"id": 2, "phrase": "a baker", "want": {"country": "", "code_1": "CVL"}},
    {"id": 3, "phrase": "the European Union", "want": {"country": "EUR"}},
    {"id": 4, "phrase": "NATO", "want": {"country": "IGO"}},
    {"id": 5, "phrase": "Hezbollah", "date": "2022-01-01", "want": {"code_1": ["PTY", "REB"]}},
    {"id": 6, "phrase": "Norway", "want": {"country": "NOR", "code_1": ""}},
]


def answer(number, code, sector, actor=None):
    return {"id": number, "code": code, "sector": sector, "actor": actor or code}


def test_right_answers():
    scores = score_actors(
        GOLD,
        [
            answer(1, "FIN", "COP"),
            answer(2, None, "CVL"),
            answer(3, "EU", None),
            answer(4, "NATO", None),
            answer(5, "LBN", "REB", "HEZBOLLAH"),
            answer(6, "NOR", None),
        ],
    )
    assert scores.measures() == {"country": 100.0, "sector": 100.0}
    assert (scores.countries, scores.sectors, scores.wrong) == (5, 4, [])


def test_wrong_answers():
    scores = score_actors(
        GOLD, [answer(1, "SWE", "COP"), answer(2, "FIN", None), answer(4, "NOR", None)]
    )
    assert scores.measures() == {"country": 0.0, "sector": 50.0}
    assert scores.wrong[0] == "1  'Finnish police': FIN → SWE"
    assert scores.wrong[1] == "2  'a baker': - → FIN, CVL → None"
    assert "on 2022-01-01" in scores.wrong[4]


def test_nothing_to_score():
    assert score_actors([], []).measures() == {"country": 100.0, "sector": 100.0}


def test_report():
    lines = list(score_actors(GOLD[:1], [answer(1, "FIN", "MIL")]).report(errors=True))
    assert lines == ["1  'Finnish police': COP → MIL", "", "country 100.0 sector 0.0 on 1 and 1"]
    assert score_actors(GOLD, []).as_json()["countries"] == 5
