"""Meetings, commitments and positions."""

from __future__ import annotations

from collections.abc import Callable

from communique.model import Record

Read = Callable[..., Record]
DAY = "2023-05-05"


def test_meeting_told_twice_is_one(read: Read) -> None:
    record = read(
        "Brazilian President Luiz Inacio Lula da Silva met Chinese President Xi Jinping in "
        "Beijing on Thursday. Lula held talks with Xi on trade.",
        published=DAY,
    )
    (meeting,) = [m for m in record.meetings if m.status == "occurred"]
    assert {p.actor for p in meeting.participants} == {"BRA", "CHN"}
    assert "Xi Jinping" in {p.name for p in meeting.participants}


def test_signed_agreement_is_agreed(read: Read) -> None:
    record = read("Kenya and Uganda signed an agreement on water on Monday.", published=DAY)
    (commitment,) = record.commitments
    assert commitment.state == "agreed"
    assert set(commitment.promisor) == {"KEN", "UGA"}
    assert commitment.form == "signed_instrument"


def test_promise_with_amount(read: Read) -> None:
    record = read("Japan pledged to give Kenya 40 million dollars for a port.", published=DAY)
    (commitment,) = record.commitments
    assert commitment.promisor == ("JPN",)
    assert commitment.amount == "40 million dollars"
    assert commitment.state == "announced"


def test_a_list_of_issues_gives_a_position_each(read: Read) -> None:
    record = read(
        "Laos said that it supported China on the questions it holds dearest: the one-China "
        "policy, Taiwan, Tibet and Hong Kong.",
        published=DAY,
    )
    issues = {p.issue_id for p in record.positions if p.stance == "support"}
    assert {"one-china-policy", "taiwan-status", "tibet", "hong-kong"} <= issues
    assert all(p.actor == ("LAO",) for p in record.positions)


def test_a_struggle_that_is_backed_is_backed(read: Read) -> None:
    record = read("Algeria supports the struggle for independence.", published=DAY)
    assert [p.stance for p in record.positions] == ["support"]


def test_an_end_that_is_wanted_is_against_what_ends(read: Read) -> None:
    record = read("Algeria promotes an end to the war in Yemen.", published=DAY)
    assert [p.stance for p in record.positions] == ["oppose"]


def test_who_is_committed_promises_firmly_and_who_looks_forward_softly(read: Read) -> None:
    firm = read("Kenya is committed to helping Uganda build a port.", published=DAY)
    assert [c.strength for c in firm.commitments] == ["firm"]
    soft = read("Kenya is ready to help Uganda build a port.", published=DAY)
    assert [c.strength for c in soft.commitments] == ["soft"]
