"""What is no article is refused with a reason; doubtful pages get a grade."""

from __future__ import annotations

import pytest

from communique.clean import clean_page
from communique.errors import ItemError
from communique.model import Article, Page

STORY = "The minister of Norway met his guest in Oslo and promised to repair the bridge in spring."
MENU = ["Home", "World", "Sport", "Opinion", "Video", "Weather", "Contact us", "Jobs"]


def clean(text: str, **known: str) -> Article:
    return clean_page(Page("page", text, language="en", **known))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("  \n\n ", "empty"),
        ("\n".join(MENU), "8 short lines, no prose"),
        ("\n".join(f"Storm number {n} over the harbour\n{n} hours ago" for n in range(9)), "list"),
        (
            "\n".join(
                f"Storm number {n}\nA storm hit the harbour number {n} on Monday.\nRead more"
                for n in range(6)
            ),
            "list of 6 stories",
        ),
        ("\n".join(f"A storm hit the harbour number {n} on ..." for n in range(6)), "6 teasers"),
        ("© 2023 The Daily Bridge. All rights reserved.", "no prose"),
        ("Subscribe to our newsletter\nFollow us on Twitter", "no prose"),
    ],
)
def test_no_article(text: str, message: str) -> None:
    with pytest.raises(ItemError, match=message) as caught:
        clean(text)
    assert caught.value.reason == ("empty" if message == "empty" else "not an article")
    assert str(caught.value).startswith("page: ")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        (STORY, "thin"),
        ("\n".join([STORY] + [s + " " + STORY for s in ("So.", "Then.", "Now.")]), "good"),
        (
            "\n".join(
                [STORY, *(f"{n} Storm over the old harbour\n- {n} hours ago" for n in range(1, 9))]
            ),
            "look",
        ),
    ],
)
def test_grades(text: str, grade: str) -> None:
    assert clean(text).grade == grade


def test_the_id_is_made_of_address_and_text() -> None:
    one, two = clean(STORY), clean(STORY, url="https://x.example/1")
    assert one.id == clean(STORY).id != two.id


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ("2023-05-04", ("2023-05-04", "2023-05-04")),
        ("2023-05-04T23:10:00+02:00", ("2023-05-04", "2023-05-04")),
        ("2023-02", ("2023-02-01", "2023-02-28")),
        ("2023", ("2023-01-01", "2023-12-31")),
    ],
)
def test_metadata_gives_the_day(published: str, days: tuple[str, str]) -> None:
    article = clean("Updated: May 9, 2023 10:00\n" + STORY, published=published)
    assert article.published is not None
    assert (article.published.start, article.published.end) == days
    assert article.published.basis == article.published_reason == "metadata"


@pytest.mark.parametrize(
    ("stamp", "day", "reason"),
    [
        ("Published: May 4, 2023", "2023-05-04", "stamp: Published"),
        ("Published : Feb. 7, 2024 - 00:33", "2024-02-07", "stamp: Published"),
        ("Updated: 12 February 2023, 19:05", "2023-02-12", "stamp: Updated"),
        ("Published on 15th September 2023 at 10:00", "2023-09-15", "stamp: Published"),
        ("Posted: 19-04-2021 22:22", "2021-04-19", "stamp: Posted"),
        ("Published: 05.06.2023", "2023-06-05", "stamp: Published"),
        ("Published: 2023/05/04", "2023-05-04", "stamp: Published"),
        ("Published: 05/06/2023", None, "stamp: '05/06/2023' is ambiguous: day or month first?"),
        ("Published: 31/02/2023", None, "stamp: 2023-2-31 is no day"),
        ("Updated 3 hours ago", None, "no date in metadata, stamps or dateline"),
        ("Updated: 10:40", None, "no date in metadata, stamps or dateline"),
    ],
)
def test_stamps_give_the_day(stamp: str, day: str | None, reason: str) -> None:
    article = clean(f"A bridge for Oslo\n{stamp}\n{STORY}\n{STORY} It is old.")
    assert article.published_reason == reason
    assert (article.published.start if article.published else None) == day


def test_published_wins_over_updated() -> None:
    text = f"A bridge\nUpdated: May 9, 2023\nPublished: May 4, 2023\n{STORY}"
    article = clean(text)
    assert article.published is not None and article.published.start == "2023-05-04"


def test_the_dateline_gives_the_day_only_with_its_year() -> None:
    article = clean(f"BEIJING, November 9, 2022 (Xinhua) -- {STORY}")
    assert article.published is not None
    assert (article.published.start, article.published.basis) == ("2022-11-09", "dateline")
    article = clean(f"BEIJING, November 9. /TASS/. {STORY}")
    assert article.published is None
    assert article.published_reason == "dateline: 'November 9' has no year"


def test_a_rail_gives_no_date() -> None:
    text = "\n".join(
        [
            STORY,
            STORY + " It is old.",
            "Storm over the harbour",
            "- 6 hours ago",
            "Bread dearer",
            "Published: May 4, 2023",
        ]
    )
    assert clean(text).published is None
