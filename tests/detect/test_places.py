"""Places, the gazetteer behind them, and where an event happened."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.detect.places import detect_demonyms, detect_places
from communique.errors import SettingsError
from communique.model import Article, PlaceMention, Sentence
from communique.ontology.places import (
    Gazetteer,
    check_tables,
    fold,
    load_gazetteer,
    read_table,
)

ENDS = re.compile(r"[^\n]+?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


def article(text: str, dateline: str | None = None) -> Article:
    return Article(
        "a", "a.txt", text, (), None, None, None, dateline, None, None, "not told", "en", "good"
    )


def sentences(text: str) -> list[Sentence]:
    return [Sentence(m.start(), m.end(), (), False) for m in ENDS.finditer(text)]


def detect(text: str) -> dict[str, PlaceMention]:
    return {text[p.start : p.end]: p for p in detect_places(article(text), sentences(text))}


def test_tables_are_sound() -> None:
    assert list(check_tables()) == []


def test_the_main_name_beats_an_alternate_one() -> None:
    place = detect("He arrived in Islamabad.")["Islamabad"]
    assert (place.country, place.kind) == ("PAK", "city")


@pytest.mark.parametrize(
    ("text", "words", "name", "kind"),
    [
        ("They met at Aiwan-e-Sadr in the city.", "Aiwan-e-Sadr", "Aiwan-e-Sadr", "seat"),
        ("The Khunjerab Pass opened.", "Khunjerab Pass", "Khunjerab Pass", "pass"),
        ("Goods move from Xinjiang.", "Xinjiang", "Xinjiang", "region"),
        ("Ships crossed the South China Sea.", "South China Sea", "South China Sea", "sea"),
        ("Ships crossed the Strait of Hormuz.", "Strait of Hormuz", "Strait of Hormuz", "strait"),
        (
            "They met at the Great Hall of the People.",
            "Great Hall of the People",
        )
        * 1
        + ("Great Hall of the People", "seat"),
        ("The port of Gwadar grew.", "port of Gwadar", "Gwadar port", "port"),
        ("ISLAMABAD: They met.", "ISLAMABAD", "Islamabad", "city"),
        ("NEW DELHI: They met.", "NEW DELHI", "New Delhi", "city"),
        ("OSLO: They met.", "OSLO", "Oslo", "city"),
        ("Police in Gdańsk said so.", "Gdańsk", "Gdansk", "city"),
        ("Ships left the Gulf of Aden.", "Gulf of Aden", "Gulf of Aden", "sea"),
    ],
)
def test_names(text: str, words: str, name: str, kind: str) -> None:
    place = detect(text)[words]
    assert (place.name, place.kind) == (name, kind)
    assert place.lat is not None
    assert place.lon is not None
    assert place.place_id


@pytest.mark.parametrize(
    ("words", "name", "side"),
    [
        ("Indian Illegally Occupied Jammu and Kashmir", "Jammu and Kashmir", "PAK"),
        ("IIOJK", "Jammu and Kashmir", "PAK"),
        ("occupied Kashmir", "Jammu and Kashmir", "PAK"),
        ("Jammu and Kashmir", "Jammu and Kashmir", None),
        ("Pakistan-occupied Kashmir", "Azad Kashmir", "IND"),
        ("PoK", "Azad Kashmir", "IND"),
        ("Zangnan", "Arunachal Pradesh", "CHN"),
        ("Malvinas", "Falkland Islands", "ARG"),
        ("Judea and Samaria", "West Bank", "ISR"),
        ("Diaoyu Islands", "Senkaku/Diaoyu Islands", "CHN"),
        ("Senkaku Islands", "Senkaku/Diaoyu Islands", "JPN"),
        ("Artsakh", "Nagorno-Karabakh", "ARM"),
    ],
)
def test_loaded_names_keep_their_side(words: str, name: str, side: str | None) -> None:
    text = f"India and Pakistan spoke of the people in {words} again."
    place = detect(text)[words]
    assert (place.name, place.wording_of) == (name, side)


def test_disputed_places_have_no_single_owner() -> None:
    place = detect("Shells fell in Jammu and Kashmir.")["Jammu and Kashmir"]
    assert place.country is None
    assert place.administered_by == ("IND", "PAK", "CHN")
    assert set(place.claimed_by) == {"IND", "PAK"}


def test_the_larger_place_behind_decides() -> None:
    place = detect("He was born in Paris, Texas, in May.")["Paris"]
    assert place.country == "USA"
    assert detect("He was born in Paris, France.")["Paris"].country == "FRA"
    assert detect("He flew to Paris.")["Paris"].country == "FRA"


def test_the_article_decides_between_namesakes() -> None:
    text = "Georgia and Russia talked. The Georgian minister was in Tbilisi."
    assert detect(text)["Georgia"].country == "GEO"
    text = "Voters in Georgia, Florida and Ohio decide. In Atlanta, Ohio and Florida they queue."
    assert detect(text)["Georgia"].country == "USA"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr Lincoln spoke first.", "Lincoln"),
        ("Abraham Lincoln spoke first.", "Lincoln"),
        ("Hillary Clinton left. Clinton said that she was glad.", "Clinton"),
        ("Reading is good for you.", "Reading"),
        ("He came in March 2020.", "March"),
        ("Michael Jordan plays.", "Jordan"),
        ("Howard University opened.", "Howard"),
        ("The LAC met.", "LAC"),
        ("A SWAT team came.", "SWAT"),
    ],
)
def test_no_places(text: str, name: str) -> None:
    assert name not in detect(text)


def test_demonyms_stand_apart() -> None:
    text = "The Georgian envoy met Palestinians."
    assert detect(text) == {}
    found = detect_demonyms(article(text), sentences(text))
    assert [(text[p.start : p.end], p.country, p.kind) for p in found] == [
        ("Georgian", "GEO", "demonym"),
        ("Palestinians", "PSE", "demonym"),
    ]


# ---------------------------------------------------------------- gazetteer


def test_lookup() -> None:
    gazetteer = load_gazetteer()
    pakistan = gazetteer.country("PAK")
    assert pakistan is not None
    assert pakistan.name == "Pakistan"
    assert gazetteer.country("XXX") is None
    assert gazetteer.places("Nowhere at All") == ()
    assert gazetteer.demonyms["Pakistani"] == "PAK"
    assert gazetteer.states["Calif."] == "CA"
    assert load_gazetteer() is gazetteer


def test_fold() -> None:
    assert fold("São Tomé’s") == "Sao Tome's"


def test_broken_tables_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with pytest.raises(SettingsError, match="cannot be read"):
        read_table(path, "a,b")
    path.write_text("# version: 1\n# source: x\na,b\n1,2\n", "utf-8")
    with pytest.raises(SettingsError, match="licence"):
        read_table(path, "a,b")
    path.write_text("# version: 1\n# source: x\n# licence: x\na,c\n1,2\n", "utf-8")
    with pytest.raises(SettingsError, match=r"x\.csv:4: the header"):
        read_table(path, "a,b")


def test_an_own_gazetteer() -> None:
    names = "political-places.csv countries.csv divisions.csv features.csv cities.csv".split()
    tables: dict[str, list[str]] = {name: [] for name in names}
    tables["cities.csv"] = ["Gonville,GON,,1.00,2.00,500,"]
    text = "He went to Gonville."
    (place,) = detect_places(article(text), sentences(text), Gazetteer(tables))
    assert (place.name, place.country, place.lat) == ("Gonville", "GON", 1.0)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="NewYork Delhi.,U S'’-aéÉ\n", max_size=80))
def test_any_text_gives_ordered_mentions(text: str) -> None:
    free = 0
    for place in detect_places(article(text), sentences(text)):
        assert free <= place.start < place.end <= len(text)
        free = place.end


def test_the_dateline_counts_as_context() -> None:
    text = "Police in Punjab said so."
    for city, country in (("Lahore", "PAK"), ("NEW DELHI", "IND")):
        page = replace(article(text), dateline_place=city)
        (place,) = detect_places(page, sentences(text))
        if city == "NEW DELHI":
            assert place.country == country
