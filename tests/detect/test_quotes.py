"""Pairs of quotation marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.detect.quotes import detect_quotes
from communique.model import Span


def paragraphs(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]


def quotes(text: str) -> list[str]:
    return [text[q.start : q.end] for q in detect_quotes(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “we will stay” and left.", ["we will stay"]),
        ('"We will stay," she said. "We must."', ["We will stay,", "We must."]),
        ("He called it ‘a grave mistake’ twice.", ["a grave mistake"]),
        ("He called it 'a grave mistake' twice.", ["a grave mistake"]),
        ("«Nous restons», he said.", ["Nous restons"]),
        ("»Wir bleiben«, he said.", ["Wir bleiben"]),
        ("He said “we ‘never’ go” again.", ["we ‘never’ go", "never"]),
        ("The ministers’ talks on the city’s port went on.", []),
        ("The ministers' talks on the city's port went on.", []),
        ("‘The ministers’ meeting was good,’ he said.", ["The ministers’ meeting was good,"]),
        ("In the '90s he said: 'I'm here' and rock 'n' roll.", ["I'm here"]),
        ("It was ‘one policy’, the ministers’ reply.", ["one policy"]),
        ('He stood 6\' 2" tall near the 6" gun.', []),
        ("``We stay,'' he said.", ["We stay,"]),
        ("He said ”we stay” there.", ["we stay"]),
        ('(“We stay.”) ("We go.")', ["We stay.", "We go."]),
        ("No quotation here.", []),
    ],
)
def test_pairs_in_one_paragraph(text: str, found: list[str]) -> None:
    assert quotes(text) == found


def test_a_quotation_over_paragraphs_gives_one_mention_in_each() -> None:
    text = "“First part.\n\n“Second part.\n\n“Third part,” he said.\n\n“Another.”"
    assert quotes(text) == ["First part.", "Second part.", "Third part,", "Another."]


def test_a_quotation_that_is_not_reopened_but_closed_goes_on() -> None:
    assert quotes("He said: “First part.\n\nSecond part,” he added.") == [
        "First part.",
        "Second part,",
    ]


def test_a_forgotten_mark_ends_with_its_sentence() -> None:
    assert quotes("He said “We stay. They went on.\n\nMore text.") == ["We stay."]
    assert quotes("They went on” he said.") == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab ,.s“”\"‘’'«»\n(", max_size=60))
def test_any_marks_give_words_inside_one_paragraph(text: str) -> None:
    spans = paragraphs(text)
    for quote in detect_quotes(text, spans):
        assert text[quote.start : quote.end].strip()
        assert any(s.start <= quote.start and quote.end <= s.end for s in spans)
