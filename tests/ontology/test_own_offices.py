"""A user's own table of offices: its two shapes, how it lies over the shipped, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from communique.errors import SettingsError
from communique.ontology.offices import load_offices
from communique.ontology.own_offices import load_own_offices
from communique.ontology.spells import load_spells
from communique.settings import load_settings


@pytest.fixture
def table(tmp_path):
    def write(text):
        file = tmp_path / "mine.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_own_columns(table):
    (row,) = load_own_offices(
        table(
            "# kept by hand\nperson,aliases,office,country,from,to,source\n"
            "Ola Nordmann,O. Nordmann|Ola N.,Minister of Fisheries,Norway,2020-03,2021,gazette\n"
        )
    )
    assert (row.person, row.names) == ("Ola Nordmann", ("Ola Nordmann", "O. Nordmann", "Ola N."))
    assert (row.country, row.office) == ("NOR", "fisheries-minister")
    assert (row.start, row.end) == (date(2020, 3, 1), date(2021, 12, 31))
    assert (row.own, row.source) == (True, "mine.csv, gazette")


def test_an_export_of_wikidata(table):
    rows = load_own_offices(
        table(
            "person,personLabel,position,positionLabel,countryLabel,start,end\n"
            "http://www.wikidata.org/entity/Q1,Ola Nordmann,http://www.wikidata.org/entity/Q2,"
            "Minister of Foreign Affairs of Norway,Norway,2020-03-01T00:00:00Z,\n"
            "http://www.wikidata.org/entity/Q3,Kari Vik,http://www.wikidata.org/entity/Q4,"
            "President of the Sami Parliament of Norway,Norway,2015-01-01T00:00:00Z,"
            "http://www.wikidata.org/.well-known/genid/abc\n"
        )
    )
    assert [(r.person, r.office, r.start, r.end) for r in rows] == [
        ("Ola Nordmann", "foreign-minister", date(2020, 3, 1), None),
        ("Kari Vik", "president", date(2015, 1, 1), None),
    ]


@pytest.mark.parametrize("country", ["NOR", "Norway", "EU", "European Union", "United Kingdom"])
def test_countries_by_code_or_name(table, country):
    text = f"person;office;country;from\nOla Nordmann;president;{country};2020\n"
    assert len(load_own_offices(table(text))) == 1


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", None, "is empty"),
        ("person,office,country\nA,president,NOR\n", 1, "needs one column 'from'"),
        ("person,office,country,from,when\n", 1, "unknown column 'when'"),
        ("person,office,country,from\nA B,president,Atlantis,2020\n", 2, "'Atlantis'"),
        ("person,office,country,from\nA B,president,NOR,soon\n", 2, "'soon' is no day"),
        ("person,office,country,from\nA B,president,NOR,\n", 2, "needs the day"),
        ("person,office,country,from\nA B,president,NOR,2020-13\n", 2, "is no day"),
        ("person,office,country,from\n,president,NOR,2020\n", 2, "person ''"),
        ("person,office,country,from\nA B,president,NOR\n", 2, "3 cells"),
        ("person,office,country,from,to\nA B,president,NOR,2020,2019\n", 2, "before the beginning"),
        ("person,office,country,from\n\nA B,president,NOR,2020\nC,x,NOR\n", 4, "3 cells"),
        ('person,office,country,from\n"A,president,NOR,2020\n', 2, "unexpected end"),
        (
            "personLabel,positionLabel,countryLabel,start\nQ42,president,Norway,2020\n",
            2,
            "'Q42' is no name",
        ),
    ],
)
def test_what_is_refused(table, text, line, what):
    file = table(text)
    with pytest.raises(SettingsError) as error:
        load_own_offices(file)
    assert str(error.value).startswith(f"{file}:{line}: " if line else f"{file}: ")
    assert what in str(error.value)


def test_no_such_file(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load_own_offices(tmp_path / "none.csv")


def test_own_rows_win(table):
    text = (
        "person,office,country,from,to\n"
        "Arif Alvi,president,PAK,2018-09-10,2024-03-09\n"
        "Ola Nordmann,president,FRA,2022-01-01,2022-12-31\n"
    )
    offices = load_offices(own=table(text))
    (alvi,) = offices.held("Arif Alvi", "president")
    assert (alvi.own, alvi.start) == (True, date(2018, 9, 10))
    day = date(2022, 5, 5)
    (holder,) = load_spells(offices).holders("FRA", "president", day, day)
    assert (holder.person, holder.source) == ("Ola Nordmann", "mine.csv")
    assert offices.held("Emmanuel Macron"), "other people's rows stay"


def test_the_setting(table, tmp_path):
    file = table("person,office,country,from\n")
    toml = tmp_path / "communique.toml"
    toml.write_text(f"offices = '{file}'\n", encoding="utf-8")
    assert load_settings(toml).offices == file
