from __future__ import annotations

import pytest

from communique.errors import ItemError, SettingsError
from communique.model import Page
from communique.run.as_json import dump, record_as_json

STORY = "Norway's king visited Finland on Monday. He was glad of it and went home.\nMost read"


def test_a_text_becomes_a_record(coder):
    record = coder.read(STORY, published="2023-05-05", title="A visit", url="https://x.example/1")
    assert [report.evidence[0].text for report in record.reports] == ["visited"]
    assert record.reports[0].evidence[1].text == "Norway's king visited Finland on Monday."
    article = record.article
    assert (article.title, article.url) == ("A visit", "https://x.example/1")
    assert article.published and article.published.start == "2023-05-05"
    assert [line.label for line in article.lines] == ["story", "rail"]


def test_a_page_without_a_date_is_dated_by_what_it_says(coder):
    article = coder.read(STORY).article
    assert article.published.basis == "years it names"
    assert article.published_reason == "names 2023"


def test_arguments_lie_over_what_the_page_knows(coder):
    page = Page("a.txt", STORY, title="Old", published="2020-01-01", published_basis="metadata")
    assert coder.read(page).article.title == "Old"
    article = coder.read(page, published="2023-05-05", title="New").article
    assert (article.title, article.published.start) == ("New", "2023-05-05")


def test_bad_input_is_refused_with_a_reason(coder):
    with pytest.raises(ItemError) as caught:
        coder.read("  \n ")
    assert caught.value.reason == "empty"
    with pytest.raises(SettingsError, match="'Friday' is no date"):
        coder.read(STORY, published="Friday")
    with pytest.raises(ItemError, match="cannot be cleaned"):
        coder.read(STORY + " UNCLEAN")


def test_one_bad_page_spoils_no_other(coder):
    texts = ["A visited B.", "UNCLEAN.", "UNPARSABLE.", "C visited D. E.", "UNCODABLE."]
    outcomes = coder.read_many([Page(f"{n}", text) for n, text in enumerate(texts)])
    good = [n for n, outcome in enumerate(outcomes) if not isinstance(outcome, ItemError)]
    assert good == [0, 3]
    assert [len(outcomes[n].reports) for n in good] == [1, 1]
    assert [outcomes[n].reason for n in (1, 2, 4)] == ["unclean", "defect", "defect"]
    assert "4: could not be coded, a defect of the program: ZeroDivisionError" in str(outcomes[4])


def test_batches_give_what_single_pages_give(coder):
    pages = [Page(f"{n}", f"A visited B. C{n} visited D.") for n in range(5)]
    assert coder.read_many(pages) == [coder.read(page) for page in pages]


def test_json_holds_everything(coder):
    found = record_as_json(coder.read(STORY))
    assert found["format"] == "communique.record/1"
    assert found["reports"][0]["evidence"][0]["text"] == "visited"
    assert found["article"]["lines"][1]["label"] == "rail"
    assert "\"Norway's king visited" in dump(found)
