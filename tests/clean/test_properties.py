"""What holds for every page, also for those nobody thought of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.clean import clean_page
from communique.errors import ItemError
from communique.model import Article, Page

SENTENCE = (
    "The minister of Norway met his guest in Oslo and promised to repair the bridge in spring."
)
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                SENTENCE,
                "OSLO: " + SENTENCE,
                "- 6 hours ago",
                "Read more: Champions win again",
                "Related stories",
                "Storm over the harbour",
                "",
                "   ",
                "Photo: The bridge",
                "Updated: May 15, 2017 18:40",
                "MINISTER: Thank you.",
                "QUESTION: And the bridge?",
                "a wrapped line that goes on and on until the column ends and",
                "then runs on in lower case until it ends.",
                "The road is long ...",
            ]
        ),
        st.text(max_size=80),
    ),
    max_size=25,
)


def clean(text: str, title: str | None = None) -> Article | None:
    try:
        return clean_page(Page("page", text, title=title, language="en"))
    except ItemError as error:
        assert error.reason in {"empty", "not an article"}
        return None


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_lines_tile_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    article = clean(text)
    if article is None:
        return
    assert article.text == text
    at = 0
    for line in article.lines:
        assert set(text[at : line.start]) <= {"\n"}
        assert line.start < line.end
        assert line.reason
        at = line.end
    assert set(text[at:]) <= {"\n"}
    assert article.story()


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_cleaning_again_changes_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    first, second = clean(text), clean(text)
    assert first == second


def test_the_story_alone_is_all_story() -> None:
    page = "\n".join(
        [
            "Norway promises a bridge",
            "OSLO: " + SENTENCE,
            "Read more: Champions win again",
            "He thanked the engineers for their work and asked them to hurry.",
            "The guest from Finland said that the bridge would bring the two towns together.",
            "Storm over the harbour",
            "- 6 hours ago",
        ]
    )
    article = clean(page)
    assert article is not None
    story = "\n".join(article.text[span.start : span.end] for span in article.story())
    again = clean(story)
    assert again is not None
    assert [line.label for line in again.lines] == ["story"] * 3


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE.replace("\n", " ") * 60_000,
        "a" * 5_000_000,
        "A. " * 1_600_000,
        "(" * 2_000_000 + ".",
        "- 6 hours ago\n" * 50_000 + SENTENCE,
        "Word " * 400_000,
        ("word " * 8 + "\n") * 60_000 + SENTENCE,
        "“" * 300_000,
        " \n" * 500_000 + SENTENCE,
        "A-" * 200_000 + ": x.",
        "a\n" * 1_000_000,
    ],
    ids=[
        "prose",
        "one word",
        "initials",
        "brackets",
        "ages",
        "words",
        "wrapped",
        "quotes",
        "blank",
        "dashes",
        "letters",
    ],
)
def test_five_megabytes_are_quick(text: str) -> None:
    begin = time.process_time()
    clean(text)
    assert time.process_time() - begin < 4
