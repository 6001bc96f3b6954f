"""Datelines of many houses, and what only looks like one."""

from __future__ import annotations

import pytest

from communique.clean.dateline import find_dateline

STORY = "The minister met his guest on Monday and thanked him."


@pytest.mark.parametrize(
    ("head", "place", "agency", "day"),
    [
        ("Islamabad: ", "Islamabad", None, None),
        ("ISLAMABAD: ", "ISLAMABAD", None, None),
        ("ISLAMABAD - ", "ISLAMABAD", None, None),
        ("WASHINGTON — ", "WASHINGTON", None, None),
        ("WASHINGTON —", "WASHINGTON", None, None),
        ("WASHINGTON – ", "WASHINGTON", None, None),
        ("WASHINGTON -- ", "WASHINGTON", None, None),
        ("Washington, D.C. — ", "Washington, D.C.", None, None),
        ("KARACHI/LAHORE: ", "KARACHI/LAHORE", None, None),
        ("New York, Sep 22: ", "New York", None, "Sep 22"),
        ("ISLAMABAD, Sep 15 (APP): ", "ISLAMABAD", "APP", "Sep 15"),
        ("ISLAMABAD, Sept. 15, 2022 (APP) - ", "ISLAMABAD", "APP", "Sept. 15, 2022"),
        ("ISLAMABAD (APP) ", "ISLAMABAD", "APP", None),
        ("BEIJING, November 9. /TASS/. ", "BEIJING", "TASS", "November 9"),
        ("BEIJING, May 7 (Xinhua) -- ", "BEIJING", "Xinhua", "May 7"),
        ("TEHRAN, 12 May (IRNA) – ", "TEHRAN", "IRNA", "12 May"),
        ("TEHRAN (Tasnim) – ", "TEHRAN", "Tasnim", None),
        ("New Delhi [India], May 7 (ANI): ", "New Delhi, India", "ANI", "May 7"),
        ("PARIS (Reuters) - ", "PARIS", "Reuters", None),
        ("LONDON, March 3 (Reuters) - ", "LONDON", "Reuters", "March 3"),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", "AP", None),
        ("Ulaanbaatar, Mongolia /MONTSAME/ ", "Ulaanbaatar, Mongolia", "MONTSAME", None),
        ("(Reuters) - ", None, "Reuters", None),
        ("HÀ NỘI — ", "HÀ NỘI", None, None),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti", "AP", None),
        ("RIO DE JANEIRO: ", "RIO DE JANEIRO", None, None),
        ("UNITED NATIONS, Feb 23: ", "UNITED NATIONS", None, "Feb 23"),
        ("Dera Ismail Khan: ", "Dera Ismail Khan", None, None),
        ("ANKARA, Türkiye – ", "ANKARA, Türkiye", None, None),
    ],
)
def test_a_dateline_is_taken_apart(
    head: str, place: str | None, agency: str | None, day: str | None
) -> None:
    found = find_dateline(head + STORY)
    assert found is not None
    assert (found.place, found.agency, found.day) == (place, agency, day)
    assert (head + STORY)[found.length :] == STORY


@pytest.mark.parametrize(
    "line",
    [
        STORY,
        "Prime Minister: The talks went well.",
        "QUESTION: Did you meet the minister?",
        "FACT SHEET: The government announces a plan.",
        "UPDATE: The bridge is open again.",
        "Sri Lankan Civil War: The army takes a town in the north.",
        "President Berg — The man who opened the bridge — has died.",
        "In Oslo: the ministers met.",
        "Norway: it is cold.",
        "Oslo, which is the capital, is cold.",
        "Monday: The ministers meet.",
        "May 4: The ministers meet.",
        "What happened: The bridge fell.",
        "The New York Times: The bridge fell.",
        "COVID-19: the country reports fewer cases.",
        "AL-SHABAAB fighters took the town.",
        "NATO and Norway agreed.",
        "Mr. Berg: Thank you.",
        "It ended 3-2: The home side won.",
        "- 6 hours ago",
        "",
        "A",
        ":",
    ],
)
def test_no_dateline(line: str) -> None:
    assert find_dateline(line) is None
