from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from communique.model import Article, Interval, Line, PlaceMention, Record
from communique.run.show import days, plain, show_record, show_rows, write_csv


def printed(renderable, width=80, colour=False):
    console = Console(
        file=io.StringIO(),
        width=width,
        highlight=False,
        force_terminal=colour,
        legacy_windows=False,
    )
    console.print(renderable)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_record_fits_the_terminal(made, width):
    out = printed(show_record(made(1)), width)
    assert max(map(len, out.splitlines())) <= width
    words = " ".join(out.split())
    for part in ("CONSULT", "NOR → FIN", "announced", "support", "Arctic Treaty", "icebreakers"):
        assert part in words


def test_colour_only_on_a_terminal(made):
    assert "\x1b[" in printed(show_record(made(1)), colour=True)
    assert "\x1b" not in printed(show_record(made(1)))


def test_claims_of_one_sentence_stand_together(made):
    record = made(1)
    other = replace(record.reports[0], type="AGREE", targets=(), sources=("NOR", "FIN"))
    out = printed(show_record(replace(record, reports=(record.reports[0], other))), 200)
    assert out.count("the 1th trip of the year") == 2, "once in the meeting, once in the events"
    assert "NOR ↔ FIN" in out


def test_a_disputed_place_says_who_administers_and_who_claims(made):
    record = made(1)
    place = PlaceMention(
        0, 0, 1, "Kashmir", 34.0, 76.0, None, "disputed", ("IND", "PAK"), ("IND", "PAK", "CHN")
    )
    report = replace(record.reports[0], where=place)
    out = printed(show_record(replace(record, reports=(report,))), 200)
    assert "Kashmir (administered by IND, PAK, claimed by IND, PAK, CHN)" in out


def test_a_window_shows_its_reasons_one_by_one(made):
    record = made(1)
    article = replace(
        record.article,
        published=Interval("2022-12-30", "2023-07-25", "dated by what the page says"),
        published_reason="office A: excludes x; office B: excludes nothing more; year C: is y",
    )
    out = printed(show_record(replace(record, article=article)))
    assert "Published 2022-12-30 to 2023-07-25" in out
    assert "· office A: excludes x" in out and "· year C" in out and "office B" not in out


def test_a_page_without_anything_is_shown_too():
    text = "Most read\n"
    article = Article(
        "0" * 32,
        "page.txt",
        text,
        (Line(0, 9, "rail", "no stop"),),
        None,
        None,
        None,
        None,
        None,
        None,
        "nothing tells",
        "en",
        "look",
    )
    out = printed(show_record(Record(article)))
    assert "Untitled" in out and "nothing found in the story" in out and "unknown" in out


def test_long_debris_is_counted(made):
    record = made(1)
    line = record.article.lines[1]
    article = replace(record.article, lines=(record.article.lines[0], *([line] * 30)))
    out = printed(show_record(replace(record, article=article)))
    assert "rail 30" in out and "… 27 more" in out


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (None, "date unknown"),
        (Interval(None, None, "x"), "date unknown"),
        (Interval("2023-05-05", "2023-05-05", "x"), "2023-05-05"),
        (Interval(None, "2023-05-05", "x"), "until 2023-05-05"),
        (Interval("2023-05-05", None, "x"), "since 2023-05-05"),
        (Interval("2023-05-01", "2023-05-05", "x"), "2023-05-01 to 2023-05-05"),
    ],
)
def test_intervals_in_words(interval, words):
    assert days(interval) == words


def test_nothing_commands_the_terminal():
    assert plain("a\x1b[31m b\n\tc \u202ed\x9b") == "a\ufffd[31m b c \ufffdd\ufffd"


def test_rows_as_a_table_and_as_csv():
    names, rows = ["type", "n"], [("AGREE", 2), ("[b]x[/b]", None)]
    out = printed(show_rows(names, rows))
    assert "[b]x[/b]" in out and "2 rows" in out
    wide = printed(show_rows([f"column {n}" for n in range(9)], [tuple("abcdefghi")], 80))
    assert "column 8  i" in wide and "1 row" in wide
    file = io.StringIO()
    write_csv(names, [(["PAK", "CHN"], 1.5), ('a "b", c', None)], file)
    assert file.getvalue() == 'type,n\nPAK|CHN,1.5\n"a ""b"", c",\n'
    file = io.StringIO()
    write_csv(["evidence"], [([{"start_char": 1, "words": "é"}],)], file)
    assert json.loads(next(csv.reader([file.getvalue().splitlines()[1]]))[0])[0]["words"] == "é"
