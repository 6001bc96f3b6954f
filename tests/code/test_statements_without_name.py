"""Whose word a text is that never says so: bylines, titles, turns, questions."""

from communique import Coder
from communique.model import Record
from communique.read import read_text


def record(text: str, title: str | None = None, url: str | None = None) -> Record:
    page = read_text(text, source="test", title=title, url=url, published="2024-03-05")
    return Coder().read(page)


def acts(found: Record) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(r.type, r.sources, r.targets) for r in found.reports]


def test_a_byline_says_who_we_are() -> None:
    found = record("Antony J. Blinken, Secretary of State\n\nWe urge Kenya to open its border.\n")
    assert acts(found) == [("REQUEST", ("USA",), ("KEN",))]


def test_a_title_says_who_i_am() -> None:
    found = record("We urge Kenya to open its border.", title="Statement at the debate: Uganda")
    assert acts(found) == [("REQUEST", ("UGA",), ("KEN",))]


def test_turns_of_a_transcript_have_their_own_we() -> None:
    found = record(
        "MS HALE: We urge Kenya to open its border.\n\n"
        "QUESTION: The United States condemned Chad yesterday.\n\n"
        "FOREIGN MINISTER KULEBA: We thank Kenya for its grain.\n",
        url="https://www.state.gov/briefing",
    )
    assert acts(found) == [
        ("REQUEST", ("USA",), ("KEN",)),
        ("SUPPORT", ("UKR",), ("KEN",)),
    ]


def test_a_question_tells_nothing() -> None:
    assert not record("Has Kenya condemned the coup in Mali?").reports


def test_what_nobody_known_asks_for_has_not_happened() -> None:
    assert not record("We urge Kenya to release the prisoners.").reports


def test_the_victim_of_what_is_condemned_is_not_blamed() -> None:
    found = record("Kenya condemned the attack on a convoy in Chad.")
    assert acts(found) == [("ACCUSE", ("KEN",), ("UNK",))]


def test_sums_with_a_sign_are_promises() -> None:
    found = record("Japan pledged $20 million to Kenya.")
    assert acts(found) == [("AGREE", ("JPN",), ("KEN",))]
    assert [c.beneficiary for c in found.commitments] == [("KEN",)]


def test_who_does_what_is_deplored_stands_behind_by() -> None:
    found = record(
        "Peru expressed concern over the planned staging of G20 fairs by Chile in the port."
    )
    assert acts(found) == [("ACCUSE", ("PER",), ("CHL",))]


def test_you_is_the_other_side_of_a_transcript() -> None:
    found = record(
        "SECRETARY BLINKEN: I thank you for your grain.\n\n"
        "FOREIGN MINISTER ODUYA: We thank you for your ships.\n\n"
        "SECRETARY BLINKEN: Good.\n",
        url="https://www.state.gov/grain",
        title="Secretary Blinken and the Kenyan Foreign Minister Before Their Meeting",
    )
    assert acts(found) == [("SUPPORT", ("USA",), ("KEN",)), ("SUPPORT", ("KEN",), ("USA",))]


def test_the_secretary_of_a_page_is_its_own() -> None:
    found = record(
        "Secretary of State Blinken called UK Foreign Secretary Truss. "
        "The Secretary condemned Belarus.",
        url="https://www.state.gov/grain",
    )
    assert ("ACCUSE", ("USA",), ("BLR",)) in acts(found)


def test_we_are_all_who_sign_a_joint_statement() -> None:
    found = record(
        "This text was given out by the Governments of Chile, Peru and the United States of "
        "America.\n\nWe urge Kenya to open its border.\n",
        title="Joint Statement on the Border of Kenya",
        url="https://www.state.gov/border",
    )
    (report,) = (r for r in found.reports if r.type == "REQUEST")
    assert (set(report.sources), report.targets) == ({"CHL", "PER", "USA"}, ("KEN",))


def test_who_says_i_in_a_transcript_is_named_by_his_turn() -> None:
    found = record(
        "MS PORTER: I think that Kenya will open its border.\n\nQUESTION: When?\n\n"
        "MS PORTER: Soon.\n",
        url="https://www.state.gov/briefing",
    )
    assert [s.speaker for s in found.statements] == ["MS PORTER"]
