"""Undated pages: the window and its reasons."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from communique.errors import SettingsError
from communique.model import Article, Sentence
from communique.ontology.offices import load_offices
from communique.resolve.dating import DatedWindow, date_page

ENDS = re.compile(r"[^\n]+?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


def dated(text: str) -> DatedWindow:
    article = Article(
        "a", "a.txt", text, (), None, None, None, None, None, None, "not told", "en", "good"
    )
    sentences = [Sentence(m.start(), m.end(), (), False) for m in ENDS.finditer(text)]
    return date_page(article, sentences)


def window(text: str) -> tuple[str | None, str | None] | None:
    interval = dated(text).interval
    return (interval.start, interval.end) if interval else None


def test_offices_held_at_the_same_time() -> None:
    text = "President Dr Arif Alvi received Qin Gang, China's foreign minister, in Pakistan."
    assert window(text) == ("2022-12-30", "2023-07-25")
    reasons = dated(text).reasons
    assert any("Arif Alvi held the office 2018-09-09 to 2024-03-10" in r for r in reasons)
    assert any("excludes days before 2022-12-30 and days after 2023-07-25" in r for r in reasons)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("President Alvi of Pakistan spoke.", ("2018-09-09", "2024-03-10")),
        (
            "The Minister of Foreign Affairs of China, Qin Gang, spoke.",
            ("2022-12-30", "2023-07-25"),
        ),
        ("Prime Minister Shehbaz Sharif spoke.", ("2022-04-11", None)),
        ("Secretary of State Mike Pompeo spoke.", ("2018-04-26", "2021-01-20")),
        ("UN Secretary-General Ban Ki-moon spoke.", ("2007-01-01", "2016-12-31")),
        ("German Chancellor Olaf Scholz spoke.", ("2021-12-08", "2025-05-06")),
        ("Prime Minister Liz Truss met President Macron.", ("2022-09-06", "2022-10-25")),
    ],
)
def test_one_office(text: str, span: tuple[str | None, str | None]) -> None:
    assert window(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "Former President Barack Obama spoke.",
        "The assassination of President Jovenel Moise shook Haiti.",
        "Prime Minister-elect Keir Starmer spoke.",
        "In 2012 President Barack Obama spoke.",
        "President Nobody Known spoke.",
        "Alvi spoke.",
        "The rail says: 6 hours ago.",
    ],
)
def test_nothing_tells(text: str) -> None:
    result = dated(text)
    assert result.interval is None
    assert result.reasons[-1] == "nothing on the page tells when it was published"


def test_the_last_past_year_is_the_earliest_day() -> None:
    assert window("The road was built in 2016. It was opened in March 2019.") == (
        "2019-03-01",
        None,
    )
    assert window("The road will be built in 2031.") is None
    assert window("The targets of the plan end in 2030.") is None


def test_terms_are_not_older_than_themselves() -> None:
    assert window("They spoke about COVID-19 for an hour.") == ("2020-02-11", None)


def test_last_years_floods() -> None:
    text = "President Arif Alvi spoke of last year’s floods in Pakistan."
    assert window(text) == ("2023-01-01", "2023-12-31")


def test_a_predecessor_who_keeps_the_title_does_not_count() -> None:
    text = (
        "President Joe Biden of the United States spoke. President Obama spoke before him. "
        "President Biden left with Secretary of State Antony Blinken."
    )
    assert window(text) == ("2021-01-26", "2025-01-20")


def test_a_contradiction_is_set_aside_with_a_reason() -> None:
    text = (
        "Secretary of State Antony Blinken met Foreign Minister Wang Yi. "
        "Foreign Secretary James Cleverly met Foreign Minister Jose Manuel Albares. "
        "Foreign Minister Yang Jiechi of China wrote."
    )
    result = dated(text)
    assert result.interval is not None
    assert result.interval.start == "2022-09-06"
    text = "Chancellor Olaf Scholz met Secretary of State John Kerry and President Macron."
    result = dated(text)
    assert any(r.startswith("set aside, it contradicts the others") for r in result.reasons)


# ---------------------------------------------------------------- tables


def test_tenures() -> None:
    offices = load_offices()
    assert len(offices.tenures) > 1000
    (tenure,) = offices.held("Qin Gang")
    assert (tenure.country, tenure.office, tenure.family_name) == ("CHN", "foreign-minister", "Qin")
    assert len(offices.held("Wang Yi", "foreign-minister")) == 2
    assert offices.held("Nobody") == ()
    assert offices.held("Ferdinand Marcos Jr.")[0].family_name == "Marcos"


def test_no_one_holds_an_office_twice_at_a_time() -> None:
    spells: dict[tuple[str, str, str], list[tuple[object, object]]] = {}
    for t in load_offices().tenures:
        spells.setdefault((t.person, t.country, t.office), []).append(
            (t.start, t.end or t.start.max)
        )
    for spell in spells.values():
        spell.sort()  # type: ignore[type-var]
        for (_, end), (start, _) in pairwise(spell):
            assert end <= start  # type: ignore[operator]


HEAD = "# version: 1\n# source: x\n# licence: x\n"
EVENTS = HEAD + "id,kind,words,country,from,to\n"
OFFICES = HEAD + "person,aliases,country,office,from,to,source\n"


@pytest.mark.parametrize(
    ("offices", "events", "problem"),
    [
        (OFFICES + "A B,,NOR,president,2020-13-01,,x\n", EVENTS, r"offices\.csv:5: '2020-13-01'"),
        (OFFICES + "A B,,NOR,president,2020-01-01,2019-01-01,x\n", EVENTS, "lies before"),
        (OFFICES + "A B,,NOR\n", EVENTS, "3 cells, 7 are needed"),
        (OFFICES + ",,NOR,president,2020-01-01,,x\n", EVENTS, "must not be empty"),
        (HEAD + "name\n", EVENTS, "the header must be"),
        (OFFICES.replace("# licence: x\n", ""), EVENTS, "licence"),
        (OFFICES, EVENTS + "a,odd,w,,2020-01-01,\n", "kind must be event or term"),
        (OFFICES, EVENTS + "a,term,w,,2020-01-01,\n" * 2, "'a' is here twice"),
    ],
)
def test_broken_tables_are_refused(tmp_path: Path, offices: str, events: str, problem: str) -> None:
    (tmp_path / "offices.csv").write_text(offices, "utf-8")
    (tmp_path / "events.csv").write_text(events, "utf-8")
    with pytest.raises(SettingsError, match=problem):
        load_offices(tmp_path)


def test_missing_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_offices(tmp_path)
