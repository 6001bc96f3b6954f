"""Fixtures that all rooms share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.errors import ItemError
from communique.model import (
    Article,
    Attribution,
    Commitment,
    Interval,
    Line,
    Meeting,
    OfficeClaim,
    Participant,
    PlaceMention,
    Position,
    Record,
    Report,
    Sentence,
    Statement,
    content_id,
)
from communique.resolve.dating import DatedWindow
from communique.run.coder import Coder, Stages
from communique.settings import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the program makes of tests/golden/ instead of comparing it",
    )


@pytest.fixture(scope="session")
def parser() -> Any:
    """The shipped parser; tests that need it are skipped in a tree without a model."""
    from communique.parse import Parser

    if not (Path(communique.__file__).parent / "parse" / "model").is_dir():
        pytest.skip("this tree has no parser model")
    return Parser.load()


def make_record(number: int = 0) -> Record:
    """A record with a line in every table, about an invented visit; numbers give other articles."""
    story = (
        f"Norway's foreign minister visited Finland on Monday, the {number}th trip of the year. "
        "She said Norway would lend ten icebreakers to Finland. "
        "She said Norway supported the Arctic Treaty."
    )
    rail = "Norway thrash Finland in the ice hockey final"
    text = f"{story}\n{rail}\n"
    article_id = content_id("article", text)
    article = Article(
        id=article_id,
        source=f"page-{number}.txt",
        text=text,
        lines=(
            Line(0, len(story), "story", "prose"),
            Line(len(story) + 1, len(text) - 1, "rail", "headline without a story"),
        ),
        url=f"https://news.example/{number}",
        title=f"Norway's minister in Helsinki, part {number}",
        standfirst=None,
        dateline_place=None,
        dateline_agency=None,
        published=Interval("2023-05-05", "2023-05-05", "metadata"),
        published_reason="given",
        language="en",
        grade="good",
    )

    def words(text: str) -> tuple[int, int]:
        start = article.text.index(text)
        return start, start + len(text)

    first = article.quote(*words(story.split(". ", 1)[0] + "."))
    helsinki = PlaceMention(0, 28, 35, "Helsinki", 60.17, 24.94, "FIN", "city")
    monday = Interval("2023-05-01", "2023-05-01", "weekday before publication")
    report = Report(
        id=content_id(article_id, "report"),
        article=article_id,
        type="CONSULT",
        mode="visit",
        contexts=("diplomatic",),
        cameo="042",
        quad=1,
        intensity=1.9,
        sources=("NOR",),
        targets=("FIN",),
        source_text="Norway's foreign minister",
        target_text="Finland",
        status="occurred",
        when=monday,
        when_reason="on Monday",
        where=helsinki,
        attribution=(Attribution("the ministry", ("NOR",), "said"),),
        evidence=(article.quote(*words("visited")), first),
        rule="consult.visit.1",
        roles=(("agent", "Norway's foreign minister"), ("patient", "Finland")),
        dropped=("consult.trip.1: no agent",),
        probability=0.9,
    )
    promise = article.quote(*words("Norway would lend ten icebreakers to Finland"))
    treaty = article.quote(*words("Norway supported the Arctic Treaty"))
    return Record(
        article=article,
        reports=(report,),
        meetings=(
            Meeting(
                id=content_id(article_id, "meeting"),
                article=article_id,
                participants=(Participant(None, "foreign minister", "NOR"),),
                place=helsinki,
                place_text="Finland",
                when=monday,
                format="visit",
                delegation=False,
                topics=("icebreakers",),
                status="occurred",
                reports=(report.id,),
                evidence=(first,),
            ),
        ),
        statements=(
            Statement(
                id=content_id(article_id, "statement"),
                article=article_id,
                speaker="Norway's foreign minister",
                office="foreign minister",
                actor=("NOR",),
                cue="said",
                kind="indirect",
                addressee=(),
                topics=(),
                evidence=(promise,),
            ),
        ),
        commitments=(
            Commitment(
                id=content_id(article_id, "commitment"),
                article=article_id,
                promisor=("NOR",),
                beneficiary=("FIN",),
                act="lend ten icebreakers",
                sector="transport",
                project=None,
                place=None,
                amount="ten",
                condition=None,
                due=None,
                strength="firm",
                form="reported_remark",
                state="announced",
                evidence=(promise,),
                rule="promise.would.1",
            ),
        ),
        positions=(
            Position(
                id=content_id(article_id, "position"),
                article=article_id,
                actor=("NOR",),
                issue="Arctic Treaty",
                issue_id=None,
                stance="support",
                toward=(),
                as_worded="supported",
                evidence=(treaty,),
                rule="position.support.1",
            ),
        ),
        offices=(
            OfficeClaim(
                id=content_id(article_id, "office"),
                article=article_id,
                person="Kari Vik",
                office="foreign minister",
                kind="foreign-minister",
                country="NOR",
                country_reason="of + actor",
                marker="holds",
                held=Interval("2023-05-05", "2023-05-05", "day of publication"),
                evidence=first,
            ),
        ),
        dropped={"no predicate": 1},
    )


@pytest.fixture(scope="session")
def made() -> Callable[[int], Record]:
    """Records of invented articles, by number."""
    return make_record


def fake_clean(page):
    if "UNCLEAN" in page.text:
        raise ItemError(f"{page.source}: cannot be cleaned", "unclean")
    lines = tuple(
        Line(m.start(), m.end(), "story" if m.group().rstrip().endswith(".") else "rail", "stop")
        for m in re.finditer(r"[^\n]+", page.text)
    )
    published = page.published and Interval(page.published, page.published, "given")
    return Article(
        content_id("article", page.text),
        page.source,
        page.text,
        lines,
        page.url,
        page.title,
        None,
        None,
        None,
        published or None,
        "given" if published else "nothing tells",
        "en",
        "good",
    )


def fake_split(text, start, end):
    return [m.span() for m in re.compile(r"[^. ][^.]*\.").finditer(text, start, end)]


def fake_parse(pieces):
    if any("UNPARSABLE" in text for _, text in pieces):
        raise RuntimeError("matrix has no words")
    return [Sentence(at, at + len(text), (), False) for at, text in pieces]


def fake_date_page(article, sentences):
    return DatedWindow(Interval("2023-01-01", "2023-12-31", "years it names"), ("names 2023",))


def fake_code(article, sentences, mentions):
    if "UNCODABLE" in article.text:
        raise ZeroDivisionError("no clauses")
    reports = []
    for sentence in sentences:
        text = article.text[sentence.start : sentence.end]
        if (at := text.find("visited")) >= 0:
            trigger = article.quote(sentence.start + at, sentence.start + at + len("visited"))
            whole = article.quote(sentence.start, sentence.end)
            reports.append(fake_report(article, trigger, whole))
    return Record(article, tuple(reports), dropped={"no event": len(sentences) - len(reports)})


def fake_report(article, trigger, sentence):
    return Report(
        content_id(article.id, trigger.start),
        article.id,
        "CONSULT",
        "visit",
        (),
        "042",
        1,
        1.9,
        ("NOR",),
        ("FIN",),
        sentence.text.split(" visited ")[0],
        sentence.text.split(" visited ")[-1],
        "occurred",
        article.published,
        "as published",
        None,
        (),
        (trigger, sentence),
        "consult.visit.1",
        (),
        (),
        0.5,
    )


@pytest.fixture(scope="session")
def stages() -> Stages:
    """Stages that need no model: a line with a stop is story, "visited" is an event."""

    def nothing(*arguments: object, **named: object) -> tuple[()]:
        return ()

    return Stages(
        clean=fake_clean,
        split=fake_split,
        parse=fake_parse,
        actors=nothing,
        places=nothing,
        dates=nothing,
        quotes=nothing,
        issues=nothing,
        owner=lambda _: None,
        date_page=fake_date_page,
        code=fake_code,
        offices=nothing,
    )


@pytest.fixture(scope="session")
def coder(stages: Stages) -> Coder:
    """A coder of those stages."""
    return Coder(Settings(), stages=stages)
