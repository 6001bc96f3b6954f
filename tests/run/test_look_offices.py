from __future__ import annotations

import csv
from pathlib import Path

import pytest

from communique.ontology.actors import fold
from communique.run.look_offices import (
    Spell,
    as_mention,
    holders,
    in_full,
    kind_of,
    people_named,
    spells_of,
    titled,
)

FILE = Path(__file__).parents[1] / "ontology" / "leaders.csv"
LEAST = 0.94


def questions():
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def wrong(question):
    found = holders(question["country"], question["office"], question["date"])
    if found and fold(question["holder"]) in fold(found[0].person):
        return None
    return f"{question}: {[spell.person for spell in found]}"


def test_who_held_an_office_on_a_day():
    asked = questions()
    assert len(asked) >= 150
    assert sum(q["date"] < "2015" for q in asked) >= len(asked) * 0.45
    faults = [fault for fault in map(wrong, asked) if fault]
    assert 1 - len(faults) / len(asked) >= LEAST, "\n".join(faults)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Foreign Minister Qin Gang", "foreign-minister"),
        ("the Indian External Affairs Minister", "foreign-minister"),
        ("US Secretary of State", "foreign-minister"),
        ("Secretary of Defense", "defence-minister"),
        ("vice president", "vice-president"),
        ("the President of the European Commission", "commission-president"),
        ("King of Jordan", "monarch"),
        ("deputy foreign minister", ""),
        ("former president", ""),
        ("a farmer", ""),
    ],
)
def test_kinds_of_office(words, kind):
    assert kind_of(words) == kind


def test_spells_hold_both_their_ends():
    spell = Spell("A", "President", "president", "FIN", "2020-01-01", "2021-12-31", "here")
    assert spell.holds("2020-01-01") and spell.holds("2021-12-31")
    assert not spell.holds("2019-12-31") and not spell.holds("2022-01-01")
    assert Spell("A", "President", "president", "FIN", "2020-01-01", None, "here").holds(
        "2099-01-01"
    )


def test_spells_are_in_order_and_say_their_source():
    spells = spells_of("Wang Yi")
    assert [s.start for s in spells] == sorted(s.start for s in spells)
    assert all(s.source for s in spells)
    assert spells_of("Nobody Atall") == ()


def test_family_names():
    assert "Qin Gang" in people_named("Qin")
    assert people_named("Qwertzuiop") == ()


def test_a_title_and_a_family_name():
    assert titled("Deputy Secretary Hicks", "2022-04-01") == "Kathleen Hicks"
    assert titled("Deputy Secretary Hicks", "1999-04-01") is None
    assert titled("Baker Hicks", "2022-04-01") is None
    assert titled("President Bush", "1990-06-01") == "George H. W. Bush"
    assert titled("President Bush", "2005-06-01") == "George W. Bush"
    assert titled("PM Modi", "2020-06-01") == "Narendra Modi"
    assert titled("", None) is None


def test_names_in_full_and_in_part():
    assert in_full("Bilawal Bhutto") == "Bilawal Bhutto Zardari"
    assert in_full("Chancellor Angela Merkel") == "Angela Merkel"
    assert in_full("Bhutto") is None and in_full("New York") is None


def test_a_person_of_the_tables():
    then, later = as_mention("Angela Merkel", "2012-05-01"), as_mention("Angela Merkel", None)
    assert (then.codes, then.sector, then.office) == (("DEU",), "GOV", "Chancellor")
    assert (later.sector, later.office) == ("ELI", None)
    assert as_mention("Nobody Atall", None) is None
