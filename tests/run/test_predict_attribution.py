"""The wider notion of attribution that the task has, in sentences of our own."""

from __future__ import annotations

import pytest

from communique.run.predict_attribution import SpeechTask
from communique.settings import Settings


@pytest.fixture(scope="module")
def task(parser):
    return SpeechTask(Settings())


def found(task, text):
    (answer,) = task([{"id": 1, "text": text}])
    return [
        (
            text[slice(*item["source"])] if item["source"] else None,
            text[slice(*item["cue"])],
            [text[slice(*span)] for span in item["content"]],
        )
        for item in answer["attributions"]
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Norway's minister has repeatedly said that the bridge would open in May.",
            "Norway's minister",
            "has repeatedly said",
            "that the bridge would open in May",
        ),
        (
            "According to the port authority, two ferries were late.",
            "the port authority",
            "According to",
            "two ferries were late",
        ),
        ("The guild wants to build a pier.", "The guild", "wants", "to build a pier"),
        (
            "The mayor urged skippers to stay ashore.",
            "The mayor",
            "urged",
            "skippers to stay ashore",
        ),
        ("The union criticised the new timetable.", "The union", "criticised", "the new timetable"),
        (
            "The fishermen called for a lower toll.",
            "The fishermen",
            "called for",
            "a lower toll",
        ),
        ("Two ferries were late, sources said.", "sources", "said", "Two ferries were late"),
        (
            "“The quay is far too narrow for such ships,” said Anna Berg of the port.",
            "Anna Berg of the port",
            "said",
            "The quay is far too narrow for such ships,",
        ),
    ],
)
def test_one_attribution(task, text, source, cue, content):
    assert found(task, text) == [(source, cue, [content])]


def test_a_quotation_of_several_sentences(task):
    text = "“The quay is narrow. Two ferries were late. Nobody came to help,” the mayor said."
    ((source, cue, (content,)),) = found(task, text)
    assert (source, cue) == ("the mayor", "said")
    assert content.startswith("The quay is narrow.") and content.rstrip(",").endswith("help")


def test_a_quotation_belongs_to_its_own_cue(task):
    text = (
        "Anna Berg said the quay was closed.\n"
        "“Two ferries were late this week. Nobody came to help us,” said Peter Hansen."
    )
    assert [(source, cue) for source, cue, _ in found(task, text)] == [
        ("Anna Berg", "said"),
        ("Peter Hansen", "said"),
    ]


def test_what_the_author_thinks_is_no_attribution(task):
    assert found(task, "I think the quay is narrow.") == []


@pytest.mark.parametrize("text", ["said", "“", "said: “", "He said,", ", said.", "According to"])
def test_scraps(task, text):
    assert isinstance(found(task, text), list)
