"""The table of offices: what is stored comes back, and adds up to spells."""

from __future__ import annotations

import pytest

from communique.errors import InvariantError
from communique.model import Article, Evidence, Interval, Line, OfficeClaim, Record, content_id
from communique.record import Store, rows_of, select
from communique.record.offices import learned_spells


def told(day, words, person="Kari Vik", marker="holds", held=None):
    text = f"On {day} {words} arrived."
    article = Article(
        content_id("article", text), "a.txt", text, (Line(0, len(text), "story", "prose"),),
        None, None, None, None, None, Interval(day, day, "metadata"), "given", "en", "good",
    )  # fmt: skip
    claim = OfficeClaim(
        id=content_id(day, words),
        article=article.id,
        person=person,
        office="Foreign Minister",
        kind="foreign-minister",
        country="NOR",
        country_reason="modifier",
        marker=marker,
        held=held or Interval(day, day, "day of publication"),
        evidence=article.quote(text.index(words), text.index(words) + len(words)),
        verdict="contradicts",
        verdict_reason="Arne Dahl held it",
    )
    return rows_of(Record(article, offices=(claim,)))


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "record")
    run = store.start_run("test")
    store.add_rows(
        [
            told("1999-03-01", "Foreign Minister Kari Vik"),
            told("1999-09-01", "Foreign Minister Vik", "Vik"),
            told("2001-01-01", "former Foreign Minister Kari Vik", marker="former",
                 held=Interval(None, "2001-01-01", "before publication")),
            told("1999-09-02", "Foreign Minister Per Moe", "Per Moe"),
        ],
        run,
    )  # fmt: skip
    return store


def test_lines(store):
    names, rows = select(
        store.connect(),
        "SELECT person, marker, date_from, date_to, verdict, words FROM offices ORDER BY words",
    )
    assert names[0] == "person"
    assert [row[1] for row in rows] == ["holds", "holds", "holds", "former"]
    assert rows[-1][2] is None
    assert rows[0][4:] == ("contradicts", "Foreign Minister Kari Vik")


def test_spells(store):
    (spell,) = learned_spells(store, "Kari Vik")
    assert (spell.country, spell.kind, spell.articles) == ("NOR", "foreign-minister", 3)
    assert (spell.first_seen, spell.last_seen) == ("1999-03-01", "1999-09-01")
    assert spell.ended_before == "2001-01-01"
    assert spell.claims[0].evidence.text == "Foreign Minister Kari Vik"


def test_by_country(store):
    assert {spell.person for spell in learned_spells(store, country="NOR")} == {
        "Kari Vik",
        "Per Moe",
    }
    assert learned_spells(store, country="FIN") == []
    assert learned_spells(store, "Ola Nordmann") == []


def test_a_record_without_the_table(tmp_path):
    assert learned_spells(Store(tmp_path / "record")) == []


def test_a_line_of_an_office_can_be_explained(store):
    (spell,) = learned_spells(store, "Per Moe")
    found = store.find(spell.claims[0].id)
    assert (found.table, found.row["words"]) == ("offices", "Foreign Minister Per Moe")


def test_words_must_be_the_articles():
    rows = told("1999-03-01", "Foreign Minister Kari Vik")
    assert rows["offices"][0]["start_char"] == 14
    article = Article("a" * 32, "a", "Other words", (), None, None, None, None, None, None,
                      "none", "en", "good")  # fmt: skip
    claim = OfficeClaim("b" * 32, "a" * 32, "A", "o", "k", "NOR", "r", "holds", None,
                        Evidence("a" * 32, 0, 5, "wrong"))  # fmt: skip
    with pytest.raises(InvariantError):
        rows_of(Record(article, offices=(claim,)))
