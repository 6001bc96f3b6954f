"""Stages that need no model: a line is a story when it ends in a stop, "visited" is an event."""

from __future__ import annotations

import re

import pytest

from communique.errors import ItemError
from communique.model import Article, Interval, Line, Record, Report, Sentence, content_id
from communique.run.coder import Coder, Stages
from communique.settings import Settings


def clean(page):
    if "UNCLEAN" in page.text:
        raise ItemError(f"{page.source}: cannot be cleaned", "unclean")
    lines = tuple(
        Line(m.start(), m.end(), "story" if m.group().endswith(".") else "rail", "stop")
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


def split(text, start, end):
    return [m.span() for m in re.compile(r"[^. ][^.]*\.").finditer(text, start, end)]


def parse(pieces):
    if any("UNPARSABLE" in text for _, text in pieces):
        raise RuntimeError("matrix has no words")
    return [Sentence(at, at + len(text), (), False) for at, text in pieces]


def date_page(article, sentences, mentions):
    return Interval("2023-01-01", "2023-12-31", "years it names"), "names 2023"


def code(article, sentences, mentions):
    if "UNCODABLE" in article.text:
        raise ZeroDivisionError("no clauses")
    reports = []
    for sentence in sentences:
        text = article.text[sentence.start : sentence.end]
        if (at := text.find("visited")) >= 0:
            trigger = article.quote(sentence.start + at, sentence.start + at + len("visited"))
            whole = article.quote(sentence.start, sentence.end)
            reports.append(report(article, trigger, whole))
    return Record(article, tuple(reports), dropped={"no event": len(sentences) - len(reports)})


def report(article, trigger, sentence):
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


def nothing(*arguments):
    return ()


@pytest.fixture
def stages():
    return Stages(clean, split, parse, nothing, nothing, nothing, nothing, nothing, date_page, code)


@pytest.fixture
def coder(stages):
    return Coder(Settings(), stages=stages)
