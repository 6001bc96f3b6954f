"""Whom a story is about, for acts that name nobody."""

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import ClauseReader
from communique.code.coded import Coded
from communique.code.story import Story
from communique.code.tree import Tree
from communique.model import Mentions, Sentence, Token

WORD = Token(0, "says", "say", "VERB", "", -1, "root", 0, 4)
TREE = Tree(Sentence(0, 4, (WORD,), True), 0)


def story(*named: str) -> Story:
    made = Story(ActorIndex({0: TREE}, Mentions()))
    made.count(named)
    made.lead = frozenset(named)
    return made


def act(kind: str, source: str) -> Coded:
    clause = ClauseReader(TREE, ()).read()[0]
    return Coded(clause, kind, "x", None, None, Party((source,), (), "self"), None, "occurred", [])


def implied(made: Story, kind: str, source: str) -> tuple[str, ...]:
    party = made.implied_target(act(kind, source))
    return party.codes if party is not None else ()


def test_a_story_of_one_country_is_about_that_country() -> None:
    assert implied(story(*["KEN"] * 5), "REQUEST", "KEN") == ("KEN",)


def test_the_other_side_of_a_story_about_two() -> None:
    assert implied(story(*["KEN"] * 5, *["UGA"] * 4), "ACCUSE", "KEN") == ("UGA",)


def test_an_outsider_praises_both_sides_but_not_where_they_fight() -> None:
    made = story(*["KEN"] * 5, *["UGA"] * 4, "FRA", "FRA", "FRA")
    assert implied(made, "SUPPORT", "FRA") == ("KEN", "UGA")
    made.note("ASSAULT", "occurred", frozenset({"KEN", "UGA"}))
    assert implied(made, "SUPPORT", "FRA") == ("KEN",)


def test_one_who_is_named_nowhere_else() -> None:
    assert implied(story("FRA"), "ACCUSE", "PER") == ("FRA",)


def test_those_who_met_sanction_a_third() -> None:
    made = story(*["KEN"] * 5, *["UGA"] * 4)
    made.writers = frozenset({"KEN"})
    made.note("CONSULT", "occurred", frozenset({"KEN", "UGA"}))
    assert implied(made, "SANCTION", "KEN") == ()
