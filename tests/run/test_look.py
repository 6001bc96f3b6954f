from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from communique.errors import SettingsError
from communique.run.as_json import dump
from communique.run.look import alike
from communique.run.look_day import middle, need_day, read_day
from communique.run.look_show import show_answer
from communique.run.look_when import look_when
from communique.run.look_where import look_where
from communique.run.look_who import look_who


def shown(answer):
    console = Console(width=90, file=StringIO(), highlight=False)
    console.print(show_answer(answer))
    return console.file.getvalue()


def facts(answer):
    assert answer.known, answer
    return answer.best.facts


# days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-05-05", "2023-05-05", "2023-05-05"),
        ("2023-5-5", "2023-05-05", "2023-05-05"),
        ("20230505", "2023-05-05", "2023-05-05"),
        ("2023-05-05T10:00:00Z", "2023-05-05", "2023-05-05"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("5 May 2023", "2023-05-05", "2023-05-05"),
        ("May 5, 2023", "2023-05-05", "2023-05-05"),
    ],
)
def test_days(text, first, last):
    day = read_day(text, "given")
    assert (day.start, day.end, day.basis) == (first, last, "given")


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-13-01", "2023-02-30", "0000", "03-02-2009", "9" * 50]
)
def test_what_is_no_day(text):
    assert read_day(text, "given") is None
    with pytest.raises(SettingsError, match=r"--on .* is no date; write it as 2023-05-05"):
        need_day(text, "--on")


def test_the_middle_of_days():
    assert middle(read_day("2023", "given")) == "2023-07-02"


# who


def test_who_is_in_office():
    answer = look_who("Foreign Minister Qin Gang", "2023-05-05")
    told = facts(answer)
    assert answer.best.name == "Qin Gang"
    assert (told["code"], told["sector"], told["office"]) == ("CHN", "GOV", "Foreign Minister")
    spell = next(s for s in told["offices"] if s["in_office"])
    assert (spell["from"], spell["to"]) == ("2022-12-30", "2023-07-25")
    assert any("so in office on 2023-05-05" in reason for reason in answer.reasons)


def test_who_held_an_office():
    answer = look_who("the Foreign Minister of China", "2015-06-01")
    assert answer.best.name == "Wang Yi"
    assert facts(answer)["kind"] == "office"


def test_who_was_not_in_office():
    answer = look_who("Foreign Minister Qin Gang", "2024-05-05")
    assert any("not in office on 2024-05-05" in reason for reason in answer.reasons)
    assert any("Wang Yi held that office then" in reason for reason in answer.reasons)


def test_who_of_two_with_one_name():
    assert look_who("President Bush", "1990-06-01").best.name == "George H. W. Bush"
    assert look_who("President Bush", "2005-06-01").best.name == "George W. Bush"


def test_who_without_a_day_asks_for_one():
    assert any("--on" in reason for reason in look_who("Angela Merkel").reasons)


@pytest.mark.parametrize(
    ("words", "code", "sector"),
    [("Serbian police", "SRB", "COP"), ("the Kremlin", "RUS", "GOV"), ("Finland", "FIN", None)],
)
def test_who_else(words, code, sector):
    told = facts(look_who(words))
    assert (told["code"], told["sector"]) == (code, sector)


def test_who_in_a_sentence(parser):
    text = "Foreign Minister Qin Gang flew to Helsinki. He met the press."
    assert look_who("He", "2023-05-05", text).best.name == "Qin Gang"
    with pytest.raises(SettingsError, match="--text does not hold 'She'"):
        look_who("She", None, text)


def test_who_is_not_known():
    answer = look_who("Lukshenko")
    assert not answer.known and "Lukashenko" in answer.nearest
    assert not look_who("").known and not look_who("xyzzy").known
    with pytest.raises(SettingsError):
        look_who("Qin Gang", "yesterday")


# where


def test_where_disputed_and_worded():
    answer = look_where("IIOJK")
    told = facts(answer)
    assert answer.best.name == "Jammu and Kashmir"
    assert told["country"] is None and set(told["claimed_by"]) == {"IND", "PAK"}
    assert told["wording_of"] == "PAK"
    assert any("wording of Pakistan" in reason for reason in answer.reasons)


def test_where_small_letters_and_articles():
    assert look_where("khunjerab pass").best == look_where("the Khunjerab Pass").best
    assert facts(look_where("Khunjerab Pass", "PAK"))["administered_by"] == ["PAK", "CHN"]


def test_where_in_context():
    assert facts(look_where("Hyderabad"))["country"] == "IND"
    answer = look_where("Hyderabad", "Pakistan")
    assert facts(answer)["country"] == "PAK"
    assert any("the one in Pakistan" in reason for reason in answer.reasons)
    assert any(other.facts["country"] == "IND" for other in answer.others)
    assert any("none of them lies in Norway" in r for r in look_where("Hyderabad", "NOR").reasons)
    with pytest.raises(SettingsError, match="is no country"):
        look_where("Hyderabad", "Atlantis-on-Sea")


def test_where_with_its_state():
    assert facts(look_where("Paris, Texas"))["state"] == "TX"
    assert facts(look_where("Paris"))["country"] == "FRA"


def test_where_is_not_known():
    answer = look_where("Khunjrab pass")
    assert not answer.known and answer.nearest[0] == "Khunjerab Pass"
    for words in ("", ",", "xyzzy", "\x00"):
        assert not look_where(words).known


# when


def test_when_by_publication():
    told = facts(look_when("last Friday", "2023-05-05"))
    assert (told["from"], told["to"], told["days"]) == ("2023-04-28", "2023-04-28", 1)
    assert told["value"] == "2023-04-28" and told["basis"]


def test_when_by_the_sentence():
    told = facts(look_when("on Friday", "2023-05-03", "They will meet on Friday in Oslo."))
    assert told["from"] == "2023-05-05"
    told = facts(look_when("on Friday", "2023-05-03", "They met on Friday in Oslo."))
    assert told["from"] == "2023-04-28"


def test_when_the_tense_is_open():
    answer = look_when("Saturday", "2023-05-03")
    days = {answer.best.facts["from"], *(other.facts["from"] for other in answer.others)}
    assert days == {"2023-04-29", "2023-05-06"}


def test_when_without_a_day():
    answer = look_when("Friday")
    assert facts(answer)["value"] == "XXXX-WXX-5" and facts(answer)["from"] is None
    assert any("--published" in reason for reason in answer.reasons)
    assert facts(look_when("three weeks"))["type"] == "DURATION"


def test_when_is_not_known():
    answer = look_when("blue")
    assert not answer.known and answer.nearest
    assert not look_when(" ").known
    with pytest.raises(SettingsError, match="--published 'then' is no date"):
        look_when("Friday", "then")
    with pytest.raises(SettingsError, match="--text does not hold"):
        look_when("Friday", None, "They met on Monday.")


# all


def test_answers_are_shown_and_dumped():
    for answer in (
        look_who("Foreign Minister Qin Gang", "2023-05-05"),
        look_who("Lukshenko"),
        look_where("IIOJK"),
        look_where("Springfield"),
        look_when("early next week", "2023-05-05"),
        look_who("blue \x1b[m"),
    ):
        text = shown(answer)
        assert "\x1b" not in text and "None" not in text
        told = json.loads(dump(answer.as_json()))
        assert told["known"] == answer.known
        assert (answer.best.name in text) if answer.best else "is not known" in text


def test_alike():
    names = ["Helsinki", "Heslinki", "Oslo"]
    assert alike("helsinky", names)[0] == "Helsinki"
    assert alike("", names) == () and alike("Bergen", names) == ()


def test_either_order_of_day_and_month_is_shown():
    answer = look_when("03/04/2021", "2023-05-05")
    assert facts(answer)["value"] == "2021-XX-XX"
    assert [other.facts["from"] for other in answer.others] == ["2021-03-04", "2021-04-03"]
    assert "2021-04-03 Saturday" in shown(answer)


@pytest.mark.parametrize("words", ["Eid al-Fitr", "1 Muharram 1445", "during Ramadan", "1402 SH"])
def test_feasts_and_other_calendars_are_left_open(words):
    answer = look_when(words, "2023-05-05")
    assert facts(answer)["from"] is None
    assert "left open" in answer.reasons[0]


def test_a_term_is_told_from_its_beginning_to_its_end():
    text = shown(look_who("Foreign Minister Wang", "2023-09-01"))
    assert "from 2020-07-17 to 2024-05-24" in text


def test_long_unknown_words_are_cut():
    assert len(shown(look_where("x" * 100_000))) < 500


@pytest.mark.parametrize(
    ("words", "kind", "country"),
    [
        ("Air China", "firm", "CHN"),
        ("the Washington Post", "newspaper or broadcaster", "USA"),
        ("Uppsala University", "school or institute", "SWE"),
        ("Manchester United", "sports club", "GBR"),
    ],
)
def test_firms_papers_schools_and_clubs_are_not_their_country(words, kind, country):
    answer = look_who(words)
    found = facts(answer)
    assert (found["kind"], found["country"]) == (kind, country)
    assert "no actor" in answer.reasons[0]


def test_a_title_tells_the_sector_where_no_day_is_given():
    assert facts(look_who("UK Prime Minister Sunak"))["sector"] == "GOV"
    assert facts(look_who("former Prime Minister Sunak"))["sector"] == "ELI"
    assert facts(look_who("William Burns", "2022-10-01"))["sector"] == "SPY"


def test_a_group_in_power_is_a_government():
    assert facts(look_who("Taliban", "2020-05-01"))["sector"] == "REB"
    assert facts(look_who("Taliban", "2022-05-01"))["sector"] == "GOV"


def test_a_party_is_shown_by_its_name():
    assert look_who("Georgian Dream").best.name == "Georgian Dream"


def test_congo_is_two_countries():
    answer = look_where("Congo")
    assert {answer.best.facts["country"], answer.others[0].facts["country"]} == {"COD", "COG"}


def test_the_leaders_are_those_of_the_sentence_before():
    text = (
        "President Sauli Niinisto of Finland met Prime Minister Jonas Gahr Store of Norway and "
        "Prime Minister Magdalena Andersson of Sweden. The leaders signed a declaration."
    )
    answer = look_who("The leaders", "2022-04-05", text)
    assert facts(answer)["codes"] == ["FIN", "NOR", "SWE"]


def test_korea_is_told_by_what_stands_around_it():
    north = look_who("Korea", text="Pyongyang fired a missile, and Korea called it a test.")
    south = look_who("Korea", text="Ministers met in Seoul. Korea agreed to pay more.")
    assert (facts(north)["code"], facts(south)["code"]) == ("PRK", "KOR")


def test_a_family_name_is_no_country():
    text = "Michael Jordan met reporters in Chicago. Jordan thanked the fans."
    assert not look_who("Jordan", text=text).known


def test_a_province_is_not_the_town_of_its_name():
    assert facts(look_where("Tebessa Province"))["id"].startswith("division:")
