"""Whose words are whose."""

from __future__ import annotations

from collections.abc import Callable

from communique.model import Record, Statement

Read = Callable[..., Record]


def only(record: Record) -> Statement:
    (statement,) = record.statements
    return statement


def test_indirect_speech_without_its_that(read: Read) -> None:
    statement = only(read("The Kenyan president said that the border would stay open."))
    assert statement.kind == "indirect"
    assert statement.actor == ("KEN",)
    assert statement.evidence[0].text == "the border would stay open"


def test_direct_speech(read: Read) -> None:
    statement = only(read("“The border will stay open,” the Kenyan president said."))
    assert statement.kind == "direct"
    assert statement.evidence[0].text.startswith("The border will stay open")


def test_mixed_speech(read: Read) -> None:
    statement = only(read("The Kenyan president said that the border was “open as ever”."))
    assert statement.kind == "mixed"


def test_pronoun_has_its_name(read: Read) -> None:
    record = read(
        "President Vladimir Putin visited Belarus on Friday. He said that the talks had gone well."
    )
    assert [s.speaker for s in record.statements] == ["Vladimir Putin"]


def test_according_to(read: Read) -> None:
    statement = only(read("The talks had failed, according to the Kenyan foreign ministry."))
    assert statement.actor == ("KEN",)
    assert statement.evidence[0].text.startswith("The talks had failed")


def test_adding_goes_on_with_the_speaker(read: Read) -> None:
    record = read(
        "The Kenyan president said that the lorries had come, adding that more would follow."
    )
    assert {s.actor for s in record.statements} == {("KEN",)}
    assert len(record.statements) == 2


def test_question_is_no_statement(read: Read) -> None:
    assert not read("The Kenyan president asked how the fire had begun.").statements
