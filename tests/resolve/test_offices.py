"""Offices learned from articles: what counts as evidence, when it was held, and spells of many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from communique.detect.actors import detect_actors
from communique.detect.dates import detect_dates
from communique.model import Article, Evidence, Interval, Line, Mentions, OfficeClaim, content_id
from communique.ontology.spells import Spell, SpellTable, same_person
from communique.ontology.titles import load_titles
from communique.parse import split_sentences
from communique.resolve.office_claims import UNDATED, compare_claim
from communique.resolve.offices import learn_offices
from communique.resolve.spells import join_claims

TABLE = SpellTable(
    [
        Spell("Arne Dahl", ("Arne Dahl",), "NOR", "foreign-minister", date(2015, 1, 1),
              date(2019, 12, 31), "test"),
        Spell("Berit Lund", ("Berit Lund",), "NOR", "foreign-minister", date(2020, 1, 1),
              None, "test"),
    ]
)  # fmt: skip


def article_of(text: str, day: str | None = "2023-05-05", basis: str = "metadata") -> Article:
    return Article(
        id=content_id("article", text, day),
        source="page.txt",
        text=text,
        lines=(Line(0, len(text), "story", "prose"),),
        url=None,
        title=None,
        standfirst=None,
        dateline_place=None,
        dateline_agency=None,
        published=Interval(day, day, basis) if day else None,
        published_reason="given",
        language="en",
        grade="good",
    )


@pytest.fixture(scope="session")
def learn(parser):
    def learn(text, day="2023-05-05", basis="metadata"):
        article = article_of(text, day, basis)
        pieces = [(a, text[a:b]) for a, b in split_sentences(text)]
        sentences = parser.parse(pieces)
        mentions = Mentions(
            actors=detect_actors(article, sentences),
            dates=detect_dates(article, sentences, article.published),
        )
        return learn_offices(article, sentences, mentions)

    return learn


def short(claims):
    return {(c.person, c.kind, c.country, c.marker) for c in claims}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Norwegian Foreign Minister Ola Nordmann arrived in Helsinki.",
            ("Ola Nordmann", "foreign-minister", "NOR", "holds"),
        ),
        (
            "Ola Nordmann, the Norwegian foreign minister, arrived in Helsinki.",
            ("Ola Nordmann", "foreign-minister", "NOR", "holds"),
        ),
        (
            "The foreign minister of Norway, Ola Nordmann, arrived in Helsinki.",
            ("Ola Nordmann", "foreign-minister", "NOR", "holds"),
        ),
        (
            "Former Norwegian Foreign Minister Ola Nordmann arrived in Helsinki.",
            ("Ola Nordmann", "foreign-minister", "NOR", "former"),
        ),
        (
            "Ola Nordmann, a former foreign minister of Norway, arrived in Helsinki.",
            ("Ola Nordmann", "foreign-minister", "NOR", "former"),
        ),
        (
            "Norway's then foreign minister Ola Nordmann had signed the pact.",
            ("Ola Nordmann", "foreign-minister", "NOR", "then"),
        ),
        (
            "Norwegian Prime Minister-elect Ola Nordmann spoke in Oslo.",
            ("Ola Nordmann", "prime-minister", "NOR", "elect"),
        ),
        (
            "Acting Norwegian Foreign Minister Ola Nordmann spoke in Oslo.",
            ("Ola Nordmann", "foreign-minister", "NOR", "acting"),
        ),
        (
            "Norwegian Deputy Foreign Minister Ola Nordmann spoke in Oslo.",
            ("Ola Nordmann", "deputy-foreign-minister", "NOR", "holds"),
        ),
        (
            "Norwegian Fisheries Minister Ola Nordmann spoke in Oslo.",
            ("Ola Nordmann", "fisheries-minister", "NOR", "holds"),
        ),
    ],
)
def test_title_and_name(learn, text, found):
    assert short(learn(text)) == {found}


def test_two_offices_at_once(learn):
    text = "Norwegian Deputy Prime Minister and Foreign Minister Ola Nordmann spoke in Oslo."
    assert short(learn(text)) == {
        ("Ola Nordmann", "deputy-prime-minister", "NOR", "holds"),
        ("Ola Nordmann", "foreign-minister", "NOR", "holds"),
    }


def test_a_former_one_with_another_now(learn):
    text = "Former Norwegian President and now Foreign Minister Ola Nordmann spoke in Oslo."
    assert short(learn(text)) == {
        ("Ola Nordmann", "president", "NOR", "former"),
        ("Ola Nordmann", "foreign-minister", "NOR", "holds"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ola Nordmann arrived in Helsinki.",
        "The Norwegian foreign minister arrived in Helsinki.",
        "Ola Nordmann, the president of the country's chess club, arrived from Norway.",
        "Ola Nordmann is a candidate for president of Norway.",
        "Norwegian officials met Ola Nordmann and the foreign minister.",
    ],
)
def test_no_evidence(learn, text):
    assert learn(text) == ()


def test_evidence_is_the_title_and_the_name(learn):
    text = "In Helsinki, former Norwegian Foreign Minister Ola Nordmann spoke."
    (claim,) = learn(text)
    assert claim.evidence.text == "former Norwegian Foreign Minister Ola Nordmann"
    assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text


def test_a_family_name_becomes_the_holders(learn):
    assert short(learn("Pakistan's President Alvi received the guests.")) == {
        ("Arif Alvi", "president", "PAK", "holds")
    }


def test_a_guessed_country_gives_way(learn):
    text = (
        "The United States welcomed the talks. American officials said the United States was glad. "
        "Foreign Minister Gabi Ashkenazi attended."
    )
    assert short(learn(text, "2021-05-25")) == {
        ("Gabi Ashkenazi", "foreign-minister", "ISR", "holds")
    }


def test_a_title_kept_by_the_registry_is_of_its_country(learn):
    text = "Former Prime Minister Donald Tusk of the European Council spoke."
    assert short(learn(text, "2019-01-14")) == {("Donald Tusk", "prime-minister", "POL", "former")}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Norwegian Foreign Minister Ola Nordmann spoke.", ("2023-05-05", "2023-05-05")),
        ("Former Norwegian Foreign Minister Ola Nordmann spoke.", (None, "2023-05-05")),
        ("Norwegian Prime Minister-elect Ola Nordmann spoke.", ("2023-05-05", None)),
        (
            "In 2015 Norwegian Foreign Minister Ola Nordmann signed the pact.",
            ("2015-01-01", "2023-05-05"),
        ),
    ],
)
def test_when_it_was_held(learn, text, held):
    (claim,) = learn(text)
    assert (claim.held.start, claim.held.end) == held


def test_undated(learn):
    (claim,) = learn("Norwegian Foreign Minister Ola Nordmann spoke.", None)
    assert claim.held is None
    assert compare_claim(claim, TABLE).verdict == "new"


def test_a_page_dated_by_offices_is_no_new_evidence(learn):
    claims = learn("Norwegian Foreign Minister Ola Nordmann spoke.", "2023-05-05", UNDATED)
    (spell,) = join_claims(claims, TABLE)
    assert spell.first_seen is None


# Comparing and joining.


def claim(person, first, last, marker="holds", country="NOR", **more):
    basis = "day of publication" if marker in ("holds", "acting") else "told"
    evidence = Evidence("0" * 32, 0, 5, "words")
    made = OfficeClaim(
        id=content_id(person, first, last, marker),
        article=content_id("article", person, first, last, marker),
        person=person,
        office="Foreign Minister",
        kind="foreign-minister",
        country=country,
        country_reason="modifier",
        marker=marker,
        held=Interval(first, last, basis),
        evidence=evidence,
    )
    return replace(made, **more)


@pytest.mark.parametrize(
    ("person", "first", "last", "marker", "verdict"),
    [
        ("Arne Dahl", "2018-05-05", "2018-05-05", "holds", "confirms"),
        ("Arne Dahl", "2021-05-05", "2021-05-05", "holds", "contradicts"),
        ("Arne Dahl", "2014-11-05", "2014-11-05", "holds", "extends"),
        ("Arne Dahl", None, "2021-05-05", "former", "confirms"),
        ("Arne Dahl", None, "2018-05-05", "former", "contradicts"),
        ("Arne Dahl", None, "2021-05-05", "then", "confirms"),
        ("Berit Lund", "2019-12-20", None, "elect", "confirms"),
        ("Berit Lund", "2021-12-20", None, "elect", "contradicts"),
        ("Kari Vik", "2018-05-05", "2018-05-05", "holds", "contradicts"),
        ("Kari Vik", "2018-05-05", "2018-05-05", "acting", "new"),
        ("Kari Vik", "2012-05-05", "2012-05-05", "holds", "new"),
        ("Kari Vik", None, "2018-05-05", "former", "new"),
        ("Lund", "2022-05-05", "2022-05-05", "holds", "confirms"),
    ],
)
def test_compare(person, first, last, marker, verdict):
    assert compare_claim(claim(person, first, last, marker), TABLE).verdict == verdict


def test_a_contradiction_names_the_row():
    found = compare_claim(claim("Kari Vik", "2018-05-05", "2018-05-05"), TABLE)
    assert "Arne Dahl held it from 2015-01-01 to 2019-12-31 (test)" in found.reason
    assert found.spells[0].person == "Arne Dahl"


def test_a_users_row_outweighs():
    own = Spell("Kari Vik", ("Kari Vik",), "NOR", "foreign-minister", date(2018, 1, 1),
                date(2018, 12, 31), "mine", True)  # fmt: skip
    table = SpellTable([own, *TABLE.of_office("NOR", "foreign-minister")])
    day = date(2018, 5, 5)
    assert table.holders("NOR", "foreign-minister", day, day) == (own,)
    assert compare_claim(claim("Kari Vik", "2018-05-05", "2018-05-05"), table).verdict == "confirms"


def test_join():
    spells = join_claims(
        [
            claim("Kari Vik", "2010-03-01", "2010-03-01"),
            claim("Vik", "2010-09-01", "2010-09-01"),
            claim("Kari Vik", None, "2011-02-01", "former"),
        ],
        TABLE,
    )
    (spell,) = spells
    assert (spell.person, spell.first_seen, spell.last_seen) == (
        "Kari Vik", "2010-03-01", "2010-09-01",
    )  # fmt: skip
    assert (spell.articles, spell.ended_before, spell.verdict) == (3, "2011-02-01", "new")


def test_two_spells_with_another_between():
    spells = join_claims(
        [
            claim("Kari Vik", "2005-03-01", "2005-03-01"),
            claim("Per Moe", "2007-03-01", "2007-03-01"),
            claim("Kari Vik", "2009-03-01", "2009-03-01"),
        ],
        TABLE,
    )
    seen = [(s.person, s.first_seen, s.last_seen) for s in spells]
    assert seen == [
        ("Kari Vik", "2005-03-01", "2005-03-01"),
        ("Per Moe", "2007-03-01", "2007-03-01"),
        ("Kari Vik", "2009-03-01", "2009-03-01"),
    ]


def test_two_spells_with_former_between():
    spells = join_claims(
        [
            claim("Kari Vik", "2005-03-01", "2005-03-01"),
            claim("Kari Vik", None, "2007-03-01", "former"),
            claim("Kari Vik", "2009-03-01", "2009-03-01"),
        ],
        TABLE,
    )
    assert [(s.first_seen, s.ended_before) for s in spells] == [
        ("2005-03-01", "2007-03-01"),
        ("2009-03-01", None),
    ]


def test_rivals_are_shown_on_both_sides():
    spells = join_claims(
        [
            claim("Kari Vik", "2005-01-01", "2005-01-01"),
            claim("Kari Vik", "2005-02-02", "2005-02-02"),
            claim("Per Moe", "2005-02-02", "2005-02-02"),
        ],
        TABLE,
    )
    assert {s.person: s.rivals for s in spells} == {
        "Kari Vik": ("Per Moe",),
        "Per Moe": ("Kari Vik",),
    }


def test_a_guess_follows_other_articles():
    guessed = claim("Kari Vik", "2005-02-02", "2005-02-02", country="USA")
    guessed = replace(guessed, country_reason="country of the article")
    (spell,) = join_claims([claim("Kari Vik", "2005-01-01", "2005-01-01"), guessed], TABLE)
    assert (spell.country, spell.articles) == ("NOR", 2)


def test_order_of_articles_changes_nothing():
    claims = [
        claim("Kari Vik", "2005-03-01", "2005-03-01"),
        claim("Per Moe", "2007-03-01", "2007-03-01"),
        claim("Vik", "2009-03-01", "2009-03-01"),
        claim("Kari Vik", None, "2007-03-01", "former"),
    ]
    assert join_claims(claims, TABLE) == join_claims(claims[::-1], TABLE)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Antony J. Blinken", "Antony Blinken", True),
        ("Tony Blinken", "Antony Blinken", True),
        ("Liz Truss", "Elizabeth Truss", True),
        ("Abdel Fattah Al Sisi", "Abdelfattah Elsisi", True),
        ("Sameh Shoukry", "Samih Shukri", True),
        ("Dr. Arif Alvi", "Arif-ur-Rehman Alvi", True),
        ("Solano", "Rodolfo Solano Quirós", True),
        ("Nawaz Sharif", "Shehbaz Sharif", False),
        ("Kim Jong Il", "Kim Jong Un", False),
        ("George W. Bush", "George H.W. Bush", False),
        ("Al-Thani", "Abdul Ghani Baradar", False),
    ],
)
def test_same_person(one, other, same):
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize(
    ("words", "country", "kind"),
    [
        ("Secretary of State", "USA", "foreign-minister"),
        ("Secretary of State", "GBR", "secretary-of-state"),
        ("Foreign Secretary", "GBR", "foreign-minister"),
        ("Foreign Secretary", "IND", "foreign-secretary"),
        ("Assistant Secretary of State", "USA", "assistant-secretary-of-state"),
        ("Secretary of Defense", "USA", "defence-minister"),
        ("Minister for the Interior", "FRA", "interior-minister"),
        ("Shadow Foreign Secretary", "GBR", "shadow-foreign-minister"),
        ("National Security Advisor", "USA", "security-adviser"),
        ("spokesman", "USA", ""),
    ],
)
def test_kind_of_office(words, country, kind):
    assert load_titles().kind_of(words, country) == kind
