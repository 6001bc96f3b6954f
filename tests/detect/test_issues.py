"""Named issues, and bare names that stand for one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.detect.issues import detect_issues
from communique.errors import SettingsError
from communique.model import Article, IssueMention, Sentence
from communique.ontology.issues import FILE, load_issues

ENDS = re.compile(r"[^\n]+?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


def detect(text: str) -> list[IssueMention]:
    article = Article(
        "a", "a.txt", text, (), None, None, None, None, None, None, "not told", "en", "good"
    )
    sentences = [Sentence(m.start(), m.end(), (), False) for m in ENDS.finditer(text)]
    return list(detect_issues(article, sentences))


def ids(text: str) -> list[str]:
    return [m.issue for m in detect(text)]


def test_a_list_of_core_issues() -> None:
    text = (
        "She backed her neighbour on all core issues, such as the ‘One-China policy’, Hong Kong, "
        "Tibet, Taiwan, and the South China Sea."
    )
    assert ids(text) == [
        "one-china-policy",
        "hong-kong",
        "tibet",
        "taiwan-status",
        "south-china-sea",
    ]


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("They spoke about the Taiwan question.", ["taiwan-status"]),
        ("China's position on Taiwan is known.", ["taiwan-status"]),
        ("They raised the Kashmir and Palestine issues.", ["kashmir-status", "israel-palestine"]),
        ("Tensions over Taiwan grew.", ["taiwan-status"]),
        ("Climate change is a threat.", ["climate-change"]),
        (
            "They discussed Iran’s nuclear programme and the JCPOA.",
            ["iran-nuclear-programme", "jcpoa"],
        ),
        ("They discussed the Northern Ireland Protocol.", ["northern-ireland-protocol"]),
        ("They want a two-state solution.", ["two-state-solution"]),
        ("They praised CPEC.", ["cpec"]),
    ],
)
def test_issues(text: str, issues: list[str]) -> None:
    assert ids(text) == issues


@pytest.mark.parametrize(
    "text",
    [
        "Taiwan's economy grew.",
        "He flew to Hong Kong on Monday.",
        "Goods move from Xinjiang to the coast.",
        "The quad bikes were loud.",
        "They own tibetan rugs.",
    ],
)
def test_no_issues(text: str) -> None:
    assert ids(text) == []


def test_a_name_that_takes_a_side_says_whose_it_is() -> None:
    (mention,) = detect("He rejected the so-called CPEC.")
    assert (mention.issue, mention.wording_of) == ("cpec", "IND")
    (mention,) = detect("He spoke of the special military operation.")
    assert (mention.issue, mention.wording_of, mention.name) == (
        "ukraine-war",
        "RUS",
        "war in Ukraine",
    )


def test_a_hostile_run_of_blanks_is_read_quickly() -> None:
    assert ids("issues " + " ,:" * 5000 + " x Taiwan.") == []


def test_the_registry_names_known_places() -> None:
    folder = FILE.parent.parent / "places" / "political-places.csv"
    known = {line.split(",")[0] for line in folder.read_text("utf-8").split("\n")}
    issues = load_issues()
    assert len(issues) > 200
    assert {p for i in issues.values() for p in i.places} <= known


GOOD = (
    'version: "1"\nsource: x\nlicence: x\nissues:\n'
    "- {id: a, name: A, topic: territory, parties: [], places: [], names: [A b], wordings: {}, "
    "contextual: []}\n"
)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("topic: territory", "topic: nonsense"), "no PLOVER context"),
        (("names:", "nmaes:"), "unknown key 'nmaes'"),
        ((", contextual: []", ""), "'contextual' is missing"),
        (("names: [A b]", "names: A b"), "must be a list"),
        (("wordings: {}", "wordings: []"), "must map codes"),
        (("licence: x\n", ""), "'licence' is missing"),
        (("id: a", "id: ''"), "must be plain text"),
    ],
)
def test_a_broken_registry_is_refused(
    tmp_path: Path, change: tuple[str, str], problem: str
) -> None:
    path = tmp_path / "issues.yaml"
    path.write_text(GOOD, "utf-8")
    assert list(load_issues(path)) == ["a"]
    other = tmp_path / "other.yaml"
    other.write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(SettingsError, match=problem):
        load_issues(other)


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "issues.yaml"
    path.write_text(GOOD + GOOD.split("issues:\n")[1], "utf-8")
    with pytest.raises(SettingsError, match=r"issues\.yaml:6: issue id 'a' is here twice"):
        load_issues(path)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("the,Taiwan,issue,on,and,İ,Tibet,One-China,policy,.,ﬁ".split(","))))
def test_any_words_give_ordered_mentions(words: list[str]) -> None:
    text, free = " ".join(words), 0
    for mention in detect(text):
        assert free <= mention.start < mention.end <= len(text)
        free = mention.end
