"""Temporal expressions: what they mean on a known day, in a window, and without either."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.detect.dates import as_deadline, detect_dates
from communique.detect.timex import calendar as cal
from communique.model import Article, DateMention, Interval, Sentence, Token

FRIDAY = Interval("2023-05-05", "2023-05-05", "metadata")
WINDOW = Interval("2022-12-30", "2023-07-25", "offices held")
ENDS = re.compile(r"[^\n]+?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


def article(text: str) -> Article:
    return Article(
        "a", "a.txt", text, (), None, None, None, None, None, None, "not told", "en", "good"
    )


def sentences(text: str) -> list[Sentence]:
    return [Sentence(m.start(), m.end(), (), False) for m in ENDS.finditer(text)]


def detect(text: str, published: Interval | None = FRIDAY) -> tuple[DateMention, ...]:
    return detect_dates(article(text), sentences(text), published)


def only(text: str, published: Interval | None = FRIDAY) -> tuple[str, DateMention]:
    mentions = detect(text, published)
    assert len(mentions) == 1, mentions
    return text[mentions[0].start : mentions[0].end], mentions[0]


DATES = [
    ("The ministers met on Friday.", "Friday", "2023-05-05", "2023-05-05"),
    ("The ministers will meet on Friday.", "Friday", "2023-05-05", "2023-05-05"),
    ("The ministers met on Monday.", "Monday", "2023-05-01", "2023-05-01"),
    ("The minister will travel to Oslo on Monday.", "Monday", "2023-05-08", "2023-05-08"),
    ("The shops stay closed until Sunday.", "Sunday", "2023-05-07", "2023-05-07"),
    ("He arrived last Thursday.", "last Thursday", "2023-05-04", "2023-05-04"),
    ("He leaves next Tuesday.", "next Tuesday", "2023-05-09", "2023-05-09"),
    ("They met today.", "today", "2023-05-05", "2023-05-05"),
    ("They met yesterday.", "yesterday", "2023-05-04", "2023-05-04"),
    ("He will speak tomorrow.", "tomorrow", "2023-05-06", "2023-05-06"),
    ("They met earlier this week.", "earlier this week", "2023-05-01", "2023-05-05"),
    ("They met last week.", "last week", "2023-04-24", "2023-04-30"),
    ("They will meet next week.", "next week", "2023-05-08", "2023-05-14"),
    ("They met last month.", "last month", "2023-04-01", "2023-04-30"),
    ("They met last year.", "last year", "2022-01-01", "2022-12-31"),
    ("Relief came after last year’s floods.", "last year’s", "2022-01-01", "2022-12-31"),
    ("They signed it in March 2020.", "March 2020", "2020-03-01", "2020-03-31"),
    ("They signed it in March.", "March", "2023-03-01", "2023-03-31"),
    ("They will sign it in June.", "June", "2023-06-01", "2023-06-30"),
    ("They signed it in June.", "June", "2022-06-01", "2022-06-30"),
    ("They signed it on April 12.", "April 12", "2023-04-12", "2023-04-12"),
    ("They will sign it on 12 June.", "12 June", "2023-06-12", "2023-06-12"),
    ("It was signed on 30 November 2018.", "30 November 2018", "2018-11-30", "2018-11-30"),
    ("The accord of January 3rd, 2019, holds.", "January 3rd, 2019", "2019-01-03", "2019-01-03"),
    ("On Monday, 1 May 2023, they met.", "1 May 2023", "2023-05-01", "2023-05-01"),
    ("The talks of May 3-4 failed.", "May 3-4", "2023-05-03", "2023-05-04"),
    ("They talk from May 30 to June 2.", "May 30 to June 2", "2023-05-30", "2023-06-02"),
    ("They met two days ago.", "two days ago", "2023-05-03", "2023-05-03"),
    ("They met three weeks ago.", "three weeks ago", "2023-04-11", "2023-04-17"),
    ("They met two months ago.", "two months ago", "2023-03-01", "2023-03-31"),
    ("It began in late 2019.", "late 2019", "2019-09-02", "2019-12-31"),
    ("It was built between 2018 and 2022.", "between 2018 and 2022", "2018-01-01", "2022-12-31"),
    ("Trade has grown since 2015.", "2015", "2015-01-01", "2023-05-05"),
    ("Trade grew over the past decade.", "the past decade", "2013-05-05", "2023-05-05"),
    ("It will be done within two months.", "two months", "2023-05-05", "2023-07-05"),
    ("It will happen in two weeks.", "two weeks", "2023-05-16", "2023-05-22"),
    ("Exports rose in the first quarter.", "the first quarter", "2023-01-01", "2023-03-31"),
    ("Exports fell in Q2 2022.", "Q2 2022", "2022-04-01", "2022-06-30"),
    ("It fell in the first half of 2021.", "the first half of 2021", "2021-01-01", "2021-06-30"),
    ("The fiscal year 2022-23 is over.", "The fiscal year 2022-23", "2022-04-01", "2023-06-30"),
    ("It was cold last winter.", "last winter", "2022-12-01", "2023-02-28"),
    ("They will meet this summer.", "this summer", "2023-06-01", "2023-08-31"),
    ("In the summer of 2015 they met.", "the summer of 2015", "2015-06-01", "2015-08-31"),
    ("The 1990s were hard.", "1990s", "1990-01-01", "1999-12-31"),
    ("It expires in October next year.", "October next year", "2024-10-01", "2024-10-31"),
    ("It fell in the last week of March.", "the last week of March", "2023-03-27", "2023-04-02"),
    ("They meet in the week of May 8.", "the week of May 8", "2023-05-08", "2023-05-14"),
    ("They met on Tuesday last week.", "Tuesday last week", "2023-04-25", "2023-04-25"),
    ("It is due by year-end.", "year-end", "2023-12-01", "2023-12-31"),
    ("It is due by the year 2047.", "2047", "2047-01-01", "2047-12-31"),
    ("It began on 9/11/2001.", "9/11/2001", "2001-09-11", "2001-11-09"),
    ("They spoke at 5pm on Thursday.", "5pm on Thursday", "2023-05-04", "2023-05-04"),
    ("They met on 2023-05-04.", "2023-05-04", "2023-05-04", "2023-05-04"),
    ("They met on 25/04/2023.", "25/04/2023", "2023-04-25", "2023-04-25"),
    ("They met on 05/04/2023.", "05/04/2023", "2023-05-04", "2023-05-04"),
]


@pytest.mark.parametrize(("text", "words", "start", "end"), DATES)
def test_days_on_a_known_publication_day(text: str, words: str, start: str, end: str) -> None:
    found, mention = only(text)
    assert found == words
    assert mention.interval is not None
    assert (mention.interval.start, mention.interval.end) == (start, end)
    assert mention.interval.basis


VALUES = [
    ("The meeting on Friday morning was short.", "TIME", "2023-05-05TMO"),
    ("He arrived on Wednesday evening.", "TIME", "2023-05-03TEV"),
    ("The talks start at 10:30 am.", "TIME", "2023-05-05T10:30"),
    ("The talks began at 0800 GMT on Monday.", "TIME", "2023-05-01T08:00Z"),
    ("He began a two-day visit.", "DURATION", "P2D"),
    ("The visit will last three days.", "DURATION", "P3D"),
    ("They waited for two and a half years.", "DURATION", "P2.5Y"),
    ("They meet every year.", "SET", "P1Y"),
    ("They meet every Friday.", "SET", "XXXX-WXX-5"),
    ("They meet twice a year.", "SET", "P1Y"),
    ("In the 19th century they fought.", "DATE", "18"),
    ("They met last week.", "DATE", "2023-W17"),
    ("They met over the weekend.", "DATE", "2023-W17-WE"),
    ("They met recently.", "DATE", "PAST_REF"),
]


@pytest.mark.parametrize(("text", "kind", "value"), VALUES)
def test_kind_and_timex_value(text: str, kind: str, value: str) -> None:
    _, mention = only(text)
    assert (mention.kind, mention.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "Officials said that he may go.",
        "Troops march through the town.",
        "Article 370 was revoked.",
        "The G-20 members agreed.",
        "Some 2,000 soldiers and 1500 people left.",
        "They won 3-2 in the second half.",
        "They gave $2019 to the fund.",
        "He is in his 70s.",
        "A 14-year-old boy died.",
        "Call 2020 555 44 for help.",
        "Prime Minister Theresa May spoke; the speech by May was long.",
        "The Good Friday Agreement holds.",
        "The Sunday Times wrote about it.",
        "It came second.",
    ],
)
def test_no_dates(text: str) -> None:
    assert detect(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Friday.", "XXXX-WXX-5"),
        ("They met today.", "XXXX-XX-XX"),
        ("They met last year.", "XXXX"),
        ("They met in March.", "XXXX-03"),
        ("They met on May 3.", "XXXX-05-03"),
    ],
)
def test_without_a_publication_day_the_value_stays_open(text: str, value: str) -> None:
    _, mention = only(text, None)
    assert mention.value == value
    assert mention.interval is None


def test_a_window_of_publication_gives_the_window_of_the_event() -> None:
    _, mention = only("They met on Friday.", WINDOW)
    assert mention.value == "XXXX-WXX-5"
    assert mention.interval is not None
    assert (mention.interval.start, mention.interval.end) == ("2022-12-30", "2023-07-21")
    _, mention = only("Floods came last year.", WINDOW)
    assert mention.interval is not None
    assert (mention.interval.start, mention.interval.end) == ("2021-01-01", "2022-12-31")
    _, mention = only("They met in March 2020.", WINDOW)
    assert mention.value == "2020-03"


def test_the_date_before_is_what_a_later_one_counts_from() -> None:
    text = "They met in April 2021. A year later they parted."
    assert [m.value for m in detect(text)] == ["2021-04", "2022"]
    text = "They met on 3 April 2021. On the following day they left."
    assert [m.value for m in detect(text)] == ["2021-04-03", "2021-04-04"]


def test_a_line_with_the_publication_day_alone_is_no_mention() -> None:
    assert detect("Talks open in Oslo\nMay 5, 2023\nThe talks opened well.") == ()
    assert detect("Friday, May 5, 2023\nThe talks opened well.") == ()
    assert len(detect("Talks open in Oslo\nThey opened on May 5, 2023.")) == 1


def test_the_tree_decides_the_tense() -> None:
    text = "The envoy, who was born in Oslo, will on Monday meet the minister."
    words = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    rows = {
        "will": ("AUX", 12, "aux"),
        "meet": ("VERB", -1, "root"),
        "Monday": ("PROPN", 12, "obl"),
    }
    tokens = []
    for i, (start, end) in enumerate(words):
        word = text[start:end]
        pos, head, dep = rows.get(word, ("X", 0, "dep"))
        head = 10 if head == 12 else head
        tokens.append(Token(i, word, word.lower(), pos, "", head, dep, start, end))
    assert tokens[10].text == "meet"
    sentence = Sentence(0, len(text), tuple(tokens), True)
    (mention,) = detect_dates(article(text), [sentence], FRIDAY)
    assert mention.value == "2023-05-08"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The plant will be done by 2030.", None, "2030-12-31"),
        ("The sum falls due by the end of June.", None, "2023-06-30"),
        ("The road will be done within two months.", "2023-05-05", "2023-07-05"),
        ("The truce holds until Sunday.", None, "2023-05-07"),
        ("They must leave before June 1.", None, "2023-05-31"),
        ("They must leave no later than June 1.", None, "2023-06-01"),
    ],
)
def test_deadlines(text: str, start: str | None, end: str) -> None:
    _, mention = only(text)
    due = as_deadline(mention, text)
    assert due is not None
    assert (due.start, due.end) == (start, end)


def test_what_is_no_deadline() -> None:
    text = "They met on Monday."
    _, mention = only(text)
    assert as_deadline(mention, text) is None
    text = "It will be done by Monday."
    (mention,) = detect(text, None)
    assert as_deadline(mention, text) is None


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2023-W18", "2023-05-01", "2023-05-07"),
        ("2023-W18-WE", "2023-05-06", "2023-05-07"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-WI", "2023-12-01", "2024-02-29"),
        ("199", "1990-01-01", "1999-12-31"),
        ("2010-07-16TMO", "2010-07-16", "2010-07-16"),
    ],
)
def test_days_of_values(value: str, start: str, end: str) -> None:
    days = cal.days_of(value)
    assert days is not None
    assert (days[0].isoformat(), days[1].isoformat()) == (start, end)


@pytest.mark.parametrize("value", ["P3D", "XXXX-03", "2023-13", "2023-02-30", "PAST_REF", "0000"])
def test_values_without_days(value: str) -> None:
    assert cal.days_of(value) is None


PIECES = st.sampled_from(
    "Friday|last|next|the|two|days|ago|March|May|2019|12|of|quarter|-|,|'|’|9999|31|every|year|"
    "10:30|am|1990s|in|until|week|later|/|.|\n| ".split("|")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from([None, FRIDAY, WINDOW]))
def test_any_words_give_ordered_mentions_inside_their_sentence(
    text: str, published: Interval | None
) -> None:
    parts = sentences(text)
    free = 0
    for mention in detect_dates(article(text), parts, published):
        sentence = parts[mention.sentence]
        assert sentence.start <= mention.start < mention.end <= sentence.end
        assert mention.start >= free
        free = mention.end
        if mention.interval and mention.interval.start and mention.interval.end:
            assert mention.interval.start <= mention.interval.end


@pytest.mark.parametrize(
    "words", ["by May ", "Friday ", "two ", "in 2019 ", "at 10:30 ", "1-", " "]
)
def test_hostile_repetitions_are_read_in_time(words: str) -> None:
    # Quadratic work on these would take minutes.
    text = words * (30_000 // len(words))
    detect_dates(article(text), [Sentence(0, len(text), (), False)], FRIDAY)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    detect_dates(article(text), [Sentence(0, len(text), (), False)], FRIDAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They signed it on Independence Day in Bergen.", "Independence Day"),
        ("The truce held over Eid al-Adha 2019.", "Eid al-Adha 2019"),
        ("The decree is dated 3 Shawwal 1444.", "3 Shawwal 1444"),
        ("Fighting stopped during Ramadan.", "Ramadan"),
    ],
)
def test_holidays_and_other_calendars_have_no_day(text: str, words: str) -> None:
    found = detect(text, None)
    assert [text[m.start : m.end] for m in found] == [words]
    assert all(m.interval is None or m.interval.start != m.interval.end for m in found)


@pytest.mark.parametrize(
    "text", ["They sailed to Easter Island.", "Minister Ramadan spoke.", "Mr Safar left."]
)
def test_names_that_only_look_like_holidays(text: str) -> None:
    assert detect(text, None) == ()
