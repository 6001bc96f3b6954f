"""Own pages, one kind of debris each: every line must get its label."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from communique.clean import clean_page
from communique.model import Article, Page

LABELS = {
    "H": "headline",
    "S": "story",
    "D": "dateline",
    "T": "standfirst",
    "C": "caption",
    "R": "rail",
    "F": "furniture",
    "P": "repeat",
}


@dataclass
class Case:
    name: str
    title: str | None = None
    find: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = [text.replace("⏎", "\n") for _, text in self.lines]
        return "\n".join(line.replace("‖", "").replace("¦ ", "") for line in lines)


def cases() -> list[Case]:
    found: list[Case] = []
    for line in (Path(__file__).parent / "pages.txt").read_text("utf-8").splitlines():
        if line.startswith("=== "):
            found.append(Case(line[4:]))
        elif not found or not line:
            continue
        elif line.startswith("find."):
            key, _, value = line[5:].partition(" =")
            found[-1].find[key] = value.strip()
        elif line.startswith("title = "):
            found[-1].title = line[8:]
        elif line == "_":
            found[-1].lines.append(("", ""))
        else:
            found[-1].lines.append((line[0], line[2:]))
    return found


def wanted(case: Case) -> list[tuple[str, str]]:
    """Label letter and text of every line that the article must have."""
    out: list[tuple[str, str]] = []
    for letter, line in case.lines:
        text = line.replace("⏎", "\n")
        if not letter:
            continue
        head, mark, rest = text.partition("‖")
        if mark:
            out.append(("D", head.strip()))
            text = rest
        body, mark, tail = text.partition("¦ ")
        out.append((letter, body.strip()))
        if mark:
            out.append(("F", tail.strip()))
    return out


def got(article: Article) -> list[tuple[str, str]]:
    return [
        (line.label, article.text[line.start : line.end].strip())
        for line in article.lines
        if line.label != "blank"
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_every_line_gets_its_label(case: Case) -> None:
    article = clean_page(Page(case.name, case.text, title=case.title, language="en"))
    lines = got(article)
    assert [text for _, text in lines] == [text for _, text in wanted(case)]
    wrong = [
        (letter, label, text)
        for (letter, text), (label, _) in zip(wanted(case), lines, strict=True)
        if (label == "story" if letter == "X" else label != LABELS[letter])
    ]
    assert wrong == []


@pytest.mark.parametrize("case", [c for c in cases() if c.find], ids=lambda case: case.name)
def test_what_the_page_states_is_found(case: Case) -> None:
    article = clean_page(Page(case.name, case.text, title=case.title, language="en"))
    facts = {
        "title": article.title,
        "place": article.dateline_place,
        "agency": article.dateline_agency,
        "published": article.published.start if article.published else "",
    }
    assert {key: facts[key] for key in case.find} == case.find
    assert article.published_reason
